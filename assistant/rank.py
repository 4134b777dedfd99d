"""Judges sentences as evidence: is this said of what is asked about, and does it hold an answer?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.accounts import opens
from assistant.binding import (
    asked_values,
    given_names,
    named,
    other_names,
    told_loosely,
    told_otherwise,
)
from assistant.clauses import told_of
from assistant.coverage import cover
from assistant.models import Embedder
from assistant.posts import held_before, holder
from assistant.question import Question, Term
from assistant.reader import Logits, Reader, in_context
from assistant.statements import Statement, listing, statements
from assistant.types import Chunk, Passage, Span
from assistant.values import TypedValue, is_as_precise, persons
from assistant.vetoes import CERTAIN, CONVINCED, is_english, new_names, veto
from assistant.vocabulary import Vocabulary

ROLE_WEIGHT = {"name": 1.3, "head": 1.2, "word": 0.8}
PARAPHRASED = 0.65
"""What is left of the weight of a word that no document uses: the answer says it in others."""


@dataclass(frozen=True)
class Weights:
    """What each sign adds to the log odds that a sentence answers.

    ``fitness`` scales what rules add for the kind of thing asked for.
    """

    bias: float
    cover: float
    similarity: float
    reading: float = 0.0
    fitness: float = 1.0


UNREAD = Weights(bias=-4.9, cover=5.0, similarity=2.1, fitness=0.7)
"""Of a sentence that no reader was asked about."""
READ = Weights(bias=-1.9, cover=2.2, similarity=1.32, reading=0.4, fitness=0.44)
"""Of one that a reader read.

How the signs weigh beside one another is set by hand. Their scale and the bias are what
``python -m evals.reading fit`` finds over public questions, a fifth of them without an answer: so
the confidence of the best sentence is the share of such questions that it answers.
"""
THRESHOLD = 0.25
"""Confidence from which evidence answers.

Of held-back public questions, 1 best sentence in 27 is right below it, 14 in 28 from there to .5.
"""
KIND_BONUS = 0.2
"""Cover that a value of the kind asked for is worth when choosing what to encode."""
PLACE_BONUS, PLACES = 0.4, 5
"""Cover that the passage found first is worth then; the sixth, after five places, is worth half."""
FORMER = -2.0
"""Who held a post is hardly asked for where it is asked who holds it."""
NAME_BONUS = 1.0
"""A question for a name prefers sentences that give a full name with its short form."""
PRECISE_BONUS = 0.7
"""A question for a day or a month prefers a date that says it."""
LIST_SLOPE, LIST_NAMES = 2.0, 4
"""A list question prefers sentences that name several things."""


@dataclass(frozen=True)
class Evidence:
    """A statement, judged for one question.

    Attributes:
        statement: the sentence.
        covered: for each term's stem, how well the statement speaks of it, in [0, 1].
        cover: the weighted mean of these.
        similarity: cosine of question and sentence; None where a rule speaks against the sentence
            and others answer, for then nothing depends on it.
        reading: the reader's log odds that the sentence answers; None where it was not asked.
        fitness: how much better than others it fits the question for its kind of thing.
        confidence: probability-like score in [0, 1] that the sentence answers.
        spans: what was asked for, as positions in the sentence.
        values: the typed values among them.
        veto: why it cannot be the answer, if it cannot.
    """

    statement: Statement
    covered: dict[str, float]
    cover: float
    similarity: float | None
    reading: float | None
    confidence: float
    spans: tuple[Span, ...] = ()
    values: tuple[TypedValue, ...] = ()
    veto: str | None = None
    fitness: float = 0.0
    rival: bool = False
    """Whether it was only looked for as what may contradict the best evidence."""
    signs: tuple[float, float, float] | None = None
    """What a second look weighs: similarity, reading, names of the question left unsaid."""

    @property
    def answers(self) -> bool:
        """Whether it is sure enough to answer."""
        return self.veto is None and self.confidence >= THRESHOLD


@dataclass(frozen=True)
class _Candidate:
    statement: Statement
    covered: dict[str, float]
    cover: float
    values: tuple[TypedValue, ...] = ()
    spans: tuple[Span, ...] = ()


def rank(
    question: Question,
    passages: Sequence[Passage],
    vocabulary: Vocabulary,
    embedder: Embedder,
    *,
    encoded: int,
    reader: Reader | None = None,
) -> tuple[Evidence, ...]:
    """Return the statements of the passages as evidence, best first.

    Only the ``encoded`` best covered ones are judged; the others are left out. Of them those that
    no rule speaks against are compared by meaning and read, which takes most of the time; and if
    the best of these is in doubt, all are compared, and those read that a certain reader may pass.
    """
    best = _candidates(question, passages, vocabulary)[:encoded]
    chosen = [_with_asked(question, candidate, vocabulary) for candidate in best]
    similarities: list[float | None] = [None] * len(chosen)
    readings, evidence = similarities, list[Evidence]()
    for level in (CONVINCED, CERTAIN) if reader is not None else (CERTAIN,):
        passing = [_passes(question, candidate, level, vocabulary) for candidate in chosen]
        compared = [level == CERTAIN or passes for passes in passing]
        similarities = _similarities(question.text, chosen, embedder, compared, similarities)
        if reader is not None:
            readings = _readings(question, chosen, reader, passing, readings)
        evidence = [
            _judge(question, candidate, similarity, reading, vocabulary)
            for candidate, similarity, reading in zip(chosen, similarities, readings, strict=True)
        ]
        evidence.sort(key=lambda e: (e.veto is None, e.confidence), reverse=True)
        if is_settled(evidence):
            break
    return tuple(evidence)


def is_settled(evidence: Sequence[Evidence]) -> bool:
    """Return whether the best evidence answers, and no reader doubts it."""
    best = next(iter(evidence), None)
    return best is not None and best.answers and (best.reading or 0.0) >= CONVINCED


def _candidates(
    question: Question, passages: Sequence[Passage], vocabulary: Vocabulary
) -> list[_Candidate]:
    """Return the statements of the passages, best covered first, at par as they were found."""
    found = []
    for statement, place in _statements(passages):
        # What one line of a list speaks of, all of the list does.
        lines = (question.kind == "list" and listing(statement)) or (statement,)
        covered = {t.stem: max(cover(t, s, vocabulary) for s in lines) for t in question.terms}
        candidate = _Candidate(statement, covered, _mean(question, covered, vocabulary))
        found.append((candidate, _promise(question, candidate, place)))
    found.sort(key=lambda item: item[1], reverse=True)
    return [candidate for candidate, _ in found]


def _promise(question: Question, candidate: _Candidate, place: int) -> float:
    """Return what a candidate promises before it is compared by meaning and read.

    It may answer in other words than the question's: so does a passage that was found first.
    """
    kind = KIND_BONUS * _holds_kind(question, candidate.statement)
    return candidate.cover + kind + PLACE_BONUS / (1 + place / PLACES)


def _statements(passages: Sequence[Passage]) -> list[tuple[Statement, int]]:
    """Return each statement of the passages with the place of the first that holds it, from 0."""
    found: dict[tuple[str, int], tuple[Statement, int]] = {}
    for place, passage in enumerate(passages):
        for statement in statements(passage.document):
            if _is_in(statement, passage.chunk):
                found.setdefault((passage.document.id, statement.order), (statement, place))
    return list(found.values())


def _is_in(statement: Statement, chunk: Chunk) -> bool:
    """Whether a statement is, in part, in a chunk, or the heading above it."""
    if statement.start < chunk.end and chunk.start < statement.end:
        return True
    section = statement.section
    heading = statement.text in section.headings[-1:]
    return heading and section.start <= chunk.start < section.end


def _mean(question: Question, covered: dict[str, float], vocabulary: Vocabulary) -> float:
    weights = {t.stem: _weight(t, vocabulary) for t in question.terms}
    total = sum(weights.values())
    return sum(weights[stem] * covered[stem] for stem in weights) / total if total else 0.0


def _weight(term: Term, vocabulary: Vocabulary) -> float:
    weight = vocabulary.weight(term.stem) * ROLE_WEIGHT[term.role]
    paraphrased = term.soft or (term.role == "word" and not vocabulary.knows(term.stem))
    return weight * PARAPHRASED if paraphrased else weight


def _holds_kind(question: Question, statement: Statement) -> bool:
    """Whether a statement holds a value of the kind that the question asks for."""
    if question.kind == "expansion":
        return bool(given_names(question, statement))
    return bool(asked_values(question, statement))


def _similarities(
    question: str,
    candidates: Sequence[_Candidate],
    embedder: Embedder,
    compared: Sequence[bool],
    known: Sequence[float | None],
) -> list[float | None]:
    """Return the cosine of question and candidate where it is ``compared`` or already ``known``."""
    left = [i for i, wanted in enumerate(compared) if wanted and known[i] is None]
    if not left:
        return list(known)
    texts = [_with_leaning(candidates[i].statement) for i in left]
    vectors = embedder.embed_sentences([question, *texts])
    return _filled(known, left, vectors[1:] @ vectors[0])


def _filled(
    known: Sequence[float | None], left: Sequence[int], found: Logits
) -> list[float | None]:
    """Return what is known, with what was found for the places that were left."""
    values = dict(zip(left, map(float, found), strict=True))
    return [values.get(i, before) for i, before in enumerate(known)]


def _with_leaning(statement: Statement) -> str:
    before = statement.leaning
    return f"{before.text} {statement.text}" if before else statement.text


def _readings(
    question: Question,
    candidates: Sequence[_Candidate],
    reader: Reader,
    passing: Sequence[bool],
    known: Sequence[float | None],
) -> list[float | None]:
    """Return the reader's log odds for each candidate; None where it is not asked.

    Asked is of what is ``passing`` and not ``known`` yet, where it has a say.
    """
    left = [
        i
        for i, candidate in enumerate(candidates)
        if passing[i] and known[i] is None and is_for_the_reader(question, candidate.statement)
    ]
    passages = [read_as(s, s.text) for s in (candidates[i].statement for i in left)]
    return _filled(known, left, reader.read(question.text, passages))


def _with_asked(question: Question, candidate: _Candidate, vocabulary: Vocabulary) -> _Candidate:
    values, spans = _asked(question, candidate.statement, vocabulary)
    return replace(candidate, values=values, spans=spans)


def _passes(
    question: Question, candidate: _Candidate, level: float, vocabulary: Vocabulary
) -> bool:
    """Whether no rule speaks against a candidate, if a reader says ``level`` for it."""
    candidate = _as_read(question, candidate, level)
    statement, covered, spans = candidate.statement, candidate.covered, candidate.spans
    return veto(question, statement, covered, spans, level, vocabulary) is None


def _as_read(question: Question, candidate: _Candidate, reading: float | None) -> _Candidate:
    """Return a candidate with what tells a value otherwise, where a reader is certain of it."""
    if candidate.spans or reading is None or reading < CERTAIN:
        return candidate
    values = told_otherwise(question, candidate.statement)
    spans = tuple(v.span for v in values) or told_loosely(question, candidate.statement)
    return replace(candidate, values=values, spans=spans)


def is_for_the_reader(question: Question, statement: Statement) -> bool:
    """Return whether a reader has a say: no line of a list by itself is what it asks for."""
    listed = question.kind == "list" and listing(statement)
    return not listed and is_english(question, statement)


def read_as(statement: Statement, text: str) -> str:
    """Return what a reader is given of a statement, or of a part of its text."""
    headings = (statement.document.title or "", *statement.section.headings)
    return in_context(
        text,
        title=" - ".join(dict.fromkeys(filter(None, headings))),
        before=statement.before.text if statement.before else "",
    )


def _judge(
    question: Question,
    candidate: _Candidate,
    similarity: float | None,
    reading: float | None,
    vocabulary: Vocabulary,
) -> Evidence:
    candidate = _as_read(question, candidate, reading)
    statement, spans = candidate.statement, told_of(question, candidate.statement, candidate.spans)
    values = told_of(question, statement, candidate.values)
    if question.posts:
        values = tuple(v for v in values if any(s.start == v.start for s in spans))
        spans = tuple(s for s in spans if any(s.start == v.start for v in values)) or spans
    fitness = _fitness(question, statement, spans, values)
    # That sources differ is no answer to a reader, though what they say is.
    weights = UNREAD if reading is None or opens(statement) else READ
    odds = (
        weights.bias
        + weights.cover * candidate.cover
        + weights.similarity * (similarity or 0.0)
        + weights.reading * (reading or 0.0)
        + weights.fitness * fitness
    )
    return Evidence(
        statement=statement,
        covered=candidate.covered,
        cover=candidate.cover,
        similarity=similarity,
        reading=reading,
        confidence=1 / (1 + math.exp(-odds)),
        spans=spans,
        values=values,
        veto=veto(question, statement, candidate.covered, candidate.spans, reading, vocabulary),
        fitness=fitness,
    )


def _asked(
    question: Question, statement: Statement, vocabulary: Vocabulary
) -> tuple[tuple[TypedValue, ...], tuple[Span, ...]]:
    """Return what a statement holds of the kind asked for: typed values, and all of it as spans."""
    values = asked_values(question, statement)
    if question.kind in ("expansion", "name"):
        return values, given_names(question, statement)
    if question.kind == "person":
        found = persons(statement.text, common=vocabulary.common_in(statement.document))
        spans = tuple(s for s in found if not _is_asked(question, statement, s))
        if not question.posts:
            return named(question, statement, spans), spans
        return holder(question, statement, spans, vocabulary)
    if question.kind == "place" or question.chosen:
        return named(question, statement, other_names(question, statement, vocabulary)), ()
    return values, tuple(v.span for v in values)


def _fitness(
    question: Question,
    statement: Statement,
    spans: Sequence[Span],
    values: Sequence[TypedValue],
) -> float:
    """Return how much better a statement fits a question for its kind of thing than others do."""
    if question.kind == "date" and any(is_as_precise(v, question.text) for v in values):
        return PRECISE_BONUS
    if question.kind == "name" and spans:
        return NAME_BONUS
    if question.present and held_before(question, statement):
        return FORMER
    if question.kind == "list":
        if listing(statement):
            return LIST_SLOPE
        return LIST_SLOPE * min(new_names(question, statement), LIST_NAMES) / LIST_NAMES
    return 0.0


def _is_asked(question: Question, statement: Statement, span: Span) -> bool:
    asked = {t.stem for t in question.terms}
    inside = [w for w in statement.words if span.start <= w.start < span.end and w.content]
    return all(asked.intersection(w.stems) for w in inside)
