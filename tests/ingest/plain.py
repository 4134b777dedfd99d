"""A reader, an embedder and a folder simple enough to run hundreds of ingests in a second."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from quick import quick_generations

from assistant.models import Embedder
from assistant.settings import Settings
from assistant.types import Document
from ingest.clean import clean
from ingest.intake import Intake
from ingest.load import parse
from ingest.progress import Progress, silent
from ingest.target import Target


class PlainSandbox:
    """Reads in this process, where no file is hostile."""

    def read(
        self, data: bytes, *, suffix: str, document_id: str, declared: str | None = None
    ) -> Document:
        return clean(parse(data, suffix, declared=declared), document_id)

    def close(self) -> None:
        """Nothing is open."""


class PlainEmbedder(Embedder):
    """A vector of eight numbers out of a digest; remembers what it embedded."""

    def __init__(self, digest: str = "plain") -> None:
        super().__init__(load=lambda: None, digest=digest, batch_size=1)
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return [self._vector(text) for text in texts]

    def knows(self, word: str) -> bool:
        return False

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def _vector(self, text: str) -> list[float]:
        raw = np.frombuffer(hashlib.sha256((self.digest + text).encode()).digest(), dtype="<u4")
        unit = raw.astype(float) / np.linalg.norm(raw.astype(float))
        return [float(x) for x in unit]


def intake() -> Intake:
    return Intake(sandbox=PlainSandbox())  # type: ignore[arg-type]


def plain_target(
    data: Path, *, embedder: Embedder | None = None, progress: Progress = silent, wait: float = 0
) -> Target:
    return Target(
        data,
        Settings(_env_file=None),  # type: ignore[call-arg]
        embedder=embedder or PlainEmbedder(),
        generations=quick_generations(data),
        progress=progress,
        wait=wait,
    )
