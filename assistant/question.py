"""What a question asks for: the kind of thing, about which names, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from assistant.lexicon import CATEGORIES, FRAME_WORDS, FRENCH_WORDS, POSTS, VERBS
from assistant.measures import measures
from assistant.synonyms import adjective
from assistant.types import Span, Value
from assistant.values import capital_runs
from assistant.vocabulary import Vocabulary
from assistant.words import Word, stem, stem_set, words

Kind = Literal[
    "date",
    "number",
    "person",
    "place",
    "expansion",
    "name",
    "reason",
    "list",
    "comparison",
    "confirmation",
    "summary",
    "other",
]
Role = Literal["name", "head", "word"]

_NUMBER_HEADS = stem_set("number percentage share proportion cost price budget amount total")
_CATEGORIES = frozenset(map(stem, CATEGORIES))
_HOW_MANY = stem_set("two three four five six seven eight nine ten")
"""How many things are asked for, which the answer need not count."""
_DATE_HEADS = stem_set("date year month day time century année an mois jour siècle")
_HEADS_BY_KIND: dict[Kind, frozenset[str]] = {
    "number": stem_set("number amount total share percentage"),
    "date": _DATE_HEADS,
}
"""What only says that a number or a date is asked for, and need not be spoken of."""
_ORDER = frozenset(["first", "second", "third", "last", "only", "next", "premier", "première"])
"""The first to do something holds no post."""
_YEAR = r"(?:1[0-9]|20)\d\d"
_EITHER = rf"\b{_YEAR},? or (?:in )?{_YEAR}\b"
_OFFERED = re.compile(_EITHER)
_KINDS: dict[Kind, str] = {
    "expansion": r"\b(stands? for|short for|abbreviation|acronym|spelled out|full name"
    r"|letters\b.*\bmean|que signifie|sigle)\b",
    "name": r"\bnames? of\b",
    "comparison": r"\b(compare|comparison|difference|differ|versus|vs)\b",
    "date": r"\b(what|which) (year|date|month|day)\b"
    r"|\bwhen (is|are|was|were|will|does|do|did|has|have|had|can)\b|\bwhen\W*$"
    r"|^(?!.*\b(what|which|who|whom|whose|where|why|how)\b).*\bwhen\b"
    rf"|{_EITHER}|^\W*(depuis )?quand\b|\b(quelle|quel) (année|date|jour|mois)\b",
    "number": r"\bhow (many|much|old|long|large|big|far|tall|high|deep|wide|heavy|fast)\b"
    r"|\b(?:what|which) time\b"
    r"|\b(percentage|what share|combien|pourcentage|montant)\b",
    "person": r"\b(who|whom|whose|(which|what) (person|people|man|men|woman|women))\b"
    r"|^\W*(à |avec |par |de )?qui\b",
    "place": r"\bwhere\b|^\W*(d')?où\b|\bquel(le)? (ville|pays|lieu)\b"
    r"|\b(what|which) (city|town|country|place|location)\b",
    "reason": r"\bwhy\b|\bpourquoi\b|\bfor what reason\b|\bwhat .*\breason\b",
    "list": r"^\s*(please )?(list|name|enumerate)\b|^\W*(\w+ )?(quels|quelles|lesquels|citez)\b"
    r"|\bwhich (?:of\b|(?:\w+ ){0,3}?\w{2,}s\b).*\bare\b|\bwhat are\b"
    r"|^\W*(which|what) (\w+ ){0,2}?\w{3,}[^sui\W]s (or \w+ )?"
    r"(are|were|do|did|does|has|have|had|can|could|will|would|make|made|take|took|\w+ed)\b",
    "confirmation": r"^\s*(is|are|was|were|does|do|did|has|have|had|can|could|will)\b",
    "summary": r"^\s*(tell me|describe|explain|summari[sz]e|give me)\b|\bwhat (is|was)\b",
}
_FRAMES_BY_KIND: dict[Kind, str] = {
    "expansion": "stand stands short abbreviation acronym spelled full official letters mean",
    "person": "person people man men woman women",
    "comparison": "compare comparison difference differ differences versus",
}
"""Words that put a question of a kind and are not asked about."""
_HEADS = re.compile(
    r"""^\W*(?:
      how\ (?:many|much)\ (?!(?:is|are|was|were|do|does|did|has|have|had|will|can)\b)
        (?P<counted>(?:\w+\ ){0,4}?(?:\w{3,}s|people|children|women|men)\b)
    | (?:what|who)\ (?:is|are|was|were|will\ be)\ (?:the\ |its\ |their\ )?(?P<attribute>.+?)
        (?=\ (?:of|for|at|in|behind|that|which|who|between|on|to|about|with)\b|\W*$)
    | (?:please\ )?(?:list|name|enumerate)\ (?:me\ )?(?:all\ )?(?:of\ )?(?:the\ )?(?P<listed>.+?)
        (?=\ (?:of|for|at|in|that|which|who|between|on|to|about|with|by)\b|\W*$)
    | (?:(?:in|at|from|on|into|to|with|by|for|of)\ )?(?:which|what)\ (?P<chosen>
        (?!(?:is|are|was|were|does|do|did)\b).+?)
        (?=\ (?:does|do|did|is|are|was|were|has|have|had|will|can|should|would|\w+ed)\b
        |\ \w+[^su]s\b(?!\ (?:does|do|did|is|are|was|were|has|have|had|will|can)\b)|\W*$)
    )""",
    re.IGNORECASE | re.VERBOSE,
)

_OF = re.compile(r"^\W*what (?:is|was|are|were) (?:the|its|their) (?:\w+ )?\w+ (?:of|for)\b", re.I)
_HEAD_GROUPS = ("counted", "attribute", "listed", "chosen")
_PEOPLE = re.compile(
    r"\b(?:which|what) (?:people|men|women)\b|\bwho (?:are|were|have)\b", re.IGNORECASE
)
_SETTING = {"in", "at", "near", "during"}
_NAME = r"[A-Z][\w.-]*(?: (?:of |de |for |the )?[A-Z0-9][\w.-]*)*"
_PAIR = re.compile(
    rf"(?P<pair>(?:the )?(?P<one>{_NAME}) (?:and|with|to|versus|vs\.?|or)"
    rf" (?:the )?(?P<other>{_NAME}))"
)
_BOTH = re.compile(
    rf"(?P<one>(?:the )?{_NAME}),? and (?P<other>(?:(?:in|the|at|with|of|for|to) )*{_NAME})"
)
_TOGETHER = re.compile(r"\b(?:between|both|joint|together)\b", re.IGNORECASE)
_PASSIVE_PAIR = re.compile(
    rf"\b(?:were|are) (?P<pair>(?:the )?(?P<one>{_NAME}) and (?:the )?(?P<other>{_NAME})) \w+"
)
_PASSIVE = re.compile(r"\W*(?:when|in (?:which|what) \w+) (?:was|were)\b", re.IGNORECASE)
_HOW = re.compile(r"\bhow (?!many|much)(\w+)", re.IGNORECASE)
_COUNTED = re.compile(r"\bhow many\b", re.IGNORECASE)
_TIME = re.compile(r"\b(?:what|which) time\b", re.IGNORECASE)
_PRICED = re.compile(r"\bhow much (?:is|are|was|were)\b", re.IGNORECASE)
"""By itself this asks for a price."""
_AND_ASKS = re.compile(
    r",?\s+and\s+(?=(?:(?:in|at|from|since|to|by|of) )?(?:who|what|when|where|which|why|how)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:(?:in|at|from|since|to|by|of) )?"
    r"(?:who|what|when|where|which|why|how(?: many| much)?)\b",
    re.IGNORECASE,
)
_COMPARE = re.compile(r"^\W*(?:compare|what is the difference between|how do)\b\s*", re.IGNORECASE)


ENGLISH, FRENCH = "en", "fr"


class Term(Value):
    """A content word of a question: its stem and the part it plays.

    A ``name`` must be spoken of where the answer stands; a ``head`` is what is asked for. A
    ``setting`` is where or when it takes place ("in Paris"). The first word of a name of several
    ``leads``: it is what the name is shortened to; its ``run`` is all of that name. The noun of
    "which ship" is ``soft``: a sentence that names one need not say that it is one. Where a person
    is asked for, a word may be what that person ``does``.
    """

    text: str
    stem: str
    role: Role
    setting: bool = False
    leads: bool = True
    soft: bool = False
    does: bool = False
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
    passive: bool = False
    """Whether it asks what was done to the thing named: "When was X founded?"."""

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
        units = _NUMBER_HEADS | _DATE_HEADS
        return self.kind == "other" and any(t.soft and t.stem not in units for t in self.terms)

    def renamed(self) -> Question:
        """Return the question as a text may answer it that calls what is counted otherwise."""
        if self.kind != "number" or self.measures:
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
    return tuple(
        question for one in _asked_one_by_one(text) for question in _sides(one, vocabulary)
    )


def _asked_one_by_one(text: str) -> list[str]:
    """Return the questions of "Who ..., and when ...?"; the first completes a short one."""
    first, *others = _AND_ASKS.split(text)
    return [
        first,
        *(other if _stands_alone(other) else _completed(other, first) for other in others),
    ]


def _stands_alone(text: str) -> bool:
    return any(w.capital for w in words(_ASKS.sub("", text)))


def _completed(text: str, first: str) -> str:
    """Return a short question with what the first one asks about: all of it, or the names."""
    rest = _ASKS.sub("", text).strip(" ?.")
    if not any(w.content for w in words(rest)):
        return f"{text.strip(' ?.')} {_ASKS.sub('', first).strip(' ?.')}?"
    named = [w for w in words(first)[1:] if w.capital]
    about = first[named[0].start : named[-1].end] if named else ""
    return f"{text.strip(' ?.')} {about}?"


def halves(text: str) -> tuple[str, str] | None:
    """Return a question about "X and Y" once for each of the two, if they can be asked apart."""
    match = _BOTH.search(text)
    if match is None or _TOGETHER.search(text, 0, match.start()):
        return None
    start, end = match.span()
    return text[:start] + match["one"] + text[end:], text[:start] + match["other"] + text[end:]


def _sides(text: str, vocabulary: Vocabulary) -> list[Question]:
    kind = _kind(text)
    parts = _parts(text, kind)
    if len(parts) > 1 and kind == "comparison":
        kind = "summary"
    return [_analysed(part, kind, vocabulary) for part in parts]


def _analysed(text: str, kind: Kind, vocabulary: Vocabulary) -> Question:
    offered = set(re.findall(_YEAR, text)) if _OFFERED.search(text) else set()
    framing = FRAME_WORDS.union(offered, _FRAMES_BY_KIND.get(kind, "").split())
    head = _head(text)
    found = words(text)
    shouted = sum(w.capital for w in found) > 0.7 * len(found)
    terms: dict[str, Term] = {}
    runs = capital_runs(text)
    led = {w.start for run in runs for w in _after_lead(run, vocabulary)}
    run_of = {w.start: tuple(s for v in run for s in v.stems) for run in runs for w in run}
    cased = not shouted and any(w.capital and w.text[0].isalpha() for w in found[1:])
    soft = _class_noun(text)
    language = FRENCH if any(w.text.lower() in FRENCH_WORDS for w in found) else ENGLISH
    for position, word in enumerate(found):
        if not word.content or word.text.lower() in framing or _is_noise(word, vocabulary):
            continue
        capital = word.capital and position > 0 and not shouted
        setting = position > 0 and found[position - 1].text.lower() in _SETTING
        in_head = head is not None and head.start <= word.start < head.end
        for part in word.stems:
            if part in _HEADS_BY_KIND.get(kind, ()) or (in_head and part in _HOW_MANY):
                continue
            run = run_of.get(word.start, ())
            written = capital or word.acronym or not cased or not position
            described = adjective(part) and len(run) < 2
            role: Role = "head" if in_head and not described else "word"
            if (
                written
                and not described
                and vocabulary.names(part, acronym=word.acronym, capital=capital)
            ):
                role = "name"
            terms.setdefault(
                part,
                Term(
                    text=word.text,
                    stem=part,
                    role=role,
                    setting=setting,
                    leads=word.start not in led,
                    soft=word.start == soft or (role == "head" and part in _CATEGORIES),
                    does=kind == "person" and role == "word",
                    run=run,
                    language=language,
                ),
            )
    passive = kind == "date" and _PASSIVE.match(text) is not None
    return Question(
        text=text,
        kind=kind,
        terms=tuple(terms.values()),
        measures=_measures(text, terms.values()) if kind == "number" else frozenset(),
        offered=kind == "date" and _OFFERED.search(text) is not None,
        plural=kind == "person" and _PEOPLE.search(text) is not None,
        passive=passive,
    )


def _is_noise(word: Word, vocabulary: Vocabulary) -> bool:
    """Whether one or two small letters mean nothing in these documents: a slip of the pen."""
    short = len(word.text) <= 2 and word.text.isalpha() and word.text.islower()
    return short and not any(vocabulary.knows(s) for s in word.stems)


def _class_noun(text: str) -> int | None:
    """Return where the noun of "which ship" begins."""
    match = _HEADS.match(text)
    head = _head(text)
    if match is None or not match.group("chosen") or head is None:
        return None
    return head.start + words(head.within(text))[-1].start


def _measures(text: str, terms: Iterable[Term]) -> frozenset[str]:
    how = _HOW.search(text)
    if how:
        return measures(stem(how.group(1)))
    if _TIME.search(text):
        return measures("time")
    if _COUNTED.search(text):
        return frozenset()
    if re.search(r"\bhow much\b", text, re.IGNORECASE):
        said = frozenset(m for t in terms if t.role != "name" for m in measures(t.stem))
        return said or frozenset(["money"] if _PRICED.search(text) else [])
    heads = [measures(t.stem) for t in terms if t.role == "head"]
    return heads[-1] if heads else frozenset()


def _after_lead(run: Sequence[Word], vocabulary: Vocabulary) -> Sequence[Word]:
    """Return the words of a name after its first one that is no common word."""
    proper = (n for n, word in enumerate(run) if vocabulary.proper.issuperset(word.stems))
    return [word for word in run[next(proper, len(run)) + 1 :] if not word.acronym]


def _parts(text: str, kind: Kind) -> list[str]:
    """Return the question once for each of the things it names side by side."""
    match = _PAIR.search(text) if kind == "comparison" else _PASSIVE_PAIR.search(text)
    if match is None:
        return [text]
    start, end = match.span("pair")
    plain = _COMPARE.sub("", text[:start])
    return [plain + match.group(side) + text[end:] for side in ("one", "other")]


def _kind(text: str) -> Kind:
    found: Kind = next(
        (kind for kind, pattern in _KINDS.items() if re.search(pattern, text, re.IGNORECASE)),
        "other",
    )
    if found in ("summary", "list", "other"):
        head = _attribute(text)
        if head & _NUMBER_HEADS or (_OF.search(text) and any(map(measures, head))):
            return "number"
        if head & _DATE_HEADS:
            return "date"
    return found


def _attribute(text: str) -> frozenset[str]:
    match = _HEADS.match(text)
    attribute = match and match.group("attribute")
    return frozenset(stem(w.text) for w in words(attribute)[-1:]) if attribute else frozenset()


def _head(text: str) -> Span | None:
    """Return where the question says what it asks for: how many, the what of, which."""
    match = _HEADS.match(text)
    found = match and next((match.span(n) for n in _HEAD_GROUPS if match.group(n)), None)
    return Span(start=found[0], end=found[0] + _before_verb(text[slice(*found)])) if found else None


def _before_verb(head: str) -> int:
    """Return where a head ends: before a verb whose form shows that it is one."""
    verb = next((w for w in words(head)[1:] if w.text.lower() in VERBS), None)
    return verb.start if verb else len(head)
