"""Which word of a clause is its verb, by form and place alone."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon import AUXILIARIES, DETERMINERS, IRREGULAR_VERBS, PREPOSITIONS, TO_BE
from assistant.values import dates, numbers
from assistant.words import Word

_BEFORE_VERB = frozenset(["which", "who", "also", "it", "he", "she", "and"])


def first_verb(found: Sequence[Word]) -> Word | None:
    """Return the first word that looks like the verb of its clause."""
    for number, word in enumerate(found):
        before = found[number - 1].text if number else ""
        after = found[number + 1].text if number + 1 < len(found) else ""
        if _verbal(word.text, before, after):
            return word
    return None


def passive(found: Sequence[Word], verb: Word) -> bool:
    """Return whether a form of ``be`` before a participle, or ``by`` after it, make a passive."""
    after = [w.text.lower() for w in found if w.start > verb.start][:4]
    lower = verb.text.lower()
    if lower not in AUXILIARIES:
        return "by" in after
    be = lower in TO_BE or "been" in after
    return be and any(w.endswith("ed") or w in IRREGULAR_VERBS for w in after)


def _verbal(word: str, before: str, after: str) -> bool:
    lower = word.lower()
    if not word.islower():
        return False
    if lower in AUXILIARIES:
        return True
    if before.lower() in DETERMINERS | PREPOSITIONS:
        return False
    if lower in IRREGULAR_VERBS or (lower.endswith("ed") and len(lower) > 3):
        return True
    object_follows = after.lower() in DETERMINERS or _counts(after)
    opens = object_follows or (after.lower() in PREPOSITIONS and after.lower() != "of")
    if lower.endswith("s") and not lower.endswith(("ss", "ous", "us")) and len(lower) > 3:
        subject = not before or before[0].isupper() or before.lower() in _BEFORE_VERB
        return (object_follows and not _counts(before)) or (opens and subject)
    plural = before.endswith("s") and before.islower() and before.lower() not in AUXILIARIES
    return plural and opens and lower not in PREPOSITIONS and len(lower) > 2


def _counts(word: str) -> bool:
    return bool(numbers(word) or dates(word))
