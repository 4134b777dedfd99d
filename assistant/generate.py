"""Lets a chat model word the answer, and keeps of it what the evidence says."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import SURE
from assistant.chat import Chat
from assistant.draft import DISAGREE, Draft
from assistant.entail import Verdict, entail
from assistant.errors import ChatUnavailable
from assistant.prompts import prompt
from assistant.question import Question
from assistant.quotes import label_of
from assistant.rank import Evidence
from assistant.replies import Disagreeing, Refused, Said, replies
from assistant.sentences import sentences
from assistant.statements import Statement, listing
from assistant.types import Citation, Removal, Sentence
from assistant.values import agree, dates, numbers
from assistant.verify import Lookup, statements_in, verify

OFFERED = 6
"""Pieces of evidence that a model is given."""
SENTENCES = 8
"""Sentences of a model that are read."""
_ONE_THING = ("date", "number", "person", "place", "expansion", "name")
_ABOUT = (*_ONE_THING, "reason", "summary", "other")
"""Kinds of questions whose every piece of evidence must speak of all that is named."""
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
    answer = _Answer(offered, lookup, _answering(parts))
    failure: str | None = None
    refused = False
    messages = prompt(question, [source(e.statement).quote for e in offered])
    try:
        for reply in replies(chat.stream(messages)):
            if isinstance(reply, Refused):
                refused = True
            elif isinstance(reply, Disagreeing):
                answer.disagreeing = True
            elif len(answer.heard) < SENTENCES:
                yield from answer.add(reply)
    except ChatUnavailable as error:
        failure = str(error)
    return answer.draft(fallback, chat.name, failure=failure, refused=refused)


def source(statement: Statement) -> Citation:
    """Return the quote that stands for a statement: with what it leans on, or its whole list."""
    first = statement
    for _ in range(_DEPTH):
        first = first.antecedent or first
    listed = listing(statement)
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
    """Return the evidence that speaks of what is asked, the parts taking turns."""
    passing = [_to_the_point(question, evidence) for question, evidence in parts]
    found: dict[tuple[str, int, int], Evidence] = {}
    for place in range(OFFERED):
        for each in (evidence[place] for evidence in passing if place < len(evidence)):
            quote = source(each.statement)
            found.setdefault((quote.document.id, quote.start, quote.end), each)
    return list(found.values())[:OFFERED]


def _answering(parts: Sequence[tuple[Question, Sequence[Evidence]]]) -> frozenset[Statement] | None:
    """Return the statements one of which must be said where one thing is asked, else None.

    Around them a model is also shown what they lean on, and the other items of their list.
    """
    if any(question.kind not in _ONE_THING for question, _ in parts):
        return None
    return frozenset(e.statement for part in parts for e in _to_the_point(*part))


def _to_the_point(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence that would answer by itself, about what the question names."""
    passing = [e for e in evidence if e.answers]
    if question.kind not in _ABOUT or not passing:
        return passing
    best = passing[0].covered
    names = [t.stem for t in question.names]
    return [e for e in passing if all(e.covered[n] >= min(SURE, best[n]) for n in names)]


@dataclass
class _Answer:
    """An answer while it is being written."""

    evidence: Sequence[Evidence]
    lookup: Lookup
    answering: frozenset[Statement] | None
    kept: list[Sentence] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)
    disagreeing: bool = False

    def add(self, said: Said) -> Iterator[Sentence]:
        """Take in what the model said; yield what of it stands, if not the whole."""
        if said.text in self.heard:
            return
        self.heard.add(said.text)
        verdict = self._judged(said)
        if verdict.reason is None:
            sentence = self._sentence(said.text, verdict)
            kept, removed = verify([sentence], self.lookup)
            self.kept += kept
            self.removed += removed
            yield from kept
        elif len(parts := sentences(said.text)) > 1:
            for part in parts:
                yield from self.add(said.model_copy(update={"text": part.within(said.text)}))
        else:
            self.removed.append(Removal(text=said.text, reason=verdict.reason))

    def _judged(self, said: Said) -> Verdict:
        """Hold a sentence against the evidence it names, or find the first that says it."""
        numbered = [self.evidence[n - 1] for n in said.evidence if 1 <= n <= len(self.evidence)]
        if said.evidence:
            verdict = entail(said.text, [s for e in numbered for s in _shown(e)])
        else:
            verdicts = [entail(said.text, _shown(e)) for e in self.evidence]
            verdict = next((v for v in verdicts if v.reason is None), verdicts[0])
        beside = self.answering is not None and self.answering.isdisjoint(verdict.statements)
        if verdict.reason is None and beside:
            return Verdict(reason="it does not speak of what was asked about")
        return verdict

    def _sentence(self, text: str, verdict: Verdict) -> Sentence:
        cited = {c.number: c for sentence in self.kept for c in sentence.citations}
        found = []
        for quote in _widest([source(s) for s in verdict.statements]):
            known = next((n for n, c in cited.items() if _same_place(c, quote)), len(cited) + 1)
            cited[known] = quote.model_copy(update={"number": known})
            found.append(cited[known])
        label = None
        if self.disagreeing:
            documents = {s.document.id for s in verdict.statements}
            label = next(
                (label_of(e) for e in self.evidence if e.statement.document.id in documents), None
            )
        asked = [value for e in self.evidence for value in e.values]
        return Sentence(
            text=text,
            citations=tuple(dict.fromkeys(found)),
            highlights=tuple(
                v.span
                for v in (*dates(text), *numbers(text))
                if any(v.kind == a.kind and agree(v, a) for a in asked)
            ),
            label=label,
            generated=True,
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
            lead=DISAGREE if disagree else fallback.lead,
            sentences=tuple(self.kept),
            missing=fallback.missing,
            removed=tuple(self.removed),
            notice=" ".join(notices) or None,
        )


def _shown(evidence: Evidence) -> Sequence[Statement]:
    """Return the statements that the model was shown under one number."""
    return statements_in(source(evidence.statement))


def _widest(quotes: Sequence[Citation]) -> list[Citation]:
    """Leave out quotes that stand within another."""
    return [q for q in quotes if not any(_within(q, o) and not _same_place(q, o) for o in quotes)]


def _within(one: Citation, other: Citation) -> bool:
    same = one.document.id == other.document.id
    return same and other.start <= one.start and one.end <= other.end


def _same_place(one: Citation, other: Citation) -> bool:
    return _within(one, other) and _within(other, one)
