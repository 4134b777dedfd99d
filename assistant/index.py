"""Chroma, behind one file: a folder with one collection, written once, verified, then only read.

Nothing writes to it once it is published, because embedded Chroma survives neither every kill in
mid-write nor two writing processes.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ColloquyError, IndexDamaged, IndexMissing, StorageError
from assistant.seal import broken, seal
from assistant.types import Vector

COLLECTION = "passages"
METRIC = "cosine"
Step = Callable[[str], None]
"""Called with the name of each step as it begins."""


class Check(Protocol):
    """Looks at a generation (see ``verify_in_child``)."""

    def __call__(self, folder: Path, *, ids: Sequence[str], vectors: Vector) -> str | None:
        """Return what is wrong with it, or None."""


_OPENING = threading.Lock()
"""Clients of one path share what is behind them, and Chroma opens and closes that unguarded."""

_TOLERANCE = 1e-4
_PROBES = 5
_SPACE = 4
"""Bytes on disk for each byte of vectors, at most: SQLite's log, HNSW's levels and links."""
_EMPTY = 2_000_000
"""Bytes that a collection takes with no vector in it, at most."""
_LARGEST = 1 << 30


class Index:
    """One published generation, open for search. Safe to use from several threads.

    Every method raises IndexDamaged where Chroma cannot read it.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise IndexMissing(f"{folder} is gone. Rebuild the index: python -m ingest --rebuild")
        file = broken(folder)
        if file:
            raise IndexDamaged(f"{folder / file} is damaged. Run: python -m ingest doctor --fix")
        self._folder = folder
        with _translated(self._unreadable):
            self._client = _client(folder)
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)

    def __len__(self) -> int:
        """Return the number of passages."""
        with _translated(self._unreadable):
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
        with _translated(self._unreadable):
            found = self._collection.query(
                query_embeddings=[list(vector)], n_results=limit, where=where, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return [(id_, 1 - d) for id_, d in zip(found["ids"][0], distances, strict=True)]

    def similarities(self, vector: Sequence[float], ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine similarity of each of these chunks that the generation holds."""
        if not ids:
            return {}
        with _translated(self._unreadable):
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        rows, query = np.asarray(found["embeddings"], float), np.asarray(vector, float)
        cosines = rows @ query / (np.linalg.norm(rows, axis=1) * np.linalg.norm(query))
        return dict(zip(found["ids"], map(float, cosines), strict=True))

    def vectors(self) -> tuple[list[str], Vector]:
        """Return every chunk id, sorted, and the vectors in the same order, one a row."""
        with _translated(self._unreadable):
            found = self._collection.get(include=["embeddings"])
        order = np.argsort(np.asarray(found["ids"]))
        return [found["ids"][i] for i in order], np.asarray(found["embeddings"], "<f4")[order]

    def close(self) -> None:
        """Release its files."""
        with _OPENING:
            self._client.close()

    def _unreadable(self, error: BaseException) -> IndexDamaged:
        return IndexDamaged(
            f"{self._folder} cannot be read ({error}). Free some disk space if none is left; "
            "otherwise run: python -m ingest doctor --fix"
        )


def build(
    folder: Path,
    *,
    ids: Sequence[str],
    documents: Sequence[str],
    vectors: Vector,
    step: Step = lambda _: None,
    check: Check | None = None,
) -> None:
    """Write a generation, have a child process verify it, and sync it to disk.

    Args:
        folder: where it goes; it appears there whole or not at all.
        ids: the chunk ids.
        documents: the document id of each chunk.
        vectors: one row for each chunk.
        step: called with the name of each step as it begins.
        check: looks at what was written, ``verify_in_child`` unless given.

    Raises:
        IndexDamaged: the child process could not read back what was written.
        StorageError: there is no room for it, or Chroma could not write it.
    """
    aside = folder.with_name(folder.name + ".tmp")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    _check_room(aside, vectors)
    step("writing")
    with _bounded(_SPACE * vectors.nbytes + _LARGEST):
        _write(aside, ids, documents, vectors)
    step("verifying")
    fault = (check or verify_in_child)(aside, ids=ids, vectors=vectors)
    if fault:
        raise IndexDamaged(
            f"The new index failed its check ({fault}); the old one stays. Run the ingest again."
        )
    step("syncing")
    seal(aside)
    _sync(aside)
    step("publishing")
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
    _sync_folder(folder.parent)


def verify_in_child(folder: Path, *, ids: Sequence[str], vectors: Vector) -> str | None:
    """Return what is wrong with a generation, or None.

    Damage can kill the process that looks at it, so a child process looks.
    """
    with tempfile.TemporaryDirectory(prefix="expected-", dir=folder.parent) as aside:
        expected = Path(aside) / "expected.npz"
        np.savez(expected, ids=np.asarray(ids, dtype=str), vectors=vectors)
        child = subprocess.run(  # noqa: S603 (our own module, our own paths)
            [sys.executable, "-m", "assistant.index", str(folder), str(expected)],
            capture_output=True,
            text=True,
            check=False,
        )
    if child.returncode == 0:
        return None
    return (child.stderr.strip().splitlines() or [f"exit code {child.returncode}"])[-1]


def verify(folder: Path, expected: Path) -> None:
    """Check a generation against an ``.npz`` of the ids and vectors it should hold.

    Raises:
        IndexDamaged: something differs.
    """
    with np.load(expected, allow_pickle=False) as held:
        hold(folder, ids=held["ids"], vectors=held["vectors"])


def hold(folder: Path, *, ids: NDArray[np.str_], vectors: Vector) -> None:
    """Hold a generation against the ids and vectors it should have, in this process.

    Raises:
        IndexDamaged: something differs.
    """
    order = np.argsort(ids)
    index = Index(folder)
    try:
        found_ids, found = index.vectors()
        if found_ids != ids[order].tolist():
            raise IndexDamaged(f"{folder} holds other passages than it should.")
        if len(found) and not np.allclose(found, vectors[order], atol=_TOLERANCE):
            raise IndexDamaged(f"{folder} holds other vectors than it should.")
        for row in np.linspace(0, len(found) - 1, num=min(_PROBES, len(found)), dtype=int):
            nearest = index.search(found[row].tolist(), limit=1)
            if not nearest or nearest[0][1] < 1 - _TOLERANCE:
                raise IndexDamaged(f"{folder} does not find its own passages.")
    finally:
        index.close()


def _write(folder: Path, ids: Sequence[str], documents: Sequence[str], vectors: Vector) -> None:
    def refused(error: BaseException) -> StorageError:
        return StorageError(
            f"{folder.parent} could not be written ({error}); the index is as it was. "
            "Free some disk space, then run this again."
        )

    with _translated(refused):
        _fill(folder, ids, documents, vectors)


@contextmanager
def _translated(translate: Callable[[BaseException], ColloquyError]) -> Iterator[None]:
    """Turn whatever Chroma raises into an error that says what to do."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # Chroma's Rust code panics with no ordinary exception
        raise translate(error) from error


def _fill(folder: Path, ids: Sequence[str], documents: Sequence[str], vectors: Vector) -> None:
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
        with _OPENING:
            client.close()


def _check_room(folder: Path, vectors: Vector) -> None:
    free, needed = shutil.disk_usage(folder).free, _SPACE * vectors.nbytes + _EMPTY
    if free < needed:
        raise StorageError(
            f"{folder.parent} has {free / 1e6:.0f} MB left and the new index may take "
            f"{needed / 1e6:.0f} MB; the index is as it was. Free some disk space."
        )


@contextmanager
def _bounded(size: int) -> Iterator[None]:
    """Keep any file this process writes below so many bytes.

    A fault of hnswlib has written link lists of hundreds of gigabytes.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    limits = [size, *(known for known in (soft, hard) if known != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (min(limits), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _client(folder: Path) -> Any:
    import chromadb  # noqa: PLC0415 (takes seconds)
    from chromadb.config import Settings  # noqa: PLC0415

    with _OPENING:
        return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))


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
    verify(Path(sys.argv[1]), Path(sys.argv[2]))
