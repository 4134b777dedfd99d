"""Sets side by side what documents say of several things, or say differently of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from assistant.accounts import accounts
from assistant.agreement import of_like_size, say_the_same
from assistant.contests import agrees
from assistant.coverage import SLACK, SPOKEN_OF
from assistant.draft import DISAGREE, OTHER_TIMES, SEVERAL, SOURCES_DISAGREE, Draft
from assistant.question import Question
from assistant.quotes import label_of, numbered, quote, quoted
from assistant.rank import Evidence
from assistant.readings import of_different_times, readings, same_thing
from assistant.senses import defines, senses
from assistant.values import TypedValue, numbers
from assistant.vocabulary import Vocabulary

MAX_SIDES = 12
_BEHIND = re.compile(r"\W*(\w*)")


def side_by_side(
    question: Question,
    evidence: Sequence[Evidence],
    passing: Sequence[Evidence],
    sound: Sequence[Evidence],
    vocabulary: Vocabulary,
) -> Draft | None:
    """Return an answer of several sides, or of the one value that nothing contradicts.

    Args:
        question: what is asked.
        evidence: all of it, best first.
        passing: what answers, at least one.
        sound: that, and what may only contradict it.
        vocabulary: of the documents.

    Returns:
        None where the best evidence gives no value and there is but one side.
    """
    confidence = passing[0].confidence
    if told := _accounts(passing, evidence):
        sides = _several(question, told, confidence, vocabulary)
        return replace(sides, status="disagreement", lead=SOURCES_DISAGREE)
    if is_valued(passing) and not question.plural:
        if len(meant := senses(question, passing)) > 1:
            return _several(question, meant, meant[0].confidence, vocabulary)
        found = readings(question, passing, [e for e in sound if e not in passing], vocabulary)
        if len(found) > 1 or passing[0].values[0].kind != "name":
            return _valued(question, found, confidence, vocabulary)
    if question.kind == "comparison" or re.search(r"\bboth\b", question.text):
        return _sided(passing, evidence)
    if question.asks_what:
        told = [e for e in passing if defines(question.subject, e.statement)]
        if len(meant := senses(question, told)) > 1:
            return _several(question, meant, meant[0].confidence, vocabulary)
    return None


def is_valued(evidence: Sequence[Evidence]) -> bool:
    """Return whether the best evidence answers with a value that other documents may contradict."""
    return bool(evidence and evidence[0].veto is None and evidence[0].values)


def _accounts(passing: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return what each source says where a document says that they differ on what is asked.

    Of a date, a number or a name those that give one count, if they give several.
    """
    best = passing[0]
    told = accounts(best.statement)
    judged = {e.statement: e for e in evidence}
    giving = [judged[s] for s in told if s in judged and judged[s].values]
    if best.values or giving:
        return giving if any(not agrees(a, b) for a, b in combinations(giving, 2)) else []
    if best.statement in told:
        return []
    return [judged.get(s) or replace(best, statement=s, spans=(), values=()) for s in told]


def _valued(
    question: Question, found: Sequence[Evidence], confidence: float, vocabulary: Vocabulary
) -> Draft:
    if len(found) == 1:
        shown = numbered([quoted(found[0], question, vocabulary)])
        if _gives_several(found[0]):
            return Draft("disagreement", confidence, lead=SOURCES_DISAGREE, sentences=shown)
        return Draft("answered", confidence, sentences=shown)
    sides = _several(question, found, confidence, vocabulary)
    if not same_thing(question, found, vocabulary):
        return sides
    lead = OTHER_TIMES if of_different_times(found) else DISAGREE
    return replace(sides, status="disagreement", lead=lead)


def _gives_several(evidence: Evidence) -> bool:
    """Whether a sentence gives several numbers for one thing: "20% according to X, 18% to Y"."""
    text, best = evidence.statement.text, evidence.values[0]
    if evidence.statement.attributions < 2 or best.kind != "number":
        return False
    counted = _counted(text, best)
    return any(
        _counted(text, value) == counted
        and of_like_size(best, text, value, text)
        and not say_the_same(best, text, value, text)
        for value in numbers(text)
    )


def _counted(text: str, value: TypedValue) -> str:
    """Return the word behind a number."""
    word = _BEHIND.match(text, value.end)
    return word.group(1).lower() if word else ""


def _several(
    question: Question, found: Sequence[Evidence], confidence: float, vocabulary: Vocabulary
) -> Draft:
    """Set side by side what documents say of several things, each under its source."""
    valued = bool(found[0].values)
    return Draft(
        status="answered",
        confidence=confidence,
        lead=SEVERAL,
        sentences=numbered(
            [quoted(e, question, vocabulary, label=label_of(e, with_value=valued)) for e in found]
        ),
    )


def _sided(passing: Sequence[Evidence], evidence: Sequence[Evidence]) -> Draft:
    """Set the best statement of each document side by side.

    What speaks of nearly all that the best one speaks of may be the other side, though by itself
    it answers nothing.
    """
    sides: dict[str, Evidence] = {}
    for item in evidence:
        spoken_of = min(item.covered.values(), default=0.0) >= SPOKEN_OF
        alike = spoken_of and item.cover >= passing[0].cover - SLACK
        if item in passing or (item.veto is None and alike):
            sides.setdefault(item.statement.document.id, item)
    sentences = [
        quote(e.statement, e.spans, label=label_of(e)) for e in list(sides.values())[:MAX_SIDES]
    ]
    return Draft(status="answered", confidence=passing[0].confidence, sentences=numbered(sentences))
