"""Retrieval metrics; rankings are measured by ir-measures, as trec_eval defines the measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ir_measures
from ir_measures import RR, R, nDCG
from ir_measures.measures import Measure

from assistant.types import Passage
from evals.text import plain
from evals.types import Outcome, Verdict, share

MEASURES = {
    "recall@5": R @ 5,
    "recall@10": R @ 10,
    "ndcg@5": nDCG @ 5,
    "ndcg@10": nDCG @ 10,
    "mrr": RR,
}
DEPTH = 10
"""Passages among which marked evidence counts as retrieved."""


def ranking(passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the ids of the documents, each at the place of its first passage."""
    return tuple(dict.fromkeys(p.chunk.document_id for p in passages))


def measure(by: Measure, relevance: Mapping[str, int], ranked: Sequence[str]) -> float:
    """Return a measure of one ranking of document ids against their grades."""
    run = {"q": {id_: float(len(ranked) - place) for place, id_ in enumerate(ranked)}}
    found = ir_measures.iter_calc([by], {"q": dict(relevance)}, run) if ranked else ()
    return next((float(one.value) for one in found), 0.0)


def ranked_by(by: Measure) -> Callable[[Outcome], Verdict]:
    """Return the metric that measures the ranking of an answer's documents."""

    def judge(outcome: Outcome) -> Verdict:
        relevance, ranked = outcome.case.relevance, ranking(outcome.answer.passages)
        places = [f"{id_} at {ranked.index(id_) + 1}" for id_ in relevance if id_ in ranked]
        reason = ", ".join(places) or "no relevant document"
        return Verdict(value=measure(by, relevance, ranked), reason=reason)

    return judge


def evidence_recall(outcome: Outcome) -> Verdict:
    """Share of the marked sentences that lie wholly in the first 10 passages."""
    wanted, passages = outcome.case.evidence, outcome.answer.passages[:DEPTH]
    missed = [e.text for e in wanted if not _covered(e.document, e.text, passages)]
    return share(missed, len(wanted))


def rewrite_ratio(outcome: Outcome) -> Verdict:
    """NDCG@5 of what the searched query found, against that of the person's rewrite."""
    relevance = outcome.case.relevance
    ours = measure(nDCG @ 5, relevance, ranking(outcome.answer.passages))
    theirs = measure(nDCG @ 5, relevance, ranking(outcome.by_rewrite or ()))
    reason = f"searched {outcome.answer.query!r}: {ours:.3f}, rewrite: {theirs:.3f}"
    return Verdict(value=ours, against=theirs, reason=reason)


def _covered(document: str, text: str, passages: Sequence[Passage]) -> bool:
    """Whether the passages hold the text, be it split over several that follow one another."""
    own = [p for p in passages if p.chunk.document_id == document]
    body = own[0].document.text if own else ""
    runs: list[tuple[int, int]] = []
    for start, end in sorted((p.chunk.start, p.chunk.end) for p in own):
        if runs and not body[runs[-1][1] : start].strip():
            runs[-1] = runs[-1][0], max(runs[-1][1], end)
        else:
            runs.append((start, end))
    return any(_squeezed(text) in _squeezed(body[start:end]) for start, end in runs)


def _squeezed(text: str) -> str:
    return "".join(plain(text).split())
