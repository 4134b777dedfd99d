"""The source: a whole document as HTML, the words that an answer stands on marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urlsplit

from assistant.types import Document, Span
from ingest.header import is_web_address
from ui.layout import Block, Run, layout
from ui.markup import NOTHING, Html, button, element
from ui.page import Conversation, Place, Selection
from ui.wording import facts

_DEEPEST_HEADING = 6


def render_source(conversation: Conversation, selection: Selection | None) -> Html:
    """Return the document that is selected, or what to do to see one."""
    if selection is None:
        return _invitation(conversation)
    places = conversation.exchanges[selection.exchange].places
    document = places[selection.place].document
    inside = _inside(document, places)
    marker = _Marker(list(inside).index(selection.place), view=str(selection.serial))
    return element(
        "section",
        element("p", button("close", "← Back to the answer"), class_="close"),
        _article(document, layout(document, tuple(inside.values())), marker),
        class_="source opened" if selection.opened else "source",
        tabindex="0",
        aria_label="Source",
    )


def _invitation(conversation: Conversation) -> Html:
    if not conversation.exchanges:
        return NOTHING
    return element("p", "A number in an answer opens its source here.", class_="placeholder")


def _inside(document: Document, places: Sequence[Place]) -> dict[int, Span]:
    """Return the spans of the places that lie in this version of the document, by position."""
    return {
        position: place.span
        for position, place in enumerate(places)
        if place.document.id == document.id and place.document.content_hash == document.content_hash
    }


def _article(document: Document, blocks: Sequence[Block], marker: _Marker) -> Html:
    titled = bool(blocks) and blocks[0].level == 1 and blocks[0].text == document.name
    body = [] if titled else [element("h2", document.name)]
    outermost = 2 if titled else 3
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind == "item":
            body.append(element("ul", *(element("li", *marker.words(item)) for item in group)))
        else:
            body += [element(_tag(block, outermost), *marker.words(block)) for block in group]
    return element("article", _facts(document), *body, lang=document.metadata.language)


def _tag(block: Block, outermost: int) -> str:
    if not block.level:
        return "p"
    return f"h{min(block.level - 1 + outermost, _DEEPEST_HEADING)}"


def _facts(document: Document) -> Html:
    author, warnings = document.metadata.author, document.metadata.warnings
    known = [*facts(document), *([f"by {author}"] if author else [])]
    spans = [element("span", fact) for fact in known]
    spans += [element("span", f"Note: {warning}") for warning in warnings]
    return element("p", *spans, _link(document.metadata.url), class_="facts")


def _link(url: str | None) -> Html:
    if url is None or not is_web_address(url):
        return NOTHING
    words = f"Original at {urlsplit(url).hostname}"
    return element("a", words, href=url, target="_blank", rel="noopener noreferrer")


class _Marker:
    """Marks words; the first words of the chosen mark are those brought into view."""

    def __init__(self, chosen: int, *, view: str) -> None:
        self._chosen = chosen
        self._view: str | None = view

    def words(self, block: Block) -> list[str]:
        """Return the runs of a block, the marked ones as marks."""
        return [self._run(run) for run in block.runs]

    def _run(self, run: Run) -> str:
        if not run.marks:
            return run.text
        if self._chosen not in run.marks:
            return element("mark", run.text)
        view, self._view = self._view, None
        return element("mark", run.text, class_="chosen", data_view=view)
