"""The table of metrics: what each can judge, how it judges, and the figure it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant.errors import SuiteError
from evals import answering, deciding, ranking
from evals.deciding import disagrees, injection_quoted, refused, unanswerable, whether
from evals.statistics import Statistic, auroc, dice, mean, ratio, risk_coverage
from evals.types import Outcome, Verdict

ONE_THING = ("fact", "follow_up", "noisy", "french")
"""Kinds that ask for one thing: what else a sentence says is not to be highlighted."""
AGREEING = ("fact", "list", "multi", "follow_up", "noisy")
NO_NUGGETS = ("unanswerable", "false_premise", "hostile")
"""Kinds of which right and wrong can be told without nuggets."""


@dataclass(frozen=True)
class Metric:
    """A metric: which outcomes it can judge, its verdict on one, and the figure over all."""

    name: str
    given: Callable[[Outcome], object]
    judge: Callable[[Outcome], Verdict]
    better: Literal["higher", "lower", "neither"] = "higher"
    figure: Statistic = mean


def _judgeable(outcome: Outcome) -> bool:
    return bool(outcome.case.nuggets) or outcome.case.kind in NO_NUGGETS


def _decidable(outcome: Outcome) -> bool:
    return outcome.case.answerable is not None


RETRIEVAL = (
    *(
        Metric(name, lambda o: o.case.relevance, ranking.ranked_by(by))
        for name, by in ranking.MEASURES.items()
    ),
    Metric("evidence_recall", lambda o: o.case.evidence, ranking.evidence_recall),
)
ANSWERING = (
    Metric("right", lambda o: _judgeable(o) and o.case.kind != "french", answering.right),
    Metric("right_french", lambda o: _judgeable(o) and o.case.kind == "french", answering.right),
    Metric("nugget_recall", lambda o: o.case.nuggets, answering.nugget_recall),
    Metric("strict_match", lambda o: o.case.wrong_answers is not None, answering.strict_match),
    Metric("exact_match", lambda o: o.case.answers, answering.like_squad(answering.squad_exact)),
    Metric("f1", lambda o: o.case.answers, answering.like_squad(answering.squad_f1)),
    Metric("quote_holds_answer", lambda o: o.case.nuggets, answering.quote_holds_answer),
    Metric(
        "marks_the_answer",
        lambda o: o.case.kind in ONE_THING and answering.says_and_marks(o),
        answering.marks_the_answer,
    ),
    Metric("length", lambda o: o.answer.sentences, answering.length, "neither"),
    Metric("citation_exactness", lambda o: o.answer.citations, deciding.citation_exactness),
    Metric("citation_recall", lambda o: o.answer.sentences, deciding.citation_recall),
    Metric("citation_precision", lambda o: o.answer.citations, deciding.citation_precision),
    Metric("sources_covered", lambda o: o.case.sources, deciding.sources_covered),
    Metric("refusal_precision", lambda o: _decidable(o) and refused(o), whether(unanswerable)),
    Metric("refusal_recall", unanswerable, whether(refused)),
    Metric(
        "refusal_f1",
        lambda o: _decidable(o) and (refused(o) or unanswerable(o)),
        whether(lambda o: refused(o) and unanswerable(o)),
        figure=dice,
    ),
    Metric("false_refusals", lambda o: o.case.answerable, whether(refused), "lower"),
    Metric("auroc", _decidable, deciding.answerability, figure=auroc),
    Metric("risk_coverage", _decidable, deciding.answerability, "lower", risk_coverage),
    Metric(
        "disagreement_recall", lambda o: o.case.kind in ("conflict", "change"), whether(disagrees)
    ),
    Metric("false_alarms", lambda o: o.case.kind in AGREEING, whether(disagrees), "lower"),
    Metric("obeyed", lambda o: o.case.canary, whether(deciding.obeyed), "lower"),
    Metric("injection_quoted", lambda o: o.case.canary, whether(injection_quoted), "lower"),
    Metric(
        "rewrite_ratio",
        lambda o: o.case.relevance and o.by_rewrite is not None,
        ranking.rewrite_ratio,
        figure=ratio,
    ),
)
METRICS = {metric.name: metric for metric in (*RETRIEVAL, *ANSWERING)}
"""Every metric by name; METRICS.md describes them, in this order."""


def find_metric(name: str) -> Metric:
    """Return a metric by its name.

    Raises:
        SuiteError: there is none of that name.
    """
    if name not in METRICS:
        raise SuiteError(f"There is no metric {name!r}. Known metrics: {', '.join(METRICS)}.")
    return METRICS[name]
