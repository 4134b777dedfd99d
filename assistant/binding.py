"""Which values and names in a statement are those that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.coverage import alike
from assistant.lexicon import CALENDAR, TITLES
from assistant.measures import clock_times, has_unit, weekdays
from assistant.question import Question, Term
from assistant.statements import Statement, defined
from assistant.synonyms import adjective
from assistant.types import Span
from assistant.values import TypedValue, capital_runs, dates, is_bare, numbers
from assistant.vocabulary import Vocabulary
from assistant.words import Word, stem, stem_set

_AGE = frozenset(["age"])
_AGED = re.compile(r"\b(?:old|aged?|ages|ago|born|birthday|anniversary)\b", re.IGNORECASE)
"""A duration is an age where one of these says so."""
_SEPARATOR = re.compile(r"[,;:]|\band\b|\bor\b|\bbut\b|\bwhile\b|\bwhereas\b")


def asked_values(question: Question, statement: Statement) -> tuple[TypedValue, ...]:
    """Return the dates or numbers of a statement that a question for one asks for."""
    if question.kind == "date":
        given = {v.key for v in dates(question.text)} if not question.offered else set()
        found = tuple(v for v in dates(statement.text) if v.key not in given)
        if question.habitual and not found:
            found = weekdays(statement.text) or clock_times(statement.text)
        return _bound(question, statement, found)
    if question.kind == "number":
        found = numbers(statement.text)
        if question.measures:
            return _bound(question, statement, _measured(question, statement, found))
        heads = [t for t in question.terms if t.role == "head"]
        return tuple(v for v in found if _counts(v, heads, statement, found))
    return ()


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
) -> list[TypedValue]:
    """Return the numbers with a unit of what is asked for, its own or that of one before it."""
    if "clock" in question.measures:
        return list(clock_times(statement.text))
    if question.measures == _AGE and not _AGED.search(statement.text):
        return []
    measured: list[TypedValue] = []
    for value in found:
        own = has_unit(statement.text, value, question.measures)
        if own or (measured and is_bare(statement.text, value)):
            measured.append(value)
    return measured


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
    if not heads:
        return True
    stop = min((v.start for v in found if v.start > value.start), default=len(statement.text))
    after = [w for w in statement.words if value.end <= w.start < stop][:7]
    stems = {s for w in after for s in w.stems}
    if is_bare(statement.text, value):
        earlier = max((v.end for v in found if v.end <= value.start), default=None)
        if earlier is None or statement.text[earlier : value.start].strip() == "to":
            stems |= stems_within(statement, Span(start=0, end=value.start))
        stems |= statement.before.stems if statement.before is not None else frozenset()
    return any(h.stem in stems or alike(h, statement) & stems for h in heads[-1:])


def _bound(
    question: Question, statement: Statement, values: Sequence[TypedValue]
) -> tuple[TypedValue, ...]:
    """Return the values whose own clause speaks most of what is asked, names first."""
    if len(values) < 2:
        return tuple(values)
    parts = clauses(statement, values)
    subject = stems_within(statement, Span(start=0, end=values[0].start))
    scores = [
        _spoken(
            question, statement, stems_within(statement, part) | (subject if bare else frozenset())
        )
        for part, bare in zip(parts, _bare(statement, values), strict=True)
    ]
    best = max(scores)
    told_elsewhere = best[1] == 0 and any(told for _, told in scores)
    return tuple(
        value
        for value, part, score in zip(values, parts, scores, strict=True)
        if score == best and not (told_elsewhere and _tells_its_own(statement, part))
    )


def _tells_its_own(statement: Statement, part: Span) -> bool:
    """Whether a clause has more to it than names: then the verb of another is not its verb."""
    return any(
        part.start <= w.start < part.end and w.content and w.text.isalpha() and w.text.islower()
        for w in statement.words
    )


def _bare(statement: Statement, values: Sequence[TypedValue]) -> list[bool]:
    """Return which numbers say nothing of their own but whom they are for: the first one does."""
    later = (v.kind == "number" and is_bare(statement.text, v) for v in values[1:])
    return [False, *later]


def stems_within(statement: Statement, part: Span) -> frozenset[str]:
    """Return the stems of the words of a statement that begin within a part of it."""
    inside = (w for w in statement.words if part.start <= w.start < part.end)
    return frozenset(s for w in inside for s in w.stems)


def _spoken(question: Question, statement: Statement, inside: frozenset[str]) -> tuple[int, int]:
    named = sum(t.stem in inside for t in question.names)
    others = [t for t in question.terms if t.role != "name"]
    return named, sum(t.stem in inside or bool(alike(t, statement) & inside) for t in others)


def clauses(statement: Statement, values: Sequence[TypedValue]) -> list[Span]:
    """Return the part of a statement that belongs to each of its values.

    Where the first value opens the sentence ("In 1995, ..."), a clause begins with its value;
    otherwise it ends with it, at the first separator after. What stands before the first clause
    introduces them all and belongs to none.
    """
    text = statement.text
    leading = sum(w.start < values[0].start for w in statement.words) <= 2
    edges = []
    for left, right in pairwise(values):
        cuts = [m.start() for m in _SEPARATOR.finditer(text, left.end, right.start)]
        if cuts:
            edges.append(cuts[-1] if leading else cuts[0])
        else:
            edges.append(min(_after_unit(statement, left.end), right.start))
    edges.append(len(text))
    first = 0 if leading else _introduction(statement, values[0].start, edges[0])
    return [Span(start=a, end=b) for a, b in pairwise([first, *edges])]


def _after_unit(statement: Statement, end: int) -> int:
    """Return where the words end that follow a value and say what it counts."""
    for word in statement.words:
        if word.start >= end and statement.text[end : word.start] in ("", " ") and word.content:
            end = word.end
    return end


def _introduction(statement: Statement, stop: int, end: int) -> int:
    """Return where the first clause begins: at the last separator that leaves it a name."""
    for cut in reversed(list(_SEPARATOR.finditer(statement.text, 0, stop))):
        if any(cut.end() <= w.start < end and w.text[0].isupper() for w in statement.words):
            return cut.end()
    return 0
