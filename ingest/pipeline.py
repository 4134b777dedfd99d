"""The assembler: from files to a new version of the index, in one step or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from assistant.catalog import Change
from assistant.errors import IndexMismatch, IndexMissing
from assistant.library import check_built_with
from assistant.snapshot import Counts, Snapshot
from assistant.types import Document, Value
from ingest.discover import discover
from ingest.embed import embed
from ingest.intake import Intake, WebPage
from ingest.plan import Failure, Found, Plan, Pruning, plan
from ingest.prepare import Prepared, prepare
from ingest.publish import publish, republish
from ingest.target import Target


class Report(Value):
    """What an ingest did, or will do, by document id; ``renamed`` maps the new id to the old.

    ``version`` is the one that is current now. ``warned`` names the documents taken in of which
    whoever reads them should know something, ``duplicates`` those that share one text.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    renamed: dict[str, str]
    gone: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[Failure, ...]
    warned: tuple[Failure, ...] = ()
    duplicates: tuple[tuple[str, ...], ...] = ()
    passages_embedded: int
    version: int

    @property
    def did_something(self) -> bool:
        """Whether a version was made."""
        return bool(self.added or self.changed or self.renamed or self.removed)


class Held(Value):
    """What an index holds: by document id what was found once, and its version."""

    found: dict[str, Found] = {}  # noqa: RUF012 (frozen)
    version: int = 0

    @property
    def documents(self) -> dict[str, Document]:
        """The documents by id."""
        return {id_: item.document for id_, item in self.found.items()}

    @property
    def roots(self) -> dict[str, str]:
        """The root of each document."""
        return {id_: item.root for id_, item in self.found.items()}


Decide = Callable[[Held], Plan]


def ingest(
    named: Sequence[Path | str],
    target: Target,
    *,
    prune: bool = False,
    yes: bool = False,
    intake: Intake | None = None,
) -> Report:
    """Bring the index in step with files, folders and web pages.

    What cannot be read is reported and its last good version stays; the rest is committed.

    Args:
        named: paths, and as text the addresses of web pages.
        target: the index to bring in step.
        prune: whether documents go whose file is gone.
        yes: with ``prune``, even more than a fifth of them.
        intake: what reads files and web pages.

    Raises:
        IngestLocked: another ingest works on this data folder.
        IndexMismatch: the index was built with other settings.
        StorageError: the disk refused to take the new version.
    """
    decide = read(named, target, prune=prune, yes=yes, intake=intake)
    return apply(decide, target, cause="ingest")


def read(
    named: Sequence[Path | str],
    target: Target,
    *,
    prune: bool = False,
    yes: bool = False,
    intake: Intake | None = None,
) -> Decide:
    """Read what is named, and return how to decide what becomes of it (see ``ingest``)."""
    paths = [name for name in named if isinstance(name, Path)]
    sources, failed = discover(paths)
    pages = [WebPage(url=name) for name in dict.fromkeys(named) if isinstance(name, str)]
    with intake or Intake() as reading:
        found, unread = reading.read_all(
            [*sources, *pages], known=_known(target), progress=target.progress
        )
    failed += unread
    covered = {str(path.resolve()) for path in paths if path.is_dir()}
    present = {(source.root, source.id) for source in sources}

    mode: Pruning = "no"
    if prune:
        mode = "yes" if yes else "cautiously"

    def decide(held: Held) -> Plan:
        return plan(
            found,
            current=held.documents,
            roots=held.roots,
            missing=[i for i, r in held.roots.items() if r in covered and (r, i) not in present],
            failed=failed,
            prune=mode,
        )

    return decide


def ingest_documents(documents: Iterable[Document], target: Target, *, root: str) -> Report:
    """Make the documents of one root exactly these, for documents that are not files."""
    found = [Found(document=document, root=root) for document in documents]
    ids = {item.document.id for item in found}

    def decide(held: Held) -> Plan:
        return plan(
            found,
            current=held.documents,
            roots=held.roots,
            missing=[i for i, r in held.roots.items() if r == root and i not in ids],
            prune="yes",
        )

    return apply(decide, target, cause="ingest")


def rebuild(target: Target) -> Report:
    """Chunk and embed every document of the catalog again, with the settings in force."""
    return apply(everything, target, cause="rebuild", rebuilding=True)


def restore(version: int, target: Target) -> Report:
    """Make a new version whose documents are those of an older one.

    Raises:
        NoSuchVersion: that version is not kept.
    """
    with target.catalog.snapshot(version) as past:
        old = _held(past)

    def decide(held: Held) -> Plan:
        # A document may be back under the root it had then.
        roots = old.roots
        same = {id_: roots.get(id_, root) for id_, root in held.roots.items()}
        found = list(old.found.values())
        gone = [id_ for id_ in held.found if id_ not in old.found]
        return plan(found, current=held.documents, roots=same, missing=gone, prune="yes")

    return apply(decide, target, cause=f"restore {version}")


def foresee(decide: Decide, target: Target, *, rebuilding: bool = False) -> Report:
    """Return what applying would do, and do nothing."""
    try:
        with target.catalog.snapshot() as current:
            held = _checked(current, target, rebuilding=rebuilding)
    except IndexMissing:
        held = Held()
    decided = decide(held)
    return _report(decided, prepare(decided.written, target), held.version)


def apply(decide: Decide, target: Target, *, cause: str, rebuilding: bool = False) -> Report:
    """Decide what to do with what the index holds, and do it in one step."""
    with target.held():
        with target.catalog.snapshot() as current:
            held, generation = _checked(current, target, rebuilding=rebuilding), current.generation
        decided = decide(held)
        if decided.changes_nothing:
            target.catalog.note_fingerprints(_news(decided, held))
            if generation and not target.generations.path(generation).is_dir():
                republish(target)
            return _report(decided, Prepared(entries=(), to_embed={}), held.version)
        prepared = prepare(decided.written, target)
        embed(prepared.to_embed, target)
        change = Change(
            cause=cause,
            entries=prepared.entries,
            removed=decided.dropped,
            counts=_counts(decided, prepared.to_embed),
            fingerprints=decided.fingerprints,
        )
        return _report(decided, prepared, publish(change, target))


def everything(held: Held) -> Plan:
    """Decide to write every document again."""
    return Plan(changed=tuple(held.found.values()))


def _checked(current: Snapshot, target: Target, *, rebuilding: bool) -> Held:
    if not rebuilding:
        check_built_with(current, target.made_with)
    return _held(current)


def _known(target: Target) -> dict[str, Found]:
    """Return what the current version holds, which need not be read again if it is the same."""
    try:
        with target.catalog.snapshot() as current:
            return _held(current).found
    except (IndexMissing, IndexMismatch):
        return {}


def _held(snapshot: Snapshot) -> Held:
    roots, fingerprints = snapshot.roots(), snapshot.fingerprints()
    found = {
        d.id: Found(document=d, root=roots[d.id], fingerprint=fingerprints[d.id])
        for d in snapshot.documents()
    }
    return Held(found=found, version=snapshot.version)


def _news(decided: Plan, held: Held) -> dict[str, str]:
    """Return the fingerprints that the catalog does not hold yet."""
    return {
        id_: fingerprint
        for id_, fingerprint in decided.fingerprints.items()
        if fingerprint != held.found[id_].fingerprint
    }


def _counts(decided: Plan, to_embed: Mapping[str, str]) -> Counts:
    return Counts(
        added=len(decided.added),
        changed=len(decided.changed),
        renamed=len(decided.renamed),
        removed=len(decided.removed),
        embedded=len(to_embed),
    )


def _report(decided: Plan, prepared: Prepared, version: int) -> Report:
    return Report(
        added=tuple(item.document.id for item in decided.added),
        changed=tuple(item.document.id for item in decided.changed),
        renamed={item.now.document.id: item.was for item in decided.renamed},
        gone=decided.gone,
        removed=decided.removed,
        unchanged=tuple(item.document.id for item in decided.unchanged),
        failed=decided.failed,
        warned=tuple(
            Failure(name=item.document.id, reason=warning)
            for item in decided.written
            for warning in item.document.metadata.warnings
        ),
        duplicates=decided.duplicates,
        passages_embedded=len(prepared.to_embed),
        version=version,
    )
