"""To which clause of a statement each of its values belongs, and so to which thing and time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from assistant.coverage import alike
from assistant.lexicon import CALENDAR, DETERMINERS
from assistant.periods import Period, asked_about, mentions
from assistant.question import Question
from assistant.statements import Statement
from assistant.types import Span
from assistant.values import TypedValue, is_bare

Placed = TypeVar("Placed", TypedValue, Span)
_SEPARATOR = re.compile(r"[,;:]|\band\b|\bor\b|\bbut\b|\bwhile\b|\bwhereas\b")
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had)\b")


def told_of(
    question: Question, statement: Statement, found: Sequence[Placed]
) -> tuple[Placed, ...]:
    """Return those of several values or names that are told of the thing and time asked about."""
    return _of_time(question, statement, _of_thing(question, statement, found))


def _of_thing(
    question: Question, statement: Statement, found: Sequence[Placed]
) -> tuple[Placed, ...]:
    """Return those in the clauses that name what is asked about, or nothing.

    Of "Pellen has 300 lamps, Marden 400" only 400 where it is asked about Marden.
    """
    if len(found) < 2:
        return tuple(found)
    asked = {t.stem for t in question.names}
    named = [_names_within(statement, part, found) for part in clauses(statement, found)]
    if all(asked.isdisjoint(names) for names in named):
        return tuple(found)
    return tuple(one for one, names in zip(found, named, strict=True) if not names or asked & names)


def _names_within(
    statement: Statement, part: Span, answers: Sequence[TypedValue | Span]
) -> frozenset[str]:
    return frozenset(
        stem
        for word in statement.words
        if part.start <= word.start < part.end
        and word.content
        and word.text[0].isupper()
        and word.text.lower() not in CALENDAR
        and not any(one.start <= word.start < one.end for one in answers)
        for stem in word.stems
    )


def _of_time(
    question: Question, statement: Statement, found: Sequence[Placed]
) -> tuple[Placed, ...]:
    """Return those that are told of the one time asked for.

    Each is of the time right after it, "300 visitors in 2021, 420 in 2022", or else of the one
    named last: "In 2021 the director was Holm, in 2022 Lind". All are returned if none is of the
    time asked for and not all are known to be of another one.
    """
    asked = asked_about(question.text)
    if asked is None or len(found) < 2:
        return tuple(found)
    times = [_own_time(one, found, statement) for one in found]
    timely = tuple(
        one
        for one, own in zip(found, times, strict=True)
        if own is not None and asked.period.overlaps(own)
    )
    return timely if timely or all(times) else tuple(found)


def _own_time(one: Placed, found: Sequence[Placed], statement: Statement) -> Period | None:
    before = [m.period for m in mentions(statement.text) if m.end <= one.start]
    return time_after(one, found, statement) or (before[-1] if before else None)


def time_after(
    one: TypedValue | Span, found: Sequence[TypedValue | Span], statement: Statement
) -> Period | None:
    """Return the time right behind one of the values found in a statement: "300 in 2021"."""
    text = statement.text
    after = [m for m in mentions(text) if m.start >= one.end]
    stop = min((other.start for other in found if other.start >= one.end), default=len(text))
    if after and after[0].start < stop and not _SEPARATOR.search(text, one.end, after[0].start):
        return after[0].period
    return None


def bound(
    question: Question, statement: Statement, values: Sequence[TypedValue]
) -> tuple[TypedValue, ...]:
    """Return the values whose own clause speaks most of what is asked, names first."""
    if len(values) < 2 or is_series(question, statement, values):
        return tuple(values)
    parts = clauses(statement, values)
    lent = [frozenset[str](), *_lent(statement, values, parts)]
    scores = [
        _spoken(question, statement, stems_within(statement, part) | more)
        for part, more in zip(parts, lent, strict=True)
    ]
    best = max(scores)
    told_elsewhere = best[1] == 0 and any(told for _, told in scores)
    return tuple(
        value
        for value, part, score in zip(values, parts, scores, strict=True)
        if score == best and not (told_elsewhere and _tells_its_own(statement, part))
    )


def is_series(
    question: Question, statement: Statement, values: Sequence[TypedValue | Span]
) -> bool:
    """Return whether values are of one thing at several times, and it is not asked at which.

    "3,400 visitors in 2021, 4,200 in 2022".
    """
    return (
        len(values) > 1
        and asked_about(question.text) is None
        and all(is_bare(statement.text, v) for v in values[1:] if isinstance(v, TypedValue))
        and all(time_after(one, values, statement) for one in values)
    )


def _tells_its_own(statement: Statement, part: Span) -> bool:
    """Whether a clause has more to it than names: then the verb of another is not its verb."""
    return any(
        part.start <= w.start < part.end and w.content and w.text.isalpha() and w.text.islower()
        for w in statement.words
    )


def _lent(
    statement: Statement, values: Sequence[TypedValue], parts: Sequence[Span]
) -> Iterator[frozenset[str]]:
    """Yield the stems of what each value but the first leaves it to the first one to say.

    A number that says nothing but whom it is for leaves what it counts, "300 people on Friday and
    450 on Saturday", one that nothing is said before what it is said of, and a clause without a
    subject of its own the subject: "The hall was built in 1920 and sold in 1998".
    """
    first, opening = values[0], parts[0].start
    counted = Span(start=opening, end=_after_unit(statement, first.end))
    for value, part in zip(values[1:], parts[1:], strict=True):
        own = [w for w in statement.words if part.start <= w.start < value.start]
        if value.kind == "number" and is_bare(statement.text, value):
            yield stems_within(statement, counted)
        elif not any(word.content for word in own):
            yield stems_within(statement, Span(start=opening, end=first.start))
        elif not any(w.text in DETERMINERS or w.text[0].isupper() for w in own):
            yield stems_within(statement, _subject(statement, opening, first.start))
        else:
            yield frozenset()


def _subject(statement: Statement, start: int, stop: int) -> Span:
    """Return the subject of what is said between two places, as far as an auxiliary verb tells."""
    verb = _AUXILIARY.search(statement.text, start, stop)
    return Span(start=start, end=verb.start() if verb else start)


def stems_within(statement: Statement, part: Span) -> frozenset[str]:
    """Return the stems of the words of a statement that begin within a part of it."""
    inside = (w for w in statement.words if part.start <= w.start < part.end)
    return frozenset(s for w in inside for s in w.stems)


def _spoken(question: Question, statement: Statement, inside: frozenset[str]) -> tuple[int, int]:
    named = sum(t.stem in inside for t in question.names)
    others = [t for t in question.terms if t.role != "name"]
    asked = {t.stem for t in question.terms}
    # A hall is a building, but where it is asked when the hall was built, it speaks of the hall.
    return named, sum(
        t.stem in inside or bool((alike(t, statement) - asked) & inside) for t in others
    )


def clauses(statement: Statement, values: Sequence[TypedValue | Span]) -> list[Span]:
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
            edges.append(cuts[-1] if leading or _described(text, left, cuts) else cuts[0])
        else:
            edges.append(min(_after_unit(statement, left.end), right.start))
    edges.append(len(text))
    first = 0 if leading else _introduction(statement, values[0], edges[0])
    return [Span(start=a, end=b) for a, b in pairwise([first, *edges])]


def _described(text: str, one: TypedValue | Span, cuts: Sequence[int]) -> bool:
    """Whether between the first of the separators after a name and the last stands who it is.

    "Ada Holm, head of the mill, and Bo Lind".
    """
    named = isinstance(one, Span) or one.kind in ("person", "name")
    opened = text[one.end] == "," and cuts[0] == one.end
    return named and opened and len(cuts) > 1 and bool(text[cuts[0] + 1 : cuts[1]].strip())


def _after_unit(statement: Statement, end: int) -> int:
    """Return where the words end that follow a value and say what it counts."""
    for word in statement.words:
        if word.start >= end and statement.text[end : word.start] in ("", " ") and word.content:
            end = word.end
    return end


def _introduction(statement: Statement, one: TypedValue | Span, end: int) -> int:
    """Return where the first clause begins: at the last separator that leaves it another name."""
    for cut in reversed(list(_SEPARATOR.finditer(statement.text, 0, one.start))):
        if _within_name(statement, cut.start(), cut.end()):
            continue
        names = (w for w in statement.words if w.text[0].isupper() and cut.end() <= w.start < end)
        if any(not one.start <= w.start < one.end for w in names):
            return cut.end()
    return 0


def _within_name(statement: Statement, start: int, end: int) -> bool:
    """Whether an "and" stands between two capitals: "Humanities and Social Sciences"."""
    ends = (w.text[0].isupper() for w in statement.words if w.end + 1 == start)
    return next(ends, False) and statement.text[end + 1 : end + 2].isupper()
