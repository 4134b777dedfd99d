"""The assembler: from question and history to a verified answer, as one LangChain Runnable."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import NEAREST, answer, merge
from assistant.chat import Chat, load_chat
from assistant.compound import halves
from assistant.draft import Draft
from assistant.generate import generate
from assistant.help import help_with
from assistant.judge import Bench, judge
from assistant.library import Library, Reading, built_with
from assistant.models import Embedder, load_embedder
from assistant.narrow import narrow
from assistant.question import analyse
from assistant.rank import Evidence
from assistant.reader import Reader, load_reader
from assistant.retrieve import HybridRetriever
from assistant.rewrite import rewrite
from assistant.settings import Settings
from assistant.standing import Standing, standing
from assistant.state import Part, State
from assistant.suggest import MOST, Suggestion, suggest
from assistant.types import Answer, Document, Passage, Sentence, Span, Step, Turn
from assistant.verify import verify
from assistant.vocabulary import Vocabulary, survey

STEPS = ("rewrite", "retrieve", "rank", "answer", "verify")
ASKED_AT_ONCE = 6
"""Questions of one message that are answered."""
FEWEST = 14
"""Sentences judged for each of several questions, at least."""


class Assistant:
    """Answers questions about the documents of one data folder; keeps no conversation."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        settings: Settings,
        *,
        chat: Chat | None = None,
        reader: Reader | None = None,
    ) -> None:
        self.settings = settings
        self._chat = chat
        self._library = library
        self._embedder = embedder
        self._reader = reader
        self._surveyed: tuple[str | None, Vocabulary] | None = None

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        documents: Collection[str] | None = None,
    ) -> Answer:
        """Answer a question.

        Args:
            question: in words.
            history: the earlier turns of the conversation, oldest first.
            documents: search only the documents with these ids.

        Raises:
            IndexMissing, IndexMismatch, IndexDamaged: the index cannot be used.
        """
        *_, last = self.stream(question, history, documents=documents)
        assert isinstance(last, Answer)  # noqa: S101 (stream's contract)
        return last

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        documents: Collection[str] | None = None,
    ) -> Iterator[Step | Sentence | Answer]:
        """Yield each step as it begins and ends, then verified sentences, then the one answer."""
        began = time.perf_counter()
        with self._library.reading() as reading:
            state = self._begin(question, reading, history=history, documents=documents)
            helped = help_with(question, reading.snapshot.documents)
            if helped is not None:
                state = replace(state, query=question, draft=helped)
            shown: list[Sentence] = []
            for name in STEPS if helped is None else STEPS[-1:]:
                yield Step(name=name)
                if name == "answer":
                    state = yield from self._streamed(state, shown)
                else:
                    state = self.step(name).invoke(state)
                yield Step(name=name, seconds=state.seconds[-1][1])
        found = state.answer
        assert found is not None  # noqa: S101 (the last step sets it)
        yield from (sentence for sentence in found.sentences if sentence not in shown)
        total = time.perf_counter() - began
        yield found.model_copy(update={"seconds": {"total": total, **dict(state.seconds)}})

    @property
    def chain(self) -> Runnable[State, State]:
        """The steps as one Runnable."""
        first, *others = (self.step(name) for name in STEPS)
        return first.pipe(*others)

    def step(self, name: str) -> Runnable[State, State]:
        """Return one step as a named Runnable from state to state."""
        work: dict[str, Callable[[State], State]] = {
            "rewrite": self._rewrite,
            "retrieve": self._retrieve,
            "rank": self._rank,
            "answer": self._answer,
            "verify": self._verify,
        }

        def timed(state: State) -> State:
            began = time.perf_counter()
            after = work[name](state)
            return replace(after, seconds=(*after.seconds, (name, time.perf_counter() - began)))

        return RunnableLambda(timed, name=name)

    def retrieve(
        self, query: str, *, documents: Collection[str] | None = None
    ) -> tuple[Passage, ...]:
        """Return the passages for a query that stands alone, best first."""
        with self._library.reading() as reading:
            return self._passages(
                query, reading, None if documents is None else frozenset(documents)
            )

    def evidence(
        self, question: str, *, documents: Collection[str] | None = None
    ) -> tuple[Evidence, ...]:
        """Return the evidence for a question that stands alone, best first."""
        with self._library.reading() as reading:
            state = self._judge(question, reading, documents=documents)
            return tuple(evidence for part in state.parts for evidence in part.evidence)

    def documents(self) -> tuple[Document, ...]:
        """Return the documents of the current version, by id."""
        with self._library.reading() as reading:
            return reading.snapshot.documents()

    def document(self, document_id: str) -> Document | None:
        """Return one document of the current version."""
        with self._library.reading() as reading:
            return reading.snapshot.document(document_id)

    def standing(self, document: Document, quoted: Span) -> Standing:
        """Return what became of words that an answer of any version quoted."""
        with self._library.reading() as reading:
            return standing(document, quoted, reading.snapshot)

    def version(self) -> int:
        """Return the number of the current version."""
        with self._library.reading() as reading:
            return reading.snapshot.version

    def suggestions(
        self, *, language: str = "en", document: str | None = None, most: int = MOST
    ) -> tuple[str, ...]:
        """Return questions that the documents, or only the one with this id, answer.

        Those in ``language`` come first. No chat model is asked to find them.
        """
        with self._library.reading() as reading:
            only = None if document is None else reading.snapshot.document(document)
            return suggest(
                reading.snapshot.documents() if document is None else [only] if only else [],
                lambda suggestion: self._answers(suggestion, reading),
                common=frozenset[str]().union(*self._vocabulary(reading).common.values()),
                language=language,
                most=most,
            )

    def warm(self) -> None:
        """Load the models and read the documents once, so that the first question is fast."""
        self._embedder.embed_query("warm")
        if self._reader is not None:
            self._reader.warm()
        with self._library.reading() as reading:
            self._vocabulary(reading)

    def close(self) -> None:
        """Release the index."""
        self._library.close()

    def _begin(
        self,
        question: str,
        reading: Reading,
        *,
        history: Sequence[Turn] = (),
        documents: Collection[str] | None = None,
    ) -> State:
        return State(
            question=question,
            history=history,
            documents=None if documents is None else frozenset(documents),
            reading=reading,
            vocabulary=self._vocabulary(reading),
        )

    def _judge(
        self, question: str, reading: Reading, *, documents: Collection[str] | None = None
    ) -> State:
        """Take a question as far as its evidence."""
        state = self._begin(question, reading, documents=documents)
        for name in STEPS[: STEPS.index("rank") + 1]:
            state = self.step(name).invoke(state)
        return state

    def _answers(self, suggestion: Suggestion, reading: Reading) -> bool:
        """Whether a suggested question is answered with what it was made from."""
        draft = self._quoted(self._judge(suggestion.question, reading)).draft
        if draft is None or draft.status != "answered":
            return False
        return suggestion.is_met_by(c for s in draft.sentences for c in s.citations)

    def _vocabulary(self, reading: Reading) -> Vocabulary:
        snapshot = reading.snapshot
        kept = self._surveyed
        # A version brought back from a backup may have the number of another; a generation never.
        if kept is None or kept[0] != snapshot.generation:
            kept = (snapshot.generation, survey(snapshot.documents()))
            self._surveyed = kept
        return kept[1]

    def _rewrite(self, state: State) -> State:
        # Before anything is mended: the name of a source need not occur in any text.
        asked = narrow(state.question, state.reading.snapshot.documents())
        query = rewrite(asked.text, state.history, state.vocabulary, correct=self._embedder.knows)
        questions = analyse(query, state.vocabulary)
        parts = tuple(Part(question=q) for q in questions[:ASKED_AT_ONCE])
        notice = None
        if len(questions) > ASKED_AT_ONCE:
            notice = f"Only the first {ASKED_AT_ONCE} questions are answered; ask the others again."
        documents = state.documents
        if asked.documents is not None:
            documents = asked.documents & (asked.documents if documents is None else documents)
        return replace(state, query=query, parts=parts, documents=documents, notice=notice)

    def _retrieve(self, state: State) -> State:
        return replace(
            state,
            parts=tuple(
                replace(
                    part,
                    passages=self._passages(part.question.text, state.reading, state.documents),
                )
                for part in state.parts
            ),
        )

    def _passages(
        self, query: str, reading: Reading, documents: frozenset[str] | None
    ) -> tuple[Passage, ...]:
        retriever = HybridRetriever(
            reading=reading,
            embedder=self._embedder,
            settings=self.settings.retrieval,
            documents=documents,
        )
        return tuple(found.metadata["passage"] for found in retriever.invoke(query))

    def _rank(self, state: State) -> State:
        encoded = max(FEWEST, self.settings.answering.encoded_sentences // len(state.parts))
        bench = Bench(
            vocabulary=state.vocabulary,
            embedder=self._embedder,
            reader=self._reader,
            search=lambda text: self._passages(text, state.reading, state.documents),
        )
        return replace(state, parts=tuple(_judged(p, bench, encoded) for p in state.parts))

    def _answer(self, state: State) -> State:
        drafting = self._drafted(state)
        while True:
            try:
                next(drafting)
            except StopIteration as end:
                drafted: State = end.value
                return drafted

    def _streamed(self, state: State, shown: list[Sentence]) -> Generator[Sentence, None, State]:
        """Take the step that answers, handing out sentences that are verified already."""
        began = time.perf_counter()
        drafting = self._drafted(state)
        while True:
            try:
                sentence = next(drafting)
            except StopIteration as end:
                drafted: State = end.value
                seconds = (*state.seconds, ("answer", time.perf_counter() - began))
                return replace(drafted, seconds=seconds)
            shown.append(sentence)
            yield sentence

    def _drafted(self, state: State) -> Generator[Sentence, None, State]:
        """Set the draft in quotes or, where there is one to be had, in a chat model's words.

        Whether the documents answer, disagree, or speak of several things is decided before a
        model is asked: it may word an answer, not find one where there is none.
        """
        state = self._quoted(state)
        draft = state.draft
        if self._chat is None or draft is None or draft.settled:
            return state
        parts = [(part.question, part.evidence) for part in state.parts]
        lookup = state.reading.snapshot.document
        worded = yield from generate(state.query, parts, draft, self._chat, lookup)
        return replace(state, draft=worded)

    def _quoted(self, state: State) -> State:
        drafts = _drafts(state)
        found = replace(state, draft=_merged(drafts, state.parts))
        if len(drafts) > 1 or drafts[0].status != "not_found":
            return found
        return self._quoted_apart(state) or found

    def _quoted_apart(self, state: State) -> State | None:
        """Ask a question about two things that no sentence answers once for each of them."""
        sides = halves(state.query)
        if sides is None:
            return None
        questions = (q for side in sides for q in analyse(side, state.vocabulary))
        apart = replace(state, parts=tuple(Part(question=q) for q in questions))
        apart = self._rank(self._retrieve(apart))
        drafts = _drafts(apart)
        if any(draft.status == "not_found" for draft in drafts):
            return None
        return replace(apart, draft=_merged(drafts, apart.parts))

    def _verify(self, state: State) -> State:
        draft = state.draft
        assert draft is not None  # noqa: S101 (set by answer)
        sentences, removed = verify(draft.sentences, state.reading.snapshot.document)
        passages = tuple(dict.fromkeys(p for part in state.parts for p in part.passages))
        fell = bool(draft.sentences) and not sentences
        refused = draft.status == "not_found"
        found = Answer(
            question=state.question,
            query=state.query,
            status="not_found" if fell else draft.status,
            confidence=draft.confidence,
            lead="Nothing that was found could be verified." if fell else draft.lead,
            notice=" ".join(filter(None, (state.notice, draft.notice))) or None,
            sentences=sentences,
            missing=draft.missing,
            nearest=draft.nearest or (passages[:NEAREST] if fell or refused else ()),
            passages=passages,
            removed=(*draft.removed, *removed),
            settings_id=self.settings.id,
            version=state.reading.snapshot.version,
        )
        return replace(state, answer=found)


def _judged(part: Part, bench: Bench, encoded: int) -> Part:
    question, evidence = judge(part.question, part.passages, bench, encoded=encoded)
    return replace(part, question=question, evidence=evidence)


def _drafts(state: State) -> list[Draft]:
    return [
        answer(part.question, part.evidence, part.passages, state.vocabulary)
        for part in state.parts
    ]


def _merged(drafts: Sequence[Draft], parts: Sequence[Part]) -> Draft:
    return merge(drafts, [part.question.text for part in parts])


def open_assistant(data: Path, settings: Settings) -> Assistant:
    """Return an assistant over the index in a data folder.

    Raises:
        IndexMissing, IndexMismatch, IndexDamaged: the index cannot be used.
        ModelError: a model that the settings name cannot be used.
    """
    chat = load_chat(settings.chat)
    embedder = load_embedder(settings.embedding)
    library = Library(data, built_with(settings, embedder))
    with library.reading():
        reader = load_reader(settings.answering)
        return Assistant(library, embedder, settings, chat=chat, reader=reader)
