"""What documents and answers are called on the page; what is unknown is said to be unknown."""

from __future__ import annotations

from assistant.types import Answer, Citation, Document, Sentence
from ui.language import Words

PRODUCT = "Colloquy"


def facts(document: Document, words: Words) -> tuple[str, str, str]:
    """Return publisher, date and language of a document, in words."""
    known = document.metadata
    return (
        known.publisher or words("publisher_unknown"),
        words.date(known.date) or words("date_unknown"),
        words.language(known.language) or words("language_unknown"),
    )


def description(document: Document, words: Words, *, page: int | None = None) -> str:
    """Return one line that tells a document from others: name, publisher, date and page."""
    publisher, date, _ = facts(document, words)
    pages = [words("page", page=page)] if page else []
    return ", ".join([document.name, publisher, date, *pages])


def lead(answer: Answer, words: Words) -> str | None:
    """Return what an answer says of itself; untranslated where the language has no words for it."""
    said = answer.lead
    if said is None or not words.leads:
        return said
    if said in words.leads:
        return words.leads[said]
    if answer.status == "not_found" and answer.missing:
        return words.leads["Not found"].format(words=", ".join(answer.missing))
    return said


def with_sources(answer: Answer, words: Words) -> str:
    """Return an answer as plain text with its citations as numbered lines, to be copied."""
    opening = [lead(answer, words) or ""] if answer.lead else []
    lines = [*opening, *(_line(sentence) for sentence in answer.sentences)]
    cited = [_cited(citation, words) for citation in answer.citations]
    return "\n".join([*lines, "", *cited] if cited else lines)


def _line(sentence: Sentence) -> str:
    opening = f"{sentence.label}: " if sentence.label else "- " if sentence.item else ""
    return opening + sentence.text + "".join(f" [{c.number}]" for c in sentence.citations)


def _cited(citation: Citation, words: Words) -> str:
    known = citation.document
    where = description(known, words, page=citation.page)
    address = f", {known.metadata.url}" if known.metadata.url else ""
    return f"[{citation.number}] {where}{address}: “{citation.quote}”"
