"""Reads what a chat model writes, piece by piece, whatever shape it has.

Asked for is one JSON object a line; also understood are one object that holds them all, and plain
lines, which may name their evidence in brackets: ``The mill was built in 1702 [1].``
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from typing import Any

from assistant.lexicon import ANAPHORS, PRONOUNS
from assistant.sentences import sentences
from assistant.types import Value
from assistant.words import words

LONGEST = 20_000
"""Characters of a reply that are read."""
LONGEST_SENTENCE = 600
"""Characters; anything longer is no sentence."""
_NUMBERS = re.compile(
    r"\[\s*(\d{1,3}(?:\s*,\s*\d{1,3})*)\s*\]|\[(?:evidence|source)\s*(\d{1,3})\]", re.I
)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_PREAMBLE = re.compile(
    r"^\W*(?:according to (?:the )?(?:evidence|documents?|text)[^,:]{0,20}[,:]"
    r"|(?:the )?answer(?: is)?:"
    r"|(?:the )?(?:evidence|documents?) (?:says?|states?) that)\s*",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"[}\n]")
_NESTED = 20
"""Objects inside an unclosed one that are tried."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


class Said(Value):
    """A sentence and the numbers of the evidence it is said to stand in."""

    text: str
    evidence: tuple[int, ...] = ()


class Refused(Value):
    """The model finds no answer in the evidence."""


class Disagreeing(Value):
    """The model finds that the evidence differs; the sides follow."""


Reply = Said | Refused | Disagreeing


def replies(pieces: Iterable[str]) -> Iterator[Reply]:
    """Yield what a reply says as soon as it is complete; what cannot be read is left out."""
    pending, length = "", 0
    for piece in pieces:
        length += len(piece)
        pending += piece
        if not _CLOSING.search(piece):
            continue
        pending = yield from _read(pending, final=False)
        if length > LONGEST:
            break
    yield from _read(pending, final=True)


def _read(text: str, *, final: bool) -> Generator[Reply, None, str]:
    """Yield what ``text`` holds and return what may still be continued."""
    while text:
        brace, line = text.find("{"), text.find("\n")
        if brace >= 0 and (line < 0 or brace < line):
            read = _object(text, brace, final=final)
            if read is None:
                return text
            found, text = read
            yield from found
        elif line >= 0 or final:
            row, _, text = text.partition("\n")
            yield from _line(row)
        else:
            return text
    return text


def _object(text: str, brace: int, *, final: bool) -> tuple[list[Reply], str] | None:
    """Return what the first complete object says and the text after it; None if it may grow.

    Of an object that is not closed, those that it holds are read one by one.
    """
    decoder = json.JSONDecoder(strict=False)
    for start in islice((m.start() for m in re.finditer(r"\{", text)), _NESTED):
        try:
            value, end = decoder.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):
            continue
        return _replies_in(value), text[end:].lstrip(" ,]}\r`")
    newline = text.find("\n", brace)
    unreadable = newline >= 0 and text.find("}", brace, newline) >= 0
    if unreadable or final:
        row, _, rest = text[brace:].partition("\n")
        return list(_line(row)), rest
    return None


def _replies_in(value: Any) -> list[Reply]:
    if isinstance(value, list):
        return [reply for each in value for reply in _replies_in(each)]
    if not isinstance(value, dict):
        return []
    found: list[Reply] = []
    if value.get("disagreement") is True:
        found.append(Disagreeing())
    if isinstance(value.get("sentence"), str):
        found += _said(value["sentence"], _numbers(value.get("evidence")))
    elif isinstance(value.get("sentences"), list):
        found += _replies_in(value["sentences"])
    elif value.get("refusal"):
        found.append(Refused())
    return found


def _numbers(value: Any) -> tuple[int, ...]:
    given = value if isinstance(value, list) else [value]
    return tuple(
        int(n)
        for n in given
        if isinstance(n, int | str) and not isinstance(n, bool) and re.fullmatch(r"\d{1,3}", str(n))
    )


def _line(row: str) -> Iterator[Reply]:
    """Yield the sentences of a plain line; a heading, a fence or broken JSON is none."""
    if row.lstrip().startswith(("{", "[", "`", "#")) and not _NUMBERS.match(row.lstrip()):
        return
    numbers = [n for m in _NUMBERS.finditer(row) for n in re.findall(r"\d+", m.group())]
    text = re.sub(r"\s+(?=[.,;]|$)", "", _NUMBERS.sub("", _BULLET.sub("", row)))
    text = _PREAMBLE.sub("", text)
    if numbers:
        yield from _said(text, tuple(map(int, numbers)))
    elif len(text.split()) > 1 and not text.endswith(":"):
        for sentence in _apart(text):
            yield from _said(sentence, ())


def _apart(text: str) -> list[str]:
    """Return the sentences of a text; one that opens with a pronoun stays with the one before."""
    found: list[str] = []
    for span in sentences(text):
        sentence = span.within(text)
        opening = next((word.text.lower() for word in words(sentence)), "")
        leans = found and opening in PRONOUNS | ANAPHORS
        if leans and len(found[-1]) + len(sentence) < LONGEST_SENTENCE:
            found[-1] += f" {sentence}"
        else:
            found.append(sentence)
    return found


def _said(text: str, evidence: tuple[int, ...]) -> list[Reply]:
    inline = tuple(int(n) for m in _NUMBERS.finditer(text) for n in re.findall(r"\d+", m.group()))
    plain = _tidied(_NUMBERS.sub("", text)) if inline else _tidied(text)
    if not 0 < len(plain) <= LONGEST_SENTENCE:
        return []
    return [Said(text=plain, evidence=tuple(dict.fromkeys(evidence or inline)))]


def _tidied(text: str) -> str:
    return re.sub(r"\s+(?=[.,;:!?])", "", " ".join(_CONTROL.sub(" ", text).split()))
