"""Calibration: scores that are shares. A score of .7 should be right seven times in ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[np.float64]

BINS = 15
"""Bins of equal width (Guo et al., On Calibration of Modern Neural Networks, ICML 2017)."""


@dataclass(frozen=True)
class Bin:
    """Cases of like score: how many, their mean score, the share of them that is right."""

    size: int
    score: float
    share: float


def reliability(scores: Array, right: Array) -> tuple[Bin, ...]:
    """Return the cases by score, which lies in [0, 1]; ``right`` is 1 or 0 for each."""
    places = np.minimum((scores * BINS).astype(int), BINS - 1)
    groups = [places == n for n in range(BINS)]
    return tuple(
        Bin(size=int(g.sum()), score=float(scores[g].mean()), share=float(right[g].mean()))
        for g in groups
        if g.any()
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean gap of score and share, by size."""
    total = sum(b.size for b in bins)
    return sum(b.size * abs(b.score - b.share) for b in bins) / total


def miscalibration(values: Array, against: Array, weights: Array) -> Array:
    """Return the expected calibration error for each row of weights."""
    places = np.minimum((values * BINS).astype(int), BINS - 1)
    gaps = [
        np.abs(weights[:, places == n] @ (values - against)[places == n]) for n in np.unique(places)
    ]
    return np.asarray(np.sum(gaps, axis=0) / weights.sum(axis=1))


def log_loss(values: Array, against: Array, weights: Array) -> Array:
    """Return the mean logarithmic loss for each row of weights; lower is better."""
    sure = np.clip(np.where(against == 1, values, 1 - values), 1e-12, None)
    return np.asarray(-weights @ np.log(sure) / weights.sum(axis=1))


def platt(odds: Array, right: Array) -> tuple[float, float]:
    """Return the slope and shift that turn numbers into the log odds of being right (Platt, 1999).

    They are those of the highest likelihood.
    """

    def loss(line: Array) -> float:
        x = line[0] * odds + line[1]
        return float(np.mean(np.logaddexp(0, x) - right * x))

    slope, shift = minimize(loss, np.array([1.0, 0.0])).x
    return float(slope), float(shift)


def logistic(signs: Array, right: Array) -> tuple[float, Array]:
    """Return bias and slopes of a logistic regression in which no slope is below zero.

    Args:
        signs: one row a case.
        right: for each case 1 or 0.
    """

    def loss(line: Array) -> tuple[float, Array]:
        x = line[0] + signs @ line[1:]
        wrong = 1 / (1 + np.exp(-x)) - right
        slope = np.append(wrong.mean(), signs.T @ wrong / len(right))
        return float(np.mean(np.logaddexp(0, x) - right * x)), slope

    start = np.zeros(signs.shape[1] + 1)
    bounds = [(None, None), *[(0, None)] * signs.shape[1]]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return float(found[0]), found[1:]
