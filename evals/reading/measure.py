"""Measures a reader: does it choose the right sentence, and know when there is none?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from assistant.reader import in_context
from evals.reading.exercises import Exercise
from evals.statistics import auroc, bootstrap_p, interval, mcnemar, mean, point, resample

Scores = NDArray[np.float64]
Scorer = Callable[[Sequence[tuple[str, str]]], Scores]
"""From pairs of question and passage to one score for each."""


@dataclass(frozen=True)
class Judged:
    """An exercise and the score of each of its sentences."""

    exercise: Exercise
    scores: Scores

    @property
    def best(self) -> float:
        """The highest score of a sentence."""
        return float(self.scores.max())

    @property
    def right(self) -> bool:
        """Whether the sentence with the highest score answers."""
        return int(self.scores.argmax()) in self.exercise.answers

    @property
    def precision(self) -> float:
        """The average precision of the order of its sentences; NaN where there is none to err."""
        scores, right = by_sentence([self])
        return float(average_precision_score(right, scores)) if 0 < right.mean() < 1 else np.nan


@dataclass(frozen=True)
class Compared:
    """A figure of the reader beside that of cosine, over the same exercises.

    Attributes:
        cosine: its figure.
        reader: the reader's.
        low: lower limit of the reader's 95 % interval.
        high: upper limit.
        p: two-sided p value that the two are alike, paired.
    """

    cosine: float
    reader: float
    low: float
    high: float
    p: float


def judge(exercises: Sequence[Exercise], scorer: Scorer, *, context: bool = True) -> list[Judged]:
    """Score every sentence of every exercise, in its context or by itself."""
    pairs = [
        (
            e.question,
            in_context(s, title=e.title, before=e.before(n)) if context else s,
        )
        for e in exercises
        for n, s in enumerate(e.sentences)
    ]
    scores = np.asarray(scorer(pairs), dtype=np.float64)
    ends = np.cumsum([len(e.sentences) for e in exercises])
    parts = np.split(scores, ends[:-1])
    return [Judged(e, s) for e, s in zip(exercises, parts, strict=True) if len(s)]


def right_sentence(judged: Sequence[Judged]) -> float:
    """Return the share of answerable exercises whose best sentence answers."""
    hits = [j.right for j in judged if j.exercise.answers]
    return float(np.mean(hits)) if hits else float("nan")


def answerability(judged: Sequence[Judged]) -> float:
    """Return the AUROC of the best score as a sign that the passage answers at all."""
    answerable = _answerable(judged)
    if not 0 < answerable.mean() < 1:
        return float("nan")
    return point(auroc, _best(judged), answerable)


def compare_right(cosine: Sequence[Judged], reader: Sequence[Judged]) -> Compared:
    """Compare how often the best sentence answers, by McNemar's exact test."""
    pairs = [(c.right, r) for c, r in zip(cosine, reader, strict=True) if r.exercise.answers]
    hits = np.array([float(r.right) for _, r in pairs])
    weights = resample([_passage(r) for _, r in pairs])
    low, high = _limits(mean(hits, hits, weights))
    return Compared(
        cosine=float(np.mean([c for c, _ in pairs])),
        reader=float(hits.mean()),
        low=low,
        high=high,
        p=mcnemar(sum(r.right > c for c, r in pairs), sum(r.right < c for c, r in pairs)),
    )


def compare_order(cosine: Sequence[Judged], reader: Sequence[Judged]) -> Compared | None:
    """Compare the mean average precision, by a bootstrap over passages; None if none is to be had.

    Unlike the best sentence it tells how well all are found where several answer.
    """
    precisions = np.array([[j.precision for j in judged] for judged in (cosine, reader)])
    known = ~np.isnan(precisions[1])
    if not known.any():
        return None
    theirs, ours = precisions[:, known]
    weights = resample([_passage(r) for r, kept in zip(reader, known, strict=True) if kept])
    low, high = _limits(mean(ours, ours, weights))
    return Compared(
        cosine=float(theirs.mean()),
        reader=float(ours.mean()),
        low=low,
        high=high,
        p=bootstrap_p(mean(ours - theirs, ours, weights)),
    )


def compare_answerability(cosine: Sequence[Judged], reader: Sequence[Judged]) -> Compared | None:
    """Compare the AUROC of answerability, by a bootstrap over passages; None if all are alike."""
    answerable = _answerable(reader)
    if not 0 < answerable.mean() < 1:
        return None
    weights = resample([_passage(r) for r in reader])
    ours = auroc(_best(reader), answerable, weights)
    theirs = auroc(_best(cosine), answerable, weights)
    low, high = _limits(ours)
    return Compared(
        cosine=answerability(cosine),
        reader=answerability(reader),
        low=low,
        high=high,
        p=bootstrap_p(ours - theirs),
    )


def by_sentence(judged: Sequence[Judged]) -> tuple[Scores, Scores]:
    """Return the score of each sentence and whether it answers; doubtful ones are left out."""
    kept = [
        (score, float(n in j.exercise.answers))
        for j in judged
        for n, score in enumerate(j.scores)
        if n not in j.exercise.masked
    ]
    scores, right = np.array(kept, dtype=np.float64).T
    return scores, right


def sample(exercises: Mapping[str, Sequence[Exercise]], number: int) -> list[Exercise]:
    """Return up to ``number`` exercises of each set, evenly spread over it."""
    return [
        rows[n]
        for rows in exercises.values()
        for n in np.linspace(0, len(rows) - 1, min(number, len(rows)), dtype=int)
    ]


def _limits(resampled: Scores) -> tuple[float, float]:
    return interval(resampled) or (float("nan"), float("nan"))


def _best(judged: Sequence[Judged]) -> Scores:
    return np.array([j.best for j in judged])


def _answerable(judged: Sequence[Judged]) -> Scores:
    return np.array([float(bool(j.exercise.answers)) for j in judged])


def _passage(judged: Judged) -> str:
    return " ".join(judged.exercise.sentences)
