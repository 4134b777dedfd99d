"""What differs between two versions: documents, and the passages within them."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.snapshot import Snapshot
from assistant.types import Document, Value


class ChangedDocument(Value):
    """A document that both versions hold in different states, and the words that went and came.

    Both are empty where only what is known about the document changed, its title or date.
    """

    id: str
    gone: tuple[str, ...]
    came: tuple[str, ...]


class Differences(Value):
    """Documents by id; ``renamed`` maps the new id to the old one."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: dict[str, str] = {}  # noqa: RUF012 (frozen)
    changed: tuple[ChangedDocument, ...] = ()


def differences(before: Snapshot, after: Snapshot) -> Differences:
    """Compare two versions document by document and passage by passage."""
    old = {d.id: d for d in before.documents()}
    new = {d.id: d for d in after.documents()}
    renamed = _renamed(old, new)
    changed = [id_ for id_ in sorted(old.keys() & new.keys()) if old[id_] != new[id_]]
    return Differences(
        added=tuple(sorted(new.keys() - old.keys() - renamed.keys())),
        removed=tuple(sorted(old.keys() - new.keys() - set(renamed.values()))),
        renamed=renamed,
        changed=tuple(_changed(id_, before, after) for id_ in changed),
    )


def _renamed(old: Mapping[str, Document], new: Mapping[str, Document]) -> dict[str, str]:
    lost: dict[str, list[str]] = {}
    for id_ in sorted(old.keys() - new.keys(), reverse=True):
        lost.setdefault(old[id_].content_hash, []).append(id_)
    return {
        id_: lost[new[id_].content_hash].pop()
        for id_ in sorted(new.keys() - old.keys())
        if lost.get(new[id_].content_hash)
    }


def _changed(document_id: str, before: Snapshot, after: Snapshot) -> ChangedDocument:
    # A chunk's id is made of its words, so equal ids are equal passages.
    old, new = (snapshot.passages(document_id) for snapshot in (before, after))
    return ChangedDocument(
        id=document_id,
        gone=tuple(text for id_, text in old.items() if id_ not in new),
        came=tuple(text for id_, text in new.items() if id_ not in old),
    )
