"""Finds the rows of tables among the lines of a PDF page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.lines import LEAD, PITCH, Line, run_together

_CELL_GAP = 2.5
"""A gap of this many times the type size parts cells without a look at the lines beside it."""
_ALIGNED = 2.0
_MOST_CELL_LINES = 8


def rows(lines: Sequence[Line]) -> dict[int, tuple[str, ...]]:
    """Return the cells of the lines that open a row; those that go on with one have none."""
    found: dict[int, tuple[str, ...]] = {}
    at = 0
    while at < len(lines):
        cells = _cells(lines, at)
        end = at + 1
        while end < len(lines) and _is_beside(lines, at, end):
            # Cells of several lines are written one after the other.
            upto = _cell_end(lines, end)
            if not found.get(at):
                cells = (run_together(lines[at:end]),)
            cells += (run_together(lines[end:upto]),)
            found |= dict.fromkeys(range(at, upto), ())
            found[at] = cells
            end = upto
        if len(cells) > 1 and not (len(cells) == 2 and LEAD.fullmatch(cells[0])):
            found[at] = cells
        at = end
    return found


def _is_beside(lines: Sequence[Line], first: int, at: int) -> bool:
    """Whether line ``at`` goes on, to the right, with the row that line ``first`` opens."""
    line, last = lines[at], lines[at - 1]
    if line.left <= last.right + line.size or line.bottom < last.bottom - 0.3 * last.size:
        return False
    near = at - first <= _MOST_CELL_LINES
    return near and abs(lines[first].bottom - line.bottom) < 0.6 * line.size


def _cell_end(lines: Sequence[Line], at: int) -> int:
    end = at + 1
    while end < len(lines):
        last, line = lines[end - 1], lines[end]
        below = 0 < last.bottom - line.bottom <= PITCH * last.size
        if not below or abs(line.left - lines[at].left) > _ALIGNED:
            break
        end += 1
    return end


def _cells(lines: Sequence[Line], at: int) -> tuple[str, ...]:
    """Return the text of a line, cut where its gaps stand in line with those beside it."""
    line = lines[at]
    beside = [lines[n] for n in (at - 1, at + 1) if 0 <= n < len(lines)]
    marks = [
        gap[0]
        for number, gap in enumerate(line.gaps)
        if gap[2] - gap[1] > _CELL_GAP * line.size
        or any(_in_line(line, number, other) for other in beside)
    ]
    return tuple(line.text[a:b].strip() for a, b in pairwise([0, *marks, len(line.text)]))


def _in_line(line: Line, number: int, other: Line) -> bool:
    """Whether the cell after a gap begins or ends where one of the other line does."""
    left, right = line.gaps[number][2], _cell_right(line, number)
    last = number == len(line.gaps) - 1
    for at, gap in enumerate(other.gaps):
        if abs(gap[2] - left) < _ALIGNED:
            return True
        # The last words of justified lines all end alike.
        if abs(_cell_right(other, at) - right) < _ALIGNED and not last:
            return True
    return False


def _cell_right(line: Line, number: int) -> float:
    return line.gaps[number + 1][1] if number + 1 < len(line.gaps) else line.right
