"""The conversations that are kept, in a SQLite file of their own beside the catalog.

An ingest neither blocks this file nor is blocked by it. Answers keep the documents they quote,
each stored once, so an old citation opens what it quoted whatever became of the document. A
conversation belongs to one visitor; nobody else can read, change or delete it.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from assistant.errors import PageError
from assistant.types import Value
from ui.language import ENGLISH
from ui.pack import pack, unpack
from ui.page import Conversation, Exchange, Feedback

LONGEST_TITLE = 120
"""Characters."""
LISTED_AT_MOST = 200

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, visitor TEXT NOT NULL, title TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_visitor ON conversations (visitor, changed);
CREATE TABLE IF NOT EXISTS exchanges (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    position INTEGER NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, packed TEXT NOT NULL,
    PRIMARY KEY (conversation, position)
);
CREATE TABLE IF NOT EXISTS documents (digest TEXT PRIMARY KEY, packed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS quoted (
    conversation TEXT NOT NULL, position INTEGER NOT NULL,
    digest TEXT NOT NULL REFERENCES documents,
    PRIMARY KEY (conversation, position, digest),
    FOREIGN KEY (conversation, position) REFERENCES exchanges ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS by_digest ON quoted (digest);
CREATE TABLE IF NOT EXISTS feedback (
    conversation TEXT NOT NULL, position INTEGER NOT NULL, verdict TEXT NOT NULL,
    reason TEXT, words TEXT, given TEXT NOT NULL,
    PRIMARY KEY (conversation, position),
    FOREIGN KEY (conversation, position) REFERENCES exchanges ON DELETE CASCADE
);
"""

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class Entry(Value):
    """A conversation in the list."""

    id: str
    title: str
    changed: str


def _one_line(work: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """Turn what SQLite raises into a line that can be acted on, without a path of the machine."""

    @wraps(work)
    def told(*given: _Given.args, **named: _Given.kwargs) -> _Result:
        try:
            return work(*given, **named)
        except (sqlite3.Error, OSError) as error:
            raise PageError(
                f"The file of conversations cannot be used ({type(error).__name__}). "
                "Make room on the disk and check the rights of the data folder."
            ) from error

    return told


class Conversations:
    """Keeps conversations; safe to use from several threads."""

    def __init__(self, path: Path | None = None) -> None:
        """Keep them in the file at ``path``, or in memory; the file is made when first needed."""
        self._path = path
        self._turn = threading.RLock()
        self._opened: sqlite3.Connection | None = None

    @_one_line
    def keep(self, visitor: str, conversation: Conversation) -> Conversation:
        """Store the last exchange, or all where the conversation is new; return it with its id.

        Raises:
            PageError: the file cannot be written.
        """
        if not visitor or not conversation.exchanges:
            return conversation
        with self._writing() as db:
            if not conversation.id or not self._owns(db, visitor, conversation.id):
                return self._begun(db, visitor, conversation)
            last = len(conversation.exchanges) - 1
            db.execute(
                "DELETE FROM exchanges WHERE conversation = ? AND position >= ?",
                (conversation.id, last),
            )
            _store(db, conversation.id, last, conversation.exchanges[last])
            db.execute(
                "UPDATE conversations SET changed = ? WHERE id = ?", (_now(), conversation.id)
            )
            _sweep(db)
        return conversation

    @_one_line
    def open(self, visitor: str, conversation_id: str) -> Conversation | None:
        """Return a conversation of the visitor, or None; what was cut short is stopped."""
        with self._writing() as db:
            row = db.execute(
                "SELECT title FROM conversations WHERE id = ? AND visitor = ?",
                (conversation_id, visitor),
            ).fetchone()
            if row is None:
                return None
            documents = dict(
                db.execute(
                    "SELECT digest, packed FROM documents WHERE digest IN"
                    " (SELECT digest FROM quoted WHERE conversation = ?)",
                    (conversation_id,),
                )
            )
            rows = db.execute(
                "SELECT question, packed FROM exchanges WHERE conversation = ? ORDER BY position",
                (conversation_id,),
            ).fetchall()
        exchanges = tuple(_restored(question, packed, documents) for question, packed in rows)
        return Conversation(id=conversation_id, title=row[0], exchanges=exchanges).stopped()

    @_one_line
    def entries(self, visitor: str, search: str = "") -> tuple[Entry, ...]:
        """Return the conversations of the visitor that hold the words, last changed first."""
        pattern = "%" + search.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        with self._writing() as db:
            rows = db.execute(
                "SELECT id, title, changed FROM conversations c WHERE visitor = :visitor"
                " AND (title LIKE :like ESCAPE '\\' OR EXISTS (SELECT 1 FROM exchanges"
                " WHERE conversation = c.id AND (question LIKE :like ESCAPE '\\'"
                " OR answer LIKE :like ESCAPE '\\')))"
                " ORDER BY changed DESC, rowid DESC LIMIT :most",
                {"visitor": visitor, "like": pattern, "most": LISTED_AT_MOST},
            ).fetchall()
        return tuple(Entry(id=row[0], title=row[1], changed=row[2]) for row in rows)

    @_one_line
    def rename(self, visitor: str, conversation_id: str, title: str) -> None:
        """Give a conversation of the visitor another title; an empty one changes nothing."""
        if not title.strip():
            return
        with self._writing() as db:
            db.execute(
                "UPDATE conversations SET title = ? WHERE id = ? AND visitor = ?",
                (_titled(title), conversation_id, visitor),
            )

    @_one_line
    def delete(self, visitor: str, conversation_id: str) -> None:
        """Delete a conversation of the visitor, and the documents that nothing else quotes."""
        with self._writing() as db:
            db.execute(
                "DELETE FROM conversations WHERE id = ? AND visitor = ?",
                (conversation_id, visitor),
            )
            _sweep(db)

    @_one_line
    def rate(
        self, visitor: str, conversation: Conversation, position: int, feedback: Feedback
    ) -> Conversation:
        """Store what the visitor thinks of an answer; return the conversation with it."""
        exchange = conversation.exchanges[position].model_copy(update={"feedback": feedback})
        rated = conversation.replacing(position, exchange)
        with self._writing() as db:
            if self._owns(db, visitor, conversation.id):
                packed, _ = pack(exchange)
                key = (conversation.id, position)
                db.execute(
                    "UPDATE exchanges SET packed = ? WHERE conversation = ? AND position = ?",
                    (packed, *key),
                )
                db.execute(
                    "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?)",
                    (*key, feedback.verdict, feedback.reason, feedback.words, _now()),
                )
        return rated

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def _begun(
        self, db: sqlite3.Connection, visitor: str, conversation: Conversation
    ) -> Conversation:
        made = secrets.token_urlsafe(12)
        title = conversation.title or _titled(conversation.exchanges[0].question)
        db.execute("INSERT INTO conversations VALUES (?, ?, ?, ?)", (made, visitor, title, _now()))
        for position, exchange in enumerate(conversation.exchanges):
            _store(db, made, position, exchange)
        return conversation.model_copy(update={"id": made, "title": title})

    def _owns(self, db: sqlite3.Connection, visitor: str, conversation_id: str) -> bool:
        row = db.execute(
            "SELECT 1 FROM conversations WHERE id = ? AND visitor = ?", (conversation_id, visitor)
        ).fetchone()
        return row is not None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._turn:
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            if self._path is not None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(
                self._path or ":memory:", timeout=10, isolation_level=None, check_same_thread=False
            )
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA foreign_keys = ON")
            db.executescript(_SCHEMA)
            self._opened = db
        return self._opened


def _store(db: sqlite3.Connection, conversation: str, position: int, exchange: Exchange) -> None:
    packed, documents = pack(exchange)
    said = exchange.answer.text if exchange.answer else ""
    db.execute(
        "INSERT INTO exchanges VALUES (?, ?, ?, ?, ?)",
        (conversation, position, exchange.question, said, packed),
    )
    db.executemany("INSERT OR IGNORE INTO documents VALUES (?, ?)", documents.items())
    db.executemany(
        "INSERT INTO quoted VALUES (?, ?, ?)",
        [(conversation, position, digest) for digest in documents],
    )


def _sweep(db: sqlite3.Connection) -> None:
    db.execute(
        "DELETE FROM documents WHERE NOT EXISTS"
        " (SELECT 1 FROM quoted WHERE quoted.digest = documents.digest)"
    )


def _restored(question: str, packed: str, documents: dict[str, str]) -> Exchange:
    try:
        return unpack(packed, documents)
    except (ValueError, KeyError):
        return Exchange(question=question, error=ENGLISH("unreadable"))


def _titled(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1] + "…"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
