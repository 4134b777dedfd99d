"""An answer before its citations are verified."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.types import Passage, Removal, Sentence, Status

SEVERAL = "The documents speak of more than one."
DISAGREE = "The documents disagree."
SOURCES_DISAGREE = "The sources disagree."
OTHER_TIMES = "The documents speak of different times."


@dataclass(frozen=True)
class Draft:
    """An answer before its citations are verified; ``removed`` was left out on the way."""

    status: Status
    confidence: float
    lead: str | None = None
    sentences: tuple[Sentence, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[Passage, ...] = ()
    removed: tuple[Removal, ...] = ()
    notice: str | None = None

    @property
    def settled(self) -> bool:
        """Whether only the quotes side by side answer, so that nothing is left to be worded."""
        return self.status != "answered" or SEVERAL in (self.lead or "")
