"""Of several values that rules leave in a sentence, a reader tells which one is asked for."""

from __future__ import annotations

import pytest
from fakes import ScriptedReader, document

from assistant.marks import told_apart
from assistant.question import Question, analyse
from assistant.rank import Evidence
from assistant.reader import Reader, load_reader
from assistant.settings import AnsweringSettings
from assistant.statements import statements
from assistant.values import TypedValue, numbers, persons
from assistant.vocabulary import survey

PRIZES = "The winner receives 900 crowns, the runner-up 400 and the third 200."
BARE = "The winner takes home 900, the runner-up 400."
CHAIR = "Ada Holm was elected chair by a show of hands, in succession to Per Lind, who is ill."
BOTH = "Ada Holm, a chemist, and Per Lind, a baker, founded the mill."
OPENED = "Ada Holm, Per Lind, the head of the school, and the baker Nils Ravn opened the mill."
VOTE = "Ada Holm was elected by 61 votes to 50."


def evidence(asked: str, text: str, confidence: float = 0.9) -> tuple[Question, Evidence]:
    annals = document("Annals", text)
    (question,) = analyse(asked, survey([annals]))
    (statement,) = statements(annals)
    values: tuple[TypedValue, ...] = ()
    spans = persons(text)
    if question.kind == "number":
        values = numbers(text)
        spans = tuple(v.span for v in values)
    found = Evidence(
        statement=statement,
        covered={},
        cover=1.0,
        similarity=1.0,
        reading=1.0,
        confidence=confidence,
        spans=spans,
        values=values,
    )
    return question, found


def marked(question: Question, found: Evidence, reader: Reader) -> list[str]:
    (left,) = told_apart(question, [found], reader)
    assert {(v.start, v.end) for v in left.values} <= {(s.start, s.end) for s in left.spans}
    return [span.within(left.statement.text) for span in left.spans]


def packaged() -> Reader:
    reader = load_reader(AnsweringSettings())
    assert reader is not None
    return reader


@pytest.mark.parametrize(
    ("asked", "text", "marks"),
    [
        ("How much does the winner take home?", PRIZES, ["900"]),
        ("How much does the winner take home?", BARE, ["900"]),
        ("Who was voted in as chair?", CHAIR, ["Ada Holm"]),
        ("Who founded the mill?", BOTH, ["Ada Holm", "Per Lind"]),
        ("Who opened the mill?", OPENED, ["Ada Holm", "Per Lind", "Nils Ravn"]),
        ("By how many votes did she win?", VOTE, ["61", "50"]),
    ],
)
def test_the_packaged_reader_tells_clauses_apart(asked: str, text: str, marks: list[str]) -> None:
    assert marked(*evidence(asked, text), packaged()) == marks


def test_all_are_kept_where_no_clause_is_surely_better() -> None:
    question, found = evidence("How much money is paid?", PRIZES)
    assert marked(question, found, ScriptedReader(winner=0.9)) == ["900", "400", "200"]
    assert marked(question, found, ScriptedReader(winner=1.1)) == ["900"]


def test_nothing_is_read_of_what_will_not_be_shown_or_has_one_value_or_too_many() -> None:
    reader = ScriptedReader()
    question, unsure = evidence("How much does the winner take home?", PRIZES, confidence=0.1)
    one = evidence("How much does the winner take home?", "The winner receives 900 crowns.")
    listed = evidence("Which people founded the mill?", BOTH)
    roll = ", ".join(f"the number {n} won {n} crowns" for n in range(20, 30))
    many = evidence("How much money is paid?", f"{roll}.")
    for asked, found in ((question, unsure), one, listed, many):
        assert told_apart(asked, [found], reader) == (found,)
    assert reader.asked == []
