"""What each use of the page leads to: from the values of its parts to their new values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.errors import PageError
from ui.conversations import Conversations
from ui.desk import Desk
from ui.language import Words, language_for
from ui.page import Conversation, Feedback, Selection
from ui.render_actions import LONGEST_REMARK, REASONS
from ui.render_conversation import render_conversation
from ui.render_header import render_header
from ui.render_history import render_history
from ui.render_opening import render_follow_ups, render_opening
from ui.render_source import render_source
from ui.render_why import render_why
from ui.visitors import visitor_of

Values = tuple[Any, ...]
"""New values of the components that an event is connected to, in their order."""


class Events:
    """Handles the events of the page for all visitors.

    Of a visitor it keeps between events only which conversation waits no longer for its answer.
    """

    def __init__(self, desk: Desk, conversations: Conversations) -> None:
        self._desk = desk
        self._kept = conversations
        self._stopped: set[str] = set()

    def welcome(self, request: gr.Request) -> Iterator[Values]:
        """Yield header, opening, list and the wording of Gradio's own parts."""
        words, listed = _words(request), self._history(request)
        parts = (
            gr.Textbox(label=words("question"), placeholder=words("question_hint")),
            gr.Button(words("ask")),
            gr.Button(words("stop")),
            gr.Button(words("new")),
        )
        for holdings in self._desk.welcome(words.code):
            header = render_header(holdings, words=words)
            yield header, render_opening(holdings, words=words), listed, *parts
            listed, parts = gr.skip(), (gr.skip(),) * len(parts)

    def typed(
        self,
        conversation: Conversation,
        selection: Selection | None,
        question: str | None,
        request: gr.Request,
    ) -> Iterator[Values]:
        """Ask what was written."""
        yield from self._ask(conversation, selection, question or "", request)

    def clicked(
        self,
        conversation: Conversation,
        selection: Selection | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Values]:
        """Ask what was clicked or written in a form."""
        yield from self._ask(conversation, selection, _sent(event, "question"), request)

    def revise(
        self,
        conversation: Conversation,
        selection: Selection | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Values]:
        """Ask once more, in other words if there are any, in the place of an exchange."""
        position = _number(event, "exchange")
        if not 0 <= position < len(conversation.exchanges):
            return
        question = _sent(event, "question") or conversation.exchanges[position].question
        kept = selection if selection and selection.exchange < position else None
        yield from self._ask(conversation.before(position), kept, question, request)

    def stop(self, conversation: Conversation, request: gr.Request) -> Values:
        """Wait no longer for the answer that comes.

        Gradio cancels the event; yet what it had begun to yield may still come after this, and
        would show the answer as if it were coming on. So the answer is told to say no more.
        """
        if conversation.id:
            self._stopped.add(conversation.id)
        stopped = self._keep(conversation.stopped(), request)
        return stopped, render_conversation(stopped, words=_words(request))

    def lead_on(self, conversation: Conversation, request: gr.Request) -> str:
        """Offer questions that follow from the last answer."""
        found = self._desk.follow_ups(conversation)
        return render_follow_ups(found, words=_words(request))

    def cite(
        self,
        conversation: Conversation,
        selection: Selection | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> Values:
        """Show a place beside the conversation."""
        selected = conversation.select(
            _number(event, "exchange"),
            _number(event, "place"),
            before=selection,
            opened=True,
            now=_sent(event, "now") == "now",
        )
        return selected, self._source(conversation, selected, _words(request))

    def why(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> str:
        """Show how an answer came about."""
        position = _number(event, "exchange")
        if not 0 <= position < len(conversation.exchanges):
            return ""
        answer = conversation.exchanges[position].answer
        if answer is None:
            return ""
        evidence = () if answer.status == "help" else self._desk.evidence(answer.query)
        current = self._desk.holdings().version == answer.version
        return render_why(answer, evidence, current=current, words=_words(request))

    def rate(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> Values:
        """Note what the visitor thinks of an answer."""
        position, verdict = _number(event, "exchange"), _sent(event, "verdict")
        known = 0 <= position < len(conversation.exchanges)
        if not known or verdict not in {"helpful", "unhelpful"}:
            return gr.skip(), gr.skip()
        reason = _sent(event, "reason")
        given = Feedback.model_validate(
            {
                "verdict": verdict,
                "reason": reason if reason in REASONS else None,
                "words": _sent(event, "words")[:LONGEST_REMARK] or None,
            }
        )
        try:
            visitor = visitor_of(request.cookies)
            conversation = self._kept.rate(visitor, conversation, position, given)
        except PageError as error:
            _warn(error, request)
        return conversation, render_conversation(conversation, words=_words(request))

    def open(self, event: gr.EventData, request: gr.Request) -> Values:
        """Go on with a conversation that was kept."""
        words, visitor = _words(request), visitor_of(request.cookies)
        found = self._kept.open(visitor, _sent(event, "conversation"))
        if found is None:
            gr.Warning(words("gone"))
        return self._shown(found or Conversation(), request)

    def begin(self, request: gr.Request) -> Values:
        """Begin another conversation."""
        return self._shown(Conversation(), request)

    def search(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> str:
        """List the conversations that hold some words."""
        return self._history(request, conversation.id, search=_sent(event, "words"))

    def rename(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> str:
        """Give a conversation another title."""
        renamed, title = _sent(event, "conversation"), _sent(event, "title")
        self._kept.rename(visitor_of(request.cookies), renamed, title)
        return self._history(request, conversation.id)

    def delete(
        self, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Values:
        """Delete a conversation; if it is the one that is open, another begins."""
        deleted = _sent(event, "conversation")
        self._kept.delete(visitor_of(request.cookies), deleted)
        if deleted == conversation.id:
            return self._shown(Conversation(), request)
        unchanged = (gr.skip(),) * 5
        return *unchanged, self._history(request, conversation.id)

    def _ask(
        self,
        conversation: Conversation,
        selection: Selection | None,
        question: str,
        request: gr.Request,
    ) -> Iterator[Values]:
        """Yield the conversation as it grows; with the answer its first source and the header.

        The box is emptied once, so that the next question can be written while an answer comes.
        """
        words, emptied = _words(request), True
        self._stopped.discard(conversation.id)
        for grown in self._desk.converse(conversation, question, words=words):
            if conversation.id in self._stopped:
                self._stopped.discard(conversation.id)
                return
            named = {"id": conversation.id, "title": conversation.title}
            now = grown.model_copy(update=named)
            complete, listed = grown.exchanges[-1].complete, gr.skip()
            if emptied or complete:
                conversation = now = self._keep(now, request)
                listed = self._history(request, now.id)
            after: Values = (gr.skip(), gr.skip(), gr.skip())
            if complete:
                selection = now.select_newest(before=selection)
                header = render_header(self._desk.holdings(), words=words)
                after = (selection, self._source(now, selection, words), header)
            shown = render_conversation(now, selection, words=words)
            yield now, shown, *after, listed, "" if emptied else gr.skip()
            emptied = False

    def _keep(self, conversation: Conversation, request: gr.Request) -> Conversation:
        try:
            return self._kept.keep(visitor_of(request.cookies), conversation)
        except PageError as error:
            _warn(error, request)
            return conversation

    def _shown(self, conversation: Conversation, request: gr.Request) -> Values:
        """Return a whole conversation: itself, its pane, the selection, the source, more, list."""
        words = _words(request)
        selection = conversation.select_newest(before=None)
        return (
            conversation,
            render_conversation(conversation, selection, words=words),
            selection,
            self._source(conversation, selection, words),
            "",
            self._history(request, conversation.id),
        )

    def _source(self, conversation: Conversation, selection: Selection | None, words: Words) -> str:
        if selection is None:
            return render_source(conversation, None, words=words)
        place = conversation.exchanges[selection.exchange].places[selection.place]
        standing = self._desk.standing(place)
        return render_source(conversation, selection, standing=standing, words=words)

    def _history(self, request: gr.Request, current: str = "", *, search: str = "") -> str:
        words, visitor = _words(request), visitor_of(request.cookies)
        try:
            entries = self._kept.entries(visitor, search) if visitor else ()
        except PageError as error:
            _warn(error, request)
            entries = ()
        return render_history(entries, current=current, search=search, words=words)


def _words(request: gr.Request) -> Words:
    return language_for(request.headers.get("accept-language"))


def _warn(error: PageError, request: gr.Request) -> None:
    gr.Warning(_words(request)("not_kept", line=error))


def _sent(event: gr.EventData, name: str) -> str:
    """Return what the browser sent under ``name``, which can be anything."""
    data = event._data
    return str(data.get(name, "")) if isinstance(data, dict) else ""


def _number(event: gr.EventData, name: str) -> int:
    """Return the number that the browser sent, or -1, which is the place of nothing."""
    try:
        return int(_sent(event, name))
    except ValueError:
        return -1
