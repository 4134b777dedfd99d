"""Measures: which units belong to what a question asks for."""

from __future__ import annotations

import re
from functools import cache

from assistant.lexicon import MEASURES
from assistant.types import Span
from assistant.values import MONTH, SPELT, TypedValue, is_share, numbers
from assistant.words import stem

_CLOCK = re.compile(
    r"\b(?:[01]?\d|2[0-4])(?:[.:][0-5]\d(?!\d)|\s?(?:am|pm|a\.m|p\.m|o'clock|h)\b)"
    r"|\b(?:noon|midnight)\b",
    re.IGNORECASE,
)
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAY = "|".join(_DAYS)
_WEEKDAYS = re.compile(
    rf"\b({_DAY})s?\b(?:(?: to | until | through |\s?[-–]\s?)({_DAY})\b)?", re.IGNORECASE
)
_LOOSE = re.compile(
    r"\b(?:in|on|at|by|to|until|till|since|from|before|after|within|during|every|each|next|last"
    r"|this)(?: (?:the|a|an|early|late|mid|beginning|start|middle|end|of|first|second|third|last"
    r"|next|week|about|some|most|least))* "
    rf"(?:{MONTH}|{_DAY}s?|spring|summer|autumn|winter|christmas|easter|day|week|month|year|season"
    rf"|(?:\d+|{SPELT}) (?:minute|hour|day|week|month|year)s?)\b",
    re.IGNORECASE,
)
_CLOCK_ASKED = frozenset(["time", "hour"])


@cache
def measures(term: str) -> frozenset[str]:
    """Return the measures that a word asks for, by its stem; none for most words."""
    found = (name for name, (asked, _) in MEASURES.items() if term in map(stem, asked))
    return frozenset(found) | ({"clock"} if term in _CLOCK_ASKED else set())


def measured(text: str, names: frozenset[str]) -> bool:
    """Return whether a text gives one of the measures: a number with a unit of it, or a time."""
    if "clock" in names and _CLOCK.search(text):
        return True
    return any(has_unit(text, value, names) for value in numbers(text))


def clock_times(text: str) -> tuple[TypedValue, ...]:
    """Return the times of day in a text; the key of each is the minute of the day."""
    return tuple(
        TypedValue(kind="time", start=m.start(), end=m.end(), key=(_minute(m.group().lower()),))
        for m in _CLOCK.finditer(text)
    )


def weekdays(text: str) -> tuple[TypedValue, ...]:
    """Return the days of the week in a text; the key of each is all the days that it spans."""
    return tuple(
        TypedValue(kind="weekday", start=m.start(), end=m.end(), key=_days(*m.groups()))
        for m in _WEEKDAYS.finditer(text)
    )


def loose_times(text: str) -> tuple[Span, ...]:
    """Return what tells a time without a date: "until the end of June", "within two weeks"."""
    return tuple(Span(start=m.start(), end=m.end()) for m in _LOOSE.finditer(text))


def _days(first: str, last: str | None) -> tuple[str, ...]:
    start = _DAYS.index(first.lower())
    count = (_DAYS.index(last.lower()) - start) % len(_DAYS) if last else 0
    return tuple(_DAYS[(start + n) % len(_DAYS)] for n in range(count + 1))


def _minute(said: str) -> float:
    if said in ("noon", "midnight"):
        return 720.0 if said == "noon" else 0.0
    hour, minute = (int(part) for part in (*re.findall(r"\d+", said), "0")[:2])
    half = said.replace(".", "")[-2:]
    if half in ("am", "pm"):
        hour = hour % 12 + (12 if half == "pm" else 0)
    return float(hour * 60 + minute)


def has_unit(text: str, value: TypedValue, names: frozenset[str]) -> bool:
    """Return whether a number in a text has a unit of one of the measures."""
    if is_share(text, value):
        return "share" in names
    return any(
        _sign(name).search(text, 0, value.start) or _unit(name).match(text, value.end)
        for name in names
        if name in MEASURES
    )


@cache
def _unit(name: str) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, MEASURES[name][1]), key=len, reverse=True))
    return re.compile(rf"[\s-]?(?:\w+\s)?(?:{words})(?:s|es)?(?!\w)", re.IGNORECASE)


@cache
def _sign(name: str) -> re.Pattern[str]:
    signs = "|".join(re.escape(u) for u in MEASURES[name][1] if not u[0].isalpha())
    return re.compile(rf"(?:{signs or '(?!)'})\s?$")
