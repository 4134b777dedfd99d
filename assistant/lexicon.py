"""The generic lexicon in ``lexicon.toml``: function words, frame words, near synonyms."""

from __future__ import annotations

import tomllib
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

FUNCTION_WORDS = frozenset(_DATA["function_words"].split())
FRAME_WORDS = frozenset(_DATA["frame_words"].split())
POSTS = frozenset(_DATA["posts"].split())
GROUPS: tuple[tuple[str, ...], ...] = tuple(tuple(line.split()) for line in _DATA["synonyms"])
NARROWER: dict[str, tuple[str, ...]] = {
    word: tuple(narrower.split()) for word, narrower in _DATA["narrower"].items()
}
