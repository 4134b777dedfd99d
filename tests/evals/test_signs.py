"""Which questions weights are fitted on, and which sentences count as answers to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.rank import Evidence
from assistant.statements import statements
from assistant.types import Chunk, Document, Passage
from evals.reading.exercises import Exercise
from evals.reading.signs import ask, halves, mixed, passage, suitable

BUILT, MARKET = "The mill was built in 1820.", "In 1820 the market began."
MILL = Exercise(
    source="towns",
    document="Orrin",
    question="When was the mill built?",
    title="Orrin",
    sentences=(BUILT, "It has three stones.", "The mill is said to be old."),
    answers=frozenset([0]),
    masked=frozenset([2]),
    strings=("1820",),
)
ELSEWHERE = replace(
    MILL,
    document="Vell",
    sentences=(MARKET, "A mill stands by it."),
    answers=frozenset(),
    masked=frozenset(),
)


class Finder:
    """Finds all sentences of the documents it is asked to look in, each in its own document."""

    def __init__(self, documents: Sequence[Document], vetoed: str = "", read: str = "") -> None:
        self._documents = {d.id: d for d in documents}
        self._vetoed = vetoed
        self._read = read
        self.searched: list[list[str]] = []

    def retrieve(self, question: str) -> list[Passage]:
        return [
            Passage(chunk=Chunk(id=i, document_id=i, start=0, end=9), document=d, score=0.5)
            for i, d in self._documents.items()
        ]

    def evidence(self, question: str, *, documents: Collection[str]) -> list[Evidence]:
        self.searched.append(list(documents))
        return [
            Evidence(
                statement=statement,
                covered={},
                cover=0.5,
                similarity=0.4,
                reading=1.5 if statement.text == self._read else None,
                confidence=0.9,
                veto="no" if statement.text == self._vetoed else None,
            )
            for i in documents
            for statement in statements(self._documents[i])
        ]


def test_the_sentence_that_answers_is_right_and_a_doubtful_one_is_left_out() -> None:
    (asked,) = ask([MILL], Finder([passage(MILL)]), others=0)
    assert asked.right.tolist() == [1.0, 0.0]


def test_a_vetoed_sentence_is_left_out_and_a_question_with_no_other_as_well() -> None:
    only = replace(MILL, sentences=(BUILT,), masked=frozenset())
    assert list(ask([only], Finder([passage(only)], vetoed=BUILT), others=0)) == []


def test_without_a_reader_nothing_is_said_by_it_and_with_one_only_what_it_read_counts() -> None:
    (asked,) = ask([MILL], Finder([passage(MILL)]), others=0)
    assert asked.signs == pytest.approx(np.tile([0.5, 0.4, 0.0, 0.0], (2, 1)))
    (asked,) = ask([MILL], Finder([passage(MILL)], read=BUILT), others=0)
    assert asked.signs == pytest.approx(np.array([[0.5, 0.4, 1.5, 0.0]]))


def test_a_sentence_of_another_passage_that_holds_the_answer_is_neither_right_nor_wrong() -> None:
    finder = Finder([passage(MILL), passage(ELSEWHERE)])
    (asked,) = ask([MILL], finder, others=5)
    assert asked.right.tolist() == [1.0, 0.0, 0.0]
    (asked,) = ask([replace(MILL, strings=())], finder, others=5)
    assert asked.right.tolist() == [1.0, 0.0, 0.0, 0.0]


def test_so_many_others_are_searched_but_none_that_answers_the_question_elsewhere() -> None:
    third = passage(replace(ELSEWHERE, sentences=("Vell has a school.",)))
    finder = Finder([passage(MILL), passage(ELSEWHERE), third])
    list(ask([ELSEWHERE], finder, others=5, known=[MILL, ELSEWHERE]))
    list(ask([MILL], finder, others=1))
    assert finder.searched == [
        [passage(ELSEWHERE).id, third.id],
        [passage(MILL).id, passage(ELSEWHERE).id],
    ]


def test_the_halves_share_no_document_and_miss_none() -> None:
    rows = [replace(MILL, document=f"Town {n % 9}", question=str(n)) for n in range(40)]
    sides = halves(rows)
    names = [{e.document for e in side} for side in sides]
    assert names[0].isdisjoint(names[1])
    assert {len(side) for side in names} == {4, 5}
    assert sorted(e.question for side in sides for e in side) == sorted(str(n) for n in range(40))


@pytest.mark.parametrize(("number", "found"), [(10, (8, 2)), (100, (40, 10)), (0, (0, 0))])
def test_a_share_of_the_questions_drawn_has_no_answer(number, found) -> None:
    rows = [*[MILL] * 40, *[ELSEWHERE] * 30]
    drawn = mixed(rows, number, 0.2)
    assert (drawn.count(MILL), drawn.count(ELSEWHERE)) == found


def test_sets_whose_passages_are_no_documents_are_left_out() -> None:
    assert list(suitable({"tweetqa": [], "squad2_dev": [], "fairytaleqa": []})) == ["squad2_dev"]
