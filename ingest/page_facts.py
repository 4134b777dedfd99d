"""What a web page says about itself: title, outlet, author, date, language and address."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import trafilatura

from assistant.types import Metadata
from ingest.header import is_web_address, language_code

logging.getLogger("htmldate").addHandler(logging.NullHandler())

_DATES = {"extensive_search": False, "original_date": True}
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)")
_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|Report|WebPage|PressRelease)$")
_TITLE_TAIL = re.compile(r"\s*[|–—·:-]\s*([^|–—·]{2,60})")
_MOST_NODES = 500
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "dc.date.issued"),
    *("dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "citation_publication_date"),
    *("citation_date", "parsely-pub-date", "sailthru.date", "publishdate", "pubdate", "date"),
)
_OUTLET = (
    *("og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher"),
    *("publisher", "application-name", "copyright"),
)
_LANGUAGE = ("og:locale", "content-language", "dc.language", "dcterms.language", "language")


def page_facts(tree: Any) -> tuple[str | None, Metadata]:
    """Return the title of a page and what else it says of itself.

    What it marks for machines (JSON-LD, then meta elements) counts before what trafilatura
    finds in its text.
    """
    said = _meta(tree)
    nodes = list(_json_ld(tree))
    found = trafilatura.extract_metadata(tree, date_config=dict(_DATES))
    published = [*_values(nodes, "datePublished"), *(said[n] for n in _PUBLISHED if n in said)]
    languages = [
        *tree.xpath("//html/@lang | //html/@*[name()='xml:lang'] | //body/@lang"),
        *(said[name] for name in _LANGUAGE if name in said),
        *_values(nodes, "inLanguage"),
    ]
    outlets = [*(said[n] for n in _OUTLET[:1] if n in said), *_publishers(nodes)]
    outlets += [said[name] for name in _OUTLET if name in said]
    metadata = Metadata(
        publisher=next(iter(outlets), None) or _named_in_title(tree) or found.sitename or None,
        author=found.author or None,
        date=next((day for text in published if (day := _day(text))), None) or found.date or None,
        language=next((code for value in languages if (code := language_code(value))), None),
        url=found.url if found.url and is_web_address(found.url) else None,
    )
    return found.title or None, metadata


def _named_in_title(tree: Any) -> str | None:
    """Return the outlet of a page whose title is its heading, a bar, and a name."""
    title = " ".join((tree.findtext(".//title") or "").split())
    headings = {" ".join(h1.text_content().split()) for h1 in tree.iter("h1")}
    for heading in headings:
        tail = _TITLE_TAIL.fullmatch(title.removeprefix(heading)) if heading else None
        if tail and title.startswith(heading):
            return tail.group(1)
    return None


def _meta(tree: Any) -> dict[str, str]:
    """Return what the meta elements say, the first of each name."""
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = " ".join(element.get("content", "").split())
        names = [
            element.get(key, "").lower() for key in ("property", "name", "itemprop", "http-equiv")
        ]
        for name in filter(None, names):
            if content:
                said.setdefault(name, content)
    return said


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD that describe an article or page, articles first."""
    objects: list[dict[str, Any]] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            waiting = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        while waiting and len(objects) < _MOST_NODES:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                objects.append(value)
                waiting.append(value.get("@graph"))
    kinds = [(value, _kinds(value)) for value in objects]
    yield from (v for v, kind in kinds if _ARTICLE.search(kind) and "WebPage" not in kind)
    yield from (v for v, kind in kinds if "WebPage" in kind)


def _kinds(value: dict[str, Any]) -> str:
    kind = value.get("@type")
    return " ".join(str(k) for k in kind) if isinstance(kind, list) else str(kind)


def _values(nodes: list[dict[str, Any]], name: str) -> list[str]:
    return [node[name] for node in nodes if isinstance(node.get(name), str)]


def _publishers(nodes: list[dict[str, Any]]) -> list[str]:
    said = [node.get("publisher") for node in nodes]
    named = [p.get("name") if isinstance(p, dict) else p for p in said]
    return [name for name in named if isinstance(name, str) and name.strip()]


def _day(text: str) -> str | None:
    """Return the ISO date a text opens with, at the precision given."""
    match = _ISO.match(text.strip().replace("/", "-"))
    if match is None:
        return None
    parts = [part for part in match.groups() if part]
    try:
        date(*(int(part) for part in [*parts, "1", "1"][:3]))
    except ValueError:
        return None
    return "-".join(parts)
