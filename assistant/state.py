"""What the steps from question to answer hand on to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.draft import Draft
from assistant.library import Reading
from assistant.question import Question
from assistant.rank import Evidence
from assistant.types import Answer, Passage, Turn
from assistant.vocabulary import Vocabulary


@dataclass(frozen=True)
class Part:
    """One of the things a question asks, with what was found for it."""

    question: Question
    passages: tuple[Passage, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class State:
    """A question on its way to an answer; each step fills in its own part."""

    question: str
    history: Sequence[Turn]
    documents: frozenset[str] | None
    reading: Reading
    vocabulary: Vocabulary
    query: str = ""
    parts: tuple[Part, ...] = ()
    notice: str | None = None
    draft: Draft | None = None
    answer: Answer | None = None
    seconds: tuple[tuple[str, float], ...] = ()
