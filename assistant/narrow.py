"""Which documents a question wants to hear from: "According to the museum, how many ...?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from assistant.periods import mentions, of_iso
from assistant.types import Document
from assistant.words import stem_set, words

_SOURCE = re.compile(
    r"^\W*according to (?P<first>[^,?]+),\s*(?P<rest>.+)$"
    r"|^(?P<before>.+?),?\s+according to (?P<last>[^,?]+?)\s*(?P<end>\??)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_MADE = stem_set(
    "article account announcement bulletin document news newsletter page paper press publication"
    " release report site source story text web webpage website"
)
"""What any source may be called, whether or not its title does."""
_SHORTEST = 3
"""Words of a question; of fewer nothing could be understood ("And according to the museum?")."""


class Narrowed(NamedTuple):
    """A question without its source, and the ids of the documents of that source."""

    text: str
    documents: frozenset[str] | None = None


def narrow(text: str, documents: Iterable[Document]) -> Narrowed:
    """Return what a question asks, and of which documents.

    Documents are of a source by their publisher, else by author, title or site, and by the date
    that is given with it. Where none is, the source may be someone a text quotes: then the
    question stays as it is, and all documents are asked.
    """
    match = _SOURCE.match(text)
    if match is None:
        return Narrowed(text)
    found = _of(match.group("first") or match.group("last"), list(documents))
    if not found:
        return Narrowed(text)
    rest = match.group("rest") or f"{match.group('before')}{match.group('end')}"
    if len(words(rest)) < _SHORTEST:
        return Narrowed(text)
    return Narrowed(rest[:1].upper() + rest[1:], frozenset(found))


def _of(source: str, documents: Sequence[Document]) -> list[str]:
    dated = list(mentions(source))
    if dated:
        asked = dated[0].period
        periods = ((d, of_iso(d.metadata.date)) for d in documents)
        documents = [d for d, period in periods if period and asked.overlaps(period)]
        source = source[: dated[0].start] + source[dated[0].end :]
    said = frozenset(s for word in words(source) if word.content for s in word.stems)
    for field in _FIELDS:
        found = [d.id for d in documents if said and said <= stem_set(field(d) or "")]
        if found:
            return found
    named = said - _MADE
    if named and named != said:
        return [d.id for d in documents if any(named <= stem_set(f(d) or "") for f in _FIELDS)]
    return [d.id for d in documents] if dated and not named else []


def _site(document: Document) -> str:
    return " ".join(re.split(r"\W+", urlsplit(document.metadata.url or "").hostname or ""))


_FIELDS: tuple[Callable[[Document], str | None], ...] = (
    lambda document: document.metadata.publisher,
    lambda document: document.metadata.author,
    lambda document: document.title,
    _site,
)
