"""What the documents of one version speak of: their words, their names, their abbreviations."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.lexicon import ENGLISH, FRAME_WORDS, FUNCTION_WORDS, GROUPS, NARROWER, TRANSLATIONS
from assistant.statements import defined, statements
from assistant.types import Document
from assistant.words import stem, words

_QUESTION_WORDS = ("how", "many", "much", "what", "when", "where", "which", "who", "why")
LEAST = 0.25
"""The weight of a word so common that it tells no two statements apart."""
_PLAIN = sorted(
    {w for w in FUNCTION_WORDS | FRAME_WORDS if len(w) > 3} | {"year", "date", "short", "stand"}
)
"""Words of questions that a slip of the pen is mended to first."""
_SHORT = sorted(w for w in FUNCTION_WORDS if len(w) == 3)
"""Those that are so short that only letters in the wrong order are mended."""
_COMMON = frozenset(word for group in GROUPS for word in group) | frozenset(NARROWER)
_COMMON_STEMS = frozenset(map(stem, _COMMON))
_KNOWN = FUNCTION_WORDS | FRAME_WORDS | {word for group in TRANSLATIONS for word in group}
"""Words that are right in any question, whatever the documents hold."""
_SPREAD, _SEVERAL = 0.8, 4
"""Share of the documents that a widespread stem is in, and how many documents it takes."""
_PROPER = 0.8
"""Share of a word's places within sentences that have a capital, from which it is a name."""


@dataclass(frozen=True)
class Vocabulary:
    """Words of a version of the documents.

    Attributes:
        frequency: in how many statements a stem occurs.
        size: the number of statements.
        proper: stems that hardly ever occur without a capital.
        common: words, lower case, that do, by the language of the documents they do so in.
        plain: stems that occur without a capital.
        widespread: stems that nearly all documents have, where there are several.
        abbreviations: stems of each long form, by the stem of the short form.
        begun: stems that go on a name of several words, by the stem that it begins with.
        surface: every word as written, lower case, with those of the lexicon; sorted.
    """

    frequency: Counter[str]
    size: int
    proper: frozenset[str]
    common: dict[str, frozenset[str]]
    plain: frozenset[str]
    widespread: frozenset[str]
    abbreviations: dict[str, frozenset[tuple[str, ...]]]
    begun: dict[str, frozenset[str]]
    surface: tuple[str, ...]

    def weight(self, term: str) -> float:
        """Return how telling a stem is, in [LEAST, 1]: its inverse statement frequency, scaled."""
        rarity = math.log((self.size + 1) / (self.frequency[term] + 1)) / math.log(self.size + 2)
        return max(LEAST, min(1.0, rarity))

    def common_in(self, document: Document) -> frozenset[str]:
        """Return the words, lower case, that occur without a capital in a document's language.

        Whoever has the name of a French thing has no common name in English: "Antoine Petit".
        """
        return self.common.get(document.metadata.language or ENGLISH, _COMMON)

    def tells_apart(self, term: str) -> bool:
        """Return whether a stem is rare enough to tell one statement from another."""
        return self.weight(term) > LEAST and term not in self.widespread

    def knows(self, term: str) -> bool:
        """Return whether a stem occurs, written out or as an abbreviation."""
        return term in self.frequency or term in self.abbreviations

    def names(self, term: str, *, acronym: bool, capital: bool) -> bool:
        """Return whether a stem, written so in a question, is a name and not a common word."""
        return acronym or term in self.proper or (capital and term not in self.plain)

    def is_one_of(self, first: str, second: str) -> bool:
        """Return whether two stems begin a name, and the first by itself could begin another."""
        begun = self.begun.get(first, frozenset())
        return second in begun and len(begun) > 1

    def corrected(self, text: str, *, correct: Callable[[str], bool] = lambda _: False) -> str:
        """Return ``text`` with words that no document knows replaced by near ones that one does.

        A word that is ``correct`` as it stands is left alone.
        """
        pieces, position = [], 0
        for number, word in enumerate(words(text)):
            better = self._nearest(word.text, first=number == 0, correct=correct)
            if better:
                pieces += [text[position : word.start], better]
                position = word.end
        return "".join(pieces) + text[position:]

    def _nearest(self, word: str, *, first: bool, correct: Callable[[str], bool]) -> str | None:
        lower = word.lower()
        known = lower in _KNOWN or stem(lower) in _COMMON_STEMS
        if known or self.knows(stem(lower)) or not lower.isalpha():
            return None
        begun = (w for w in _QUESTION_WORDS if w[:-1] == lower)
        asking = len(lower) > 2 and (
            next(begun, None) or _closest(lower, _QUESTION_WORDS, allowed=1)
        )
        if asking and (first or (asking[0] == lower[0] and not correct(lower))):
            return asking
        return None if any(map(correct, _forms(lower))) else self._mended(lower)

    def _mended(self, lower: str) -> str | None:
        """Return what a word that nothing knows is a slip of the pen for, if it is one."""
        if len(lower) < 4:
            return next((w for w in _SHORT if sorted(w) == sorted(lower)), None)
        plain = _closest(lower, _PLAIN, allowed=1)
        if plain and plain[0] == lower[0]:
            return plain
        return self._written_like(lower) if len(lower) > 4 else None

    def _written_like(self, lower: str) -> str | None:
        """Return the nearest word, if it has the same first letter, which slips seldom hit.

        Only where there is such a word are those with other letters looked at, too.
        """
        allowed = 1 if len(lower) < 8 else 2
        own = self._nearest_of(lower, allowed, lambda letter: letter == lower[0])
        if own is None:
            return None
        other = self._nearest_of(lower, own[0], lambda letter: letter != lower[0])
        return own[1] if other is None or own < other else None

    def _nearest_of(
        self, lower: str, allowed: int, begins: Callable[[str], bool]
    ) -> tuple[int, str] | None:
        near = (
            _scored(lower, alike, allowed=allowed)
            for (letter, length), alike in self._by_opening.items()
            if begins(letter) and abs(length - len(lower)) <= allowed
        )
        return min(filter(None, near), default=None)

    @cached_property
    def _by_opening(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """The words as written by first letter and length, sorted."""
        opening = defaultdict(list)
        for word in self.surface:
            opening[word[0], len(word)].append(word)
        return {key: tuple(alike) for key, alike in opening.items()}


def _forms(word: str) -> Iterator[str]:
    """Yield a word and what it may be a form of: ``fix`` for ``fixes``."""
    yield word
    for ending in ("es", "s", "ed", "ing", "d"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word.removesuffix(ending)


def _closest(word: str, choices: Sequence[str], *, allowed: int) -> str | None:
    found = _scored(word, choices, allowed=allowed)
    return found[1] if found else None


def _scored(word: str, choices: Sequence[str], *, allowed: int) -> tuple[int, str] | None:
    # The first of several equally near words is taken: the choices need an order.
    found = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=allowed)
    return (int(found[1]), str(found[0])) if found else None


def survey(documents: Iterable[Document]) -> Vocabulary:
    """Return the vocabulary of the documents."""
    frequency: Counter[str] = Counter()
    lower: defaultdict[str, set[str]] = defaultdict(set)
    plain: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    surface: set[str] = set()
    long_forms: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    begun: defaultdict[str, set[str]] = defaultdict(set)
    spread: Counter[str] = Counter()
    size = held = 0
    for document in documents:
        held += 1
        spread.update(frozenset().union(*(s.stems for s in statements(document))))
        for statement in statements(document):
            size += 1
            frequency.update(statement.stems)
            for first, *more in statement.runs:
                begun[first].update(more[:1])
            for position, word in enumerate(statement.words):
                surface.add(word.text.lower())
                if word.text[0].islower():
                    lower[document.metadata.language or ENGLISH].add(word.text)
                    plain.update(word.stems)
                elif position or word.acronym:
                    capital.update(word.stems)
        frequency.update(s for heading in document_headings(document) for s in heading)
        for abbreviation in defined(document):
            long = tuple(s for w in words(abbreviation.long) if w.content for s in w.stems)
            long_forms[stem(abbreviation.short)].add(long)
    return Vocabulary(
        frequency=frequency,
        size=size,
        proper=frozenset(
            s
            for s, n in capital.items()
            if n >= _PROPER * (n + plain[s]) and s not in _COMMON_STEMS
        ),
        common={language: _COMMON.union(found) for language, found in lower.items()},
        plain=frozenset(plain) | _COMMON_STEMS,
        widespread=frozenset(
            s for s, n in spread.items() if s.isalpha() and held >= _SEVERAL and n >= _SPREAD * held
        ),
        abbreviations={short: frozenset(long) for short, long in long_forms.items()},
        begun={first: frozenset(more) for first, more in begun.items()},
        surface=tuple(sorted(surface | _COMMON)),
    )


def document_headings(document: Document) -> list[frozenset[str]]:
    """Return the stems of the title and of each heading."""
    texts = {h for section in document.sections for h in section.headings}
    texts |= {document.title} if document.title else set()
    return [frozenset(s for w in words(text) for s in w.stems) for text in sorted(texts)]
