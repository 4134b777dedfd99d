"""What an old citation says of itself today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import HashEmbedder
from quick import quick_generations

from assistant.standing import Standing, standing
from assistant.types import Document, Span
from ingest.clean import clean
from ingest.load import parse
from ingest.pipeline import ingest_documents
from ingest.target import Target

QUOTE = "The museum of Vellmar opened in 1924."
MUSEUM = f"# The museum\n\n{QUOTE}\n\nIda Brandt was its first keeper.\n"

Later = Callable[..., Standing]


def document(text: str, name: str = "museum.md") -> Document:
    return clean(parse(text.encode(), ".md"), name)


@pytest.fixture
def later(tmp_path: Path, settings) -> Later:
    """Return how the quote stands once the documents are others."""
    target = Target(
        tmp_path,
        settings,
        embedder=HashEmbedder(),
        generations=quick_generations(tmp_path),
    )

    def look(*documents: Document) -> Standing:
        then = document(MUSEUM)
        ingest_documents([then], target, root="r")
        ingest_documents(documents, target, root="r")
        start = then.text.index(QUOTE)
        quoted = Span(start=start, end=start + len(QUOTE))
        with target.catalog.snapshot() as current:
            assert current.text(then.content_hash) == then.text
            return standing(then, quoted, current)

    return look


def test_a_quote_of_an_untouched_document_stands_where_it_stood(later: Later) -> None:
    found = later(document(MUSEUM))
    assert found.state == "unchanged"
    assert found.span == Span(start=12, end=12 + len(QUOTE))


@pytest.mark.parametrize("name", ["museum.md", "gallery.md"])
def test_a_quote_that_moved_or_whose_document_was_renamed_is_found(later: Later, name: str) -> None:
    text = (
        MUSEUM if name == "gallery.md" else MUSEUM.replace("\n\nThe", "\n\nA word before.\n\nThe")
    )
    found = later(document(text, name))
    assert found.state == "unchanged"
    assert found.today is not None
    assert found.span is not None
    assert (found.today.id, found.span.within(found.today.text)) == (name, QUOTE)


def test_a_changed_quote_is_shown_beside_what_stands_there_today(later: Later) -> None:
    found = later(document(MUSEUM.replace("1924", "1925")))
    assert found.state == "changed"
    assert found.today is not None
    assert found.span is not None
    assert "opened in 1925" in found.span.within(found.today.text)


def test_a_document_that_tells_of_something_else_offers_no_passage(later: Later) -> None:
    found = later(document("# Xx\n\nZzzz qqqq.\n"))
    assert (found.state, found.span) == ("changed", None)


def test_a_removed_document_is_removed(later: Later) -> None:
    assert later(document("# Mill\n\nIt grinds.\n", "mill.md")) == Standing(state="removed")
