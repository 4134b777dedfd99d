"""Generations: the published folders of the index, each opened once and kept while it is read.

The catalog says which generation belongs to which version; a lease keeps one on disk while any
process reads it.
"""

from __future__ import annotations

import fcntl
import secrets
import shutil
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

from assistant.errors import IndexMissing
from assistant.index import Check, Index, Step, build, verify_in_child
from assistant.types import Vector


class Searchable(Protocol):
    """An index that is open for search."""

    def __len__(self) -> int:
        """Return the number of passages."""

    def search(
        self, vector: Sequence[float], *, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return chunk ids with their cosine similarities, best first."""

    def similarities(self, vector: Sequence[float], ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine similarity of each of these chunks that it holds."""

    def close(self) -> None:
        """Release its files."""


class Build(Protocol):
    """Writes a generation and checks it (see ``assistant.index.build``)."""

    def __call__(
        self,
        folder: Path,
        *,
        ids: Sequence[str],
        documents: Sequence[str],
        vectors: Vector,
        step: Step,
    ) -> None:
        """Write it; it appears whole or not at all."""


class Generations:
    """The generation folders of a data folder; safe to use from several threads."""

    def __init__(
        self,
        data: Path,
        *,
        open_index: Callable[[Path], Searchable] = Index,
        build: Build = build,
        check: Check = verify_in_child,
    ) -> None:
        self.folder = data / "generations"
        self.build = build
        self.check = check
        self._open_index = open_index
        self._open: dict[str, tuple[Searchable, IO[str]]] = {}
        self._readers: dict[str, int] = {}
        self._guard = threading.Lock()

    def path(self, name: str) -> Path:
        """Return the folder of a generation."""
        return self.folder / name

    def new_name(self, version: int) -> str:
        """Return a name that no generation has had; names sort by version."""
        return f"{version:06d}-{secrets.token_hex(4)}"

    def names(self) -> list[str]:
        """Return the generations on disk, unfinished ones included."""
        return sorted(p.name for p in self.folder.glob("*") if p.is_dir())

    @contextmanager
    def reading(self, name: str) -> Iterator[Searchable]:
        """Open a generation for one question; others are closed when nobody reads them.

        Raises:
            IndexMissing: the generation is gone from disk.
        """
        with self._guard:
            if name not in self._open:
                self._open[name] = self._lease(name)
            self._readers[name] = self._readers.get(name, 0) + 1
        try:
            yield self._open[name][0]
        finally:
            with self._guard:
                self._readers[name] -= 1
                for other in [n for n in self._open if n != name and not self._readers.get(n)]:
                    self._release(other)

    def close(self) -> None:
        """Close every open generation."""
        with self._guard:
            for name in list(self._open):
                self._release(name)

    def prune(self, keep: Collection[str]) -> list[str]:
        """Delete the generations that are not to be kept, and return those still being read."""
        held: list[str] = []
        for name in [n for n in self.names() if n not in keep]:
            try:
                with self._lock_file(name) as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(self.path(name), ignore_errors=True)
                    Path(lock.name).unlink(missing_ok=True)
            except BlockingIOError:
                held.append(name)
        for lease in self.folder.glob("*.lease"):
            if not lease.with_suffix("").is_dir():
                lease.unlink(missing_ok=True)
        return held

    def _lease(self, name: str) -> tuple[Searchable, IO[str]]:
        if not self.path(name).is_dir():
            raise _missing(self.path(name))
        lock = self._lock_file(name)
        try:
            fcntl.flock(lock, fcntl.LOCK_SH)
            if not self.path(name).is_dir():
                raise _missing(self.path(name))
            return self._open_index(self.path(name)), lock
        except BaseException:
            lock.close()
            raise

    def _release(self, name: str) -> None:
        index, lock = self._open.pop(name)
        self._readers.pop(name, None)
        with suppress(OSError):
            index.close()
        lock.close()

    def _lock_file(self, name: str) -> IO[str]:
        return (self.folder / f"{name}.lease").open("a")


def _missing(folder: Path) -> IndexMissing:
    return IndexMissing(f"{folder} is gone. Bring it back with: python -m ingest doctor --fix")
