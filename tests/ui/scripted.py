"""An assistant with answers given in advance, and the values that the tests of the page need."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

from assistant.standing import Standing
from assistant.types import (
    Answer,
    Chunk,
    Citation,
    Document,
    Metadata,
    Passage,
    Section,
    Sentence,
    Span,
    Step,
    Turn,
)
from ui.serve import listening

if TYPE_CHECKING:
    from fastapi import FastAPI

TEXT = """The observatory

The dome was finished in 1931. Its mirror came from Jena.

Instruments

- a refractor of 30 cm
- a spectrograph"""


def document(text: str = TEXT, *, title: str | None = "The observatory", **known: Any) -> Document:
    headings = ("The observatory", "Instruments")
    starts = [text.index(heading) for heading in headings if heading in text]
    sections = tuple(
        Section(headings=headings[: level + 1], start=start, end=len(text))
        for level, start in enumerate(starts)
    )
    return Document(
        id="observatory.md",
        title=title,
        text=text,
        sections=sections,
        metadata=Metadata(**known),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def cite(quote: str, number: int = 1, *, of: Document | None = None) -> Citation:
    source = of or document()
    start = source.text.index(quote)
    end = start + len(quote)
    return Citation(number=number, document=source, start=start, end=end, quote=quote)


def sentence(
    quote: str, number: int = 1, *, of: Document | None = None, bold: str = ""
) -> Sentence:
    start = quote.index(bold)
    return Sentence(
        text=quote,
        citations=(cite(quote, number, of=of),),
        highlights=(Span(start=start, end=start + len(bold)),) if bold else (),
    )


def passage(quote: str, *, of: Document | None = None) -> Passage:
    found = cite(quote, of=of)
    chunk = Chunk(id="c", document_id=found.document.id, start=found.start, end=found.end)
    return Passage(chunk=chunk, document=found.document, score=1.0)


def answer(*sentences: Sentence, **fields: object) -> Answer:
    given = {
        "question": "When?",
        "query": "When?",
        "status": "answered",
        "seconds": {"total": 0.25},
        "version": 3,
    }
    return Answer.model_validate({**given, "sentences": sentences, **fields})


DOME = answer(sentence("The dome was finished in 1931.", bold="1931"))


class ScriptedAssistant:
    """Gives the same answer to everything and remembers what it was asked.

    ``held`` is the only document as it is now, whatever the answers quote.
    """

    def __init__(self, given: Answer | Exception = DOME) -> None:
        self.given = given
        self.held: Document | None = document()
        self.asked: list[tuple[str, list[str]]] = []
        self.suggested = ("When was the dome finished?",)
        self.sought: list[tuple[str, str | None]] = []
        self.warmed = threading.Event()

    def warm(self) -> None:
        self.warmed.set()

    def version(self) -> int:
        return 3

    def documents(self) -> tuple[Document, ...]:
        return (document(),)

    def document(self, document_id: str) -> Document | None:
        return self.held

    def standing(self, document: Document, quoted: Span) -> Standing:
        if self.held is None:
            return Standing(state="removed")
        words = quoted.within(document.text)
        start = self.held.text.find(words)
        if start < 0:
            return Standing(state="changed", today=self.held)
        span = Span(start=start, end=start + len(words))
        return Standing(state="unchanged", today=self.held, span=span)

    def evidence(self, question: str) -> tuple[object, ...]:
        return ()

    def suggestions(
        self, *, language: str = "en", document: str | None = None, most: int = 4
    ) -> tuple[str, ...]:
        self.sought.append((language, document))
        return self.suggested

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        documents: Collection[str] | None = None,
    ) -> Answer:
        *_, last = self.stream(question, history)
        assert isinstance(last, Answer)
        return last

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        documents: Collection[str] | None = None,
    ) -> Iterator[Step | Sentence | Answer]:
        self.asked.append((question, [turn.question for turn in history]))
        yield Step(name="retrieve")
        yield Step(name="retrieve", seconds=0.1)
        if isinstance(self.given, Exception):
            raise self.given
        yield from self.given.sentences
        yield self.given.model_copy(update={"question": question})


@contextmanager
def serving(build: Callable[[], FastAPI]) -> Iterator[str]:
    """Serve what ``build`` returns on a free port of this machine; yield its address."""
    with listening("127.0.0.1", 0) as listener:
        config = uvicorn.Config(
            build, factory=True, log_level="critical", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
