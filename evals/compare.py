"""Comparing two runs case by case: what got better, what worse, and whether it is chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.errors import SuiteError
from assistant.types import Value
from evals.metrics import METRICS, Metric
from evals.runs import Scored
from evals.score import columns
from evals.statistics import Array, bootstrap_p, interval, mcnemar, mean, point, resample
from evals.types import Score

ACROSS_CASES = ("auroc", "risk_coverage")
"""Metrics that say nothing of a single case."""

Scores = Mapping[tuple[str, str], Score]


class Change(Value):
    """A metric in both runs: the difference b - a, its 95 % interval, and its p value.

    ``test`` names what gave p: McNemar's exact test where every value is 0 or 1, else a paired
    bootstrap over clusters.
    """

    metric: str
    a: float
    b: float
    low: float | None
    high: float | None
    p: float
    test: str


class Move(Value):
    """A metric of one case that changed; None where it was not scored."""

    metric: str
    a: float | None
    b: float | None

    @property
    def better(self) -> bool | None:
        """Whether the change is for the better, if that can be said."""
        wanted = METRICS[self.metric].better
        if self.a is None or self.b is None or wanted == "neither":
            return None
        return (self.b > self.a) == (wanted == "higher")


class Comparison(Value):
    """What differs: metrics, the moves of each case by its id, and cases only one run has."""

    changes: tuple[Change, ...]
    moves: dict[str, tuple[Move, ...]]
    unpaired: tuple[str, ...]


def compare(a: Scored, b: Scored) -> Comparison:
    """Pair two runs by the ids of their cases.

    Raises:
        SuiteError: they have no case in common.
    """
    by_a, by_b = ({(s.metric, s.case): s for s in run.scores} for run in (a, b))
    cases_a, cases_b = (list(dict.fromkeys(s.case for s in run.scores)) for run in (a, b))
    common = [case for case in cases_a if case in set(cases_b)]
    if not common:
        raise SuiteError("The two runs have no case in common. Compare runs of the same suite.")
    changes = (_change(metric, common, by_a, by_b) for metric in METRICS.values())
    moves = {case: _moves(case, by_a, by_b) for case in common}
    return Comparison(
        changes=tuple(change for change in changes if change),
        moves={case: found for case, found in moves.items() if found},
        unpaired=tuple(sorted({*cases_a} ^ {*cases_b})),
    )


def _moves(case: str, by_a: Scores, by_b: Scores) -> tuple[Move, ...]:
    names = [
        n for n in METRICS if n not in ACROSS_CASES and (n, case) in by_a and (n, case) in by_b
    ]
    pairs = [(n, by_a[n, case].value, by_b[n, case].value) for n in names]
    return tuple(Move(metric=n, a=a, b=b) for n, a, b in pairs if a != b)


def _change(metric: Metric, cases: Sequence[str], by_a: Scores, by_b: Scores) -> Change | None:
    keys = [(metric.name, c) for c in cases if {(metric.name, c)} <= by_a.keys() & by_b.keys()]
    a, b = [by_a[key] for key in keys], [by_b[key] for key in keys]
    before, after = columns(a), columns(b)
    if np.array_equal(before, after, equal_nan=True) or not len(before[0]) or not len(after[0]):
        return None
    clusters = [score.cluster for score in a]
    differences = _resampled(metric, b, clusters) - _resampled(metric, a, clusters)
    low, high = interval(differences) or (None, None)
    pairs = [(x.value, y.value) for x, y in zip(a, b, strict=True)]
    binary = metric.figure is mean and {v for pair in pairs for v in pair} <= {0, 1, None}
    by_chance = mcnemar(pairs.count((0, 1)), pairs.count((1, 0)))
    return Change(
        metric=metric.name,
        a=point(metric.figure, *before),
        b=point(metric.figure, *after),
        low=low,
        high=high,
        p=by_chance if binary else bootstrap_p(differences),
        test="McNemar" if binary else "bootstrap",
    )


def _resampled(metric: Metric, scores: Sequence[Score], clusters: Sequence[str]) -> Array:
    """Return the figure in each resample; equal clusters are drawn alike for both runs."""
    scored = np.array([s.value is not None for s in scores])
    with np.errstate(invalid="ignore"):
        return metric.figure(*columns(scores), resample(clusters)[:, scored])
