"""Makes one text of the pages of a PDF: sentences that go on over a page, and headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.blocks import Block, BlockKind
from ingest.lines import BREAK, ENDS, Page, mend
from ingest.paragraphs import Paragraph, paragraphs
from ingest.running_heads import running_heads

_LARGER = 1.12
_HEADING_LENGTH = 160

_SENTENCE_END = re.compile(r"[.!?…。！？؟।]['\"”’»)\]]*(?=\s|$)")


def arrange(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Return the blocks of all pages, without running heads and with words mended."""
    repeated = running_heads(pages)
    found = [
        paragraph
        for page in pages
        for paragraph in paragraphs(
            [line for line in page.lines if line not in repeated[page]], page=page.number
        )
    ]
    joined = _joined(found)
    texts = mend([paragraph.text for paragraph in joined])
    mended = [p._replace(text=text) for p, text in zip(joined, texts, strict=True)]
    levels = _levels(mended)
    return tuple(_block(paragraph, levels) for paragraph in mended)


def _joined(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with each sentence on the page where it begins."""
    joined: list[Paragraph] = []
    for paragraph in found:
        before = _broken_off(joined, paragraph)
        if before is None:
            joined.append(paragraph)
            continue
        last = joined[before]
        end = _SENTENCE_END.search(paragraph.text)
        cut = end.end() if end else len(paragraph.text)
        gap = "" if last.text.endswith(BREAK) else " "
        joined[before] = last._replace(text=last.text + gap + paragraph.text[:cut])
        if rest := paragraph.text[cut:].strip():
            joined.append(paragraph._replace(text=rest))
    return joined


def _broken_off(joined: Sequence[Paragraph], paragraph: Paragraph) -> int | None:
    """Return which paragraph of the page before goes on in this one, the first of its page."""
    if not joined or joined[-1].page == paragraph.page:
        return None
    for at in range(len(joined) - 1, -1, -1):
        last = joined[at]
        if last.page != joined[-1].page:
            break
        if abs(last.size - paragraph.size) > 0.08 * paragraph.size:
            continue  # a footnote
        ended = ENDS.search(last.text) or last.bold != paragraph.bold
        goes_on = paragraph.text[:1].islower() or last.text.endswith(BREAK)
        return at if goes_on and not ended and paragraph.kind == "paragraph" else None
    return None


def _levels(paragraphs: Sequence[Paragraph]) -> dict[tuple[float, bool], int]:
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


def _may_head(paragraph: Paragraph) -> bool:
    text = paragraph.text
    short = len(text) <= _HEADING_LENGTH and any(c.isalpha() for c in text)
    return short and paragraph.kind == "paragraph" and not text.endswith((".", ";", ","))


def _look(paragraph: Paragraph) -> tuple[float, bool]:
    return _rounded(paragraph.size), paragraph.bold


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _block(paragraph: Paragraph, levels: dict[tuple[float, bool], int]) -> Block:
    level = levels.get(_look(paragraph), 0) if _may_head(paragraph) else 0
    kind: BlockKind = "heading" if level else paragraph.kind
    return Block(kind=kind, text=paragraph.text, level=level, page=paragraph.page)
