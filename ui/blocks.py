"""The parts of the page in Gradio, and what each use of them leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from pydantic import ValidationError

from assistant.errors import ColloquyError
from assistant.types import record
from ui.desk import Desk, Request
from ui.page import Conversation, Holdings, Selection
from ui.render_conversation import render_conversation
from ui.render_header import render_header
from ui.render_opening import render_opening
from ui.render_source import render_source
from ui.wording import PRODUCT

QUEUED_AT_MOST = 64
"""Uses of the page that wait; one more is refused with a line that says so."""

ANSWERED_AT_ONCE = 4

Values = tuple[Any, ...]
"""New values of the components that an event is connected to, in their order."""

_SCRIPT = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
_QUIET = {"show_progress": "hidden", "api_visibility": "private"}


def build_blocks(desk: Desk) -> gr.Blocks:
    """Return the page and the endpoint ``/ask``."""
    with gr.Blocks(title=PRODUCT, analytics_enabled=False, fill_width=True) as blocks:
        gr.api(_endpoint(desk), api_name="ask")  # first: it shall have this name unaltered
        _connect(blocks, _lay_out(), desk)
    return blocks.queue(max_size=QUEUED_AT_MOST, default_concurrency_limit=ANSWERED_AT_ONCE)


@dataclass(frozen=True)
class _Parts:
    """The components; ``conversation`` and ``selection`` are one visitor's, and not shown."""

    conversation: gr.State
    selection: gr.State
    header: gr.HTML
    new: gr.Button
    opening: gr.HTML
    exchanges: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    source: gr.HTML


def _lay_out() -> _Parts:
    conversation, selection = gr.State(Conversation()), gr.State(None)
    with gr.Row(elem_id="masthead"):
        header = _pane("state", render_header(Holdings()))
        new = gr.Button("New conversation", elem_id="new", size="sm")
    with gr.Row(elem_id="panes"):
        with gr.Column(elem_id="asking"):
            opening = _pane("opening", render_opening(Holdings()))
            exchanges = _pane("conversation", render_conversation(Conversation()))
            with gr.Row(elem_id="form"):
                question = _question()
                ask = gr.Button("Ask", variant="primary", elem_id="ask")
        source = _pane("source", "")
    return _Parts(conversation, selection, header, new, opening, exchanges, question, ask, source)


def _pane(name: str, value: str) -> gr.HTML:
    """Return a part of the page that shows safe HTML and reports the clicks in it."""
    return gr.HTML(
        value, elem_id=name, elem_classes="pane", js_on_load=_SCRIPT, apply_default_css=False
    )


def _question() -> gr.Textbox:
    return gr.Textbox(
        label="Your question",
        placeholder="Ask about the documents …",
        show_label=False,
        container=False,
        max_lines=6,
        autofocus=True,
    )


def _connect(blocks: gr.Blocks, parts: _Parts, desk: Desk) -> None:
    """Let events lead on.

    Events of one visitor overlap: the documents are still being opened, or an answer still
    comes, while something is clicked. So no two write the same part, but for what is shown
    beside the conversation, where the last one wins.
    """
    session = [parts.conversation, parts.selection]
    beside = [parts.selection, parts.source]
    talk = [parts.conversation, parts.exchanges, *beside]
    asked = {"outputs": [*talk, parts.header, parts.question], **_QUIET}

    blocks.load(_welcome(desk), outputs=[parts.header, parts.opening], **_QUIET)
    typed = gr.on(
        [parts.question.submit, parts.ask.click],
        _typed(desk),
        inputs=[*session, parts.question],
        **asked,
    )
    clicked = parts.opening.ask(_clicked(desk), inputs=session, **asked)
    parts.exchanges.cite(_cite, inputs=session, outputs=beside, **_QUIET)
    parts.source.close(_close, outputs=beside, **_QUIET)
    parts.new.click(_begin_anew, outputs=talk, cancels=[typed, clicked], **_QUIET)


def _welcome(desk: Desk) -> Callable[[], Iterator[Values]]:
    def welcome() -> Iterator[Values]:
        for holdings in desk.welcome():
            yield render_header(holdings), render_opening(holdings)

    return welcome


def _typed(desk: Desk) -> Callable[..., Iterator[Values]]:
    def ask(
        conversation: Conversation, selection: Selection | None, question: str | None
    ) -> Iterator[Values]:
        yield from _ask(desk, conversation, selection, question or "")

    return ask


def _clicked(desk: Desk) -> Callable[..., Iterator[Values]]:
    def ask(
        conversation: Conversation, selection: Selection | None, event: gr.EventData
    ) -> Iterator[Values]:
        yield from _ask(desk, conversation, selection, _sent(event, "question"))

    return ask


def _ask(
    desk: Desk, conversation: Conversation, selection: Selection | None, question: str
) -> Iterator[Values]:
    """Yield the conversation as it grows; with the answer its first source and the new header.

    The box is emptied once, so that the next question can be written while an answer comes.
    """
    unchanged = (gr.skip(), gr.skip(), gr.skip())
    emptied: Any = ""
    for grown in desk.converse(conversation, question):
        after: Values = unchanged
        if grown.exchanges[-1].complete:
            selection = grown.select_newest(before=selection)
            after = (selection, render_source(grown, selection), render_header(desk.holdings()))
        yield grown, render_conversation(grown, selection), *after, emptied
        emptied = gr.skip()


def _cite(conversation: Conversation, selection: Selection | None, event: gr.EventData) -> Values:
    try:
        exchange, place = int(_sent(event, "exchange")), int(_sent(event, "place"))
    except ValueError:
        return gr.skip(), gr.skip()
    selected = conversation.select(exchange, place, before=selection, opened=True)
    return selected, render_source(conversation, selected)


def _close() -> Values:
    return None, ""


def _begin_anew() -> Values:
    return Conversation(), render_conversation(Conversation()), None, ""


def _sent(event: gr.EventData, name: str) -> str:
    """Return what the browser sent under ``name``, which can be anything."""
    data = event._data
    return str(data.get(name, "")) if isinstance(data, dict) else ""


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
