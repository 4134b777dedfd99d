"""Holds a sentence that was worded freely against the text it cites.

Each clause of the sentence must find one clause of the text that says all of it: its numbers,
dates, names and words together, said with the same certainty and of the same things.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.abbreviations import Abbreviation
from assistant.assertions import Assertion, assertions, inside, typed
from assistant.lexicon import BOUNDS, HEDGES, NEGATORS, PRONOUNS, REPORTING, UNIVERSALS
from assistant.mismatches import absent_value, bound_elsewhere, otherwise_certain, turned_round
from assistant.synonyms import near
from assistant.types import Span
from assistant.values import capital_runs
from assistant.words import Word, stem, words

_QUOTED = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]")
_MARKUP = re.compile(r"\]\s*\(|<\s*/?\s*[a-z!]|https?:|www\.|\{\{|\$\{", re.IGNORECASE)
_HANDLED = REPORTING | HEDGES | NEGATORS | UNIVERSALS | set(BOUNDS)
"""Words that other checks answer for."""
_AGENT = re.compile(r"e?[eo]r$")

Aliases = Mapping[str, tuple[str, ...]]
"""The stems of a long form, by the stem of its abbreviation."""


@dataclass(frozen=True)
class Topic:
    """What a claim is about where it does not say so itself.

    Attributes:
        stems: those of the names that were asked about.
        alone: one thing is asked about, so a clause about another name is beside the point.
    """

    stems: frozenset[str] = frozenset()
    alone: bool = False


@dataclass(frozen=True)
class _Side:
    """A clause of the claim or of the text, with its abbreviations written out."""

    assertion: Assertion
    aliases: Aliases

    @cached_property
    def sequence(self) -> tuple[str, ...]:
        """The stems of its content words, in order."""
        found = self.assertion.words
        return tuple(s for w in found if w.content or _letter(w) for s in self.stems(w))

    @cached_property
    def every(self) -> frozenset[str]:
        """All its stems, abbreviations both ways."""
        bare = {s for w in self.assertion.words for s in w.stems}
        return frozenset(bare | set(self.sequence))

    @cached_property
    def names(self) -> list[list[Word]]:
        """Its names; a first word that is a name only by its place is one of them."""
        values = [Span(start=v.start, end=v.end) for v in typed(self.assertion.text)]
        runs = (
            [w for w in run if not inside(w.start, values)]
            for run in capital_runs(self.assertion.text)
        )
        held = [r for r in runs if r and inside(r[0].start, self.assertion.spans)]
        letters = {w.start: w for w in self.assertion.words if _letter(w)}
        return [[*r, *filter(None, [letters.get(r[-1].end + 1)])] for r in held]

    @cached_property
    def plain(self) -> list[Word]:
        """Its content words that are neither in names nor in values."""
        taken = [Span(start=w.start, end=w.end) for run in self.names for w in run]
        taken += [Span(start=v.start, end=v.end) for v in self.assertion.values]
        return [
            w
            for w in self.assertion.words
            if w.content and not inside(w.start, taken) and w.text.lower() not in _HANDLED
        ]

    def stems(self, word: Word) -> tuple[str, ...]:
        return tuple(long for s in word.stems for long in self.aliases.get(s, (s,)))


def entail(
    claim: str,
    quotes: Sequence[str],
    *,
    abbreviations: Sequence[Abbreviation] = (),
    topic: Topic | None = None,
    language: str | None = None,
) -> str | None:
    """Return why the quotes do not say what ``claim`` says; None where they do.

    Args:
        claim: a sentence.
        quotes: the texts that it cites; each of its clauses must be said by one of them.
        abbreviations: those that the documents of the quotes define.
        topic: what clauses that do not name it must be about; None if nothing is asked of them.
        language: of the quotes, as an ISO 639-1 code.
    """
    if _MARKUP.search(claim):
        return "it holds markup or an address"
    if any(_plainly(claim) == _plainly(quote) for quote in quotes):
        return None
    for quoted in _QUOTED.findall(claim):
        if not any(_plainly(quoted) in _plainly(quote) for quote in quotes):
            return "the words in quotation marks do not stand in what it cites"
    aliases = _unambiguous(abbreviations)
    said = [_Side(a, aliases) for q in quotes for a in assertions(q, language)]
    if not said:
        return "nothing is cited for it"
    claimed = [_Side(a, aliases) for a in assertions(claim, language)]
    if not any(c.plain or c.names or c.assertion.values for c in claimed):
        return "it says nothing"
    return next((reason for c in claimed if (reason := _unsaid(c, said, topic))), None)


def _unsaid(claim: _Side, said: Sequence[_Side], topic: Topic | None) -> str | None:
    """Return why no clause says what the claim does: the reason of the one that comes nearest."""
    reasons = [_gap(claim, each, topic, said) for each in said]
    if None in reasons:
        return None
    return max((r for r in reasons if r is not None), key=lambda r: r[0])[1]


def _gap(
    claim: _Side, said: _Side, topic: Topic | None, everything: Sequence[_Side]
) -> tuple[int, str] | None:
    """Return why a clause does not say what the claim does, and how many checks it passed."""
    if topic is not None and not _about(topic, claim, said, everything):
        return 0, "it does not speak of what was asked about"
    if (absent := _absent(claim, said)) is not None:
        stands = any(_absent_part(absent, claim, other) for other in everything)
        where = "does not stand with the rest of it in" if stands else "does not stand in"
        return 1, f"“{absent}” {where} what it cites"
    checks = (otherwise_certain, bound_elsewhere, turned_round)
    for number, check in enumerate(checks):
        if reason := check(claim.assertion, said.assertion):
            return 2 + number, reason
    return None


def _about(topic: Topic, claim: _Side, said: _Side, everything: Sequence[_Side]) -> bool:
    """Whether a claim names its topic, or the clause it stands on does, as far as names tell."""
    meant = {long for s in topic.stems for long in (s, *said.aliases.get(s, ()))}
    pronoun = claim.assertion.words[0].text.lower() in PRONOUNS
    if not pronoun and (meant & claim.every or (claim.names and not topic.alone)):
        return True
    known = meant & {s for side in everything for s in side.every}
    return known <= said.every if known else not said.names


def _absent(claim: _Side, said: _Side) -> str | None:
    """Return the first words of the claim that a clause does not hold."""
    value = absent_value(claim.assertion, said.assertion)
    if value is not None:
        return value
    for run in claim.names:
        if (missing := _absent_name(run, claim, said)) is not None:
            return missing
    for word in claim.plain:
        if not _supported(word, said):
            return word.text
    return None


def _absent_part(text: str, claim: _Side, other: _Side) -> bool:
    stems = {long for w in words(text) for long in claim.stems(w)}
    return bool(stems) and stems <= other.every


def _absent_name(run: Sequence[Word], claim: _Side, said: _Side) -> str | None:
    """Return what of a name is absent; a capital at the start of a sentence may mean nothing."""
    opens = run[0].start == claim.assertion.sentence.start and not run[0].acronym
    if _stands(run, claim, said):
        return None
    if opens and _supported(run[0], said) and (not run[1:] or _stands(run[1:], claim, said)):
        return None
    return claim.assertion.text[run[0].start : run[-1].end]


def _stands(run: Sequence[Word], claim: _Side, said: _Side) -> bool:
    wanted = tuple(s for w in run for s in claim.stems(w))
    short = tuple(s for w in run for s in w.stems)
    return _contiguous(wanted, said.sequence) or (len(short) == 1 and short[0] in said.every)


def _letter(word: Word) -> bool:
    """Whether a word without meaning tells names apart: ``Line A``, ``Reactor One``."""
    return not word.content and word.text[0].isupper()


def _contiguous(wanted: tuple[str, ...], held: tuple[str, ...]) -> bool:
    size = len(wanted)
    return any(held[n : n + size] == wanted for n in range(len(held) - size + 1))


def _supported(word: Word, said: _Side) -> bool:
    """Whether a clause holds a word: itself, a near synonym, or the verb of who does it."""
    roots = {r for s in said.every for r in _roots(s)}
    return all(s in said.every or near(s) & said.every or _roots(s) & roots for s in word.stems)


def _roots(term: str) -> set[str]:
    root = _AGENT.sub("", term)
    return {root, root + "e"} if root != term and len(root) > 3 else {term}


def _unambiguous(abbreviations: Sequence[Abbreviation]) -> Aliases:
    long_forms: dict[str, set[tuple[str, ...]]] = {}
    for each in abbreviations:
        long = tuple(s for w in words(each.long) if w.content for s in w.stems)
        long_forms.setdefault(stem(each.short), set()).add(long)
    return {short: next(iter(forms)) for short, forms in long_forms.items() if len(forms) == 1}


def _plainly(text: str) -> str:
    return " ".join(text.split()).strip(" .;,:-").casefold()
