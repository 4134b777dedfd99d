"""When documents use one name for several things: a trophy here, a newspaper there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.coverage import SLACK
from assistant.descriptions import class_nouns, words_beside
from assistant.lexicon import AUXILIARIES, ENGLISH, PREPOSITIONS, RELATIVES, SORTS
from assistant.question import Question
from assistant.rank import Evidence
from assistant.statements import Statement, statements
from assistant.synonyms import adjective, near
from assistant.types import Document
from assistant.words import stem, stem_set, words

MAX_SENSES = 3
_FOLLOWING = "|".join(sorted(PREPOSITIONS | AUXILIARIES | RELATIVES))
_ENDING = re.compile(
    rf"\b([a-z][a-z-]+)(?:[,.;:)]|$| (?:{_FOLLOWING})\b)|\b([a-z][a-z-]+[^s\W]s) (?:and|or)\b",
    re.MULTILINE,
)
"""What ends a phrase; before "and" a plural, since "ancient and modern" only describe."""
_SORTS = [frozenset(map(stem, sort)) for sort in SORTS]


def senses(question: Question, passing: Sequence[Evidence]) -> list[Evidence]:
    """Return the best evidence for each thing that documents call by the name asked about.

    Args:
        question: what is asked.
        passing: the evidence that answers it, best first.

    Returns:
        The best evidence alone where the question names no one thing, or says which it means.
    """
    found = list(passing[:1])
    for other in passing[1:] if question.subject else ():
        short = any(other.covered[s] < told - SLACK for s, told in passing[0].covered.items())
        if not short and all(_told_apart(question, other, kept) for kept in found):
            found.append(other)
    return found[:MAX_SENSES]


def _told_apart(question: Question, one: Evidence, other: Evidence) -> bool:
    """Whether two documents mean different things by the name, and the question does not choose."""
    documents = one.statement.document, other.statement.document
    said = frozenset(t.stem for t in question.terms) - frozenset(question.subject)
    nouns = frozenset().union(*(_alike(nouns_for(question.subject, d)) for d in documents))
    return nouns.isdisjoint(said) and are_apart(question.subject, *documents)


@lru_cache(maxsize=4096)
def are_apart(name: tuple[str, ...], one: Document, other: Document) -> bool:
    """Return whether two documents surely mean different things by a name.

    Each says what it is by nouns that the other never uses, nor any of like meaning or sort, in
    sentences that have no word in common.
    """
    own, others = nouns_for(name, one), nouns_for(name, other)
    return (
        bool(own and others)
        and not any(sort & own and sort & others for sort in _SORTS)
        and _alike(own).isdisjoint(_stems(other))
        and _alike(others).isdisjoint(_stems(one))
        and _told(name, one).isdisjoint(_told(name, other))
    )


def nouns_for(name: tuple[str, ...], document: Document) -> frozenset[str]:
    """Return the stems of the nouns by which a document says what a name is the name of."""
    return frozenset().union(*_descriptions(name, document).values())


def defines(name: tuple[str, ...], statement: Statement) -> bool:
    """Return whether a sentence says what a name is the name of."""
    return statement.text in _descriptions(name, statement.document)


@lru_cache(maxsize=4096)
def _descriptions(name: tuple[str, ...], document: Document) -> dict[str, frozenset[str]]:
    """Return the titles and sentences that say what a name is the name of, with their nouns."""
    if (document.metadata.language or ENGLISH) != ENGLISH or _is_people(name):
        return {}
    naming = (s.text for s in statements(document) if s.stems.issuperset(name))
    found = {
        text: class_nouns(name, text)
        | frozenset(filter(_nouns(document).__contains__, words_beside(name, text)))
        for text in (*_heads(document), *naming)
    }
    return {text: nouns for text, nouns in found.items() if nouns}


def _is_people(name: Sequence[str]) -> bool:
    return all(map(adjective, name))


@lru_cache(maxsize=4096)
def _nouns(document: Document) -> frozenset[str]:
    """Return the stems of words that end a phrase somewhere: surely none that only describes."""
    return frozenset(stem(word) for pair in _ENDING.findall(document.text) for word in pair if word)


def _told(name: tuple[str, ...], document: Document) -> frozenset[str]:
    """Return the stems of the plain words by which a document says what a name is the name of."""
    return frozenset(
        s
        for text in _descriptions(name, document)
        for word in words(text)
        if word.content and word.text.islower()
        for s in word.stems
    )


def _alike(nouns: frozenset[str]) -> frozenset[str]:
    return nouns.union(*(near(noun) for noun in nouns))


@lru_cache(maxsize=4096)
def _stems(document: Document) -> frozenset[str]:
    """Return the stems of all that a document says, its titles included."""
    heads = (stem_set(head) for head in _heads(document))
    return frozenset().union(*heads, *(s.stems for s in statements(document)))


def _heads(document: Document) -> tuple[str, ...]:
    """Return the title and the headings of a document."""
    headings = dict.fromkeys(h for s in document.sections for h in s.headings)
    return (*([document.title] if document.title else []), *headings)
