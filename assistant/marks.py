"""Which of several values or names in a sentence is the one asked for, as far as a reader tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.clauses import clauses, is_series, stems_within
from assistant.lexicon import TITLES
from assistant.question import Question
from assistant.rank import Evidence, read_as
from assistant.reader import Reader
from assistant.statements import Statement
from assistant.types import Span

APART = 1.0
"""Log odds by which one clause must answer better than every other for its value to be the one."""
SPOKEN = 3.0
"""Log odds that a clause gains if it has all words of the question.

Both were chosen on SQuAD: of 49 right sentences that rules marked several values of, only right
ones were marked in 8 before and in 26 after; in 5 the right one is no longer marked.
"""
FEW = 3
"""How much of the evidence, best first, can come to be shown."""
MOST = 8
"""Clauses of one sentence that are read, at most: a longer roll of names stays as it is."""
_VALUES = re.compile(
    r"\W*(?:(?:\w+ )?(?:to|until|till|à) |(?:(?:and|or|et|ou)\b\W*)?)", re.IGNORECASE
)
"""What stands between values that answer together: "61 votes to 50", "9.00 to 17.00"."""
_PERSONS = re.compile(
    rf"""(?:,\ (?:an?|the|his|her|its)\ [^,;]*)?\W*(?:(?:and|or|et|ou)\b\W*)?
    (?:(?:an?|the|his|her|its)\ (?:[^\W\d_]+\ ){{1,2}})?
    (?:(?:{"|".join(sorted(TITLES))})s?\b\W*)*""",
    re.IGNORECASE | re.VERBOSE,
)
"""The same for persons: "Ada Holm, a nurse, and the baker Dr Bo Lind"."""


def told_apart(
    question: Question, evidence: Sequence[Evidence], reader: Reader
) -> tuple[Evidence, ...]:
    """Return the evidence, best first, the best of it with the values alone that are asked for.

    Rules bind values to the names and times of their clauses. Where they leave several, the
    clause of each is read as if it were a sentence of its own.
    """
    if question.plural or question.kind not in ("date", "number", "person"):
        return tuple(evidence)
    best = (_narrowed(question, e, reader) if e.answers else e for e in evidence[:FEW])
    return (*best, *evidence[FEW:])


def _narrowed(question: Question, evidence: Evidence, reader: Reader) -> Evidence:
    statement = evidence.statement
    between = _PERSONS if question.kind == "person" else _VALUES
    whole = _joined(statement.text, evidence.spans, between)
    if not 1 < len(whole) <= MOST or is_series(question, statement, evidence.values):
        return evidence
    parts = clauses(statement, whole)
    texts = [part.within(statement.text).strip(" ,;:") for part in parts]
    odds = reader.read(question.text, [read_as(statement, text) for text in texts])
    odds = odds + SPOKEN * np.array([_spoken(question, statement, part) for part in parts])
    second, best = sorted(odds)[-2:]
    if best - second < APART:
        return evidence
    asked = whole[int(odds.argmax())]
    return replace(
        evidence,
        spans=tuple(s for s in evidence.spans if asked.start <= s.start < asked.end),
        values=tuple(v for v in evidence.values if asked.start <= v.start < asked.end),
    )


def _spoken(question: Question, statement: Statement, part: Span) -> float:
    """Return the share of the question's words that a part of a statement has."""
    said = stems_within(statement, part)
    return sum(t.stem in said for t in question.terms) / max(len(question.terms), 1)


def _joined(text: str, spans: Sequence[Span], between: re.Pattern[str]) -> list[Span]:
    """Return the spans, as one where they answer together by what stands between them."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: s.start):
        if joined and between.fullmatch(text, joined[-1].end, span.start):
            joined[-1] = Span(start=joined[-1].start, end=span.end)
        else:
            joined.append(span)
    return joined
