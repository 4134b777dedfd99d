"""Generations without Chroma: an index in a file, searched by hand, checked in this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from assistant.errors import StorageError
from assistant.generations import Generations
from assistant.index import Step
from assistant.types import Vector


class QuickIndex:
    """Compares the query with every vector."""

    def __init__(self, folder: Path) -> None:
        held = json.loads((folder / "ids.json").read_text())
        self.ids, self._documents = held["ids"], np.asarray(held["documents"])
        self.matrix = np.load(folder / "vectors.npy", allow_pickle=False)

    def __len__(self) -> int:
        return len(self.ids)

    def search(
        self, vector: Sequence[float], *, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        if not self.ids:
            return []
        scores = self.matrix @ np.asarray(vector, dtype="<f4")
        if documents is not None:
            scores = np.where(np.isin(self._documents, list(documents)), scores, -2)
        best = [at for at in np.argsort(-scores, kind="stable")[:limit] if scores[at] > -2]
        return [(self.ids[at], float(scores[at])) for at in best]

    def similarities(self, vector: Sequence[float], ids: Sequence[str]) -> dict[str, float]:
        found = self.search(vector, limit=len(self.ids))
        return {id_: score for id_, score in found if id_ in set(ids)}

    def close(self) -> None:
        """Nothing is open."""


def quick_generations(data: Path) -> Generations:
    return Generations(data, open_index=QuickIndex, build=quick_build, check=quick_check)


def quick_build(
    folder: Path, *, ids: Sequence[str], documents: Sequence[str], vectors: Vector, step: Step
) -> None:
    aside = folder.with_name(folder.name + ".tmp")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    step("writing")
    try:
        (aside / "ids.json").write_text(json.dumps({"ids": ids, "documents": documents}))
        np.save(aside / "vectors.npy", vectors)
    except OSError as error:
        raise StorageError(f"{folder} could not be written") from error
    step("verifying")
    step("syncing")
    step("publishing")
    aside.rename(folder)


def quick_check(folder: Path, *, ids: Sequence[str], vectors: Vector) -> str | None:
    try:
        index = QuickIndex(folder)
    except (OSError, ValueError, EOFError) as error:
        return f"unreadable ({error})"
    if sorted(index.ids) != sorted(ids):
        return "other passages"
    held = dict(zip(index.ids, index.matrix, strict=True))
    same = all(np.array_equal(held[id_], v) for id_, v in zip(ids, vectors, strict=True))
    return None if same else "other vectors"
