"""``python -m ingest [PATH...]``: bring the index in step with the documents."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from assistant.errors import ColloquyError
from assistant.settings import CORPUS, load_settings
from assistant.terminal import main, parser
from ingest.commands import COMMANDS, run_command
from ingest.console import complain, print_report, shown_progress
from ingest.pipeline import Report, everything, foresee, ingest, read, rebuild
from ingest.target import Target
from ingest.watch import watch


def command(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; 1 if any document failed or the doctor found something."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if _command_word(words):
        return run_command(words)
    return _ingest(words)


def _command_word(words: Sequence[str]) -> bool:
    """Return whether the first argument that is no option is the word of a command."""
    named = [
        word
        for at, word in enumerate(words)
        if not word.startswith("-") and (at == 0 or words[at - 1] not in ("--data", "--wait"))
    ]
    return bool(named) and named[0] in COMMANDS


def _ingest(words: Sequence[str]) -> int:
    options = _parser()
    given = options.parse_args(words)
    if given.rebuild and given.named:
        options.error("--rebuild takes no PATH or URL; it works on the documents in the index")
    if given.watch and (given.rebuild or given.plan):
        options.error("--watch goes with neither --rebuild nor --plan")
    with shown_progress() as progress:
        target = Target(given.data, load_settings(), progress=progress, wait=given.wait)
        if not given.watch:
            report = _run(given, target)
    if given.watch:
        return _watch(given, target)
    print_report(report, planned=given.plan)
    return 1 if report.failed else 0


def _run(given: argparse.Namespace, target: Target) -> Report:
    named = given.named or [CORPUS]
    if given.rebuild:
        return foresee(everything, target, rebuilding=True) if given.plan else rebuild(target)
    if given.plan:
        return foresee(read(named, target, prune=given.prune, yes=given.yes), target)
    return ingest(named, target, prune=given.prune, yes=given.yes)


def _watch(given: argparse.Namespace, target: Target) -> int:
    paths = [name for name in given.named or [CORPUS] if isinstance(name, Path)]
    print("Watching", ", ".join(map(str, paths)), "(Ctrl+C stops it)", flush=True)
    quiet = Target(given.data, target.settings, embedder=target.embedder, wait=given.wait or 600)
    try:
        watch(
            paths,
            lambda: ingest(paths, quiet, prune=True, yes=given.yes),
            tell=_tell,
            stop=Event(),
        )
    except KeyboardInterrupt:
        print()
    return 0


def _tell(done: Report | ColloquyError) -> None:
    if isinstance(done, ColloquyError):
        complain(str(done))
    else:
        print_report(done)
        sys.stdout.flush()


def _named(argument: str) -> Path | str:
    """Return an address as text and anything else as a path."""
    return argument if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", argument) else Path(argument)


def _parser() -> argparse.ArgumentParser:
    made = parser("ingest", "Bring the index in step with the documents.")
    made.epilog = (
        f"Commands: {', '.join(COMMANDS)}; each takes --help. "
        "A folder of such a name is written ./log."
    )
    made.add_argument(
        "named",
        nargs="*",
        type=_named,
        metavar="PATH|URL",
        help="files, folders, web pages; default: corpus/",
    )
    made.add_argument("--plan", action="store_true", help="show what would be done, do nothing")
    made.add_argument("--prune", action="store_true", help="remove documents whose file is gone")
    made.add_argument(
        "--yes", action="store_true", help="with --prune: even more than a fifth of them"
    )
    made.add_argument("--rebuild", action="store_true", help="split and embed every document anew")
    made.add_argument(
        "--watch", action="store_true", help="go on and take in every change, removals included"
    )
    made.add_argument(
        "--wait",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="how long to wait for another ingest to end",
    )
    return made


if __name__ == "__main__":
    main(command)
