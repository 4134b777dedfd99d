"""Judges what was found for a question, and looks for what says otherwise than the best of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.coverage import HEADED
from assistant.marks import told_apart
from assistant.models import Embedder
from assistant.question import Question
from assistant.rank import Evidence, is_settled, rank
from assistant.reader import Reader
from assistant.scope import scope, weigh
from assistant.second_look import second_look
from assistant.sides import is_valued
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
    if bench.reader is not None and not is_settled(found):
        found = second_look(timeless, found, bench.reader, bench.vocabulary)
    evidence = weigh(asked, found)
    if is_valued(evidence) and evidence[0].answers:
        more = _contested(timeless, evidence, passages, bench)
        judged_anew = {item.statement for item in more}
        kept = [item for item in found if item.statement not in judged_anew]
        evidence = weigh(asked, [*kept, *more])
    if bench.reader is not None:
        evidence = told_apart(timeless, evidence, bench.reader)
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
    """Return the evidence of other documents, also of those that what the best sentence says finds.

    A document that gives another value may use few words of the question, yet it speaks like
    the one that it contradicts: so a fact checker searches with the claim (Thorne et al., FEVER,
    2018). What is counted may have another name there: "volumes" for "books".
    """
    best = evidence[0]
    pool = {p.chunk.id: p for p in (*passages, *bench.search(best.statement.text))}
    others = [p for p in pool.values() if p.document.id != best.statement.document.id]
    known = {item.statement for item in evidence if item.veto is None}
    found = _ranked(question.renamed(), others, bench, CONTESTING)
    heads = [t.stem for t in question.terms if t.role == "head"]
    return [
        replace(item, rival=any(item.covered[stem] < HEADED for stem in heads))
        for item in found
        if item.statement not in known
    ]
