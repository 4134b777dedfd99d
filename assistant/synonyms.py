"""Near synonyms by stem, from the generic lexicon."""

from __future__ import annotations

from functools import cache

from assistant.lexicon import DEMONYMS, GROUPS, NARROWER, NUMERALS, OPPOSITES, RELATED, TRANSLATIONS
from assistant.words import stem, stems


@cache
def near(term: str) -> frozenset[str]:
    """Return the stems that can stand for the stem ``term`` in a text, itself left out."""
    return _table().get(term, frozenset()) - {term}


@cache
def kin(term: str) -> frozenset[str]:
    """Return the stems of the country, its adjective and its people, itself left out."""
    return frozenset(s for group in _peoples() if term in group for s in group) - {term}


@cache
def numerals(term: str) -> frozenset[str]:
    """Return the words for a small figure, how it counts and how it orders, or their figure."""
    for figure, words in NUMERALS.items():
        if term == figure:
            return frozenset(map(stem, words))
        if term in map(stem, words):
            return frozenset([figure])
    return frozenset()


@cache
def foreign(term: str) -> frozenset[str]:
    """Return the stems of what the other language calls the same, for a stem of either."""
    groups = (frozenset(map(stem, group)) for group in TRANSLATIONS)
    return frozenset().union(*(group for group in groups if term in group)) - {term}


@cache
def translations(word: str) -> frozenset[str]:
    """Return the words of the lexicon's other language for a word, as they are written."""
    own = stems(word)
    return frozenset(
        other
        for group in (*TRANSLATIONS, *DEMONYMS)
        if any(stem(member) in own for member in group)
        for other in group
    )


@cache
def adjective(term: str) -> bool:
    """Return whether a stem says of which country something or somebody is."""
    return any(term in group[1:] for group in _peoples())


@cache
def _peoples() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(stem, group)) for group in DEMONYMS)


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
    for group in (*GROUPS, *RELATED):
        members = {stem(word) for word in group}
        for member in members:
            table.setdefault(member, set()).update(members)
    for word, narrower in NARROWER.items():
        table.setdefault(stem(word), set()).update(stem(n) for n in narrower)
    return {term: frozenset(others) for term, others in table.items()}
