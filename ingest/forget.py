"""Purges a document from every version, as if it had never been taken in."""

from __future__ import annotations

from assistant.catalog import Change
from assistant.errors import NoSuchVersion
from assistant.library import check_built_with
from assistant.snapshot import Counts
from assistant.types import Value
from ingest.publish import publish
from ingest.target import Target


class Forgotten(Value):
    """What was purged, and where the same words still are.

    ``elsewhere`` are ids of any version with a text that the document had; ``still_read`` are
    generations that a process was reading: they go with the next ingest after it let go.
    """

    id: str
    version: int
    elsewhere: tuple[str, ...]
    still_read: tuple[str, ...]


def forget(document_id: str, target: Target) -> Forgotten:
    """Purge a document: text, passages, vectors, lexical index and every generation with it.

    Raises:
        NoSuchVersion: no version holds such a document.
    """
    with target.held():
        with target.catalog.snapshot() as current:
            check_built_with(current, target.made_with)
            held, elsewhere = current.ever_held(document_id)
            living = current.document(document_id) is not None
        if not held:
            raise NoSuchVersion(
                f"No version holds a document {document_id}. See: python -m ingest log"
            )
        change = Change(
            cause="forget",
            removed=(document_id,) if living else (),
            forgotten=(document_id,),
            counts=Counts(removed=int(living)),
        )
        version = publish(change, target)
        target.progress("compacting", 0, 1)
        target.catalog.compact()
        with target.catalog.snapshot() as current:
            kept = current.generation
        still_read = target.generations.prune([kept] if kept else [])
        target.progress("compacting", 1, 1)
    return Forgotten(
        id=document_id,
        version=version,
        elsewhere=elsewhere,
        still_read=tuple(still_read),
    )
