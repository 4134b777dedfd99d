"""Composes an answer from evidence, in the documents' own words, or says what they do not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.contests import CONTRADICTS
from assistant.coverage import SPOKEN_OF
from assistant.draft import Draft
from assistant.question import Question
from assistant.quotes import distinct, numbered, quoted
from assistant.rank import THRESHOLD, Evidence
from assistant.senses import defines
from assistant.series import announced, counts_on, series
from assistant.sides import side_by_side
from assistant.statements import Statement, listing, statements
from assistant.synonyms import kin, numerals
from assistant.types import Passage
from assistant.vocabulary import Vocabulary
from assistant.words import without_possessive

MAX_ITEMS = 12
NEAREST = 3
SURE = 0.8
"""Cover of every name from which a second sentence may join the first."""
_MISSING_KIND = {
    "date": "a date",
    "number": "a number",
    "person": "a person's name",
    "place": "a place",
    "reason": "a reason",
    "expansion": "a full name",
}
_ORDER = re.compile(
    r"\b(?:ignore|forget|disregard|pretend|from now on|you are|your|say|print|repeat|reply|respond"
    r"|output|write|translate)\b",
    re.IGNORECASE,
)
"""A question that gives orders.

Nothing answers it that speaks of none of its words, and it is refused without repeating them.
"""


def answer(
    question: Question,
    evidence: Sequence[Evidence],
    passages: Sequence[Passage],
    vocabulary: Vocabulary,
) -> Draft:
    """Answer a question from evidence, best first, or refuse with what is missing."""
    unknown = [
        t.text
        for t in question.names
        if not any(vocabulary.knows(s) for s in (t.stem, *kin(t.stem), *numerals(t.stem)))
    ]
    sound = [
        e for e in evidence if e.veto is None and (e.cover or not _ORDER.search(question.text))
    ]
    passing = [e for e in sound if e.answers and not e.rival]
    if unknown or not passing:
        return _refusal(question, evidence, passages, unknown, vocabulary)
    beside = side_by_side(question, evidence, passing, sound, vocabulary)
    return beside or _direct(question, passing, vocabulary)


def _direct(question: Question, passing: Sequence[Evidence], vocabulary: Vocabulary) -> Draft:
    """Answer with the best evidence, and what belongs to it."""
    best = list(passing)
    if question.asks_what:
        best.sort(key=lambda e: not defines(question.subject, e.statement))
    if question.kind in ("list", "other", "summary"):
        chosen = _extended(question, best)
    else:
        chosen = _persons(best) if question.plural else best[:1]
    return Draft(
        status="answered",
        confidence=best[0].confidence,
        sentences=numbered(distinct([quoted(e, question, vocabulary) for e in chosen])),
    )


def merge(drafts: Sequence[Draft], asked: Sequence[str]) -> Draft:
    """Return one draft for what asked for several things, each of them in ``asked``.

    What could not be found for one of them is named beside what was found for the others.
    """
    if len(drafts) == 1:
        return drafts[0]
    answered = [d for d in drafts if d.status != "not_found"]
    missing = tuple(dict.fromkeys(m for d in drafts for m in d.missing))
    said = [
        f"“{text}” {draft.lead}" if draft.status == "not_found" else draft.lead
        for text, draft in zip(asked, drafts, strict=True)
    ]
    leads = dict.fromkeys(filter(None, said))
    if not answered:
        return replace(drafts[0], lead=" ".join(leads), missing=missing)
    # One sentence may answer two of the questions, with another word of it highlighted.
    sentences = {(s.text, s.label): s for d in reversed(answered) for s in reversed(d.sentences)}
    return Draft(
        status="disagreement" if any(d.status == "disagreement" for d in answered) else "answered",
        confidence=min(d.confidence for d in answered),
        lead=" ".join(leads) or None,
        sentences=numbered(
            [s.model_copy(update={"item": True}) for s in reversed(sentences.values())]
        ),
        missing=missing,
    )


def _extended(question: Question, passing: Sequence[Evidence]) -> list[Evidence]:
    """Return the best evidence with what belongs to it, in document order.

    That is the list it introduces or is an item of, the series it stands in, what it announces
    by a number, and the passing statement next to it.
    """
    best = passing[0].statement
    by_order = {
        e.statement.order: e
        for e in reversed(passing)
        if e.statement.document.id == best.document.id
        and (_continues(e.statement, best, question) or _sure(e, question))
    }
    listed = listing(best)
    told = listed or (*series(best), *(announced(best) if question.kind == "list" else ()))
    chosen = {best.order, *(s.order for s in told)}
    most = len(chosen) + (2 if listed else 1)
    for near_by in (best.order - 1, best.order + 1, max(chosen) + 1):
        if near_by in by_order and len(chosen) < most:
            chosen.add(near_by)
    everything = statements(best.document)
    if question.kind == "list":
        taken = [everything[order] for order in chosen]
        after = everything[max(chosen) + 1 :][:1]
        chosen.update(s.order for s in after if counts_on(s, taken))
    return [
        by_order.get(order) or replace(passing[0], statement=everything[order], spans=(), values=())
        for order in sorted(chosen)[:MAX_ITEMS]
    ]


def _persons(passing: Sequence[Evidence]) -> list[Evidence]:
    """Return the best evidence, and what else surely names a person that is not named yet."""
    chosen, named = [passing[0]], _spelled(passing[0])
    for evidence in passing[1:MAX_ITEMS]:
        if evidence.confidence >= CONTRADICTS and not _spelled(evidence) <= named:
            chosen.append(evidence)
            named |= _spelled(evidence)
    return chosen


def _spelled(evidence: Evidence) -> set[str]:
    return {span.within(evidence.statement.text) for span in evidence.spans}


def _continues(statement: Statement, best: Statement, question: Question) -> bool:
    listing = question.kind == "list" and statement.leaning is not None
    return statement is best.leaning or statement.antecedent is not None or listing


def _sure(evidence: Evidence, question: Question) -> bool:
    return all(evidence.covered[t.stem] >= SURE for t in question.names)


def _refusal(
    question: Question,
    evidence: Sequence[Evidence],
    passages: Sequence[Passage],
    unknown: Sequence[str],
    vocabulary: Vocabulary,
) -> Draft:
    """Say that the documents do not say, what is missing, and what comes nearest."""
    missing = tuple(dict.fromkeys(unknown)) or _missing(question, evidence, vocabulary)
    if _ORDER.search(question.text):
        missing = ()
    missing = tuple(map(without_possessive, missing))
    spoken_of = (without_possessive(t.text) for t in question.names if vocabulary.knows(t.stem))
    topic = ", ".join(name for name in dict.fromkeys(spoken_of) if name not in missing)
    lead = "The documents do not say."
    if missing:
        what = ", ".join(missing)
        lead = f"The documents do not say. Not found: {what}."
        if topic:
            lead = f"The documents mention {topic}, but they do not say. Not found: {what}."
    confidence = max((e.confidence for e in evidence if e.veto is None), default=0.0)
    return Draft(
        status="not_found",
        confidence=min(confidence, THRESHOLD),
        lead=lead,
        missing=missing,
        nearest=tuple(passages[:NEAREST]),
    )


def _missing(
    question: Question, evidence: Sequence[Evidence], vocabulary: Vocabulary
) -> tuple[str, ...]:
    absent = [t.text for t in question.terms if not vocabulary.knows(t.stem)]
    if not absent and evidence:
        # Of what is said about the thing asked about: "X" is not missing where its budget is.
        about = [e for e in evidence if all(e.covered[t.stem] >= SPOKEN_OF for t in question.names)]
        best = max(about or evidence, key=lambda e: e.cover)
        absent = [t.text for t in question.terms if best.covered[t.stem] < SPOKEN_OF]
    if absent:
        return tuple(dict.fromkeys(absent))
    if question.kind in _MISSING_KIND:
        return (_MISSING_KIND[question.kind],)
    return tuple(dict.fromkeys(t.text for t in question.terms if t.role != "name"))
