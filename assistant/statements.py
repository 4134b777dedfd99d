"""Statements: the sentences of a document, each with what it needs to be understood.

A sentence that opens with ``It`` or ``This centre`` speaks of what the sentence before it named;
its statement knows that sentence as its antecedent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from statistics import median

from assistant.abbreviations import Abbreviation, abbreviations
from assistant.lexicon import CALENDAR
from assistant.sentences import sentences
from assistant.types import Document, Section, Span
from assistant.values import capital_runs, is_bare, numbers
from assistant.words import Word, stem_set, words

ITEM_WORDS = 12
"""An item of a list with more words than that is a statement of its own."""
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
_LABEL = re.compile(r"(?<!\S)[A-Z][a-z]+(?: [a-z]+){0,3}: (?=[A-Z])")
_NAMES = re.compile(r"(?:and |the )*[A-Z][^,;:]*(?:, (?:and |the )*[A-Z][^,;:]*)+")
"""Names with commas between them."""
_ATTRIBUTED = re.compile(
    r"\b(?:according to|says that|said that|writes that|wrote that|reports? that|speaks of"
    r"|dates the|counts|counted|puts the|gives the|calls"
    r"|d'après|selon|écrit que|parle de|compte)\b",
    re.IGNORECASE,
)
"""By these words a text gives what it says as the word of another."""


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
            if word.content
            and word.text[0].isupper()
            and (position or word.acronym)
            and word.text.lower() not in CALENDAR
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
        """The stems of its document's title and of who published it."""
        return stem_set(f"{self.document.title or ''} {self.document.metadata.publisher or ''}")

    @cached_property
    def runs(self) -> tuple[tuple[str, ...], ...]:
        """The stems of each name of its own, word by word."""
        return _runs(self.text)

    @property
    def named(self) -> frozenset[frozenset[str]]:
        """The names of several words that its document gives anywhere."""
        return _named(self.document)

    @cached_property
    def lead(self) -> frozenset[str]:
        """The stems of the opening sentence of its document."""
        opening = statements(self.document)[:1]
        return opening[0].stems if opening else frozenset()

    @cached_property
    def elliptic(self) -> bool:
        """Whether it has a number and leaves it to the statement before to say of what."""
        return any(is_bare(self.text, value) for value in numbers(self.text))

    @property
    def attributions(self) -> int:
        """How often it gives what it says as the word of another."""
        return len(_ATTRIBUTED.findall(self.text))

    @property
    def roster(self) -> bool:
        """Whether it only lists names under a label: ``Present: Ida Brandt, Olav Lund``."""
        label = _LABEL.match(self.text)
        return label is not None and _NAMES.fullmatch(self.text, label.end()) is not None

    @property
    def antecedent(self) -> Statement | None:
        """The statement that it cannot be understood without, if any."""
        return self.before if _PRONOUN.match(self.text) else None

    @property
    def leaning(self) -> Statement | None:
        """The statement that it continues: it has a pronoun, ``the``, or is of a list."""
        leans = self.item or self.roster or _ANAPHOR.match(self.text)
        return self.before if leans else None


@lru_cache(maxsize=20000)
def statements(document: Document) -> tuple[Statement, ...]:
    """Return the statements of a document in order; headings are none."""
    return tuple(_split(document))


def listing(statement: Statement) -> tuple[Statement, ...]:
    """Return the list that a statement introduces or stands in: its header, if any, and items."""
    return next((found for found in _listings(statement.document) if statement in found), ())


@lru_cache(maxsize=20000)
def _listings(document: Document) -> tuple[tuple[Statement, ...], ...]:
    found: list[list[Statement]] = []
    for statement in statements(document):
        continues = found and statement.item and found[-1][-1].section == statement.section
        if continues and found[-1][-1].order == statement.order - 1:
            found[-1].append(statement)
        elif statement.item or statement.text.endswith(":"):
            found.append([statement])
    return tuple(tuple(lines) for lines in found if _names_things(lines))


def _names_things(lines: Sequence[Statement]) -> bool:
    """Whether the items of a list are things that it names, not statements of their own."""
    items = [line for line in lines if line.item]
    if len(items) < 2 or sum(item.text[0].isdigit() for item in items) * 2 > len(items):
        return False
    return not lines[0].item or median(len(item.words) for item in items) <= ITEM_WORDS


@lru_cache(maxsize=20000)
def defined(document: Document) -> tuple[Abbreviation, ...]:
    """Return the abbreviations that the document defines, or whose letters one of its names has."""
    bracketed = abbreviations(document.text)
    return (*bracketed, *_by_initials(document, {a.short for a in bracketed}))


def _by_initials(document: Document, known: set[str]) -> Iterator[Abbreviation]:
    """Yield the acronyms of three letters and more that the words of one name begin with."""
    text = document.text
    unexplained = {w.text for w in words(text) if len(w.text) > 2 and w.text.isupper()} - known
    for run in capital_runs(text) if unexplained else ():
        short = "".join(word.text[0] for word in run)
        if short in unexplained:
            start, end = run[0].start, run[-1].end
            yield Abbreviation(short=short, long=text[start:end], start=start, end=end)
            unexplained.discard(short)


@lru_cache(maxsize=20000)
def _named(document: Document) -> frozenset[frozenset[str]]:
    runs = (run for statement in statements(document) for run in statement.runs)
    return frozenset(frozenset(run) for run in runs if len(run) > 1)


def _runs(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(s for word in run for s in word.stems) for run in capital_runs(text))


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
    for sentence in _labelled(text, sentences(text, document.metadata.language)):
        at_line_start = sentence.start == 0 or text[sentence.start - 1] == "\n"
        item = at_line_start and text.startswith("- ", sentence.start)
        own = sentence.within(text)
        # A heading says nothing, unless it says what letters stand for.
        if not item and own in section.headings[-1:] and not abbreviations(own):
            continue
        start = section.start + sentence.start + (2 if item else 0)
        pieces.append((Span(start=start, end=section.start + sentence.end), item))
    return pieces


def _labelled(text: str, found: Iterable[Span]) -> Iterator[Span]:
    """Yield the sentences, parted where a line goes on with another label: "Absent: ..."."""
    for sentence in found:
        start = sentence.start
        if _LABEL.match(text, start):
            for label in _LABEL.finditer(text, start + 1, sentence.end):
                yield Span(start=start, end=start + len(text[start : label.start()].rstrip()))
                start = label.start()
        yield Span(start=start, end=sentence.end)
