"""Periods of time in a text: "October 2022", "since 2019", "between 2019 and 2021"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from assistant.values import TypedValue, dates

_DAY = timedelta(days=1)
_RANGE = re.compile(r"(\d{4})-(\d{2}|\d{4})")
_DECADE = re.compile(r"\d{4}")
_LEADING = re.compile(
    r"\b(?P<word>since|from|after|before|until|till|up to|by|prior to|in|during|within|between"
    r"|on|throughout|(?:most|much|all) of)"
    r"[ -]+(?:(?:the|early|mid|late|end|beginning|start|year|years|month|spring|summer|autumn|fall"
    r"|winter|of)[ -]+)*$",
    re.IGNORECASE,
)
"""What stands before a date and says how it is meant."""


class Period(NamedTuple):
    """From one day to another, both included."""

    first: date
    last: date

    def overlaps(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


class Mention(NamedTuple):
    """A period that a text speaks of: where, and the word before the date, lower case."""

    start: int
    end: int
    word: str
    period: Period


@lru_cache(maxsize=8192)
def mentions(text: str) -> tuple[Mention, ...]:
    """Return the periods that ``text`` speaks of, in order; "since" and its like open them."""
    return tuple(_mentioned(text))


def _mentioned(text: str) -> Iterator[Mention]:
    for value in dates(text):
        plain = period_of(value)
        if plain is None:
            continue
        before = _LEADING.search(text, 0, value.start)
        start = before.start() if before else value.start
        word = before.group("word").lower() if before else ""
        if period := _opened(plain, word):
            yield Mention(start, value.end, word, period)


def asked_about(question: str) -> Mention | None:
    """Return the one period that a question says its answer must be of, if it names one."""
    named = [mention for mention in mentions(question) if mention.word]
    return named[0] if len(named) == 1 else None


def of_iso(value: str | None) -> Period | None:
    """Return the period of an ISO 8601 date of any precision, ``None`` for anything else."""
    try:
        parts = [int(part) for part in (value or "").split("-")]
    except ValueError:
        return None
    return _calendar(*parts) if len(parts) <= 3 else None


def period_of(value: TypedValue) -> Period | None:
    """Return the period that a date names, None for one without a year and for a century."""
    if len(value.key) == 3:
        year, month, day = (None if part is None else int(part) for part in value.key)
        return None if year is None else _calendar(year, month, day)
    key = str(value.key[0])
    if match := _RANGE.fullmatch(key):
        first, last = match.groups()
        return Period(date(int(first), 1, 1), date(int(first[: 4 - len(last)] + last), 12, 31))
    if _DECADE.fullmatch(key):
        return Period(date(int(key), 1, 1), date(int(key) + 9, 12, 31))
    return None


def _calendar(year: int, month: int | None = None, day: int | None = None) -> Period | None:
    try:
        if month is None:
            return Period(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Period(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


def _opened(period: Period, word: str) -> Period | None:
    """Return what a word before a date makes of its period; ``None`` where nothing is left."""
    if word in {"since", "from"}:
        return Period(period.first, date.max)
    if word == "after":
        return Period(period.last + _DAY, date.max)
    if word in {"until", "till", "up to", "by"}:
        return Period(date.min, period.last)
    if word in {"before", "prior to"}:
        return Period(date.min, period.first - _DAY)
    return period
