"""What documents and figures are called on the page; what is unknown is said to be unknown."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from assistant.types import Document, describe_date

PRODUCT = "Colloquy"


def count(number: int, noun: str) -> str:
    """Return ``1 document`` or ``1,200 documents``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def facts(document: Document) -> tuple[str, str, str]:
    """Return publisher, date and language of a document, in words."""
    known = document.metadata
    return (
        known.publisher or "publisher unknown",
        describe_date(known.date) or "date unknown",
        language_name(known.language) or "language unknown",
    )


def description(document: Document, page: int | None = None) -> str:
    """Return one line that tells a document from others: name, publisher, date and page."""
    publisher, date, _ = facts(document)
    return ", ".join([document.name, publisher, date, *([f"page {page}"] if page else [])])


def language_name(code: str | None) -> str | None:
    """Return ``French`` for ``fr``; a code that no one knows is returned as it is."""
    if not code:
        return None
    try:
        return Locale.parse(code, sep="-").get_display_name("en")
    except (UnknownLocaleError, ValueError):
        return code
