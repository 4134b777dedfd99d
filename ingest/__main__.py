"""``python -m ingest [PATH...]``: bring the index in step with the documents."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from assistant.settings import CORPUS, load_settings
from assistant.terminal import main, parser
from ingest.pipeline import Report, ingest, rebuild


def command() -> int:
    """Ingest what the arguments name and report; 1 if any document failed."""
    arguments = parser("ingest", "Bring the index in step with the documents.")
    arguments.add_argument(
        "named",
        nargs="*",
        type=_named,
        metavar="PATH|URL",
        help="files, folders, web pages; default: corpus/",
    )
    arguments.add_argument(
        "--prune", action="store_true", help="remove documents whose file is gone"
    )
    arguments.add_argument(
        "--yes", action="store_true", help="with --prune: even more than a fifth of them"
    )
    arguments.add_argument(
        "--rebuild", action="store_true", help="split and embed every document anew"
    )
    given = arguments.parse_args()
    if given.rebuild and given.named:
        arguments.error("--rebuild takes no PATH or URL; it works on the documents in the index")
    settings = load_settings()
    with _bars() as bars:
        shown = _Shown(bars)
        if given.rebuild:
            report = rebuild(data=given.data, settings=settings, progress=shown)
        else:
            report = ingest(
                given.named or [CORPUS],
                data=given.data,
                settings=settings,
                prune=given.prune,
                yes=given.yes,
                progress=shown,
            )
    print_report(report)
    return 1 if report.failed else 0


def print_report(report: Report) -> None:
    """Print what was done, a line for each document that changed; failures on standard error."""
    for verb in ("added", "changed", "gone", "removed"):
        for name in getattr(report, verb):
            hint = " (its file is gone; --prune removes it)" if verb == "gone" else ""
            print(f"{verb:>8}  {_printable(name)}{hint}")
    counts = ", ".join(
        f"{len(getattr(report, verb))} {verb}"
        for verb in ("added", "changed", "gone", "removed", "unchanged", "failed")
    )
    print(f"{counts}; {report.passages_embedded} passages embedded; version {report.version}.")
    for word, items in (("warning: ", report.warned), ("", report.failed)):
        for item in items:
            line = f"{item.name}: {word}{item.reason}"
            print(_printable(" ".join(line.split())), file=sys.stderr)


def _named(argument: str) -> Path | str:
    """Return an address as text and anything else as a path."""
    return argument if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", argument) else Path(argument)


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


class _Shown:
    """Shows the steps of an ingest as progress bars."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step)
        self._bars.update(self._tasks[step], completed=done, total=total)


def _bars() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description:>9}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


if __name__ == "__main__":
    main(command)
