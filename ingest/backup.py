"""Backups: one file with everything that cannot be computed again, and the way back."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from assistant.catalog import Catalog
from assistant.errors import ColloquyError, IndexMissing, StorageError
from assistant.library import check_built_with
from ingest.diagnose import diagnose
from ingest.publish import write_generation
from ingest.target import Target


def back_up(data: Path, file: Path) -> int:
    """Write the catalog, of all kept versions, to a new file and return its bytes.

    Readers and an ingest at work are not disturbed; what is written is one state of it.

    Raises:
        IndexMissing: there is none.
        StorageError: the file exists already, or cannot be written.
    """
    catalog = Catalog(data)
    if not catalog.path.is_file():
        raise IndexMissing(f"There is no index in {data}. Run: python -m ingest PATH")
    if file.exists():
        raise StorageError(f"{file} exists already. Name a new file.")
    aside = file.with_name(file.name + ".tmp")
    try:
        aside.unlink(missing_ok=True)
        with closing(sqlite3.connect(catalog.path)) as db:
            db.execute("VACUUM INTO ?", (str(aside),))
        aside.rename(file)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{file} could not be written ({error}). Name another.") from error
    return file.stat().st_size


def bring_back(target: Target, file: Path, *, replace: bool = False) -> int:
    """Put a backup in the place of the index, in one step, and return its current version.

    Raises:
        StorageError: the file is no sound backup, or the data folder holds an index and
            ``replace`` is not set.
    """
    with target.held(replacing=replace):
        with target.catalog.snapshot() as current:
            if current.version and not replace:
                raise StorageError(
                    f"{target.data} holds an index, which would be lost. "
                    "Add --yes, or name another folder with --data."
                )
        with tempfile.TemporaryDirectory(prefix="restoring-", dir=target.data) as folder:
            version = _checked(target, file, Path(folder))
            with (
                closing(sqlite3.connect(Path(folder) / "catalog.sqlite")) as source,
                closing(sqlite3.connect(target.catalog.path)) as live,
            ):
                live.execute("PRAGMA synchronous = FULL")
                source.backup(live)
        target.clear()
    return version


def _checked(target: Target, file: Path, folder: Path) -> int:
    """Copy a backup aside, check it, and build its generation where it will be read."""
    copy = Target(
        folder,
        target.settings,
        embedder=target.embedder,
        generations=target.generations,
        progress=target.progress,
    )
    try:
        shutil.copyfile(file, copy.catalog.path)
        copy.catalog.create()
    except (OSError, sqlite3.Error, ColloquyError) as error:
        raise StorageError(f"{file} is no backup that can be read ({error}). Name one.") from error
    faults = [f for f in diagnose(copy) if f.where != "index"]
    if faults:
        raise StorageError(f"{file} is damaged ({faults[0].what}). Name another backup.")
    with copy.catalog.snapshot() as held:
        if not held.version:
            raise StorageError(f"{file} holds no version; it is no backup. Name another.")
        check_built_with(held, target.made_with)
        version = held.version
    write_generation(copy)
    return version
