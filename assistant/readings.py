"""Readings: when several documents give several values, which of them answer side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.coverage import SYNONYM
from assistant.question import Question
from assistant.rank import Evidence
from assistant.values import TypedValue, agree
from assistant.vocabulary import Vocabulary

SLACK = 0.3
"""Cover of a term by which a further reading may fall short of the best one."""
CONTRADICTS = 0.75
"""Confidence from which evidence contradicts: a false alarm costs more trust than a missed one."""
MAX_READINGS = 4
_ATTRIBUTED = re.compile(
    r"\b(?:according to|says that|said that|writes that|wrote that|reports? that|speaks of"
    r"|dates the|counts|counted|puts the|gives the|calls"
    r"|d'après|selon|écrit que|parle de|compte)\b",
    re.IGNORECASE,
)
"""By these words a text gives what it says as the word of another."""


def readings(
    question: Question, passing: Sequence[Evidence], vocabulary: Vocabulary
) -> list[Evidence]:
    """Return the best evidence for each value that answers, newest document first.

    Args:
        question: one that asks for a date or a number.
        passing: the evidence that answers it, best first, at least one.
        vocabulary: of the documents.
    """
    particular = is_particular(question, vocabulary)
    found = [_fullest(passing[0], passing)]
    for rival in passing[1:]:
        if len(found) == MAX_READINGS:
            break
        if not rival.values or rival.confidence < CONTRADICTS:
            continue
        if not _speaks_alike(rival, passing[0], question):
            continue
        if all(_differs(rival, other, particular=particular) for other in found):
            found.append(_fullest(rival, passing))
    return sorted(found, key=_age)


def same_thing(question: Question, found: Sequence[Evidence], vocabulary: Vocabulary) -> bool:
    """Return whether the readings contradict each other, rather than speak of several things."""
    sources = {_source(e) for e in found}
    return is_particular(question, vocabulary) and len(sources) > 1


def is_particular(question: Question, vocabulary: Vocabulary) -> bool:
    """Return whether the question names one thing, not a class of which there may be several."""
    return any(
        t.stem in vocabulary.proper and t.stem not in vocabulary.abbreviations
        for t in question.names
    ) or any(
        len(t.run) > 1 or len(vocabulary.abbreviations.get(t.stem, ())) == 1 for t in question.names
    )


def _differs(one: Evidence, other: Evidence, *, particular: bool) -> bool:
    if particular and _source(one) == _source(other):
        return False
    if not any(agree(a, b) for a in one.values for b in other.values):
        return True
    own, others = one.statement.names, other.statement.names
    return not particular and bool(own - others) and bool(others - own)


def _source(evidence: Evidence) -> tuple[str, int | None]:
    """Return whose word it is: the document's, or that of someone whom the statement quotes."""
    statement = evidence.statement
    quoted = _ATTRIBUTED.search(statement.text) is not None
    return statement.document.id, statement.order if quoted else None


def _speaks_alike(rival: Evidence, best: Evidence, question: Question) -> bool:
    """Whether a rival speaks of what the best evidence speaks of, by the first words of names.

    It must be as sure to be of the time asked for. Who holds a post somewhere else is no rival:
    there the rival itself must name the place.
    """
    floor = SYNONYM if question.posts else 0.0
    timed = best.covered.keys() - {t.stem for t in question.terms}
    return all(rival.covered[stem] >= best.covered[stem] for stem in timed) and all(
        rival.covered[t.stem] >= max(best.covered[t.stem] - SLACK, floor)
        for t in question.terms
        if t.leads
    )


def _fullest(evidence: Evidence, passing: Sequence[Evidence]) -> Evidence:
    """Return the evidence of the same document that gives the same value most completely."""
    alike = [
        e
        for e in passing
        if e.statement.document.id == evidence.statement.document.id
        and any(agree(a, b) for a in e.values for b in evidence.values)
    ]
    return max(alike, key=lambda e: max(map(_precision, e.values)), default=evidence)


def _precision(value: TypedValue) -> int:
    return sum(part is not None for part in value.key)


def _age(evidence: Evidence) -> tuple[bool, list[int]]:
    date = evidence.statement.document.metadata.date
    return (date is None, [-int(part) for part in (date or "").split("-") if part.isdigit()])
