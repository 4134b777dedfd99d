"""Where questions are put to the assistant, which is opened when it is first needed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from assistant.errors import ColloquyError, IndexMissing, PageError
from assistant.standing import UNCHANGED, Standing
from assistant.types import Answer, Sentence, Step, Turn, Value
from ui.language import ENGLISH, LANGUAGES, Words
from ui.page import Conversation, Exchange, Holdings, Place

if TYPE_CHECKING:
    from assistant.chain import Assistant
    from assistant.rank import Evidence

LONGEST_QUESTION = 8_000
"""Characters."""

LONGEST_HISTORY = 50
"""Earlier questions asked again in one call of the endpoint."""

MOST_FOLLOW_UPS = 3
_QUESTIONS_PER_DOCUMENT = 6
"""Questions that each document is found to answer."""
_DOCUMENTS_REMEMBERED = 512

_logger = logging.getLogger(__name__)


class Request(Value):
    """A question as a program sends it, with the questions before it."""

    question: str
    history: tuple[str, ...] = ()


class Desk:
    """Turns questions into conversations and answers; safe to use from several threads."""

    def __init__(
        self,
        open_assistant: Callable[[], Assistant],
        *,
        embedding: str = "",
        model: str | None = None,
        host: str | None = None,
    ) -> None:
        self._open = open_assistant
        self._means = {"embedding": embedding, "model": model, "host": host}
        self._opening = threading.Lock()
        self._opened: Assistant | None = None
        self._warming = threading.Lock()
        self._warm: Assistant | None = None
        self._count = lru_cache(maxsize=1)(self._count_documents)
        self._finding = threading.Lock()
        self._found = lru_cache(maxsize=len(LANGUAGES))(self._find_suggestions)
        self._questions = lru_cache(maxsize=_DOCUMENTS_REMEMBERED)(self._find_questions)

    def warm(self) -> None:
        """Open the assistant and load its models; without an index there is nothing to load."""
        try:
            self._suggestions(self._warmed().version(), ENGLISH.code)
        except ColloquyError as error:
            _logger.info("%s", error)

    def holdings(self) -> Holdings:
        """Return the documents at hand, or what keeps them from being opened."""
        try:
            version = self._assistant().version()
            found: dict[str, object] = {"documents": self._count(version), "version": version}
        except IndexMissing:
            found = {"missing": True}
        except ColloquyError as error:
            found = {"trouble": str(error)}
        return Holdings.model_validate({"ready": True, **self._means, **found})

    def welcome(self, language: str = ENGLISH.code) -> Iterator[Holdings]:
        """Yield the documents at hand, and again with questions to begin with, found later.

        Questions in ``language`` come first, where documents are.
        """
        at_hand = self.holdings()
        yield at_hand
        if at_hand.version:
            suggestions = self._suggestions(at_hand.version, language)
            yield at_hand.model_copy(update={"suggestions": suggestions})

    def converse(
        self, conversation: Conversation, question: str, *, words: Words = ENGLISH
    ) -> Iterator[Conversation]:
        """Ask, and yield the conversation as it grows: question, steps, sentences, answer.

        That a step is over is told with what follows it, which comes at once. An error ends the
        exchange with its line; the conversation goes on.
        """
        asked = tidy(question)
        if not asked:
            return
        exchange = Exchange(question=_shortened(asked))
        history, conversation = conversation.history, conversation.begun(exchange)
        yield conversation
        try:
            for event in self._events(_checked(asked), history):
                exchange = _grown(exchange, event)
                if not (isinstance(event, Step) and event.seconds is not None):
                    yield conversation.ending_in(exchange)
        except ColloquyError as error:
            yield conversation.ending_in(exchange.model_copy(update={"error": str(error)}))
        except Exception:
            _logger.exception("A question could not be answered.")
            fault = exchange.model_copy(update={"error": words("fault")})
            yield conversation.ending_in(fault)

    def follow_ups(self, conversation: Conversation) -> tuple[str, ...]:
        """Return questions that the documents of the last answer answer and nobody asked yet."""
        answer = conversation.exchanges[-1].answer if conversation.exchanges else None
        if answer is None:
            return ()
        cited = [citation.document for citation in answer.citations]
        near = [passage.document for passage in answer.nearest]
        asked = {e.question.casefold() for e in conversation.exchanges} | {answer.query.casefold()}
        found = chain.from_iterable(
            self._questions(document.id, document.content_hash) for document in [*cited, *near]
        )
        new = dict.fromkeys(question for question in found if question.casefold() not in asked)
        return tuple(islice(new, MOST_FOLLOW_UPS))

    def evidence(self, query: str) -> tuple[Evidence, ...]:
        """Return the sentences that are judged for a query, best first; empty on an error."""
        try:
            return self._warmed().evidence(_checked(query))
        except ColloquyError as error:
            _logger.info("%s", error)
            return ()

    def standing(self, place: Place) -> Standing:
        """Return what has become of a place since it was quoted; unchanged if nobody can tell."""
        try:
            return self._assistant().standing(place.document, place.span)
        except ColloquyError as error:
            _logger.info("%s", error)
            return UNCHANGED

    def answer(self, request: Request) -> Answer:
        """Answer a question after the earlier ones, each of which is asked first.

        Raises:
            PageError: a question is empty or too long, or there are too many.
            IndexMissing: there is nothing to answer from.
        """
        if len(request.history) > LONGEST_HISTORY:
            raise PageError(
                f"There are {len(request.history)} earlier questions; "
                f"send at most {LONGEST_HISTORY}."
            )
        history: list[Turn] = []
        for asked in [_checked(question) for question in (*request.history, request.question)]:
            answer = self._warmed().ask(asked, history)
            history.append(Turn(question=asked, answer=answer))
        return answer

    def _assistant(self) -> Assistant:
        with self._opening:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _warmed(self) -> Assistant:
        """Return the assistant with its models loaded: once, though several wait for it."""
        with self._warming:
            if self._warm is None:
                assistant = self._assistant()
                assistant.warm()
                self._warm = assistant
            return self._warm

    def _events(self, question: str, history: Sequence[Turn]) -> Iterator[Step | Sentence | Answer]:
        """Yield what answering yields; before it, where they are not there yet, loading models."""
        if self._warm is None:
            began = time.perf_counter()
            yield Step(name="load")
            self._warmed()
            yield Step(name="load", seconds=time.perf_counter() - began)
        yield from self._warmed().stream(question, history)

    def _count_documents(self, version: int) -> int:  # noqa: ARG002 (what is cached by)
        return len(self._assistant().documents())

    def _suggestions(self, version: int, language: str) -> tuple[str, ...]:
        # One at a time: who comes meanwhile waits for what is being found instead of finding it.
        with self._finding:
            return self._found(version, language)

    def _find_suggestions(self, version: int, language: str) -> tuple[str, ...]:  # noqa: ARG002 (what is cached by)
        return self._warmed().suggestions(language=language)

    def _find_questions(self, document_id: str, content_hash: str) -> tuple[str, ...]:
        assistant = self._warmed()
        document = assistant.document(document_id)
        if document is None or document.content_hash != content_hash:
            return ()
        return assistant.suggestions(document=document_id, most=_QUESTIONS_PER_DOCUMENT)


def tidy(question: str) -> str:
    """Return ``question`` on one line and in characters that can be encoded."""
    return " ".join(question.encode("utf-8", "replace").decode().split())


def _checked(question: str) -> str:
    asked = tidy(question)
    if not asked:
        raise PageError("The question is empty; write one.")
    if len(asked) > LONGEST_QUESTION:
        raise PageError(
            f"The question has {len(asked):,} characters; shorten it to {LONGEST_QUESTION:,}."
        )
    return asked


def _shortened(question: str) -> str:
    return question if len(question) <= LONGEST_QUESTION else f"{question[:120]} …"


def _grown(exchange: Exchange, event: Step | Sentence | Answer) -> Exchange:
    match event:
        case Step():
            others = tuple(step for step in exchange.steps if step.name != event.name)
            return exchange.model_copy(update={"steps": (*others, event)})
        case Sentence():
            return exchange.model_copy(update={"sentences": (*exchange.sentences, event)})
        case Answer():
            return exchange.model_copy(update={"answer": event})
