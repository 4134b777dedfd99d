"""Contests: which evidence gives another value of what is asked about than the best does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.agreement import of_like_size, say_the_same
from assistant.coverage import HEADED, SLACK, SYNONYM
from assistant.question import Question, Term
from assistant.rank import Evidence
from assistant.values import Kind, TypedValue
from assistant.vocabulary import Vocabulary

CONTRADICTS = 0.35
"""Confidence from which evidence contradicts: a false alarm costs more trust than a missed one."""
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
_APART = re.compile(
    r"\W?\w+\.? (?:below|beneath|away from|short of"
    r"|(?:more|less|fewer|(?!rather|other)\w{3,}er) than)\b",
    re.IGNORECASE,
)
_RECORD = re.compile(r"\b(?:\w{2,}est|most|first|worst|best)\b[^.,;]*\bsince $", re.IGNORECASE)
TELLS = re.compile(
    r"\b(?:reported|reports|wrote|writes|said|says|stated|noted)(?: (?:in|on|of|already))* $",
    re.IGNORECASE,
)
_THAT = re.compile(r",? that\b")


def contesting(
    question: Question,
    best: Evidence,
    rest: Sequence[Evidence],
    vocabulary: Vocabulary,
    *,
    particular: bool,
) -> list[Evidence]:
    """Return what may contradict the best evidence, each with the values that may.

    Args:
        question: one that asks for a date, a number or a name.
        best: the evidence that answers it best.
        rest: other evidence, best first.
        vocabulary: of the documents.
        particular: whether the question names the one thing that it asks about.
    """
    if not _is_apart(best):
        rest = [e for e in rest if not _is_apart(e)]
    if particular:
        rest = _unsettled([e for e in rest if not _compounded(e, best, question)], best)
    found = [
        one
        for rival in rest
        if (one := _contesting(rival, best, question, particular=particular)) is not None
    ]
    if (
        particular
        and best.confidence >= CONTRADICTS
        and not any(contradicts(one, best) for one in found)
    ):
        found += _lone(best, rest, question, vocabulary)
    return found


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
    return bool(TELLS.search(text, 0, value.start) and _THAT.match(text, value.end))


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
        and not _surer_of_name(rival, best)
        and _identified(rival, best, question, vocabulary)
    ]
    against = [
        rival
        for rival in faint
        if (len(rival.values) == 1 or best.values[0].kind == "name")
        and rival.values
        and contradicts(rival, best)
    ]
    return against[:1] if len({e.statement.document.id for e in against}) == 1 else []


def _surer_of_name(rival: Evidence, best: Evidence) -> bool:
    """Whether the reader finds a name surer than the best one: then that one is doubtful."""
    named = best.values[0].kind == "name" and best.reading is not None
    return named and (rival.reading or 0.0) > (best.reading or 0.0)


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


def contradicts(one: Evidence, other: Evidence) -> bool:
    """Return whether two documents give values of which not both can be true."""
    apart = one.statement.document.id != other.statement.document.id
    return apart and not agrees(one, other)


def agrees(one: Evidence, other: Evidence) -> bool:
    """Return whether two statements give a value that both can be true."""
    texts = one.statement.text, other.statement.text
    return any(say_the_same(a, texts[0], b, texts[1]) for a in one.values for b in other.values)


def _comparably(rival: Evidence, best: Evidence) -> Evidence:
    """Return a rival with those of its values alone that may be meant as the best evidence's."""
    return only(rival, [v for v in rival.values if _comparable(v, rival.statement.text, best)])


def only(evidence: Evidence, values: Sequence[TypedValue]) -> Evidence:
    """Return evidence with some of its values alone."""
    return replace(evidence, values=tuple(values), spans=tuple(v.span for v in values))


def _comparable(value: TypedValue, text: str, best: Evidence) -> bool:
    """Whether a value in other words may be meant as the best evidence's is.

    What is counted has another name there, but hardly another order of magnitude, and it must be
    clear which number counts it; a date without its year is that of something else.
    """
    if value.kind == "number":
        first, *more = best.values
        return not more and of_like_size(first, best.statement.text, value, text)
    return value.kind != "date" or value.key[0] is not None or best.values[0].key[0] is None
