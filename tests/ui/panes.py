"""Panes of the page for given answers, and what is found in them."""

from __future__ import annotations

from lxml import html

from assistant.types import Answer
from ui.page import Conversation, Exchange
from ui.render_conversation import render_conversation
from ui.render_source import render_source


def talk(*answers: Answer) -> Conversation:
    return Conversation(exchanges=tuple(Exchange(question=a.question, answer=a) for a in answers))


def shown(given: Answer, place: int = 0) -> str:
    """Return the source pane where a place of the answer is selected."""
    conversation = talk(given)
    selection = conversation.select(0, place)
    assert selection is not None
    return render_source(conversation, selection)


def said(given: Answer) -> str:
    return render_conversation(talk(given))


def parsed(pane: str) -> html.HtmlElement:
    return html.fragment_fromstring(pane, create_parent=True)


def elements(pane: str, path: str) -> list[html.HtmlElement]:
    return list(parsed(pane).iterfind(f".//{path}"))


def found(pane: str, path: str) -> list[str]:
    return [" ".join(e.text_content().split()) for e in elements(pane, path)]
