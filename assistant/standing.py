"""How an old citation stands today: as it was, changed since, or removed since."""

from __future__ import annotations

from typing import Literal

from rapidfuzz import fuzz, process

from assistant.snapshot import Snapshot
from assistant.types import Document, Span, Value

_RESEMBLES = 60
"""Of 100, by rapidfuzz: below it no passage is offered as what became of a quote."""


class Standing(Value):
    """What became of a quote.

    ``unchanged``: it stands in ``today`` at ``span``, though perhaps elsewhere, under another id
    or among other words than before. ``changed``: the document no longer says it; ``span`` is the
    passage that resembles it most, if any does. ``removed``: the document is gone, and both are
    None.
    """

    state: Literal["unchanged", "changed", "removed"]
    today: Document | None = None
    span: Span | None = None


UNCHANGED = Standing(state="unchanged")


def standing(then: Document, quoted: Span, current: Snapshot) -> Standing:
    """Look up what became of the words quoted from a document in a version, usually the current."""
    quote = quoted.within(then.text)
    today = current.document(then.id) or current.document_with(then.content_hash)
    if today is None:
        return Standing(state="removed")
    start = quoted.start
    if today.content_hash != then.content_hash:
        start = _nearest(today.text, quote, near=quoted.start)
    if start >= 0:
        span = Span(start=start, end=start + len(quote))
        return Standing(state="unchanged", today=today, span=span)
    return Standing(state="changed", today=today, span=_resembling(quote, today, current))


def _nearest(text: str, quote: str, *, near: int) -> int:
    """Return where a quote stands nearest to where it stood, or -1."""
    before, after = text.rfind(quote, 0, near + len(quote)), text.find(quote, near)
    found = [place for place in (before, after) if place >= 0]
    return min(found, key=lambda place: abs(place - near), default=-1)


def _resembling(quote: str, today: Document, current: Snapshot) -> Span | None:
    spans = [Span(start=c.start, end=c.end) for c in current.chunks_of(today.id)]
    texts = [span.within(today.text) for span in spans]
    best = process.extractOne(quote, texts, scorer=fuzz.partial_ratio, score_cutoff=_RESEMBLES)
    return spans[best[2]] if best else None
