"""The catalog: a SQLite file that is the record of documents, passages, vectors and versions.

A reader takes a snapshot, one read transaction in WAL mode, and sees one version from its first
question to its last, whatever an ingest does meanwhile. A writer makes a new version current in
one transaction; before it nothing of the change is visible, after it all of it is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from assistant.errors import IndexDamaged, IndexMismatch, IndexMissing, PlatformError
from assistant.models import Vector
from assistant.types import Chunk, Document, Metadata, Section, Value

SCHEMA = 1

TABLES = """
CREATE TABLE versions (
    version INTEGER PRIMARY KEY, created TEXT NOT NULL, generation TEXT NOT NULL,
    built_with TEXT NOT NULL
);
CREATE TABLE texts (hash TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE documents (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, root TEXT NOT NULL,
    content_hash TEXT NOT NULL REFERENCES texts (hash),
    title TEXT, sections TEXT NOT NULL, metadata TEXT NOT NULL,
    born INTEGER NOT NULL, died INTEGER
);
CREATE UNIQUE INDEX living ON documents (id) WHERE died IS NULL;
CREATE TABLE chunks (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL,
    document_key INTEGER NOT NULL REFERENCES documents (key),
    start INTEGER NOT NULL, stop INTEGER NOT NULL, headings TEXT NOT NULL, page INTEGER,
    embedded TEXT NOT NULL
);
CREATE INDEX chunk_ids ON chunks (id);
CREATE INDEX chunk_documents ON chunks (document_key);
CREATE TABLE vectors (
    embedded TEXT NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (embedded, model)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE lexical USING fts5 (
    heading, body, tokenize = 'porter unicode61 remove_diacritics 2'
);
"""


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


class Snapshot:
    """One version of everything, read in one transaction; of no use once that has ended."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        connection.execute("BEGIN")
        row = connection.execute(
            "SELECT version, generation, built_with FROM versions ORDER BY version DESC LIMIT 1"
        ).fetchone()
        self.version: int = row[0] if row else 0
        self.generation: str | None = row[1] if row else None
        self.built_with = BuiltWith.model_validate_json(row[2]) if row else None

    def documents(self) -> tuple[Document, ...]:
        """Return every document, by id."""
        rows = self._db.execute(f"{_DOCUMENTS} WHERE died IS NULL ORDER BY id").fetchall()
        return tuple(_document(row) for row in rows)

    def document(self, document_id: str) -> Document | None:
        """Return one document, or None if this version does not hold it."""
        row = self._db.execute(
            f"{_DOCUMENTS} WHERE died IS NULL AND id = ?", (document_id,)
        ).fetchone()
        return _document(row) if row else None

    def count_documents(self) -> int:
        """Return the number of documents."""
        return int(self._scalar("SELECT count(*) FROM documents WHERE died IS NULL"))

    def count_chunks(self) -> int:
        """Return the number of chunks."""
        return int(self._scalar("SELECT count(*) FROM lexical"))

    def roots(self) -> dict[str, str]:
        """Return the root each document came from, by document id."""
        return dict(self._db.execute("SELECT id, root FROM documents WHERE died IS NULL"))

    def chunks(self, ids: Collection[str]) -> dict[str, Chunk]:
        """Return the chunks with these ids; one that this version does not hold is left out."""
        rows = self._db.execute(
            f"{_CHUNKS} AND c.id IN (SELECT value FROM json_each(?))", (_listed(ids),)
        ).fetchall()
        return {row[0]: _chunk(row) for row in rows}

    def embedded_chunks(self) -> Iterator[EmbeddedChunk]:
        """Yield every chunk with the digest of what was embedded for it."""
        for row in self._db.execute(f"{_CHUNKS} ORDER BY c.key"):
            yield EmbeddedChunk(chunk=_chunk(row), embedded=row[6])

    def search(
        self, match: str, *, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return chunk ids with their BM25 scores (higher is better), best first.

        ``match`` is an FTS5 expression; headings count half as much as the body.
        """
        within = None if documents is None else _listed(documents)
        rows = self._db.execute(
            "SELECT c.id, -bm25(lexical, 0.5, 1.0) AS score FROM lexical"
            " JOIN chunks c ON c.key = lexical.rowid JOIN documents d ON d.key = c.document_key"
            " WHERE lexical MATCH :match"
            " AND (:within IS NULL OR d.id IN (SELECT value FROM json_each(:within)))"
            " ORDER BY score DESC, c.id LIMIT :limit",
            {"match": match, "within": within, "limit": limit},
        ).fetchall()
        return [(chunk_id, score) for chunk_id, score in rows]

    def _scalar(self, query: str) -> int:
        return int(self._db.execute(query).fetchone()[0])


class Catalog:
    """The catalog in a data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.path = data / "catalog.sqlite"

    def create(self) -> None:
        """Create the catalog if there is none."""
        self.data.mkdir(parents=True, exist_ok=True)
        with _closing(self._connect()) as db:
            db.execute("PRAGMA journal_mode = WAL")
            with _transaction(db):
                if db.execute("PRAGMA user_version").fetchone()[0] == 0:
                    for statement in TABLES.split(";\n"):
                        db.execute(statement)
                    db.execute(f"PRAGMA user_version = {SCHEMA}")

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Open a snapshot of the current version.

        Raises:
            IndexMissing: there is no catalog in this data folder.
        """
        if not self.path.is_file():
            raise IndexMissing(f"There is no index in {self.data}. Run: python -m ingest PATH")
        connection = self._connect()
        try:
            yield Snapshot(connection)
        finally:
            connection.close()

    def vectors(self, digests: Sequence[str], model: str) -> dict[str, Vector]:
        """Return the stored vectors among ``digests``, as embedded by ``model``."""
        with _closing(self._connect()) as db:
            rows = db.execute(
                "SELECT embedded, vector FROM vectors"
                " WHERE model = ? AND embedded IN (SELECT value FROM json_each(?))",
                (model, _listed(digests)),
            )
            return {digest: np.frombuffer(blob, dtype="<f4") for digest, blob in rows}

    def store_vectors(self, vectors: Mapping[str, Sequence[float]], model: str) -> None:
        """Store vectors by what was embedded; no version refers to them yet."""
        rows = [
            (digest, model, np.asarray(vector, dtype="<f4").tobytes())
            for digest, vector in vectors.items()
        ]
        with _closing(self._connect()) as db, _transaction(db):
            db.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows)

    def commit(
        self,
        *,
        entries: Sequence[Entry],
        removed: Collection[str],
        generation: str,
        built_with: BuiltWith,
        created: str,
    ) -> int:
        """Make a new version current and return its number: the only commit point.

        Each entry replaces the living document of the same id; ``removed`` ids go.
        """
        with _closing(self._connect()) as db, _transaction(db):
            last = db.execute("SELECT coalesce(max(version), 0) FROM versions").fetchone()[0]
            version = int(last) + 1
            db.execute(
                "INSERT INTO versions VALUES (?, ?, ?, ?)",
                (version, created, generation, built_with.model_dump_json()),
            )
            for document_id in [*removed, *(entry.document.id for entry in entries)]:
                _bury(db, document_id, version)
            for entry in entries:
                _insert(db, entry, version)
        return version

    def _connect(self) -> sqlite3.Connection:
        try:
            db = sqlite3.connect(
                self.path, timeout=30, isolation_level=None, check_same_thread=False
            )
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
            schema = db.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(
                f"{self.path} cannot be read ({error}). "
                f"Move {self.data} aside and run: python -m ingest PATH"
            ) from error
        if schema not in (0, SCHEMA):
            raise IndexMismatch(
                f"{self.path} has schema {schema}, this program reads {SCHEMA}. "
                "Name another folder with --data and ingest the documents there."
            )
        return db


_DOCUMENTS = (
    "SELECT id, title, sections, metadata, content_hash, text"
    " FROM documents JOIN texts ON hash = content_hash"
)
_CHUNKS = (
    "SELECT c.id, d.id, c.start, c.stop, c.headings, c.page, c.embedded"
    " FROM chunks c JOIN documents d ON d.key = c.document_key WHERE d.died IS NULL"
)


def check_fts5() -> None:
    """Raise PlatformError if this Python's SQLite lacks full-text search."""
    with _closing(sqlite3.connect(":memory:")) as db:
        try:
            db.execute("CREATE VIRTUAL TABLE probe USING fts5 (body)")
        except sqlite3.OperationalError as error:
            raise PlatformError(
                f"This Python's SQLite ({sqlite3.sqlite_version}) lacks FTS5 ({error}). "
                "Use a Python from python.org, Homebrew or your distribution."
            ) from error


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


def _bury(db: sqlite3.Connection, document_id: str, version: int) -> None:
    db.execute(
        "DELETE FROM lexical WHERE rowid IN (SELECT c.key FROM chunks c"
        " JOIN documents d ON d.key = c.document_key WHERE d.id = ? AND d.died IS NULL)",
        (document_id,),
    )
    db.execute(
        "UPDATE documents SET died = ? WHERE id = ? AND died IS NULL", (version, document_id)
    )


def _insert(db: sqlite3.Connection, entry: Entry, version: int) -> None:
    document = entry.document
    db.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", (document.content_hash, document.text))
    document_key = db.execute(
        "INSERT INTO documents (id, root, content_hash, title, sections, metadata, born)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            entry.root,
            document.content_hash,
            document.title,
            json.dumps([s.model_dump() for s in document.sections]),
            document.metadata.model_dump_json(),
            version,
        ),
    ).lastrowid
    for item in entry.chunks:
        chunk = item.chunk
        chunk_key = db.execute(
            "INSERT INTO chunks (id, document_key, start, stop, headings, page, embedded)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                chunk.id,
                document_key,
                chunk.start,
                chunk.end,
                json.dumps(chunk.headings),
                chunk.page,
                item.embedded,
            ),
        ).lastrowid
        heading = " ".join(filter(None, [document.title, *chunk.headings]))
        db.execute(
            "INSERT INTO lexical (rowid, heading, body) VALUES (?, ?, ?)",
            (chunk_key, heading, document.text[chunk.start : chunk.end]),
        )


def _listed(values: Collection[str]) -> str:
    # One bound parameter for any number of values: SQLite limits how many there may be.
    return json.dumps(list(values))


@contextmanager
def _closing(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield db
    finally:
        db.close()


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
