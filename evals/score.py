"""Scoring: every metric over every outcome, and the figures that come of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evals.metrics import METRICS, RETRIEVAL, Metric
from evals.statistics import Array, interval, point, resample
from evals.types import Figure, Outcome, Score, Verdict


def score(outcomes: Sequence[Outcome], *, retrieval_only: bool = False) -> tuple[Score, ...]:
    """Judge every outcome by every metric, in the order of the cases."""
    metrics = RETRIEVAL if retrieval_only else METRICS.values()
    return tuple(_score(metric, outcome) for outcome in outcomes for metric in metrics)


def figures(scores: Sequence[Score]) -> tuple[Figure, ...]:
    """Return the figure of each metric that was scored at least once."""
    by_metric: dict[str, list[Score]] = {}
    for one in scores:
        by_metric.setdefault(one.metric, []).append(one)
    made = (_figure(METRICS[name], own) for name, own in by_metric.items())
    return tuple(figure for figure in made if figure is not None)


def columns(scores: Sequence[Score]) -> tuple[Array, Array]:
    """Return values, and what they are held against (nan where nothing is), of scored cases."""
    pairs = [(s.value, s.against) for s in scores if s.value is not None]
    both = np.array(pairs, dtype=float).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _score(metric: Metric, outcome: Outcome) -> Score:
    case, verdict = outcome.case, Verdict(value=None, reason=f"nothing here for {metric.name}")
    if metric.given(outcome):
        verdict = metric.judge(outcome)
    return Score(
        metric=metric.name, case=case.id, kind=case.kind, cluster=case.cluster, **dict(verdict)
    )


def _figure(metric: Metric, scores: Sequence[Score]) -> Figure | None:
    values, against = columns(scores)
    value = point(metric.figure, values, against) if len(values) else np.nan
    if np.isnan(value):
        return None
    clusters = [s.cluster for s in scores if s.value is not None]
    limits = None
    if len(set(clusters)) > 1:
        limits = interval(metric.figure(values, against, resample(clusters)))
    low, high = limits or (None, None)
    return Figure(
        metric=metric.name,
        value=value,
        low=low,
        high=high,
        scored=len(values),
        unscored=len(scores) - len(values),
    )
