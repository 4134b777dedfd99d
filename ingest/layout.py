"""What the layout of PDF pages says: paragraphs, headings, items, rows, and what is repeated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.blocks import Block, BlockKind
from ingest.glyphs import Line

_MARGIN = 0.16
"""Running heads lie in this part of a page, at its top and bottom."""
_CELL_GAP = 2.5
"""A gap of this many times the type size parts cells without a look at the lines beside it."""
_ALIGNED = 2.0
_PITCH = 1.45
"""Lines of one paragraph lie this many type sizes apart at most, or as far as those above do."""
_LARGER = 1.12
_MOST_CELL_LINES = 8
_HEADING_LENGTH = 160

_PAGE_NUMBER = re.compile(
    r"(?:[^\W\d_]{1,8}\.?\s*)?[-–—\[(|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—\])|]?"
    r"(?:\s*(?:/|[^\W\d_]{1,4})\s*\d{1,4})?|(?:https?|file)://\S+\s+\d{1,4}\s*/\s*\d{1,4}",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[•◦▪▫‣⁃·●○■□➢✓\uf0b7\uf0a7–—-]\s+(?=\S)")
_COUNTED = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s+(?=\S)")
_LEAD = re.compile(r"\(?(?:\d{1,3}[.)]?|[a-z][.)]|[•◦▪▫‣⁃·●○■□➢✓\uf0b7\uf0a7–—-])\s*")
"""What stands before an item or a footnote, with a gap after it."""
_NOTE = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?\s*(?=\S)")
_ENDS = re.compile(r"[.!?:;…。！？؟।]['\"”’»)\]⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।]['\"”’»)\]]*(?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BREAK = "\x1f"
"""Where a word was parted at the end of a line, until it is known how to mend it."""


class Page(NamedTuple):
    """The lines of a page in reading order, and its height in points."""

    number: int
    height: float
    lines: Sequence[Line]


class _Paragraph(NamedTuple):
    """Lines that belong together, as one text."""

    kind: BlockKind
    text: str
    size: float
    bold: bool
    page: int


def arrange(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return the blocks of all pages, without running heads and with words mended."""
    repeated = _running_heads(pages)
    found = [
        paragraph
        for page in pages
        for paragraph in _paragraphs(page, [ln for ln in page.lines if ln not in repeated[page]])
    ]
    joined = _joined(found)
    words = Counter(word.casefold() for p in joined for word in _WORD.findall(p.text))
    mended = [p._replace(text=_mended(p.text, words)) for p in joined]
    levels = _levels(mended)
    return tuple(_block(paragraph, levels) for paragraph in mended)


# Running heads


def _running_heads(pages: Sequence[Page]) -> dict[Page, set[Line]]:
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


# Paragraphs


def _paragraphs(page: Page, lines: Sequence[Line]) -> Iterator[_Paragraph]:
    rows = _rows(lines)
    held: list[Line] = []
    for at, line in enumerate(lines):
        if at in rows:
            yield from _closed(held, page.number)
            held = []
            if rows[at]:
                yield _Paragraph("paragraph", "; ".join(rows[at]), line.size, False, page.number)
            continue
        if held and _parts(held, line, _edge(lines, held[-1])):
            yield from _closed(held, page.number)
            held = []
        held.append(line)
    yield from _closed(held, page.number)


def _closed(lines: Sequence[Line], page: int) -> Iterator[_Paragraph]:
    if not lines:
        return
    text = _run_together(lines)
    item = _BULLET.match(text)
    kind: BlockKind = "item" if item or _COUNTED.match(text) else "paragraph"
    note = _NOTE.match(text)
    mark = item or note
    bold = all(line.bold for line in lines)
    yield _Paragraph(kind, text[mark.end() if mark else 0 :], lines[0].size, bold, page)


def _run_together(lines: Sequence[Line]) -> str:
    text = ""
    for at, line in enumerate(lines):
        last = at == len(lines) - 1
        parted = line.hyphenated or line.text.endswith(("\u00ad", "\u2010"))
        text += line.text.rstrip("\u00ad\u2010") if parted else line.text
        if parted or (not last and _ends_in_hyphen(line.text)):
            text += _BREAK
        elif not last:
            text += " "
    return text


def _ends_in_hyphen(text: str) -> bool:
    return len(text) > 1 and text[-1] == "-" and text[-2].isalpha()


def _edge(lines: Sequence[Line], line: Line) -> float:
    """Return how far to the right the lines of a column reach."""
    column = [ln for ln in lines if ln.left < line.right and line.left < ln.right]
    alike = [ln.right for ln in column if abs(ln.size - line.size) < 0.08 * line.size]
    return max(alike, default=line.right)


def _parts(held: Sequence[Line], line: Line, edge: float) -> bool:
    """Whether ``line`` opens a new paragraph after the lines held, in a column up to ``edge``."""
    last = held[-1]
    if last.hyphenated or _ends_in_hyphen(last.text):
        return False
    if abs(line.size - last.size) > 0.08 * last.size or line.bold != last.bold:
        return True
    if _BULLET.match(line.text) or _NOTE.match(line.text) or _has_lead(line):
        return True
    down = last.bottom - line.bottom
    if down < 0.3 * line.size:
        return _starts_anew(last, line)
    pitch = held[-2].bottom - last.bottom if len(held) > 1 else 0.0
    if down > max(_PITCH * line.size, 1.15 * pitch):
        return True
    return _ends_short(held, line, edge)


def _has_lead(line: Line) -> bool:
    return bool(line.gaps) and _LEAD.fullmatch(line.text[: line.gaps[0][0]]) is not None


def _starts_anew(last: Line, line: Line) -> bool:
    """Whether text goes on at the top of the next column, or on the same line."""
    return _ENDS.search(last.text) is not None and last.bottom < line.bottom - 0.3 * line.size


def _ends_short(held: Sequence[Line], line: Line, edge: float) -> bool:
    """Whether the break was meant: the next word would have fitted, or the next line is set in."""
    last = held[-1]
    word = line.text.split(maxsplit=1)[0]
    width = (line.right - line.left) / len(line.text) * (len(word) + 1)
    if last.right + 1.1 * width < edge:
        return True
    set_in = line.left > held[0].left + line.size and line.left > last.left + line.size
    return _ENDS.search(last.text) is not None and (set_in or bool(_COUNTED.match(line.text)))


# Tables


def _rows(lines: Sequence[Line]) -> dict[int, tuple[str, ...]]:
    """Return the cells of the lines that open a row; those that go on with one have none."""
    rows: dict[int, tuple[str, ...]] = {}
    at = 0
    while at < len(lines):
        parts = _cells(lines, at)
        end = at + 1
        while end < len(lines) and (start := _beside(lines, at, end)) is not None:
            # Cells of several lines are written one after the other.
            upto = _cell_end(lines, end)
            if not rows.get(at):
                parts = (_run_together(lines[start:end]),)
            parts += (_run_together(lines[end:upto]),)
            rows |= dict.fromkeys(range(at, upto), ())
            rows[at] = parts
            end = upto
        if len(parts) > 1 and not (len(parts) == 2 and _LEAD.fullmatch(parts[0])):
            rows[at] = parts
        at = end
    return rows


def _beside(lines: Sequence[Line], first: int, at: int) -> int | None:
    """Return where the cell beside ``at`` began, if line ``at`` goes on a row to the right."""
    line, last = lines[at], lines[at - 1]
    if line.left <= last.right + line.size or line.bottom < last.bottom - 0.3 * last.size:
        return None
    if at - first > _MOST_CELL_LINES:
        return None
    return first if abs(lines[first].bottom - line.bottom) < 0.6 * line.size else None


def _cell_end(lines: Sequence[Line], at: int) -> int:
    end = at + 1
    while end < len(lines):
        last, line = lines[end - 1], lines[end]
        below = 0 < last.bottom - line.bottom <= _PITCH * last.size
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


# Across pages


def _joined(found: Sequence[_Paragraph]) -> list[_Paragraph]:
    """Return the paragraphs with each sentence on the page where it begins."""
    joined: list[_Paragraph] = []
    for paragraph in found:
        before = _broken_off(joined, paragraph)
        if before is None:
            joined.append(paragraph)
            continue
        last = joined[before]
        end = _SENTENCE_END.search(paragraph.text)
        cut = end.end() if end else len(paragraph.text)
        gap = "" if last.text.endswith(_BREAK) else " "
        joined[before] = last._replace(text=last.text + gap + paragraph.text[:cut])
        if rest := paragraph.text[cut:].strip():
            joined.append(paragraph._replace(text=rest))
    return joined


def _broken_off(joined: Sequence[_Paragraph], paragraph: _Paragraph) -> int | None:
    """Return which paragraph of the page before goes on in this one, the first of its page."""
    if not joined or joined[-1].page == paragraph.page:
        return None
    for at in range(len(joined) - 1, -1, -1):
        last = joined[at]
        if last.page != joined[-1].page:
            break
        if abs(last.size - paragraph.size) > 0.08 * paragraph.size:
            continue  # a footnote
        ended = _ENDS.search(last.text) or last.bold != paragraph.bold
        goes_on = paragraph.text[:1].islower() or last.text.endswith(_BREAK)
        return at if goes_on and not ended and paragraph.kind == "paragraph" else None
    return None


def _mended(text: str, words: Counter[str]) -> str:
    """Return ``text`` with the words that lines parted, as the document writes them elsewhere."""

    def mend(match: re.Match[str]) -> str:
        one, other = match.group(1), match.group(2)
        whole, hyphenated = f"{one.rstrip('-')}{other}", f"{one.rstrip('-')}-{other}"
        if words[_bare(hyphenated)] and not words[_bare(whole)]:
            return hyphenated
        return whole if other[:1].islower() else hyphenated

    return re.sub(rf"(\S*){_BREAK}(\S*)", mend, text)


def _bare(word: str) -> str:
    return re.sub(r"^\W+|\W+$", "", word).casefold()


# Headings


def _levels(paragraphs: Sequence[_Paragraph]) -> dict[tuple[float, bool], int]:
    """Return the level of each look that headings have; the largest is the outermost."""
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        sizes[_rounded(paragraph.size)] += len(paragraph.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    bold = sum(len(p.text) for p in paragraphs if p.bold)
    bold_stands_out = 3 * bold < sum(len(p.text) for p in paragraphs)
    looks = {
        _look(p)
        for p in paragraphs
        if _may_head(p)
        and (p.size > _LARGER * body or (p.bold and bold_stands_out and p.size > 0.95 * body))
    }
    return {look: min(at, 6) for at, look in enumerate(sorted(looks, reverse=True), start=1)}


def _may_head(paragraph: _Paragraph) -> bool:
    text = paragraph.text
    short = len(text) <= _HEADING_LENGTH and any(c.isalpha() for c in text)
    return short and paragraph.kind == "paragraph" and not text.endswith((".", ";", ","))


def _look(paragraph: _Paragraph) -> tuple[float, bool]:
    return _rounded(paragraph.size), paragraph.bold


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _block(paragraph: _Paragraph, levels: dict[tuple[float, bool], int]) -> Block:
    level = levels.get(_look(paragraph), 0) if _may_head(paragraph) else 0
    kind: BlockKind = "heading" if level else paragraph.kind
    return Block(kind=kind, text=paragraph.text, level=level, page=paragraph.page)
