"""Mends what can be mended in an index, from the catalog alone."""

from __future__ import annotations

import numpy as np

from assistant.snapshot import Entry
from ingest.diagnose import Fault, diagnose, is_sound
from ingest.embed import embed
from ingest.prepare import embedding_text
from ingest.publish import republish
from ingest.target import Target


def mend(target: Target) -> tuple[Fault, ...]:
    """Mend an index and return the faults that are left.

    An older catalog is moved up, the lexical table made again from the passages, the index from
    the vectors. Only vectors that are lost or damaged are computed again.
    """
    with target.held():
        faults = diagnose(target)
        where = {fault.where for fault in faults}
        if "catalog" in where or "texts" in where or "passages" in where:
            return faults
        if "vectors" in where:
            _embed_lost(target)
        if "lexical table" in where:
            target.catalog.index_words_anew()
        if where & {"vectors", "index"}:
            republish(target)
        return diagnose(target) if faults else ()


def _embed_lost(target: Target) -> None:
    model = target.embedder.digest
    texts: dict[str, str] = {}
    for entry in _entries(target, model):
        for item in entry.chunks:
            texts[item.embedded] = embedding_text(entry.document, item.chunk)
    vectors = target.catalog.vectors(list(texts), model)
    sound = {digest for digest, vector in vectors.items() if is_sound(np.asarray(vector))}
    target.catalog.drop_vectors(sorted(vectors.keys() - sound), model)
    embed({digest: text for digest, text in texts.items() if digest not in sound}, target)


def _entries(target: Target, model: str) -> list[Entry]:
    """Return what the versions hold that this model embedded."""
    with target.catalog.snapshot() as current:
        numbers = [v.number for v in current.versions() if v.built_with.weights_digest == model]
    entries: list[Entry] = []
    for number in numbers:
        with target.catalog.snapshot(number) as past:
            entries += past.entries()
    return entries
