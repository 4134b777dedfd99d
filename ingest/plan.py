"""Decides, before anything is written, what an ingest will do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    """A document as it stands at its source now, and the root it was found below."""

    document: Document
    root: str


class Plan(Value):
    """What an ingest will do, by document id.

    ``gone`` documents have no file any more and stay until they are pruned.
    """

    added: tuple[Found, ...] = ()
    changed: tuple[Found, ...] = ()
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether applying the plan leaves the index as it is."""
        return not (self.added or self.changed or self.removed)


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
    failures = list(failed)
    taken: dict[str, Found] = {}
    for item in found:
        other = taken[item.document.id].root if item.document.id in taken else None
        other = other or roots.get(item.document.id, item.root)
        if other != item.root:
            failures.append(_collision(item, other))
        else:
            taken[item.document.id] = item
    removed, refusal = _prunable(missing, roots, prune)
    return Plan(
        added=tuple(f for id_, f in taken.items() if id_ not in current),
        changed=tuple(
            f for id_, f in taken.items() if id_ in current and f.document != current[id_]
        ),
        unchanged=tuple(id_ for id_, f in taken.items() if f.document == current.get(id_)),
        gone=tuple(sorted(set(missing) - set(removed))),
        removed=removed,
        failed=(*failures, *refusal),
    )


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
