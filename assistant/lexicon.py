"""The generic lexicon in ``lexicon.toml``: function words, frame words, synonyms, opposites."""

from __future__ import annotations

import tomllib
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

ENGLISH, FRENCH = "en", "fr"
"""The languages of the lexicon."""
FUNCTION_WORDS = frozenset(_DATA["function_words"].split())
FRAME_WORDS = frozenset(_DATA["frame_words"].split())
FRENCH_WORDS = frozenset(_DATA["french_words"].split())
CALENDAR = frozenset(_DATA["calendar"].split())
POSTS = frozenset(_DATA["posts"].split())
NUMERALS = {
    figure: tuple(words)
    for figure, *words in (line.split() for line in _DATA["numerals"].split(";"))
}
CATEGORIES = frozenset(_DATA["categories"].split())
DEPUTIES = frozenset(_DATA["deputies"].split())
TRANSLATIONS: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split()) for line in _DATA["translations"]
)
QUALITIES = frozenset(_DATA["qualities"].split())
SORTS: tuple[tuple[str, ...], ...] = tuple(tuple(line.split()) for line in _DATA["sorts"])
TO_BE = frozenset(_DATA["to_be"].split())
AUXILIARIES = TO_BE | frozenset(_DATA["auxiliaries"].split())
ARTICLES = frozenset(_DATA["articles"].split())
DETERMINERS = frozenset(_DATA["determiners"].split())
PREPOSITIONS = frozenset(_DATA["prepositions"].split())
COORDINATORS = frozenset(_DATA["coordinators"].split())
DESIGNATIONS = frozenset(_DATA["designations"].split())
TITLES = frozenset(_DATA["titles"].split())
RELATIVES = frozenset(_DATA["relatives"].split())
PRONOUNS = frozenset(_DATA["pronouns"].split())
ANAPHORS = frozenset(_DATA["anaphors"].split())
TURNING = frozenset(_DATA["turning"].split())
CONDITIONS = frozenset(_DATA["conditions"].split())
OPPOSITES = tuple(frozenset(pair.split()) for pair in _DATA["opposites"])
GROUPS: tuple[tuple[str, ...], ...] = tuple(tuple(line.split()) for line in _DATA["synonyms"])
RELATED: tuple[tuple[str, ...], ...] = tuple(tuple(line.split()) for line in _DATA["related"])
IRREGULAR: dict[str, str] = {
    form: forms[0]
    for forms in (line.split() for line in _DATA["irregular"].split(";"))
    for form in forms[1:]
}
"""The base form of each form of a verb or noun that no rule leads back to it."""
VERBS = frozenset(IRREGULAR) | frozenset(IRREGULAR.values())
DEMONYMS: tuple[tuple[str, ...], ...] = tuple(tuple(line.split()) for line in _DATA["demonyms"])
MEASURES: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {
    name: (
        frozenset(entry["asked"].split()),
        tuple(unit.replace("_", " ") for unit in entry["units"].split()),
    )
    for name, entry in _DATA["measures"].items()
}
"""By name of a measure: the words that ask for it, and its units."""
UNITS: dict[str, tuple[str, float]] = {
    name: (measured, float(size))
    for measured, size, *names in (line.split() for line in _DATA["units"])
    for name in names
}
"""By name of a unit: what it measures, and how many of the basic unit it is."""
NARROWER: dict[str, tuple[str, ...]] = {
    word: tuple(narrower.split()) for word, narrower in _DATA["narrower"].items()
}
DETERMINERS = frozenset(
    ["a", "an", "the", "their", "its", "his", "her", "our", "this", "that", "these", "two", "three"]
)
