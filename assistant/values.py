"""Typed values in a sentence: dates, numbers, names of persons and of other things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile
from typing import Literal

from assistant.types import Span
from assistant.types import Value as Frozen
from assistant.words import Word, words

Kind = Literal["date", "number", "time", "weekday", "person", "name"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FRENCH = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
)
_YEAR = r"(?:1[0-9]|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|er)?"
# Longer patterns first: a year range is one value, and so is a day with its month.
_DATE = re.compile(
    rf"""\b(?:
      (?P<iso>{_YEAR}-[01]\d-[0-3]\d)
    | (?P<range>(?:from\ )?{_YEAR}\s?(?:(?:-|–|/|to|until|and)\s?{_YEAR}|[-–/]\d\d))
    | (?P<day>{_DAY})\ (?:of\ )?(?P<month>{MONTH})\b(?:\.?,?\ (?P<year>{_YEAR}))?
    | (?P<month2>{MONTH})\.?\ (?P<day2>{_DAY})\b(?:,?\ (?P<year2>{_YEAR}))?
    | (?P<month3>{MONTH})\.?,?\ (?:of\ )?(?P<year3>{_YEAR})
    | (?P<decade>(?:1[0-9]|20)\d0s)
    | (?P<century>(?:\d\d?(?:st|nd|rd|th)|[a-z]+th)\ centur(?:y|ies))
    | (?P<alone>{_YEAR})
    )(?![\w%]|[.,]\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNTING = re.compile(
    r"\b(?:than|over|about|some|nearly|almost|around|approximately|least|has|have|had) $",
    re.IGNORECASE,
)
_PRECISION = re.compile(r"\b(?:what|which|exact|the) (day|date|month)\b", re.IGNORECASE)
_COUNTED = re.compile(r" (?:[a-z-]+ )?[a-z]{3,}s\b")
_BARE = re.compile(r"\s*(?:[,.;:)]|$|(?:and|or|but|in|on|at|for|from|while)\b)")
_LABEL = re.compile(r"(?:[A-Z]\w*|[$€£¥]) ?$")
"""Before a number that counts nothing: "Line 3", "$ 3"."""
_VERB = re.compile(r"\b(?:may|march)\b")
_TITLE = re.compile(r"(?:prof(?:essor)?s?|drs?|mr|mrs|ms|sir|dame|lord|lady|president|director)\b")
_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen twenty"""
_FRENCH_UNITS = """deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze
seize"""
_NUMBER_WORDS = {word: float(number) for number, word in enumerate(_UNITS.split())} | {
    **{word: float(number) for number, word in enumerate(_FRENCH_UNITS.split(), 2)},
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "mille": 1000,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "dozen": 12,
    "hundreds": 100,
    "thousand": 1000,
    "thousands": 1000,
    "million": 10**6,
    "billion": 10**9,
    "half": 0.5,
    "twice": 2,
}
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_MULTIPLES = {"dozen": 12.0, "hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_MULTIPLE = "|".join(_MULTIPLES)
_PLAIN = (
    rf"(?:(?:{_TENS})[- ](?:{_ONES})|{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})\b"
)
SPELT = (
    rf"(?:half an? (?={_MULTIPLE})"
    rf"|(?:{_MULTIPLE}) (?:and )?(?={_PLAIN}(?! (?:{_MULTIPLE}))))?{_PLAIN}"
    rf"(?:[- ](?:{_MULTIPLE})\b(?: (?:and )?{_PLAIN})?)*"
)
_NUMBER = re.compile(
    r"(?<![\w.])(?P<digits>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<scale>%|(?:(?:million|billion|milliard|thousand)s?|per ?cent)\b))?(?![\w-]*\d)"
    rf"|\b(?P<word>{SPELT})",
    re.IGNORECASE,
)
_ORDINALS = """second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"""
_FRENCH_ORDINALS = """deuxième troisième quatrième cinquième sixième septième huitième neuvième
dixième onzième douzième treizième quatorzième quinzième seizième"""
_ORDINAL_WORDS = {
    word: float(number)
    for words in (_ORDINALS, _FRENCH_ORDINALS)
    for number, word in enumerate(words.split(), 2)
}
_ORDINAL = re.compile(
    rf"\b(?:(?P<figures>\d+)(?:st|nd|rd|th|e|ème)|(?P<word>{'|'.join(_ORDINAL_WORDS)}))\b(?!-)",
    re.IGNORECASE,
)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "milliard": 1e9}


class TypedValue(Frozen):
    """A date or a number in a sentence; ``key`` is equal where two wordings mean the same.

    A date's key is ``(year, month, day)`` with None for what is not said, a number's its amount,
    a time's the minute of the day, a weekday's the days that it spans, a person's the surname, a
    name's the stems of its words.
    """

    kind: Kind
    start: int
    end: int
    key: tuple[str | float | None, ...]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(start=self.start, end=self.end)


def dates(text: str) -> tuple[TypedValue, ...]:
    """Return the dates in ``text``, in order."""
    return tuple(
        TypedValue(kind="date", start=m.start(), end=m.end(), key=_date_key(m))
        for m in _DATE.finditer(text)
        if not _VERB.search(m.group()) and not _is_count(text, m)
    )


def ordinals(text: str) -> tuple[TypedValue, ...]:
    """Return the ordinals in ``text`` from the second on as numbers: a third one makes three."""
    return tuple(
        TypedValue(kind="number", start=m.start(), end=m.end(), key=(_place(m),))
        for m in _undated(_ORDINAL, text)
        if _place(m) > 1
    )


def _place(match: re.Match[str]) -> float:
    figures = match["figures"]
    return float(figures) if figures else _ORDINAL_WORDS[match["word"].lower()]


def numbers(text: str) -> tuple[TypedValue, ...]:
    """Return the numbers in ``text`` that are no part of a date, in order."""
    return tuple(
        TypedValue(kind="number", start=m.start(), end=m.end(), key=(_amount(m),))
        for m in _undated(_NUMBER, text)
    )


def _undated(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds that is no part of a date."""
    taken = [(d.start, d.end) for d in dates(text)]
    for match in pattern.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            yield match


def is_bare(text: str, value: TypedValue) -> bool:
    """Return whether no noun follows a number: what it counts was said before it."""
    alone = _BARE.match(text, value.end) is not None
    counts = text[value.start : value.end].lower() not in ("twice", "half")
    return (
        alone and counts and not _LABEL.search(text, 0, value.start) and not is_share(text, value)
    )


def is_share(text: str, value: TypedValue) -> bool:
    """Return whether a number is a percentage."""
    return text[value.start : value.end].lower().endswith(("%", "cent"))


def is_sum(text: str, value: TypedValue) -> bool:
    """Return whether a number is in millions or billions and counts nothing: "9.4 million"."""
    large = re.search(r"(?:[mb]illion|milliard)s?$", text[value.start : value.end], re.IGNORECASE)
    return large is not None and not _COUNTED.match(text, value.end)


def _is_count(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a year counts something: ``more than 1500 lakes``."""
    counting = _COUNTING.search(text, 0, match.start()) and _COUNTED.match(text, match.end())
    return match.lastgroup == "alone" and bool(counting)


def agree(one: TypedValue, other: TypedValue) -> bool:
    """Return whether both say the same, one perhaps more of it: ``2022`` and ``4 May 2022``."""
    if len(one.key) != len(other.key):
        return False
    shared = [
        (a, b) for a, b in zip(one.key, other.key, strict=True) if a is not None and b is not None
    ]
    return bool(shared) and all(a == b for a, b in shared)


def is_as_precise(value: TypedValue, question: str) -> bool:
    """Return whether a date says the day or the month that a question asks for."""
    asked = _PRECISION.search(question)
    if asked is None or len(value.key) < 3:
        return False
    return value.key[1 if asked.group(1).lower() == "month" else 2] is not None


def persons(text: str, *, common: frozenset[str] = frozenset()) -> tuple[Span, ...]:
    """Return the spans that look like names of persons: two to four capitalised words in a row.

    Args:
        text: a sentence.
        common: words, lower case, that are known to occur without a capital as well; a run that
            holds one (``University``, ``Project``) is not a person's name.
    """
    found = []
    for run in capital_runs(text):
        name = list(dropwhile(lambda w: w.acronym or _TITLE.match(w.text.lower()), run))
        if 2 <= len(name) <= 4 and not any(w.text.lower() in common or w.acronym for w in name):
            found.append(Span(start=name[0].start, end=name[-1].end))
    return tuple(found)


def capital_runs(text: str) -> list[list[Word]]:
    """Return runs of capitalised words with nothing but a space, or a short particle, between."""
    runs: list[list[Word]] = []
    for word in words(text):
        joined = bool(runs) and _touch(text, runs[-1][-1], word)
        if not (word.capital and word.content and not word.text[0].isdigit()):
            continue
        if joined:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


_PARTICLE = re.compile(r" (?:(?:de|du|da|van|von|der|den|la|le|bin|al) )*|-|\. ")


def _touch(text: str, left: Word, right: Word) -> bool:
    return _PARTICLE.fullmatch(text[left.end : right.start]) is not None


def _date_key(match: re.Match[str]) -> tuple[str | float | None, ...]:
    found = match.groupdict()
    if found["iso"]:
        return tuple(float(part) for part in found["iso"].split("-"))
    for name in ("range", "decade", "century"):
        if found[name]:
            return (re.sub(r"\D+", "-", found[name]).strip("-") or found[name].lower(),)
    month = found["month"] or found["month2"] or found["month3"]
    year = found["year"] or found["year2"] or found["year3"] or found["alone"]
    day = found["day"] or found["day2"]
    return (
        float(year) if year else None,
        float(_month_number(month)) if month else None,
        float(re.sub(r"\D", "", day)) if day else None,
    )


def _month_number(name: str) -> int:
    lower = name.lower()
    return (_FRENCH if lower in _FRENCH else _MONTHS).index(
        lower if lower in _FRENCH else lower[:3]
    ) + 1


def _amount(match: re.Match[str]) -> float:
    if spelt := match.group("word"):
        return _spelt_out(re.findall(r"[a-z]+", spelt.lower()))
    amount = float(re.sub(r"[, ]", "", match.group("digits")))
    return amount * _SCALES.get((match.group("scale") or "").lower().removesuffix("s"), 1)


def _spelt_out(said: Iterable[str]) -> float:
    """Return the amount of "three hundred and twelve thousand", word by word."""
    whole = last = 0.0
    for word in said:
        multiple = _MULTIPLES.get(word, 0.0)
        if multiple >= 1000:
            whole, last = whole + (last or 1.0) * multiple, 0.0
        elif multiple:
            last = (last or 1.0) * multiple
        else:
            last += _NUMBER_WORDS.get(word, 0.0)
    return whole + last
