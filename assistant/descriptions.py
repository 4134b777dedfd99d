"""What a sentence says that a name is the name of: "Marl is a harbour", "our ferry Marl"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.lexicon import (
    AUXILIARIES,
    CATEGORIES,
    DETERMINERS,
    FRAME_WORDS,
    FUNCTION_WORDS,
    PREPOSITIONS,
    QUALITIES,
    RELATIVES,
    VERBS,
)
from assistant.types import Span
from assistant.words import Word, stem, words

_SLOT = "\0"
"""Stands for the name, in a sentence from which it is taken."""
_PLACES, _NEAR = 4, 300
"""Of a sentence, the places looked at and the characters around each: one may be a whole file."""
_NAME = rf"[\"“‘']?{_SLOT}[\"”’']?(?: \([^()]*\))?"
_THE = r"(?:an?|the|our|their|its|his|her|one of (?:the|our|their|its)) "
_PLAIN = rf"(?:(?!(?:{'|'.join(sorted(FUNCTION_WORDS))})\b)(?-i:[a-z][a-z-]+) )"
_OPENING = rf"(?:^|[,;:–—] |\band )(?:(?:the|our|this|an?) )?{_PLAIN}{{0,3}}"
_ADVERBIAL = rf"(?<![\w,;:] )\b(?:{'|'.join(sorted(PREPOSITIONS - {'of'}))}) (?:the )?"
_NO_MORE = rf",(?! (?:and|or)\b| {_THE}[^;:.]*? (?:and|or) )"
_DESCRIPTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "Marl is a small harbour that ..."
        rf"{_OPENING}{_NAME},? (?:is|was|are|were) {_THE}(?P<noun>[^,;:.()–—]+)",
        # "Marl, a harbour of the north, ...": what closes it tells it from an enumeration.
        rf"{_NAME}, {_THE}(?P<noun>(?:(?! (?:and|or) )[^,;:.()–—])+)(?:[;:.()–—]|$|{_NO_MORE})",
        rf"{_NAME}, {_THE}(?P<noun>[^,;:.()–—]+){_NO_MORE}",
        # "Marl, as the harbour has been called ever since, ..."
        rf"{_NAME}, as (?P<noun>[^,;:.]+?) (?:is|are|was|were|ha(?:s|ve) been) (?:\w+ )?"
        r"(?:called|known|named)\b",
        # "the harbour is called Marl", "a harbour known as Marl"
        r"\b(?P<noun>[^,;:.()–—]+?),? (?:(?:is|are|was|were|ha(?:s|ve) been) )?"
        rf"(?:called|known as|nicknamed|dubbed) (?:the )?{_NAME}",
        # A title: "Ferry 'Marl'"
        rf"^(?P<noun>(?:[a-z-]+ ){{1,3}})[\"“‘']{_SLOT}[\"”’']",
    )
)
_BESIDE = re.compile(
    rf"\b(?:the|our|their|its|this) (?P<noun>{_PLAIN}{{1,4}}){_NAME}", re.IGNORECASE
)
"""As in "our small harbour Marl", but also in "the later Marl"."""
_NO_CLASS = QUALITIES | VERBS | FUNCTION_WORDS | CATEGORIES | FRAME_WORDS
_LOCAL = re.compile(rf"{_ADVERBIAL}{_NAME},", re.IGNORECASE)
"""What follows the comma of "In Marl, the ferry ..." says nothing of Marl."""
_QUALITY = re.compile(r"(?:al|ic|ive|ous|ed|ful|able|ible|ish|ern|est|ing|ary|less|ly)$")


def class_nouns(name: Sequence[str], text: str) -> frozenset[str]:
    """Return the stems of the nouns by which a sentence says what a name is the name of.

    Args:
        name: its stems, in order.
        text: the sentence, or a title.
    """
    return _said_by(_DESCRIPTIONS, name, text)


def words_beside(name: Sequence[str], text: str) -> frozenset[str]:
    """Return the stem of the word before a name where that may be such a noun: "our cat Marl"."""
    return _said_by((_BESIDE,), name, text)


def _said_by(patterns: Sequence[re.Pattern[str]], name: Sequence[str], text: str) -> frozenset[str]:
    nouns = (
        noun
        for place in islice(_places(name, text), _PLACES)
        for noun in _nouns(patterns, _around(place, text))
    )
    return frozenset(nouns) - frozenset(name)


def _around(place: Span, text: str) -> str:
    """Return what stands near a name in a text, with the slot in its place."""
    before = text[max(0, place.start - _NEAR) : place.start]
    return before + _SLOT + text[place.end : place.end + _NEAR]


def _places(name: Sequence[str], text: str) -> Iterator[Span]:
    """Yield where a text has a name that is no part of a longer one."""
    found = words(text)
    for at, first in enumerate(found):
        end = at
        stems: tuple[str, ...] = ()
        while end < len(found) and len(stems) < len(name):
            stems += found[end].stems
            end += 1
        if stems != tuple(name) or not first.capital:
            continue
        around = [*found[max(0, at - 1) : at], *found[end : end + 1]]
        if not any(_extends(text, word, first, found[end - 1]) for word in around):
            yield Span(start=first.start, end=found[end - 1].end)


def _extends(text: str, word: Word, first: Word, last: Word) -> bool:
    """Whether a word next to a name is part of it."""
    before = word.end <= first.start
    between = text[word.end : first.start] if before else text[last.end : word.start]
    return between == " " and word.capital and word.content


def _nouns(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[str]:
    local = _LOCAL.search(text)
    for pattern in patterns:
        found = pattern.search(text)
        if found and not (local and found.start("noun") >= local.end()):
            yield from _heads(found["noun"])


def _heads(phrase: str) -> Iterator[str]:
    """Yield the stem of the noun that a noun phrase is about, and of those joined to it."""
    kept: list[str] = []
    for word in words(phrase):
        lower = word.text.lower()
        if lower in ("and", "or"):
            yield from _head(kept)
            kept = []
        elif lower in PREPOSITIONS | RELATIVES | AUXILIARIES or _is_verbal(word, kept):
            break
        elif lower not in DETERMINERS and not word.acronym:
            kept.append(lower)
    yield from _head(kept)


def _is_verbal(word: Word, before: Sequence[str]) -> bool:
    """Whether a participle ends a noun phrase: "a bridge built by ..."."""
    lower = word.text.lower()
    verbal = lower.endswith(("ed", "ing")) or lower in VERBS
    return bool(before) and verbal and _is_noun(before[-1])


def _head(kept: Sequence[str]) -> Iterator[str]:
    if kept and _is_noun(kept[-1]):
        yield stem(kept[-1])


def _is_noun(word: str) -> bool:
    quality = _QUALITY.search(word) or word in _NO_CLASS
    return word.isalpha() and len(word) > 2 and not quality
