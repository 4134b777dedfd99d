"""Judges what was found for a question, and looks for what says otherwise than the best of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import THRESHOLD, is_valued
from assistant.models import Embedder
from assistant.question import Question
from assistant.rank import Evidence, rank
from assistant.reader import Reader
from assistant.scope import scope, weigh
from assistant.types import Passage
from assistant.vocabulary import Vocabulary

CONTESTING = 8
"""Sentences judged of those that were found with the answer itself."""


@dataclass(frozen=True)
class Bench:
    """What evidence is judged by; ``search`` finds the passages for a text."""

    vocabulary: Vocabulary
    embedder: Embedder
    reader: Reader | None
    search: Callable[[str], Sequence[Passage]]


def judge(
    question: Question, passages: Sequence[Passage], bench: Bench, *, encoded: int
) -> tuple[Question, tuple[Evidence, ...]]:
    """Return the question as it is to be answered, and its evidence, best first.

    Args:
        question: one thing that is asked.
        passages: what was found for it.
        bench: what it is judged by.
        encoded: how many sentences of the passages are judged.
    """
    asked = scope(question)
    timeless = asked.without(question)
    found = _ranked(timeless, passages, bench, encoded)
    evidence = weigh(asked, found)
    if is_valued(timeless, evidence) and evidence[0].confidence >= THRESHOLD:
        more = _contested(timeless, evidence, passages, bench)
        evidence = weigh(asked, [*found, *more])
    # What is missing may be the time: a refusal needs the whole question.
    answered = any(item.veto is None for item in evidence)
    return timeless if answered else question, evidence


def _ranked(
    question: Question, passages: Sequence[Passage], bench: Bench, encoded: int
) -> tuple[Evidence, ...]:
    return rank(
        question,
        passages,
        bench.vocabulary,
        bench.embedder,
        encoded=encoded,
        reader=bench.reader,
    )


def _contested(
    question: Question, evidence: Sequence[Evidence], passages: Sequence[Passage], bench: Bench
) -> list[Evidence]:
    """Return the evidence of further passages, found by what the best sentence says.

    A document that gives another value may use few words of the question, yet it speaks like
    the one that it contradicts: so a fact checker searches with the claim (Thorne et al., FEVER,
    2018).
    """
    seen = {passage.chunk.id for passage in passages}
    others = [p for p in bench.search(evidence[0].statement.text) if p.chunk.id not in seen]
    known = {item.statement for item in evidence}
    return [e for e in _ranked(question, others, bench, CONTESTING) if e.statement not in known]
