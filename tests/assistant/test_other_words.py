"""Questions that are put in other words than the documents use, or ask several things at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.types import Answer
from ingest.pipeline import Report

YARD = """---
title: The Marren shipyard
publisher: Harbour Post
date: 2020-03-01
language: en
---

# The Marren shipyard

The Marren shipyard built the Petrel in 1974. The Petrel is 31 metres long and cost 2.5 million
crowns. A voyage to Ostrel takes 45 minutes. More than 1500 visitors come to the yard every summer.

The schooner Fulmar was rescued by the Petrel. Professor Edda Lorn, director of the Marren yard,
sails with her. Norwegian engineers designed the engine.

## Five routes

- Ostrel;
- Hammel;
- Brae;
- Sund;
- Little Ness.
"""

MUSEUM = """---
title: Le musée de Marren
publisher: Marren Museum
date: 2023-05-01
language: fr
---

# Le musée de Marren

Le musée de Marren a été fondé en 1988 par Jon Aske. Il possède douze bateaux. The director of the
Marren yard in 2023 was Torval Ryde.
"""

Ask = Callable[[str], Answer]


@pytest.fixture
def ask(folder: Path, take_in: Callable[..., Report], assistant: Assistant) -> Ask:
    (folder / "yard.md").write_text(YARD)
    (folder / "museum.md").write_text(MUSEUM)
    assert take_in().failed == ()
    return assistant.ask


def highlighted(answer: Answer) -> list[str]:
    return [s.text[h.start : h.end] for s in answer.sentences for h in s.highlights]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What was the price of the Petrel?", "2.5 million"),
        ("How long is the Petrel?", "31"),
        ("How many visitors come to the Marren yard?", "1500"),
        ("When did the Marren yard build the Petrel?", "1974"),
    ],
)
def test_a_number_is_what_a_measure_asks_for(ask: Ask, question: str, value: str):
    assert highlighted(ask(question)) == [value]


def test_an_acronym_is_found_in_the_words_it_is_made_of(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    (folder / "a.md").write_text(
        "# Brae\n\nThe Ostrel Tidal Institute joined the dock in 1981. OTI is well known.\n"
    )
    take_in()
    assert highlighted(assistant.ask("When did OTI join the dock?")) == ["1981"]


def test_which_person_asks_for_a_person(ask: Ask):
    found = highlighted(ask("Which people have been director of the Marren yard?"))
    assert {"Torval Ryde", "Edda Lorn"} & set(found)


def test_two_letters_that_no_document_has_are_a_slip_of_the_pen(ask: Ask):
    assert highlighted(ask("when iz it that the Marren yard built the Petrel")) == ["1974"]


def test_no_purpose_is_read_into_a_range(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
):
    (folder / "a.md").write_text("# Brae\n\nThe ferry Petrel sails from Brae to ostrich farms.\n")
    take_in()
    assert assistant.ask("Why does the ferry Petrel sail from Brae?").status == "not_found"


def test_no_length_is_given_for_what_only_has_a_duration(ask: Ask):
    assert ask("How heavy is the Petrel?").status == "not_found"


def test_people_are_told_by_their_country(ask: Ask):
    assert "engine" in ask("Which engineers from Norway designed the engine?").text


def test_a_list_under_a_heading_is_given_whole(ask: Ask):
    answer = ask("List the routes of the Marren shipyard.")
    assert [s.text for s in answer.sentences] == [
        "Ostrel;",
        "Hammel;",
        "Brae;",
        "Sund;",
        "Little Ness.",
    ]


def test_two_questions_in_one_are_both_answered(ask: Ask):
    text = ask("When was the Petrel built, and when was the Marren museum founded?").text
    assert "1974" in text
    assert "1988" in text


def test_a_french_question_is_answered_from_an_english_text(ask: Ask):
    assert "1974" in ask("En quelle année le Petrel a-t-il été construit ?").text


def test_an_english_question_is_answered_from_a_french_text(ask: Ask):
    assert highlighted(ask("When was the Marren museum founded?")) == ["1988"]


def test_two_holders_of_one_post_are_shown_with_their_sources(ask: Ask):
    answer = ask("Who is the director of the Marren yard?")
    assert answer.status == "disagreement"
    assert "Edda Lorn" in answer.text
    assert "Torval Ryde" in answer.text


def test_a_word_that_is_spelled_correctly_is_not_mended(assistant: Assistant, ask: Ask):
    correct = {"rescues"}
    assistant._embedder.knows = correct.__contains__  # type: ignore[method-assign]
    assert "rescues" in ask("Who rescues the Fulmar?").query
