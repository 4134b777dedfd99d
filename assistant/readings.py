"""Readings: when several documents give several values, which of them answer side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import combinations

from assistant.agreement import say_the_same
from assistant.clauses import time_after
from assistant.contests import TELLS, contesting, contradicts, only
from assistant.periods import Period, mentions, of_iso
from assistant.question import Question
from assistant.rank import Evidence
from assistant.statements import Statement, statements
from assistant.values import TypedValue, agree
from assistant.vocabulary import Vocabulary

MAX_READINGS = 4
_DEFINITE = re.compile(r"\b(?:the|its|their) \w", re.IGNORECASE)
"""A question that speaks of a thing as known: the festival, whatever its documents are called."""
_SUPERLATIVE = re.compile(
    r"\b(?:the|its|their|\w+['’]s) (?:old|new|long|short|larg|bigg|small|high|low|tall|deep|heavi"
    r"|fast|slow|earli|young|wid|great|rich|cheap)est\b",
    re.IGNORECASE,
)
"""There is one such thing: the oldest document."""


def readings(
    question: Question,
    passing: Sequence[Evidence],
    rivals: Sequence[Evidence],
    vocabulary: Vocabulary,
) -> list[Evidence]:
    """Return the best evidence for each value that answers, newest document first.

    Args:
        question: one that asks for a date, a number or a name.
        passing: the evidence that answers it, best first, at least one.
        rivals: further evidence that may only contradict it.
        vocabulary: of the documents.
    """
    particular = is_particular(question, vocabulary)
    best, *others = passing
    contested = contesting(question, best, [*others, *rivals], vocabulary, particular=particular)
    if best.values[0].kind == "name":
        return sorted(_opposed(best, contested, question) if particular else [best], key=_age)
    found = [_fullest(best, passing)]
    for rival in contested:
        if len(found) < MAX_READINGS and all(
            _differs(rival, other, particular=particular) for other in found
        ):
            found.append(_fullest(rival, passing))
    return sorted(found, key=_age)


def of_different_times(found: Sequence[Evidence]) -> bool:
    """Return whether each reading says of which time it is, and no two are of one time."""
    times = [told_time(e) for e in found]
    told = [t for t in times if t is not None]
    return len(told) == len(times) and not any(a.overlaps(b) for a, b in combinations(told, 2))


def told_time(evidence: Evidence) -> Period | None:
    """Return the time that a statement gives its value; None of a value that is a time itself.

    It stands right behind the value, opens the statement, or is that of the telling: "They wrote
    in 2019 that ...". Any other may be that of something else: "Built in 1931, it has 40 rooms".
    """
    statement, value = evidence.statement, evidence.values[0]
    if value.kind in ("date", "time", "weekday"):
        return None
    told = (
        m.period
        for m in mentions(statement.text)
        if m.end <= value.start and (m.start == 0 or TELLS.search(statement.text, 0, m.start))
    )
    return time_after(value, evidence.values, statement) or next(told, None)


def same_thing(question: Question, found: Sequence[Evidence], vocabulary: Vocabulary) -> bool:
    """Return whether the readings contradict each other, rather than speak of several things.

    They do where the question names the one thing that it asks about, and where no two of them
    name different things.
    """
    if len({_source(e) for e in found}) < 2:
        return False
    if is_particular(question, vocabulary) or _SUPERLATIVE.search(question.text):
        return True
    titled = frozenset() if _DEFINITE.search(question.text) else vocabulary.proper
    return not any(_named_apart(one, other, titled) for one, other in combinations(found, 2))


def is_particular(question: Question, vocabulary: Vocabulary) -> bool:
    """Return whether the question names one thing, not a class of which there may be several."""
    return (
        any(
            t.stem not in vocabulary.abbreviations
            and (
                t.stem in vocabulary.proper or not (t.text.isupper() or t.stem in vocabulary.plain)
            )
            for t in question.names
        )
        or any(len(vocabulary.abbreviations.get(t.stem, ())) == 1 for t in question.names)
        or any(len(t.run) > 1 for t in question.terms)
    )


def _named_apart(one: Evidence, other: Evidence, titled: frozenset[str]) -> bool:
    """Whether each of two statements has a name of its own, as far as they lean on others too.

    Of the names in their titles, those in ``titled`` count.
    """
    own, others = (_names(e.statement) | (e.statement.title & titled) for e in (one, other))
    return bool(own - others) and bool(others - own)


def _names(statement: Statement) -> frozenset[str]:
    return statement.names | (statement.leaning.names if statement.leaning else frozenset())


def _opposed(best: Evidence, contested: Sequence[Evidence], question: Question) -> list[Evidence]:
    """Return the best evidence and the first that gives another name, each with its own name.

    Names differ where each document has one that the other never mentions.
    """
    for rival in contested:
        sides = _alone(best, rival), _alone(rival, best)
        contradict = contradicts(rival, best) and not _names_the_same(rival, best, question)
        if contradict and all(len(side.values) == 1 for side in sides):
            return list(sides)
    return [best]


def _names_the_same(rival: Evidence, best: Evidence, question: Question) -> bool:
    """Whether a rival, or what it leans on, gives a full name that the best evidence gives too.

    The names of what is asked about aside.
    """
    asked = {t.stem for t in question.terms}
    before = rival.statement.leaning
    told = {*rival.statement.runs, *(before.runs if before else ())}
    return any(
        len(run) > 1 and asked.isdisjoint(run) and run in told for run in best.statement.runs
    )


def _alone(one: Evidence, other: Evidence) -> Evidence:
    """Return evidence with those of its names alone that the document of the other never gives."""
    known = frozenset().union(*(s.stems for s in statements(other.statement.document)))
    return only(one, [v for v in one.values if known.isdisjoint(v.key)])


def _differs(one: Evidence, other: Evidence, *, particular: bool) -> bool:
    if particular and _source(one) == _source(other):
        return False
    text, other_text = one.statement.text, other.statement.text
    if not any(say_the_same(a, text, b, other_text) for a in one.values for b in other.values):
        return True
    own, others = one.statement.names, other.statement.names
    return not particular and bool(own - others) and bool(others - own)


def _source(evidence: Evidence) -> tuple[str, int | None]:
    """Return whose word it is: the document's, or that of someone whom the statement quotes."""
    statement = evidence.statement
    return statement.document.id, statement.order if statement.attributions else None


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


def _age(evidence: Evidence) -> int:
    """Return how long ago a reading held: later days sort first, and one of no known time last.

    A document without a date is not older than the latest day that it speaks of.
    """
    document = evidence.statement.document
    told = told_time(evidence) or of_iso(document.metadata.date)
    if told is not None:
        return -(told.first if told.last == date.max else told.last).toordinal()
    return -max((m.period.first.toordinal() for m in mentions(document.text)), default=0)
