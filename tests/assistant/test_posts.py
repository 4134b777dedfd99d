"""Who holds a post, asked over two invented documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.types import Answer
from ingest.pipeline import Report

REPORT = """---
title: Tolmar Fern Garden, report for 2024
date: 2025-03-01
---

# Tolmar Fern Garden, report for 2024

Mayor Hanne Lind cut a ribbon of dried poppy heads in the Tolmar Fern Garden. Olaf Brask was
director until he retired in 2018.

Ida Moen is director, Per Voll looks after the moss.

Nils Aune, director of research, moved to Ostby.

Warden Tove Brask, Ada Holm and Nils Ravn opened the fern house.
"""

LETTER = """# A letter to the friends of the Tolmar Fern Garden

Sigrid Dahl, who came from Ostby and has studied ferns of all kinds, is treasurer of the garden.
"""


@pytest.fixture
def ask(
    folder: Path, take_in: Callable[..., Report], assistant: Assistant
) -> Callable[[str], Answer]:
    (folder / "report.md").write_text(REPORT)
    (folder / "letter.md").write_text(LETTER)
    assert take_in().failed == ()
    return assistant.ask


def test_a_post_is_held_by_whom_it_is_said_of(ask: Callable[[str], Answer]) -> None:
    answer = ask("Who is the director of the Tolmar Fern Garden?")
    assert answer.citations[0].quote.startswith("Ida Moen is director")
    assert not any("Lind" in c.quote or "Aune" in c.quote for c in answer.citations)


def test_who_held_a_post_is_told_where_it_is_asked(ask: Callable[[str], Answer]) -> None:
    answer = ask("Who was director of the Tolmar Fern Garden until 2018?")
    assert "Olaf Brask" in answer.text


def test_a_post_is_told_of_somebody_named_far_before_it(ask: Callable[[str], Answer]) -> None:
    assert "Sigrid Dahl" in ask("Who is the treasurer of the Tolmar Fern Garden?").text


def test_a_post_right_before_a_name_is_that_of_its_bearer(ask: Callable[[str], Answer]) -> None:
    answer = ask("Who is the warden?")
    assert [h.within(answer.text) for h in answer.highlights] == ["Warden Tove Brask"]
