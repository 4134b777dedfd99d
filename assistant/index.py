"""Chroma, behind one file: generations that are built, verified, published and only then read.

A generation is a folder with one Chroma collection. Nothing writes to it once it is published,
because embedded Chroma survives neither every kill in mid-write nor two writing processes. The
catalog says which generation belongs to which version; a lease keeps one on disk while it is read.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import numpy as np

from assistant.errors import IndexDamaged, IndexMissing
from assistant.models import Vector

COLLECTION = "passages"
METRIC = "cosine"
KEPT = 2
"""Generations kept on disk: the current one and the one before."""

_TOLERANCE = 1e-4
_PROBES = 5


class Index:
    """One published generation, open for search. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise IndexMissing(f"{folder} is gone. Rebuild the index: python -m ingest --rebuild")
        self._client = _client(folder)
        self._collection = self._client.get_collection(COLLECTION, embedding_function=None)

    def __len__(self) -> int:
        """Return the number of passages."""
        return int(self._collection.count())

    def search(
        self, vector: Sequence[float], *, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return chunk ids with their cosine similarities, best first."""
        if documents is not None and not documents:
            return []
        where: Any = None if documents is None else {"document": {"$in": sorted(documents)}}
        limit = min(limit, len(self))
        if limit == 0:
            return []
        found = self._collection.query(
            query_embeddings=[list(vector)], n_results=limit, where=where, include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return [(id_, 1 - d) for id_, d in zip(found["ids"][0], distances, strict=True)]

    def vectors(self) -> tuple[list[str], Vector]:
        """Return every chunk id, sorted, and the vectors in the same order, one a row."""
        found = self._collection.get(include=["embeddings"])
        order = np.argsort(np.asarray(found["ids"]))
        return [found["ids"][i] for i in order], np.asarray(found["embeddings"], "<f4")[order]

    def close(self) -> None:
        """Release its files."""
        self._client.close()


class Generations:
    """The generation folders of a data folder; opens each once and keeps it while it is read."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "generations"
        self._open: dict[str, tuple[Index, IO[str]]] = {}
        self._readers: dict[str, int] = {}
        self._guard = threading.Lock()

    def path(self, name: str) -> Path:
        """Return the folder of a generation."""
        return self.folder / name

    @contextmanager
    def reading(self, name: str) -> Iterator[Index]:
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

    def prune(self) -> None:
        """Delete generations older than the last two, but none that a process still reads."""
        names = sorted(p.name for p in self.folder.iterdir() if p.is_dir())
        for name in [n for n in names if n.endswith(".tmp")] + names[:-KEPT]:
            with suppress(BlockingIOError), self._lock_file(name) as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(self.path(name), ignore_errors=True)
                Path(lock.name).unlink(missing_ok=True)

    def _lease(self, name: str) -> tuple[Index, IO[str]]:
        lock = self._lock_file(name)
        try:
            fcntl.flock(lock, fcntl.LOCK_SH)
            return Index(self.path(name)), lock
        except BaseException:
            lock.close()
            raise

    def _release(self, name: str) -> None:
        index, lock = self._open.pop(name)
        self._readers.pop(name, None)
        index.close()
        lock.close()

    def _lock_file(self, name: str) -> IO[str]:
        return (self.folder / f"{name}.lease").open("a")


def build(folder: Path, *, ids: Sequence[str], documents: Sequence[str], vectors: Vector) -> None:
    """Write a generation, have a child process verify it, and sync it to disk.

    Args:
        folder: where it goes; it appears there whole or not at all.
        ids: the chunk ids.
        documents: the document id of each chunk.
        vectors: one row for each chunk.

    Raises:
        IndexDamaged: the child process could not read back what was written.
    """
    aside = folder.with_name(folder.name + ".tmp")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    _write(aside, ids, documents, vectors)
    np.savez(aside / "expected.npz", ids=np.asarray(ids, dtype=str), vectors=vectors)
    _verify_in_child(aside)
    (aside / "expected.npz").unlink()
    _sync(aside)
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
    _sync_folder(folder.parent)


def verify(folder: Path) -> None:
    """Check a generation against the ``expected.npz`` beside it: ids, vectors, self-queries.

    Damage can kill the process that looks at it, so this runs in a child process.

    Raises:
        IndexDamaged: something differs.
    """
    with np.load(folder / "expected.npz", allow_pickle=False) as expected:
        ids, vectors = expected["ids"], expected["vectors"]
    order = np.argsort(ids)
    index = Index(folder)
    try:
        found_ids, found = index.vectors()
        if found_ids != ids[order].tolist():
            raise IndexDamaged(f"{folder} holds other passages than were written.")
        if len(found) and not np.allclose(found, vectors[order], atol=_TOLERANCE):
            raise IndexDamaged(f"{folder} holds other vectors than were written.")
        for row in np.linspace(0, len(found) - 1, num=min(_PROBES, len(found)), dtype=int):
            nearest = index.search(found[row].tolist(), limit=1)
            if not nearest or nearest[0][1] < 1 - _TOLERANCE:
                raise IndexDamaged(f"{folder} does not find its own passages.")
    finally:
        index.close()


def _write(folder: Path, ids: Sequence[str], documents: Sequence[str], vectors: Vector) -> None:
    client = _client(folder)
    try:
        collection = client.create_collection(
            COLLECTION, configuration={"hnsw": {"space": METRIC}}, embedding_function=None
        )
        step = client.get_max_batch_size()
        for start in range(0, len(ids), step):
            part = slice(start, start + step)
            collection.add(
                ids=list(ids[part]),
                embeddings=vectors[part],
                metadatas=[{"document": d} for d in documents[part]],
            )
    finally:
        client.close()


def _client(folder: Path) -> Any:
    import chromadb  # noqa: PLC0415 (takes seconds)
    from chromadb.config import Settings  # noqa: PLC0415

    return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))


def _verify_in_child(folder: Path) -> None:
    child = subprocess.run(  # noqa: S603 (our own module, our own path)
        [sys.executable, "-m", "assistant.index", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if child.returncode != 0:
        reason = (child.stderr.strip().splitlines() or [f"exit code {child.returncode}"])[-1]
        raise IndexDamaged(
            f"The new index failed its check ({reason}); the old one stays. Run the ingest again."
        )


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


if __name__ == "__main__":
    verify(Path(sys.argv[1]))
