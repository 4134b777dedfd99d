"""What an ingest shows at the terminal: bars while it works, then what it did."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from assistant.differences import Differences
from assistant.snapshot import Version
from ingest.pipeline import Report

_LISTED = 20
"""Documents that a report names of each kind; failures are all named."""
_PASSAGE = 100
"""Characters of a passage that a comparison shows."""
_BEFORE = 30
"""Characters of them that stand before what differs."""


def print_report(report: Report, *, planned: bool = False) -> None:
    """Print what was done or will be, a line for each document; failures on standard error."""
    shown: Counter[str] = Counter()
    for verb, name in _lines(report):
        shown[verb] += 1
        if shown[verb] <= _LISTED:
            say(f"{verb:>9}  {name}")
    for verb, number in shown.items():
        if number > _LISTED:
            say(f"{verb:>9}  and {number - _LISTED} more")
    counts = ", ".join(
        f"{len(getattr(report, verb))} {verb}"
        for verb in ("added", "changed", "renamed", "gone", "removed", "unchanged", "failed")
    )
    passages = f"{report.passages_embedded} passages {'to embed' if planned else 'embedded'}"
    state = f"nothing done yet, version {report.version} answers"
    say(f"{counts}; {passages}; {state if planned else f'version {report.version}'}.")
    for item in report.warned:
        complain(f"{item.name}: warning: {item.reason}")
    for item in report.failed:
        complain(f"failed: {item.name}: {item.reason}")
    if report.failed and not planned:
        say(
            "Mend what failed, then run this again; "
            "until then its last good version answers, where there was one."
        )


def print_versions(versions: Iterable[Version]) -> None:
    """Print a line for each version."""
    for version in versions:
        counts = version.counts
        done = ", ".join(
            f"{getattr(counts, verb)} {verb}"
            for verb in ("added", "changed", "renamed", "removed")
            if getattr(counts, verb)
        )
        say(
            f"{version.number:>6}  {version.created}  {version.cause:<11}  "
            f"{counts.documents} documents, {counts.passages} passages"
            f"{f' ({done})' if done else ''}"
        )


def print_differences(found: Differences) -> None:
    """Print the documents that differ, and of changed ones the passages that went and came."""
    for verb, names in (("added", found.added), ("removed", found.removed)):
        for name in names:
            say(f"{verb:>9}  {name}")
    for now, was in found.renamed.items():
        say(f"{'renamed':>9}  {was} -> {now}")
    for document in found.changed:
        went = [("-", text, document.came) for text in document.gone]
        passages = [*went, *(("+", text, document.gone) for text in document.came)]
        say(f"{'changed':>9}  {document.id}{'' if passages else ' (title, date or source)'}")
        for sign, text, others in passages:
            say(f"{sign:>11} {_excerpt(text, others)}")
    if found == Differences():
        say("Nothing differs.")


def say(line: str) -> None:
    """Print one line."""
    print(printable(line))  # noqa: T201


def complain(line: str) -> None:
    """Print one line on standard error."""
    print(printable(" ".join(line.split())), file=sys.stderr)  # noqa: T201


def printable(text: str) -> str:
    """Return text as one line that a terminal takes for nothing but text."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


@contextmanager
def shown_progress() -> Iterator[_Shown]:
    """Show the steps of an ingest as bars, on a terminal."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description:<22}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bars:
        yield _Shown(bars)


class _Shown:
    """Shows each step as a bar; ``indexing: writing`` is a state of the bar ``indexing``."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        name = step.partition(":")[0]
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(name)
        self._bars.update(self._tasks[name], description=step, completed=done, total=total)


def _lines(report: Report) -> Iterator[tuple[str, str]]:
    for verb in ("added", "changed"):
        yield from ((verb, name) for name in getattr(report, verb))
    yield from (("renamed", f"{was} -> {now}") for now, was in report.renamed.items())
    yield from (("gone", f"{name} (its file is gone; --prune removes it)") for name in report.gone)
    yield from (("removed", name) for name in report.removed)
    yield from (("same text", ", ".join(names)) for names in report.duplicates)


def _excerpt(text: str, others: Sequence[str]) -> str:
    """Return a passage in one line, from shortly before it departs from the likest of others."""
    line = " ".join(text.split())
    shared = max((_shared(line, " ".join(other.split())) for other in others), default=0)
    start = line.rfind(" ", 0, max(0, shared - _BEFORE)) + 1
    end = start + _PASSAGE
    return f"{'…' * (start > 0)}{line[start:end]}{'…' * (end < len(line))}"


def _shared(a: str, b: str) -> int:
    """Return with how many characters both begin."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((at for at, (x, y) in pairs if x != y), min(len(a), len(b)))
