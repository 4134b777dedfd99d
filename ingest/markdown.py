"""Markdown with an optional YAML header to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.blocks import Block, BlockKind, Loaded
from ingest.decode import decode
from ingest.elements import fragment_blocks
from ingest.header import split_header
from ingest.normalise import raise_digits

_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\](?:: ?)?")
_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def parse_markdown(data: bytes, *, declared: str | None = None) -> Loaded:
    """Parse Markdown; the title is that of the header, else the first heading of level 1.

    Raises:
        LoadError: the bytes are no text, or the header is wrong; the message names the line.
    """
    decoded = decode(data, declared=declared)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    title, metadata, body = split_header(text)
    blocks = _Reader().read(_PARSER.parse(body))
    first = next((block.text for block in blocks if block.level == 1), None)
    return Loaded(title=title or first, metadata=metadata, blocks=blocks, warnings=decoded.warnings)


class _Reader:
    """Reads a stream of Markdown tokens into blocks."""

    def __init__(self) -> None:
        self._kind: BlockKind = "paragraph"
        self._level = 0
        self._number = ""
        self._cells: list[str] | None = None

    def read(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        """Return the blocks of a whole document."""
        numbers = _kept_numbers(tokens)
        blocks: list[Block] = []
        for at, token in enumerate(tokens):
            self._note(token, numbers.get(at, ""))
            blocks += self._take(token)
        return tuple(blocks)

    def _note(self, token: Token, number: str) -> None:
        """Note what the text to come is."""
        if token.type == "heading_open":
            self._kind, self._level = "heading", int(token.tag[1])
        elif token.type == "list_item_open":
            self._kind, self._number = "item", number
        elif token.type in {"heading_close", "list_item_close"}:
            self._kind, self._level = "paragraph", 0
        elif token.type == "tr_open":
            self._cells = []

    def _take(self, token: Token) -> Iterator[Block]:
        """Yield the blocks that a token brings."""
        if token.type == "inline" and self._cells is not None:
            self._cells.append(_plain(token))
        elif token.type == "inline":
            yield from self._block(_plain(token))
        elif token.type == "tr_close" and self._cells is not None:
            yield from self._block("; ".join(cell for cell in self._cells if cell))
            self._cells = None
        elif token.type in {"fence", "code_block"}:
            for line in token.content.splitlines():
                yield from self._block(line)
        elif token.type == "html_block":
            yield from fragment_blocks(token.content)

    def _block(self, text: str) -> Iterator[Block]:
        line = " ".join(text.split())
        if line:
            yield Block(kind=self._kind, text=self._number + line, level=self._level)
            # A second paragraph inside a list item is a paragraph.
            self._kind, self._level, self._number = "paragraph", 0, ""


def _kept_numbers(tokens: Sequence[Token]) -> dict[int, str]:
    """Return the numbers of list items that say more than "next".

    A list that does not count from 1, or never gets to 2, may be no list: "4. Oktober 2022".
    """
    kept: dict[int, str] = {}
    open_lists: list[list[int]] = []
    for at, token in enumerate(tokens):
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            open_lists.append([])
        elif token.type == "list_item_open":
            open_lists[-1].append(at)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            items = open_lists.pop()
            if token.type == "ordered_list_close" and (
                len(items) == 1 or tokens[items[0]].info != "1"
            ):
                kept |= {i: f"{tokens[i].info}{tokens[i].markup} " for i in items}
    return kept


def _plain(token: Token) -> str:
    """Return the text of an inline token: no emphasis, no addresses, no images."""
    text = ""
    raised = False
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            text += " "
        elif child.type == "html_inline":
            raised = child.content.startswith("<sup")
            text += " " if child.content.startswith("<br") else ""
        elif child.type in {"text", "code_inline", "text_special"}:
            text += raise_digits(child.content) if raised else child.content
    return _FOOTNOTE.sub("", text)
