"""Several questions in one: which of them need what the first one speaks of."""

from __future__ import annotations

import pytest

from assistant.compound import one_by_one, told_and_asked


@pytest.mark.parametrize(
    ("asked", "second"),
    [
        ("Who built the Tern, and who sails the ferry of Brae?", "who sails the ferry of Brae?"),
        ("Who built the Tern, and who keeps the club's boats?", "who keeps the club's boats?"),
        ("Who built the Tern, and what is the fee for a child?", "what is the fee for a child?"),
        (
            "Who led Tern Hall, and who drew the map that was lost?",
            "who drew the map that was lost?",
        ),
        ("Who drew the map, and how many trees does the park have?", None),
    ],
)
def test_a_question_that_stands_alone_inherits_nothing(asked: str, second: str | None) -> None:
    assert one_by_one(asked)[1] == (second or "how many trees does the park have?")


@pytest.mark.parametrize(
    ("asked", "second"),
    [
        ("When was Tern Hall built, and when?", "when was Tern Hall built?"),
        ("When was Tern Hall built and who paid for it?", "who paid for Tern Hall?"),
        ("When was Tern Hall built and what are its colours?", "what are Tern Hall's colours?"),
        ("What was the price of the new pier, and who paid for it?", "who paid for the new pier?"),
        ("When was Tern Hall built and who was the architect?", "who was the architect Tern Hall?"),
    ],
)
def test_a_question_that_does_not_stand_alone_inherits_the_thing(asked: str, second: str) -> None:
    assert one_by_one(asked)[1] == second


@pytest.mark.parametrize(
    ("text", "told", "asked"),
    [
        ("When was it built? Who paid?", "", ["When was it built?", "Who paid?"]),
        (
            "I am writing about Tern Hall. Tell me its age. Who built it? Thanks.",
            "I am writing about Tern Hall. Thanks.",
            ["Tell me its age.", "Who built it?"],
        ),
        ("Qui dirige le LIMMS ? Où est-il ?", "", ["Qui dirige le LIMMS ?", "Où est-il ?"]),
        ("It was built in 1863. Is that true?", "", ["It was built in 1863. Is that true?"]),
        ("is it open? when", "", ["is it open?", "when"]),
        ("tern hall? when built", "", ["tern hall? when built"]),
        ("Tern Hall. Year of building.", "", ["Tern Hall. Year of building."]),
        ("Who is Dr. A. Lund?", "", ["Who is Dr. A. Lund?"]),
    ],
)
def test_what_is_told_is_kept_apart_from_what_is_asked(
    text: str, told: str, asked: list[str]
) -> None:
    assert told_and_asked(text) == (told, asked)


def test_a_speaker_is_not_what_is_asked_about() -> None:
    first = "Whom do I write to if I want a berth"
    assert one_by_one(f"{first}, and who keeps the boats?") == [first, "who keeps the boats?"]
