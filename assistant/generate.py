"""Lets a chat model word the answer, and keeps of it what the evidence says."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Draft, label_of, list_around
from assistant.assertions import typed
from assistant.chat import Chat
from assistant.entail import Topic
from assistant.errors import ChatUnavailable
from assistant.prompts import prompt
from assistant.question import Question
from assistant.rank import Evidence
from assistant.replies import Disagreeing, Refused, Said, replies
from assistant.statements import Statement
from assistant.types import Citation, Removal, Sentence, Span
from assistant.values import agree
from assistant.verify import Lookup, opens_with_pronoun, verify

OFFERED = 8
"""Pieces of evidence that a model is given."""
SENTENCES = 8
"""Sentences of a model that are read."""
_ONE_THING = ("date", "number", "person", "place", "expansion", "name")
_DEPTH = 3


def generate(
    question: str,
    parts: Sequence[tuple[Question, Sequence[Evidence]]],
    fallback: Draft,
    chat: Chat,
    lookup: Lookup,
) -> Generator[Sentence, None, Draft]:
    """Yield sentences of the model as each is verified; return the draft they make.

    Whatever goes wrong, the draft is ``fallback`` with a notice, unless something was verified
    before; a refusal of the model is a draft without sentences.

    Args:
        question: as it was searched.
        parts: what it asks, each with its evidence, best first.
        fallback: what answers without a model.
        chat: the model.
        lookup: finds the documents of the version that is asked, by id.
    """
    offered = _offered(parts)
    answer = _Answer([source(e.statement) for e in offered], offered, lookup, topic_of(parts))
    failure: str | None = None
    refused = False
    messages = prompt(question, [c.quote for c in answer.sources])
    try:
        for reply in replies(chat.stream(messages)):
            if isinstance(reply, Refused):
                refused = True
            elif isinstance(reply, Disagreeing):
                answer.disagreeing = True
            elif answer.read < SENTENCES and (sentence := answer.add(reply)) is not None:
                yield sentence
    except ChatUnavailable as error:
        failure = str(error)
    return answer.draft(fallback, chat.name, failure=failure, refused=refused)


def topic_of(parts: Sequence[tuple[Question, Sequence[Evidence]]]) -> Topic:
    """Return what the sentences of an answer must be about."""
    return Topic(
        stems=frozenset(t.stem for question, _ in parts for t in question.names),
        alone=len(parts) == 1 and parts[0][0].kind in _ONE_THING,
    )


def source(statement: Statement) -> Citation:
    """Return the quote that stands for a statement: with what it leans on, or its whole list."""
    first = statement
    for _ in range(_DEPTH):
        first = first.antecedent or first
    listed = list_around(statement)
    start = min([first.start, *(s.start for s in listed)])
    end = max([statement.end, *(s.end for s in listed)])
    document = statement.document
    return Citation(
        number=0,
        document=document,
        start=start,
        end=end,
        quote=document.text[start:end],
        page=statement.section.page,
    )


def _offered(parts: Sequence[tuple[Question, Sequence[Evidence]]]) -> list[Evidence]:
    """Return the evidence that no rule speaks against, the parts taking turns."""
    passing = [[e for e in evidence if e.veto is None] for _, evidence in parts]
    found: dict[tuple[str, int, int], Evidence] = {}
    for place in range(OFFERED):
        for each in (evidence[place] for evidence in passing if place < len(evidence)):
            quote = source(each.statement)
            found.setdefault((quote.document.id, quote.start, quote.end), each)
    return list(found.values())[:OFFERED]


@dataclass
class _Answer:
    """An answer while it is being written."""

    sources: Sequence[Citation]
    evidence: Sequence[Evidence]
    lookup: Lookup
    topic: Topic
    kept: list[Sentence] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    read: int = 0
    disagreeing: bool = False
    _gap: bool = False

    def add(self, said: Said) -> Sentence | None:
        """Take in what the model said; return the sentence if it stands."""
        self.read += 1
        if any(said.text == sentence.text for sentence in self.kept):
            return None
        cited = [n for n in said.evidence if 1 <= n <= len(self.sources)]
        numbers = dict(self.numbers)
        for n in cited:
            numbers.setdefault(n, len(numbers) + 1)
        sentence = Sentence(
            text=said.text,
            citations=tuple(
                self.sources[n - 1].model_copy(update={"number": numbers[n]}) for n in cited
            ),
            highlights=self._highlights(said.text, cited),
            label=label_of(self.evidence[cited[0] - 1]) if self.disagreeing and cited else None,
            generated=True,
        )
        reason = self._reason(sentence)
        self._gap = reason is not None
        if reason is not None:
            self.removed.append(Removal(text=said.text, reason=reason))
            return None
        self.numbers = numbers
        self.kept.append(sentence)
        return sentence

    def _reason(self, sentence: Sentence) -> str | None:
        if self._gap and opens_with_pronoun(sentence.text):
            return "it leans on a sentence that was removed"
        _, removed = verify([*self.kept, sentence], self.lookup, topic=self.topic)
        return removed[-1].reason if removed else None

    def _highlights(self, text: str, cited: Sequence[int]) -> tuple[Span, ...]:
        """Return the values in a sentence that are those asked for."""
        asked = [value for n in cited for value in self.evidence[n - 1].values]
        return tuple(
            Span(start=v.start, end=v.end)
            for v in typed(text)
            if any(v.kind == a.kind and agree(v, a) for a in asked)
        )

    def draft(self, fallback: Draft, name: str, *, failure: str | None, refused: bool) -> Draft:
        """Return what became of the answer."""
        removed = tuple(self.removed)
        if self.kept:
            return self._worded(fallback, failure)
        if refused:
            return Draft(
                status="not_found",
                confidence=fallback.confidence,
                lead="The documents do not say.",
                missing=fallback.missing,
                removed=removed,
            )
        reason = failure or f"Nothing that the chat model {name} wrote could be verified."
        notice = f"{reason} The answer is made of quotes instead."
        return replace(fallback, removed=removed, notice=notice)

    def _worded(self, fallback: Draft, failure: str | None) -> Draft:
        documents = {c.document.id for s in self.kept for c in s.citations}
        disagree = self.disagreeing and len(self.kept) > 1 and len(documents) > 1
        left_out = len(self.removed)
        counted = f"{left_out} sentence{'s' if left_out > 1 else ''} of the chat model"
        notices = [failure] if failure else []
        if left_out:
            notices.append(f"{counted} could not be verified and left out.")
        return Draft(
            status="disagreement" if disagree else "answered",
            confidence=fallback.confidence,
            lead="The documents disagree." if disagree else fallback.lead,
            sentences=tuple(self.kept),
            missing=fallback.missing,
            removed=tuple(self.removed),
            notice=" ".join(notices) or None,
        )
