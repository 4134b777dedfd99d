"""Finds footnote markers that copying has glued to the words they stood above.

"(ABC)1", "4 October4" and "in 20213." carry a marker; "CO2", "G20", "B12" and "WP1" carry none.
One place alone does not tell, a document does: its footnotes count from 1 upwards in reading order.
So each place where a number is odd is weighed, and only a series of them is taken for markers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class _Place(NamedTuple):
    """Where a marker may stand: a span of one text, its number, and how odd a number is there."""

    text: int
    start: int
    end: int
    number: int
    weight: int


_FIRM, _LIKELY, _DOUBTFUL = 3, 2, 0
"""How odd a number is at a place. A doubtful place only fills the gap between two others."""
_EVIDENCE = 6
"""What the places of a series have to weigh together: two firm ones, or three likely ones."""

_MOST_SERIES = 50
"""Series looked for in one document: an anthology has many, a table of numbers endless ones."""

_REACH = 200
"""Characters before a marker that are looked at; longer than a name in brackets."""

# Not followed by what would make it part of a larger number, a unit, a range or a name.
_PLAIN = re.compile(r"(?<=\S)([1-9]\d?)(?![\w%°€$£/+=]|[.,:]\d|[-–−]\w|['’]\w)")
_RAISED = re.compile(r" ?([¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?)(?![\w⁰¹²³⁴⁵⁶⁷⁸⁹])")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

# The bracket stands apart, unlike the one of "Ca(OH)2".
_BRACKET = re.compile(r"(?:^|[\s“«\[—–-])\([^()]*(?:[^\W\d_]|\d{4})[^()]*\)$")
_QUOTE = re.compile(r"[^\W\d_][.,!?]?[”»\"]$|\d ?%$")
_YEAR = re.compile(r"(?<![\w.,-])(?:1[5-9]|20)\d\d$")
_DAY = re.compile(r"(?<![\w.,])[0-3]?\d(?:\.|er|st|nd|rd|th)? [^\W\d_]{3,}$")
# A word by itself: of no address, file name or formula.
_WORD = re.compile(r"(?<![\w/@.#_+=\\-])(?:[^\W\d_]+[-'’])*([^\W\d_]+)$")
_NAMED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)([ .,;:!?-]?)(\d{1,2})(?!\d)")
_ENDS_CLAUSE = re.compile(r"[.,;:!?)”»]|$")

_REFERENCE = re.compile(r"(?<=\S) ?\[(\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)\](?!\()")
# "as in [1]" is no sentence without its reference; the words that govern one are short.
_STANDS_FOR_A_WORD = re.compile(r"(?<![\w])[^\W\d_]{1,3}$")


def without_markers(texts: Sequence[str]) -> list[str]:
    """Return the texts of one document, in reading order, without its footnote markers."""
    plain = [*_plain_places(texts), *_year_places(texts)]
    spans = [*_series(sorted(plain)), *_series(list(_raised_places(texts))), *_references(texts)]
    by_text: dict[int, list[tuple[int, int]]] = {}
    for at, start, end in sorted(spans):
        by_text.setdefault(at, []).append((start, end))
    return [_cut(text, by_text.get(at, [])) for at, text in enumerate(texts)]


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    starts = [0, *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), len(text)]
    return "".join(text[start:end] for start, end in zip(starts, ends, strict=True))


# Series


def _series(places: list[_Place]) -> list[tuple[int, int, int]]:
    """Return the spans of every series found; a document of several articles has several."""
    spans: list[tuple[int, int, int]] = []
    for _ in range(_MOST_SERIES):
        found = set(_heaviest(places))
        spans += [place[:3] for place in found]
        places = [place for place in places if place not in found]
        if not found:
            break
    return spans


def _heaviest(places: Sequence[_Place]) -> list[_Place]:
    """Return the heaviest run 1, 2, 3 ... in reading order, or nothing for want of evidence."""
    heads: dict[int, tuple[int, list[_Place]]] = {}  # by last number: weight and places
    best: tuple[int, list[_Place]] = (_EVIDENCE - 1, [])
    for place in places:
        weight, run = (0, []) if place.number == 1 else heads.get(place.number - 1, (-1, []))
        if weight < 0 or (not run and place.weight == _DOUBTFUL):
            continue
        longer = (weight + place.weight, [*run, place])
        if longer[0] > heads.get(place.number, (-1, []))[0]:
            heads[place.number] = longer
        if place.weight > _DOUBTFUL and longer[0] > best[0]:
            best = longer
    return best[1]


# Places


def _plain_places(texts: Sequence[str]) -> Iterator[_Place]:
    names = _names(texts)
    for at, text in enumerate(texts):
        for match in _PLAIN.finditer(text):
            before = text[max(0, match.start() - _REACH) : match.start()]
            weight = None if before[-1].isdigit() else _weigh(before, _stands_free(text, match))
            if weight is not None and not _is_name(before, match.group(1), names):
                yield _Place(at, match.start(), match.end(), int(match.group(1)), weight)


def _year_places(texts: Sequence[str]) -> Iterator[_Place]:
    """Markers glued to a year make it a number of five or six digits."""
    for at, text in enumerate(texts):
        for match in re.finditer(r"(?<=\d{4})[1-9]\d?(?![\w%°€$£/+=]|[.,:]\d|[-–−]\w)", text):
            if _YEAR.search(text[max(0, match.start() - _REACH) : match.start()]):
                weight = _LIKELY if _ENDS_CLAUSE.match(text, match.end()) else _DOUBTFUL
                yield _Place(at, match.start(), match.end(), int(match.group()), weight)


def _raised_places(texts: Sequence[str]) -> Iterator[_Place]:
    """A raised digit after a word needs no company; after a unit or a number it is a power."""
    for at, text in enumerate(texts):
        for match in _RAISED.finditer(text):
            before = text[max(0, match.start() - _REACH) : match.start()].rstrip(".,;:!?")
            word = _WORD.search(before)
            stands = (word and len(word.group(1)) > 2) or _YEAR.search(before)
            if stands or _BRACKET.search(before) or _QUOTE.search(before):
                number = int(match.group(1).translate(_DIGITS))
                yield _Place(at, match.start(), match.end(), number, _EVIDENCE)


def _weigh(before: str, stands_free: bool) -> int | None:
    """Return how odd a number is right after ``before``, ``None`` where one may belong."""
    punctuated = before[-1] in ".,;:!?"
    body = before[:-1] if punctuated else before
    if punctuated and not stands_free:
        return None
    if _BRACKET.search(body) or _QUOTE.search(body):
        return _FIRM
    if _YEAR.search(body):
        return _DOUBTFUL
    word = _WORD.search(body)
    if word is None:
        return None
    if punctuated:
        return _weigh_stop(word.group(1), before[-1])
    return _weigh_word(word.group(1), body)


def _weigh_stop(word: str, stop: str) -> int | None:
    """Weigh "partners.3": a short word with a full stop may be an abbreviation, as in "fig.3"."""
    if len(word) > (4 if stop == "." else 2):
        return _FIRM
    if len(word) > 2 and word.isupper():
        return _LIKELY
    return _DOUBTFUL if len(word) == 4 else None


def _weigh_word(word: str, body: str) -> int | None:
    if word.isupper() or not (word.islower() or word.istitle()):
        return _DOUBTFUL if len(word) > 3 else None
    if _DAY.search(body):
        return _FIRM
    if len(word) < 4:
        return None
    return _LIKELY if word.islower() else _DOUBTFUL


def _stands_free(text: str, match: re.Match[str]) -> bool:
    return match.end() == len(text) or text[match.end()].isspace()


# Names that end in a number


def _names(texts: Sequence[str]) -> Counter[str]:
    """Count how often each word carries a number: glued to it, or that number set apart."""
    names: Counter[str] = Counter()
    for text in texts:
        for word, gap, number in _NAMED.findall(text):
            names[f"{word} {number}".casefold()] += 1
            names[word.casefold()] += gap not in {" ", "-"}
    return names


def _is_name(before: str, number: str, names: Counter[str]) -> bool:
    """Whether its word has numbers elsewhere too: "Figure1", "Figure2"; "Ariane5", "Ariane 5".

    A footnote has one marker, and few words have two footnotes.
    """
    word = re.search(r"[^\W\d_]+$", before.rstrip(".,;:!?"))
    if word is None:
        return False
    stem = word.group().casefold()
    return names[stem] > 1 or names[f"{stem} {number}"] > 1


# References in square brackets


def _references(texts: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return the spans of [1], [2, 3], [4-6] if they first occur in counting order."""
    spans: list[tuple[int, int, int]] = []
    highest = 0
    for at, text in enumerate(texts):
        for match in _REFERENCE.finditer(text):
            numbers = [int(n) for n in re.findall(r"\d+", match.group(1))]
            if min(numbers) == 0:
                continue  # an interval, or an index
            if numbers[0] > highest + 1:
                return []
            highest = max(highest, *numbers)
            if not _STANDS_FOR_A_WORD.search(text, max(0, match.start() - 4), match.start()):
                spans.append((at, match.start(), match.end()))
    return spans if highest > 1 else []
