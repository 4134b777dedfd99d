"""Judges sentences as evidence: is this said of what is asked about, and does it hold an answer?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.binding import asked_values, given_names
from assistant.coverage import cover
from assistant.models import Embedder
from assistant.question import Question
from assistant.statements import Statement, statements
from assistant.types import Passage, Span
from assistant.values import TypedValue, persons
from assistant.vetoes import new_names, veto
from assistant.vocabulary import Vocabulary

ROLE_WEIGHT = {"name": 1.3, "head": 1.2, "word": 0.8}

BIAS, COVER_SLOPE, SIMILARITY_SLOPE = -6.0, 7.0, 3.0
KIND_BONUS = 0.2
"""Cover that a value of the kind asked for is worth when choosing what to encode."""
NAME_BONUS = 1.0
"""A question for a name prefers sentences that give a full name with its short form."""
LIST_SLOPE, LIST_NAMES = 1.0, 4
"""A list question prefers sentences that name several things."""


@dataclass(frozen=True)
class Evidence:
    """A statement, judged for one question.

    Attributes:
        statement: the sentence.
        covered: for each term's stem, how well the statement speaks of it, in [0, 1].
        cover: the weighted mean of these.
        similarity: cosine of question and sentence.
        confidence: probability-like score in [0, 1] that the sentence answers.
        spans: what was asked for, as positions in the sentence.
        values: the typed values among them.
        veto: why it cannot be the answer, if it cannot.
    """

    statement: Statement
    covered: dict[str, float]
    cover: float
    similarity: float
    confidence: float
    spans: tuple[Span, ...] = ()
    values: tuple[TypedValue, ...] = ()
    veto: str | None = None


def rank(
    question: Question,
    passages: Sequence[Passage],
    vocabulary: Vocabulary,
    embedder: Embedder,
    *,
    encoded: int,
) -> tuple[Evidence, ...]:
    """Return the statements of the passages as evidence, best first.

    Only the ``encoded`` best covered ones are compared by meaning; the others are left out.
    """
    judged = []
    for order, statement in enumerate(_candidates(passages)):
        covered = {t.stem: cover(t, statement, vocabulary) for t in question.terms}
        mean = _mean(question, covered, vocabulary)
        judged.append((mean, _holds_kind(question, statement), -order, statement, covered))
    judged.sort(key=lambda item: (item[0] + KIND_BONUS * item[1], item[2]), reverse=True)
    chosen = judged[:encoded]
    similarities = _similarities(question.text, [item[3] for item in chosen], embedder)
    evidence = [
        _judge(question, statement, covered, mean, similarity, vocabulary)
        for (mean, _, _, statement, covered), similarity in zip(chosen, similarities, strict=True)
    ]
    return tuple(sorted(evidence, key=lambda e: (e.veto is None, e.confidence), reverse=True))


def _holds_kind(question: Question, statement: Statement) -> bool:
    """Whether a statement holds a value of the kind that the question asks for."""
    if question.kind == "expansion":
        return bool(given_names(question, statement))
    return bool(asked_values(question, statement))


def _candidates(passages: Sequence[Passage]) -> list[Statement]:
    found: dict[tuple[str, int], Statement] = {}
    for passage in passages:
        for statement in statements(passage.document):
            if statement.start < passage.chunk.end and passage.chunk.start < statement.end:
                found.setdefault((passage.document.id, statement.order), statement)
    return list(found.values())


def _mean(question: Question, covered: dict[str, float], vocabulary: Vocabulary) -> float:
    weights = {t.stem: vocabulary.weight(t.stem) * ROLE_WEIGHT[t.role] for t in question.terms}
    total = sum(weights.values())
    return sum(weights[stem] * covered[stem] for stem in weights) / total if total else 0.0


def _similarities(
    question: str, candidates: Sequence[Statement], embedder: Embedder
) -> list[float]:
    if not candidates:
        return []
    vectors = embedder.embed_sentences([question, *map(_in_context, candidates)])
    return [float(similarity) for similarity in vectors[1:] @ vectors[0]]


def _in_context(statement: Statement) -> str:
    before = statement.leaning
    return f"{before.text} {statement.text}" if before else statement.text


def _judge(
    question: Question,
    statement: Statement,
    covered: dict[str, float],
    mean: float,
    similarity: float,
    vocabulary: Vocabulary,
) -> Evidence:
    values = asked_values(question, statement)
    spans = tuple(Span(start=v.start, end=v.end) for v in values)
    if question.kind in ("expansion", "name"):
        spans = given_names(question, statement)
    if question.kind == "person":
        found = persons(statement.text, common=vocabulary.common)
        spans = tuple(s for s in found if not _is_asked(question, statement, s))
    exponent = BIAS + COVER_SLOPE * mean + SIMILARITY_SLOPE * similarity
    if question.kind == "name" and spans:
        exponent += NAME_BONUS
    if question.kind == "list":
        exponent += LIST_SLOPE * min(new_names(question, statement), LIST_NAMES) / LIST_NAMES
    return Evidence(
        statement=statement,
        covered=covered,
        cover=mean,
        similarity=similarity,
        confidence=1 / (1 + math.exp(-exponent)),
        spans=spans,
        values=values,
        veto=veto(question, statement, covered, spans, vocabulary),
    )


def _is_asked(question: Question, statement: Statement, span: Span) -> bool:
    asked = {t.stem for t in question.terms}
    inside = [w for w in statement.words if span.start <= w.start < span.end]
    return all(asked.intersection(w.stems) for w in inside)
