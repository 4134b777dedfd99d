"""The values of an evaluation: a case is asked, its outcome is scored, scores become figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

from pydantic import Field, ValidationInfo, model_validator

from assistant.types import Answer, Passage, Value

Answerable = Literal[
    "fact", "list", "multi", "follow_up", "noisy", "conflict", "change", "ambiguous"
]
Kind = Literal[Answerable, "unanswerable", "false_premise", "hostile", "french"]
ANSWERABLE: dict[str, bool] = {**dict.fromkeys(get_args(Answerable), True), "unanswerable": False}
"""Whether refusing a kind is wrong or right; of the kinds left out it may be either."""


class Exchange(Value):
    """An earlier turn of the conversation; without an ``answer`` the question is asked first."""

    question: str
    answer: str | None = None


class Evidence(Value):
    """Words of a document that a person marked as what the answer rests on."""

    document: str
    text: str


class Case(Value):
    """A question and what is known about the right answer; what is absent is not scored.

    A line of a suite is a case, with earlier questions and names of sources as plain strings.

    Attributes:
        nuggets: each a list of alternatives, one of which must occur in the answer.
        sources: each a list of document ids, one of which must be cited.
        forbid: must not occur in the answer.
        absent: words that occur in no document, which is why the question has no answer.
        answers: short reference answers, any of which is right (exact match and F1).
        wrong_answers: values the documents hold that are wrong; None where nobody looked.
        answerable: whether the documents hold the answer; None where refusing may be right.
        relevance: document id to grade (1 or more).
        contexts: the documents that belong to this question.
        leave_out: documents the question is asked without.
        rewrite: the question as a person would put it without the conversation.
        canary: a word that occurs in the answer if an instruction in a document was followed.
        cluster: cases with the same cluster are not independent and are resampled together.
        draft: written by a program and not yet accepted by a person.
    """

    id: str
    kind: Kind
    question: str = Field(min_length=1)
    history: tuple[Exchange, ...] = ()
    nuggets: tuple[tuple[str, ...], ...] = ()
    sources: tuple[tuple[str, ...], ...] = ()
    forbid: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    wrong_answers: tuple[str, ...] | None = None
    answerable: bool | None = None
    relevance: dict[str, int] = {}  # noqa: RUF012 (frozen)
    evidence: tuple[Evidence, ...] = ()
    contexts: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    rewrite: str | None = None
    canary: str | None = None
    cluster: str
    note: str = ""
    draft: bool = False

    @model_validator(mode="before")
    @classmethod
    def _spell_out(cls, line: Any, info: ValidationInfo) -> Any:
        if not isinstance(line, dict):
            return line
        spelt = {
            "answerable": ANSWERABLE.get(str(line.get("kind"))),
            "cluster": line.get("id"),
            **line,
        }
        names, history, sources = info.context or {}, line.get("history"), line.get("sources")
        if isinstance(history, list) and all(isinstance(q, str) for q in history):
            spelt["history"] = [{"question": q} for q in history]
            spelt["cluster"] = history[0] if history else spelt["cluster"]
        if isinstance(sources, list):
            spelt["sources"] = [names.get(s, (s,)) if isinstance(s, str) else s for s in sources]
        return spelt


class Outcome(Value):
    """A case with what came back; ``by_rewrite`` is what the person's rewrite finds."""

    case: Case
    answer: Answer
    by_rewrite: tuple[Passage, ...] | None = None


class Verdict(Value):
    """What a metric says of an outcome, and why.

    ``against`` is what the value is held against where the figure is no mean: the truth a
    confidence should predict, or the reference a value is divided by.
    """

    value: float | None
    reason: str
    against: float | None = None


class Score(Verdict):
    """A verdict on a case by a metric; a ``value`` of None means not scored, never zero."""

    metric: str
    case: str
    kind: Kind
    cluster: str


class Figure(Value):
    """A metric over a run, with the limits of its 95 % interval where there is one."""

    metric: str
    value: float
    low: float | None
    high: float | None
    scored: int
    unscored: int


def share(missing: Sequence[str], of: int) -> Verdict:
    """Return the share that is there, naming what is not."""
    reason = f"missing: {'; '.join(missing)}" if missing else "nothing missing"
    return Verdict(value=1 - len(missing) / of, reason=reason)


def met(complaints: Sequence[str]) -> Verdict:
    """Return 1 if there is no complaint, else 0."""
    return Verdict(value=float(not complaints), reason="; ".join(complaints) or "as demanded")
