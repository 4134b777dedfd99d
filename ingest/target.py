"""The data folder that an ingest writes to, and what it writes with."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

from assistant.catalog import Catalog
from assistant.errors import IndexDamaged, IngestLocked, StorageError
from assistant.generations import Generations
from assistant.library import built_with
from assistant.models import Embedder, load_embedder
from assistant.schema import check_fts5
from assistant.settings import Settings
from assistant.snapshot import BuiltWith
from ingest.progress import Progress, silent

KEPT_GENERATIONS = 2
"""Generations kept on disk: the current one and the one before."""

_LOOK_AGAIN = 0.1
"""Seconds between two looks at a lock that is waited for."""


class Target:
    """A data folder and what its index is built with; one at a time holds it for writing."""

    def __init__(
        self,
        data: Path,
        settings: Settings,
        *,
        embedder: Embedder | None = None,
        generations: Generations | None = None,
        progress: Progress = silent,
        wait: float = 0.0,
    ) -> None:
        """Aim at a data folder.

        Args:
            data: the folder; it need not exist.
            settings: those to build the index with.
            embedder: the one of the settings, unless given.
            generations: those of the folder, unless given.
            progress: called as the work goes on.
            wait: seconds to wait for another ingest to end.
        """
        self.data = data
        self.settings = settings
        self.embedder = embedder or load_embedder(settings.embedding)
        self.generations = generations or Generations(data)
        self.catalog = Catalog(data)
        self.progress = progress
        self._wait = wait

    @property
    def made_with(self) -> BuiltWith:
        """What an index built here is built with."""
        return built_with(self.settings, self.embedder)

    @contextmanager
    def held(self, *, replacing: bool = False) -> Iterator[None]:
        """Hold the folder for writing; what a killed ingest left behind is cleared first.

        Args:
            replacing: whether a catalog that cannot be opened is set aside for an empty one.

        Raises:
            IngestLocked: another process holds it.
            IndexDamaged: its catalog cannot be opened.
            StorageError: the disk refused something.
        """
        check_fts5()
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            with (self.data / "ingest.lock").open("a+") as lock:
                self._take(lock)
                self._open_catalog(replacing=replacing)
                with closing(self.catalog.attend()):
                    self.clear()
                    yield
        except (OSError, sqlite3.Error) as error:
            raise StorageError(
                f"{self.data} could not be written ({error}); the index is as it was. "
                "Free some disk space or mend its permissions, then run this again."
            ) from error

    def clear(self) -> list[str]:
        """Delete generations that no kept version needs on disk; return those still read."""
        with self.catalog.snapshot() as current:
            keep = [v.generation for v in current.versions()[:KEPT_GENERATIONS]]
        # A full disk must not undo what has been committed; the next ingest clears up.
        with suppress(OSError, sqlite3.Error):
            self.catalog.shrink_log()
            return self.generations.prune(keep)
        return []

    def _open_catalog(self, *, replacing: bool) -> None:
        try:
            self.catalog.create()
        except IndexDamaged:
            if not replacing:
                raise
            self.catalog.set_aside()
            self.catalog.create()

    def _take(self, lock: IO[str]) -> None:
        # The kernel drops the lock with its process, so a dead one never blocks the next.
        until = time.monotonic() + self._wait
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() >= until:
                    raise IngestLocked(self._held_by(lock)) from error
                time.sleep(_LOOK_AGAIN)
            else:
                lock.truncate(0)
                lock.write(str(os.getpid()))
                lock.flush()
                return

    def _held_by(self, lock: IO[str]) -> str:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        return (
            f"Another ingest (process {holder}) is at work on {self.data}. "
            "Wait until it has ended, then run this again; or add --wait SECONDS."
        )
