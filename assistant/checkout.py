"""Copies one version out of a catalog into a data folder of its own, where it can be searched."""

from __future__ import annotations

import numpy as np

from assistant.catalog import Catalog, Change
from assistant.errors import IndexDamaged
from assistant.generations import Generations
from assistant.snapshot import BuiltWith, Entry


def checkout(version: int, catalog: Catalog, generations: Generations) -> None:
    """Make a data folder that holds one version of a catalog, from its vectors alone.

    Args:
        version: which one; it keeps its number.
        catalog: where it is kept.
        generations: those of the empty folder to fill.

    Raises:
        NoSuchVersion: that version is not kept.
        IndexDamaged: a vector is missing.
    """
    with catalog.snapshot(version) as past:
        entries, built_with = past.entries(), past.built_with
        assert built_with is not None  # noqa: S101 (every kept version has one)
    name = generations.new_name(version)
    _build(name, entries, catalog, generations, built_with)
    copy = Catalog(generations.folder.parent)
    copy.create()
    change = Change(cause=f"checkout {version}", entries=entries)
    copy.commit(change, generation=name, built_with=built_with, number=version)


def _build(
    name: str,
    entries: tuple[Entry, ...],
    catalog: Catalog,
    generations: Generations,
    built_with: BuiltWith,
) -> None:
    chunks = [item for entry in entries for item in entry.chunks]
    vectors = catalog.vectors([c.embedded for c in chunks], built_with.weights_digest)
    if any(c.embedded not in vectors for c in chunks):
        raise IndexDamaged(
            "The catalog lacks vectors of that version. Run: python -m ingest doctor"
        )
    generations.build(
        generations.path(name),
        ids=[c.chunk.id for c in chunks],
        documents=[c.chunk.document_id for c in chunks],
        vectors=np.stack([vectors[c.embedded] for c in chunks])
        if chunks
        else np.zeros((0, 0), dtype="<f4"),
        step=lambda _: None,
    )
