"""What stands on the page before the first question."""

from __future__ import annotations

from collections.abc import Sequence

from ui.markup import NOTHING, Html, button, element
from ui.page import Holdings


def render_opening(holdings: Holdings) -> Html:
    """Return an invitation to ask, or what keeps the documents from being asked."""
    if not holdings.ready:
        body = [element("h2", "Opening the documents …")]
    elif holdings.missing:
        body = _no_documents()
    elif holdings.trouble:
        body = [
            element("h2", "The documents cannot be opened"),
            element("p", holdings.trouble, class_="error", role="alert"),
        ]
    else:
        body = _invitation(holdings.suggestions)
    return element("section", *body, class_="opening")


def _no_documents() -> list[Html]:
    return [
        element("h2", "There are no documents yet"),
        element("p", "Add a folder, or single files, from a terminal:"),
        element("pre", element("code", "python -m ingest PATH")),
        element("p", "Then reload this page."),
    ]


def _invitation(suggestions: Sequence[str]) -> list[Html]:
    return [
        element("h2", "Ask about the documents"),
        element(
            "p",
            "Every sentence of an answer stands on a quote; "
            "its number opens the document at those words.",
        ),
        _suggestions(suggestions),
    ]


def _suggestions(questions: Sequence[str]) -> Html:
    if not questions:
        return NOTHING
    items = (
        element("li", button("ask", question, data_question=question)) for question in questions
    )
    return element("ul", *items, class_="suggestions", aria_label="Example questions")
