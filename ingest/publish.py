"""Builds the next generation aside and makes the version that it belongs to current."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.catalog import Change
from assistant.errors import IndexDamaged
from assistant.snapshot import BuiltWith, EmbeddedChunk
from assistant.types import Vector
from ingest.target import Target

_STEPS = ("writing", "verifying", "syncing", "publishing", "committing", "clearing")


def publish(change: Change, target: Target) -> int:
    """Apply a change in one step and return the number of the new version.

    Raises:
        IndexDamaged: a vector is missing, or the new generation failed its check.
        StorageError: the disk refused it. The index is as it was.
    """
    replaced = {*change.removed, *(entry.document.id for entry in change.entries)}
    with target.catalog.snapshot() as current:
        kept = [c for c in current.embedded_chunks() if c.chunk.document_id not in replaced]
        name = target.generations.new_name(current.version + 1)
    chunks = [*kept, *(item for entry in change.entries for item in entry.chunks)]
    _build(name, chunks, target, target.made_with)
    _step("committing", target)
    version = target.catalog.commit(change, generation=name, built_with=target.made_with)
    _finish(target)
    return version


def republish(target: Target) -> None:
    """Build the current version's generation again, from the catalog's vectors alone.

    Raises:
        IndexDamaged: a vector is missing, or the new generation failed its check.
        StorageError: the disk refused it.
    """
    write_generation(target)
    _finish(target)


def write_generation(target: Target) -> None:
    """Build a generation of the catalog's current version and name it there (see ``republish``)."""
    with target.catalog.snapshot() as current:
        chunks, version = list(current.embedded_chunks()), current.version
        built_with = current.built_with or target.made_with
    name = target.generations.new_name(version)
    _build(name, chunks, target, built_with)
    _step("committing", target)
    target.catalog.repoint(name, version=version)


def stacked(chunks: Sequence[EmbeddedChunk], target: Target, built_with: BuiltWith) -> Vector:
    """Return the vectors of chunks, one a row.

    Raises:
        IndexDamaged: one is missing or of another length.
    """
    if not chunks:
        return np.zeros((0, 0), dtype="<f4")
    vectors = target.catalog.vectors(
        sorted({c.embedded for c in chunks}), built_with.weights_digest
    )
    lengths = {len(vector) for vector in vectors.values()}
    missing = sum(c.embedded not in vectors for c in chunks)
    if missing or len(lengths) != 1:
        raise IndexDamaged(
            f"{missing or 'Some'} of {len(chunks)} passages have no sound vector in the catalog; "
            "the index is as it was. Run: python -m ingest doctor --fix"
        )
    return np.stack([vectors[c.embedded] for c in chunks])


def _build(
    name: str, chunks: Sequence[EmbeddedChunk], target: Target, built_with: BuiltWith
) -> None:
    target.generations.build(
        target.generations.path(name),
        ids=[c.chunk.id for c in chunks],
        documents=[c.chunk.document_id for c in chunks],
        vectors=stacked(chunks, target, built_with),
        step=lambda step: _step(step, target),
    )


def _finish(target: Target) -> None:
    _step("clearing", target)
    target.clear()
    target.progress("indexing: done", len(_STEPS), len(_STEPS))


def _step(name: str, target: Target) -> None:
    target.progress(f"indexing: {name}", _STEPS.index(name), len(_STEPS))
