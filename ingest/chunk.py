"""Cuts a document into passages for embedding, on sentence boundaries."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from assistant.sentences import sentences
from assistant.types import Chunk, Document, Section, Span

CountTokens = Callable[[Sequence[str]], list[int]]

_LINE = re.compile(r"[^\n]+")
_CLAUSE_END = re.compile(r"[,;:—–)]\s+")
_WORD_END = re.compile(r"\s+")

_SHORT = 4
"""What holds less than a quarter of a chunk travels with its neighbours: then the three or so that
travel together (see ``_Cutter._part``) nearly always fit."""
_RESYNC = 16
"""In a paragraph or list too long for a chunk, one sentence or item in so many ends a chunk by its
own digest, so that the boundaries after an edit come back in step."""


class _Piece(NamedTuple):
    """A span that is not parted without need, and how many tokens it holds."""

    span: Span
    tokens: int


def chunk(document: Document, *, count_tokens: CountTokens, max_tokens: int) -> tuple[Chunk, ...]:
    """Return the chunks of a document in reading order.

    Every sentence lies in exactly one chunk, but for headings: they are a chunk only where no text
    stands below them. No chunk holds more than ``max_tokens`` tokens or crosses into another
    section. Where a chunk ends depends on the words near by, and its id on its own words and how
    often they came before, so an edit leaves the chunks elsewhere as they are.

    Args:
        document: what to cut.
        count_tokens: returns the number of tokens of each text.
        max_tokens: the most tokens a chunk may hold, at least 1.
    """
    cutter = _Cutter(document, count_tokens, max_tokens)
    seen: Counter[str] = Counter()
    chunks: list[Chunk] = []
    for at, section in enumerate(document.sections):
        for span in cutter.cut(_body(document, at)):
            text = span.within(document.text)
            chunks.append(_chunk(document.id, section, span, text, seen[text]))
            seen[text] += 1
    return tuple(chunks)


def _chunk(document_id: str, section: Section, span: Span, text: str, ordinal: int) -> Chunk:
    words = hashlib.sha256(text.encode()).hexdigest()
    name = hashlib.sha256(f"{document_id}\0{words}\0{ordinal}".encode()).hexdigest()
    return Chunk(
        id=name[:32],
        document_id=document_id,
        start=span.start,
        end=span.end,
        headings=section.headings,
        page=section.page,
    )


def _body(document: Document, at: int) -> Span:
    """Return the span of a section below its heading; that of the heading if nothing is below."""
    section = document.sections[at]
    whole = Span(start=section.start, end=section.end)
    heading = _LINE.match(document.text, section.start, section.end)
    if heading is None or not section.headings or heading.group() != section.headings[-1]:
        return whole
    below = Span(start=heading.end(), end=section.end)
    following = document.sections[at + 1].headings if at + 1 < len(document.sections) else ()
    leads_on = following[: len(section.headings)] == section.headings
    return below if leads_on or below.within(document.text).strip() else whole


class _Cutter:
    """Cuts spans of one document into spans of chunks."""

    def __init__(self, document: Document, count_tokens: CountTokens, max_tokens: int) -> None:
        self._text = document.text
        self._language = document.metadata.language
        self._count = count_tokens
        self._limit = max_tokens

    def cut(self, body: Span) -> Iterator[Span]:
        """Yield the spans of the chunks of one section."""
        units = list(self._units(body))
        short: list[_Piece] = []
        for lines in units:
            unit = _merged(lines)
            if _SHORT * unit.tokens < self._limit:
                short.append(unit)
                continue
            yield from self._part(short)
            short = []
            if unit.tokens <= self._limit:
                yield unit.span
            else:
                yield from self._break(lines)
        few = len(short) == len(units) and _tokens(short) <= self._limit
        # A section of a few short paragraphs stays whole.
        yield from self._pack(short) if few else self._part(short)

    def _units(self, body: Span) -> Iterator[list[_Piece]]:
        """Yield the lines of each paragraph, and of each list with what introduces it."""
        matches = _LINE.finditer(self._text, body.start, body.end)
        unit: list[_Piece] = []
        for line in self._measured([Span(start=m.start(), end=m.end()) for m in matches]):
            if unit and not self._text.startswith("- ", line.span.start):
                yield unit
                unit = []
            unit.append(line)
        if unit:
            yield unit

    def _part(self, run: Sequence[_Piece]) -> Iterator[Span]:
        """Part a run of short paragraphs after each whose digest is below its neighbours'.

        Such local minima lie three apart on average and seldom more than six, and an edit moves
        those next to it alone.
        """
        digests = [self._digest(piece) for piece in run]
        together: list[_Piece] = []
        for at, piece in enumerate(run):
            together.append(piece)
            if 0 < at < len(run) - 1 and digests[at - 1] > digests[at] <= digests[at + 1]:
                yield from self._pack(together)
                together = []
        yield from self._pack(together)

    def _break(self, lines: Sequence[_Piece]) -> Iterator[Span]:
        """Break a paragraph or list that is too long for a chunk."""
        held: list[_Piece] = []
        for piece in self._fitting(lines):
            held.append(piece)
            # A chunk less than half full is not worth it, least of all what introduces a list.
            if self._digest(piece) % _RESYNC == 0 and 2 * _tokens(held) >= self._limit:
                yield from self._pack(held)
                held = []
        yield from self._pack(held)

    def _fitting(self, lines: Sequence[_Piece]) -> Iterator[_Piece]:
        """Yield lines that fit, else their sentences, else parts of those."""
        for line in lines:
            if line.tokens <= self._limit:
                yield line
                continue
            offset = line.span.start
            found = sentences(line.span.within(self._text), self._language)
            spans = [Span(start=s.start + offset, end=s.end + offset) for s in found]
            for sentence in self._measured(spans):
                yield from self._halved(sentence)

    def _halved(self, piece: _Piece) -> Iterator[_Piece]:
        """Halve a sentence that is too long: at a clause, else a word, else anywhere."""
        span = piece.span
        if piece.tokens <= self._limit or span.end - span.start < 2:
            yield piece
            return
        cut = self._middle(span)
        halves = [self._trimmed(span.start, cut), self._trimmed(cut, span.end)]
        for half in self._measured(halves):
            yield from self._halved(half)

    def _trimmed(self, start: int, end: int) -> Span:
        text = self._text[start:end]
        blank = len(text) - len(text.lstrip())
        return Span(start=start + blank, end=start + len(text.rstrip()))

    def _middle(self, span: Span) -> int:
        middle = (span.start + span.end) // 2
        margin = (span.end - span.start) // 4
        for boundary, slack in ((_CLAUSE_END, margin), (_WORD_END, middle)):
            ends = [
                match.end()
                for match in boundary.finditer(self._text, span.start + 1, span.end)
                if abs(match.end() - middle) <= slack
            ]
            if ends:
                return min(ends, key=lambda end: abs(end - middle))
        return middle

    def _pack(self, pieces: Sequence[_Piece]) -> Iterator[Span]:
        """Fill chunks from the first piece on."""
        held: list[_Piece] = []
        tokens = 0
        for piece in pieces:
            if held and tokens + piece.tokens > self._limit:
                yield _merged(held).span
                held, tokens = [], 0
            held.append(piece)
            tokens += piece.tokens
        if held:
            yield _merged(held).span

    def _measured(self, spans: Sequence[Span]) -> Iterator[_Piece]:
        counts = self._count([span.within(self._text) for span in spans]) if spans else []
        return (_Piece(span, tokens) for span, tokens in zip(spans, counts, strict=True))

    def _digest(self, piece: _Piece) -> int:
        words = piece.span.within(self._text).encode()
        return int.from_bytes(hashlib.sha256(words).digest()[:8])


def _merged(pieces: Sequence[_Piece]) -> _Piece:
    span = Span(start=pieces[0].span.start, end=pieces[-1].span.end)
    return _Piece(span, _tokens(pieces))


def _tokens(pieces: Sequence[_Piece]) -> int:
    return sum(piece.tokens for piece in pieces)
