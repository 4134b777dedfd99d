"""Which values and names in a statement are those that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.clauses import bound, is_series, stems_within, told_of
from assistant.coverage import alike
from assistant.lexicon import CALENDAR, MEASURES, TITLES
from assistant.measures import clock_times, has_unit, loose_times, weekdays
from assistant.periods import mentions
from assistant.question import Question, Term
from assistant.statements import Statement, defined
from assistant.synonyms import adjective
from assistant.types import Span
from assistant.values import (
    TypedValue,
    capital_runs,
    dates,
    is_bare,
    is_share,
    is_sum,
    numbers,
    ordinals,
)
from assistant.vocabulary import Vocabulary
from assistant.words import Word, stem, stem_set

_MANY = re.compile(
    r"\b(?i:how many) ([A-Z]{2}\w*) (?:do|does|did|is|are|was|were|has|have|had|will|can)\b"
)
"""Letters that are counted; in "How many CNRS laboratories?" they are not."""
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
_AGE, _MONEY = frozenset(["age"]), frozenset(["money"])
_SINCE = frozenset(["age", "duration"])
_AGED = re.compile(
    r"\b(?:old|older|younger|aged?|ages|ago|born|birthday|anniversary)\b", re.IGNORECASE
)
"""A duration is an age where one of these says so."""
_SHARE = re.compile(
    r"\b(?:(?:what|which|a|the) share|per ?cent(?:age)?|proportion|pourcentage)\b", re.IGNORECASE
)
"""What asks for a percentage; "How many books do they share?" does not."""


def asked_values(question: Question, statement: Statement) -> tuple[TypedValue, ...]:
    """Return the dates or numbers of a statement that a question for one asks for."""
    if question.kind == "date":
        given = {v.key for v in dates(question.text)} if not question.offered else set()
        found = tuple(v for v in dates(statement.text) if v.key not in given)
        if question.habitual and not found:
            found = weekdays(statement.text) or clock_times(statement.text)
        return bound(question, statement, found)
    if question.kind == "number":
        found = numbers(statement.text)
        shares = tuple(v for v in found if is_share(statement.text, v))
        if shares and _SHARE.search(question.text):
            return bound(question, statement, told_of(question, statement, shares))
        if question.measures:
            return bound(question, statement, _measured(question, statement, found))
        return _counted(question, statement, found)
    return ()


def told_otherwise(question: Question, statement: Statement) -> tuple[TypedValue, ...]:
    """Return what tells a number without giving it as asked.

    It may be of what has another name ("186 helpers" of volunteers), or, for an age or a duration,
    the date since or until when it counts ("has been run since 1961").
    """
    if question.kind != "number":
        return ()
    if question.measures & _SINCE:
        led = {mention.end for mention in mentions(statement.text) if mention.word}
        found = dates(statement.text)
        return bound(question, statement, [d for d in found if d.end in led] or found)
    return asked_values(question.renamed(), statement)


def told_loosely(question: Question, statement: Statement) -> tuple[Span, ...]:
    """Return what tells a time without a date, where one is asked for."""
    return loose_times(statement.text) if question.kind == "date" else ()


def other_numbers(question: Question, statement: Statement) -> tuple[TypedValue, ...]:
    """Return the numbers of a statement that a question for one does not hold itself.

    Where a measure is asked for, none has a unit of another one.
    """
    if question.kind != "number":
        return ()
    asked = {value.key for value in numbers(question.text)}
    others = frozenset(MEASURES) - question.measures if question.measures else frozenset()
    return tuple(
        value
        for value in numbers(statement.text)
        if value.key not in asked and not has_unit(statement.text, value, others)
    )


def given_names(question: Question, statement: Statement) -> tuple[Span, ...]:
    """Return the long forms that a statement gives for what is asked about."""
    asked = {t.stem for t in question.terms}
    heads = {t.stem for t in question.terms if t.role != "name"}
    return tuple(
        Span(start=a.start - statement.start, end=a.end - statement.start)
        for a in defined(statement.document)
        if statement.start <= a.start
        and a.end <= statement.end
        and (
            stem(a.short) in asked
            if question.kind == "expansion"
            else stem(a.short) not in asked and heads & stem_set(a.long)
        )
    )


def _measured(
    question: Question, statement: Statement, found: Sequence[TypedValue]
) -> tuple[TypedValue, ...]:
    """Return the numbers with a unit of what is asked for, its own or that of one before it."""
    if "clock" in question.measures:
        return tuple(clock_times(statement.text))
    if question.measures == _AGE and not _AGED.search(statement.text):
        return ()
    text, measured = statement.text, list[TypedValue]()
    for value in found:
        # "The minimum age is 8": what no other unit could be is left out.
        bare = is_bare(text, value) and (measured or question.measures == _AGE)
        untold = bare or (question.measures == _MONEY and is_sum(text, value))
        if untold or has_unit(text, value, question.measures):
            measured.append(value)
    return told_of(question, statement, measured)


def _counted(
    question: Question, statement: Statement, found: Sequence[TypedValue]
) -> tuple[TypedValue, ...]:
    """Return the numbers that count what is asked for, of the time asked for where it is said."""
    heads = [t for t in question.terms if t.role == "head"] or _many(question)
    if not heads:
        told = told_of(question, statement, found)
        return bound(question, statement, told) or told
    counted = [v for v in found if _counts(v, heads, statement, found)]
    if not counted and _HOW_MANY.search(question.text):
        return tuple(v for v in ordinals(statement.text) if _is_of(v, heads[-1], statement))
    # "2,900 books, 29% of all books": a share counts only where nothing else does.
    counted = [v for v in counted if not is_share(statement.text, v)] or counted
    first = counted[0].start if counted else len(statement.text)
    later = (v for v in found if v.start > first and v not in counted)
    silent = [v for v in later if is_bare(statement.text, v) or _labelled(question, statement, v)]
    series = sorted((*counted, *silent), key=lambda v: v.start)
    if is_series(question, statement, series):
        return tuple(series)
    told = bound(question, statement, told_of(question, statement, series))
    return told if len(told) < len(series) else tuple(counted)


def _is_of(value: TypedValue, head: Term, statement: Statement) -> bool:
    """Whether an ordinal is that of what is counted: "its seventh research centre"."""
    asked, end = {head.stem, *alike(head, statement)}, value.end
    for word in statement.words:
        if word.start < value.end:
            continue
        if not word.content or statement.text[end : word.start].strip(" ("):
            return False
        if not asked.isdisjoint(word.stems):
            return True
        end = word.end
    return False


def _many(question: Question) -> list[Term]:
    """Return the name of what is counted, where letters stand for it: "How many IRLs ...?"."""
    asked = _MANY.search(question.text)
    return [t for t in question.names if asked and t.text == asked.group(1)]


def _labelled(question: Question, statement: Statement, value: TypedValue) -> bool:
    """Whether nothing stands before a number but a name that is asked about: "Kessel 520"."""
    asked = {t.stem for t in question.names}
    return any(asked.intersection(w.stems) for w in statement.words if w.end + 1 == value.start)


def named(
    question: Question, statement: Statement, spans: Sequence[Span]
) -> tuple[TypedValue, ...]:
    """Return names in a statement as values: each by its words, without titles and initials.

    What the question says itself tells no two of them apart: "Judge" where it asks for a judge.
    """
    asked = {t.stem for t in question.terms}
    found = []
    for span in spans:
        inside = [w for w in statement.words if span.start <= w.start < span.end]
        key = tuple(s for w in inside if w.text.lower() not in TITLES for s in w.stems if s[1:])
        key = tuple(s for s in key if s not in asked)
        if key:
            found.append(TypedValue(kind="name", start=span.start, end=span.end, key=key))
    return tuple(found)


def other_names(
    question: Question, statement: Statement, vocabulary: Vocabulary
) -> tuple[Span, ...]:
    """Return the names in a statement that the question does not hold, adjectives left out.

    Where the question asks for one of a class, names that say it are that: "Judge Arkell".
    """
    asked = {t.stem for t in question.terms}
    classes = {t.stem for t in question.terms if t.soft}
    runs = capital_runs(statement.text)
    titled = [r for r in runs if len(r) > 1 and set() < _stems(r) & asked <= classes]
    return tuple(
        Span(start=run[0].start, end=run[-1].end)
        for run in titled or runs
        if (titled or asked.isdisjoint(_stems(run))) and any(_is_name(w, vocabulary) for w in run)
    )


def _stems(run: Sequence[Word]) -> frozenset[str]:
    return frozenset(s for word in run for s in word.stems)


def _is_name(word: Word, vocabulary: Vocabulary) -> bool:
    common = word.text.lower() in CALENDAR or all(map(adjective, word.stems))
    return word.acronym or (not common and vocabulary.proper.issuperset(word.stems))


def _counts(
    value: TypedValue, heads: Sequence[Term], statement: Statement, found: Sequence[TypedValue]
) -> bool:
    """Whether a number counts the thing asked for.

    Its noun follows before the next number or, where it has none, stands before it: "The number
    of subscribers was 4,350".
    """
    stop = min((v.start for v in found if v.start > value.start), default=len(statement.text))
    after = [w for w in statement.words if value.end <= w.start < stop][:7]
    stems = {s for w in after for s in w.stems}
    if is_bare(statement.text, value):
        earlier = max((v.end for v in found if v.end <= value.start), default=None)
        if earlier is None or statement.text[earlier : value.start].strip() == "to":
            stems |= stems_within(statement, Span(start=0, end=value.start))
        stems |= statement.before.stems if statement.before is not None else frozenset()
    return any(h.stem in stems or alike(h, statement) & stems for h in heads[-1:])
