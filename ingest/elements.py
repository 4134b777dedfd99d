"""HTML elements to blocks."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

from ingest.blocks import Block, BlockKind

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ITEMS = {"li", "item"}
_ROWS = {"tr", "row"}
_BREAKS = {"br", "lb"}
# Those of HTML and those of trafilatura's result.
_BLOCKS = re.compile(
    r"h[1-6]|li|item|address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|head|header|hr|html|legend|list|main|nav|ol|p|pre|quote"
    r"|section|summary|table|tbody|tfoot|thead|ul"
)
_UNSEEN = re.compile(r"script|style|noscript|template|svg|math|iframe|object|select|textarea|title")


# lxml takes these from a page, and refuses them when a library moves the text around.
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse_html(html: str) -> Any:
    """Return the tree of a page or a piece of one, ``None`` where there is nothing in it."""
    html = _NOT_XML.sub("", html)
    if not html.strip():
        return None
    # Bytes in a known encoding: lxml refuses text that declares an encoding of its own.
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        return lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None


def fragment_blocks(html: str) -> tuple[Block, ...]:
    """Return the blocks of a piece of HTML, for instance one inside Markdown."""
    tree = parse_html(html)
    return () if tree is None else blocks_of(tree)


def blocks_of(root: Any) -> tuple[Block, ...]:
    """Return the blocks of an element, of HTML or of trafilatura's result, in reading order."""
    collector = _Collector()
    collector.visit(root)
    collector.end()
    return tuple(collector.blocks)


class _Collector:
    """Walks a tree and collects its blocks in reading order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._kind: BlockKind = "paragraph"
        self._level = 0

    def visit(self, element: Any) -> None:
        """Collect an element and what is in it."""
        tag = element.tag
        if not isinstance(tag, str) or _UNSEEN.fullmatch(tag):
            return
        if tag in _ROWS:
            self._row(element)
        elif tag in _BREAKS:
            self._parts.append("\v")
        elif _BLOCKS.fullmatch(tag):
            self.end()
            self._begin(tag, element.get("rend"))
            self._inside(element)
            self.end()
        else:
            self._inside(element)

    def end(self) -> None:
        """Close the block at hand; two line breaks in a row part it."""
        for part in re.split(r"\v\s*\v", "".join(self._parts)):
            if text := " ".join(part.split()):
                self.blocks.append(Block(kind=self._kind, text=text, level=self._level))
                self._kind, self._level = "paragraph", 0
        self._parts = []

    def _begin(self, tag: str, rend: str | None) -> None:
        level = _HEADINGS.get(rend or "", 0) if tag == "head" else _HEADINGS.get(tag, 0)
        if tag in _ITEMS:
            self._kind, self._level = "item", 0
        elif level:
            self._kind, self._level = "heading", level

    def _inside(self, element: Any) -> None:
        self._parts.append(element.text or "")
        for child in element:
            self.visit(child)
            self._parts.append(child.tail or "")

    def _row(self, row: Any) -> None:
        self.end()
        cells = (" ".join(_blocks_text(cell)) for cell in row)
        self._parts = ["; ".join(cell for cell in cells if cell)]
        self.end()


def _blocks_text(element: Any) -> list[str]:
    return [block.text for block in blocks_of(element)]
