"""The parts of the page in Gradio, and which event goes where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from pydantic import ValidationError

from assistant.errors import ColloquyError
from assistant.types import record
from ui.conversations import Conversations
from ui.desk import Desk, Request
from ui.events import Events
from ui.language import ENGLISH
from ui.page import Conversation, Holdings
from ui.render_conversation import render_conversation
from ui.render_header import render_header
from ui.render_history import render_history
from ui.render_opening import render_opening
from ui.wording import PRODUCT

QUEUED_AT_MOST = 64
"""Uses of the page that wait; one more is refused with a line that says so."""

ANSWERED_AT_ONCE = 4

REMEMBERED_AT_ONCE = 500
"""Visits that the server remembers between events, the latest used: 60 kB each. Each question
sent to the endpoint counts as one. An open page that is forgotten begins a new conversation."""

_SCRIPT = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
_QUIET = {"show_progress": "hidden", "api_visibility": "private"}


def build_blocks(desk: Desk, conversations: Conversations) -> gr.Blocks:
    """Return the page and the endpoint ``/ask``."""
    with gr.Blocks(title=PRODUCT, analytics_enabled=False, fill_width=True) as blocks:
        gr.api(_endpoint(desk), api_name="ask")  # first: it shall have this name unaltered
        _connect(blocks, _lay_out(), Events(desk, conversations))
    blocks.state_session_capacity = REMEMBERED_AT_ONCE
    return blocks.queue(max_size=QUEUED_AT_MOST, default_concurrency_limit=ANSWERED_AT_ONCE)


@dataclass(frozen=True)
class _Parts:
    """The components; ``conversation`` and ``selection`` are one visitor's, and not shown."""

    conversation: gr.State
    selection: gr.State
    header: gr.HTML
    new: gr.Button
    history: gr.HTML
    opening: gr.HTML
    exchanges: gr.HTML
    follow_ups: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    source: gr.HTML
    why: gr.HTML


def _lay_out() -> _Parts:
    conversation, selection = gr.State(Conversation()), gr.State(None)
    with gr.Row(elem_id="masthead"):
        header = _pane("state", render_header(Holdings()))
        new = gr.Button(ENGLISH("new"), elem_id="new", size="sm")
    with gr.Row(elem_id="panes"):
        history = _pane("history", render_history(()))
        with gr.Column(elem_id="asking"):
            opening = _pane("opening", render_opening(Holdings()))
            exchanges = _pane("conversation", render_conversation(Conversation()))
            follow_ups = _pane("follow", "")
            with gr.Row(elem_id="form"):
                question = _question()
                ask = gr.Button(ENGLISH("ask"), variant="primary", elem_id="ask")
                stop = gr.Button(ENGLISH("stop"), elem_id="stop")
        source = _pane("source", "")
        why = _pane("why", "")
    return _Parts(
        conversation=conversation,
        selection=selection,
        header=header,
        new=new,
        history=history,
        opening=opening,
        exchanges=exchanges,
        follow_ups=follow_ups,
        question=question,
        ask=ask,
        stop=stop,
        source=source,
        why=why,
    )


def _pane(name: str, value: str) -> gr.HTML:
    """Return a part of the page that shows safe HTML and reports what is done in it."""
    return gr.HTML(
        value, elem_id=name, elem_classes="pane", js_on_load=_SCRIPT, apply_default_css=False
    )


def _question() -> gr.Textbox:
    return gr.Textbox(
        label=ENGLISH("question"),
        placeholder=ENGLISH("question_hint"),
        show_label=False,
        container=False,
        max_lines=6,
        autofocus=True,
    )


def _connect(blocks: gr.Blocks, parts: _Parts, events: Events) -> None:
    """Let events lead on.

    Events of one visitor overlap: the documents are still being opened, or an answer still
    comes, while something is clicked. So no two write the same part, but for what is shown
    beside the conversation, where the last one wins; and what replaces the conversation first
    cancels the answer that comes.
    """
    own = [parts.question, parts.ask, parts.stop, parts.new]
    blocks.load(
        events.welcome, outputs=[parts.header, parts.opening, parts.history, *own], **_QUIET
    )
    asking = _connect_asking(parts, events)
    _connect_checking(parts, events)
    _connect_kept(parts, events, asking)


def _connect_asking(parts: _Parts, events: Events) -> list[Any]:
    """Connect what asks, and return the events that an answer comes from."""
    session = [parts.conversation, parts.selection]
    talk = [parts.conversation, parts.exchanges]
    asked = {
        "outputs": [
            *talk,
            parts.selection,
            parts.source,
            parts.header,
            parts.history,
            parts.question,
        ],
        **_QUIET,
    }
    typed = gr.on(
        [parts.question.submit, parts.ask.click],
        events.typed,
        inputs=[*session, parts.question],
        **asked,
    )
    clicks = [parts.opening.ask, parts.follow_ups.ask, parts.why.ask]
    clicked = [click(events.clicked, inputs=session, **asked) for click in clicks]
    redone = [parts.exchanges.revise, parts.exchanges.again]
    revised = [redo(events.revise, inputs=session, **asked) for redo in redone]
    asking = [typed, *clicked, *revised]
    # In the browser, at once: what led on from the answer before leads on no more.
    for begin in (parts.question.submit, parts.ask.click, *clicks, *redone):
        begin(None, js="() => ''", outputs=parts.follow_ups, **_QUIET)
    for event in asking:
        event.then(
            events.lead_on,
            inputs=parts.conversation,
            outputs=parts.follow_ups,
            concurrency_id="lead_on",
            concurrency_limit=1,
            **_QUIET,
        )
    _instead(parts.stop.click, asking, events.stop, inputs=parts.conversation, outputs=talk)
    return asking


def _instead(
    trigger: Callable[..., Any], asking: list[Any], handle: Callable[..., Any], **connected: Any
) -> None:
    """Handle an event in the place of the answer that comes.

    The answer is cancelled first: ``cancels`` beside a handler cancels after it has run, when
    the answer has overwritten what it showed, or another question is being asked already. And
    each event for itself: of several, Gradio looks for the next only once the one before has
    come to its end, and would then cancel what was asked in the meantime.
    """
    for event in asking:
        trigger(None, cancels=event, **_QUIET)
    trigger(handle, **connected, **_QUIET)


def _connect_checking(parts: _Parts, events: Events) -> None:
    session = [parts.conversation, parts.selection]
    beside = [parts.selection, parts.source]
    for cite in (parts.exchanges.cite, parts.source.cite):
        cite(events.cite, inputs=session, outputs=beside, **_QUIET)
    parts.source.close(lambda: (None, ""), outputs=beside, **_QUIET)
    parts.exchanges.why(events.why, inputs=parts.conversation, outputs=parts.why, **_QUIET)
    parts.why.close(lambda: "", outputs=parts.why, **_QUIET)
    parts.exchanges.rate(
        events.rate,
        inputs=parts.conversation,
        outputs=[parts.conversation, parts.exchanges],
        **_QUIET,
    )


def _connect_kept(parts: _Parts, events: Events, asking: list[Any]) -> None:
    whole = [
        parts.conversation,
        parts.exchanges,
        parts.selection,
        parts.source,
        parts.follow_ups,
        parts.history,
    ]
    listed = {"inputs": parts.conversation, "outputs": parts.history, **_QUIET}
    _instead(parts.new.click, asking, events.begin, outputs=whole)
    _instead(parts.history.open, asking, events.open, outputs=whole)
    parts.history.delete(events.delete, inputs=parts.conversation, outputs=whole, **_QUIET)
    parts.history.search(events.search, **listed)
    parts.history.rename(events.rename, **listed)


def _endpoint(desk: Desk) -> Callable[[str, list[str] | None], dict[str, Any]]:
    def ask(question: str, history: list[str] | None = None) -> dict[str, Any]:
        """Answer a question; each earlier one is asked first and joins the history."""
        try:
            return record(desk.answer(Request(question=question, history=history or ())))
        except ValidationError:
            line = "Send the question as text and the history as a list of texts."
            raise gr.Error(line, print_exception=False) from None
        except ColloquyError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return ask
