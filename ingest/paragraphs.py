"""Puts the lines of a PDF page together to paragraphs, items and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.blocks import BlockKind
from ingest.lines import ENDS, LEAD, PITCH, Line, ends_in_hyphen, run_together
from ingest.rows import rows

_BULLET = re.compile(r"[•◦▪▫‣⁃·●○■□➢✓\uf0b7\uf0a7–—-]\s+(?=\S)")
_COUNTED = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s+(?=\S)")
_NOTE = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?\s*(?=\S)")


class Paragraph(NamedTuple):
    """Lines that belong together, as one text."""

    kind: BlockKind
    text: str
    size: float
    bold: bool
    page: int


def paragraphs(lines: Sequence[Line], *, page: int) -> Iterator[Paragraph]:
    """Yield the paragraphs of a page, given by its number, in reading order."""
    found = rows(lines)
    held: list[Line] = []
    for at, line in enumerate(lines):
        if at in found:
            yield from _closed(held, page)
            held = []
            if found[at]:
                yield Paragraph("paragraph", "; ".join(found[at]), line.size, False, page)
            continue
        if held and _parts(held, line, _edge(lines, held[-1])):
            yield from _closed(held, page)
            held = []
        held.append(line)
    yield from _closed(held, page)


def _closed(lines: Sequence[Line], page: int) -> Iterator[Paragraph]:
    if not lines:
        return
    text = run_together(lines)
    item = _BULLET.match(text)
    kind: BlockKind = "item" if item or _COUNTED.match(text) else "paragraph"
    note = _NOTE.match(text)
    mark = item or note
    bold = all(line.bold for line in lines)
    yield Paragraph(kind, text[mark.end() if mark else 0 :], lines[0].size, bold, page)


def _edge(lines: Sequence[Line], line: Line) -> float:
    """Return how far to the right the lines of a column reach."""
    column = [ln for ln in lines if ln.left < line.right and line.left < ln.right]
    alike = [ln.right for ln in column if abs(ln.size - line.size) < 0.08 * line.size]
    return max(alike, default=line.right)


def _parts(held: Sequence[Line], line: Line, edge: float) -> bool:
    """Whether ``line`` opens a new paragraph after the lines held, in a column up to ``edge``."""
    last = held[-1]
    if last.hyphenated or ends_in_hyphen(last.text):
        return False
    if abs(line.size - last.size) > 0.08 * last.size or line.bold != last.bold:
        return True
    if _BULLET.match(line.text) or _NOTE.match(line.text) or _has_lead(line):
        return True
    down = last.bottom - line.bottom
    if down < 0.3 * line.size:
        return _starts_anew(last, line)
    pitch = held[-2].bottom - last.bottom if len(held) > 1 else 0.0
    if down > max(PITCH * line.size, 1.15 * pitch):
        return True
    return _ends_short(held, line, edge)


def _has_lead(line: Line) -> bool:
    return bool(line.gaps) and LEAD.fullmatch(line.text[: line.gaps[0][0]]) is not None


def _starts_anew(last: Line, line: Line) -> bool:
    """Whether text goes on at the top of the next column, or on the same line."""
    return ENDS.search(last.text) is not None and last.bottom < line.bottom - 0.3 * line.size


def _ends_short(held: Sequence[Line], line: Line, edge: float) -> bool:
    """Whether the break was meant: the next word would have fitted, or the next line is set in."""
    last = held[-1]
    word = line.text.split(maxsplit=1)[0]
    width = (line.right - line.left) / len(line.text) * (len(word) + 1)
    if last.right + 1.1 * width < edge:
        return True
    set_in = line.left > held[0].left + line.size and line.left > last.left + line.size
    return ENDS.search(last.text) is not None and (set_in or bool(_COUNTED.match(line.text)))
