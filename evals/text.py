"""Comparing words: what counts as the same, and what an answer says in words of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from assistant.types import Answer

_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+")
_EMPTY = frozenset(re.findall(r"\w+", """
    a an and are as at be been but by can could did do does for from had has have he her his in
    into is it its may of on or she so than that the their them then there these they this those
    to was we were which who whom whose will with would"""))  # fmt: skip
_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return text without what never counts: letter case, Unicode form, kinds of white space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def holds(text: str, alternatives: Iterable[str]) -> bool:
    """Whether one of the alternatives occurs in the text."""
    return any(plain(one) in plain(text) for one in alternatives)


def words(text: str) -> list[str]:
    """Return the words of a text; numbers keep their separators."""
    return _WORD.findall(plain(text))


@lru_cache(maxsize=8192)
def content(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning."""
    return frozenset(_STEMMER.stemWords([w for w in words(text) if w not in _EMPTY]))


def own_words(answer: Answer) -> str:
    """Return what the answer says outside its quotes."""
    said = [answer.lead or ""]
    for sentence in answer.sentences:
        rest = plain(sentence.text)
        for quote in (plain(c.quote) for c in sentence.citations):
            rest = "" if rest in quote else rest.replace(quote, " ")
        said += [sentence.label or "", rest]
    return "\n".join(said)
