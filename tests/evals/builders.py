"""Builders of cases, documents and answers, and an assistant that says what it is told."""

import hashlib
from collections.abc import Mapping

from assistant.settings import Settings
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
)
from evals.types import Case, Outcome


def make_document(id_: str, text: str, *, date: str | None = None) -> Document:
    return Document(
        id=id_,
        title=id_.partition(".")[0],
        text=text,
        sections=(Section(start=0, end=len(text)),),
        metadata=Metadata(date=date),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def make_passage(document: Document, quote: str | None = None) -> Passage:
    start = 0 if quote is None else document.text.index(quote)
    end = len(document.text) if quote is None else start + len(quote)
    chunk = Chunk(id=f"{document.id}:{start}", document_id=document.id, start=start, end=end)
    return Passage(chunk=chunk, document=document, score=1.0)


def make_citation(document: Document, quote: str, number: int = 1) -> Citation:
    start = document.text.index(quote)
    return Citation(
        number=number, document=document, start=start, end=start + len(quote), quote=quote
    )


def make_sentence(document: Document, quote: str, number: int = 1, **more) -> Sentence:
    highlight = more.pop("highlight", None)
    spans = ()
    if highlight:
        start = quote.index(highlight)
        spans = (Span(start=start, end=start + len(highlight)),)
    cited = make_citation(document, quote, number)
    return Sentence(text=quote, citations=(cited,), highlights=spans, **more)


def make_answer(*sentences: Sentence, **more) -> Answer:
    given = {"question": "q", "query": "q", "status": "answered" if sentences else "not_found"}
    return Answer(sentences=sentences, **{**given, **more})


def make_case(kind: str = "fact", **more) -> Case:
    return Case.model_validate({"id": "c1", "kind": kind, "question": "q?", **more})


def make_outcome(case: Case, answer: Answer, **more) -> Outcome:
    return Outcome(case=case, answer=answer, **more)


class ScriptedAssistant:
    """Answers from a script, question by question, and remembers how it was asked."""

    def __init__(self, script: Mapping[str, Answer], documents: tuple[Document, ...]) -> None:
        self.settings = Settings()
        self.asked: list[tuple[str, tuple[str, ...], frozenset[str] | None]] = []
        self.looked_up: list[str] = []
        self._script = script
        self._documents = documents

    def ask(self, question, history=(), *, documents=None) -> Answer:
        scope = None if documents is None else frozenset(documents)
        self.asked.append((question, tuple(t.question for t in history), scope))
        answer = self._script.get(question) or make_answer()
        return answer.model_copy(update={"question": question, "seconds": {"total": 0.5}})

    def retrieve(self, query, *, documents=None) -> tuple[Passage, ...]:
        self.looked_up.append(query)
        return tuple(make_passage(d) for d in self._documents if not documents or d.id in documents)

    def documents(self) -> tuple[Document, ...]:
        return self._documents

    def version(self) -> int:
        return 1
