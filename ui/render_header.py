"""The line at the top: what the program is called, and the state it is in."""

from __future__ import annotations

from ui.language import ENGLISH, Words
from ui.markup import Html, element, joined
from ui.page import Holdings
from ui.wording import PRODUCT


def render_header(holdings: Holdings, *, words: Words = ENGLISH) -> Html:
    """Return name and state: which documents answer, by what means, and what leaves the machine."""
    toggle = element(
        "button",
        "☰",
        type="button",
        class_="toggle",
        aria_label=words("conversations"),
        aria_expanded="false",
    )
    state = " · ".join(_state(holdings, words))
    return joined(
        [toggle, element("h1", PRODUCT), element("p", state, class_="state", lang=words.code)]
    )


def _state(holdings: Holdings, words: Words) -> list[str]:
    if not holdings.ready:
        return [words("opening_documents")]
    leaves = words("sent_to", host=holdings.host) if holdings.host else words("stays_here")
    if holdings.missing:
        return [words("no_documents"), leaves]
    if holdings.trouble:
        return [leaves]
    documents = words.count("document", holdings.documents)
    return [
        words("holdings", documents=documents, version=holdings.version),
        _means(holdings, words),
        leaves,
    ]


def _means(holdings: Holdings, words: Words) -> str:
    embedding = holdings.embedding.rpartition("/")[2] or "–"
    if holdings.model:
        return words("models_chat", embedding=embedding, model=holdings.model)
    return words("models", embedding=embedding)
