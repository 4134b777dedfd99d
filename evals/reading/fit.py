"""Fits the weights by which signs of an answer are added up, and measures weights elsewhere.

What counts is the decision: does the best sentence of a question answer it? So the sum is scaled
until the confidence of the best sentence is the share of such questions that it answers (Platt).
How much the signs say beside one another is either left as it is, or fitted by logistic regression
over all sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.rank import Weights
from evals.reading.calibration import (
    Array,
    Bin,
    log_loss,
    logistic,
    miscalibration,
    platt,
    reliability,
)
from evals.reading.signs import Asked
from evals.statistics import Statistic, auroc, interval, point, resample

MEASURES: dict[str, Statistic] = {
    "log loss": log_loss,
    "AUROC": auroc,
    "calibration error": miscalibration,
}


@dataclass(frozen=True)
class Figure:
    """A figure over questions and the limits of its 95 % interval, documents resampled."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Measured:
    """Weights, their figures by the names in ``MEASURES``, and their reliability curve."""

    weights: Weights
    figures: dict[str, Figure]
    curve: tuple[Bin, ...]


def scaled(asked: Sequence[Asked], weights: Weights) -> Weights:
    """Return weights in the same proportion, whose confidence is the share that is right.

    Which sentence is the best one stays the same.
    """
    scale, shift = platt(*_best(asked, weights))
    return Weights(
        bias=scale * weights.bias + shift,
        cover=scale * weights.cover,
        similarity=scale * weights.similarity,
        reading=scale * weights.reading,
        fitness=scale * weights.fitness,
    )


def fitted(asked: Sequence[Asked], weights: Weights) -> Weights:
    """Return weights fitted anew, none below zero; a sign that weighs nothing goes on doing so.

    How often a sentence answers says little of how often the best one does, so that only the
    proportion is taken from the sentences.
    """
    heard = _slopes(weights) > 0
    signs, right = (np.concatenate([getattr(a, n) for a in asked]) for n in ("signs", "right"))
    bias, slopes = logistic(signs * heard, right)
    cover, similarity, reading, fitness = (float(slope) for slope in slopes * heard)
    found = Weights(bias, cover, similarity, reading, fitness)
    return scaled(asked, found)


def measure(asked: Sequence[Asked], weights: Weights) -> Measured:
    """Measure the confidence of the best sentence of each question against whether it answers."""
    odds, right = _best(asked, weights)
    confidences = 1 / (1 + np.exp(-odds))
    drawn = resample([a.document for a in asked])
    figures = {}
    for name, statistic in MEASURES.items():
        low, high = interval(statistic(confidences, right, drawn)) or (np.nan, np.nan)
        figures[name] = Figure(point(statistic, confidences, right), low, high)
    return Measured(weights, figures, reliability(confidences, right))


def _slopes(weights: Weights) -> Array:
    return np.array([weights.cover, weights.similarity, weights.reading, weights.fitness])


def _best(asked: Sequence[Asked], weights: Weights) -> tuple[Array, Array]:
    """Return, a question each, the log odds of its best sentence and whether it answers."""
    sums = [a.signs @ _slopes(weights) + weights.bias for a in asked]
    best = [int(s.argmax()) for s in sums]
    return (
        np.array([s[n] for s, n in zip(sums, best, strict=True)]),
        np.array([a.right[n] for a, n in zip(asked, best, strict=True)]),
    )
