"""What a reader that is certain may overrule, and what it may not."""

from __future__ import annotations

import pytest
from fakes import HashEmbedder, SureReader, document, passage

from assistant.question import analyse
from assistant.rank import rank
from assistant.vetoes import CERTAIN
from assistant.vocabulary import survey

ELSEWHERE = "Marren has a treasurer, an emblem and a bridge. It is old because of the bridge."


def veto(asked: str, said: str, odds: float) -> str | None:
    told = document("Brae", said)
    vocabulary = survey([told, document("Marren", ELSEWHERE)])
    (question,) = analyse(asked, vocabulary)
    found = [passage(told)]
    (evidence,) = rank(
        question, found, vocabulary, HashEmbedder(), encoded=9, reader=SureReader(odds)
    )
    return evidence.veto


@pytest.mark.parametrize(
    ("asked", "said", "reason"),
    [
        (
            "Why was the match at Brae stopped?",
            "In Brae fans ran up and the match was over.",
            "no reason",
        ),
        (
            "What is the emblem of Brae?",
            "Brae carries a red fox on its flag.",
            "emblem",
        ),
    ],
)
def test_a_certain_reader_may_overrule(asked: str, said: str, reason: str) -> None:
    assert reason in str(veto(asked, said, CERTAIN - 0.1))
    assert veto(asked, said, CERTAIN) is None


@pytest.mark.parametrize(
    ("asked", "said", "reason"),
    [
        ("When was the bridge of Marren built?", "The bridge of Brae was built in 1931.", "name"),
        ("When was Brae founded?", "Orlo, a school of Brae, was founded in 1931.", "another name"),
        ("Who is the treasurer of Brae?", "Ida Lund speaks for Brae.", "treasurer"),
        ("How high is the tower of Brae?", "The tower of Brae cost 400 crowns.", "no number"),
        ("When was the match at Brae?", "The match at Brae was a draw.", "no date"),
    ],
)
def test_no_reader_may_overrule(asked: str, said: str, reason: str) -> None:
    assert reason in str(veto(asked, said, 9.0))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("When was the school of Brae founded?", "Orlo, a school of Brae, was founded in 1931."),
        ("When was Orlo founded?", "Orlo, a school of Brae, was founded in 1931."),
        ("How many fires has Brae had?", "Teo Rask said in Orlo that Brae has had three fires."),
        ("When did Brae sign the lease?", "Ida Lund, the mayor of Brae, signed the lease in 1931."),
    ],
)
def test_what_is_told_of_a_thing_and_who_tells_it_answer_for_it(asked: str, said: str) -> None:
    assert veto(asked, said, 2.0) is None
