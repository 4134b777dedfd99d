"""Makes the canonical text of a document out of what its parser found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.errors import LoadError
from assistant.types import Document, Metadata, Section
from ingest.blocks import Block, Loaded
from ingest.footnotes import without_markers
from ingest.instructions import find_instructions
from ingest.normalise import normalise
from ingest.surroundings import is_surrounding, without_images

_LONGEST_LINE = 10_000
"""Characters. Nobody writes such a paragraph, and finding sentences takes time that grows with the
square of a line's length."""
_CUTS = (re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*\s+"), re.compile(r"\s+"))


def clean(loaded: Loaded, document_id: str) -> Document:
    """Return the document: its canonical text and the sections that cover it.

    In the text every block is one line. Blank lines stand between blocks, except between items,
    which open with "- ". Images, footnote markers, and lines that belong to the page rather than
    to its article, are left out. A line is at most 10,000 characters long.

    Raises:
        LoadError: nothing is left; the message names the document.
    """
    cleaned = _cleaned(loaded.blocks)
    if not cleaned:
        raise LoadError(f"{document_id}: no text is left of it; add some or remove the document.")
    blocks = [part for block in cleaned.values() for part in _shortened(block)]
    text, starts = _assemble(blocks)
    return Document(
        id=document_id,
        title=_title(loaded, cleaned),
        text=text,
        sections=_sections(blocks, starts, len(text)),
        metadata=_metadata(loaded, text),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def _cleaned(blocks: Sequence[Block]) -> dict[int, Block]:
    """Return the blocks that are kept, cleaned, by their place among all."""
    visible = enumerate(
        _with_text(block, without_images(normalise(block.text))) for block in blocks
    )
    kept = {at: block for at, block in visible if not is_surrounding(block)}
    unmarked = without_markers([block.text for block in kept.values()])
    return {
        at: _with_text(block, text)
        for (at, block), text in zip(kept.items(), unmarked, strict=True)
    }


def _with_text(block: Block, text: str) -> Block:
    return block.model_copy(update={"text": normalise(text)})


def _shortened(block: Block) -> Iterator[Block]:
    """Yield a block in parts that are no longer than a line may be, cut where sentences end."""
    text = block.text
    while len(text) > _LONGEST_LINE:
        ends = (_last_end(cut, text) for cut in _CUTS)
        at = next((end for end in ends if end), _LONGEST_LINE)
        yield block.model_copy(update={"text": text[:at].rstrip()})
        text = text[at:]
    yield block.model_copy(update={"text": text})


def _last_end(cut: re.Pattern[str], text: str) -> int:
    """Return where the last cut within the length of a line is, 0 for none in its second half."""
    ends = [match.end() for match in cut.finditer(text, _LONGEST_LINE // 2, _LONGEST_LINE)]
    return ends[-1] if ends else 0


def _assemble(blocks: Sequence[Block]) -> tuple[str, list[int]]:
    """Return the text and where each block starts in it."""
    text = ""
    starts: list[int] = []
    previous = None
    for block in blocks:
        if previous is not None:
            text += "\n" if block.kind == previous == "item" else "\n\n"
        starts.append(len(text))
        text += f"- {block.text}" if block.kind == "item" else block.text
        previous = block.kind
    return text, starts


def _sections(blocks: Sequence[Block], starts: Sequence[int], end: int) -> tuple[Section, ...]:
    """Cut the text before each heading and at each new page."""
    path: list[Block] = []
    cuts: list[tuple[int, tuple[str, ...], int | None]] = []
    for block, start in zip(blocks, starts, strict=True):
        if block.kind == "heading":
            path = [*(above for above in path if above.level < block.level), block]
        if not cuts or block.kind == "heading" or block.page != cuts[-1][2]:
            cuts.append((start, tuple(above.text for above in path), block.page))
    ends = [*(start for start, _, _ in cuts[1:]), end]
    return tuple(
        Section(headings=headings, page=page, start=start, end=stop)
        for (start, headings, page), stop in zip(cuts, ends, strict=True)
    )


def _title(loaded: Loaded, cleaned: Mapping[int, Block]) -> str | None:
    """Return the title as it reads in the text, where it stands there."""
    for at, block in cleaned.items():
        if loaded.blocks[at].text == loaded.title:
            return block.text
    return _optional(loaded.title)


def _metadata(loaded: Loaded, text: str) -> Metadata:
    said = {
        name: _optional(value)
        for name, value in loaded.metadata
        if value is None or isinstance(value, str)
    }
    addressed = (f"it speaks to a language model: “{words}”" for words in find_instructions(text))
    return Metadata(**said, warnings=(*map(normalise, loaded.warnings), *addressed))


def _optional(value: str | None) -> str | None:
    return normalise(without_images(value)) or None if value else None
