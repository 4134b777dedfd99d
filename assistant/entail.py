"""Holds a sentence that was worded freely against the statements it cites.

It is believed only where one statement says it nearly word for word: one that it copies, or that
it shortens by whole parts. Whoever wrote it need not be trusted, and nothing here guesses meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.abbreviations import Abbreviation
from assistant.align import absent, taken_from
from assistant.lexicon import ANAPHORS, COORDINATORS, FUNCTION_WORDS, PRONOUNS, TO_BE
from assistant.sentences import sentences
from assistant.statements import Statement, defined, listing
from assistant.tokens import Aliases, tokens
from assistant.values import capital_runs
from assistant.verbs import verbs
from assistant.words import stem, words

_MARKUP = re.compile(r"\]\s*\(|<\s*/?\s*[a-z!]|https?:|www\.|\{\{|\$\{", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]")
_SO_CALLED = re.compile(r"(?:[“\"«]|``)\s*([a-z]+(?: [a-z]+)?)\s*(?:[”\"»]|'')")
"""A word or two in quotation marks, which keep their writer from saying it."""
_HALVES = re.compile(r",? and (?=\S+ \S+)|; ?")
_SUBJECT_WORDS = 10
_SPACING = re.compile(
    r"\s+(?=[.,;:!?)\]]|['’]s\b)|(?<=[(\[])\s+|(?<=\w)\s+(?=-\s+\w)|(?<=\w\s-)\s+(?=\w)"
)
"""Spaces that some texts have, and some writers leave out, beside punctuation."""


@dataclass(frozen=True)
class Verdict:
    """The statements that say a sentence, or why none does."""

    statements: tuple[Statement, ...] = ()
    reason: str | None = None


def entail(claim: str, cited: Sequence[Statement]) -> Verdict:
    """Return which statements say what ``claim`` says, or why they do not.

    Args:
        claim: one sentence or several; each must be said by one statement, and so must each
            half of two that "and" joins. One that opens with "it" may only follow a copy of the
            sentence that it follows in its document, and be a copy itself.
        cited: the statements to hold it against.
    """
    if _MARKUP.search(claim):
        return Verdict(reason="it holds markup or an address")
    if not cited:
        return Verdict(reason="nothing is cited for it")
    if not words(claim):
        return Verdict(reason="it says nothing")
    for quoted in _QUOTED.findall(claim):
        if not any(_plainly(quoted) in _plainly(each.text) for each in cited):
            return Verdict(reason="the words in quotation marks do not stand in what it cites")
    aliases = _unambiguous([a for d in {s.document for s in cited} for a in defined(d)])
    found: list[Statement] = []
    before = ""
    for span in sentences(claim):
        sentence = span.within(claim)
        said = _continuing(sentence, before, cited) or _said_by(sentence, cited, aliases)
        if not said:
            return Verdict(reason=_reason(sentence, cited, aliases))
        found += said
        before = sentence
    return Verdict(statements=tuple(dict.fromkeys(found)))


def _continuing(claim: str, before: str, cited: Sequence[Statement]) -> list[Statement]:
    """Return the statement that a sentence copies together with the one that it leans on."""
    return [
        s
        for s in cited
        if _plainly(claim) == _plainly(s.text)
        and s.antecedent is not None
        and _plainly(before) == _plainly(s.antecedent.text)
    ][:1]


def _said_by(
    claim: str, cited: Sequence[Statement], aliases: Aliases, *, whole: bool = True
) -> list[Statement]:
    """Return the statement that says a sentence, or those that say its halves."""
    copied = next((s for s in cited if _plainly(claim) == _plainly(s.text)), None)
    claimed = tokens(claim, aliases)
    if _leans(claim, aliases):
        return []
    if copied is not None:
        return [copied]
    for statement in cited:
        if statement.document.metadata.language not in (None, "en"):
            continue
        readings = [text for text in readings_of(statement) if not _asserted(claim, text)]
        if any(taken_from(claimed, tokens(text, aliases)) for text in readings):
            return [statement]
    for joint in _HALVES.finditer(claim) if whole else ():
        halves = (claim[: joint.start()], claim[joint.end() :])
        said = [_said_by(half, cited, aliases, whole=False) for half in halves]
        if all(said):
            return [statement for each in said for statement in each]
    return []


def _asserted(claim: str, text: str) -> bool:
    """Whether a sentence says without quotation marks what a text says only within them."""
    kept = _SO_CALLED.findall(claim)
    said = {word.text.lower() for word in words(claim)}
    doubted = (quoted for quoted in _SO_CALLED.findall(text) if quoted not in kept)
    return any(said.issuperset(quoted.split()) for quoted in doubted)


def readings_of(statement: Statement) -> Iterator[str]:
    """Yield what a statement says, by itself and with what it leans on written out.

    An item is read after the words that introduce its list; a pronoun that opens a statement, as
    the subject of the one before, where that says what its subject is and names nothing else.
    """
    yield statement.text
    listed = listing(statement)
    if listed and not listed[0].item:
        header = listed[0].text.rstrip(":")
        yield f"{header} {statement.text}"
        yield "\n".join([header, *(each.text for each in listed[1:])])
    if statement.antecedent is not None and (subject := _subject(statement.antecedent)):
        pronoun = statement.words[0]
        if pronoun.text.lower() in PRONOUNS | ANAPHORS:
            yield f"{subject}{statement.text[pronoun.end :]}"


def _subject(statement: Statement) -> str | None:
    """Return the one name that a statement is about, if it is only about that."""
    texts = [word.text for word in statement.words]
    verb = min(verbs(texts), default=None)
    names = capital_runs(statement.text)
    if verb is None or texts[verb] not in TO_BE or verb > _SUBJECT_WORDS or not names:
        return None
    subject = statement.text[: statement.words[verb].start].strip()
    elsewhere = [run for run in names if run[-1].end > len(subject)]
    plain = re.fullmatch(r"[^,;:()]+(?:\([^()]+\))?", subject)
    return subject if plain and not elsewhere and " and " not in subject else None


def _leans(claim: str, aliases: Aliases) -> bool:
    """Whether a sentence says "it" before it has said of what.

    Behind a semicolon it has: "The mill was sold; it stands empty".
    """
    claimed = tokens(claim.partition(";")[0], aliases)
    done = verbs([token.text for token in claimed])
    spoken = False
    for place, token in enumerate(claimed):
        if place in done:
            return False
        joined = spoken and claimed[place - 1].lower in COORDINATORS
        if (token.lower in PRONOUNS and not joined) or (token.lower in ANAPHORS and not spoken):
            return True
        spoken = spoken or token.lower not in FUNCTION_WORDS
    return False


def _reason(claim: str, cited: Sequence[Statement], aliases: Aliases) -> str:
    claimed = tokens(claim, aliases)
    if _leans(claim, aliases):
        return "it does not say what it speaks of"
    said = [tokens(text, aliases) for s in cited for text in readings_of(s)]
    missing = [absent(claimed, each) for each in said]
    everywhere = tokens("\n".join(s.text for s in cited), aliases)
    if (word := absent(claimed, everywhere)) is not None:
        return f"“{word}” does not stand in what it cites"
    if None not in missing and claimed:
        return "no one sentence of what it cites holds all of its words"
    return "its words stand otherwise in what it cites"


def _unambiguous(abbreviations: Sequence[Abbreviation]) -> Aliases:
    long_forms: dict[str, set[str]] = {}
    for each in abbreviations:
        long_forms.setdefault(stem(each.short), set()).add(each.long)
    return {short: next(iter(forms)) for short, forms in long_forms.items() if len(forms) == 1}


def _plainly(text: str) -> str:
    """Return a text without what a copy of it need not keep."""
    printed = "".join(c if c.isprintable() else " " for c in text)
    return _SPACING.sub("", " ".join(printed.split())).strip(" .;,:-").casefold()
