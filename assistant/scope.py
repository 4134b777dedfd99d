"""What a question says of the time its answer must be of: "in 2022", "since 2019", "the latest".

A statement is of the time that it names itself, else of the one that its headings name, else of
the date of its document.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.periods import Period, asked_about, mentions, of_iso
from assistant.question import Question
from assistant.rank import THRESHOLD, Evidence
from assistant.statements import Statement
from assistant.values import dates
from assistant.words import stem_set

_LATEST = re.compile(
    r"\b(?:latest|newest|most recent|(?:the|its|their|his|her) last"
    r"(?! (?:year|month|week|century|decade|name|few|\d)))\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:now(?:adays)?|today|current(?:ly)?|at present|presently|at the moment)\b", re.IGNORECASE
)
_OVER = {"until", "till", "up to", "before", "prior to"}
_RECENT = stem_set("latest newest recent last")
_OWN, _AROUND, _DATED = 1.0, 0.8, 0.6
"""How well a statement speaks of the time asked for: itself, by its place, by its document."""
_ODDS = {_OWN: 0.22, _AROUND: 0.0, _DATED: -0.22}
_NEAR = 0.88
"""Log odds by which evidence may fall short of the best and still be preferred for its date."""


@dataclass(frozen=True)
class Scope:
    """The time a question asks about.

    Attributes:
        period: in which it lies.
        latest: whether only the last of its kind is asked for.
        now: whether the state of things is asked for that was told last.
        stems: those of the words that say so.
    """

    period: Period | None = None
    latest: bool = False
    now: bool = False
    stems: frozenset[str] = frozenset()

    def without(self, question: Question) -> Question:
        """Return a question without the terms that say of what time its answer must be."""
        kept = tuple(term for term in question.terms if term.stem not in self.stems)
        # A question about nothing but a time asks for what that time is known for.
        return question.model_copy(update={"terms": kept}) if kept else question


def scope(question: Question) -> Scope:
    """Return the time that a question asks about.

    Whether something was in one year or in another is not a question about that year.
    """
    text = question.text
    latest, now = _LATEST.search(text), _NOW.search(text)
    named = asked_about(text) if question.kind != "confirmation" else None
    said = [m.group() for m in (latest, now) if m]
    said += [text[named.start : named.end]] if named else []
    return Scope(
        period=named.period if named else None,
        latest=latest is not None,
        now=now is not None,
        stems=stem_set(" ".join(said)),
    )


def weigh(scope: Scope, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence, best first, as it speaks of the time asked for."""
    weighed = [_placed(scope, item) for item in evidence]
    if scope.now:
        weighed = [_if_still_so(item) for item in weighed]
    if scope.latest or scope.now:
        weighed = _latest_first(weighed, only=scope.latest)
    return tuple(sorted(weighed, key=lambda e: (e.veto is None, e.confidence), reverse=True))


def _placed(scope: Scope, evidence: Evidence) -> Evidence:
    fit = _OWN if scope.period is None else _fit(scope.period, evidence.statement)
    covered = {**evidence.covered, **dict.fromkeys(scope.stems, fit)}
    if not fit:
        veto = evidence.veto or "it is not of the time asked for"
        return replace(evidence, covered=covered, veto=veto)
    gained = _ODDS[fit] if scope.period else 0.0
    return replace(evidence, covered=covered, confidence=_shifted(evidence.confidence, gained))


def _if_still_so(evidence: Evidence) -> Evidence:
    over = any(m.word in _OVER for m in mentions(evidence.statement.text))
    return replace(evidence, veto=evidence.veto or "it was so in the past") if over else evidence


def _fit(asked: Period, statement: Statement) -> float:
    """Return how well a statement is known to be of the time asked for, 0 for not at all."""
    for fit, periods in ((_OWN, _own(statement)), (_AROUND, _around(statement))):
        if periods:
            return fit if any(asked.overlaps(period) for period in periods) else 0.0
    if _names_the_day(asked, statement):
        return _AROUND
    dated = of_iso(statement.document.metadata.date)
    return _DATED if dated and asked.overlaps(dated) else 0.0


def _names_the_day(asked: Period, statement: Statement) -> bool:
    """Whether a statement gives the one day asked for, without its year."""
    day = (None, asked.first.month, asked.first.day)
    return asked.first == asked.last and any(v.key == day for v in dates(statement.text))


def _own(statement: Statement) -> list[Period]:
    return [mention.period for mention in mentions(statement.text)]


def _around(statement: Statement) -> list[Period]:
    """Return the periods of what a statement leans on, else those of its headings and title."""
    before = statement.leaning
    if before is not None and (periods := _own(before)):
        return periods
    headings = (*reversed(statement.section.headings), statement.document.title or "")
    return next((found for h in headings if (found := [m.period for m in mentions(h)])), [])


def _latest_first(evidence: Sequence[Evidence], *, only: bool) -> list[Evidence]:
    """Return evidence with the last of what answers about as well as the best before the rest.

    Args:
        evidence: best first.
        only: whether what is earlier answers no longer.
    """
    rivals = list(_rivals(evidence))
    if not rivals:
        return list(evidence)
    last = max(_recency(rival) for rival in rivals)
    best = max(rival.confidence for rival in rivals)
    found = []
    for item in evidence:
        if item in rivals and _recency(item) == last:
            found.append(replace(item, confidence=best))
        elif item in rivals and only:
            found.append(replace(item, veto="something later is known"))
        else:
            found.append(item)
    return found


def _rivals(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    passing = [item for item in evidence if item.veto is None]
    best = max((item.confidence for item in passing), default=0.0)
    for item in passing:
        if item.confidence >= max(THRESHOLD, _shifted(best, -_NEAR)):
            yield item


def _recency(evidence: Evidence) -> tuple[bool, date]:
    """Return what sorts evidence by age; one that calls itself the latest is."""
    statement = evidence.statement
    dated = of_iso(statement.document.metadata.date)
    periods = _own(statement) or _around(statement) or ([dated] if dated else [])
    starts = [p.last if p.first == date.min else p.first for p in periods]
    return bool(_RECENT & statement.stems), max(starts, default=date.min)


def _shifted(confidence: float, odds: float) -> float:
    """Return a probability with something added to its log odds."""
    if not 0.0 < confidence < 1.0:
        return confidence
    return 1 / (1 + math.exp(-math.log(confidence / (1 - confidence)) - odds))
