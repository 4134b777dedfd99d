"""Stand-ins that are fast and deterministic, for what takes seconds to load or to ingest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from assistant.models import Embedder
from assistant.reader import Logits, Reader
from assistant.types import Chunk, Document, Passage, Section
from assistant.words import stem_set

DIMENSION = 64


class HashEmbedder(Embedder):
    """Embeds a text as the sum of pseudo-random vectors of its stems; counts what it embeds."""

    def __init__(self, digest: str = "hash") -> None:
        super().__init__(load=lambda: None, digest=digest, batch_size=1)
        self.embedded: list[str] = []

    @property
    def max_tokens(self) -> int:
        return 256

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return [self._vector(text) for text in texts]

    def knows(self, word: str) -> bool:
        return False

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    @staticmethod
    def _vector(text: str) -> list[float]:
        total = np.full(DIMENSION, 1e-3)
        for stem in sorted(stem_set(text)):
            seed = int.from_bytes(hashlib.sha256(stem.encode()).digest()[:8], "big")
            total += np.random.default_rng(seed).standard_normal(DIMENSION)
        return list((total / np.linalg.norm(total)).astype(float))


class SureReader(Reader):
    """Gives every passage the same log odds; remembers what it read."""

    def __init__(self, odds: float) -> None:
        self.read_so_far: list[str] = []
        self._odds = odds

    def read(self, question: str, passages: Sequence[str]) -> Logits:
        self.read_so_far += passages
        return np.full(len(passages), self._odds)


class ScriptedReader(Reader):
    """Says of each passage that holds one of some words that it answers so much the better."""

    def __init__(self, **odds: float) -> None:
        self.odds = odds
        self.asked: list[str] = []

    def read(self, question: str, passages: Sequence[str]) -> Logits:
        self.asked += passages
        said = [passage.partition(" | ")[0] for passage in passages]
        return np.array([sum(o for w, o in self.odds.items() if w in text) for text in said])


def document(name: str, text: str) -> Document:
    """Return a document of one section that has its name for a title."""
    whole = (Section(start=0, end=len(text)),)
    return Document(id=name, title=name, text=text, sections=whole, content_hash=name)


def passage(of: Document) -> Passage:
    """Return all of a document, as it is found."""
    chunk = Chunk(id=of.id, document_id=of.id, start=0, end=len(of.text))
    return Passage(chunk=chunk, document=of, score=1.0)
