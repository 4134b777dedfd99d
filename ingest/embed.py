"""Embeds texts and stores each batch as it comes, so that a kill loses one batch at most."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.target import Target

BATCH = 128


def embed(texts: Mapping[str, str], target: Target) -> None:
    """Embed texts, by digest, and store their vectors; no version refers to them yet."""
    # Texts of like length share a batch: less padding.
    digests = sorted(texts, key=lambda digest: (len(texts[digest]), digest))
    for start in range(0, len(digests), BATCH):
        target.progress("embedding", start, len(digests))
        part = digests[start : start + BATCH]
        vectors = target.embedder.embed_documents([texts[digest] for digest in part])
        target.catalog.store_vectors(dict(zip(part, vectors, strict=True)), target.embedder.digest)
    if digests:
        target.progress("embedding", len(digests), len(digests))
