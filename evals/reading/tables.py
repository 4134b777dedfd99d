"""The tables of a measurement, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple

from assistant.second_look import Scales
from evals.reading.calibration import Bin, calibration_error, reliability
from evals.reading.fit import MEASURES, Figure, Measured
from evals.reading.look import Looked, loss
from evals.reading.measure import (
    Compared,
    Judged,
    by_sentence,
    compare_answerability,
    compare_order,
    compare_right,
)

HEADER = (
    "set",
    "answerable",
    "right sentence: cosine",
    "reader",
    "p",
    "average precision: cosine",
    "reader",
    "p",
    "unanswerable",
    "AUROC: cosine",
    "reader",
    "p",
    "calibration error",
)


def comparison(cosine: Sequence[Judged], reader: Sequence[Judged]) -> str:
    """Return one row for each set: the reader beside cosine."""
    sources = sorted({j.exercise.source for j in reader})
    rows = [
        _row(
            source,
            [j for j in cosine if j.exercise.source == source],
            [j for j in reader if j.exercise.source == source],
        )
        for source in sources
    ]
    return _table(HEADER, rows)


def curve(bins: Sequence[Bin]) -> str:
    """Return a reliability curve."""
    rows = [(str(b.size), f"{b.score:.3f}", f"{b.share:.3f}") for b in bins]
    table = _table(("cases", "mean score", "share that is right"), rows)
    return f"{table}\n\nExpected calibration error {calibration_error(bins):.3f}."


def weighings(measured: Mapping[str, Measured]) -> str:
    """Return one row for each set of weights, by name: themselves and their figures."""
    signs = ("bias", "cover", "similarity", "reading", "fitness")
    rows = [
        (
            name,
            *(f"{getattr(one.weights, sign):.2f}" for sign in signs),
            *(_with_interval(one.figures[measure]) for measure in MEASURES),
        )
        for name, one in measured.items()
    ]
    return _table(("weights", *signs, *MEASURES), rows)


def _with_interval(figure: Figure) -> str:
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def looks(scales: Mapping[str, Scales], looked: Sequence[Looked]) -> str:
    """Return one row for each of the scales, by name, and what came of the second look."""
    rows = [
        (
            name,
            *(f"{value:.2f}" for value in astuple(these)),
            f"{loss(looked, these):.3f}",
        )
        for name, these in scales.items()
    ]
    answered = [one for one in looked if one.chosen is not None]
    right = sum(bool(one.right[one.chosen]) for one in answered)
    answerable = sum(bool(one.right.any()) for one in looked)
    return (
        _table(("scales", "bias", "similarity", "reading", "unnamed", "log loss"), rows)
        + f"\n\nOf {len(looked)} questions, {answerable} with an answer among what was read,"
        f" {right} are answered right after all and {len(answered) - right} wrong."
    )


def _row(source: str, cosine: Sequence[Judged], reader: Sequence[Judged]) -> tuple[str, ...]:
    answerable = sum(bool(j.exercise.answers) for j in reader)
    return (
        source,
        str(answerable),
        *_cells(compare_right(cosine, reader)),
        *_cells(compare_order(cosine, reader)),
        str(len(reader) - answerable),
        *_cells(compare_answerability(cosine, reader)),
        f"{calibration_error(reliability(*by_sentence(reader))):.3f}",
    )


def _cells(found: Compared | None) -> tuple[str, str, str]:
    if found is None:
        return "", "", ""
    p = "< .001" if found.p < 0.001 else f"{found.p:.3f}"
    return (
        f"{found.cosine:.3f}",
        f"{found.reader:.3f} [{found.low:.3f}, {found.high:.3f}]",
        p,
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
