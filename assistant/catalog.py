"""The catalog: a SQLite file that is the record of documents, passages, vectors and versions.

A reader takes a snapshot, one read transaction in WAL mode, and sees one version from its first
question to its last, whatever an ingest does meanwhile. A writer makes a new version current in
one transaction; before it nothing of the change is visible, after it all of it is.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from assistant.errors import IndexMissing
from assistant.schema import LEXICAL, closing, connect, create, transaction
from assistant.snapshot import KEPT_VERSIONS, BuiltWith, Counts, Entry, Snapshot, listed
from assistant.types import Value, Vector


class Change(Value):
    """What a new version does: each entry replaces the document of its id, ``removed`` ids go.

    ``forgotten`` ids leave every version, with their texts and vectors. ``fingerprints`` tell, by
    id, what documents of the new version were read from.
    """

    cause: str
    entries: tuple[Entry, ...] = ()
    removed: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    counts: Counts = Counts()
    fingerprints: dict[str, str] = {}  # noqa: RUF012 (frozen)


class Catalog:
    """The catalog in a data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.path = data / "catalog.sqlite"

    def create(self) -> None:
        """Create the catalog if there is none; move one of an older schema up."""
        create(self.path)

    def set_aside(self) -> None:
        """Make room for a catalog in the place of one that cannot be read, which is kept."""
        for suffix in ("", "-wal", "-shm"):
            path = self.path.with_name(self.path.name + suffix)
            if path.exists():
                path.replace(path.with_name(f"damaged-{path.name}"))

    @contextmanager
    def snapshot(self, version: int | None = None) -> Iterator[Snapshot]:
        """Open a snapshot of the current version, or of another that is kept.

        Raises:
            IndexMissing: there is no catalog in this data folder.
            NoSuchVersion: that version is not kept.
        """
        if not self.path.is_file():
            raise IndexMissing(f"There is no index in {self.data}. Run: python -m ingest PATH")
        with closing(connect(self.path)) as db:
            yield Snapshot(db, version=version)

    def attend(self) -> sqlite3.Connection:
        """Return a connection to keep open as long as this catalog is read now and then.

        The first to open a catalog has SQLite write files beside it, and the last to close it has
        them deleted: without one that stays, a full disk would end all reading.
        """
        return connect(self.path)

    def vectors(self, digests: Sequence[str], model: str) -> dict[str, Vector]:
        """Return the stored vectors among ``digests``, as embedded by ``model``."""
        with closing(connect(self.path)) as db:
            rows = db.execute(
                "SELECT embedded, vector FROM vectors"
                " WHERE model = ? AND embedded IN (SELECT value FROM json_each(?))",
                (model, listed(digests)),
            )
            return {digest: np.frombuffer(blob, dtype="<f4") for digest, blob in rows}

    def store_vectors(self, vectors: Mapping[str, Sequence[float]], model: str) -> None:
        """Store vectors by what was embedded; no version refers to them yet."""
        rows = [
            (digest, model, np.asarray(vector, dtype="<f4").tobytes())
            for digest, vector in vectors.items()
        ]
        with closing(connect(self.path)) as db, transaction(db):
            db.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows)

    def commit(
        self, change: Change, *, generation: str, built_with: BuiltWith, number: int | None = None
    ) -> int:
        """Make a new version current and return its number: the only commit point.

        It is the one after the last unless ``number`` says otherwise.

        Passages and vectors that no kept version refers to any more go in the same transaction.
        Texts stay: an old citation still opens what it quoted.
        """
        with closing(connect(self.path)) as db, transaction(db):
            last = db.execute("SELECT coalesce(max(version), 0) FROM versions").fetchone()[0]
            version = int(last) + 1 if number is None else number
            for document_id in [*change.removed, *(e.document.id for e in change.entries)]:
                _bury(db, document_id, version)
            for entry in change.entries:
                _bear(db, entry, version)
            for document_id in change.forgotten:
                _forget(db, document_id)
            _note(db, change.fingerprints)
            _record(db, version, change, generation, built_with)
            _purge(db, oldest=version - KEPT_VERSIONS + 1)
        return version

    def note_fingerprints(self, fingerprints: Mapping[str, str]) -> None:
        """Note what documents of the current version, by id, were read from."""
        if fingerprints:
            with closing(connect(self.path)) as db, transaction(db):
                _note(db, fingerprints)

    def repoint(self, generation: str, *, version: int) -> None:
        """Name another generation, of the same passages, for a version."""
        with closing(connect(self.path)) as db, transaction(db):
            db.execute(
                "UPDATE versions SET generation = ? WHERE version = ?", (generation, version)
            )

    def index_words_anew(self) -> None:
        """Make the lexical table again from the passages of the current version."""
        with self.snapshot() as current:
            due = {e.document.id: e for e in current.entries()}
        with closing(connect(self.path)) as db, transaction(db):
            db.execute("DROP TABLE lexical")
            db.execute(LEXICAL)
            living = db.execute("SELECT id, document_key FROM lives WHERE died IS NULL")
            for document_id, key in living.fetchall():
                _index_words(db, key, due[document_id])

    def drop_vectors(self, digests: Collection[str], model: str) -> None:
        """Delete vectors, so that they are computed again."""
        with closing(connect(self.path)) as db, transaction(db):
            db.execute(
                "DELETE FROM vectors WHERE model = ?"
                " AND embedded IN (SELECT value FROM json_each(?))",
                (model, listed(digests)),
            )

    def fault(self) -> str | None:
        """Return what SQLite finds wrong with the lexical table, or None."""
        with closing(connect(self.path)) as db:
            try:
                db.execute("INSERT INTO lexical (lexical) VALUES ('integrity-check')")
            except sqlite3.DatabaseError as error:
                return str(error)
        return None

    def shrink_log(self) -> None:
        """Give back the space of the write-ahead log, unless someone is reading just now."""
        with closing(connect(self.path)) as db:
            db.execute("PRAGMA busy_timeout = 0")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def compact(self) -> None:
        """Write the file anew, so that nothing deleted is left in it or in its log."""
        with closing(connect(self.path)) as db:
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def entry_digest(entry: Entry) -> str:
    """Return the digest of all that makes up an entry."""
    return hashlib.sha256(entry.model_dump_json().encode()).hexdigest()


def _record(
    db: sqlite3.Connection, version: int, change: Change, generation: str, built_with: BuiltWith
) -> None:
    documents, passages = (
        db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("lives WHERE died IS NULL", "lexical")
    )
    counts = change.counts.model_copy(update={"documents": documents, "passages": passages})
    created = datetime.now(UTC).isoformat(timespec="seconds")
    db.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?)",
        (
            version,
            created,
            generation,
            built_with.model_dump_json(),
            change.cause,
            counts.model_dump_json(),
        ),
    )


def _note(db: sqlite3.Connection, fingerprints: Mapping[str, str]) -> None:
    db.executemany(
        "UPDATE documents SET fingerprint = :now WHERE fingerprint != :now AND key ="
        " (SELECT document_key FROM lives WHERE id = :id AND died IS NULL)",
        [{"id": id_, "now": fingerprint} for id_, fingerprint in fingerprints.items()],
    )


def _bury(db: sqlite3.Connection, document_id: str, version: int) -> None:
    db.execute(
        "DELETE FROM lexical WHERE rowid IN (SELECT c.key FROM chunks c JOIN lives l"
        " ON l.document_key = c.document_key WHERE l.id = ? AND l.died IS NULL)",
        (document_id,),
    )
    db.execute("UPDATE lives SET died = ? WHERE id = ? AND died IS NULL", (version, document_id))


def _bear(db: sqlite3.Connection, entry: Entry, version: int) -> None:
    digest = entry_digest(entry)
    known = db.execute("SELECT key FROM documents WHERE digest = ?", (digest,)).fetchone()
    key = known[0] if known else _insert(db, entry, digest)
    db.execute("INSERT INTO lives VALUES (?, ?, ?, NULL)", (key, entry.document.id, version))
    _index_words(db, key, entry)


def _index_words(db: sqlite3.Connection, key: int, entry: Entry) -> None:
    document = entry.document
    for chunk_key, item in zip(_chunk_keys(db, key, entry), entry.chunks, strict=True):
        heading = " ".join(filter(None, [document.title, *item.chunk.headings]))
        db.execute(
            "INSERT INTO lexical (rowid, heading, body) VALUES (?, ?, ?)",
            (chunk_key, heading, document.text[item.chunk.start : item.chunk.end]),
        )


def _chunk_keys(db: sqlite3.Connection, key: int, entry: Entry) -> list[int]:
    """Return the keys of a document's chunks in order; they may have to be inserted again."""
    query = "SELECT key FROM chunks WHERE document_key = ? ORDER BY key"
    if entry.chunks and not db.execute(query, (key,)).fetchone():
        chunks = ((item.chunk, item.embedded) for item in entry.chunks)
        db.executemany(
            "INSERT INTO chunks (id, document_key, start, stop, headings, page, embedded)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(c.id, key, c.start, c.end, json.dumps(c.headings), c.page, e) for c, e in chunks],
        )
    return [row[0] for row in db.execute(query, (key,))]


def _insert(db: sqlite3.Connection, entry: Entry, digest: str) -> int:
    document = entry.document
    db.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", (document.content_hash, document.text))
    key = db.execute(
        "INSERT INTO documents (id, root, content_hash, title, sections, metadata, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            entry.root,
            document.content_hash,
            document.title,
            json.dumps([s.model_dump() for s in document.sections]),
            document.metadata.model_dump_json(),
            digest,
        ),
    ).lastrowid
    assert key is not None  # noqa: S101 (an INSERT has just been made)
    return key


def _forget(db: sqlite3.Connection, document_id: str) -> None:
    rows = db.execute("SELECT key, content_hash FROM documents WHERE id = ?", (document_id,))
    for key, content_hash in rows.fetchall():
        for statement in (
            "DELETE FROM lexical WHERE rowid IN (SELECT key FROM chunks WHERE document_key = :key)",
            "DELETE FROM lives WHERE document_key = :key",
            "DELETE FROM chunks WHERE document_key = :key",
            "DELETE FROM documents WHERE key = :key",
            "DELETE FROM texts WHERE hash = :hash"
            " AND hash NOT IN (SELECT content_hash FROM documents)",
        ):
            db.execute(statement, {"key": key, "hash": content_hash})


def _purge(db: sqlite3.Connection, *, oldest: int) -> None:
    """Delete what no version from ``oldest`` on refers to."""
    for statement in (
        "DELETE FROM versions WHERE version < :oldest",
        "DELETE FROM lives WHERE died <= :oldest",
        "DELETE FROM chunks WHERE document_key NOT IN (SELECT document_key FROM lives)",
        "DELETE FROM vectors WHERE embedded NOT IN (SELECT embedded FROM chunks) OR model NOT IN"
        " (SELECT json_extract(built_with, '$.weights_digest') FROM versions)",
        # The words of deleted rows stay in the segments of FTS5 until these are merged.
        "INSERT INTO lexical (lexical) VALUES ('optimize')",
    ):
        db.execute(statement, {"oldest": oldest})
