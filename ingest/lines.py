"""Lines of type on the pages of a PDF, and how some of them make one text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

PITCH = 1.45
"""Lines of one paragraph lie this many type sizes apart at most, or as far as those above do."""
LEAD = re.compile(r"\(?(?:\d{1,3}[.)]?|[a-z][.)]|[•◦▪▫‣⁃·●○■□➢✓\uf0b7\uf0a7–—-])\s*")
"""What stands before an item or a footnote, with a gap after it."""
ENDS = re.compile(r"[.!?:;…。！？؟।]['\"”’»)\]⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
BREAK = "\x1f"
"""Where a word was parted at the end of a line, until it is known how to mend it."""


class Line(NamedTuple):
    """A line of text and its place in points, from the lower left corner of the page.

    ``size`` is that of most of its type. ``gaps`` are the wide ones: the position in ``text`` of
    what follows, and where they lie.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    hyphenated: bool
    gaps: tuple[tuple[int, float, float], ...] = ()


class Page(NamedTuple):
    """The lines of a page in reading order, and its height in points."""

    number: int
    height: float
    lines: Sequence[Line]


def run_together(lines: Sequence[Line]) -> str:
    """Return the text of lines, with a mark where one may end within a word."""
    text = ""
    for at, line in enumerate(lines):
        last = at == len(lines) - 1
        parted = line.hyphenated or line.text.endswith(("\u00ad", "\u2010"))
        text += line.text.rstrip("\u00ad\u2010") if parted else line.text
        if parted or (not last and ends_in_hyphen(line.text)):
            text += BREAK
        elif not last:
            text += " "
    return text


def ends_in_hyphen(text: str) -> bool:
    """Whether a line may end within a word: a dash after a space ends none."""
    return len(text) > 1 and text[-1] == "-" and text[-2].isalpha()


def mend(texts: Sequence[str]) -> list[str]:
    """Return texts with the words that lines parted, as the document writes them elsewhere."""
    words = Counter(word.casefold() for text in texts for word in _WORD.findall(text))
    return [_mended(text, words) for text in texts]


def _mended(text: str, words: Counter[str]) -> str:
    def joined(match: re.Match[str]) -> str:
        one, other = match.group(1), match.group(2)
        whole, hyphenated = f"{one.rstrip('-')}{other}", f"{one.rstrip('-')}-{other}"
        if words[_bare(hyphenated)] and not words[_bare(whole)]:
            return hyphenated
        return whole if other[:1].islower() else hyphenated

    return re.sub(rf"(\S*){BREAK}(\S*)", joined, text)


def _bare(word: str) -> str:
    return re.sub(r"^\W+|\W+$", "", word).casefold()
