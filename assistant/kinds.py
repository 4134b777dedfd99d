"""What kind of thing a question asks for, and in which of its words it says so."""

from __future__ import annotations

import re
from typing import Literal

from assistant.lexicon import VERBS
from assistant.measures import measures
from assistant.types import Span
from assistant.words import stem, stem_set, words

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

NUMBER_HEADS = stem_set("number percentage share proportion cost price budget amount total")
"""What asks for a number."""
DATE_HEADS = stem_set("date year month day time century année an mois jour siècle")
"""What asks for a date."""
YEAR = r"(?:1[0-9]|20)\d\d"
_EITHER = rf"\b{YEAR},? or (?:in )?{YEAR}\b"
OFFERED = re.compile(_EITHER)
"""Two years to choose from: "in 2020 or in 2021"."""
MEASURING = re.compile(
    r"\bwhat (?:do|does|did|will|would)\b.*\b(cost|weigh|earn)\W*$", re.IGNORECASE
)
"""Here a verb asks for a number and says what it measures."""
_KINDS: dict[Kind, str] = {
    "expansion": r"\b(stands? for|short for|abbreviation|acronym|spelled out|full name"
    r"|letters\b.*\bmean|que signifie|sigle)\b",
    "name": r"\bnames? of\b",
    "comparison": r"\b(compare|comparison|difference|differ|versus|vs)\b",
    "date": r"\b(what|which) (year|date|month|day)\b"
    r"|\bwhen (is|are|was|were|will|does|do|did|has|have|had|can)\b|\bwhen\W*$"
    r"|^(?!.*\b(what|which|who|whom|whose|where|why|how)\b).*\bwhen\b"
    rf"|{_EITHER}|^\W*(depuis )?quand\b|\b(quelle|quel) (année|date|jour|mois)\b",
    "number": r"\bhow (many|much|old|long|large|big|far|tall|high|deep|wide|heavy|fast|thick"
    r"|hot|cold|warm|expensive|powerful)\b"
    r"|\b(?:what|which) (?:time|age)\b"
    rf"|{MEASURING.pattern}"
    r"|\b(percentage|what share|combien|pourcentage|montant)\b",
    "person": r"\b(who(?! or what\b)|whom|whose"
    r"|(which|what) (persons?|people|man|men|woman|women))\b"
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
_HEADS = re.compile(
    r"""^\W*(?:
      how\ (?:many|much)\ (?!(?:is|are|was|were|do|does|did|has|have|had|will|can)\b)
        (?P<counted>(?:[\w-]+\ ){0,4}?(?:[\w-]{3,}s|people|children|women|men)\b)
    | (?:what|who)\ (?:is|are|was|were|will\ be)\ (?:the\ |its\ |their\ )?(?P<attribute>.+?)
        (?=\ (?:of|for|at|in|behind|that|which|who|between|on|to|about|with|I|we|you|they)\b|\W*$)
    | (?:please\ )?(?:list|name|enumerate)\ (?:me\ )?(?:all\ )?(?:of\ )?(?:the\ )?(?P<listed>.+?)
        (?=\ (?:of|for|at|in|that|which|who|between|on|to|about|with|by)\b|\W*$)
    | (?:(?:in|at|from|on|into|to|with|by|for|of)\ )?(?:which|what)\ (?P<chosen>
        (?!(?:is|are|was|were|does|do|did)\b).+?)
        (?=\ (?:does|do|did|is|are|was|were|has|have|had|will|can|should|would|\w+ed)\b
        |\ \w+[^su]s\b(?!\ (?:does|do|did|is|are|was|were|has|have|had|will|can)\b)|\W*$)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_OF = re.compile(
    r"^\W*what (?:is|was|are|were) (?:the|its|their) (?:\w+ )?\w+ (?:of|for)\b", re.IGNORECASE
)
_HEAD_GROUPS = ("counted", "attribute", "listed", "chosen")


def kind_of(text: str) -> Kind:
    """Return what kind of thing a question asks for."""
    found: Kind = next(
        (kind for kind, pattern in _KINDS.items() if re.search(pattern, text, re.IGNORECASE)),
        "other",
    )
    if found in ("summary", "list", "other"):
        head = _attribute(text)
        if head & NUMBER_HEADS or (_OF.search(text) and any(map(measures, head))):
            return "number"
        if head & DATE_HEADS:
            return "date"
    return found


def head_of(text: str) -> Span | None:
    """Return where the question says what it asks for: how many, the what of, which."""
    match = _HEADS.match(text)
    found = match and next((match.span(n) for n in _HEAD_GROUPS if match.group(n)), None)
    return Span(start=found[0], end=found[0] + _before_verb(text[slice(*found)])) if found else None


def class_noun(text: str) -> int | None:
    """Return where the noun of "which ship" begins."""
    match = _HEADS.match(text)
    head = head_of(text)
    if match is None or not match.group("chosen") or head is None:
        return None
    return head.start + words(head.within(text))[-1].start


def _attribute(text: str) -> frozenset[str]:
    match = _HEADS.match(text)
    attribute = match and match.group("attribute")
    return frozenset(stem(w.text) for w in words(attribute)[-1:]) if attribute else frozenset()


def _before_verb(head: str) -> int:
    """Return where a head ends: before a verb whose form shows that it is one."""
    verb = next((w for w in words(head)[1:] if w.text.lower() in VERBS), None)
    return verb.start if verb else len(head)
