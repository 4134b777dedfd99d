"""A second look, where rules leave no sentence or a doubtful one: what speaks against is weighed.

A sentence may answer in words that no rule connects with the question: "Admission costs 110 kronor"
says what a ticket costs. So where nothing answers, or the reader doubts what does, it reads all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.binding import other_numbers, told_loosely, told_otherwise
from assistant.coverage import NAMED
from assistant.question import Question
from assistant.rank import Evidence, is_for_the_reader, read_as
from assistant.reader import Logits, Reader
from assistant.vetoes import CONVINCED, ruled_out
from assistant.vocabulary import Vocabulary


@dataclass(frozen=True)
class Scales:
    """What each sign adds to the log odds that it is this sentence rather than none that answers.

    Attributes:
        bias: without any sign.
        similarity: by the cosine of question and sentence.
        reading: by the reader's log odds.
        unnamed: by each name of the question that the sentence does not speak of.
    """

    bias: float
    similarity: float
    reading: float
    unnamed: float


SCALES = Scales(bias=-0.73, similarity=2.91, reading=0.93, unnamed=-2.13)
"""As ``python -m evals.reading look`` found them."""
ENOUGH = 0.5
"""The share from which a sentence answers after all: it is likelier than all else."""
UNLIKELY = 0.3
"""The share below which a doubtful sentence gives way to such a one."""


def second_look(
    question: Question, evidence: Sequence[Evidence], reader: Reader, vocabulary: Vocabulary
) -> tuple[Evidence, ...]:
    """Return evidence, its likeliest sentence as one that answers if it is likely enough.

    Args:
        question: what is asked.
        evidence: best first, of which nothing answers without doubt, each compared by meaning.
        reader: reads what it has not read.
        vocabulary: of the documents.
    """
    seen = _seen(question, evidence, reader, vocabulary)
    read = [item for item in seen if item.signs is not None]
    if not read:
        return tuple(seen)
    found = shares(np.array([item.signs for item in read]), SCALES)
    likeliest, share = read[int(found.argmax())], float(found.max())
    # Where few sentences compete, a share says little.
    if share < ENOUGH or (likeliest.reading or 0.0) < CONVINCED:
        return tuple(seen)
    doubtful = {id(item) for item, s in zip(read, found, strict=True) if s < UNLIKELY}
    if seen[0].answers and id(seen[0]) not in doubtful:
        return tuple(seen)
    answering = _answering(question, likeliest, share, vocabulary)
    if not answering.answers:
        return tuple(seen)
    given_way = (_given_way(item) if id(item) in doubtful else item for item in seen)
    return (answering, *(item for item in given_way if item.statement != likeliest.statement))


def shares(signs: Logits, scales: Scales) -> Logits:
    """Return how likely it is of each sentence that it answers, and none of the others.

    A conditional logit in which that none answers is one of the choices (McFadden, Conditional
    logit analysis of qualitative choice behavior, 1974).

    Args:
        signs: one row a sentence: similarity, reading, names that it does not speak of.
        scales: what each of them adds.
    """
    weights = np.array([scales.similarity, scales.reading, scales.unnamed])
    chances = np.exp(signs @ weights + scales.bias)
    return np.asarray(chances / (1 + chances.sum()))


def _seen(
    question: Question, evidence: Sequence[Evidence], reader: Reader, vocabulary: Vocabulary
) -> list[Evidence]:
    """Return evidence with what is weighed, where a reader can judge it."""
    readable = [item for item in evidence if is_for_the_reader(question, item.statement)]
    unread = [item for item in readable if item.reading is None]
    odds = reader.read(
        question.text, [read_as(item.statement, item.statement.text) for item in unread]
    )
    readings = {id(item): item.reading for item in readable}
    readings |= {id(item): float(o) for item, o in zip(unread, odds, strict=True)}
    return [
        item
        if (reading := readings.get(id(item))) is None
        else replace(
            item,
            reading=reading,
            signs=(item.similarity or 0.0, reading, _unnamed(question, item, vocabulary)),
        )
        for item in evidence
    ]


def _given_way(evidence: Evidence) -> Evidence:
    return replace(evidence, veto=evidence.veto or "another sentence is likelier to answer")


def _unnamed(question: Question, evidence: Evidence, vocabulary: Vocabulary) -> float:
    """Return how many names of the question a sentence does not speak of."""
    unnamed = (
        evidence.covered[t.stem] < NAMED and vocabulary.tells_apart(t.stem) for t in question.names
    )
    return float(sum(unnamed))


def _answering(
    question: Question, evidence: Evidence, share: float, vocabulary: Vocabulary
) -> Evidence:
    """Return evidence as what answers, unless it is ruled out whatever a reader finds in it."""
    statement, covered = evidence.statement, evidence.covered
    values, spans = evidence.values, evidence.spans
    if not spans:
        values = told_otherwise(question, statement) or other_numbers(question, statement)
        spans = tuple(v.span for v in values) or told_loosely(question, statement)
    if ruled_out(question, statement, covered, spans, vocabulary) is not None:
        return evidence
    # Of several numbers nobody knows which it is.
    told = evidence.spans or len(spans) == 1
    return replace(
        evidence,
        veto=None,
        confidence=share,
        values=values if told else (),
        spans=spans if told else (),
    )
