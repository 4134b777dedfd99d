"""Fits the weights by which signs of an answer are added up, on passages no reader was trained on.

Logistic regression over sentences tells how much each sign says; then the sum is scaled so that the
confidence of the best sentence of a question is the share of such questions it answers (Platt).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.chain import Assistant
from assistant.rank import Evidence, Weights
from assistant.types import Document, Section
from evals.reading.calibration import Array, platt
from evals.reading.exercises import LOOSE, OPEN, Exercise

CASUAL = frozenset(["squadshifts_amazon", "squadshifts_reddit", "tweetqa"])
"""Sets whose passages are no documents: reviews, comments, tweets."""


@dataclass(frozen=True)
class Asked:
    """One question: the signs of each sentence found for it, and whether that sentence answers.

    ``signs`` has one row a sentence: cover, similarity, reading.
    """

    signs: Array
    right: Array


def suitable(exercises: Iterable[Exercise]) -> list[Exercise]:
    """Return the exercises over passages that read like documents."""
    left_out = LOOSE | OPEN | CASUAL
    return [e for e in exercises if e.source not in left_out]


def passage(exercise: Exercise) -> Document:
    """Return the passage of an exercise as a document."""
    text = " ".join(exercise.sentences)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=digest[:16],
        title=exercise.title or None,
        text=text,
        sections=(Section(start=0, end=len(text)),),
        content_hash=digest,
    )


def ask(exercises: Iterable[Exercise], assistant: Assistant) -> Iterator[Asked]:
    """Ask each question over all passages, and yield what was found that nothing vetoes."""
    for exercise in exercises:
        found = [e for e in assistant.evidence(exercise.question) if e.veto is None]
        document = passage(exercise).id
        if found:
            yield Asked(
                signs=np.array([(e.cover, e.similarity, e.reading or 0.0) for e in found]),
                right=np.array([float(_answers(e, exercise, document)) for e in found]),
            )


def _answers(evidence: Evidence, exercise: Exercise, document: str) -> bool:
    statement = evidence.statement
    if statement.document.id != document:
        return False
    ends = np.cumsum([len(s) + 1 for s in exercise.sentences])
    return any(
        statement.start < ends[n] - 1 and ends[n] - 1 - len(exercise.sentences[n]) < statement.end
        for n in exercise.answers
    )


def fit(asked: Sequence[Asked], *, reader: bool = True) -> Weights:
    """Return the weights; without ``reader``, of cover and similarity alone."""
    columns = 3 if reader else 2
    signs = np.concatenate([a.signs for a in asked])[:, :columns]
    model = LogisticRegression(C=100.0).fit(signs, np.concatenate([a.right for a in asked]))
    slopes = np.append(model.coef_[0], [0.0] * (3 - columns))
    scale, shift = platt(*_best(asked, slopes))
    cover, similarity, reading = (float(x) for x in scale * slopes)
    return Weights(bias=shift, cover=cover, similarity=similarity, reading=reading)


def confidences(asked: Sequence[Asked], weights: Weights) -> tuple[Array, Array]:
    """Return, a question each, the confidence of its best sentence and whether it answers."""
    slopes = np.array([weights.cover, weights.similarity, weights.reading])
    odds, right = _best(asked, slopes)
    return 1 / (1 + np.exp(-odds - weights.bias)), right


def _best(asked: Sequence[Asked], slopes: Array) -> tuple[Array, Array]:
    sums = [a.signs @ slopes for a in asked]
    best = [int(s.argmax()) for s in sums]
    return (
        np.array([s[n] for s, n in zip(sums, best, strict=True)]),
        np.array([a.right[n] for a, n in zip(asked, best, strict=True)]),
    )
