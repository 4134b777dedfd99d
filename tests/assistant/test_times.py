"""Questions about a time: which statements are of it, and which is the last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.question import Question
from assistant.scope import Scope, scope
from assistant.types import Answer
from ingest.pipeline import Report

HISTORY = """---
title: The Kelm lighthouse
publisher: Kelm Archive
date: 2012
---

# The Kelm lighthouse

Aune Rask kept the Kelm lighthouse from 1950 to 1971. Pavo Rask kept the Kelm lighthouse from 1972
to 1990.

The first Kelm regatta took place in 1995. The second Kelm regatta took place in 2003.
"""
REPORT = """---
title: Report of the Kelm harbour
publisher: Kelm Harbour Board
date: 2021-02
---

# Report of the Kelm harbour

The Kelm harbour employed 41 pilots. The harbour has 12 cranes.

The third Kelm regatta took place on 5 June 2019.
"""
NEWS = """---
title: Fewer pilots at Kelm
publisher: Kelm Courier
date: 2024-08-01
---

# Fewer pilots at Kelm

The Kelm harbour employed 29 pilots. The harbour has 14 cranes.

On 3 May the Kelm ferry carried 80 sheep. The museum of Kelm is open to the public on Thursdays.
"""


@pytest.fixture
def ask(
    tmp_path: Path, take_in: Callable[..., Report], assistant: Assistant
) -> Callable[[str], Answer]:
    folder = tmp_path / "kelm"
    folder.mkdir()
    for name, text in (("history", HISTORY), ("report", REPORT), ("news", NEWS)):
        (folder / f"{name}.md").write_text(text)
    take_in(folder)
    return assistant.ask


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Who kept the Kelm lighthouse in 1960?", "Aune", "Pavo"),
        ("Who kept the Kelm lighthouse in the 1980s?", "Pavo", "Aune"),
        ("Who kept the Kelm lighthouse before 1970?", "Aune", "Pavo"),
        ("Who kept the Kelm lighthouse after 1971?", "Pavo", "Aune"),
    ],
)
def test_a_statement_of_the_time_asked_for_answers(ask, question, right, wrong):
    answer = ask(question)

    assert right in answer.text
    assert wrong not in answer.text


@pytest.mark.parametrize(("year", "pilots"), [("2021", "41"), ("2024", "29")])
def test_a_statement_without_a_time_is_of_that_of_its_document(ask, year, pilots):
    answer = ask(f"How many pilots did the Kelm harbour employ in {year}?")

    assert answer.status == "answered"
    assert answer.text == f"The Kelm harbour employed {pilots} pilots."


def test_what_is_said_of_no_such_time_is_refused_by_naming_the_time(ask):
    answer = ask("Who kept the Kelm lighthouse in 1931?")

    assert answer.status == "not_found"
    assert "1931" in answer.missing


def test_the_latest_of_its_kind_answers_alone(ask):
    answer = ask("When did the latest Kelm regatta take place?")

    assert "5 June 2019" in answer.text
    assert "1995" not in answer.text
    assert "2003" not in answer.text


def test_values_of_different_times_stand_side_by_side_unless_a_source_is_named(ask):
    both = ask("How many cranes does the Kelm harbour have?")
    one = ask("According to the Kelm Courier, how many cranes does the Kelm harbour have?")

    assert both.status == "disagreement"
    assert one.text == "The harbour has 14 cranes."
    assert one.citations[0].document.metadata.publisher == "Kelm Courier"


def test_a_day_of_the_year_may_lack_its_year(ask):
    assert "80" in ask("How many sheep did the Kelm ferry carry on 3 May 2024?").text
    assert ask("How many sheep did the Kelm ferry carry on 4 May 2024?").status == "not_found"


def test_a_day_of_the_week_is_a_day(ask):
    answer = ask("Which day is the museum of Kelm open to the public?")
    (sentence,) = answer.sentences
    assert [h.within(sentence.text) for h in sentence.highlights] == ["Thursdays"]


def test_whether_something_was_in_a_year_is_not_asked_of_that_year():
    asked = Question(text="Was the regatta in 2001?", kind="confirmation", terms=())

    assert scope(asked) == Scope()
