"""When two values in two texts say the same, however they are put."""

from __future__ import annotations

import math
import re
from functools import cache

from assistant.lexicon import UNITS
from assistant.periods import period_of
from assistant.values import TypedValue, agree, is_share

_HEDGE = re.compile(
    r"\b(?:about|around|roughly|approximately|approx|some|nearly|almost|close to|circa|ca|over"
    r"|up to|as (?:many|much|few|little) as|(?:more|less|fewer) than|at (?:least|most)|under|below"
    r"|above|well over|just|environ|près de|plus de|moins de)\W+$",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:over|more than|above|plus de)\W+$", re.IGNORECASE)
_LESS = re.compile(
    r"\b(?:nearly|almost|(?:less|fewer) than|under|below|près de|moins de)\W+$",
    re.IGNORECASE,
)
_HEDGED, _EXACT = 0.1, 0.005
"""By what share two amounts may differ where one of them is said to be rough, and elsewhere."""
MAGNITUDE = 3.0
"""By what factor two counts of one thing differ at most, where its name differs."""
_TIMES = {"date", "weekday", "time"}
_CALENDAR = 3
"""Parts of the key of a date; ranges, decades and centuries have one, and a century no period."""
_VAGUE = re.compile(r"(?:hundreds|thousands|dozens|millions|billions)\b", re.IGNORECASE)
_MONEY = re.compile(r"[£$€¥]\s?$")
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9}
"""What stands for thousands, millions and billions behind an amount of money."""
_AFTER = re.compile(r"[\s-]?([^\W\d]+²?|%)")


def say_the_same(one: TypedValue, text: str, other: TypedValue, other_text: str) -> bool:
    """Return whether two values, each in its text, can both be true of one thing.

    Dates can if one lies within the other, numbers if they are the same amount in whatever unit
    or, where one is said to be rough, about the same, names if they share a word, days of the week
    if they share a day, and a date, a day of the week and a time of day always.
    """
    if one.kind != other.kind and {one.kind, other.kind} <= _TIMES:
        return True
    if one.kind == "date" and not len(one.key) == len(other.key) == _CALENDAR:
        spans = [found for found in (period_of(one), period_of(other)) if found]
        return len(spans) < 2 or spans[0].overlaps(spans[1])
    if one.kind == "number":
        return _amounts_agree(one, text, other, other_text)
    if one.kind in ("name", "weekday"):
        return bool(set(one.key) & set(other.key))
    return agree(one, other)


def of_like_size(one: TypedValue, text: str, other: TypedValue, other_text: str) -> bool:
    """Return whether two numbers, each in its text, may count the same."""
    pairs = _amounts(one, text, other, other_text)
    return any(a / MAGNITUDE <= b <= a * MAGNITUDE for a, b in pairs)


def _amounts_agree(one: TypedValue, text: str, other: TypedValue, other_text: str) -> bool:
    if any(_VAGUE.match(t, v.start) for v, t in ((one, text), (other, other_text))):
        return True
    rough = _HEDGE.search(text, 0, one.start) or _HEDGE.search(other_text, 0, other.start)
    tolerance = _HEDGED if rough else _EXACT
    pairs = _amounts(one, text, other, other_text)
    if any(a == b for a, b in pairs):
        return not _opposed(text[: one.start], other_text[: other.start])
    return any(math.isclose(a, b, rel_tol=tolerance) for a, b in pairs)


def _opposed(before: str, other: str) -> bool:
    """Whether one of two amounts is said to be passed and the other not to be reached."""
    return any(_MORE.search(a) and _LESS.search(b) for a, b in ((before, other), (other, before)))


def _amounts(
    one: TypedValue, text: str, other: TypedValue, other_text: str
) -> list[tuple[float, float]]:
    """Return two amounts in one unit, or in none; nothing where they measure different things."""
    (measured, amount), (also, another) = _quantity(one, text), _quantity(other, other_text)
    # A share is no count, though a length may go without its unit.
    if measured != also and ((measured and also) or "share" in (measured, also)):
        return []
    bare = [] if measured and also else [(_bare(one), _bare(other))]
    return [(amount, another), *bare]


def _quantity(value: TypedValue, text: str) -> tuple[str | None, float]:
    """Return what a number in a text measures, if its unit is known, in how many basic units."""
    after = _AFTER.match(text, value.end)
    unit = after.group(1) if after else ""
    if _MONEY.search(text, 0, value.start):
        return "money", _bare(value) * _SHORT.get(unit.lower(), 1.0)
    if is_share(text, value):
        unit = "%"
    measured, size = _unit(unit)
    return measured, _bare(value) * size


@cache
def _unit(name: str) -> tuple[str | None, float]:
    found = UNITS.get(name) or UNITS.get(name.lower()) or UNITS.get(name.lower().removesuffix("s"))
    return found or (None, 1.0)


def _bare(value: TypedValue) -> float:
    return float(value.key[0] or 0.0)
