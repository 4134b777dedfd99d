"""The library: catalog and index of one data folder, opened together and held to each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.catalog import BuiltWith, Catalog, Snapshot
from assistant.errors import IndexDamaged, IndexMismatch, IndexMissing
from assistant.index import METRIC, Generations, Index
from assistant.models import Embedder
from assistant.settings import Settings


@dataclass(frozen=True)
class Reading:
    """One version, for one question: its documents and the index that belongs to it."""

    snapshot: Snapshot
    index: Index


class Library:
    """Opens versions for reading."""

    def __init__(self, data: Path, made_with: BuiltWith) -> None:
        self.catalog = Catalog(data)
        self._generations = Generations(data)
        self._made_with = made_with

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open the current version; it stays the same until the reading ends.

        Raises:
            IndexMissing: there is no index, or it holds no document.
            IndexMismatch: it was built with other settings.
        """
        with self.catalog.snapshot() as snapshot:
            check_built_with(snapshot, self._made_with)
            if snapshot.generation is None or not snapshot.count_documents():
                raise IndexMissing(
                    f"The index in {self.catalog.data} holds no document. "
                    "Run: python -m ingest PATH"
                )
            with self._generations.reading(snapshot.generation) as index:
                _check_size(snapshot, index)
                yield Reading(snapshot=snapshot, index=index)

    def close(self) -> None:
        """Close every open generation."""
        self._generations.close()


def built_with(settings: Settings, embedder: Embedder) -> BuiltWith:
    """Return what an index made with these settings is made with."""
    return BuiltWith(
        embedding_model=settings.embedding.model,
        weights_digest=embedder.digest,
        metric=METRIC,
        max_tokens=settings.chunking.max_tokens,
    )


def check_built_with(snapshot: Snapshot, made_with: BuiltWith) -> None:
    """Raise IndexMismatch if the snapshot was built with anything else than ``made_with``."""
    if snapshot.built_with is None:
        return
    for name in BuiltWith.model_fields:
        was, now = getattr(snapshot.built_with, name), getattr(made_with, name)
        if was != now:
            raise IndexMismatch(
                f"The index was built with {name.replace('_', ' ')} {was}, the settings say {now}. "
                "Restore the setting, or run: python -m ingest --rebuild"
            )


def _check_size(snapshot: Snapshot, index: Index) -> None:
    if len(index) != snapshot.count_chunks():
        raise IndexDamaged(
            "The index and its catalog do not hold the same passages. "
            "Run: python -m ingest --rebuild"
        )
