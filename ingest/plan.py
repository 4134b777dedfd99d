"""Decides, before anything is written, what an ingest will do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from assistant.types import Document, Value

PRUNE_LIMIT = 0.2
"""Share of a root's documents that a run removes without being told ``--yes``."""

Pruning = Literal["no", "cautiously", "yes"]


class Failure(Value):
    """A document that could not be taken in, and why."""

    name: str
    reason: str


class Found(Value):
    """A document as it stands at its source now, and the root it was found below.

    ``fingerprint`` tells what it was read from and by (see ``ingest.fingerprint``); it is empty
    where that is not known.
    """

    document: Document
    root: str
    fingerprint: str = ""


class Renamed(Value):
    """A document whose text stood under another id whose file is gone."""

    was: str
    now: Found


class Plan(Value):
    """What an ingest will do, by document id.

    ``gone`` documents have no file any more and stay until they are pruned. ``duplicates`` are
    ids that will share one text.
    """

    added: tuple[Found, ...] = ()
    changed: tuple[Found, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    unchanged: tuple[Found, ...] = ()
    gone: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    duplicates: tuple[tuple[str, ...], ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether applying the plan leaves the index as it is."""
        return not (self.written or self.dropped)

    @property
    def written(self) -> tuple[Found, ...]:
        """The documents that the new version will hold and the current one does not."""
        return (*self.added, *self.changed, *(renamed.now for renamed in self.renamed))

    @property
    def fingerprints(self) -> dict[str, str]:
        """What the documents that are written or left alone were read from, by id."""
        read = (*self.written, *self.unchanged)
        return {item.document.id: item.fingerprint for item in read if item.fingerprint}

    @property
    def dropped(self) -> tuple[str, ...]:
        """The ids that the new version will not hold any more."""
        return (*self.removed, *(renamed.was for renamed in self.renamed))


def plan(
    found: Sequence[Found],
    *,
    current: Mapping[str, Document],
    roots: Mapping[str, str],
    missing: Collection[str],
    failed: Sequence[Failure] = (),
    prune: Pruning = "no",
) -> Plan:
    """Compare the documents found with those the index holds.

    Args:
        found: what the sources hold now; the first of two with the same id wins.
        current: the index's documents by id.
        roots: the root of each of them.
        missing: ids whose file is gone from a root that this run covers.
        failed: what could not be loaded; its last good version stays.
        prune: whether missing documents go; ``cautiously`` refuses more than a fifth of the
            documents below the roots concerned.
    """
    taken, collisions = _by_id(found, roots)
    new = [item for id_, item in taken.items() if id_ not in current]
    renamed = _renamed(new, current, missing)
    removed, refusal = _prunable(set(missing) - {r.was for r in renamed}, roots, prune)
    decided = Plan(
        added=tuple(item for item in new if item not in [r.now for r in renamed]),
        changed=tuple(
            f for id_, f in taken.items() if id_ in current and f.document != current[id_]
        ),
        renamed=renamed,
        unchanged=tuple(f for id_, f in taken.items() if f.document == current.get(id_)),
        gone=tuple(sorted(set(missing) - {*removed, *(r.was for r in renamed)})),
        removed=removed,
        failed=(*failed, *collisions, *refusal),
    )
    kept = [d for id_, d in current.items() if id_ not in taken and id_ not in decided.dropped]
    after = [*kept, *(item.document for item in taken.values())]
    return decided.model_copy(update={"duplicates": _duplicates(after)})


def _by_id(
    found: Iterable[Found], roots: Mapping[str, str]
) -> tuple[dict[str, Found], list[Failure]]:
    taken: dict[str, Found] = {}
    collisions: list[Failure] = []
    for item in found:
        id_ = item.document.id
        other = taken[id_].root if id_ in taken else roots.get(id_, item.root)
        if other != item.root:
            collisions.append(_collision(item, other))
        else:
            taken[id_] = item
    return taken, collisions


def _renamed(
    new: Iterable[Found], current: Mapping[str, Document], missing: Collection[str]
) -> tuple[Renamed, ...]:
    """Pair new documents with missing ones of the same text, each once."""
    lost: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in sorted(missing, reverse=True):
        lost[current[id_].content_hash].append(id_)
    return tuple(
        Renamed(was=lost[item.document.content_hash].pop(), now=item)
        for item in sorted(new, key=lambda item: item.document.id)
        if lost[item.document.content_hash]
    )


def _duplicates(documents: Iterable[Document]) -> tuple[tuple[str, ...], ...]:
    by_text: defaultdict[str, list[str]] = defaultdict(list)
    for document in documents:
        by_text[document.content_hash].append(document.id)
    return tuple(sorted(tuple(sorted(ids)) for ids in by_text.values() if len(ids) > 1))


def _collision(item: Found, other: str) -> Failure:
    reason = (
        f"is in {item.root} and was ingested from {other} before; two documents cannot share "
        "a name. Rename one, or use another --data folder."
    )
    return Failure(name=item.document.id, reason=reason)


def _prunable(
    missing: Collection[str], roots: Mapping[str, str], prune: Pruning
) -> tuple[tuple[str, ...], tuple[Failure, ...]]:
    if prune == "no" or not missing:
        return (), ()
    concerned = {roots[id_] for id_ in missing}
    held = sum(root in concerned for root in roots.values())
    if prune == "cautiously" and len(missing) > PRUNE_LIMIT * held:
        reason = (
            f"{len(missing)} of {held} documents are gone; more than a fifth is removed only "
            "with --yes. They still answer."
        )
        return (), (Failure(name="--prune", reason=reason),)
    return tuple(sorted(missing)), ()
