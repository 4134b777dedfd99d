"""Tells the lines that a PDF repeats on its pages, and the page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.lines import Line, Page

_MARGIN = 0.16
"""Running heads lie in this part of a page, at its top and bottom."""
_PAGE_NUMBER = re.compile(
    r"(?:[^\W\d_]{1,8}\.?\s*)?[-–—\[(|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—\])|]?"
    r"(?:\s*(?:/|[^\W\d_]{1,4})\s*\d{1,4})?|(?:https?|file)://\S+\s+\d{1,4}\s*/\s*\d{1,4}",
    re.IGNORECASE,
)


def running_heads(pages: Sequence[Page]) -> dict[Page, set[Line]]:
    """Return the lines of each page's margins that other pages have too, and page numbers."""
    marginal = {page: _marginal(page) for page in pages}
    seen = Counter(key for lines in marginal.values() for key in {_likeness(ln) for ln in lines})
    enough = max(2, len(pages) / 3)
    return {
        page: {
            line
            for line in lines
            if seen[_likeness(line)] >= enough or _PAGE_NUMBER.fullmatch(line.text)
        }
        for page, lines in marginal.items()
    }


def _marginal(page: Page) -> list[Line]:
    """Return the lines above and below which nothing but running heads would stand."""
    edge = _MARGIN * page.height
    return [ln for ln in page.lines if ln.bottom < edge or ln.top > page.height - edge]


def _likeness(line: Line) -> tuple[str, int]:
    """Return what is the same on every page: the words without their numbers, and the height."""
    return re.sub(r"\d+", "#", line.text), round(line.bottom / 3)
