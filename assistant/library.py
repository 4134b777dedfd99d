"""The library: catalog and index of one data folder, opened together and held to each other."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.catalog import Catalog
from assistant.errors import IndexDamaged, IndexMismatch, IndexMissing
from assistant.generations import Generations, Searchable
from assistant.index import METRIC
from assistant.models import Embedder
from assistant.settings import Settings
from assistant.snapshot import BuiltWith, Snapshot


@dataclass(frozen=True)
class Reading:
    """One version, for one question: its documents and the index that belongs to it."""

    snapshot: Snapshot
    index: Searchable


class Library:
    """Opens versions for reading."""

    def __init__(
        self, data: Path, made_with: BuiltWith, *, generations: Generations | None = None
    ) -> None:
        self.catalog = Catalog(data)
        self._generations = generations or Generations(data)
        self._made_with = made_with
        self._attending: sqlite3.Connection | None = None
        self._guard = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open the current version; it stays the same until the reading ends.

        Raises:
            IndexMissing: there is no index, or it holds no document.
            IndexMismatch: it was built with other settings.
        """
        with ExitStack() as stack:
            reading = self._open(stack)
            self._attend()
            yield reading

    def _open(self, stack: ExitStack) -> Reading:
        seen = None
        while True:
            snapshot = stack.enter_context(self.catalog.snapshot())
            try:
                return Reading(snapshot=snapshot, index=self._index(stack, snapshot))
            except IndexMissing:
                # Ingests may have published two versions since the snapshot, and cleaned up.
                if snapshot.version == seen:
                    raise
                seen = snapshot.version
                stack.close()

    def _index(self, stack: ExitStack, snapshot: Snapshot) -> Searchable:
        check_built_with(snapshot, self._made_with)
        if snapshot.generation is None or not snapshot.count_documents():
            raise IndexMissing(
                f"The index in {self.catalog.data} holds no document. Run: python -m ingest PATH"
            )
        index = stack.enter_context(self._generations.reading(snapshot.generation))
        if len(index) != snapshot.count_chunks():
            raise IndexDamaged(
                "The index and its catalog do not hold the same passages. "
                "Run: python -m ingest doctor --fix"
            )
        return index

    def _attend(self) -> None:
        with self._guard:
            self._attending = self._attending or self.catalog.attend()

    def close(self) -> None:
        """Close catalog and generations."""
        self._generations.close()
        with self._guard:
            if self._attending is not None:
                self._attending.close()
            self._attending = None


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
