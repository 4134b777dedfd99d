"""Faulty sentences about documents: one thing is changed in what a document says."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from near_copies import LEANING, Made, cited_with, drawn

from assistant.abbreviations import abbreviations
from assistant.statements import Statement
from assistant.values import capital_runs, dates, numbers


def exchanged(s: Statement) -> Iterator[str]:
    """Two values of one kind change places."""
    for find in (dates, numbers, _names):
        found = [(v.start, v.end) for v in find(s.text)]
        for one, other in pairwise(found):
            a, b = s.text[slice(*one)], s.text[slice(*other)]
            between = s.text[one[1] : other[0]]
            if re.fullmatch(r" \($|\(", between.strip()):
                continue
            # In "A and B" nothing is said of one that is not said of the other.
            if a.lower() != b.lower() and not re.fullmatch(
                r"[\s,]*(?:and|or)?(?: the)?\s*", between
            ):
                yield f"{s.text[: one[0]]}{b}{between}{a}{s.text[other[1] :]}"


def overwritten(s: Statement) -> Iterator[str]:
    """A value is replaced by another of its kind from the sentences around it."""
    near = " ".join(each.text for each in cited_with(s) if each is not s)
    for find in (dates, numbers, _names):
        others = [near[v.start : v.end] for v in find(near)]
        for value, other in zip(find(s.text), others, strict=False):
            known = [v.key for v in find(s.text)] if find is not _names else []
            same = any(v.key in known for v in find(other)) if known else False
            names = {n for a in abbreviations(s.document.text) for n in (a.short, a.long)}
            same = same or {other, s.text[value.start : value.end]} <= names
            if other.lower() not in s.text.lower() and not same:
                yield s.text[: value.start] + other + s.text[value.end :]


def contracted(s: Statement) -> Iterator[str]:
    """All from one date or number up to the next is left out, so that the second replaces it."""
    for find in (dates, numbers):
        found = find(s.text)
        for one, other in pairwise(found):
            between = s.text[one.end : other.start]
            if re.search(r"[a-z]{4}", between) and one.key != other.key:
                yield s.text[: one.start] + s.text[other.start :]


def other_subject(s: Statement) -> Iterator[str]:
    """What is said of one thing is said of the subject of a sentence around it."""
    mine = re.match(r"^(.{3,60}?) (?=(?:is|was|are|were|has|had|have)\b)", s.text)
    for each in cited_with(s):
        theirs = re.match(r"^(.{3,60}?) (?=(?:is|was|are|were|has|had|have)\b)", each.text)
        if mine and theirs and _names(theirs[1]) and not LEANING.match(theirs[1]):
            shared = set(theirs[1].lower().split()) & set(mine[1].lower().split())
            if not shared:
                yield f"{theirs[1]} {s.text[mine.end() :]}"


def invented_number(s: Statement) -> Iterator[str]:
    around = " ".join(each.text for each in cited_with(s))
    for found in re.finditer(r"\b\d[\d,]*\b", s.text):
        other = str(int(found.group().replace(",", "")) + 1 + len(s.text) % 7)
        if other not in around:
            yield s.text[: found.start()] + other + s.text[found.end() :]


def foreign_name(s: Statement) -> Iterator[str]:
    around = " ".join(each.text for each in cited_with(s)).lower()
    for run, name in zip(_names(s.text), ("Odile Farge", "Trellick Institute"), strict=False):
        if name.lower() not in around:
            yield s.text[: run.start] + name + s.text[run.end :]


def stitched(s: Statement) -> Iterator[str]:
    """The first half of one sentence and the second half of the next."""
    for each in cited_with(s):
        # A heading of one word has no second half: all of it is added, and says nothing.
        if each.order > s.order and len(each.words) > 1:
            cut, other = len(s.words) // 2, len(each.words) // 2
            # At the edge of a clause two halves would make a sentence that is true.
            if each.words[other].text in ("and", "but", "while"):
                continue
            made = s.text[: s.words[cut].start] + each.text[each.words[other].start :]
            # Two sentences that begin alike give the second.
            if made not in s.document.text:
                yield made


def negated(s: Statement) -> Iterator[str]:
    if re.search(r" (?:was|is|were|are) (?!not)", s.text):
        yield re.sub(r" (was|is|were|are) ", r" \1 not ", s.text, count=1)
    if re.search(r" (?:not|never|may|might|could|plans to|former) ", s.text):
        yield re.sub(r" (?:not|never|may|might|could|plans to|former) ", " ", s.text, count=1)


RECOMBINED = (exchanged, overwritten, contracted, other_subject)
OTHER = (invented_number, foreign_name, stitched, negated)


def wrongly_cited(rng: random.Random, count: int) -> list[Made]:
    """Return copies that cite statements of another place."""
    pairs = zip(drawn(rng), drawn(rng), strict=True)
    made = (
        Made(s.text, cited_with(other), "wrongly cited")
        for s, other in pairs
        if s.document is not other.document and s.text not in other.document.text
    )
    return list(islice(made, count))


def _names(text: str) -> list[_Run]:
    return [_Run(run[0].start, run[-1].end) for run in capital_runs(text) if run[0].start]


@dataclass(frozen=True)
class _Run:
    start: int
    end: int
