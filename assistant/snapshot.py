"""Snapshots: one version of the catalog, read in one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from assistant.errors import NoSuchVersion
from assistant.types import Chunk, Document, Metadata, Section, Value

KEPT_VERSIONS = 20
"""Versions that can be searched, compared and brought back."""


class BuiltWith(Value):
    """What made an index; answering with anything else would mix what does not belong together."""

    embedding_model: str
    weights_digest: str
    metric: str
    max_tokens: int


class EmbeddedChunk(Value):
    """A chunk and the digest of exactly what was embedded for it."""

    chunk: Chunk
    embedded: str


class Entry(Value):
    """A document as one version holds it: the root it came from and its chunks in order."""

    document: Document
    root: str
    chunks: tuple[EmbeddedChunk, ...]


class Counts(Value):
    """What a version changed, and what it holds."""

    added: int = 0
    changed: int = 0
    renamed: int = 0
    removed: int = 0
    embedded: int = 0
    documents: int = 0
    passages: int = 0


class Version(Value):
    """One applied run; ``created`` is ISO 8601 in UTC, ``cause`` the command behind it."""

    number: int
    created: str
    cause: str
    counts: Counts
    generation: str
    built_with: BuiltWith


class Snapshot:
    """One version of everything, read in one transaction; of no use once that has ended.

    ``version`` is 0 and ``generation`` None where nothing has been ingested yet.
    """

    def __init__(self, connection: sqlite3.Connection, *, version: int | None = None) -> None:
        self._db = connection
        connection.execute("BEGIN")
        versions = {v.number: v for v in self.versions()}
        if version is not None and version not in versions:
            raise NoSuchVersion(_absent(version, versions))
        current = versions.get(max(versions, default=0) if version is None else version)
        self.version: int = current.number if current else 0
        self.generation: str | None = current.generation if current else None
        self.built_with: BuiltWith | None = current.built_with if current else None

    def versions(self) -> tuple[Version, ...]:
        """Return every version that is kept, newest first."""
        rows = self._db.execute(
            "SELECT version, created, cause, counts, generation, built_with FROM versions"
            " ORDER BY version DESC"
        )
        return tuple(
            Version(
                number=number,
                created=created,
                cause=cause,
                counts=Counts.model_validate_json(counts),
                generation=generation,
                built_with=BuiltWith.model_validate_json(built_with),
            )
            for number, created, cause, counts, generation, built_with in rows
        )

    def documents(self) -> tuple[Document, ...]:
        """Return every document, by id."""
        return tuple(_document(row) for row in self._rows(f"{_DOCUMENTS} ORDER BY d.id"))

    def document(self, document_id: str) -> Document | None:
        """Return one document, or None if this version does not hold it."""
        found = self._rows(f"{_DOCUMENTS} AND d.id = :id", {"id": document_id})
        return next(map(_document, found), None)

    def count_documents(self) -> int:
        """Return the number of documents."""
        return int(next(self._rows(f"SELECT count(*) {_LIVING}"))[0])

    def count_chunks(self) -> int:
        """Return the number of chunks."""
        return int(next(self._rows(f"SELECT count(*) {_LIVING_CHUNKS}"))[0])

    def roots(self) -> dict[str, str]:
        """Return the root each document came from, by document id."""
        return dict(self._rows(f"SELECT d.id, d.root {_LIVING}"))

    def fingerprints(self) -> dict[str, str]:
        """Return what each document was read from, by document id; empty where it is unknown."""
        return dict(self._rows(f"SELECT d.id, d.fingerprint {_LIVING}"))

    def chunks(self, ids: Collection[str]) -> dict[str, Chunk]:
        """Return the chunks with these ids; one that this version does not hold is left out."""
        rows = self._rows(
            f"{_CHUNKS} AND c.id IN (SELECT value FROM json_each(:ids))", {"ids": listed(ids)}
        )
        return {row[0]: _chunk(row) for row in rows}

    def chunks_of(self, document_id: str) -> tuple[Chunk, ...]:
        """Return the chunks of one document in their order."""
        rows = self._rows(f"{_CHUNKS} AND d.id = :id ORDER BY c.key", {"id": document_id})
        return tuple(_chunk(row) for row in rows)

    def passages(self, document_id: str) -> dict[str, str]:
        """Return the words of one document's chunks, by chunk id."""
        document = self.document(document_id)
        text = document.text if document else ""
        return {c.id: text[c.start : c.end] for c in self.chunks_of(document_id)}

    def document_with(self, content_hash: str) -> Document | None:
        """Return the first document, by id, with this text."""
        found = self._rows(f"{_DOCUMENTS} AND hash = :hash ORDER BY d.id", {"hash": content_hash})
        return next(map(_document, found), None)

    def ever_held(self, document_id: str) -> tuple[bool, tuple[str, ...]]:
        """Return whether any version has held a document, and which others had a text of its."""
        states = self._db.execute("SELECT count(*) FROM documents WHERE id = ?", (document_id,))
        others = self._db.execute(
            "SELECT DISTINCT id FROM documents WHERE id != :id AND content_hash IN"
            " (SELECT content_hash FROM documents WHERE id = :id) ORDER BY id",
            {"id": document_id},
        )
        return bool(states.fetchone()[0]), tuple(row[0] for row in others)

    def entries(self) -> tuple[Entry, ...]:
        """Return everything that this version holds, by document id."""
        chunks: dict[str, list[EmbeddedChunk]] = {}
        for item in self.embedded_chunks():
            chunks.setdefault(item.chunk.document_id, []).append(item)
        roots = self.roots()
        return tuple(
            Entry(document=d, root=roots[d.id], chunks=tuple(chunks.get(d.id, ())))
            for d in self.documents()
        )

    def embedded_chunks(self) -> Iterator[EmbeddedChunk]:
        """Yield every chunk with the digest of what was embedded for it."""
        for row in self._rows(f"{_CHUNKS} ORDER BY c.key"):
            yield EmbeddedChunk(chunk=_chunk(row), embedded=row[6])

    def search(
        self, match: str, *, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return chunk ids with their BM25 scores (higher is better), best first.

        ``match`` is an FTS5 expression; headings count half as much as the body. Only the current
        version can be searched: an older one is checked out first (see ``assistant.checkout``).
        """
        within = None if documents is None else listed(documents)
        rows = self._db.execute(
            "SELECT c.id, -bm25(lexical, 0.5, 1.0) AS score FROM lexical"
            " JOIN chunks c ON c.key = lexical.rowid JOIN documents d ON d.key = c.document_key"
            " WHERE lexical MATCH :match"
            " AND (:within IS NULL OR d.id IN (SELECT value FROM json_each(:within)))"
            " ORDER BY score DESC, c.id LIMIT :limit",
            {"match": match, "within": within, "limit": limit},
        ).fetchall()
        return [(chunk_id, score) for chunk_id, score in rows]

    def text(self, content_hash: str) -> str | None:
        """Return a canonical text of any version, also of one that is no longer kept."""
        row = self._db.execute("SELECT text FROM texts WHERE hash = ?", (content_hash,)).fetchone()
        return row[0] if row else None

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every canonical text of any version with the hash it is kept under."""
        yield from self._db.execute("SELECT hash, text FROM texts ORDER BY hash")

    def lexical_rows(self) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
        """Return the rows of the lexical table as they are, and as they should be."""
        held = self._db.execute("SELECT rowid, body FROM lexical")
        due = self._rows(
            "SELECT c.key, substr(text, start + 1, stop - start) "
            + _LIVES.format(
                " JOIN texts ON hash = content_hash JOIN chunks c ON c.document_key = d.key"
            )
        )
        return {(key, body) for key, body in held}, {(key, body) for key, body in due}

    def _rows(self, query: str, values: Mapping[str, str] | None = None) -> Iterator[Any]:
        return self._db.execute(query, {"version": self.version, **(values or {})})


_LIVES = (
    "FROM lives l JOIN documents d ON d.key = l.document_key"
    "{} WHERE l.born <= :version AND (l.died IS NULL OR l.died > :version)"
)
_LIVING = _LIVES.format("")
_LIVING_CHUNKS = _LIVES.format(" JOIN chunks c ON c.document_key = d.key")
_DOCUMENTS = "SELECT d.id, title, sections, metadata, content_hash, text " + _LIVES.format(
    " JOIN texts ON hash = content_hash"
)
_CHUNKS = f"SELECT c.id, d.id, c.start, c.stop, c.headings, c.page, c.embedded {_LIVING_CHUNKS}"


def listed(values: Collection[str]) -> str:
    """Return values as one bound parameter: SQLite limits how many there may be."""
    return json.dumps(list(values))


def _absent(version: int, kept: Collection[int]) -> str:
    known = f"kept are {min(kept)} to {max(kept)}" if kept else "there is none yet"
    return f"There is no version {version}; {known}. See: python -m ingest log"


def _document(row: tuple[str, str | None, str, str, str, str]) -> Document:
    document_id, title, sections, metadata, content_hash, text = row
    return Document(
        id=document_id,
        title=title,
        text=text,
        sections=tuple(Section.model_validate(s) for s in json.loads(sections)),
        metadata=Metadata.model_validate_json(metadata),
        content_hash=content_hash,
    )


def _chunk(row: tuple[str, str, int, int, str, int | None, str]) -> Chunk:
    return Chunk(
        id=row[0],
        document_id=row[1],
        start=row[2],
        end=row[3],
        headings=tuple(json.loads(row[4])),
        page=row[5],
    )
