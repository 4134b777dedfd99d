"""Abbreviations that a document defines: ``Long Form (LF)``."""

from __future__ import annotations

import re

from assistant.types import Value

_DEFINITION = re.compile(r"\(([^\W\d_][\w&.-]{1,11})\)")
_BREAK = re.compile(r"[.;:!?()\n]")


class Abbreviation(Value):
    """A short form and the long form that a document gives it."""

    short: str
    long: str
    start: int
    end: int


def abbreviations(text: str) -> tuple[Abbreviation, ...]:
    """Return the abbreviations that ``text`` defines, with the span of each long form.

    The long form is the shortest run of words before the bracket whose letters spell the short
    form from its first letter on (Schwartz and Hearst, PSB 2003).
    """
    found = []
    for match in _DEFINITION.finditer(text):
        short = match.group(1)
        if sum(c.isupper() for c in short) < 2:
            continue
        window = _BREAK.split(text[: match.start()])[-1]
        window = " ".join(window.split(" ")[-2 * len(short) - 6 :])
        start = _spelt(short, window)
        if start is not None:
            end = match.start() - (len(window) - len(window.rstrip()))
            begin = match.start() - len(window) + start
            found.append(Abbreviation(short=short, long=text[begin:end], start=begin, end=end))
    return tuple(found)


def _spelt(short: str, window: str) -> int | None:
    letters = [c.lower() for c in short if c.isalnum()]
    position = len(window)
    for number in range(len(letters) - 1, -1, -1):
        first = number == 0
        position -= 1
        while position >= 0 and not (
            window[position].lower() == letters[number]
            and (not first or position == 0 or not window[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    return position if " " in window[position:].strip() else None
