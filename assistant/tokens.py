"""The tokens of a sentence, with the punctuation before each, and when two say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.lexicon import FUNCTION_WORDS
from assistant.synonyms import same_meaning
from assistant.values import TypedValue, dates, is_share, numbers
from assistant.verbs import past
from assistant.words import Word, words

Aliases = Mapping[str, str]
"""The long form of an abbreviation, by its stem."""

_MARK = re.compile(r"[,;:()\n–—]")
_SYMBOL = re.compile(r"[$€£¥−-]$")


@dataclass(frozen=True)
class Token:
    """A word or a typed value, with the punctuation between it and the one before."""

    text: str
    stems: tuple[str, ...]
    mark: str
    value: TypedValue | None = None
    unit: str = ""
    name: bool = False

    @cached_property
    def lower(self) -> str:
        """The word without its capitals."""
        return self.text.lower()

    @property
    def is_date(self) -> bool:
        """Whether it is a date."""
        return self.value is not None and self.value.kind == "date"


def tokens(text: str, aliases: Aliases) -> tuple[Token, ...]:
    """Return the tokens of a sentence; an abbreviation becomes those of its long form."""
    found: list[Token] = []
    values = {v.start: v for v in (*dates(text), *numbers(text))}
    end = 0
    for word in words(text):
        if word.start < end:
            continue
        mark = "".join(_MARK.findall(text[end : word.start]))
        value = next((v for s, v in values.items() if s <= word.start < v.end), None)
        end = max(word.end, value.end if value else 0)
        if value is not None:
            if value.kind == "date" and found and found[-1].lower == "on":
                found[-1] = replace(found[-1], text="in", stems=("in",))
            found.append(_valued(text, value, mark))
        elif word.stems[0] in aliases and sum(c.isupper() for c in word.text) > 1:
            found += _named(words(aliases[word.stems[0]]), mark)
        else:
            name = word.capital and (word.acronym or bool(found))
            found.append(Token(word.text, word.stems, mark, name=name))
    return tuple(found)


def _valued(text: str, value: TypedValue, mark: str) -> Token:
    said = text[value.start : value.end]
    symbol = _SYMBOL.search(text[: value.start].rstrip())
    share = "%" if is_share(text, value) else ""
    return Token(said, (), mark, value=value, unit=(symbol.group() if symbol else "") + share)


def _named(long: Sequence[Word], mark: str) -> list[Token]:
    return [Token(w.text, w.stems, "" if n else mark, name=w.content) for n, w in enumerate(long)]


def matches(claimed: Token, given: Token, spoken: frozenset[str]) -> bool:
    """Return whether a token of a text can stand behind a claimed one.

    ``spoken`` are the stems of the text: where it uses both of two words of like meaning, it means
    two things by them.
    """
    if claimed.value is not None or given.value is not None:
        return _says(claimed, given)
    if claimed.stems == given.stems:
        return claimed.name or past(claimed.text) == past(given.text)
    if claimed.name or given.name or {claimed.lower, given.lower} & FUNCTION_WORDS:
        return False
    if spoken.intersection(claimed.stems) or past(claimed.text) != past(given.text):
        return False
    pairs = zip(claimed.stems, given.stems, strict=False)
    alike = len(claimed.stems) == len(given.stems)
    return alike and all(a == b or b in same_meaning(a) for a, b in pairs)


def _says(claimed: Token, given: Token) -> bool:
    """Whether a value says all that the claimed one does: a day says its year."""
    mine, theirs = claimed.value, given.value
    if mine is None or theirs is None or len(mine.key) != len(theirs.key):
        return False
    alike = mine.kind == theirs.kind and claimed.unit == given.unit
    return alike and all(a is None or a == b for a, b in zip(mine.key, theirs.key, strict=True))
