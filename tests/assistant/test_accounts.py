"""Documents that say that their sources differ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import document

from assistant.accounts import accounts
from assistant.chain import Assistant
from assistant.statements import statements
from ingest.pipeline import Report

OPENING = "The sources date the launch of the Tern differently."
FIRST = "The museum says that the Tern was launched in 1902."
SECOND = "The yard speaks of a launch of the Tern in 1904."
REST = "The Tern was painted white."
TOLD = " ".join((OPENING, FIRST, SECOND, REST))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_accounts_are_found_from_what_announces_them_and_from_each(place: int) -> None:
    found = accounts(statements(document("Tern", TOLD))[place])
    assert [one.text for one in found] == [FIRST, SECOND]


@pytest.mark.parametrize(
    "opening",
    [
        "Here the sources differ.",
        "Sources give different years for it.",
        "Two pages of the yard disagree about it.",
        "The accounts of the museum and the yard do not agree.",
    ],
)
def test_it_is_said_in_several_ways_that_sources_differ(opening: str) -> None:
    told = statements(document("Tern", f"{opening} {FIRST} {SECOND}"))
    assert len(accounts(told[0])) == 2


@pytest.mark.parametrize(
    "told",
    [
        f"{FIRST} {SECOND}",
        f"{OPENING} {FIRST} {REST}",
        f"{OPENING} {REST} {FIRST} {SECOND}",
        f"The ships differ. {FIRST} {SECOND}",
    ],
    ids=["not announced", "only one", "not next", "no sources"],
)
def test_other_sentences_are_no_accounts(told: str) -> None:
    assert accounts(statements(document("Tern", told))[0]) == ()


def test_what_follows_the_accounts_is_none() -> None:
    assert accounts(statements(document("Tern", TOLD))[3]) == ()


Told = Callable[[str, str], tuple[str, str, str]]


@pytest.fixture
def told(folder: Path, take_in: Callable[..., Report], assistant: Assistant) -> Told:
    def ask(text: str, question: str) -> tuple[str, str, str]:
        (folder / "a.md").write_text(f"# The Tern\n\n{text}\n")
        take_in()
        answer = assistant.ask(question)
        marked = [span.within(answer.text) for span in answer.highlights]
        return answer.status, answer.lead or "", " ".join(marked)

    return ask


def test_each_account_is_shown_with_its_value(told: Told) -> None:
    status, lead, marked = told(TOLD, "When was the Tern launched?")
    assert (status, lead, marked) == ("disagreement", "The sources disagree.", "1902 1904")


def test_only_the_announcement_need_name_what_is_asked_about(told: Told) -> None:
    text = (
        "Sources give different years for the launch of the Tern. Arts and Crafts Hall speaks of "
        "1902, the year of the flood. The yard places it in 1904."
    )
    status, lead, marked = told(text, "When was the Tern launched?")
    assert (status, lead, marked) == ("disagreement", "The sources disagree.", "1902 1904")


def test_that_sources_differ_on_one_thing_answers_no_other_question(told: Told) -> None:
    assert told(TOLD, "How many masts does the Tern have?")[0] == "not_found"


def test_accounts_that_agree_are_no_disagreement(told: Told) -> None:
    same = TOLD.replace("1904", "May 1902")
    assert told(same, "When was the Tern launched?")[0] == "answered"


def test_what_only_one_account_tells_is_no_disagreement(told: Told) -> None:
    more = TOLD.replace("was launched", "of Ida Lund was launched")
    assert told(more, "Who owned the Tern?")[0] != "disagreement"


def test_accounts_of_no_date_number_or_name_are_shown_whole(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
) -> None:
    opening = "On the type of ship that the Tern is, the sources differ."
    first, second = "The museum calls her a ketch.", "The yard calls her a yawl."
    (folder / "a.md").write_text(f"# The Tern\n\n{opening} {first} {second} {REST}\n")
    take_in()
    answer = assistant.ask("What type of ship is the Tern?")
    assert answer.status == "disagreement"
    assert [sentence.text for sentence in answer.sentences] == [first, second]
