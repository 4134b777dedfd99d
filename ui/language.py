"""The languages of the page: a file of strings for each, chosen as the browser prefers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

_FOLDER = Path(__file__).with_name("strings")
_LONGEST_HEADER = 200
"""Characters of a browser's list of languages that are read."""


@dataclass(frozen=True)
class Words:
    """What the page says in one language.

    Calling it with the name of a string gives the string with its places filled in; ``leads``
    translates what answers say of themselves.
    """

    code: str
    strings: Mapping[str, str]
    leads: Mapping[str, str]

    def __call__(self, name: str, /, **values: object) -> str:
        """Return a string by name."""
        return self.strings[name].format(**values)

    def count(self, name: str, number: int) -> str:
        """Return ``1 document`` or ``1,200 documents`` for the strings ``name_one`` and ``_many``.

        French counts nothing as one.
        """
        alone = number == 1 or (number == 0 and self.code == "fr")
        shown = format_decimal(number, locale=self.code)
        return self(f"{name}_one" if alone else f"{name}_many", number=shown)

    def number(self, value: float, places: int = 2) -> str:
        """Return a number with a fixed count of decimal places."""
        pattern = "0." + "0" * places
        return str(format_decimal(value, format=pattern, locale=self.code))

    def date(self, iso: str | None) -> str | None:
        """Return an ISO date of any precision in words; what is none is returned as it is."""
        if iso is None:
            return None
        parts = iso.split("-")
        try:
            day = date(*(int(part) for part in [*parts, "1", "1"][:3]))
        except (TypeError, ValueError):
            return iso
        patterns = {1: "y", 2: "MMMM y", 3: "d MMMM y"}
        return str(format_date(day, patterns.get(len(parts), "d MMMM y"), locale=self.code))

    def language(self, code: str | None) -> str | None:
        """Return the name of a language; a code that no one knows is returned as it is."""
        if not code:
            return None
        try:
            return Locale.parse(code, sep="-").get_display_name(self.code)
        except (UnknownLocaleError, ValueError):
            return code


def _read(path: Path) -> Words:
    strings = tomllib.loads(path.read_text(encoding="utf-8"))
    leads = strings.pop("leads")
    return Words(code=strings["code"], strings=strings, leads=leads)


LANGUAGES: Mapping[str, Words] = {
    words.code: words for words in map(_read, sorted(_FOLDER.glob("*.toml")))
}
ENGLISH = LANGUAGES["en"]


def language_for(accepted: str | None) -> Words:
    """Return the language of ours that an ``Accept-Language`` header likes best, else English."""
    wanted = sorted(_weighed((accepted or "")[:_LONGEST_HEADER]), key=lambda entry: -entry[0])
    known = (LANGUAGES[code] for weight, code in wanted if weight > 0 and code in LANGUAGES)
    return next(known, ENGLISH)


def _weighed(accepted: str) -> Iterator[tuple[float, str]]:
    for entry in accepted.split(","):
        tag, _, weight = entry.partition(";q=")
        try:
            yield float(weight or 1), tag.strip().partition("-")[0].lower()
        except ValueError:
            continue
