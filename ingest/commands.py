"""The commands of ``python -m ingest`` that are about an index rather than about documents."""

from __future__ import annotations

import argparse
import platform
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from assistant.catalog import Catalog
from assistant.differences import differences
from assistant.schema import SCHEMA
from assistant.settings import load_settings
from assistant.terminal import parser
from ingest.backup import back_up, bring_back
from ingest.console import (
    complain,
    print_differences,
    print_report,
    print_versions,
    say,
    shown_progress,
)
from ingest.diagnose import diagnose
from ingest.forget import forget
from ingest.mend import mend
from ingest.pipeline import restore
from ingest.target import Target

Arguments = argparse.Namespace

_PACKAGES = ("colloquy", "chromadb", "sentence-transformers")


def run_command(words: Sequence[str]) -> int:
    """Run the command that the words name and return its exit code."""
    given = _parser().parse_args(words)
    code: int = given.command(given)
    return code


@contextmanager
def _target(given: Arguments) -> Iterator[Target]:
    with shown_progress() as progress:
        yield Target(given.data, load_settings(), progress=progress, wait=given.wait)


def _log(given: Arguments) -> int:
    with Catalog(given.data).snapshot() as current:
        print_versions(current.versions())
    return 0


def _diff(given: Arguments) -> int:
    catalog = Catalog(given.data)
    with catalog.snapshot(given.a) as a, catalog.snapshot(given.b) as b:
        print_differences(differences(a, b))
    return 0


def _restore(given: Arguments) -> int:
    with _target(given) as target:
        report = restore(given.version, target)
    print_report(report)
    return 0


def _forget(given: Arguments) -> int:
    with _target(given) as target:
        done = forget(given.id, target)
    say(f"Forgotten in every version: {done.id}; version {done.version}.")
    say("Backups, saved conversations and the file itself are not touched.")
    for name in done.elsewhere:
        complain(f"{name}: has the same words, now or in an older version; forget it too.")
    if done.still_read:
        complain(
            f"{len(done.still_read)} old generations are still being read; "
            "they go with the next ingest once the page has answered another question."
        )
    return 1 if done.elsewhere or done.still_read else 0


def _doctor(given: Arguments) -> int:
    with _target(given) as target:
        faults = mend(target) if given.fix else diagnose(target)
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    say(f"{packages}, SQLite {sqlite3.sqlite_version}, Python {platform.python_version()}")
    say(f"catalog of schema {SCHEMA} in {given.data}")
    for fault in faults:
        complain(f"{fault.where}: {fault.what}{f'. Run: {fault.remedy}' * bool(fault.remedy)}")
    say(f"Faults{' left' if given.fix else ''}: {len(faults)}.")
    return 1 if faults else 0


def _backup(given: Arguments) -> int:
    size = back_up(given.data, given.file)
    say(f"{given.file}: {size / 1e6:.1f} MB.")
    return 0


def _bring_back(given: Arguments) -> int:
    with _target(given) as target:
        number = bring_back(target, given.file, replace=given.yes)
    say(f"{given.file} is in place; version {number} answers.")
    return 0


COMMANDS: dict[str, tuple[Callable[[Arguments], int], str]] = {
    "log": (_log, "list the versions that are kept"),
    "diff": (_diff, "say what differs between two versions"),
    "restore": (_restore, "make a new version equal to an older one"),
    "forget": (_forget, "purge a document from every version"),
    "doctor": (_doctor, "check catalog, vectors and index against each other"),
    "backup": (_backup, "write everything that cannot be computed again to a file"),
    "restore-backup": (_bring_back, "put a backup in the place of the index"),
}


def _parser() -> argparse.ArgumentParser:
    made = parser("ingest", "Look after an index and its versions.")
    made.add_argument("--wait", type=float, default=0.0, metavar="SECONDS")
    words = made.add_subparsers(required=True, metavar="COMMAND")
    of: dict[str, argparse.ArgumentParser] = {}
    for name, (does, about) in COMMANDS.items():
        of[name] = words.add_parser(name, help=about, description=about)
        of[name].add_argument("--data", type=Path, default=argparse.SUPPRESS, metavar="DIR")
        of[name].add_argument("--wait", type=float, default=argparse.SUPPRESS, metavar="SECONDS")
        of[name].set_defaults(command=does)
    of["diff"].add_argument("a", type=int, metavar="A")
    of["diff"].add_argument("b", type=int, metavar="B")
    of["restore"].add_argument("version", type=int, metavar="N")
    of["forget"].add_argument("id", metavar="ID")
    of["doctor"].add_argument("--fix", action="store_true", help="mend what can be mended")
    of["backup"].add_argument("file", type=Path, metavar="FILE")
    of["restore-backup"].add_argument("file", type=Path, metavar="FILE")
    of["restore-backup"].add_argument(
        "--yes", action="store_true", help="even where there is an index, which is replaced"
    )
    return made
