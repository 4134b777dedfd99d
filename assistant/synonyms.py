"""Near synonyms by stem, from the generic lexicon."""

from __future__ import annotations

from functools import cache

from assistant.lexicon import GROUPS, NARROWER
from assistant.words import stem


@cache
def near(term: str) -> frozenset[str]:
    """Return the stems that can stand for the stem ``term`` in a text, itself left out."""
    return _table().get(term, frozenset()) - {term}


@cache
def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for group in GROUPS:
        members = {stem(word) for word in group}
        for member in members:
            table.setdefault(member, set()).update(members)
    for word, narrower in NARROWER.items():
        table.setdefault(stem(word), set()).update(stem(n) for n in narrower)
    return {term: frozenset(others) for term, others in table.items()}
