"""Readings: when several documents give several values, which of them answer side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from assistant.agreement import of_like_size, say_the_same
from assistant.clauses import time_after
from assistant.coverage import HEADED, SLACK, SYNONYM
from assistant.periods import Period, mentions
from assistant.question import Question, Term
from assistant.rank import Evidence
from assistant.statements import Statement, statements
from assistant.types import Span
from assistant.values import Kind, TypedValue, agree
from assistant.vocabulary import Vocabulary

CONTRADICTS = 0.35
"""Confidence from which evidence contradicts: a false alarm costs more trust than a missed one."""
MAX_READINGS = 4
SAYS: dict[Kind, float] = {
    **dict.fromkeys(("date", "time", "weekday", "person"), -0.9),
    "name": -0.5,
    "number": -1.7,
}
"""The reader's log odds from which a sentence in other words answers, by the kind of its value.

Set by hand on paragraphs of common subjects, which hold many dates and names of one thing. What
is counted is held by its size as well.
"""
SURELY = 0.4
"""The reader's log odds from which a number is one of the thing asked about, though its sentence
neither names nor describes it as the best one does."""
PLACED = 0.8
"""Cover of the time asked about by where a sentence stands, from which such a number is of it."""
FAINT = 0.2
"""Confidence from which evidence contradicts if nothing else does."""
RARER = 0.1
"""By what weight a word may be rarer than the name that tells a thing apart."""
_DEFINITE = re.compile(r"\b(?:the|its|their) \w", re.IGNORECASE)
"""A question that speaks of a thing as known: the festival, whatever its documents are called."""
_APART = re.compile(
    r"\W?\w+\.? (?:below|beneath|away from|short of"
    r"|(?:more|less|fewer|(?!rather|other)\w{3,}er) than)\b",
    re.IGNORECASE,
)
_RECORD = re.compile(r"\b(?:\w{2,}est|most|first|worst|best)\b[^.,;]*\bsince $", re.IGNORECASE)
_TELLS = re.compile(
    r"\b(?:reported|reports|wrote|writes|said|says|stated|noted)(?: (?:in|on|of|already))* $",
    re.IGNORECASE,
)
_THAT = re.compile(r",? that\b")
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
    rest = [*others, *rivals]
    if not _is_apart(best):
        rest = [e for e in rest if not _is_apart(e)]
    if particular:
        rest = _unsettled([e for e in rest if not _compounded(e, best, question)], best)
    contesting = [
        one
        for rival in rest
        if (one := _contesting(rival, best, question, particular=particular)) is not None
    ]
    if (
        particular
        and best.confidence >= CONTRADICTS
        and not any(_contradicts(one, best) for one in contesting)
    ):
        contesting += _lone(best, rest, question, vocabulary)
    if best.values[0].kind == "name":
        return sorted(_opposed(best, contesting, question) if particular else [best], key=_age)
    found = [_fullest(best, passing)]
    for rival in contesting:
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
        if m.end <= value.start and (m.start == 0 or _TELLS.search(statement.text, 0, m.start))
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


def _is_apart(evidence: Evidence) -> bool:
    """Whether a value is hardly that of the thing asked about.

    "400 metres below the dome" and "the highest reading since 1968" measure from something else;
    and the date in a line above a document is its own.
    """
    text = evidence.statement.text
    headline = evidence.statement.order == 0 and text[-1].isalnum()
    return headline or any(
        _APART.match(text, v.end) if v.kind == "number" else _is_of_telling(text, v)
        for v in evidence.values
    )


def _is_of_telling(text: str, value: TypedValue) -> bool:
    """Whether a date is that of a record, or of the telling: "It reported in 2019 that ..."."""
    if _RECORD.search(text, 0, value.start):
        return True
    return bool(_TELLS.search(text, 0, value.start) and _THAT.match(text, value.end))


def _contesting(
    rival: Evidence, best: Evidence, question: Question, *, particular: bool
) -> Evidence | None:
    """Return a rival with its values that may contradict the best evidence, if there are any.

    It must be as sure to answer, by its words; or, about one thing, the reader must say so of a
    sentence about the same names, since who says otherwise says it in other words; or be sure of
    a number whose sentence leaves it to those before it to say of what.
    """
    if not rival.values or (question.measures and not _of_like_size(rival, best)):
        return None
    sure = _surely_counts(rival)
    timed = best.covered.keys() - {t.stem for t in question.terms}
    if any(rival.covered[s] < min(best.covered[s], PLACED if sure else 1.0) for s in timed):
        return None
    lacking = [t for t in question.terms if t.leads and _lacks(rival, best, t, question)]
    said = _said(rival) and _said(best)
    if not lacking and not rival.rival and (said or best.values[0].kind != "name"):
        return rival if rival.confidence >= CONTRADICTS else None
    if not sure and (not particular or not said or any(t.role == "name" for t in lacking)):
        return None
    kept = _comparably(rival, best)
    return kept if kept.values else None


def _of_like_size(one: Evidence, other: Evidence) -> bool:
    """Whether two statements do not give numbers of other units or another order of magnitude."""
    if {v.kind for v in (*one.values, *other.values)} != {"number"}:
        return True
    texts = one.statement.text, other.statement.text
    return any(of_like_size(a, texts[0], b, texts[1]) for a in one.values for b in other.values)


def _surely_counts(evidence: Evidence) -> bool:
    """Whether the reader is sure that a sentence answers with a number."""
    reading = evidence.reading if evidence.values[0].kind == "number" else None
    return reading is not None and reading >= SURELY and evidence.confidence >= CONTRADICTS


def _compounded(rival: Evidence, best: Evidence, question: Question) -> bool:
    """Whether a rival has a name only in a longer one: "Fell-Marl" is no "Marl"."""

    def longer(evidence: Evidence, stem: str) -> bool:
        bearing = [w for w in evidence.statement.words if stem in w.stems]
        return bool(bearing) and not any(asked.issuperset(w.stems) for w in bearing)

    asked = {t.stem for t in question.terms}
    return any(longer(rival, t.stem) and not longer(best, t.stem) for t in question.names)


def _unsettled(rest: Sequence[Evidence], best: Evidence) -> list[Evidence]:
    """Return what comes from documents that do not give the same value more surely elsewhere."""
    settled: set[str] = set()
    kept = []
    for item in sorted(rest, key=lambda e: e.confidence, reverse=True):
        if item.values and agrees(item, best):
            settled.add(item.statement.document.id)
        if item.statement.document.id not in settled:
            kept.append(item)
    return kept


def _lone(
    best: Evidence, rest: Sequence[Evidence], question: Question, vocabulary: Vocabulary
) -> list[Evidence]:
    """Return the one sentence that faintly gives another value, if just one document does.

    A text that contradicts may speak in words that neither rule nor reader connects; yet where
    several values stand against the best one, they are those of other things.
    """
    faint = [
        _comparably(rival, best)
        for rival in rest
        if rival.reading is not None
        and rival.confidence >= FAINT
        and _identified(rival, best, question, vocabulary)
    ]
    against = [
        rival
        for rival in faint
        if (len(rival.values) == 1 or best.values[0].kind == "name")
        and rival.values
        and _contradicts(rival, best)
    ]
    return against[:1] if len({e.statement.document.id for e in against}) == 1 else []


def _identified(
    rival: Evidence, best: Evidence, question: Question, vocabulary: Vocabulary
) -> bool:
    """Whether a rival has all names, one of them rarer than what else it lacks of the best."""
    lacking = [
        t
        for t in question.terms
        if best.covered[t.stem] >= HEADED and _lacks(rival, best, t, question)
    ]
    rarest = max((vocabulary.weight(t.stem) for t in question.names), default=0.0)
    return all(t.role != "name" and vocabulary.weight(t.stem) <= rarest + RARER for t in lacking)


def _contradicts(one: Evidence, other: Evidence) -> bool:
    """Whether two documents give values of which not both can be true."""
    apart = one.statement.document.id != other.statement.document.id
    return apart and not agrees(one, other)


def agrees(one: Evidence, other: Evidence) -> bool:
    """Return whether two statements give a value that both can be true."""
    texts = one.statement.text, other.statement.text
    return any(say_the_same(a, texts[0], b, texts[1]) for a in one.values for b in other.values)


def _said(evidence: Evidence) -> bool:
    """Whether the reader says that a sentence answers."""
    floor = SAYS[evidence.values[0].kind]
    return evidence.reading is not None and evidence.reading >= floor


def _lacks(rival: Evidence, best: Evidence, term: Term, question: Question) -> bool:
    """Whether a rival speaks less of a term than the best evidence does.

    Who holds a post somewhere else is no rival: there it, or its title, must name the place.
    """
    floor = SYNONYM if question.posts else 0.0
    if term.role == "name" and term.stem in rival.statement.title:
        floor = 0.0
    return rival.covered[term.stem] < max(best.covered[term.stem] - SLACK, floor)


def _comparably(rival: Evidence, best: Evidence) -> Evidence:
    """Return a rival with those of its values alone that may be meant as the best evidence's."""
    return _only(rival, [v for v in rival.values if _comparable(v, rival.statement.text, best)])


def _only(evidence: Evidence, values: Sequence[TypedValue]) -> Evidence:
    spans = tuple(Span(start=v.start, end=v.end) for v in values)
    return replace(evidence, values=tuple(values), spans=spans)


def _comparable(value: TypedValue, text: str, best: Evidence) -> bool:
    """Whether a value in other words may be meant as the best evidence's is.

    What is counted has another name there, but hardly another order of magnitude, and it must be
    clear which number counts it; a date without its year is that of something else.
    """
    if value.kind == "number":
        first, *more = best.values
        return not more and of_like_size(first, best.statement.text, value, text)
    return value.kind != "date" or value.key[0] is not None or best.values[0].key[0] is None


def _opposed(best: Evidence, contesting: Sequence[Evidence], question: Question) -> list[Evidence]:
    """Return the best evidence and the first that gives another name, each with its own name.

    Names differ where each document has one that the other never mentions.
    """
    for rival in contesting:
        sides = _alone(best, rival), _alone(rival, best)
        contradict = _contradicts(rival, best) and not _names_the_same(rival, best, question)
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
    return _only(one, [v for v in one.values if known.isdisjoint(v.key)])


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


def _age(evidence: Evidence) -> tuple[bool, list[int]]:
    told = told_time(evidence)
    if told is not None:
        day = told.first if told.last == date.max else told.last
        return False, [-day.year, -day.month, -day.day]
    of_document = evidence.statement.document.metadata.date
    parts = (of_document or "").split("-")
    return of_document is None, [-int(part) for part in parts if part.isdigit()]
