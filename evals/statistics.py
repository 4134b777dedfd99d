"""Figures over cases, their intervals, and whether two runs differ.

A figure is a function of the cases' values, what each is held against, and a weight for each case
and resample; so one bootstrap serves them all. Cases of one cluster (a conversation, a document)
are not independent, hence clusters are drawn, not cases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RESAMPLES = 1000
SEED = 0


Statistic = Callable[[Array, Array, Array], Array]
"""From values, what they are held against and weights (resamples, cases) to one figure a row."""


def mean(values: Array, against: Array, weights: Array) -> Array:  # noqa: ARG001
    """Return the mean of the values."""
    return np.asarray(weights @ values / weights.sum(axis=1))


def dice(values: Array, against: Array, weights: Array) -> Array:
    """Return F1, where a value is 1 for a hit, 0 for a miss or a false hit.

    With p the share of hits among all three, F1 = 2 TP / (2 TP + FP + FN) = 2 p / (1 + p).
    """
    share = mean(values, against, weights)
    return np.asarray(2 * share / (1 + share))


def ratio(values: Array, against: Array, weights: Array) -> Array:
    """Return the sum of the values divided by the sum of what they are held against."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(weights @ values / (weights @ against))


def auroc(values: Array, against: Array, weights: Array) -> Array:
    """Return the area under the ROC curve: how often a true case scores above a false one.

    ``against`` is 1 for true and 0 for false; a tie counts half (Mann and Whitney, 1947).
    """
    true, false = against == 1, against == 0
    ahead = np.sign(values[true][:, None] - values[false][None, :]) / 2 + 0.5
    won = ((weights[:, true] @ ahead) * weights[:, false]).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray(won / (weights[:, true].sum(axis=1) * weights[:, false].sum(axis=1)))


def risk_coverage(values: Array, against: Array, weights: Array) -> Array:
    """Return the area under the risk-coverage curve (Geifman and El-Yaniv, 2017); lower is better.

    The most confident cases are answered first; risk is the share of them, at each coverage, whose
    ``against`` is 0. Cases of equal confidence are answered together. Without a case to refuse
    there is no risk to measure.
    """
    if against.all():
        return np.full(len(weights), np.nan)
    order = np.argsort(-values, kind="stable")
    weights, wrong = weights[:, order], 1 - against[order]
    first = np.unique(-values[order], return_index=True)[1]
    size = np.add.reduceat(weights, first, axis=1)
    lost = np.add.reduceat(weights * wrong, first, axis=1)
    risk = np.cumsum(lost, axis=1) / np.maximum(np.cumsum(size, axis=1), 1)
    return np.asarray((risk * size).sum(axis=1) / size.sum(axis=1))


def resample(clusters: Sequence[str]) -> Array:
    """Draw clusters with replacement and return how often each case was drawn, a row a resample."""
    names, member = np.unique(np.asarray(clusters), return_inverse=True)
    draw = np.random.default_rng(SEED)
    even = np.full(len(names), 1 / len(names))
    return np.asarray(draw.multinomial(len(names), even, size=RESAMPLES)[:, member], dtype=float)


def point(statistic: Statistic, values: Array, against: Array) -> float:
    """Return the figure itself."""
    return float(statistic(values, against, np.ones((1, len(values))))[0])


def interval(resampled: Array) -> tuple[float, float] | None:
    """Return the limits of the 95 % percentile interval, or None if half the draws say nothing."""
    known = resampled[~np.isnan(resampled)]
    if len(known) < len(resampled) / 2:
        return None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def mcnemar(better: int, worse: int) -> float:
    """Return the exact two-sided p value of pairs that differ one way and the other."""
    from scipy.stats import binomtest  # noqa: PLC0415 (takes a second)

    return float(binomtest(better, better + worse).pvalue) if better + worse else 1.0


def bootstrap_p(differences: Array) -> float:
    """Return the two-sided p value that the resampled differences lie around zero."""
    known = differences[~np.isnan(differences)]
    tail = min(np.sum(known <= 0), np.sum(known >= 0))
    return float(min(1.0, 2 * (tail + 1) / (len(known) + 1)))
