"""Signs: what speaks for each sentence that was found for a question, and whether it answers.

Asked are questions over passages no reader was trained on, each among the passages most like it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.chain import Assistant
from assistant.rank import Evidence
from assistant.types import Document, Section
from evals.reading.calibration import Array
from evals.reading.exercises import LOOSE, OPEN, OWN, Exercise, shuffled

CASUAL = frozenset(["squadshifts_amazon", "squadshifts_reddit", "tweetqa"])
"""Sets whose passages are no documents: reviews, comments, tweets."""
NAMELESS = frozenset(["fairytaleqa", *OWN])
"""Sets with questions that do not say what they ask about ("Who was the king?")."""


@dataclass(frozen=True)
class Asked:
    """One question: the signs of each sentence found for it, and whether that sentence answers.

    Attributes:
        document: that the question was asked about.
        signs: one row a sentence: cover, similarity, reading, fitness.
        right: for each sentence 1 if it answers, else 0.
    """

    document: str
    signs: Array
    right: Array


def suitable(exercises: Mapping[str, Sequence[Exercise]]) -> dict[str, Sequence[Exercise]]:
    """Return the sets whose passages read like documents and whose questions stand alone."""
    left_out = LOOSE | OPEN | CASUAL | NAMELESS
    return {source: rows for source, rows in exercises.items() if source not in left_out}


def mixed(exercises: Sequence[Exercise], number: int, unanswerable: float) -> list[Exercise]:
    """Return up to ``number`` exercises, spread evenly, of which a share is unanswerable.

    There are fewer where either sort runs out.
    """
    sorts = ([e for e in exercises if e.answers], [e for e in exercises if not e.answers])
    shares = (1 - unanswerable, unanswerable)
    total = min(number, *(len(s) / share for s, share in zip(sorts, shares, strict=True) if share))
    return [
        rows[n]
        for rows, share in zip(sorts, shares, strict=True)
        for n in np.linspace(0, len(rows) - 1, round(total * share), dtype=int)
    ]


def halves(exercises: Iterable[Exercise]) -> tuple[list[Exercise], list[Exercise]]:
    """Divide each set by document, by name alone: to fit on, to measure on."""
    documents: defaultdict[str, set[str]] = defaultdict(set)
    rows = list(exercises)
    for row in rows:
        documents[row.source].add(row.document)
    fitted = {
        (source, document)
        for source, names in documents.items()
        for document in sorted(names, key=shuffled)[::2]
    }
    return (
        [e for e in rows if (e.source, e.document) in fitted],
        [e for e in rows if (e.source, e.document) not in fitted],
    )


def passage(exercise: Exercise) -> Document:
    """Return the passage of an exercise as a document."""
    text = " ".join(exercise.sentences)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=digest[:16],
        title=exercise.title or None,
        text=text,
        sections=(Section(start=0, end=len(text)),),
        content_hash=digest,
    )


def ask(
    exercises: Iterable[Exercise],
    assistant: Assistant,
    *,
    others: int,
    known: Iterable[Exercise] = (),
) -> Iterator[Asked]:
    """Ask each question, and yield what was found that nothing vetoes, if anything was.

    Where a reader read some of it, what it did not read is left out: that is weighed otherwise.
    So is what was looked at twice.

    Args:
        exercises: the questions.
        assistant: over the passages of the exercises and more.
        others: passages searched beside a question's own, at most: those found first.
        known: all exercises over these passages. One may answer a question that is put to
            another passage, as one that this does not answer; there the first is left out.
    """
    answering: defaultdict[str, set[str]] = defaultdict(set)
    for exercise in known:
        if exercise.answers:
            answering[exercise.question].add(passage(exercise).id)
    for exercise in exercises:
        own = passage(exercise).id
        found = (p.document.id for p in assistant.retrieve(exercise.question))
        near = [i for i in dict.fromkeys(found) if i not in {own, *answering[exercise.question]}]
        evidence = assistant.evidence(exercise.question, documents=[own, *near[:others]])
        kept = [
            e for e in evidence if not (e.veto or e.rival or e.signs or doubtful(e, exercise, own))
        ]
        kept = [e for e in kept if e.reading is not None] or kept
        if kept:
            yield Asked(
                document=exercise.document,
                signs=np.array([_signs(e) for e in kept]),
                right=np.array([float(holds(e, exercise, own, exercise.answers)) for e in kept]),
            )


def _signs(evidence: Evidence) -> tuple[float, float, float, float]:
    similarity, reading = evidence.similarity or 0.0, evidence.reading or 0.0
    return evidence.cover, similarity, reading, evidence.fitness


def doubtful(evidence: Evidence, exercise: Exercise, own: str) -> bool:
    """Return whether nobody can tell if a sentence answers.

    It may, or another passage says the answer.
    """
    if evidence.statement.document.id == own:
        return holds(evidence, exercise, own, exercise.masked)
    said = evidence.statement.text.lower()
    return any(answer.lower() in said for answer in exercise.strings)


def holds(evidence: Evidence, exercise: Exercise, own: str, positions: Iterable[int]) -> bool:
    """Return whether a statement is, in part, one of the sentences at these positions."""
    statement = evidence.statement
    ends = np.cumsum([len(s) + 1 for s in exercise.sentences]) - 1
    return statement.document.id == own and any(
        statement.start < ends[n] and ends[n] - len(exercise.sentences[n]) < statement.end
        for n in positions
    )
