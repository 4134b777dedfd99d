"""Words of a text, and when two words are the same word."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

from assistant.lexicon import FUNCTION_WORDS, IRREGULAR
from assistant.types import Value

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’&.-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’](?=\w{3})", re.IGNORECASE)
_INVERSION = re.compile(r"-(?:t-)?(?:il|elle|ils|elles|on|ce)$", re.IGNORECASE)
_AGENT = re.compile(r"(?:er|or)s?$")
_CONTRACTED = (re.compile(r"['’](?:s|re|m|ve|ll|d|t)$"), re.compile(r"n['’]t$"))
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)$")
_AMERICAN = (
    (re.compile(r"programme"), "program"),
    (re.compile(r"isation"), "ization"),
    (re.compile(r"is(e|ed|es|er|ing)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|es|er|ing)$"), r"yz\1"),
    (re.compile(r"([a-z]{3})our(s|ed|ing)?$"), r"\1or\2"),
    (re.compile(r"([tb])re(s?)$"), r"\1er\2"),
    (re.compile(r"(lic|def|off|pret)ence(s|d)?$"), r"\1ense\2"),
)
_STEMMER = snowballstemmer.stemmer("english")
_STEMMING = threading.Lock()
"""A stemmer keeps the word it is at in itself, and several threads may ask at once."""


class Word(Value):
    """A word, where it stands, and its stems (two for ``Franco-Japanese``)."""

    text: str
    start: int
    end: int
    stems: tuple[str, ...]

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter or a digit."""
        return self.text[:1].isupper() or self.text[:1].isdigit()

    @property
    def acronym(self) -> bool:
        """Whether most of its letters are capitals, at least two of them."""
        capitals = sum(c.isupper() for c in self.text)
        return capitals >= 2 and capitals * 2 > sum(c.isalpha() for c in self.text)

    @property
    def content(self) -> bool:
        """Whether it carries meaning of its own."""
        lower = _INVERSION.sub("", self.text.lower())
        shorter = {ending.sub("", lower) for ending in (_ELIDED, *_CONTRACTED)}
        return not {lower, *shorter} & FUNCTION_WORDS


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of ``text`` in order."""
    return tuple(
        Word(text=m.group(), start=m.start(), end=m.end(), stems=stems(m.group()))
        for m in _WORD.finditer(text)
    )


def without_possessive(text: str) -> str:
    """Return a text without the "'s" that it ends with."""
    return _POSSESSIVE.sub("", text)


@lru_cache(maxsize=65536)
def stems(word: str) -> tuple[str, ...]:
    """Return the stems of a word; one for each part that a hyphen joins.

    A short first part belongs to the second: ``co-publication`` is one word.
    """
    bare = _INVERSION.sub("", _ELISION.sub("", without_possessive(word)))
    parts = [p for p in bare.split("-") if p]
    if len(parts) > 1 and len(parts[0]) <= 3 and parts[0].islower():
        parts = ["".join(parts[:2]), *parts[2:]]
    return tuple(stem(part) for part in parts) or (bare.lower(),)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of one word, in which spelling, number and tense no longer differ.

    Agent nouns keep their ending: a researcher is not research.
    """
    plain = unicodedata.normalize("NFKD", word.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    if plain[:1].isdigit():
        ordinal = _ORDINAL.fullmatch(plain)
        return ordinal.group(1) if ordinal else plain.replace(",", "")
    plain = re.sub(r"[.'’&]", "", plain)
    plain = IRREGULAR.get(plain, plain)
    if not plain.isalpha() or len(plain) < 4:
        return plain
    for pattern, american in _AMERICAN:
        plain = pattern.sub(american, plain)
    if _AGENT.search(plain):
        return plain.removesuffix("s")
    with _STEMMING:
        return str(_STEMMER.stemWord(plain))


@lru_cache(maxsize=65536)
def deed(term: str) -> str:
    """Return the stem of what the agent that the stem ``term`` names does, without a final e.

    ``edit`` for an editor, ``driv`` for a driver; nothing where it names no agent.
    """
    bare = _AGENT.sub("", term)
    if bare == term or len(bare) < 3:
        return ""
    if bare[-1] == bare[-2]:
        bare = bare[:-1]
    return stem(bare + "e").removesuffix("e")


def stem_set(text: str) -> frozenset[str]:
    """Return the stems of every word of ``text``."""
    return frozenset(s for word in words(text) for s in word.stems)
