"""Questions that ask several things: of two names, or one after another, or beside other talk."""

from __future__ import annotations

import re

from assistant.kinds import Kind
from assistant.sentences import sentences
from assistant.words import words

ASKING = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|can|could|should|would|when|who|where|why"
    r"|how|which|what|list|name|compare|tell|describe|explain"
    r"|qui|que|quoi|quand|où|pourquoi|comment|combien|quel(?:le)?s?|est|sont)\b",
    re.IGNORECASE,
)
"""A word that makes a question of what it stands in."""

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
_AND_ASKS = re.compile(
    r",?\s+and\s+(?=(?:(?:in|at|from|since|to|by|of) )?(?:who|what|when|where|which|why|how)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:(?:in|at|from|since|to|by|of) )?"
    r"(?:who|what|when|where|which|why|how(?: many| much)?)\b",
    re.IGNORECASE,
)
_AFTER_A_MARK = re.compile(r"(?<=\?)\s+")
_TELL = re.compile(r"\W*(?:please )?(?:list|name|compare|tell|describe|explain)\b", re.IGNORECASE)
_IS_IT_SO = re.compile(
    r"\W*(?:and )?(?:(?:is|was|isn['’]t|wasn['’]t) (?:that|this|it)(?: (?:right|true|correct|so))?"
    r"|right|true|correct|really)\W*$",
    re.IGNORECASE,
)
"""This asks about what was told: "The mill was built in 1863. Is that true?"."""
_PRONOUN = re.compile(r"\b(?:it|its)\b", re.IGNORECASE)
_OWN = re.compile(
    r"\bthe (?:\w+ )*(?:\w+['’]s?\b|\w+ (?:of|for|in|at|on|behind|between|who|that|which)\b)",
    re.IGNORECASE,
)
"""A thing of something: "the club's boats", "the boats of"."""
_THING = re.compile(r"\b(the (?:(?!the\b)[\w'’-]+ ?)+)(?=[?.,]|$)", re.IGNORECASE)
"""What the question ends with, and so is about: "the price of the boat"."""
_COMPARE = re.compile(r"^\W*(?:compare|what is the difference between|how do)\b\s*", re.IGNORECASE)


def told_and_asked(text: str) -> tuple[str, list[str]]:
    """Return what is told beside the questions of a text, and these one by one.

    A text in which nothing, or not every sentence with a question mark, asks something by its
    words is one question; so is one that asks whether what it tells is so.
    """
    pieces = [p for span in sentences(text) for p in _AFTER_A_MARK.split(span.within(text))]
    marked = [piece for piece in pieces if piece.endswith("?")]
    if len(pieces) == 1 or not marked or not all(map(ASKING.search, marked)):
        return "", [text]
    if any(map(_IS_IT_SO.match, marked)):
        return "", [text]
    asked = [p for p in pieces if p.endswith("?") or _ASKS.match(p) or _TELL.match(p)]
    return " ".join(p for p in pieces if p not in asked), asked


def one_by_one(text: str) -> list[str]:
    """Return the questions of "Who ..., and when ...?"; the first completes a short one."""
    first, *others = _AND_ASKS.split(text)
    return [
        first,
        *(other if _stands_alone(other) else _completed(other, first) for other in others),
    ]


def halves(text: str) -> tuple[str, str] | None:
    """Return a question about "X and Y" once for each of the two, if they can be asked apart."""
    match = _BOTH.search(text)
    if match is None or _TOGETHER.search(text, 0, match.start()):
        return None
    start, end = match.span()
    return text[:start] + match["one"] + text[end:], text[:start] + match["other"] + text[end:]


def sides(text: str, kind: Kind) -> list[str]:
    """Return the question once for each of the things it names side by side."""
    match = _PAIR.search(text) if kind == "comparison" else _PASSIVE_PAIR.search(text)
    if match is None:
        return [text]
    start, end = match.span("pair")
    plain = _COMPARE.sub("", text[:start])
    return [plain + match.group(side) + text[end:] for side in ("one", "other")]


def _stands_alone(text: str) -> bool:
    """Whether a question says of what it asks: by name, or "the fee for a child"."""
    rest = _ASKS.sub("", text)
    own = any(w.capital for w in words(rest)) or _OWN.search(rest) is not None
    return own and not _PRONOUN.search(rest)


def _completed(text: str, first: str) -> str:
    """Return a question with what the first one asks about: all of it, or the thing it names."""
    text = text.strip(" ?.")
    rest = _ASKS.sub("", text)
    if not any(w.content for w in words(rest)):
        return f"{text} {_ASKS.sub('', first).strip(' ?.')}?"
    named = [w for w in words(first)[1:] if w.capital and w.content]
    if named:
        thing = first[named[0].start : named[-1].end]
    else:
        *_, thing = ["", *_THING.findall(first)]
    pronoun = _PRONOUN.search(text)
    if pronoun is None or not thing:
        return f"{text} {thing if named else ''}".strip() + "?"
    meant = f"{thing}'s" if pronoun.group().lower() == "its" else thing
    return f"{text[: pronoun.start()]}{meant}{text[pronoun.end() :]}?"
