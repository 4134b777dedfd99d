"""Examines an index: catalog, texts, passages, vectors, lexical table and Chroma."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

import numpy as np

from assistant.errors import ColloquyError, IndexDamaged, IndexMissing, StorageError
from assistant.schema import closing, connect
from assistant.snapshot import Entry, Snapshot
from assistant.types import Value, Vector
from ingest.prepare import embedding_digest, embedding_text
from ingest.publish import stacked
from ingest.target import Target

_LENGTH = 1e-3
"""By how much a vector's length may differ from one."""

MENDED = "python -m ingest doctor --fix"
_FROM_BACKUP = "python -m ingest restore-backup FILE"


class Fault(Value):
    """Something that does not agree, and the command that mends it.

    ``remedy`` is empty where ``what`` says it.
    """

    where: str
    what: str
    remedy: str


def diagnose(target: Target) -> tuple[Fault, ...]:
    """Return everything that is wrong with an index; nothing is changed.

    Raises:
        IndexMissing: there is none.
        StorageError: the disk is full, or refuses to open it.
    """
    try:
        faults = [*_file(target)]
        if faults:
            return tuple(faults)
        with target.catalog.snapshot() as current:
            return (*_texts(current), *_versions(target), *_current(current, target))
    except (IndexMissing, StorageError):
        raise
    except ColloquyError as error:
        return (Fault(where="catalog", what=str(error), remedy=""),)
    except sqlite3.DatabaseError as error:
        return (Fault(where="catalog", what=str(error), remedy=_FROM_BACKUP),)


def _file(target: Target) -> Iterator[Fault]:
    if not target.catalog.path.is_file():
        raise IndexMissing(f"There is no index in {target.data}. Run: python -m ingest PATH")
    with closing(connect(target.catalog.path)) as db:
        for (line,) in db.execute("PRAGMA integrity_check(5)"):
            # The lexical table is derived from the others and has a look of its own.
            if line != "ok" and "fts5" not in str(line).lower():
                yield Fault(where="catalog", what=str(line), remedy=_FROM_BACKUP)
        for table, row, *_ in db.execute("PRAGMA foreign_key_check"):
            what = f"row {row} of {table} refers to nothing"
            yield Fault(where="catalog", what=what, remedy=_FROM_BACKUP)


def _texts(current: Snapshot) -> Iterator[Fault]:
    for content_hash, text in current.texts():
        if hashlib.sha256(text.encode()).hexdigest() != content_hash:
            what = f"the text {content_hash[:12]} is not the one that was stored"
            yield Fault(where="texts", what=what, remedy=_FROM_BACKUP)


def _versions(target: Target) -> Iterator[Fault]:
    """Check the spans and vectors of every version that is kept."""
    seen: set[str] = set()
    with target.catalog.snapshot() as current:
        numbers = [version.number for version in current.versions()]
    for number in numbers:
        with target.catalog.snapshot(number) as past:
            entries, built_with = past.entries(), past.built_with
        model = built_with.weights_digest if built_with else ""
        for entry in entries:
            key = f"{model} {entry.model_dump_json()}"
            if key not in seen:
                seen.add(key)
                yield from _spans(entry, number)
                yield from _vectors(entry, number, model, target)


def _spans(entry: Entry, number: int) -> Iterator[Fault]:
    document = entry.document
    for item in entry.chunks:
        span = item.chunk
        inside = 0 <= span.start < span.end <= len(document.text)
        digest = embedding_digest(embedding_text(document, span))
        if not inside or digest != item.embedded:
            what = f"{document.id}, version {number}: passage {span.id[:12]} is not where it says"
            yield Fault(where="passages", what=what, remedy=_FROM_BACKUP)


def _vectors(entry: Entry, number: int, model: str, target: Target) -> Iterator[Fault]:
    vectors = target.catalog.vectors([c.embedded for c in entry.chunks], model)
    lost = sum(c.embedded not in vectors for c in entry.chunks)
    bent = sum(not is_sound(vector) for vector in vectors.values())
    for count, state in ((lost, "missing"), (bent, "damaged")):
        if count:
            what = f"{entry.document.id}, version {number}: {state} vectors: {count}"
            yield Fault(where="vectors", what=what, remedy=MENDED)


def is_sound(vector: Vector) -> bool:
    """Return whether a stored vector has length one."""
    return bool(abs(float(np.linalg.norm(vector)) - 1) < _LENGTH)


def _current(current: Snapshot, target: Target) -> Iterator[Fault]:
    """Check what answers: the lexical table and the generation."""
    if current.generation is None or current.built_with is None:
        return
    held, due = current.lexical_rows()
    broken = target.catalog.fault()
    if broken or held != due:
        what = broken or f"{len(held ^ due)} rows are not those of the passages"
        yield Fault(where="lexical table", what=what, remedy=MENDED)
    folder = target.generations.path(current.generation)
    if not folder.is_dir():
        yield Fault(where="index", what=f"{folder} is gone", remedy=MENDED)
        return
    chunks = sorted(current.embedded_chunks(), key=lambda item: item.chunk.id)
    try:
        vectors = stacked(chunks, target, current.built_with)
    except IndexDamaged:
        return  # named above; there is nothing to hold the index against
    fault = target.generations.check(folder, ids=[c.chunk.id for c in chunks], vectors=vectors)
    if fault:
        yield Fault(where="index", what=fault, remedy=MENDED)
