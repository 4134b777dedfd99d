"""Works out what a plan writes: its documents in passages, and which of them need a vector."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.snapshot import EmbeddedChunk, Entry
from assistant.types import Chunk, Document
from ingest.chunk import chunk
from ingest.plan import Found
from ingest.target import Target


@dataclass(frozen=True)
class Prepared:
    """The entries to write, and by digest the texts that have no vector yet."""

    entries: tuple[Entry, ...]
    to_embed: Mapping[str, str]


def prepare(items: Sequence[Found], target: Target) -> Prepared:
    """Cut documents into passages and look up which of these the catalog has no vector for."""
    entries: list[Entry] = []
    texts: dict[str, str] = {}
    for number, item in enumerate(items):
        target.progress("splitting", number, len(items))
        pieces = chunk(
            item.document,
            count_tokens=target.embedder.count_tokens,
            max_tokens=target.settings.chunking.max_tokens,
        )
        embedded = []
        for piece in pieces:
            text = embedding_text(item.document, piece)
            digest = embedding_digest(text)
            texts[digest] = text
            embedded.append(EmbeddedChunk(chunk=piece, embedded=digest))
        entries.append(Entry(document=item.document, root=item.root, chunks=tuple(embedded)))
    if items:
        target.progress("splitting", len(items), len(items))
    known = _known(list(texts), target)
    return Prepared(
        entries=tuple(entries), to_embed={d: t for d, t in texts.items() if d not in known}
    )


def embedding_text(document: Document, piece: Chunk) -> str:
    """Return exactly what is embedded for a chunk: title and headings, then its words."""
    headings = [h for h in (document.title, *piece.headings) if h]
    context = " / ".join(dict.fromkeys(headings))
    words = document.text[piece.start : piece.end]
    return f"{context}\n{words}" if context else words


def embedding_digest(text: str) -> str:
    """Return the digest under which the vector of an embedded text is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def _known(digests: Sequence[str], target: Target) -> set[str]:
    if not digests or not target.catalog.path.is_file():
        return set()
    return set(target.catalog.vectors(digests, target.embedder.digest))
