"""Lists without the layout of one: sentences that add to each other, or that a number announces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.lexicon import NUMERALS
from assistant.statements import Statement, statements
from assistant.types import Section
from assistant.values import capital_runs, numbers

LONGEST = 6
"""Things that a sentence announces at most: "we have 30 members" is followed by no list."""
_ADDS = re.compile(r"(?:and|or|nor|neither)\b|.*\b(?:either|too|as well)\b[.;,]", re.IGNORECASE)
"""Only what makes one series: "furthermore" opens another subject as well."""
_NOUN = re.compile(r" (?:[a-z-]+ ){0,2}[a-z-]+s\b|[.:]?$")
"""What is counted follows its number."""


def series(statement: Statement) -> tuple[Statement, ...]:
    """Return the sentences that add to one another around one, in order: "And the mill, too."."""
    found = [statement]
    while found[0].before is not None and _adds(found[0]) and len(found) < LONGEST:
        found.insert(0, found[0].before)
    for other in statements(statement.document)[statement.order + 1 :]:
        if other.before is not found[-1] or not _adds(other) or len(found) >= LONGEST:
            break
        found.append(other)
    return tuple(found)


def _adds(statement: Statement) -> bool:
    return _ADDS.match(statement.text) is not None


def announced(statement: Statement) -> tuple[Statement, ...]:
    """Return the sentences for what a sentence only counts: "There are three types.".

    They open the sections right below its own, each under the name of one thing, or follow it,
    each with a name of its own.
    """
    count = _count(statement)
    if not count or len(_names(statement)) >= count:
        return ()
    below = _opening(statement)
    return below[:count] if len(below) >= count else _following(statement, count)


def counts_on(statement: Statement, told: Sequence[Statement]) -> bool:
    """Return whether a statement adds one to things counted: "three schools ... a fourth"."""
    said = {w.text.lower() for s in (*told, statement) for w in s.words}
    own = {w.text.lower() for w in statement.words}
    return any(
        not own.isdisjoint(ordinal) and not said.isdisjoint((before, *NUMERALS[before][:1]))
        for (before, _), (_, (_, *ordinal)) in pairwise(NUMERALS.items())
    )


def _count(statement: Statement) -> int:
    """Return how many things a sentence speaks of, by its last number; 0 if too few or too many."""
    found = [v for v in numbers(statement.text) if _NOUN.match(statement.text, v.end)]
    count = found[-1].key[0] if found else 0
    return int(count) if isinstance(count, float) and 2 <= count <= LONGEST else 0


def _names(statement: Statement) -> set[str]:
    return {" ".join(w.text for w in run) for run in capital_runs(statement.text)}


def _opening(statement: Statement) -> tuple[Statement, ...]:
    """Return the first sentence of each section directly below that of a statement."""
    found: dict[Section, Statement] = {}
    own = statement.section.headings
    for other in statements(statement.document):
        headings = other.section.headings
        if other.order > statement.order and headings[:-1] == own and own:
            found.setdefault(other.section, other)
    return tuple(found.values())


def _following(statement: Statement, count: int) -> tuple[Statement, ...]:
    """Return the sentences after a statement until as many names have been given."""
    found: list[Statement] = []
    given: set[str] = set()
    for other in statements(statement.document)[statement.order + 1 :]:
        new = _names(other) - _names(statement) - given
        if other.section != statement.section or not new or len(given) >= count:
            break
        found.append(other)
        given |= new
    return tuple(found) if len(given) == count else ()
