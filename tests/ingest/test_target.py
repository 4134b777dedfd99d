"""Who may write to a data folder, and when."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from plain import intake, plain_target

from assistant.errors import IndexMismatch, IngestLocked, StorageError
from assistant.schema import SCHEMA
from ingest.diagnose import diagnose
from ingest.mend import mend
from ingest.pipeline import ingest

HOLDER = """
import fcntl, os, sys, time
lock = open(sys.argv[1], "a+")
fcntl.flock(lock, fcntl.LOCK_EX)
lock.truncate(0); lock.write(str(os.getpid())); lock.flush()
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def holder(data: Path):
    data.mkdir()
    command = [sys.executable, "-S", "-c", HOLDER, str(data / "ingest.lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        yield child
        child.kill()


def test_a_second_ingest_names_the_process_that_is_at_work(data: Path, holder) -> None:
    target = plain_target(data)
    with pytest.raises(IngestLocked, match=rf"process {holder.pid}\b.*--wait"), target.held():
        pass


def test_a_second_ingest_waits_as_long_as_it_is_told(data: Path, holder) -> None:
    threading.Timer(0.5, lambda: os.kill(holder.pid, signal.SIGKILL)).start()
    began = time.monotonic()
    with plain_target(data, wait=60).held():
        assert 0.3 < time.monotonic() - began < 30


def test_a_lock_that_a_dead_process_left_is_taken_over_at_once(data: Path, holder) -> None:
    holder.kill()
    holder.wait()
    assert (data / "ingest.lock").read_text() == str(holder.pid)
    with plain_target(data).held():
        assert (data / "ingest.lock").read_text() == str(os.getpid())


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with (
        pytest.raises(StorageError, match="could not be written"),
        plain_target(tmp_path / "data").held(),
    ):
        pass


def test_what_a_killed_ingest_left_behind_is_cleared(folder: Path, data: Path) -> None:
    target = plain_target(data)
    (folder / "a.txt").write_text("A\n\nText.\n")
    ingest([folder], target, intake=intake())
    left = data / "generations" / "000002-0badcafe.tmp"
    left.mkdir()
    (left / "half").write_text("written")
    ingest([folder], target, intake=intake())
    assert not left.exists()


OLD_TABLES = """
CREATE TABLE versions (version INTEGER PRIMARY KEY, created TEXT NOT NULL,
    generation TEXT NOT NULL, built_with TEXT NOT NULL);
CREATE TABLE texts (hash TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE documents (key INTEGER PRIMARY KEY, id TEXT NOT NULL, root TEXT NOT NULL,
    content_hash TEXT NOT NULL REFERENCES texts (hash), title TEXT, sections TEXT NOT NULL,
    metadata TEXT NOT NULL, born INTEGER NOT NULL, died INTEGER);
CREATE UNIQUE INDEX living ON documents (id) WHERE died IS NULL;
CREATE TABLE chunks (key INTEGER PRIMARY KEY, id TEXT NOT NULL,
    document_key INTEGER NOT NULL REFERENCES documents (key), start INTEGER NOT NULL,
    stop INTEGER NOT NULL, headings TEXT NOT NULL, page INTEGER, embedded TEXT NOT NULL);
CREATE INDEX chunk_ids ON chunks (id);
CREATE INDEX chunk_documents ON chunks (document_key);
CREATE TABLE vectors (embedded TEXT NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (embedded, model)) WITHOUT ROWID;
CREATE VIRTUAL TABLE lexical USING fts5 (
    heading, body, tokenize = 'porter unicode61 remove_diacritics 2');
INSERT INTO versions SELECT version, created, generation, built_with FROM new.versions;
INSERT INTO texts SELECT * FROM new.texts;
INSERT INTO documents SELECT key, d.id, root, content_hash, title, sections, metadata, born, died
    FROM new.documents d JOIN new.lives ON document_key = key;
INSERT INTO chunks SELECT * FROM new.chunks;
INSERT INTO vectors SELECT * FROM new.vectors;
INSERT INTO lexical (rowid, heading, body) SELECT rowid, heading, body FROM new.lexical;
"""


@pytest.fixture
def old(data: Path, folder: Path) -> Path:
    """A data folder as the first schema had it, with two versions."""
    target = plain_target(data)
    for year in (1871, 1872):
        (folder / "a.txt").write_text(f"The harbour\n\nIt was built in {year}.\n")
        (folder / "b.txt").write_text("The museum\n\nIt opened in 1924.\n")
        ingest([folder], target, intake=intake())
    new = data / "new.sqlite"
    target.catalog.path.rename(new)
    with closing(sqlite3.connect(target.catalog.path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("ATTACH ? AS new", (str(new),))
        db.executescript(OLD_TABLES)
        db.execute("PRAGMA user_version = 1")
        db.commit()
    new.unlink()
    return data


def test_an_older_catalog_is_refused_with_the_command_that_moves_it(old: Path) -> None:
    with pytest.raises(IndexMismatch, match="doctor --fix"):
        diagnose_or_read(old)


def diagnose_or_read(data: Path) -> None:
    with plain_target(data).catalog.snapshot():
        pass


@pytest.mark.parametrize("how", ["doctor --fix", "ingest"])
def test_an_older_catalog_moves_up_with_everything_in_it(old: Path, folder: Path, how: str) -> None:
    target = plain_target(old)
    if how == "ingest":
        assert ingest([folder], target, intake=intake()).unchanged == ("a.txt", "b.txt")
    else:
        assert mend(target) == ()
    assert diagnose(target) == ()
    assert target.embedder.embedded == []  # type: ignore[attr-defined]
    with target.catalog.snapshot() as current, target.catalog.snapshot(1) as first:
        assert "1872" in current.document("a.txt").text  # type: ignore[union-attr]
        assert "1871" in first.document("a.txt").text  # type: ignore[union-attr]
        assert current.search("museum", limit=5)


def test_a_newer_catalog_is_refused_and_left_alone(old: Path) -> None:
    with closing(sqlite3.connect(old / "catalog.sqlite")) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        db.commit()
    with pytest.raises(IndexMismatch, match="Update the program"), plain_target(old).held():
        pass
