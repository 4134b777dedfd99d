"""The assembler: from files to a new version of the index, in one step or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from assistant.catalog import Catalog, EmbeddedChunk, Entry, Snapshot, check_fts5
from assistant.errors import IngestLocked
from assistant.index import Generations, build
from assistant.library import built_with, check_built_with
from assistant.models import Embedder, load_embedder
from assistant.settings import Settings
from assistant.types import Chunk, Document, Value
from ingest.chunk import chunk
from ingest.discover import discover
from ingest.intake import Intake, WebPage
from ingest.plan import Failure, Found, Plan, Pruning, plan
from ingest.progress import Progress, silent

EMBED_BATCH = 128


class Report(Value):
    """What an ingest did, by document id; ``version`` is the one that is current now.

    ``warned`` names the documents taken in of which whoever reads them should know something.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[Failure, ...]
    warned: tuple[Failure, ...] = ()
    passages_embedded: int
    version: int


def ingest(  # noqa: PLR0913 (a keyword for each option of the command)
    named: Sequence[Path | str],
    *,
    data: Path,
    settings: Settings,
    embedder: Embedder | None = None,
    prune: bool = False,
    yes: bool = False,
    intake: Intake | None = None,
    progress: Progress = silent,
) -> Report:
    """Bring the index in step with files, folders and web pages.

    What cannot be read is reported and its last good version stays; the rest is committed.

    Args:
        named: paths, and as text the addresses of web pages.
        data: the folder of the index.
        settings: those to build it with.
        embedder: the one of the settings, unless given.
        prune: whether documents go whose file is gone.
        yes: with ``prune``, even more than a fifth of them.
        intake: what reads files and web pages.
        progress: called as the work goes on.

    Raises:
        IngestLocked: another ingest works on this data folder.
        IndexMismatch: the index was built with other settings.
    """
    paths = [name for name in named if isinstance(name, Path)]
    sources, failed = discover(paths)
    pages = [WebPage(url=name) for name in dict.fromkeys(named) if isinstance(name, str)]
    with intake or Intake() as reading:
        found, unread = reading.read_all([*sources, *pages], progress=progress)
    failed += unread
    covered = {str(path.resolve()) for path in paths if path.is_dir()}
    present = {(source.root, source.id) for source in sources}

    mode: Pruning = "no"
    if prune:
        mode = "yes" if yes else "cautiously"

    def decide(current: Snapshot) -> Plan:
        roots = current.roots()
        return plan(
            found,
            current={d.id: d for d in current.documents()},
            roots=roots,
            missing=[i for i, r in roots.items() if r in covered and (r, i) not in present],
            failed=failed,
            prune=mode,
        )

    return _run(decide, data, settings, embedder, progress)


def ingest_documents(
    documents: Iterable[Document],
    *,
    root: str,
    data: Path,
    settings: Settings,
    embedder: Embedder | None = None,
    progress: Progress = silent,
) -> Report:
    """Make the documents of one root exactly these, for documents that are not files."""
    found = [Found(document=document, root=root) for document in documents]
    ids = {item.document.id for item in found}

    def decide(current: Snapshot) -> Plan:
        roots = current.roots()
        return plan(
            found,
            current={d.id: d for d in current.documents()},
            roots=roots,
            missing=[i for i, r in roots.items() if r == root and i not in ids],
            prune="yes",
        )

    return _run(decide, data, settings, embedder, progress)


def rebuild(
    *,
    data: Path,
    settings: Settings,
    embedder: Embedder | None = None,
    progress: Progress = silent,
) -> Report:
    """Chunk and embed every document of the catalog again, with the settings in force."""

    def decide(current: Snapshot) -> Plan:
        roots = current.roots()
        return Plan(changed=tuple(Found(document=d, root=roots[d.id]) for d in current.documents()))

    return _run(decide, data, settings, embedder, progress, rebuilding=True)


def _run(
    decide: Callable[[Snapshot], Plan],
    data: Path,
    settings: Settings,
    embedder: Embedder | None,
    progress: Progress,
    *,
    rebuilding: bool = False,
) -> Report:
    check_fts5()
    embedder = embedder or load_embedder(settings.embedding)
    catalog = Catalog(data)
    catalog.create()
    with _writer_lock(data):
        with catalog.snapshot() as current:
            if not rebuilding:
                check_built_with(current, built_with(settings, embedder))
            decided = decide(current)
            version, generation = current.version, current.generation
        whole = generation is None or Generations(data).path(generation).is_dir()
        if decided.changes_nothing and whole:
            return _report(decided, 0, version)
        return _apply(decided, catalog, embedder, settings, progress)


def _apply(
    decided: Plan, catalog: Catalog, embedder: Embedder, settings: Settings, progress: Progress
) -> Report:
    entries, texts = _chunk_all(decided, embedder, settings, progress)
    embedded = _embed_missing(texts, catalog, embedder, progress)
    replaced = {entry.document.id for entry in entries} | set(decided.removed)
    with catalog.snapshot() as current:
        kept = [c for c in current.embedded_chunks() if c.chunk.document_id not in replaced]
        generation = f"{current.version + 1:06d}"
    chunks = [*kept, *(item for entry in entries for item in entry.chunks)]
    generations = Generations(catalog.data)
    progress("indexing", 0, len(chunks))
    vectors = catalog.vectors(sorted({c.embedded for c in chunks}), embedder.digest)
    build(
        generations.path(generation),
        ids=[c.chunk.id for c in chunks],
        documents=[c.chunk.document_id for c in chunks],
        vectors=np.stack([vectors[c.embedded] for c in chunks])
        if chunks
        else np.zeros((0, 0), dtype="<f4"),
    )
    version = catalog.commit(
        entries=entries,
        removed=decided.removed,
        generation=generation,
        built_with=built_with(settings, embedder),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    generations.prune()
    progress("indexing", len(chunks), len(chunks))
    return _report(decided, embedded, version)


def _chunk_all(
    decided: Plan, embedder: Embedder, settings: Settings, progress: Progress
) -> tuple[list[Entry], dict[str, str]]:
    """Return the entries to write and what is embedded for their chunks, by its digest."""
    items = [*decided.added, *decided.changed]
    entries: list[Entry] = []
    texts: dict[str, str] = {}
    for number, item in enumerate(items):
        progress("splitting", number, len(items))
        pieces = chunk(
            item.document,
            count_tokens=embedder.count_tokens,
            max_tokens=settings.chunking.max_tokens,
        )
        embedded = []
        for piece in pieces:
            text = embedding_text(item.document, piece)
            digest = hashlib.sha256(text.encode()).hexdigest()
            texts[digest] = text
            embedded.append(EmbeddedChunk(chunk=piece, embedded=digest))
        entries.append(Entry(document=item.document, root=item.root, chunks=tuple(embedded)))
    if items:
        progress("splitting", len(items), len(items))
    return entries, texts


def embedding_text(document: Document, piece: Chunk) -> str:
    """Return exactly what is embedded for a chunk: title and headings, then its words."""
    headings = [h for h in (document.title, *piece.headings) if h]
    context = " / ".join(dict.fromkeys(headings))
    words = document.text[piece.start : piece.end]
    return f"{context}\n{words}" if context else words


def _embed_missing(
    texts: dict[str, str], catalog: Catalog, embedder: Embedder, progress: Progress
) -> int:
    """Embed what has no vector yet and store each batch as it comes, so that a kill loses one."""
    known = catalog.vectors(list(texts), embedder.digest)
    # Texts of like length share a batch: less padding.
    missing = sorted((d for d in texts if d not in known), key=lambda d: len(texts[d]))
    for start in range(0, len(missing), EMBED_BATCH):
        progress("embedding", start, len(missing))
        part = missing[start : start + EMBED_BATCH]
        vectors = embedder.embed_documents([texts[digest] for digest in part])
        catalog.store_vectors(dict(zip(part, vectors, strict=True)), embedder.digest)
    if missing:
        progress("embedding", len(missing), len(missing))
    return len(missing)


def _report(decided: Plan, embedded: int, version: int) -> Report:
    return Report(
        added=tuple(item.document.id for item in decided.added),
        changed=tuple(item.document.id for item in decided.changed),
        gone=decided.gone,
        removed=decided.removed,
        unchanged=decided.unchanged,
        failed=decided.failed,
        warned=tuple(
            Failure(name=item.document.id, reason=warning)
            for item in (*decided.added, *decided.changed)
            for warning in item.document.metadata.warnings
        ),
        passages_embedded=embedded,
        version=version,
    )


@contextmanager
def _writer_lock(data: Path) -> Iterator[None]:
    # The kernel drops the lock with its process, so a dead one never blocks the next.
    with (data / "ingest.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise IngestLocked(
                f"Another ingest (process {holder}) is at work on {data}. "
                "Wait until it has ended, then run this again."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
