"""Near copies of what documents say, as chat models write them.

They are made from the text of documents alone, the project's corpus and the invented subjects of
the evals, and know nothing of the rules that judge them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

from assistant.abbreviations import abbreviations
from assistant.entail import entail
from assistant.statements import Statement, statements
from assistant.values import dates
from evals.folders import read_documents

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "corpus", *sorted((ROOT / "evals/subjects").glob("*/documents")))
LEANING = re.compile(
    r"(?:it|its|they|their|he|his|she|her|this|these|those|such|both|there|here|we|our|you)\b", re.I
)
_OPENING = re.compile(r"((?:In|On|Since|During|By|At|After) [^,;:]{3,50}), (?=[^,]+$)")
_AFTERTHOUGHT = re.compile(r"(?:, (?:which|who|where|while|whereas|but)\b|;).*$")
_ASIDE = re.compile(r"^([^,;:]{3,60}), [^,;:]{4,80}, (?=(?:is|was|are|were|has|had|have|will)\b)")
_SUPERLATIVE = re.compile(r"\b(?:\w+est|most|only|first|last)\b")
_SUBJECT_PRONOUN = re.compile(
    r"^(?:\W*\w+){1,8}?[\s,]+(?:it|he|she|they|this|these|them|her|his|its|we|our)\b"
)
_LATE = re.compile(r" (?:in|on|at|since|during) (?:the )?(?:[A-Z]\w+ ?){1,3}\.$")
_DAY = re.compile(r"\b(\d{1,2}) ([JFMASOND][a-z]{2,8}) ((?:19|20)\d\d)\b")
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


Change = Callable[[Statement], Iterator[str]]


@dataclass(frozen=True)
class Made:
    """A sentence and the statements that it cites."""

    text: str
    cited: tuple[Statement, ...]
    how: str

    @property
    def removed(self) -> str | None:
        """Why it is not believed, None if it is."""
        return entail(self.text, self.cited).reason


@cache
def stock() -> tuple[tuple[Statement, ...], ...]:
    """Return the statements that can stand alone, folder by folder."""
    return tuple(
        tuple(s for d in read_documents(f) for s in statements(d) if _usable(s)) for f in FOLDERS
    )


def drawn(rng: random.Random) -> list[Statement]:
    """Return all statements in a random order in which every subject has its turn."""
    shuffled = [rng.sample(found, len(found)) for found in stock()]
    mixed = zip_longest(*shuffled)
    return [s for together in mixed for s in together if s is not None]


def _usable(statement: Statement) -> bool:
    plain = not statement.item and re.fullmatch(r"[A-Z0-9].*[a-z0-9)]\.", statement.text)
    english = statement.document.metadata.language in (None, "en")
    alone = not LEANING.match(statement.text) and not _SUBJECT_PRONOUN.match(statement.text)
    plain = plain and not re.search(r"[“”\"?!]|https?:|www", statement.text)
    return bool(plain) and english and alone and 6 <= len(statement.words) <= 45


def cited_with(statement: Statement) -> tuple[Statement, ...]:
    """Return a statement with those around it, as a citation may show them."""
    everything = statements(statement.document)
    return everything[max(0, statement.order - 1) : statement.order + 2]


def make(rng: random.Random, changes: tuple[Change, ...], count: int) -> list[Made]:
    """Return ``count`` sentences, as far as there are, by each change as many as by the others."""
    pools = []
    for change in changes:
        pools.append(_each_once(drawn(rng), change))
    found: list[Made] = []
    while pools and len(found) < count:
        for pool in list(pools):
            if (one := next(pool, None)) is None:
                pools.remove(pool)
            elif len(found) < count:
                found.append(one)
    return found


def _each_once(order: list[Statement], change: Change) -> Iterator[Made]:
    seen: set[str] = set()
    for statement in order:
        for text in change(statement):
            if text not in seen:
                seen.add(text)
                yield Made(text, cited_with(statement), change.__name__)


def copied(s: Statement) -> Iterator[str]:
    yield s.text


def without_brackets(s: Statement) -> Iterator[str]:
    if "(" in s.text:
        yield re.sub(r" ?\([^()]*\)", "", s.text)


def without_opening(s: Statement) -> Iterator[str]:
    found = _OPENING.match(s.text)
    if found and re.match(
        r"(?!our|this|it)[Tt]?\S+ (?:\S+ ){0,4}(?:is|was|are|were|has|had) ", s.text[found.end() :]
    ):
        yield _sentence(s.text[found.end() :])


def opening_last(s: Statement) -> Iterator[str]:
    found = _OPENING.match(s.text)
    if found and re.fullmatch(r"(?:In|On|Since) (?:\w+ ){0,2}\d{4}", found[1]):
        rest = s.text[found.end() : -1]
        if not LEANING.match(rest) and len(dates(s.text)) == 1 and len(rest.split()) < 12:
            yield _sentence(f"{rest} {found[1][0].lower()}{found[1][1:]}.")


def without_afterthought(s: Statement) -> Iterator[str]:
    shorter = _AFTERTHOUGHT.sub("", s.text).rstrip(".")
    whole = re.search(r" (?:is|was|are|were|has|had) ", shorter) and "," not in shorter
    if whole and shorter != s.text.rstrip("."):
        yield f"{shorter}."


def without_aside(s: Statement) -> Iterator[str]:
    if found := _ASIDE.match(s.text):
        yield f"{found[1]} {s.text[found.end() :]}"


def without_last_phrase(s: Statement) -> Iterator[str]:
    shorter = _LATE.sub(".", s.text)
    simple = not re.search(r"[,:;]", s.text) and not _SUPERLATIVE.search(s.text)
    if simple and shorter != s.text and shorter.count(" ") > 4:
        yield shorter


def other_date(s: Statement) -> Iterator[str]:
    if _DAY.search(s.text):
        yield _DAY.sub(r"\2 \1, \3", s.text)


def other_number(s: Statement) -> Iterator[str]:
    for digit, word in enumerate(_NUMBERS, 2):
        if re.search(rf" {word} [a-z]+s\b", s.text):
            yield re.sub(rf" {word} (?=[a-z]+s\b)", f" {digit} ", s.text, count=1)


def short_name(s: Statement) -> Iterator[str]:
    for each in dict.fromkeys((a.short, a.long) for a in abbreviations(s.document.text)):
        short, long = each
        alone = rf"(?<![\w(-]){re.escape(short)}(?![\w)-])"
        if f"({short})" in s.text or sum(c.isupper() for c in short) < len(short) - 1:
            continue
        if re.search(rf"{re.escape(long)}\b", s.text):
            yield re.sub(rf"{re.escape(long)}\b", short, s.text)
        elif re.search(alone, s.text):
            yield re.sub(alone, lambda _, to=long: to, s.text)


CHANGES = (
    copied, without_brackets, without_opening, opening_last, without_afterthought, without_aside,
    without_last_phrase, other_date, other_number, short_name,
)  # fmt: skip


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
