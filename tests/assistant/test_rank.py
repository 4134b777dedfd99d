"""What the reader is asked, and what it is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.generations import Generations
from assistant.library import Library, built_with
from assistant.settings import Settings
from ingest.pipeline import Report
from tests.fakes import HashEmbedder, SureReader

TEXT = """# The mill

The mill was built in 1820 by Ada Holm. It has three stones. The wheel was renewed in 1911.

The mill has four rooms:

- a hall
- a loft
"""


@pytest.fixture
def asked(
    folder: Path,
    data: Path,
    take_in: Callable[..., Report],
    settings: Settings,
    embedder: HashEmbedder,
    generations: Generations,
) -> tuple[Assistant, SureReader]:
    (folder / "mill.md").write_text(TEXT)
    assert take_in().failed == ()
    library = Library(data, built_with(settings, embedder), generations=generations)
    reader = SureReader(9.0)
    return Assistant(library, embedder, settings, reader=reader), reader


def test_only_what_no_rule_speaks_against_is_read(asked: tuple[Assistant, SureReader]) -> None:
    assistant, reader = asked
    evidence = assistant.evidence("When was the mill built?")
    read = {text.partition(" | ")[0] for text in reader.read_so_far}
    assert "The mill was built in 1820 by Ada Holm." in read
    assert "It has three stones." not in read
    assert read == {e.statement.text for e in evidence if e.reading is not None}
    assert all(e.veto for e in evidence if e.reading is None)


def test_what_a_rule_speaks_against_is_compared_only_where_nothing_answers(
    asked: tuple[Assistant, SureReader],
) -> None:
    assistant, _ = asked
    answered = assistant.evidence("When was the mill built?")
    assert {e.similarity is None for e in answered if e.veto} == {True}
    assert {e.similarity is None for e in answered if not e.veto} == {False}
    refused = assistant.evidence("Who is the director of the mill?")
    assert all(e.veto for e in refused)
    assert {e.similarity is None for e in refused} == {False}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many grinders does the mill have?", "three"),
        ("How old is the mill?", "1820"),
    ],
)
def test_what_a_certain_reader_finds_may_tell_a_number_otherwise(
    asked: tuple[Assistant, SureReader], question: str, value: str
) -> None:
    assistant, _ = asked
    found = assistant.evidence(question)
    told = [e.statement.text[v.start : v.end] for e in found if not e.veto for v in e.values]
    assert value in told
    doubtful = Assistant(
        assistant._library, assistant._embedder, assistant.settings, reader=SureReader(0.4)
    )
    assert all(e.veto for e in doubtful.evidence(question) if value in e.statement.text)


def test_a_line_of_a_list_is_not_read_for_a_question_for_the_list(
    asked: tuple[Assistant, SureReader],
) -> None:
    assistant, reader = asked
    evidence = assistant.evidence("Which rooms does the mill have?")
    assert {"a hall", "a loft"} <= {e.statement.text for e in evidence}
    assert not any(text.startswith(("a hall", "a loft")) for text in reader.read_so_far)
