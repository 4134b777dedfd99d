"""A run: what was asked of which program, and everything that came back, in a folder of its own.

===============  ==================================================================================
header.json      suite, options, settings, index version, commit, packages, machine
cases.jsonl      the cases as asked
answers.jsonl    the answers as every interface gives them out, with the id of their case
traces.jsonl     the same answers with their passages; documents by reference
documents.jsonl  each document an answer touched, once
peers.jsonl      rankings of other programs over the same cases
ranking.trec     the retrieved documents, and qrels.trec the relevant ones, for other tools
cost.json        seconds a step; kept apart, for it alone differs between equal runs
scores.json      figures with intervals, by kind, of peers, and every score with its reason
summary.json     metric to value
===============  ==================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
from pydantic import BaseModel

from assistant.errors import SuiteError
from assistant.types import Document, Value, record
from evals.cases import Peer, parse, read_rows
from evals.metrics import METRICS
from evals.ranking import MEASURES, measure, ranking
from evals.score import figures, score
from evals.types import Case, Figure, Outcome, Score


class Header(Value):
    """What a run was made of; ``program`` are commit, dirty flag, packages and machine."""

    suite: str
    suite_digest: str
    started: str
    options: dict[str, bool | int | str | None]
    settings_id: str
    settings: dict[str, Any]
    version: int
    program: dict[str, str | bool | None]


class Run(Value):
    """A header, the outcomes, and the rankings of peers over the same cases."""

    header: Header
    outcomes: tuple[Outcome, ...]
    peers: tuple[Peer, ...] = ()


class Scored(Value):
    """The scores of a run and their figures, over all cases and by kind; the figures of peers."""

    figures: tuple[Figure, ...]
    by_kind: dict[str, tuple[Figure, ...]]
    peers: dict[str, tuple[Figure, ...]]
    scores: tuple[Score, ...]


class _Trace(BaseModel):
    id: str
    answer: dict[str, Any]
    by_rewrite: list[dict[str, Any]] | None


def write_run(folder: Path, run: Run) -> None:
    """Write all but the scores into a folder; the report of an earlier run in it goes."""
    (folder / "report.html").unlink(missing_ok=True)
    documents: dict[str, Any] = {}
    traces = [
        {"id": o.case.id, **_fold(o.model_dump(mode="json", exclude={"case"}), documents)}
        for o in run.outcomes
    ]
    _write(folder / "header.json", run.header.model_dump(mode="json"))
    _write(folder / "cost.json", costs(run.outcomes))
    _write_rows(folder / "cases.jsonl", (o.case.model_dump(mode="json") for o in run.outcomes))
    answers = ({"id": o.case.id, **record(o.answer)} for o in run.outcomes)
    _write_rows(folder / "answers.jsonl", answers)
    _write_rows(folder / "traces.jsonl", traces)
    _write_rows(folder / "documents.jsonl", documents.values())
    _write_rows(folder / "peers.jsonl", (p.model_dump(mode="json") for p in run.peers))
    _write_trec(folder, run.outcomes)


def read_run(folder: Path) -> Run:
    """Read a run back as it was.

    Raises:
        SuiteError: the folder holds no run, or a file of it is damaged.
    """
    header = parse(f"{folder}/header.json", _text(folder, "header.json"), Header)
    cases = {c.id: c for _, c in read_rows(folder / "cases.jsonl", Case)}
    documents = {_key(d): d for _, d in read_rows(folder / "documents.jsonl", Document)}
    outcomes = []
    for where, trace in read_rows(folder / "traces.jsonl", _Trace):
        try:
            found = _unfold(trace.model_dump(exclude={"id"}), documents)
            outcomes.append(Outcome(case=cases[trace.id], **found))
        except (KeyError, ValueError) as error:
            raise SuiteError(f"{where}: does not fit the other files. Run again.") from error
    peers = tuple(peer for _, peer in read_rows(folder / "peers.jsonl", Peer))
    return Run(header=header, outcomes=tuple(outcomes), peers=peers)


def score_run(folder: Path, run: Run) -> Scored:
    """Score a run and its peers, and write the scores beside it."""
    scores = score(run.outcomes, retrieval_only=run.header.options["retrieval_only"] is True)
    kinds = dict.fromkeys(s.kind for s in scores)
    scored = Scored(
        figures=figures(scores),
        by_kind={kind: figures([s for s in scores if s.kind == kind]) for kind in kinds},
        peers={peer.run: figures(_scores_of(peer, run)) for peer in run.peers},
        scores=scores,
    )
    _write(folder / "scores.json", scored.model_dump(mode="json"))
    _write(folder / "summary.json", {f.metric: f.value for f in scored.figures})
    return scored


def read_scores(folder: Path) -> Scored:
    """Read the scores of a run.

    Raises:
        SuiteError: the folder holds no scored run, or scores of metrics unknown by now.
    """
    scored = parse(f"{folder}/scores.json", _text(folder, "scores.json"), Scored)
    unknown = {s.metric for s in scored.scores}.difference(METRICS)
    if unknown:
        message = f"{folder} was scored by the unknown metric {min(unknown)!r}."
        raise SuiteError(f"{message} Score it again: python -m evals score {folder}")
    return scored


def costs(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Return the median and the 95th percentile of the seconds of each step."""
    steps = dict.fromkeys(step for o in outcomes for step in o.answer.seconds)
    taken = {s: [o.answer.seconds.get(s, 0.0) for o in outcomes] for s in steps}
    return {
        step: {f"p{n}": round(float(np.percentile(seconds, n)), 4) for n in (50, 95)}
        for step, seconds in taken.items()
    }


def _scores_of(peer: Peer, run: Run) -> list[Score]:
    return [
        Score(
            metric=name,
            case=case.id,
            kind=case.kind,
            cluster=case.cluster,
            value=measure(by, case.relevance, peer.results[case.id]),
            reason="",
        )
        for case in (o.case for o in run.outcomes)
        for name, by in MEASURES.items()
        if case.id in peer.results and case.relevance
    ]


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        lacks = f"{folder} holds no run ({name} cannot be read)."
        raise SuiteError(f"{lacks} Make one: python -m evals run SUITE --out DIR") from error


def _key(document: Document) -> str:
    return f"{document.content_hash} {document.id}"


def _fold(value: Any, documents: dict[str, Any]) -> Any:
    """Put each document once into ``documents`` and its key in its place."""
    if isinstance(value, list):
        return [_fold(item, documents) for item in value]
    if not isinstance(value, dict):
        return value
    if "content_hash" in value:
        key = _key(Document.model_validate(value))
        documents.setdefault(key, value)
        return key
    return {name: _fold(item, documents) for name, item in value.items()}


def _unfold(value: Any, documents: dict[str, Document]) -> Any:
    if isinstance(value, list):
        return [_unfold(item, documents) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: documents[item] if name == "document" else _unfold(item, documents)
        for name, item in value.items()
    }


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_rows(path: Path, rows: Iterable[Any]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")


def _write_trec(folder: Path, outcomes: Sequence[Outcome]) -> None:
    ranked, relevant = [], []
    for outcome in outcomes:
        query = quote(outcome.case.id)
        for place, id_ in enumerate(ranking(outcome.answer.passages), start=1):
            ranked.append(f"{query} Q0 {quote(id_)} {place} {1 / place:.6f} colloquy\n")
        for id_, grade in outcome.case.relevance.items():
            relevant.append(f"{query} 0 {quote(id_)} {grade}\n")
    (folder / "ranking.trec").write_text("".join(ranked), encoding="utf-8")
    (folder / "qrels.trec").write_text("".join(relevant), encoding="utf-8")
