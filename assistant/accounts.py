"""Where a document says that its sources differ, and what it says that each of them says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.statements import Statement, statements
from assistant.types import Document

MOST = 4
"""Accounts that are shown."""
_DIFFER = re.compile(
    r"\b(?:sources?|accounts?|pages?|reports?|versions?|figures|numbers|dates|documents?|texts?"
    r"|authors?|historians?|papers?|statements?)\b[^.;]{0,200}"
    r"\b(?:differ(?:s|ent|ently)?|disagrees?|diverges?|contradicts?|vary|varies"
    r"|(?:do|does)(?: not|n['’]t) agree)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:says?|said|writes?|wrote|reports?|reported|speaks|spoke|calls?|called|counts?|counted"
    r"|dates|dated|puts?|places?|placed|lists?|listed|names?|named|gives?|gave|states?|stated"
    r"|according to)\b",
    re.IGNORECASE,
)


def accounts(statement: Statement) -> tuple[Statement, ...]:
    """Return what each of several sources says, if a statement is one of these or announces them.

    "The sources differ. The museum dates the ship to 1902. The yard says that ...": the sentences
    right after the one that says so, as far as they give what they say as the word of another.
    """
    openings = reversed(_openings(statement.document))
    found = next((told for opening, told in openings if statement in (opening, *told)), ())
    return found if len(found) > 1 else ()


def opens(statement: Statement) -> bool:
    """Return whether a statement announces the accounts that follow it."""
    found = accounts(statement)
    return bool(found) and statement not in found


@lru_cache(maxsize=20000)
def _openings(document: Document) -> tuple[tuple[Statement, tuple[Statement, ...]], ...]:
    """Return the statements that say that sources differ, each with the accounts after it."""
    openings = (s for s in statements(document) if _DIFFER.search(s.text))
    return tuple((opening, tuple(_following(opening))) for opening in openings)


def _following(opening: Statement) -> Iterator[Statement]:
    after = statements(opening.document)[opening.order + 1 :][:MOST]
    for statement in after:
        if statement.section is not opening.section or not _TELLS.search(statement.text):
            return
        yield statement
