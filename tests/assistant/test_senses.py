"""One name for several things: what sentences say that it is, and when documents mean others."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import HashEmbedder
from langchain_core.language_models import FakeListChatModel

from assistant.chain import Assistant
from assistant.chat import Chat
from assistant.descriptions import class_nouns
from assistant.generations import Generations
from assistant.library import Library, built_with
from assistant.senses import are_apart, nouns_for
from assistant.settings import Settings
from assistant.types import Answer, Document, Metadata, Section
from ingest.pipeline import Report


@pytest.mark.parametrize(
    ("sentence", "nouns"),
    [
        ("Marl is a windmill that still turns.", {"windmil"}),
        (
            "Since 1990 our cat Marl, a stray from the docks, has slept in the office.",
            {"stray"},
        ),
        ("The Marl, as the old quarry is called, lies empty.", {"quarri"}),
        ("They bought a barge called the Marl.", {"barg"}),
        ('Tug "Marl": a short history', {"tug"}),
        ("Marl was a printer and a poet.", {"printer", "poet"}),
        ("Marl, the brass band, the choir and the mayor came.", set()),
        ("In Marl, the ferry waits for nobody.", set()),
        ("The captain of the Marl is a woman.", set()),
        ("The director, a friend of the Marl, agreed.", set()),
        ("The new Marl is much faster.", set()),
        ("Marl Street is a road.", set()),
        ("North Marl is a village.", set()),
    ],
)
def test_a_class_noun_is_taken_only_from_what_says_what_the_name_is(
    sentence: str, nouns: set[str]
) -> None:
    assert class_nouns(("marl",), sentence) == nouns


def document(name: str, text: str, *, language: str | None = None) -> Document:
    return Document(
        id=name,
        title=None,
        text=text,
        sections=(Section(start=0, end=len(text)),),
        metadata=Metadata(language=language),
        content_hash=name,
    )


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("The tug Marl was sold in May. No other tug is as old.", {"tug"}),
        ("The swift Marl was sold in May. No swift boat is as old.", set()),
    ],
)
def test_a_word_beside_a_name_counts_where_it_is_a_noun_elsewhere(
    text: str, nouns: set[str]
) -> None:
    assert nouns_for(("marl",), document("a", text)) == nouns


TROPHY = document("a", "The Osprey is a silver cup. It was made in 1931 by a jeweller of Brae.")


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("The Osprey, our weekly bulletin, first came out in 1974.", True),
        ("The Osprey, the bulletin of the club, printed a picture of the cup.", False),
        ("The Osprey is a fine old cup.", False),
        ("The winners drank from the Osprey.", False),
    ],
)
def test_documents_mean_different_things_where_neither_uses_the_nouns_of_the_other(
    text: str, *, apart: bool
) -> None:
    assert are_apart(("osprey",), TROPHY, document("b", text)) == apart


def test_two_nouns_of_one_sort_may_describe_one_thing() -> None:
    one = document("a", "Tarn is a joint laboratory.")
    other = document("b", "Tarn, a partnership of four universities, was praised.")
    assert not are_apart(("tarn",), one, other)


def test_what_a_text_in_another_language_calls_a_name_is_not_guessed() -> None:
    assert (
        nouns_for(("tarn",), document("a", "Tarn, the restaurant.", language="fr")) == frozenset()
    )


CUP = """---
title: Prizes of the rowing club
publisher: Brae Rowing Club
date: 2012
language: en
---

# Prizes of the rowing club

The Osprey is a silver cup with two handles. It was given to the club in 1931 by a jeweller.
"""
BULLETIN = """---
title: How we tell our members
publisher: Members' Office
date: 2020
language: en
---

# How we tell our members

The Osprey, our weekly bulletin, has four pages. It was first printed in 1974.

The boatman Kester is in charge of the sheds.
"""


@pytest.fixture
def ask(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
) -> Callable[[str], Answer]:
    (folder / "cup.md").write_text(CUP)
    (folder / "bulletin.md").write_text(BULLETIN)
    assert take_in().failed == ()
    return assistant.ask


Ask = Callable[[str], Answer]


@pytest.mark.parametrize("asked", ["What is the Osprey?", "Who or what is the Osprey?"])
def test_each_thing_of_a_name_is_quoted_with_its_source(ask: Ask, asked: str) -> None:
    answer = ask(asked)
    assert answer.status == "answered"
    assert answer.lead == "The documents speak of more than one."
    assert "silver cup" in answer.text
    assert "weekly bulletin" in answer.text
    assert {c.document.id for c in answer.citations} == {"cup.md", "bulletin.md"}
    assert all(sentence.label for sentence in answer.sentences)


def test_a_date_is_given_for_each_thing_of_a_name(ask: Ask) -> None:
    answer = ask("When was the Osprey made?")
    assert "speak of more than one" not in (answer.lead or "")
    answer = ask("From which year is the Osprey?")
    assert answer.lead == "The documents speak of more than one."
    assert "1931" in answer.text
    assert "1974" in answer.text


def test_a_question_that_says_which_thing_it_means_is_answered_for_that_one(ask: Ask) -> None:
    answer = ask("From which year is the Osprey bulletin?")
    assert "1974" in answer.text
    assert "1931" not in answer.text


def test_what_is_described_once_is_answered_as_one_thing(ask: Ask) -> None:
    answer = ask("What is Kester?")
    assert answer.lead is None
    assert answer.status == "answered"


def test_a_model_is_not_asked_to_word_what_is_said_of_several_things(
    ask: Ask, data: Path, settings: Settings, embedder: HashEmbedder, generations: Generations
) -> None:
    chat = Chat(
        FakeListChatModel(responses=["The Osprey is a silver cup with two handles."]),
        name="fake:model",
        timeout=5,
    )
    library = Library(data, built_with(settings, embedder), generations=generations)
    worded = Assistant(library, embedder, settings, chat=chat)
    assert worded.ask("What is the Osprey?").text == ask("What is the Osprey?").text
    worded.close()


def test_a_sentence_as_long_as_a_file_is_read_in_no_time():
    began = time.perf_counter()
    class_nouns(("marl",), "Marl, the a, " * 8_000)
    assert time.perf_counter() - began < 5
