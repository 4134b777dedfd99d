"""Offers questions to begin with: made from what documents say, kept if they are answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, zip_longest

from assistant.kinds import Kind
from assistant.lexicon import ENGLISH, FRAME_WORDS, FUNCTION_WORDS
from assistant.statements import Statement, defined, statements
from assistant.types import Citation, Document, Span, Value
from assistant.values import dates, numbers, persons
from assistant.wordings import EXPANSIONS, WORDINGS, Wording

MOST = 4
"""Questions offered at once."""
TRIED = 16
"""Questions asked to find those."""
_LOOKED_AT = 200
"""Documents, spread evenly over all, that questions are made from."""
_LONGEST = 90
"""Characters of a question that is taken in at a glance."""
_LONGEST_SENTENCE = 500
"""Characters of a sentence that is looked at: one may be a whole file."""
_KINDS: tuple[Kind, ...] = ("date", "person", "number", "summary", "place")
_ARTICLE = re.compile(r"(?:the|les?|la) |l['’]", re.IGNORECASE)


class Suggestion(Value):
    """A question, and the sentence of a document that it was made from.

    ``named`` tells that it names what it asks about: "the tower" may be another one elsewhere.
    ``value`` is what is asked for, where that is a few words of the sentence.
    """

    question: str
    kind: Kind
    named: bool
    document: str
    start: int
    end: int
    value: str = ""

    def is_met_by(self, citations: Iterable[Citation]) -> bool:
        """Whether an answer with these citations says what the sentence says."""
        return any(
            (self.value and self.value in citation.quote)
            or (
                citation.document.id == self.document
                and citation.start < self.end
                and self.start < citation.end
            )
            for citation in citations
        )


def suggest(
    documents: Sequence[Document],
    answers: Callable[[Suggestion], bool],
    *,
    common: frozenset[str] = frozenset(),
    language: str = ENGLISH,
    most: int = MOST,
) -> tuple[str, ...]:
    """Return questions that are answered, of as many kinds and documents as there are.

    Args:
        documents: what to ask about, in a fixed order; the same ones give the same questions.
        answers: whether a question is answered by what it was made from.
        common: words, lower case, that are no names of persons.
        language: of the questions to offer first, as an ISO 639-1 code.
        most: how many questions to return; at most ``TRIED`` are asked to find them.
    """
    looked_at = documents[:: -(-len(documents) // _LOOKED_AT) or 1]
    own = {document.id for document in looked_at if _language(document) == language}
    found = [s for document in looked_at for s in _made(document, common)]
    groups = [
        [s for s in found if (s.document in own) == ours and s.named == named]
        for ours in (True, False)
        for named in (True, False)
    ]
    candidates = tuple(chain.from_iterable(map(_in_turn, groups)))
    return tuple(islice(_answered(candidates, answers), most))


def _answered(
    candidates: Sequence[Suggestion], answers: Callable[[Suggestion], bool]
) -> Iterator[str]:
    """Yield what is answered: first one question a document, then others; one for a full name."""
    asked: set[str] = set()
    used: set[str] = set()
    expanded = False
    for again in (False, True):
        for candidate in candidates:
            old = candidate.question in asked or (candidate.kind == "expansion" and expanded)
            if old or len(asked) == TRIED or (candidate.document in used and not again):
                continue
            asked.add(candidate.question)
            if answers(candidate):
                used.add(candidate.document)
                expanded = expanded or candidate.kind == "expansion"
                yield candidate.question


def _in_turn(found: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Yield one question of each kind, then another of each; those for full names are the last.

    Each kind begins at another document: those that follow each other tell of like things.
    """
    in_turn = []
    for place, kind in enumerate(_KINDS):
        alike = [suggestion for suggestion in found if suggestion.kind == kind]
        first = len(alike) * place // len(_KINDS)
        in_turn.append([*alike[first:], *alike[:first]])
    for row in zip_longest(*in_turn):
        yield from filter(None, row)
    yield from (suggestion for suggestion in found if suggestion.kind == "expansion")


def _made(document: Document, common: frozenset[str]) -> Iterator[Suggestion]:
    """Yield the questions that a document looks ready to answer."""
    language = _language(document)
    for statement in statements(document):
        fit = not statement.item and len(statement.text) <= _LONGEST_SENTENCE
        for wording in WORDINGS[language] if fit else ():
            match = wording.pattern.search(statement.text)
            if match and _is_sound(match, wording, statement, common):
                yield _of_sentence(match, wording, statement)
                break
    for abbreviation in defined(document):
        yield Suggestion(
            question=EXPANSIONS[language].format(abbreviation.short),
            kind="expansion",
            named=True,
            document=document.id,
            start=abbreviation.start,
            end=abbreviation.end,
            value=abbreviation.long,
        )


def _of_sentence(match: re.Match[str], wording: Wording, statement: Statement) -> Suggestion:
    return Suggestion(
        question=wording.asked(match),
        kind=wording.kind,
        named=_name(match) != _name(match).lower(),
        document=statement.document.id,
        start=statement.start,
        end=statement.end,
        value=_value(match, wording.kind),
    )


def _value(match: re.Match[str], kind: Kind) -> str:
    """Return what is asked for, in the words of the sentence."""
    match kind:
        case "date":
            said = dates(match.string)
            after = (date for date in said if date.start >= match.start("verb"))
            date = next(after, said[0])
            return match.string[date.start : date.end]
        case "person":
            return match["person"].rpartition(" ")[2]
        case "number":
            return match["count"]
        case _:
            return ""


def _is_sound(
    match: re.Match[str], wording: Wording, statement: Statement, common: frozenset[str]
) -> bool:
    """Whether a sentence has a name that tells what is meant, and the value that is asked for."""
    name = _name(match)
    if not _tells(name, match, statement) or len(wording.asked(match)) > _LONGEST:
        return False
    match wording.kind:
        case "date":
            return bool(dates(statement.text)) and not persons(name, common=common)
        case "person":
            return bool(persons(match["person"], common=common))
        case "number":
            things = (match.groupdict().get("things") or "").split()
            return bool(numbers(match["count"])) and FUNCTION_WORDS.isdisjoint(things)
        case "summary":
            return name != name.lower() and not _is_person(name, statement.document, common)
        case _:
            return not persons(name, common=common)


def _name(match: re.Match[str]) -> str:
    """Return the name of what a sentence tells of, without its article."""
    return _ARTICLE.sub("", match["name"], count=1)


def _tells(name: str, match: re.Match[str], statement: Statement) -> bool:
    """Whether a name says which thing it means.

    A single word with a capital does if it has no article, and a capital inside a sentence too.
    """
    first = name.partition(" ")[0]
    if first.lower() in FUNCTION_WORDS | FRAME_WORDS:
        return False
    if first != first.capitalize() or " " in name:
        return True
    inside = re.search(rf"[\w,] {re.escape(name)}\b", statement.document.text)
    return name == match["name"] and inside is not None


def _is_person(name: str, document: Document, common: frozenset[str]) -> bool:
    """Whether a name is that of a person, or a surname of one in the document."""
    surnames = {span.within(document.text).split()[-1] for span in _persons(document, common)}
    return bool(persons(name, common=common)) or name in surnames


@lru_cache(maxsize=1)
def _persons(document: Document, common: frozenset[str]) -> tuple[Span, ...]:
    return persons(document.text, common=common)


def _language(document: Document) -> str:
    """Return the language of the questions that are made from a document."""
    language = (document.metadata.language or ENGLISH).partition("-")[0]
    return language if language in WORDINGS else ENGLISH
