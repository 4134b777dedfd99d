"""Floors: what each metric of a run must reach, and the cases to look at where one does not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from assistant.errors import SuiteError
from assistant.types import Value
from evals.metrics import find_metric
from evals.runs import Scored
from evals.statistics import auroc, risk_coverage
from evals.types import Score

GATE = Path(__file__).parent / "suites" / "gate.toml"
NAMED = 20
"""Failed cases named in a message before the rest is counted."""


class Gate(Value):
    """Suites, by the name of their file beside the gate's own, each with a floor by metric.

    Each suite has floors of its own, so that a small one is not lost in a large one.
    """

    suites: dict[str, dict[str, float]] = Field(min_length=1)


class Shortfall(Value):
    """A metric that is worse than its floor, and the cases that brought it there."""

    metric: str
    value: float
    floor: float
    cases: tuple[str, ...]

    def __str__(self) -> str:
        """Return the line the user reads."""
        named = ", ".join(self.cases[:NAMED])
        more = f" and {len(self.cases) - NAMED} more" if len(self.cases) > NAMED else ""
        side = "below" if self.value < self.floor else "above"
        return f"{self.metric} is {self.value:.3f}, {side} {self.floor:g}. Failed: {named}{more}"


def read_gate(path: Path = GATE) -> Gate:
    """Read a gate.

    Raises:
        SuiteError: the file is missing or wrong, or names an unknown metric.
    """
    try:
        gate = Gate.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        wrong = f"{path}: needs a table [suites.NAME] of numbers for each suite"
        raise SuiteError(f"{wrong} ({error}).") from error
    for floors in gate.suites.values():
        for name in floors:
            find_metric(name)
    return gate


def shortfalls(scored: Scored, floors: Mapping[str, float]) -> list[Shortfall]:
    """Return the metrics that are worse than their floor; where lower is better, a ceiling.

    Raises:
        SuiteError: a metric is unknown, or no case of the run was scored by it.
    """
    values = {f.metric: f.value for f in scored.figures}
    found = []
    for name, floor in floors.items():
        metric = find_metric(name)
        if name not in values:
            raise SuiteError(f"No case of this run is scored by {name}. Drop its floor.")
        value = values[name]
        if value > floor if metric.better == "lower" else value < floor:
            cases = failed(name, scored.scores)
            found.append(Shortfall(metric=name, value=value, floor=floor, cases=cases))
    return found


def failed(name: str, scores: Sequence[Score]) -> tuple[str, ...]:
    """Return the cases that keep a metric from its best value."""
    metric = find_metric(name)
    own = [(s, s.value) for s in scores if s.metric == name and s.value is not None]
    if metric.figure in (auroc, risk_coverage):
        best_false = max((value for s, value in own if s.against == 0), default=-1.0)
        return tuple(s.case for s, value in own if s.against == 1 and value <= best_false)
    if metric.better == "lower":
        return tuple(s.case for s, value in own if value > 0)
    return tuple(s.case for s, value in own if value < (1 if s.against is None else s.against))
