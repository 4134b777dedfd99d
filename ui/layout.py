"""A document as blocks of words, each run of words knowing the marks that cover it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from assistant.types import Document, Span, Value

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_BULLET = re.compile(r"- ")


class Run(Value):
    """Words of one block that the same marks cover: positions in the sequence of spans given."""

    text: str
    marks: tuple[int, ...] = ()


class Block(Value):
    """A heading (``level`` from 1), a paragraph or an item of a list, on its page if it has one."""

    kind: Literal["heading", "paragraph", "item"]
    runs: tuple[Run, ...]
    level: int = 0
    page: int | None = None

    @property
    def text(self) -> str:
        """The words of the block."""
        return "".join(run.text for run in self.runs)


def layout(document: Document, spans: Sequence[Span] = ()) -> tuple[Block, ...]:
    """Return the whole of ``document`` as blocks, its words cut where a span begins or ends.

    The runs that span ``i`` marks, read together, are the words of that span; spans may overlap,
    touch, nest and run over several blocks.
    """
    levels, pages = _heading_levels(document), _Pages(document)
    return tuple(
        _block(document.text, Span(start=line.start(), end=line.end()), levels, spans).model_copy(
            update={"page": pages.at(line.start())}
        )
        for line in _LINE.finditer(document.text)
    )


class _Pages:
    """The page of each position of a document."""

    def __init__(self, document: Document) -> None:
        sections = sorted(document.sections, key=lambda section: section.start)
        self._starts = [section.start for section in sections]
        self._pages = [section.page for section in sections]

    def at(self, position: int) -> int | None:
        """Return the page of the last section that begins no later."""
        found = bisect_right(self._starts, position)
        return self._pages[found - 1] if found else None


def _heading_levels(document: Document) -> dict[int, int]:
    """Return the depth of each heading by the position of its line."""
    return {
        section.start: len(section.headings)
        for section in document.sections
        if section.headings and _line_at(document.text, section.start) == section.headings[-1]
    }


def _line_at(text: str, start: int) -> str:
    return text[start:].partition("\n")[0]


def _block(text: str, line: Span, levels: dict[int, int], spans: Sequence[Span]) -> Block:
    level = levels.get(line.start, 0)
    if level:
        return Block(kind="heading", level=level, runs=_runs(text, line, spans))
    bullet = _BULLET.match(text, line.start, line.end)
    if bullet:
        item = Span(start=bullet.end(), end=line.end)
        return Block(kind="item", runs=_runs(text, item, spans))
    return Block(kind="paragraph", runs=_runs(text, line, spans))


def _runs(text: str, block: Span, spans: Sequence[Span]) -> tuple[Run, ...]:
    edges = {edge for span in spans for edge in (span.start, span.end)}
    cuts = sorted({block.start, block.end} | {e for e in edges if block.start < e < block.end})
    return tuple(
        Run(
            text=text[start:end],
            marks=tuple(i for i, s in enumerate(spans) if s.start <= start and end <= s.end),
        )
        for start, end in pairwise(cuts)
    )
