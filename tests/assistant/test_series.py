"""Lists without the layout of one: in a line, in neighbouring sentences, below a number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.question import analyse
from assistant.series import announced, counts_on, series
from assistant.statements import Statement, statements
from assistant.types import Answer, Document, Section
from assistant.vocabulary import survey
from ingest.pipeline import Report


def document(text: str, *sections: Section) -> Document:
    whole = Section(start=0, end=len(text))
    return Document(id="a", title=None, text=text, sections=sections or (whole,), content_hash="a")


def texts(found: tuple[Statement, ...]) -> list[str]:
    return [statement.text for statement in found]


def test_sentences_that_add_to_each_other_are_one_series() -> None:
    text = "It rained. The mill was sold. The press was not kept either. And the cart was burnt."
    rain, *sold = statements(document(f"{text} Nobody wept."))[:4]
    assert [series(one) for one in sold] == [tuple(sold)] * 3
    assert series(rain) == (rain,)


def test_a_sentence_that_turns_to_another_subject_adds_to_nothing() -> None:
    last = statements(document("The mill was sold. Furthermore, the baker has two sons."))[-1]
    assert series(last) == (last,)


@pytest.mark.parametrize(
    ("following", "found"),
    [
        ("Ida Lund cooks. Jon Aske and Per Holt row. Nobody sings.", 2),
        ("Ida Lund cooks. Nobody sings. Jon Aske and Per Holt row.", 0),
        ("Ida Lund cooks. Jon Aske rows.", 0),
        ("Ida Lund, Jon Aske, Per Holt and Liv Sund row.", 0),
    ],
)
def test_a_number_announces_the_sentences_that_name_as_many(following: str, found: int) -> None:
    first, *others = statements(document(f"The boat has three sailors. {following}"))
    assert announced(first) == tuple(others[:found])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The firm owns three mills. A fourth was bought in Dun.", True),
        ("There are mills in Dun and Brae. Those 3 were joined by a fourth.", True),
        ("The firm owns three mills. A fifth of them is idle.", False),
        ("The firm owns three mills. Another was sold.", False),
    ],
)
def test_the_next_ordinal_adds_to_what_was_counted(text: str, found: bool) -> None:
    first, second = statements(document(text))
    assert counts_on(second, [first]) is found


@pytest.mark.parametrize("opening", ["The boat has 70 sailors.", "Ida and Jon are two sailors."])
def test_a_large_number_and_one_whose_things_are_named_announce_nothing(opening: str) -> None:
    first = statements(document(f"{opening} Per Holt cooks. Liv Sund rows."))[0]
    assert announced(first) == ()


def test_a_number_announces_the_first_sentences_of_the_sections_below() -> None:
    parts = (
        (("Boats",), "We have boats of two kinds.\n"),
        (("Boats", "Tern"), "The Tern sails. It is red.\n"),
        (("Boats", "Skua"), "The Skua is rowed.\n"),
        (("Boats", "Wrecks"), "One lies on the beach.\n"),
    )
    ends = [sum(len(t) for _, t in parts[: n + 1]) for n in range(len(parts))]
    sections = [
        Section(headings=headings, start=end - len(text), end=end)
        for (headings, text), end in zip(parts, ends, strict=True)
    ]
    first = statements(document("".join(text for _, text in parts), *sections))[0]
    assert texts(announced(first)) == ["The Tern sails.", "The Skua is rowed."]


def test_a_line_of_names_is_parted_at_its_labels_and_leans_on_the_line_before() -> None:
    heading, present, absent = statements(
        document("Session of the choir\nPresent: Ida Lund (chair), Jon Aske Excused: Per Holt")
    )
    assert present.text == "Present: Ida Lund (chair), Jon Aske"
    assert absent.text == "Excused: Per Holt"
    assert present.leaning is heading


@pytest.mark.parametrize("line", ["Note: The doors close at six.", "Bring: rope, a lamp, bread"])
def test_a_label_before_something_else_makes_no_line_of_names(line: str) -> None:
    last = statements(document(f"Session of the choir\n{line}"))[-1]
    assert last.leaning is None


def test_either_of_two_things_that_are_offered_may_go_unsaid() -> None:
    vocabulary = survey([document("The choir sings songs. Poems are read in the hall.")])
    (question,) = analyse("Which songs or poems are in the new book?", vocabulary)
    roles = {term.stem: term.role for term in question.terms}
    assert roles["song"] == roles["poem"] == "word"


CHOIR = """The committee of the choir met in the old school for its session of 4 May 2021.

Present: Ida Lund (in the chair), Jon Aske, Liv Sund
Excused: Per Holt
"""
LEAFLET = """---
title: The valley bus in 2022
date: 2022
---

# The valley bus in 2022

## Fares

A single ride costs 2 crowns.

## What was abolished

We have abolished the night bus. Paper tickets are not sold either. And the bicycle rack was
abolished.
"""


@pytest.fixture
def ask(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
) -> Callable[[str], Answer]:
    (folder / "minutes.txt").write_text(CHOIR)
    (folder / "bus.md").write_text(LEAFLET)
    assert take_in().failed == ()
    return assistant.ask


def test_who_was_present_is_answered_with_the_line_that_lists_them(
    ask: Callable[[str], Answer],
) -> None:
    answer = ask("Who was present at the session of the committee?")
    assert answer.status == "answered"
    assert "Present: Ida Lund (in the chair), Jon Aske, Liv Sund" in answer.text
    assert "Per Holt" not in answer.text


def test_sentences_that_each_give_one_thing_are_quoted_together(
    ask: Callable[[str], Answer],
) -> None:
    answer = ask("What was abolished in the valley bus?")
    assert answer.status == "answered"
    assert "bicycle rack" in answer.text
    assert "night bus" in answer.text
