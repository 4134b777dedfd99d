"""What the page is rendered from: immutable values, one visitor's kept between their clicks."""

from __future__ import annotations

from typing import Literal, Self

from assistant.types import Answer, Citation, Document, Passage, Sentence, Span, Step, Turn, Value


class Holdings(Value):
    """The documents at hand, by what means they answer, and questions to begin with.

    ``model`` is the chat model that writes, ``host`` where it lies when that is another machine.
    ``trouble`` is the line of an error that keeps the documents from being opened; ``missing``
    tells that there are simply none yet.
    """

    ready: bool = False
    documents: int = 0
    version: int = 0
    suggestions: tuple[str, ...] = ()
    embedding: str = ""
    model: str | None = None
    host: str | None = None
    missing: bool = False
    trouble: str | None = None


class Place(Value):
    """Words in a document that a control of the page opens."""

    document: Document
    span: Span


class Feedback(Value):
    """What a visitor thinks of an answer."""

    verdict: Literal["helpful", "unhelpful"]
    reason: str | None = None
    words: str | None = None


class Exchange(Value):
    """A question and what has come back so far: in the end an answer or the line of an error.

    ``stopped`` tells that the visitor did not wait for either.
    """

    question: str
    steps: tuple[Step, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    answer: Answer | None = None
    error: str | None = None
    stopped: bool = False
    feedback: Feedback | None = None

    @property
    def complete(self) -> bool:
        """Whether nothing more will come."""
        return self.answer is not None or self.error is not None or self.stopped

    @property
    def progress(self) -> int:
        """A number that grows with every thing that comes back."""
        return len(self.steps) + len(self.sentences) + self.complete

    @property
    def places(self) -> tuple[Place, ...]:
        """What can be opened from the answer: its citations, then the nearest passages."""
        if self.answer is None:
            return ()
        cited = (_cited(citation) for citation in self.answer.citations)
        return (*cited, *(_passage(passage) for passage in self.answer.nearest))


class Selection(Value):
    """The place of an exchange that is shown beside the conversation.

    ``serial`` grows with every selection, so that opening the same place again brings it back
    into view. ``opened`` is true where the visitor asked for it: a narrow screen then shows it
    over the conversation. ``now`` asks for the document as it is now instead of as it was quoted.
    """

    exchange: int
    place: int
    serial: int = 1
    opened: bool = False
    now: bool = False


class Conversation(Value):
    """The exchanges of one visitor, oldest first; ``id`` is empty where it is not kept."""

    id: str = ""
    title: str = ""
    exchanges: tuple[Exchange, ...] = ()

    @property
    def history(self) -> tuple[Turn, ...]:
        """The answered questions so far."""
        return tuple(Turn(question=e.question, answer=e.answer) for e in self.exchanges if e.answer)

    def begun(self, exchange: Exchange) -> Self:
        """Return the conversation with one more exchange."""
        return self.model_copy(update={"exchanges": (*self.exchanges, exchange)})

    def ending_in(self, exchange: Exchange) -> Self:
        """Return the conversation with its last exchange replaced."""
        return self.model_copy(update={"exchanges": (*self.exchanges[:-1], exchange)})

    def replacing(self, position: int, exchange: Exchange) -> Self:
        """Return the conversation with one of its exchanges replaced."""
        before, after = self.exchanges[:position], self.exchanges[position + 1 :]
        return self.model_copy(update={"exchanges": (*before, exchange, *after)})

    def stopped(self) -> Self:
        """Return the conversation with nothing more to come."""
        if not self.exchanges or self.exchanges[-1].complete:
            return self
        return self.ending_in(self.exchanges[-1].model_copy(update={"stopped": True}))

    def before(self, position: int) -> Self:
        """Return the conversation up to an exchange that is asked once more.

        Where more would be lost than that exchange, this is another conversation.
        """
        kept = self.exchanges[:position]
        lost = len(self.exchanges) - len(kept) > 1
        return self.model_copy(update={"exchanges": kept, **({"id": ""} if lost else {})})

    def select(
        self,
        exchange: int,
        place: int,
        *,
        before: Selection | None = None,
        opened: bool = False,
        now: bool = False,
    ) -> Selection | None:
        """Return the selection of a place; ``before``, the last one, where there is none such."""
        if not 0 <= exchange < len(self.exchanges):
            return before
        if not 0 <= place < len(self.exchanges[exchange].places):
            return before
        serial = before.serial + 1 if before else 1
        return Selection(exchange=exchange, place=place, serial=serial, opened=opened, now=now)

    def select_newest(self, *, before: Selection | None) -> Selection | None:
        """Return the selection of the last answer's first citation; ``before`` if it has none."""
        answer = self.exchanges[-1].answer if self.exchanges else None
        if answer is None or not answer.citations:
            return before
        return self.select(len(self.exchanges) - 1, 0, before=before)


def _cited(citation: Citation) -> Place:
    span = Span(start=citation.start, end=citation.end)
    return Place(document=citation.document, span=span)


def _passage(passage: Passage) -> Place:
    span = Span(start=passage.chunk.start, end=passage.chunk.end)
    return Place(document=passage.document, span=span)
