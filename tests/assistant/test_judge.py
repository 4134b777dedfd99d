"""Evidence is judged, and what contradicts the best of it is looked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.judge import Bench, judge
from assistant.question import analyse
from assistant.types import Answer, Passage
from assistant.vocabulary import survey
from ingest.pipeline import Report

GAZETTE = """---
title: Lights on the coast
date: 2019-06-02
---

# Lights on the coast

The lighthouse of Cape Marren, built of red granite by the pilots of Ostrel, was lit in 1871.
"""
ALMANAC = """---
title: Red granite
date: 2021-02-01
---

# Red granite

The lighthouse of Cape Marren, which the pilots of Ostrel built of red granite, was lit in 1874.
"""
POSTS = """---
title: The harbour
date: 2020-05-04
---

# The harbour

Ida Brandt, vice president of the Harbour Board, opened the pier. The pier was opened with President
Olav Lund of the Harbour Board. Teo Rask, deputy director of the dock school, was there.
"""
CALLS = """---
title: The grants of the Harbour Board
date: {year}-05-04
---

# The grants of the Harbour Board

{said}
"""


@pytest.fixture
def ask(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
) -> Callable[..., Answer]:
    def put(question: str, *documents: str) -> Answer:
        for number, text in enumerate(documents):
            (folder / f"{number}.md").write_text(text)
        assert take_in().failed == ()
        return assistant.ask(question)

    return put


@pytest.fixture
def judged(ask, assistant, embedder) -> Callable[[str], tuple[list[str], list[str]]]:
    """Judge what the gazette says, with a search that finds the almanac.

    Return what was searched for, and the documents of what answers.
    """

    def put(text: str) -> tuple[list[str], list[str]]:
        ask(text, GAZETTE, ALMANAC)
        vocabulary = survey(assistant.documents())
        searched: list[str] = []

        def search(claim: str) -> tuple[Passage, ...]:
            searched.append(claim)
            return assistant.retrieve(claim)

        bench = Bench(vocabulary=vocabulary, embedder=embedder, reader=None, search=search)
        passages = assistant.retrieve(text, documents=["0.md"])
        (question,) = analyse(text, vocabulary)
        _, evidence = judge(question, passages, bench, encoded=20)
        return searched, [e.statement.document.id for e in evidence if e.veto is None]

    return put


def test_what_contradicts_an_answer_is_found_by_the_answer(judged):
    searched, answering = judged("When was the lighthouse of Cape Marren lit?")

    assert [claim.endswith("was lit in 1871.") for claim in searched] == [True]
    assert answering == ["0.md", "1.md"]


@pytest.mark.parametrize(
    "text", ["When was the windmill of Brae moved?", "What was built of red granite?"]
)
def test_nothing_is_searched_for_where_no_value_is_the_answer(judged, text):
    assert judged(text)[0] == []


def test_a_deputy_is_not_who_holds_the_post(ask):
    assert "Olav Lund" in ask("Who is the president of the Harbour Board?", POSTS).text
    assert "Ida Brandt" in ask("Who is the vice president of the Harbour Board?", POSTS).text
    assert ask("Who is the director of the dock school?", POSTS).status == "not_found"


def test_a_part_of_the_time_asked_for_contradicts_no_total(ask):
    answer = ask(
        "How many grants has the Harbour Board given since 2015?",
        CALLS.format(year=2022, said="Since 2015 the Harbour Board has given 30 grants."),
        CALLS.format(year=2021, said="The Harbour Board has now given grants again: five grants."),
    )

    assert answer.status == "answered"
    assert "30" in answer.text
