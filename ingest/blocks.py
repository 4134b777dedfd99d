"""What a parser makes of a file, before it is cleaned."""

from __future__ import annotations

from typing import Literal

from assistant.types import Metadata, Value

BlockKind = Literal["heading", "paragraph", "item"]


class Block(Value):
    """A heading, a paragraph or a list item, as one run of text.

    ``level`` is the level of a heading from 1 (the outermost), 0 for anything else. ``page`` counts
    from 1 and is ``None`` where the format has no pages.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None


class Loaded(Value):
    """A file as its parser understood it: blocks in reading order, and what is known of it.

    ``warnings`` say what whoever reads it should know, such as text that was left out.
    """

    title: str | None = None
    metadata: Metadata = Metadata()
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()
