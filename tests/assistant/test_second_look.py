"""Where rules leave no sentence, what speaks against one is weighed, not obeyed."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import HashEmbedder, ScriptedReader, SureReader, document, passage

from assistant.question import analyse
from assistant.rank import THRESHOLD, Evidence, rank
from assistant.second_look import ENOUGH, SCALES, Scales, second_look, shares
from assistant.vetoes import CONVINCED
from assistant.vocabulary import survey

ELSEWHERE = (
    "Marren has a tower, a treasurer, a bridge, firemen and a ticket. "
    "After the flood its mayor was a rower, before it a baker."
)
CERTAIN = 5.0


def looked(asked: str, said: str, odds: float = CERTAIN) -> tuple[Evidence, Evidence]:
    """Return the evidence of one sentence before a second look and after it."""
    told = document("Brae", said)
    vocabulary = survey([told, document("Marren", ELSEWHERE)])
    (question,) = analyse(asked, vocabulary)
    (before,) = rank(question, [passage(told)], vocabulary, HashEmbedder(), encoded=9)
    (after,) = second_look(question, [before], SureReader(odds), vocabulary)
    return before, after


@pytest.mark.parametrize(
    ("asked", "said", "marked"),
    [
        ("How many firemen does Brae have?", "Brae sends out 42 men and women.", ["42"]),
        ("How much does a ticket cost in Brae?", "Admission in Brae is 110 kronor.", ["110"]),
        ("How many firemen does Brae have?", "Brae has 42 men and 12 dogs.", []),
        ("Who is the treasurer of Brae?", "Ida Lund keeps the money of Brae.", ["Ida Lund"]),
        ("Who is the treasurer of Brae?", "Their daughter Ida keeps the money of Brae.", []),
        ("Who built the bridge of Brae?", "It was put up by two firemen.", []),
        ("When will the bridge be ready?", "It opens by Easter.", ["by Easter"]),
        (
            "Until when does the ticket last?",
            "It is good to the end of June.",
            ["to the end of June"],
        ),
        (
            "By when must a ticket be used?",
            "It is good for trips within two weeks.",
            ["within two weeks"],
        ),
    ],
)
def test_a_sentence_in_other_words_answers_where_the_reader_says_so(
    asked: str, said: str, marked: list[str]
) -> None:
    before, after = looked(asked, said)
    assert before.veto is not None
    assert after.veto is None
    assert after.confidence >= max(ENOUGH, THRESHOLD)
    assert [span.within(said) for span in after.spans] == marked
    assert looked(asked, said, -CERTAIN)[1].veto == before.veto


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("How high is the tower of Brae?", "Brae has a tower that cost 400 crowns."),
        ("How many firemen does Brae have?", "The men of Brae put out many fires."),
        ("When was the bridge of Brae built?", "Brae got a bridge after the flood."),
        ("Who was mayor of Brae after Ida Lund?", "Ida Lund was mayor of Brae."),
        ("Who was mayor of Brae before Ida Lund?", "Ida Lund, a rower like Ole Rud, leads Brae."),
        ("Who is the mayor of Brae?", "Ida Lund is deputy mayor of Brae."),
    ],
)
def test_what_no_reader_can_know_better_stays_ruled_out(asked: str, said: str) -> None:
    before, after = looked(asked, said)
    assert before.veto is not None
    assert after.veto == before.veto


def test_a_reader_that_doubts_is_not_overheard_where_nothing_competes() -> None:
    asked, said = "Who is the treasurer of Brae?", "Ida Lund keeps the money of Brae."
    assert looked(asked, said, CONVINCED - 0.1)[1].veto is not None


def test_a_sentence_without_the_name_asked_about_needs_a_surer_reader() -> None:
    with_name, without = (
        looked("Who is the treasurer of Brae?", f"Ida Lund keeps the money of {place}.", 1.5)[1]
        for place in ("Brae", "Marren")
    )
    assert with_name.signs is not None
    assert without.signs is not None
    assert shares(np.array([with_name.signs]), SCALES) > shares(np.array([without.signs]), SCALES)


@pytest.mark.parametrize(
    ("of_money", "answers"), [(CERTAIN, "Ida Lund keeps the money of Brae."), (-CERTAIN, None)]
)
def test_a_doubtful_sentence_gives_way_to_one_in_other_words_if_that_is_likely(
    of_money: float, answers: str | None
) -> None:
    said = "The treasurer of Brae is Ole Rud.", "Ida Lund keeps the money of Brae."
    told = document("Brae", " ".join(said))
    vocabulary = survey([told, document("Marren", ELSEWHERE)])
    (question,) = analyse("Who is the treasurer of Brae?", vocabulary)
    reader = ScriptedReader(treasurer=-1.0, money=of_money)
    before = rank(question, [passage(told)], vocabulary, HashEmbedder(), encoded=9, reader=reader)
    after = second_look(question, before, reader, vocabulary)
    assert before[0].statement.text == said[0]
    assert before[0].answers
    assert [e.statement.text for e in after if e.answers] == [answers or said[0]]


def test_the_shares_of_all_sentences_and_of_none_add_up_to_one() -> None:
    scales = Scales(bias=0.0, similarity=0.0, reading=1.0, unnamed=-1.0)
    signs = np.array([[0.3, np.log(2), 0.0], [0.3, np.log(2) + 1, 1.0]])
    assert shares(signs, scales) == pytest.approx([2 / 5, 2 / 5])


def test_without_anything_a_reader_can_judge_nothing_changes() -> None:
    told = document("Brae", "Brae sends out 42 men and women.")
    vocabulary = survey([told])
    (question,) = analyse("How many firemen does Brae have?", vocabulary)
    assert second_look(question, [], SureReader(CERTAIN), vocabulary) == ()
