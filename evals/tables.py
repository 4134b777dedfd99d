"""What the terminal shows of runs and comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from evals.compare import Comparison, Move
from evals.metrics import METRICS
from evals.ranking import MEASURES
from evals.runs import Scored
from evals.types import Figure

ARROWS = {"higher": " ↑", "lower": " ↓", "neither": ""}


def figures_table(scored: Scored, costs: Mapping[str, Mapping[str, float]]) -> Group:
    """Return the figures of a run with intervals, its peers, rightness by kind, and its cost."""
    kinds = Table("kind", "right", "95 % interval", title="by kind")
    for kind, figures in scored.by_kind.items():
        for figure in figures:
            if figure.metric in ("right", "right_french"):
                right = f"{figure.value * figure.scored:.0f} of {figure.scored}"
                kinds.add_row(kind, right, _limits(figure))
    seconds = Table("seconds", "median", "95 %")
    for step, cost in costs.items():
        seconds.add_row(step, *(f"{value:.2f}" for value in cost.values()))
    peers = Table("other programs", *MEASURES)
    for name, figures in scored.peers.items():
        values = {f.metric: f"{f.value:.3f}" for f in figures}
        peers.add_row(escape(name), *(values.get(metric, "") for metric in MEASURES))
    tables = [_figures(scored.figures), peers, kinds, seconds]
    return Group(*(table for table in tables if table.row_count))


def comparison_table(found: Comparison) -> Group:
    """Return what differs between two runs."""
    if not (found.changes or found.moves or found.unpaired):
        return Group(Text("no change"))
    table = Table("metric", "A", "B", "B - A", "95 % interval", "p", "test")
    for c in found.changes:
        limits = "" if c.low is None else f"{c.low:+.3f} – {c.high:+.3f}"
        row = f"{c.a:.3f}", f"{c.b:.3f}", f"{c.b - c.a:+.3f}", limits, f"{c.p:.3f}", c.test
        table.add_row(c.metric, *row)
    lines = [
        f"{title}: {case} ({'; '.join(map(_move, moves))})"
        for title, sides in (
            ("better", {True}),
            ("worse", {False}),
            ("mixed", {True, False}),
            ("other", set()),
        )
        for case, moves in found.moves.items()
        if {m.better for m in moves} - {None} == sides
    ]
    if found.unpaired:
        lines.append(f"only in one run: {', '.join(found.unpaired)}")
    return Group(table, *map(Text, lines))


def _figures(figures: Sequence[Figure]) -> Table:
    table = Table("metric", "value", "95 % interval", "scored", "not scored")
    for f in figures:
        name = f.metric + ARROWS[METRICS[f.metric].better]
        table.add_row(name, f"{f.value:.3f}", _limits(f), str(f.scored), str(f.unscored))
    return table


def _limits(figure: Figure) -> str:
    return "" if figure.low is None else f"{figure.low:.3f} – {figure.high:.3f}"


def _move(move: Move) -> str:
    a, b = ("not scored" if v is None else f"{v:.3g}" for v in (move.a, move.b))
    return f"{move.metric} {a} → {b}"
