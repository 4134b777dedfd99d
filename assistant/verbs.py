"""Which words of a sentence are verbs, by form and place alone."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon import (
    AUXILIARIES,
    DETERMINERS,
    FUNCTION_WORDS,
    IRREGULAR,
    PREPOSITIONS,
)
from assistant.values import dates, numbers

_SUBJECTS = frozenset(["which", "who", "that", "also", "it", "he", "she", "they", "and", "but"])


def verbs(texts: Sequence[str]) -> frozenset[int]:
    """Return the places of the words that look like verbs; participles count."""
    return frozenset(
        place
        for place, text in enumerate(texts)
        if _verbal(
            text,
            texts[place - 1] if place else "",
            texts[place + 1] if place + 1 < len(texts) else "",
        )
    )


def past(text: str) -> bool:
    """Return whether a word, if it is a verb, is in a past form."""
    lower = text.lower()
    return lower in IRREGULAR or lower in {"was", "were", "had"} or lower.endswith("ed")


def _verbal(word: str, before: str, after: str) -> bool:
    lower = word.lower()
    if not word.islower():
        return False
    if lower in AUXILIARIES:
        return True
    if before.lower() in DETERMINERS | PREPOSITIONS:
        return False
    if lower in IRREGULAR or (lower.endswith("ed") and len(lower) > 3):
        return True
    return _present(lower, before, after)


def _present(lower: str, before: str, after: str) -> bool:
    """Whether ``lower`` looks like a present form, which a noun may do as well."""
    plural = before.islower() and before.endswith("s") and before not in AUXILIARIES
    if plural and after.lower() in (DETERMINERS | PREPOSITIONS) - {"of"} and len(lower) > 2:
        return lower not in PREPOSITIONS | FUNCTION_WORDS
    if not lower.endswith("s") or lower.endswith(("ss", "us")) or len(lower) <= 3:
        return False
    object_follows = after.lower() in DETERMINERS or after[:1].isdigit()
    subject = (
        before[:1].isupper() and not numbers(before) and not dates(before)
    ) or before.lower() in _SUBJECTS
    singular = before.islower() and not before.endswith("s")
    noun_follows = after.islower() and after not in AUXILIARIES | PREPOSITIONS and not past(after)
    return (object_follows and not before[:1].isdigit()) or subject or (singular and noun_follows)
