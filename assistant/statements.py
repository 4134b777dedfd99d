"""Statements: the sentences of a document, each with what it needs to be understood.

A sentence that opens with ``It`` or ``This centre`` speaks of what the sentence before it named;
its statement knows that sentence as its antecedent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.abbreviations import Abbreviation, abbreviations
from assistant.sentences import sentences
from assistant.types import Document, Section, Span
from assistant.values import capital_runs
from assistant.words import Word, stem_set, words

_ANAPHOR = re.compile(
    r"(?:it|its|they|their|them|he|his|she|her|these|those|this|such|both|there|here)\b"
    r"|(?:(?:furthermore|moreover|additionally|also|in addition|however),? )?"
    r"(?:the|another|one of the|the latter|each|among them|an? (?:second|third|fourth|further))\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:it|its|they|their|them|he|his|she|her|these|those|this|such|both|there|here)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, eq=False)
class Statement:
    """A sentence of a document. ``order`` counts from 0 through the document."""

    document: Document
    section: Section
    order: int
    start: int
    end: int
    item: bool
    before: Statement | None = field(repr=False)
    """The statement before it in the same section, if any."""
    continued: frozenset[str] = frozenset()
    """The stems of the statement after it, if that one opens with a pronoun for it."""

    @cached_property
    def text(self) -> str:
        """The words of the sentence."""
        return self.document.text[self.start : self.end]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the sentence, positions from its start."""
        return words(self.text)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words."""
        return frozenset(s for word in self.words for s in word.stems)

    @cached_property
    def plain(self) -> frozenset[str]:
        """The stems of its words that are no part of a name of several words."""
        named = {w.start for run in capital_runs(self.text) if len(run) > 1 for w in run}
        return frozenset(s for word in self.words if word.start not in named for s in word.stems)

    @cached_property
    def names(self) -> frozenset[str]:
        """The stems of its capitalised words, the first one left out unless it is an acronym."""
        return frozenset(
            s
            for position, word in enumerate(self.words)
            if word.content and word.text[0].isupper() and (position or word.acronym)
            for s in word.stems
        )

    @cached_property
    def headings(self) -> frozenset[str]:
        """The stems of its headings."""
        return stem_set(" ".join(self.section.headings))

    @cached_property
    def subheadings(self) -> frozenset[str]:
        """The stems of its headings below the title."""
        below = (h for h in self.section.headings if h != self.document.title)
        return stem_set(" ".join(below))

    @cached_property
    def title(self) -> frozenset[str]:
        """The stems of its document's title."""
        return stem_set(self.document.title or "")

    @property
    def antecedent(self) -> Statement | None:
        """The statement that it cannot be understood without, if any."""
        return self.before if _PRONOUN.match(self.text) else None

    @property
    def leaning(self) -> Statement | None:
        """The statement that it continues in some way: a pronoun, ``the``, an item of a list."""
        return self.before if self.item or _ANAPHOR.match(self.text) else None


@lru_cache(maxsize=20000)
def statements(document: Document) -> tuple[Statement, ...]:
    """Return the statements of a document in order; headings are none."""
    return tuple(_split(document))


def list_around(best: Statement) -> list[Statement]:
    """Return the items of the list that a statement introduces or stands in, with its header."""
    everything = statements(best.document)
    first = best.order
    while everything[first].item and first > 0:
        first -= 1
    last = first
    while last + 1 < len(everything) and everything[last + 1].item:
        last += 1
    introduces = everything[first].text.endswith(":") and everything[first + 1 : last + 1]
    return list(everything[first : last + 1]) if introduces else []


@lru_cache(maxsize=20000)
def defined(document: Document) -> tuple[Abbreviation, ...]:
    """Return the abbreviations that the document defines."""
    return abbreviations(document.text)


def _split(document: Document) -> list[Statement]:
    found: list[Statement] = []
    for section in document.sections:
        before: Statement | None = None
        pieces = _pieces(document, section)
        for number, (span, item) in enumerate(pieces):
            after = pieces[number + 1][0] if number + 1 < len(pieces) else None
            next_words = after.within(document.text) if after else ""
            before = Statement(
                document=document,
                section=section,
                order=len(found),
                start=span.start,
                end=span.end,
                item=item,
                before=before,
                continued=stem_set(next_words) if _PRONOUN.match(next_words) else frozenset(),
            )
            found.append(before)
    return found


def _pieces(document: Document, section: Section) -> list[tuple[Span, bool]]:
    """Return the spans of a section's sentences without its heading, and which are list items."""
    text = document.text[section.start : section.end]
    pieces = []
    for sentence in sentences(text, document.metadata.language):
        at_line_start = sentence.start == 0 or text[sentence.start - 1] == "\n"
        item = at_line_start and text.startswith("- ", sentence.start)
        if not item and sentence.within(text) in section.headings[-1:]:
            continue
        start = section.start + sentence.start + (2 if item else 0)
        pieces.append((Span(start=start, end=section.start + sentence.end), item))
    return pieces
