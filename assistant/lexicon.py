"""The generic lexicon in ``lexicon.toml``: function words, frame words, synonyms, opposites."""

from __future__ import annotations

import tomllib
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

FUNCTION_WORDS = frozenset(_DATA["function_words"].split())
FRAME_WORDS = frozenset(_DATA["frame_words"].split())
POSTS = frozenset(_DATA["posts"].split())
TO_BE = frozenset(_DATA["to_be"].split())
AUXILIARIES = TO_BE | frozenset(_DATA["auxiliaries"].split())
ARTICLES = frozenset(_DATA["articles"].split())
DETERMINERS = frozenset(_DATA["determiners"].split())
PREPOSITIONS = frozenset(_DATA["prepositions"].split())
COORDINATORS = frozenset(_DATA["coordinators"].split())
TITLES = frozenset(_DATA["titles"].split())
RELATIVES = frozenset(_DATA["relatives"].split())
PRONOUNS = frozenset(_DATA["pronouns"].split())
ANAPHORS = frozenset(_DATA["anaphors"].split())
IRREGULAR_VERBS = frozenset(_DATA["irregular_verbs"].split())
TURNING = frozenset(_DATA["turning"].split())
CONDITIONS = frozenset(_DATA["conditions"].split())
OPPOSITES = tuple(frozenset(pair.split()) for pair in _DATA["opposites"])
GROUPS: tuple[tuple[str, ...], ...] = tuple(tuple(line.split()) for line in _DATA["synonyms"])
NARROWER: dict[str, tuple[str, ...]] = {
    word: tuple(narrower.split()) for word, narrower in _DATA["narrower"].items()
}
