"""What stands on the page before the first question, and what leads on after an answer."""

from __future__ import annotations

from collections.abc import Sequence

from ui.language import ENGLISH, Words
from ui.markup import NOTHING, Html, button, element
from ui.page import Holdings


def render_opening(holdings: Holdings, *, words: Words = ENGLISH) -> Html:
    """Return an invitation to ask, or what keeps the documents from being asked."""
    if not holdings.ready:
        body = [element("h2", words("opening_title"))]
    elif holdings.missing:
        body = _no_documents(words)
    elif holdings.trouble:
        body = [
            element("h2", words("trouble_title")),
            element("p", holdings.trouble, class_="error", role="alert"),
        ]
    else:
        body = [
            element("h2", words("ask_title")),
            element("p", words("ask_text")),
            _questions(holdings.suggestions, "suggestions", words("suggestions")),
        ]
    return element("section", *body, class_="opening")


def render_follow_ups(questions: Sequence[str], *, words: Words = ENGLISH) -> Html:
    """Return questions that lead on from the last answer; nothing where there are none."""
    return _questions(questions, "follow-ups", words("follow_ups"))


def _no_documents(words: Words) -> list[Html]:
    return [
        element("h2", words("missing_title")),
        element("p", words("missing_how")),
        element("pre", element("code", "python -m ingest PATH")),
        element("p", words("missing_then")),
    ]


def _questions(questions: Sequence[str], kind: str, label: str) -> Html:
    if not questions:
        return NOTHING
    items = (
        element("li", button("ask", question, data_question=question)) for question in questions
    )
    return element("ul", *items, class_=kind, aria_label=label)
