"""Whose is what a statement says: the thing's that is asked about, or another one's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.clauses import stems_within
from assistant.coverage import holds, mentions, own_cover
from assistant.lexicon import DETERMINERS
from assistant.question import Question
from assistant.statements import Statement
from assistant.synonyms import near
from assistant.types import Span
from assistant.values import capital_runs, persons
from assistant.vocabulary import Vocabulary
from assistant.words import Word

_OWNS_NOT = re.compile(
    r"(?:\b(?:in|at|on|near|during|from)(?: the)?|\ban?|\(|\bby(?: (?-i:[a-z]+)){0,3}) ?$",
    re.IGNORECASE,
)
_TOLD_BY = re.compile(
    r" (?:reported|reports|said|says|told|explained|announced|noted|added|stated|wrote|writes)"
    r"(?: [a-z]+){0,3} that\b"
)
"""What makes a name that of who tells something, not of whom it is told."""
_ASIDE = re.compile(r"(?P<thing>[^,;:]*[A-Z][^,;:]*), (?:an?|the) (?P<aside>[^,;:]+), ")
"""A thing, and between commas what it is."""
_ALONG = frozenset(["with", "by", "between", "from", "for"])
_TO_BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])


def of_another(
    question: Question, statement: Statement, spans: Sequence[Span], vocabulary: Vocabulary
) -> bool:
    """Return whether what a statement says belongs to another name than those asked about."""
    return _rival(question, statement, spans, vocabulary) or _set_aside(
        question, statement, vocabulary
    )


def _rival(
    question: Question, statement: Statement, spans: Sequence[Span], vocabulary: Vocabulary
) -> bool:
    """Whether it names other things and only its surroundings name the thing asked about."""
    asked = {t.stem for t in question.terms}
    absent = [
        t
        for t in question.names
        if t.leads
        and not t.setting
        and not own_cover(t, statement, vocabulary)
        and not mentions(t, statement.subheadings, vocabulary)
    ]
    owners = _owners(statement, spans if question.kind == "person" else ())
    # What the title names owns all that is said, unless something else is asked about.
    titled = statement.title if not statement.title.isdisjoint(asked) else frozenset()
    own = (owners & statement.names) - asked - titled
    return bool(absent) and bool(own) and statement.antecedent is None


def _set_aside(question: Question, statement: Statement, vocabulary: Vocabulary) -> bool:
    """Whether what is asked about only tells what another thing is: "Orion, a ship of Marl, sank".

    Who is told of so may act for it: "Ida Lund, the mayor of Marl, signed".
    """
    match = _ASIDE.match(statement.text)
    if match is None or persons(match["thing"], common=vocabulary.common_in(statement.document)):
        return False
    thing, aside = (
        stems_within(statement, Span(start=match.start(part), end=match.end(part)))
        for part in ("thing", "aside")
    )
    rest = stems_within(statement, Span(start=match.end(), end=len(statement.text)))
    leads = {t.stem for t in question.names if t.leads}
    others = {t.stem for t in question.terms if t.role != "name"}
    only = (leads & aside) - rest
    return bool(only) and leads.isdisjoint(thing) and others.isdisjoint(aside)


def _owners(statement: Statement, answers: Sequence[Span]) -> frozenset[str]:
    """Return the stems of the names that can own what a statement says.

    Not where it took place, not who tells it, not what something is described as or short for.
    """
    text = statement.text
    return frozenset(
        s
        for run in capital_runs(text)
        if not _OWNS_NOT.search(text, 0, run[0].start)
        and not _TOLD_BY.match(text, run[-1].end)
        and not any(a.start < run[-1].end and run[0].start < a.end for a in answers)
        for word in run
        for s in word.stems
    )


def does_it(question: Question, statement: Statement, vocabulary: Vocabulary) -> bool:
    """Whether the thing asked about did something, or something was done with it.

    All that is asked about stands before an active verb ("X created a centre"), or a name that
    is asked about by itself only follows a preposition ("a centre was created with X").
    """
    one_name = sum(t.leads for t in question.terms[:-1]) == 1 and bool(question.names)
    if one_name and _only_along(question, statement):
        return True
    verbs = {s for t in question.terms[-1:] for s in (t.stem, *near(t.stem))}
    found = statement.words
    active = [
        number
        for number, (word, following) in enumerate(pairwise(found))
        if verbs.intersection(word.stems)
        and following.text.lower() in DETERMINERS
        and not _passive_before(found[:number])
    ]
    if not active:
        return False
    after = frozenset(s for w in found[active[0] + 1 :] for s in w.stems)
    return not any(holds(t, after, vocabulary) for t in question.terms[:-1])


def _only_along(question: Question, statement: Statement) -> bool:
    leads = {t.stem for t in question.names if t.leads}
    places = [n for n, w in enumerate(statement.words) if leads.intersection(w.stems)]
    return bool(places) and all(_follows_preposition(statement, place) for place in places)


def _follows_preposition(statement: Statement, place: int) -> bool:
    """Whether a preposition stands before the word, the rest of its name and articles aside."""
    found = statement.words
    while place > 0 and statement.text[found[place - 1].end : found[place].start] == " ":
        place -= 1
        before = found[place].text
        if before.lower() in _ALONG:
            return True
        if not (before[0].isupper() or before in ("the", "of", "de")):
            return False
    return False


def _passive_before(preceding: Sequence[Word]) -> bool:
    return any(w.text.lower() in _TO_BE for w in preceding[-2:])
