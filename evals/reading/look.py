"""Fits what a second look weighs, over questions of which rules leave no sentence.

Asked are those about documents kept back from the reader, all of them searched together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from assistant.chain import Assistant
from assistant.second_look import Scales, shares
from evals.reading.calibration import Array
from evals.reading.exercises import Exercise
from evals.reading.signs import doubtful, holds, passage

RIDGE = 0.1
"""Penalty on the squared weights: a sign that tells little stays small."""


@dataclass(frozen=True)
class Looked:
    """One question that was looked at twice.

    Attributes:
        signs: one row a sentence: similarity, reading, names that it does not speak of.
        right: for each sentence 1 if it answers, else 0.
        chosen: the sentence that was let answer after all, if one was.
    """

    signs: Array
    right: Array
    chosen: int | None


def look(exercises: Iterable[Exercise], assistant: Assistant) -> Iterator[Looked]:
    """Ask each question, and yield those that were looked at twice."""
    for exercise in exercises:
        own = passage(exercise).id
        evidence = assistant.evidence(exercise.question)
        weighed = [e for e in evidence if e.signs is not None and not doubtful(e, exercise, own)]
        if weighed:
            answering = (n for n, e in enumerate(weighed) if e.answers)
            yield Looked(
                signs=np.array([e.signs for e in weighed]),
                right=np.array([float(holds(e, exercise, own, exercise.answers)) for e in weighed]),
                chosen=next(answering, None),
            )


def fitted_scales(looked: Sequence[Looked]) -> Scales:
    """Return the scales under which it is likeliest that what answers answers."""

    def penalised(weights: Array) -> float:
        scales = Scales(*map(float, weights))
        return len(looked) * loss(looked, scales) + RIDGE / 2 * float(weights[1:] @ weights[1:])

    return Scales(*map(float, minimize(penalised, np.zeros(4)).x))


def loss(looked: Sequence[Looked], scales: Scales) -> float:
    """Return the mean logarithmic loss of choosing the sentence that answers, or none."""
    chances = []
    for one in looked:
        found = shares(one.signs, scales)
        chances.append(found @ one.right if one.right.any() else 1 - found.sum())
    return float(-np.mean(np.log(np.clip(chances, 1e-12, None))))
