"""The values that flow through the program, all frozen.

A value refers to what it came from instead of copying it: an answer's citation reaches its
document, a passage reaches its chunk. Offsets are character positions in ``Document.text``,
start inclusive, end exclusive.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

Status = Literal["answered", "disagreement", "not_found", "help"]

Vector = NDArray[np.float32]


class Value(BaseModel):
    """Base of all values: immutable, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Value):
    """A half-open range of characters."""

    start: int
    end: int

    def within(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]


class Metadata(Value):
    """What is known about a document; unknown is ``None`` and is shown as unknown.

    ``date`` is ISO 8601 at the precision known: ``2022``, ``2022-10`` or ``2022-10-04``.
    ``warnings`` say what whoever reads the document should know of how it was made or read.
    """

    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()


class Section(Value):
    """A run of a document below one heading (or before the first), on one page."""

    headings: tuple[str, ...] = ()
    page: int | None = None
    start: int
    end: int


class Document(Value):
    """A cleaned document: ``text`` is canonical, and every quote is a span of it.

    ``id`` is the path below the root it was ingested from, with forward slashes, or its URL.
    ``content_hash`` is the SHA-256 of ``text``.
    """

    id: str
    title: str | None
    text: str
    sections: tuple[Section, ...]
    metadata: Metadata = Metadata()
    content_hash: str

    @property
    def name(self) -> str:
        """What to call the document: its title, or its id where it has none."""
        return self.title or self.id


class Chunk(Value):
    """A passage as embedded: a span of one section, on sentence boundaries."""

    id: str
    document_id: str
    start: int
    end: int
    headings: tuple[str, ...] = ()
    page: int | None = None


class Passage(Value):
    """A retrieved chunk with the ranks (from 1) and scores that brought it here.

    A rank is ``None`` where that retriever did not return the chunk. ``dense_score`` is a cosine
    similarity, ``lexical_score`` a BM25 score (higher is better), their shares those of the best
    scores, in [0, 1], and ``score`` the weighted mean of the shares.
    """

    chunk: Chunk
    document: Document
    score: float
    dense_rank: int | None = None
    dense_score: float | None = None
    dense_share: float = 0.0
    lexical_rank: int | None = None
    lexical_score: float | None = None
    lexical_share: float = 0.0

    @property
    def text(self) -> str:
        """The words of the passage."""
        return self.document.text[self.chunk.start : self.chunk.end]


class Citation(Value):
    """A quote and the span of the document it stands in: ``text[start:end] == quote``."""

    number: int
    document: Document
    start: int
    end: int
    quote: str
    page: int | None = None


class Sentence(Value):
    """One sentence of an answer with the citations it stands on.

    ``highlights`` are the asked-for spans of ``text``. ``label`` are words of ours that precede
    the sentence where several readings stand side by side ("2022, in Annual report, 2023").
    """

    text: str
    citations: tuple[Citation, ...]
    highlights: tuple[Span, ...] = ()
    label: str | None = None
    item: bool = False
    generated: bool = False


class Removal(Value):
    """Something that was left out of an answer, and why."""

    text: str
    reason: str


class Step(Value):
    """A named step of the chain that has begun (``seconds`` is None) or ended."""

    name: str
    seconds: float | None = None


class Answer(Value):
    """What was found, on which words it stands, and how it came about.

    ``lead`` is the only prose of ours: it says that documents disagree or do not say, never a
    fact. ``confidence`` is the score in [0, 1] on which answering or refusing was decided.
    ``missing`` names what no document speaks of, ``nearest`` are passages offered instead.
    ``notice`` says what the user should know about how the answer was made: that the chat model
    did not reply, say.
    """

    question: str
    query: str
    status: Status
    confidence: float = 0.0
    lead: str | None = None
    notice: str | None = None
    sentences: tuple[Sentence, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[Passage, ...] = ()
    passages: tuple[Passage, ...] = ()
    removed: tuple[Removal, ...] = ()
    seconds: dict[str, float] = {}
    settings_id: str = ""
    version: int = 0

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, by number."""
        found = {c.number: c for s in self.sentences for c in s.citations}
        return tuple(found[n] for n in sorted(found))

    @property
    def text(self) -> str:
        """The answer as plain text: no markup, no citation marks."""
        return self._layout()[0]

    @property
    def highlights(self) -> tuple[Span, ...]:
        """The asked-for spans as positions in ``text``."""
        return self._layout()[1]

    def _layout(self) -> tuple[str, tuple[Span, ...]]:
        text = self.lead or ""
        spans: list[Span] = []
        for sentence in self.sentences:
            own_line = sentence.item or sentence.label is not None
            gap = "" if not text else "\n" if own_line or text == self.lead else " "
            opening = f"{sentence.label}: " if sentence.label else "- " if sentence.item else ""
            text += gap + opening
            spans += [
                Span(start=h.start + len(text), end=h.end + len(text)) for h in sentence.highlights
            ]
            text += sentence.text
        return text, tuple(spans)


class Turn(Value):
    """A question and its answer; the caller keeps the conversation and passes it in."""

    question: str
    answer: Answer


def describe_date(iso: str | None) -> str | None:
    """Return ``4 October 2022`` for ``2022-10-04``, ``October 2022`` for ``2022-10``.

    Anything that is not an ISO date is returned as it is.
    """
    if iso is None:
        return None
    parts = iso.split("-")
    try:
        day = date(*(int(p) for p in [*parts, "1", "1"][:3]))
    except (TypeError, ValueError):
        return iso
    shape = {1: "%Y", 2: "%B %Y"}.get(len(parts))
    return day.strftime(shape) if shape else f"{day.day} {day:%B %Y}"


def record(answer: Answer) -> dict[str, Any]:
    """Return the answer as the JSON object that every interface gives out."""
    return {
        "question": answer.question,
        "query": answer.query,
        "status": answer.status,
        "text": answer.text,
        "notice": answer.notice,
        "highlights": [h.model_dump() for h in answer.highlights],
        "citations": [
            {
                "number": c.number,
                **_source(c.document, c.page),
                "quote": c.quote,
                "start": c.start,
                "end": c.end,
            }
            for c in answer.citations
        ],
        "nearest": [
            {
                **_source(p.document, p.chunk.page),
                "quote": p.text,
                "start": p.chunk.start,
                "end": p.chunk.end,
            }
            for p in answer.nearest
        ],
        "missing": list(answer.missing),
        "confidence": round(answer.confidence, 4),
        "removed": [r.model_dump() for r in answer.removed],
        "seconds": answer.seconds,
        "version": answer.version,
        "settings": answer.settings_id,
    }


def _source(document: Document, page: int | None) -> dict[str, Any]:
    return {
        "document": document.id,
        "title": document.title,
        "publisher": document.metadata.publisher,
        "author": document.metadata.author,
        "date": document.metadata.date,
        "language": document.metadata.language,
        "url": document.metadata.url,
        "page": page,
    }
