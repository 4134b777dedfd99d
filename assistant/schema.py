"""The tables of the catalog, connections to it, and how an older one is moved up to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import (
    ColloquyError,
    IndexDamaged,
    IndexMismatch,
    PlatformError,
    StorageError,
)

SCHEMA = 3

LEXICAL = """CREATE VIRTUAL TABLE lexical USING fts5 (
    heading, body, tokenize = 'porter unicode61 remove_diacritics 2'
)"""

TABLES = f"""
CREATE TABLE versions (
    version INTEGER PRIMARY KEY, created TEXT NOT NULL, generation TEXT NOT NULL,
    built_with TEXT NOT NULL, cause TEXT NOT NULL, counts TEXT NOT NULL
);
CREATE TABLE texts (hash TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE documents (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, root TEXT NOT NULL,
    content_hash TEXT NOT NULL REFERENCES texts (hash),
    title TEXT, sections TEXT NOT NULL, metadata TEXT NOT NULL, digest TEXT NOT NULL,
    fingerprint TEXT NOT NULL DEFAULT ''
);
CREATE INDEX document_digests ON documents (digest);
CREATE TABLE lives (
    document_key INTEGER NOT NULL REFERENCES documents (key), id TEXT NOT NULL,
    born INTEGER NOT NULL, died INTEGER
);
CREATE UNIQUE INDEX living ON lives (id) WHERE died IS NULL;
CREATE INDEX lived ON lives (document_key);
CREATE TABLE chunks (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL,
    document_key INTEGER NOT NULL REFERENCES documents (key),
    start INTEGER NOT NULL, stop INTEGER NOT NULL, headings TEXT NOT NULL, page INTEGER,
    embedded TEXT NOT NULL
);
CREATE INDEX chunk_ids ON chunks (id);
CREATE INDEX chunk_documents ON chunks (document_key);
CREATE INDEX chunk_digests ON chunks (embedded);
CREATE TABLE vectors (
    embedded TEXT NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (embedded, model)
) WITHOUT ROWID;
{LEXICAL};
"""

_FROM_1 = """
ALTER TABLE versions ADD COLUMN cause TEXT NOT NULL DEFAULT 'ingest';
ALTER TABLE versions ADD COLUMN counts TEXT NOT NULL DEFAULT '{}';
CREATE TABLE lives (
    document_key INTEGER NOT NULL REFERENCES documents (key), id TEXT NOT NULL,
    born INTEGER NOT NULL, died INTEGER
);
INSERT INTO lives SELECT key, id, born, died FROM documents;
DROP INDEX living;
ALTER TABLE documents DROP COLUMN born;
ALTER TABLE documents DROP COLUMN died;
ALTER TABLE documents ADD COLUMN digest TEXT NOT NULL DEFAULT '';
CREATE INDEX document_digests ON documents (digest);
CREATE UNIQUE INDEX living ON lives (id) WHERE died IS NULL;
CREATE INDEX lived ON lives (document_key);
CREATE INDEX chunk_digests ON chunks (embedded);
"""

_FROM_2 = """
ALTER TABLE documents ADD COLUMN fingerprint TEXT NOT NULL DEFAULT '';
"""

_MOVES = {0: TABLES, 1: _FROM_1 + _FROM_2, 2: _FROM_2}
"""What makes today's tables, by the schema that is there."""


def connect(path: Path) -> sqlite3.Connection:
    """Open a catalog that has today's tables, or none yet.

    Raises:
        IndexDamaged: the file is no catalog.
        StorageError: the disk is full, or refuses to open it.
        IndexMismatch: its tables are of another schema; the message says how to move it.
    """
    db, schema = _open(path)
    if schema in (0, SCHEMA):
        return db
    db.close()
    remedy = (
        "Move it up with: python -m ingest doctor --fix"
        if schema < SCHEMA
        else "Update the program, or name another folder with --data."
    )
    raise IndexMismatch(f"{path} has schema {schema}, this program reads {SCHEMA}. {remedy}")


def create(path: Path) -> None:
    """Create the tables where there are none, and move older ones up, in one transaction."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db, _ = _open(path)
    with closing(db):
        db.execute("PRAGMA journal_mode = WAL")
        with transaction(db):
            schema = db.execute("PRAGMA user_version").fetchone()[0]
            if schema in _MOVES:
                for statement in _MOVES[schema].split(";\n"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {SCHEMA}")
    connect(path).close()


def check_fts5() -> None:
    """Raise PlatformError if this Python's SQLite lacks full-text search."""
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.execute("CREATE VIRTUAL TABLE probe USING fts5 (body)")
        except sqlite3.OperationalError as error:
            raise PlatformError(
                f"This Python's SQLite ({sqlite3.sqlite_version}) lacks FTS5 ({error}). "
                "Use a Python from python.org, Homebrew or your distribution."
            ) from error


@contextmanager
def closing(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Close a connection at the end."""
    try:
        yield db
    finally:
        db.close()


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Commit at the end, or roll back on any exception."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # A full disk may have rolled it back already.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _open(path: Path) -> tuple[sqlite3.Connection, int]:
    db: sqlite3.Connection | None = None
    try:
        db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        return db, int(db.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if db is not None:
            db.close()
        raise _unopened(path, error) from error


def _unopened(path: Path, error: sqlite3.DatabaseError) -> ColloquyError:
    # Who only reads writes as well, into the memory beside the file that connections share.
    if isinstance(error, sqlite3.OperationalError):
        return StorageError(
            f"{path} could not be opened ({error}). "
            "Free some disk space or mend its permissions, then run this again."
        )
    return IndexDamaged(
        f"{path} cannot be read ({error}). Bring back a backup with: python -m ingest "
        f"restore-backup FILE; or move {path.parent} aside and run: python -m ingest PATH"
    )
