"""Near synonyms by stem, from the generic lexicon."""

from __future__ import annotations

from functools import cache

from assistant.lexicon import GROUPS, NARROWER, OPPOSITES
from assistant.words import stem


@cache
def near(term: str) -> frozenset[str]:
    """Return the stems that can stand for the stem ``term`` in a text, itself left out."""
    return _table().get(term, frozenset()) - {term}


@cache
def same_meaning(term: str) -> frozenset[str]:
    """Return the stems that say what ``term`` says, in a claim as in a question.

    A group that holds opposites, or both sides of one deed, names a subject and not a meaning: it
    serves to find a text and not to reword it.
    """
    opposites = [{stem(word) for word in pair} for pair in OPPOSITES]
    groups = ({stem(word) for word in group} for group in GROUPS)
    found = [g for g in groups if term in g and not any(pair <= g for pair in opposites)]
    return frozenset().union(*found) - {term}


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
