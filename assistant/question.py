"""What a question asks for: the kind of thing, about which names, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.compound import one_by_one, sides, told_and_asked
from assistant.kinds import (
    DATE_HEADS,
    MEASURING,
    NUMBER_HEADS,
    OFFERED,
    YEAR,
    Kind,
    class_noun,
    head_of,
    kind_of,
)
from assistant.lexicon import (
    CATEGORIES,
    DESIGNATIONS,
    ENGLISH,
    FRAME_WORDS,
    FRENCH,
    FRENCH_WORDS,
    POSTS,
    TITLES,
)
from assistant.measures import measures
from assistant.synonyms import adjective
from assistant.types import Span, Value
from assistant.values import capital_runs
from assistant.vocabulary import Vocabulary
from assistant.words import Word, stem, stem_set, words

Role = Literal["name", "head", "word"]

_CATEGORIES = frozenset(map(stem, CATEGORIES))
_HOW_MANY = stem_set("two three four five six seven eight nine ten")
"""How many things are asked for, which the answer need not count."""
_HEADS_BY_KIND: dict[Kind, frozenset[str]] = {
    "number": stem_set("number amount total share percentage"),
    "date": DATE_HEADS,
}
"""What only says that a number or a date is asked for, and need not be spoken of."""
_ORDER = frozenset(["first", "second", "third", "last", "only", "next", "premier", "première"])
"""Which of several it is: the first to do something holds no post."""
_FRAMES_BY_KIND: dict[Kind, str] = {
    "expansion": "stand stands short abbreviation acronym spelled full official letters mean",
    "date": "since week",
    "reason": "reason reasons",
    "person": "person persons people man men woman women",
    "comparison": "compare comparison difference differ differences versus",
}
"""Words that put a question of a kind and are not asked about."""
_PEOPLE = re.compile(
    r"\b(?:which|what) (?:persons|people|men|women)\b|\bwho (?:are|were|have)\b", re.IGNORECASE
)
_NAMED = re.compile(r"\.? [A-ZÀ-Þ]")
"""What follows a title: a name, which a text may give without it."""
_SETTING = {"in", "at", "near", "during"}
_PASSIVE = re.compile(r"\W*(?:when|in (?:which|what) \w+) (?:was|were)\b", re.IGNORECASE)
_HOW = re.compile(r"\bhow (?!many|much)(\w+)", re.IGNORECASE)
_COUNTED = re.compile(r"\bhow many\b", re.IGNORECASE)
_AHEAD = re.compile(r"\bhow far (?=(?:ahead|beforehand|in advance)\b)", re.IGNORECASE)
"""That is a time, not a distance."""
_TIME = re.compile(r"\b(?:what|which) time\b", re.IGNORECASE)
_OR = re.compile(r"(\w+) or (\w+)")
_CLOCK = frozenset(["clock"])
_VALUED = frozenset(["money", "share", "temperature", "speed", "power"])
_SIZED = frozenset(["high", "low", "large", "big"])
"""Of what is valued, these ask for no length: "How high is the subsidy?"."""
_COUNT = re.compile(r"(?!1[0-9]\d\d|20\d\d)\d+(?= (?:[a-z]+ )?(?:[a-z]{2,}s|children|people)\b)")
"""A number of what follows it, not one by which something is called: "12 boats", not "line 4"."""
_SEASON = re.compile(r"\d{4}[/–-]$")
_HABITUAL = re.compile(
    r"\bwhen\b(?: in the \w+)? (?:do|does|can|may|should|must|is|are)\b|\b(?:which|what) days?\b",
    re.IGNORECASE,
)
_PRICED = re.compile(r"\bhow much (?:is|are|was|were)\b", re.IGNORECASE)
"""By itself this asks for a price."""
_CONTRACTED = re.compile(r"\b(what|who|where|when|how|why)['’]s\b", re.IGNORECASE)
_PRESENT = re.compile(r"\W*(?:who (?:is|are|(?!was)\w+s)|qui (?:est|sont|\w+e))\b", re.IGNORECASE)


class Term(Value):
    """A content word of a question: its stem and the part it plays.

    A ``name`` must be spoken of where the answer stands; a ``head`` is what is asked for. A
    ``setting`` is where or when it takes place ("in Paris"). The first word of a name of several
    ``leads``: it is what the name is shortened to; its ``run`` is all of that name. The noun of
    "which ship" is ``soft``: a sentence that names one need not say that it is one. Where a person
    is asked for, a word may be what that person ``does``. The words of what documents have letters
    for ("research centre (RC)") are ``fixed``: others that mean the same name something else.
    """

    text: str
    stem: str
    role: Role
    setting: bool = False
    leads: bool = True
    soft: bool = False
    does: bool = False
    fixed: bool = False
    run: tuple[str, ...] = ()
    language: str = ENGLISH


class Question(Value):
    """A question, taken apart."""

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    measures: frozenset[str] = frozenset()
    """What it asks to be measured: "How long" asks for a length or a duration."""
    offered: bool = False
    """Whether it offers dates to choose from: "in 2020 or in 2021"."""
    plural: bool = False
    """Whether it asks for more than one person: "Which people have led X?"."""
    habitual: bool = False
    """Whether it may ask for a time of the day or the week: "When does X open?"."""
    passive: bool = False
    """Whether it asks what was done to the thing named: "When was X founded?"."""
    present: bool = False
    """Whether it asks who does something now: "Who leads X?"."""

    @property
    def posts(self) -> tuple[Term, ...]:
        """What it asks the holder of, if anything: "Who directs X?", "Who is the mayor of X?"."""
        return tuple(
            term
            for term in self.terms
            if self.kind == "person"
            and (term.role == "head" or term.text.lower() in POSTS)
            and term.text.lower() not in _ORDER
        )

    @property
    def chosen(self) -> bool:
        """Whether it asks which thing of a class it is: "Which ship ...?"."""
        units = NUMBER_HEADS | DATE_HEADS
        return self.kind == "other" and any(t.soft and t.stem not in units for t in self.terms)

    @property
    def subject(self) -> tuple[str, ...]:
        """The stems of the one name that it asks about, in order; nothing where it has several."""
        found = {term.run or (term.stem,) for term in self.names}
        return found.pop() if len(found) == 1 else ()

    @property
    def asks_what(self) -> bool:
        """Whether it asks what a name is, and nothing else of it."""
        said = {term.stem for term in self.terms}
        return self.kind == "summary" and bool(said) and said <= set(self.subject)

    def renamed(self) -> Question:
        """Return the question as a text may answer it that calls what is counted otherwise."""
        fixed = any(t.fixed for t in self.terms if t.role == "head")
        if self.kind != "number" or self.measures or fixed:
            return self
        terms = [
            t.model_copy(update={"role": "word"}) if t.role == "head" else t for t in self.terms
        ]
        return self.model_copy(update={"terms": tuple(terms)})

    @property
    def names(self) -> tuple[Term, ...]:
        """The terms that are names."""
        return tuple(term for term in self.terms if term.role == "name")


def analyse(text: str, vocabulary: Vocabulary) -> tuple[Question, ...]:
    """Take a question apart: into several, if it asks the same of several things.

    Args:
        text: a question that stands alone.
        vocabulary: of the documents, so that ``limms`` is recognised as a name.
    """
    written_out = _AHEAD.sub("how long ", _CONTRACTED.sub(r"\1 is", text))
    _, asked = told_and_asked(written_out)
    return tuple(q for text in asked for one in one_by_one(text) for q in _sides(one, vocabulary))


def _sides(text: str, vocabulary: Vocabulary) -> list[Question]:
    kind = kind_of(text)
    parts = sides(text, kind)
    if len(parts) > 1 and kind == "comparison":
        kind = "summary"
    return [_analysed(part, kind, vocabulary) for part in parts]


def _analysed(text: str, kind: Kind, vocabulary: Vocabulary) -> Question:
    terms = _terms(text, kind, vocabulary)
    return Question(
        text=text,
        kind=kind,
        terms=terms,
        measures=_measures(text, terms) if kind == "number" else frozenset(),
        offered=kind == "date" and OFFERED.search(text) is not None,
        plural=kind == "person" and _PEOPLE.search(text) is not None,
        habitual=kind == "date" and _HABITUAL.search(text) is not None,
        passive=kind == "date" and _PASSIVE.match(text) is not None,
        present=kind == "person" and _PRESENT.match(text) is not None,
    )


@dataclass(frozen=True)
class _Wording:
    """How a question is written, which decides what its words are."""

    kind: Kind
    head: Span | None
    soft: int | None
    shouted: bool
    """Nearly every word has a capital, so that none tells a name."""
    cased: bool
    """Names have capitals, as some word shows."""
    counts: frozenset[int]
    """Where numbers stand that count what follows."""
    led: frozenset[int]
    """Where the words of names stand that another one leads."""
    run_of: dict[int, tuple[str, ...]]
    """The stems of the name that a word stands in, by where it begins."""
    language: str


def _wording(text: str, kind: Kind, vocabulary: Vocabulary) -> _Wording:
    found, runs = words(text), capital_runs(text)
    shouted = sum(w.capital for w in found) > 0.7 * len(found)
    french = any(w.text.lower() in FRENCH_WORDS for w in found)
    return _Wording(
        kind=kind,
        head=head_of(text),
        soft=class_noun(text),
        shouted=shouted,
        cased=not shouted and any(w.capital and w.text[0].isalpha() for w in found[1:]),
        counts=frozenset(m.start() for m in _COUNT.finditer(text)),
        led=frozenset(w.start for run in runs for w in _after_lead(run, vocabulary)),
        run_of={w.start: tuple(s for v in run for s in v.stems) for run in runs for w in run},
        language=FRENCH if french else ENGLISH,
    )


def _terms(text: str, kind: Kind, vocabulary: Vocabulary) -> tuple[Term, ...]:
    offered = set(re.findall(YEAR, text)) if OFFERED.search(text) else set()
    framing = FRAME_WORDS.union(offered, _FRAMES_BY_KIND.get(kind, "").split())
    wording = _wording(text, kind, vocabulary)
    terms: dict[str, Term] = {}
    found = words(text)
    for before, word in zip((None, *found), found, strict=False):
        if word.text.isdigit() and _SEASON.search(text[: word.start]):
            continue
        if word.text.lower() in TITLES and _NAMED.match(text, word.end):
            continue
        if not word.content or word.text.lower() in framing or _is_noise(word, vocabulary):
            continue
        in_head = wording.head is not None and wording.head.start <= word.start < wording.head.end
        for part in word.stems:
            if part in _HEADS_BY_KIND.get(kind, ()) or (in_head and part in _HOW_MANY):
                continue
            term = _term(part, word, before, wording, vocabulary, in_head=in_head)
            terms.setdefault(part, term)
    return _fixed(tuple(_either(text, terms.values())), vocabulary)


def _fixed(terms: Sequence[Term], vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Mark the terms that together are the long form of an abbreviation."""
    asked = {term.stem for term in terms}
    forms = (long for several in vocabulary.abbreviations.values() for long in several)
    fixed = {stem for long in forms if len(long) > 1 and asked.issuperset(long) for stem in long}
    return tuple(t.model_copy(update={"fixed": True}) if t.stem in fixed else t for t in terms)


def _either(text: str, terms: Iterable[Term]) -> Iterator[Term]:
    """Yield the terms; of "songs or poems" neither by itself is what must be spoken of."""
    joined = {s for pair in _OR.findall(text) for word in pair for s in stem_set(word)}
    for term in terms:
        if term.role == "head" and term.stem in joined:
            yield term.model_copy(update={"role": "word"})
        else:
            yield term


def _term(
    part: str,
    word: Word,
    before: Word | None,
    wording: _Wording,
    vocabulary: Vocabulary,
    *,
    in_head: bool,
) -> Term:
    run = wording.run_of.get(word.start, ())
    capital = word.capital and before is not None and not wording.shouted
    written = capital or word.acronym or not wording.cased or before is None
    described = (
        (adjective(part) and len(run) < 2)
        or word.text.lower() in _ORDER
        or word.start in wording.counts
        or (_designates(word) and part not in run[-1:])
    )
    role: Role = "head" if in_head and not described else "word"
    named = vocabulary.names(part, acronym=word.acronym, capital=capital)
    lettered = before is not None and before.acronym and run[1:2] == (part,)
    if (written and not described and named) or (lettered and vocabulary.is_one_of(run[0], part)):
        role = "name"
    return Term(
        text=word.text,
        stem=part,
        role=role,
        setting=before is not None and before.text.lower() in _SETTING,
        leads=word.start not in wording.led,
        soft=word.start == wording.soft or (role == "head" and part in _CATEGORIES),
        does=wording.kind == "person" and role == "word",
        run=run,
        language=wording.language,
    )


def _is_noise(word: Word, vocabulary: Vocabulary) -> bool:
    """Whether one or two small letters mean nothing in these documents: a slip of the pen."""
    short = len(word.text) <= 2 and word.text.isalpha() and word.text.islower()
    return short and not any(vocabulary.knows(s) for s in word.stems)


def _measures(text: str, terms: Iterable[Term]) -> frozenset[str]:
    how = _HOW.search(text)
    if how:
        said = frozenset(m for t in terms if t.role != "name" for m in measures(t.stem))
        valued = said & _VALUED if how.group(1).lower() in _SIZED else frozenset()
        return valued or measures(stem(how.group(1)))
    if _TIME.search(text):
        return measures("time")
    if _COUNTED.search(text):
        return frozenset()
    if re.search(r"\b(?:how much|montant)\b", text, re.IGNORECASE):
        said = frozenset(m for t in terms if t.role != "name" for m in measures(t.stem)) - _CLOCK
        return said or frozenset(["money"] if _PRICED.search(text) else [])
    verb = MEASURING.search(text)
    if verb:
        return measures(stem(verb.group(1)))
    heads = [measures(t.stem) for t in terms if t.role == "head"]
    return heads[-1] if heads else frozenset()


def _after_lead(run: Sequence[Word], vocabulary: Vocabulary) -> Sequence[Word]:
    """Return the words of a name after its first one that is no common word."""
    proper = (
        n
        for n, word in enumerate(run)
        if vocabulary.proper.issuperset(word.stems) and not (_designates(word) and run[n + 1 :])
    )
    return [word for word in run[next(proper, len(run)) + 1 :] if not word.acronym]


def _designates(word: Word) -> bool:
    return word.text.lower() in DESIGNATIONS
