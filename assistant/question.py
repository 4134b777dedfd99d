"""What a question asks for: the kind of thing, about which names, in which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.lexicon import FRAME_WORDS
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
_DATE_HEADS = stem_set("date year month day time century")
_HEADS_BY_KIND: dict[Kind, frozenset[str]] = {
    "number": stem_set("number amount total share percentage"),
    "date": _DATE_HEADS,
}
"""What only says that a number or a date is asked for, and need not be spoken of."""
_KINDS: dict[Kind, str] = {
    "expansion": r"\b(stands? for|short for|abbreviation|acronym|spelled out|full name)\b",
    "name": r"\bnames? of\b",
    "comparison": r"\b(compare|comparison|difference|differ|versus|vs)\b",
    "date": r"\b(when|since when|(what|which|in what|in which) (year|date|month|day))\b",
    "number": r"\bhow (many|much|old|long|large|big|far|tall|high)\b|\b(percentage|what share)\b",
    "person": r"\b(who|whom|whose)\b",
    "place": r"\bwhere\b|\b(what|which) (city|town|country|place|location)\b",
    "reason": r"\bwhy\b|\bfor what reason\b|\bwhat .*\breason\b",
    "list": r"^\s*(please )?(list|name|enumerate)\b|\bwhich\b.*\bare\b|\bwhat are\b",
    "confirmation": r"^\s*(is|are|was|were|does|do|did|has|have|had|can|could|will)\b",
    "summary": r"^\s*(tell me|describe|explain|summari[sz]e|give me)\b|\bwhat (is|was)\b",
}
_FRAMES_BY_KIND: dict[Kind, str] = {
    "expansion": "stand stands short abbreviation acronym spelled full official",
    "comparison": "compare comparison difference differ differences versus",
}
"""Words that put a question of a kind and are not asked about."""
_HEADS = re.compile(
    r"""^\W*(?:
      how\ (?:many|much)\ (?P<counted>(?:\w+\ ){0,4}?(?:\w{3,}s|people|children|women|men)\b)
    | (?:what|who)\ (?:is|are|was|were|will\ be)\ (?:the\ |its\ |their\ )?(?P<attribute>.+?)
        (?=\ (?:of|for|at|in|behind|that|which|who|between|on|to|about|with)\b|\W*$)
    | (?:(?:in|at|from)\ )?(?:which|what)\ (?P<chosen>(?!(?:is|are|was|were|does|do|did)\b).+?)
        (?=\ (?:does|do|did|is|are|was|were|has|have|had|will|can|should|would|\w+ed|\w+[^su]s)\b
        |\W*$)
    )""",
    re.IGNORECASE | re.VERBOSE,
)

_HEAD_GROUPS = ("counted", "attribute", "chosen")
_SETTING = {"in", "at", "near", "during"}
_NAME = r"[A-Z][\w.-]*(?: (?:of |de |for |the )?[A-Z0-9][\w.-]*)*"
_PAIR = re.compile(
    rf"(?P<pair>(?:the )?(?P<one>{_NAME}) (?:and|with|to|versus|vs\.?|or)"
    rf" (?:the )?(?P<other>{_NAME}))"
)
_PASSIVE_PAIR = re.compile(
    rf"\b(?:were|are) (?P<pair>(?:the )?(?P<one>{_NAME}) and (?:the )?(?P<other>{_NAME})) \w+"
)
_PASSIVE = re.compile(r"\W*(?:when|in (?:which|what) \w+) (?:was|were)\b", re.IGNORECASE)
_COMPARE = re.compile(r"^\W*(?:compare|what is the difference between|how do)\b\s*", re.IGNORECASE)


class Term(Value):
    """A content word of a question: its stem and the part it plays.

    A ``name`` must be spoken of where the answer stands; a ``head`` is what is asked for. A
    ``setting`` is where or when it takes place ("in Paris"). The first word of a name of several
    ``leads``: it is what the name is shortened to.
    """

    text: str
    stem: str
    role: Role
    setting: bool = False
    leads: bool = True


class Question(Value):
    """A question, taken apart."""

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    passive: bool = False
    """Whether it asks what was done to the thing named: "When was X founded?"."""

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
    kind = _kind(text)
    parts = _parts(text, kind)
    if len(parts) > 1 and kind == "comparison":
        kind = "summary"
    return tuple(_analysed(part, kind, vocabulary) for part in parts)


def _analysed(text: str, kind: Kind, vocabulary: Vocabulary) -> Question:
    framing = FRAME_WORDS.union(_FRAMES_BY_KIND.get(kind, "").split())
    head = _head(text)
    found = words(text)
    shouted = sum(w.capital for w in found) > 0.7 * len(found)
    terms: dict[str, Term] = {}
    led = {w.start for run in capital_runs(text) for w in _after_lead(run, vocabulary)}
    for position, word in enumerate(found):
        if not word.content or word.text.lower() in framing:
            continue
        capital = word.capital and position > 0 and not shouted
        setting = position > 0 and found[position - 1].text.lower() in _SETTING
        in_head = head is not None and head.start <= word.start < head.end
        for part in word.stems:
            if part in _HEADS_BY_KIND.get(kind, ()):
                continue
            role: Role = "head" if in_head else "word"
            if vocabulary.names(part, acronym=word.acronym, capital=capital):
                role = "name"
            terms.setdefault(
                part,
                Term(
                    text=word.text,
                    stem=part,
                    role=role,
                    setting=setting,
                    leads=word.start not in led,
                ),
            )
    passive = kind == "date" and _PASSIVE.match(text) is not None
    return Question(text=text, kind=kind, terms=tuple(terms.values()), passive=passive)


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
        if head & _NUMBER_HEADS:
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
    return Span(start=found[0], end=found[1]) if found else None
