"""The source: a whole document as HTML, the words that an answer stands on marked in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from assistant.standing import UNCHANGED, Standing
from assistant.types import Document, Span
from ingest.header import is_web_address
from ui.language import ENGLISH, Words
from ui.layout import Block, Run, layout
from ui.markup import NOTHING, Html, button, element, joined
from ui.page import Conversation, Place, Selection
from ui.wording import facts

_DEEPEST_HEADING = 6


def render_source(
    conversation: Conversation,
    selection: Selection | None,
    *,
    standing: Standing = UNCHANGED,
    words: Words = ENGLISH,
) -> Html:
    """Return the document that is selected, or what to do to see one.

    ``standing`` tells what became of the quoted words; where their document changed and the
    selection asks for it, it is shown as it is now, with these words marked if they still stand
    in it, else what resembles them.
    """
    if selection is None:
        return _invitation(conversation, words)
    places = conversation.exchanges[selection.exchange].places
    quoted = places[selection.place].document
    spans: tuple[Span, ...]
    if selection.now and standing.today is not None:
        document, chosen = standing.today, 0
        spans = (standing.span,) if standing.span else ()
    else:
        document, inside = quoted, _inside(quoted, places)
        spans, chosen = tuple(inside.values()), list(inside).index(selection.place)
    marker = _Marker(chosen, view=str(selection.serial))
    return element(
        "section",
        element(
            "div",
            _bar(selection, document, len(places), words),
            _standing(selection, quoted, standing, words),
            class_="above",
        ),
        _article(document, layout(document, spans), marker, words),
        class_="source opened" if selection.opened else "source",
        tabindex="0",
        aria_label=words("source"),
    )


def _invitation(conversation: Conversation, words: Words) -> Html:
    if not conversation.exchanges:
        return NOTHING
    return element("p", words("source_hint"), class_="placeholder")


def _bar(selection: Selection, document: Document, places: int, words: Words) -> Html:
    """Return the way back, the ways to the citations around this one, and the running title."""
    at = selection.place
    position = words("position", at=at + 1, count=places)
    return element(
        "div",
        button("close", "←", aria_label=words("back"), title=words("back"), class_="close"),
        _step(selection, at - 1, places, "previous", words),
        element("span", position),
        _step(selection, at + 1, places, "next", words),
        element("cite", document.name),
        class_="bar",
    )


def _step(selection: Selection, place: int, places: int, name: str, words: Words) -> Html:
    return button(
        "cite",
        {"previous": "‹", "next": "›"}[name],
        data_exchange=str(selection.exchange),
        data_place=str(place),
        data_step=name,
        disabled=None if 0 <= place < places else "",
        aria_label=words(name),
        title=words(name),
    )


def _standing(selection: Selection, quoted: Document, standing: Standing, words: Words) -> Html:
    """Return what became of the document since, and the way to its other state."""
    if standing.state == "removed":
        return element("p", words("removed"), class_="standing", role="status")
    if standing.today is None or standing.today.content_hash == quoted.content_hash:
        return NOTHING
    line = f"{words('changed')} {words(_became(standing))}"
    ways = (
        button(
            "cite",
            words(name),
            data_exchange=str(selection.exchange),
            data_place=str(selection.place),
            data_now=now,
            aria_pressed="true" if selection.now == bool(now) else "false",
        )
        for name, now in (("as_it_was", ""), ("as_it_is", "now"))
    )
    return element("div", element("p", line), *ways, class_="standing", role="status")


def _became(standing: Standing) -> str:
    if standing.state == "unchanged":
        return "quote_stands"
    return "quote_gone" if standing.span is None else "quote_resembled"


def _inside(document: Document, places: Sequence[Place]) -> dict[int, Span]:
    """Return the spans of the places that lie in this version of the document, by position."""
    return {
        position: place.span
        for position, place in enumerate(places)
        if place.document.id == document.id and place.document.content_hash == document.content_hash
    }


def _article(document: Document, blocks: Sequence[Block], marker: _Marker, words: Words) -> Html:
    titled = bool(blocks) and blocks[0].level == 1 and blocks[0].text == document.name
    outermost = 2 if titled else 3
    title = [] if titled else [element("h2", document.name)]
    body = _body(blocks, outermost, marker, words)
    language = document.metadata.language
    return element("article", _facts(document, words), *title, *body, lang=language)


def _body(blocks: Sequence[Block], outermost: int, marker: _Marker, words: Words) -> Iterator[Html]:
    page = None
    for (kind, at), group in groupby(blocks, key=lambda block: (block.kind, block.page)):
        if at is not None and at != page:
            page = at
            yield element("p", words("page", page=page), class_="page")
        if kind == "item":
            yield element("ul", *(element("li", *marker.words(item)) for item in group))
        else:
            yield joined(element(_tag(block, outermost), *marker.words(block)) for block in group)


def _tag(block: Block, outermost: int) -> str:
    if not block.level:
        return "p"
    return f"h{min(block.level - 1 + outermost, _DEEPEST_HEADING)}"


def _facts(document: Document, words: Words) -> Html:
    author, warnings = document.metadata.author, document.metadata.warnings
    known = [*facts(document, words), *([words("author", name=author)] if author else [])]
    spans = [element("span", fact) for fact in known]
    spans += [element("span", words("warning", text=warning)) for warning in warnings]
    link = _link(document.metadata.url, words)
    return element("p", *spans, link, class_="facts", lang=words.code)


def _link(url: str | None, words: Words) -> Html:
    if url is None or not is_web_address(url):
        return NOTHING
    said = words("original", host=urlsplit(url).hostname)
    return element("a", said, href=url, target="_blank", rel="noopener noreferrer")


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
