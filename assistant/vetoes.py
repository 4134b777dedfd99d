"""Why a statement cannot be the answer, however much of the question it speaks of."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assistant.accounts import accounts, opens
from assistant.binding import asked_values
from assistant.coverage import DEPTH, EXPANDED, HEADED, NAMED
from assistant.lexicon import ENGLISH
from assistant.owners import does_it, of_another
from assistant.posts import held_by_deputy
from assistant.question import Question, Term
from assistant.statements import Statement
from assistant.types import Span
from assistant.values import capital_runs
from assistant.vocabulary import Vocabulary
from assistant.words import stem_set

_REASON = re.compile(
    r"\b(because|since|due to|owing to|thanks to|as a result|in order to|so that|so as to|aims? to"
    r"|reasons?|therefore|caused|led to|(?-i:to (?!the\b|a\b|an\b|their\b|its\b)[a-z]+))\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\bfrom\b[^,;.]*?\bto\b", re.IGNORECASE)
"""From one thing to another: no purpose."""
_NEEDS_SPAN = {
    "date": "date",
    "number": "number",
    "expansion": "full name",
}
LIKELY, TOLD = -2.5, 0.65
"""The reader's log odds, and the cover of plain words, from which an unsaid noun is let pass."""
CONVINCED = 0.0
"""The reader's log odds from which a noun need not be described as the question describes it."""
CERTAIN = 1.0
"""The reader's log odds from which neither what is asked for nor a reason need be said as such."""
HOPELESS, HOPELESS_REASON = -4.5, -2.0
"""Below these it hardly ever does: less than one time in ten."""
_TURNING = stem_set("before after previous next")
"""Words that ask for another person than the one who is named for it."""
_WHOLE = frozenset(["list", "confirmation", "comparison", "summary", "expansion"])
"""Kinds of question that no sentence by itself need answer, or that rules are surer about."""


def veto(
    question: Question,
    statement: Statement,
    covered: dict[str, float],
    spans: tuple[Span, ...],
    reading: float | None,
    vocabulary: Vocabulary,
) -> str | None:
    """Return why a statement cannot be the answer, or None.

    Args:
        question: what is asked.
        statement: the sentence.
        covered: by stem, how well it speaks of each term.
        spans: what it has of the kind asked for.
        reading: the reader's log odds that it answers; None where it was not asked.
        vocabulary: of the documents.
    """
    if reading is not None and _hopeless(reading, question, statement, covered):
        return "the reader finds no answer in it"
    absent = _absent(question, covered, reading, vocabulary)
    if not absent and not is_english(question, statement):
        absent = _untold(question, covered)
    if (deputy := _deputy_veto(question, statement)) is not None:
        return deputy
    if absent and not _set_before(absent, question, statement, covered):
        return f"it does not speak of {absent[0].text}"
    if question.kind in ("date", "number", "person") and of_another(
        question, statement, spans, vocabulary
    ):
        return "what it says belongs to another name"
    return _deed_veto(question, statement, vocabulary) or _kind_veto(
        question, statement, spans, reading, vocabulary
    )


def ruled_out(
    question: Question,
    statement: Statement,
    covered: dict[str, float],
    spans: tuple[Span, ...],
    vocabulary: Vocabulary,
) -> str | None:
    """Return why a statement cannot be the answer whatever a reader finds in it, or None."""
    if question.kind == "person":
        turning = (t for t in question.terms if t.stem in _TURNING and covered[t.stem] < HEADED)
        if (turned := next(turning, None)) is not None:
            return f"it does not speak of {turned.text}"
        if question.posts and not spans and not new_names(question, statement):
            return "it names no person"
    return (
        _deputy_veto(question, statement)
        or _deed_veto(question, statement, vocabulary)
        or _kind_veto(question, statement, spans, math.inf, vocabulary)
    )


def _deputy_veto(question: Question, statement: Statement) -> str | None:
    deputy = next((t for t in question.posts if held_by_deputy(t, question, statement)), None)
    return f"it speaks of a deputy, not of the {deputy.text}" if deputy is not None else None


def _deed_veto(question: Question, statement: Statement, vocabulary: Vocabulary) -> str | None:
    if question.passive and does_it(question, statement, vocabulary):
        return "it says what the thing asked about did, not what was done to it"
    return None


def _absent(
    question: Question,
    covered: dict[str, float],
    reading: float | None,
    vocabulary: Vocabulary,
) -> list[Term]:
    """Return the terms that a statement should speak of and does not."""
    floors = {"name": NAMED, "head": HEADED, "word": 0.0}
    passable = _passable(question, covered, reading, vocabulary)
    return [
        t
        for t in question.terms
        if covered[t.stem] < (HEADED if t in question.posts else floors[t.role])
        and vocabulary.tells_apart(t.stem)
        and t not in passable
    ]


def _untold(question: Question, covered: dict[str, float]) -> list[Term]:
    """Return the plain words, if none is spoken of: no reader can tell that it answers even so."""
    plain = [t for t in question.terms if t.role == "word"]
    return [] if any(covered[t.stem] >= HEADED for t in plain) else plain


def _passable(
    question: Question,
    covered: dict[str, float],
    reading: float | None,
    vocabulary: Vocabulary,
) -> tuple[Term, ...]:
    """Return the terms that may go unsaid, where the reader finds an answer and the rest is told.

    They are what kind of thing is asked for, and how the thing that is spoken of is described.
    """
    told = _told(question, covered, vocabulary) >= TOLD
    if reading is None or reading < (LIKELY if told else CERTAIN):
        return ()
    soft = tuple(t for t in question.terms if t.soft)
    heads = [t for t in question.terms if t.role == "head"]
    if reading < CONVINCED or question.kind == "list" or not heads:
        return soft
    if reading >= CERTAIN:
        return (*soft, *(t for t in heads if t not in question.posts))
    return (*soft, *heads[:-1]) if covered[heads[-1].stem] >= EXPANDED else soft


def _told(question: Question, covered: dict[str, float], vocabulary: Vocabulary) -> float:
    """Return how well a statement speaks of the plain words of a question, by their weight."""
    weights = {t.stem: vocabulary.weight(t.stem) for t in question.terms if t.role == "word"}
    total = sum(weights.values())
    return sum(w * covered[stem] for stem, w in weights.items()) / total if total else 1.0


def _hopeless(
    reading: float, question: Question, statement: Statement, covered: dict[str, float]
) -> bool:
    """Whether the reader, which was taught in English, is sure that it is no answer."""
    told = question.kind in ("date", "number") and all(c >= EXPANDED for c in covered.values())
    if told or opens(statement):
        return False
    worst = HOPELESS_REASON if question.kind == "reason" else HOPELESS
    return reading < worst and question.kind not in _WHOLE and is_english(question, statement)


def is_english(question: Question, statement: Statement) -> bool:
    """Return whether the reader, which was taught in English, can judge a statement."""
    language = statement.document.metadata.language or ENGLISH
    return {language, *(t.language for t in question.terms)} == {ENGLISH}


def _kind_veto(
    question: Question,
    statement: Statement,
    spans: tuple[Span, ...],
    reading: float | None,
    vocabulary: Vocabulary,
) -> str | None:
    if question.kind == "date" and _is_dateline(statement, spans, vocabulary):
        return "it only says when it was written"
    if question.kind in _NEEDS_SPAN and not spans and not _announces(question, statement):
        return f"it holds no {_NEEDS_SPAN[question.kind]}"
    # Who did it may be a people or a single name; who holds a post is a person by full name,
    # unless the reader is certain.
    told = new_names(question, statement) > 0 if reading is None else reading >= LIKELY
    certain = reading is not None and reading >= CERTAIN
    named = bool(spans) or (told and (certain or not question.posts))
    if question.kind in ("person", "place") and not named:
        return f"it names no {question.kind}"
    if (
        question.kind == "reason"
        and not certain
        and not _REASON.search(_RANGE.sub("", statement.text))
    ):
        return "it gives no reason"
    return None


def _announces(question: Question, statement: Statement) -> bool:
    """Whether it says that sources differ, and these give what is asked for right after it."""
    return sum(bool(asked_values(question, one)) for one in accounts(statement)) > 1


def _is_dateline(statement: Statement, spans: Sequence[Span], vocabulary: Vocabulary) -> bool:
    """Whether a statement is nothing but a date, and names of where or for what it was written."""
    others = [w for w in statement.words if not any(s.start <= w.start < s.end for s in spans)]
    names = all(w.text[0].isupper() for w in others if w.content)
    return bool(spans) and names and all(vocabulary.proper.issuperset(w.stems) for w in others[:1])


def _set_before(
    absent: Sequence[Term],
    question: Question,
    statement: Statement,
    covered: dict[str, float],
) -> bool:
    """Whether all that is absent is where it takes place, named shortly before in its section."""
    others = [t for t in question.terms if t.role != "name"]
    if not all(t.setting for t in absent) or any(covered[t.stem] < EXPANDED for t in others):
        return False
    earlier: set[str] = set()
    before = statement.before
    for _ in range(DEPTH):
        if before is not None:
            earlier |= before.stems
            before = before.before
    return len(others) > 1 and all(t.stem in earlier for t in absent)


def new_names(question: Question, statement: Statement) -> int:
    """Return how many names a statement has that the question does not."""
    asked = {t.stem for t in question.terms}
    return sum(
        not asked.intersection(s for w in run for s in w.stems)
        for run in capital_runs(statement.text)
    )
