"""Plain text to blocks, by what its layout says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.blocks import Block, BlockKind, Loaded
from ingest.decode import decode

_WRAP_WIDTH = 120
"""Nobody wraps lines by hand at more characters than this: a longer line is a paragraph."""
_TITLE_LENGTH = 120
_HEADING_LENGTH = 80

_GLYPH = re.compile(r"[•◦▪▫‣⁃·●○■□–—*-]\s+(?=\S)")
_ENUMERATOR = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_FINAL = re.compile(r"""[.!?:;,…。！？؟।]["'”’»)\]]*$""")
_LETTER_HYPHEN = re.compile(r"[^\W\d_]-")


class _Piece(NamedTuple):
    """One paragraph or item, its wrapped lines joined."""

    kind: BlockKind
    text: str
    one_line: bool


def parse_plaintext(data: bytes, *, declared: str | None = None) -> Loaded:
    """Parse the bytes of a text file, ``declared`` to be in an encoding.

    Raises:
        LoadError: the bytes are no text.
    """
    decoded = decode(data, declared=declared)
    return parse_text(decoded.text).model_copy(update={"warnings": decoded.warnings})


def parse_text(text: str, *, title: str | None = None) -> Loaded:
    """Parse plain text.

    A blank line ends a paragraph; so does a line break that wrapping does not explain. Lines that
    open with a bullet, or count upwards ("1.", "2."), are list items. A short first line without
    end punctuation is a heading and, unless ``title`` is given, the title; other short lines that
    stand alone before a paragraph or a list are headings too.
    """
    pieces = list(_pieces([line.strip() for line in text.splitlines()]))
    blocks = tuple(_block(pieces, at) for at in range(len(pieces)))
    if title is None and blocks and blocks[0].level == 1:
        title = blocks[0].text
    return Loaded(title=title, blocks=blocks)


def _pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    items = _item_starts(lines)
    for group in _groups(lines):
        yield from _parted(lines, group, items)


def _groups(lines: Sequence[str]) -> Iterator[range]:
    """Runs of line numbers between blank lines; a title may stand right above its text."""
    start = 0
    filled = [at for at, line in enumerate(lines) if line]
    for at in range(len(lines) + 1):
        if at == len(lines) or not lines[at]:
            if start < at:
                yield range(start, at)
            start = at + 1
        elif at > start and start == filled[0] == at - 1 and _towers(lines[start], lines[at]):
            yield range(start, at)
            start = at


def _towers(first: str, second: str) -> bool:
    """Whether a first line is so short beside the next that wrapping cannot have ended it."""
    short = 2 * len(first) < len(second) and not second[0].islower()
    return short and not _FINAL.search(first) and not _GLYPH.match(first)


def _item_starts(lines: Sequence[str]) -> dict[int, int]:
    """Return the lines that open a list item, with the length of the mark to leave out."""
    starts = {at: m.end() for at, line in enumerate(lines) if (m := _GLYPH.match(line))}
    for run in _counts(lines):
        first = _ENUMERATOR.match(lines[run[0]])
        from_one = first is not None and first.group(1) == "1"
        for at in run:
            mark = _ENUMERATOR.match(lines[at])
            # A list that begins elsewhere keeps its numbers, which say more than "next".
            starts[at] = mark.end() if mark and from_one else 0
    return starts


def _counts(lines: Sequence[str]) -> list[list[int]]:
    """Runs of two and more lines numbered upwards.

    A number alone may belong to its sentence ("4. Oktober 2022"); a count does not.
    """
    runs: list[list[int]] = []
    last = 0
    for at, line in enumerate(lines):
        if not (mark := _ENUMERATOR.match(line)):
            continue
        number = int(mark.group(1))
        if runs and number == last + 1 and _adjoin(lines, runs[-1][-1], at):
            runs[-1].append(at)
        else:
            runs.append([at])
        last = number
    return [run for run in runs if len(run) > 1]


def _adjoin(lines: Sequence[str], one: int, other: int) -> bool:
    """Whether no paragraph of its own stands between two lines."""
    after_blank = (b for a, b in pairwise(range(one, other)) if not lines[a] and lines[b])
    return next(after_blank, None) is None


def _parted(lines: Sequence[str], group: range, items: dict[int, int]) -> Iterator[_Piece]:
    width = max(len(lines[at]) for at in group)
    held: list[str] = []
    kind: BlockKind = "paragraph"
    for at in group:
        if held and (at in items or _ends_paragraph(lines[at - 1], lines[at], width)):
            yield _Piece(kind, _joined(held), len(held) == 1)
            held = []
        if not held:
            kind = "item" if at in items else "paragraph"
        held.append(lines[at][items.get(at, 0) :])
    yield _Piece(kind, _joined(held), len(held) == 1)


def _ends_paragraph(line: str, following: str, width: int) -> bool:
    """Whether the break after ``line`` was meant, rather than made by wrapping at ``width``."""
    if max(len(line), len(following)) > _WRAP_WIDTH:
        return True
    fits = len(line) + 1 + len(following.split(maxsplit=1)[0]) <= width
    return fits and _FINAL.search(line) is not None


def _joined(lines: Sequence[str]) -> str:
    gaps = ("" if _LETTER_HYPHEN.match(line[-2:]) else " " for line in lines[:-1])
    return "".join(part for pair in zip(lines, [*gaps, ""], strict=True) for part in pair)


def _block(pieces: Sequence[_Piece], at: int) -> Block:
    piece = pieces[at]
    level = _heading_level(pieces, at)
    return Block(kind="heading" if level else piece.kind, text=piece.text, level=level)


def _heading_level(pieces: Sequence[_Piece], at: int) -> int:
    """Return 1 for the title, 2 for another heading, 0 for what is none."""
    piece = pieces[at]
    alone = piece.kind == "paragraph" and piece.one_line and at + 1 < len(pieces)
    if not alone or _FINAL.search(piece.text) or not any(c.isalpha() for c in piece.text):
        return 0
    if at == 0:
        return 1 if len(piece.text) <= _TITLE_LENGTH else 0
    begins_well = not piece.text[0].islower() and len(piece.text) <= _HEADING_LENGTH
    return 2 if begins_well and _is_body(pieces[at + 1]) else 0


def _is_body(piece: _Piece) -> bool:
    ends = _FINAL.search(piece.text) is not None
    return piece.kind == "item" or not piece.one_line or len(piece.text) > _HEADING_LENGTH or ends
