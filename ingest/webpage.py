"""Web pages to blocks: the article, without what surrounds it."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

import trafilatura
from lxml import etree

from ingest.blocks import Block, Loaded
from ingest.decode import decode
from ingest.elements import blocks_of, parse_html
from ingest.normalise import raise_digits
from ingest.page_facts import page_facts
from ingest.unseen_elements import drop_unseen

# Its warnings about odd pages would land on the terminal in mid-progress.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)

_SMALL_PAGE = 2000
"""Characters below which trafilatura's judgement of what is an article is not to be trusted."""

_SURROUNDINGS = etree.XPath(
    "//nav | //aside | //footer[not(ancestor::article)] | //header[not(ancestor::article or"
    " ancestor::main or .//h1)] | //button | //dialog | //label | //input"
    " | //div[@title='header' or @title='footer']"  # as LibreOffice marks running heads
    " | //*[@role='navigation' or @role='banner' or @role='contentinfo' or @role='search'"
    " or @role='complementary' or @role='dialog']"
)
_SIDE_CLASSES = {
    *("breadcrumb", "breadcrumbs", "cookie-banner", "cookie-notice", "footer", "menu", "nav"),
    *("navbar", "navigation", "newsletter", "related", "share", "sidebar", "social"),
}
_WORTH_A_WARNING = 20
"""Characters of hidden text below which it is a label for a screen reader, say."""


def parse_webpage(data: bytes, *, declared: str | None = None) -> Loaded:
    """Parse an HTML page; what is known of it comes from its metadata.

    Args:
        data: the page.
        declared: the encoding that its server named, which counts before the page's own word.

    Raises:
        LoadError: the bytes are no text.
    """
    own = _CHARSET.search(data[:2048])
    declared = declared or (own.group(1).decode("ascii") if own else None)
    decoded = decode(data, declared=declared)
    tree = parse_html(decoded.text)
    if tree is None:
        return Loaded()
    title, metadata = page_facts(tree)
    _raise_footnotes(tree)
    _drop_surroundings(tree)
    hidden = drop_unseen(tree)
    blocks = _article(tree)
    warned = len(" ".join(hidden.split())) >= _WORTH_A_WARNING
    return Loaded(
        title=title,
        metadata=metadata,
        blocks=blocks,
        warnings=decoded.warnings + (("hidden text was left out",) if warned else ()),
    )


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
    everything = blocks_of(roots[0] if marked else tree)
    if _size(everything) < _SMALL_PAGE:
        return everything
    found = trafilatura.bare_extraction(tree, include_comments=False, favor_recall=True)
    body = getattr(found, "body", None)
    article = () if body is None else blocks_of(body)
    lost = _size(article) < _size(everything) / 2
    return everything if not article or (marked and lost) else article


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)
