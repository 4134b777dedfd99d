"""Web pages to blocks: the article, without what surrounds it."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

import lxml.html
import trafilatura
from lxml import etree

from assistant.types import Metadata
from ingest.blocks import Block, BlockKind, Loaded
from ingest.decode import decode
from ingest.header import is_web_address, language_code

# Their warnings about odd pages would land on the terminal in mid-progress.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DATES = {"extensive_search": False, "original_date": True}

_SMALL_PAGE = 2000
"""Characters below which trafilatura's judgement of what is an article is not to be trusted."""

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

_SURROUNDINGS = etree.XPath(
    "//nav | //aside | //footer[not(ancestor::article)] | //header[not(ancestor::article or"
    " ancestor::main or .//h1)] | //button | //dialog | //label | //input"
    " | //*[@role='navigation' or @role='banner' or @role='contentinfo' or @role='search'"
    " or @role='complementary' or @role='dialog'] | //*[@hidden or @aria-hidden='true']"
    " | //*[contains(translate(@style, ' ', ''), 'display:none')]"
)
_SIDE_CLASSES = {
    *("breadcrumb", "breadcrumbs", "cookie-banner", "cookie-notice", "footer", "menu", "nav"),
    *("navbar", "navigation", "newsletter", "related", "share", "sidebar", "social"),
}


def parse_webpage(data: bytes) -> Loaded:
    """Parse an HTML page; title, outlet, date, language and address come from its metadata.

    Raises:
        LoadError: the bytes are no text.
    """
    tree = _tree(data)
    if tree is None:
        return Loaded()
    found = trafilatura.extract_metadata(tree, date_config=dict(_DATES))
    metadata = Metadata(
        publisher=found.sitename or None,
        date=found.date or None,
        language=_language(tree),
        url=found.url if found.url and is_web_address(found.url) else None,
    )
    _raise_footnotes(tree)
    _drop_surroundings(tree)
    return Loaded(title=found.title or None, metadata=metadata, blocks=_article(tree))


def fragment_blocks(html: str) -> tuple[Block, ...]:
    """Return the blocks of a piece of HTML, for instance one inside Markdown."""
    tree = _tree(html.encode("utf-8", "replace"))
    return () if tree is None else _blocks(tree)


def raise_digits(text: str) -> str:
    """Return ``text`` as it looks in superscript: its digits raised."""
    return text.translate(_SUPERSCRIPTS)


def _tree(data: bytes) -> Any:
    declared = _CHARSET.search(data[:2048])
    text = decode(data, declared=declared.group(1).decode("ascii") if declared else None)
    if not text.strip():
        return None
    # Bytes in a known encoding: lxml refuses text that declares an encoding of its own.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None


def _language(tree: Any) -> str | None:
    said = tree.xpath(
        "//html/@lang | //meta[@property='og:locale']/@content"
        " | //meta[translate(@http-equiv, 'CL', 'cl')='content-language']/@content"
    )
    return next((code for value in said if (code := language_code(value))), None)


def _raise_footnotes(tree: Any) -> None:
    for element in tree.iter("sup"):
        for part in element.iter():
            part.text = raise_digits(part.text) if part.text else part.text


def _drop_surroundings(tree: Any) -> None:
    named = (e for e in tree.iter("div", "ul", "section") if _SIDE_CLASSES & _names(e))
    for element in [*_SURROUNDINGS(tree), *named]:
        if element.getparent() is not None and element.tag != "body":
            element.drop_tree()


def _names(element: Any) -> set[str]:
    return set(f"{element.get('class', '')} {element.get('id', '')}".lower().split())


def _article(tree: Any) -> tuple[Block, ...]:
    """Return what trafilatura takes for the article, or all that is left where it cannot tell."""
    roots = tree.xpath("//main") or tree.xpath("//article")
    marked = len(roots) == 1
    everything = _blocks(roots[0] if marked else tree)
    if _size(everything) < _SMALL_PAGE:
        return everything
    found = trafilatura.bare_extraction(tree, include_comments=False, favor_recall=True)
    body = getattr(found, "body", None)
    article = () if body is None else _blocks(body)
    lost = _size(article) < _size(everything) / 2
    return everything if not article or (marked and lost) else article


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _blocks(root: Any) -> tuple[Block, ...]:
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
    return [block.text for block in _blocks(element)]
