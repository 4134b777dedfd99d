"""Judges sentences as evidence: is this said of what is asked about, and does it hold an answer?"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.lexicon import POSTS
from assistant.models import Embedder
from assistant.question import Question, Term
from assistant.statements import Statement, defined, statements
from assistant.synonyms import near
from assistant.types import Passage, Span
from assistant.values import TypedValue, capital_runs, dates, numbers, persons
from assistant.vocabulary import Vocabulary
from assistant.words import Word, stem, stem_set

DIRECT, SYNONYM, EXPANDED = 1.0, 0.85, 0.8
ANTECEDENT, CONTINUED, NEIGHBOUR = 0.8, 0.7, 0.4
LEANING = {"name": 0.7, "head": 0.6, "word": 0.45}
HEADING = {"name": 0.8, "head": 0.65, "word": 0.5}
TITLE = {"name": 0.75, "head": 0.5, "word": 0.25}
ROLE_WEIGHT = {"name": 1.3, "head": 1.2, "word": 0.8}
NAMED, HEADED = 0.55, 0.5
"""Cover from which a name, or what is asked for, counts as spoken of."""
_DEPTH = 3

BIAS, COVER_SLOPE, SIMILARITY_SLOPE = -6.0, 7.0, 3.0
KIND_BONUS = 0.2
"""Cover that a value of the kind asked for is worth when choosing what to encode."""
NAME_BONUS = 1.0
"""A question for a name prefers sentences that give a full name with its short form."""
LIST_SLOPE, LIST_NAMES = 1.0, 4
"""A list question prefers sentences that name several things."""

_REASON = re.compile(
    r"\b(because|since|due to|owing to|thanks to|as a result|in order to|so that|so as to|aims? to"
    r"|reason|therefore|caused|led to|to (?!the\b|a\b|an\b|their\b|its\b)\w+)\b",
    re.IGNORECASE,
)
_NEEDS_SPAN = {
    "date": "date",
    "number": "number",
    "expansion": "full name",
}
_DETERMINERS = frozenset(
    ["a", "an", "the", "their", "its", "his", "her", "our", "this", "that", "these", "two", "three"]
)
_ALONG = frozenset(["with", "by", "between", "from", "for"])
_TO_BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_SEPARATOR = re.compile(r"[,;:]|\band\b|\bor\b|\bbut\b|\bwhile\b|\bwhereas\b")


@dataclass(frozen=True)
class Evidence:
    """A statement, judged for one question.

    Attributes:
        statement: the sentence.
        covered: for each term's stem, how well the statement speaks of it, in [0, 1].
        cover: the weighted mean of these.
        similarity: cosine of question and sentence.
        confidence: probability-like score in [0, 1] that the sentence answers.
        spans: what was asked for, as positions in the sentence.
        values: the typed values among them.
        veto: why it cannot be the answer, if it cannot.
    """

    statement: Statement
    covered: dict[str, float]
    cover: float
    similarity: float
    confidence: float
    spans: tuple[Span, ...] = ()
    values: tuple[TypedValue, ...] = ()
    veto: str | None = None


def rank(
    question: Question,
    passages: Sequence[Passage],
    vocabulary: Vocabulary,
    embedder: Embedder,
    *,
    encoded: int,
) -> tuple[Evidence, ...]:
    """Return the statements of the passages as evidence, best first.

    Only the ``encoded`` best covered ones are compared by meaning; the others are left out.
    """
    judged = []
    for order, statement in enumerate(_candidates(passages)):
        covered = {t.stem: cover(t, statement, vocabulary) for t in question.terms}
        mean = _mean(question, covered, vocabulary)
        judged.append((mean, _holds_kind(question, statement), -order, statement, covered))
    judged.sort(key=lambda item: (item[0] + KIND_BONUS * item[1], item[2]), reverse=True)
    chosen = judged[:encoded]
    similarities = _similarities(question.text, [item[3] for item in chosen], embedder)
    evidence = [
        _judge(question, statement, covered, mean, similarity, vocabulary)
        for (mean, _, _, statement, covered), similarity in zip(chosen, similarities, strict=True)
    ]
    return tuple(sorted(evidence, key=lambda e: (e.veto is None, e.confidence), reverse=True))


def _holds_kind(question: Question, statement: Statement) -> bool:
    """Whether a statement holds a value of the kind that the question asks for."""
    if question.kind == "expansion":
        return bool(_given_names(question, statement))
    return bool(_asked_values(question, statement))


def cover(term: Term, statement: Statement, vocabulary: Vocabulary, *, depth: int = 0) -> float:
    """Return how well a statement, in its context, speaks of a term of the question."""
    best = _own(term, statement, vocabulary)
    if best >= EXPANDED or depth >= _DEPTH:
        return best
    if statement.antecedent is not None:
        best = max(
            best, ANTECEDENT * cover(term, statement.antecedent, vocabulary, depth=depth + 1)
        )
    elif statement.leaning is not None:
        before = cover(term, statement.leaning, vocabulary, depth=depth + 1)
        best = max(best, LEANING[term.role] * before)
    if depth == 0:
        best = max(best, _around(term, statement, vocabulary))
    return best


def _around(term: Term, statement: Statement, vocabulary: Vocabulary) -> float:
    found = [0.0]
    if statement.before is not None:
        found.append(NEIGHBOUR * _own(term, statement.before, vocabulary))
    if term.role == "name" and _in(term, statement.continued, vocabulary):
        found.append(CONTINUED)
    if _in(term, statement.headings, vocabulary) or near(term.stem) & statement.headings:
        found.append(HEADING[term.role])
    if _in(term, statement.title, vocabulary):
        found.append(TITLE[term.role])
    return max(found)


def _own(term: Term, statement: Statement, vocabulary: Vocabulary) -> float:
    stems = statement.stems
    if _names(term, stems, vocabulary):
        return DIRECT
    # A word inside a name is not a synonym's to meet: a Research Centre is no study.
    if term.role != "name" and near(term.stem) & statement.plain:
        return SYNONYM
    if _in(term, stems, vocabulary):
        return EXPANDED
    return 0.0


def _names(term: Term, stems: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether the stems hold the term or, if it is an abbreviation, its long form."""
    long_forms = vocabulary.abbreviations.get(term.stem, ())
    return term.stem in stems or any(stems.issuperset(long) for long in long_forms)


def _in(term: Term, stems: frozenset[str], vocabulary: Vocabulary) -> bool:
    if term.stem in stems:
        return True
    forms = (vocabulary.abbreviations[s] for s in stems if s in vocabulary.abbreviations)
    return any(term.stem in long for form in forms for long in form)


def _candidates(passages: Sequence[Passage]) -> list[Statement]:
    found: dict[tuple[str, int], Statement] = {}
    for passage in passages:
        for statement in statements(passage.document):
            if statement.start < passage.chunk.end and passage.chunk.start < statement.end:
                found.setdefault((passage.document.id, statement.order), statement)
    return list(found.values())


def _mean(question: Question, covered: dict[str, float], vocabulary: Vocabulary) -> float:
    weights = {t.stem: vocabulary.weight(t.stem) * ROLE_WEIGHT[t.role] for t in question.terms}
    total = sum(weights.values())
    return sum(weights[stem] * covered[stem] for stem in weights) / total if total else 0.0


def _similarities(
    question: str, candidates: Sequence[Statement], embedder: Embedder
) -> list[float]:
    if not candidates:
        return []
    vectors = embedder.embed_sentences([question, *map(_in_context, candidates)])
    return [float(similarity) for similarity in vectors[1:] @ vectors[0]]


def _in_context(statement: Statement) -> str:
    before = statement.leaning
    return f"{before.text} {statement.text}" if before else statement.text


def _judge(
    question: Question,
    statement: Statement,
    covered: dict[str, float],
    mean: float,
    similarity: float,
    vocabulary: Vocabulary,
) -> Evidence:
    values = _asked_values(question, statement)
    spans = tuple(Span(start=v.start, end=v.end) for v in values)
    if question.kind in ("expansion", "name"):
        spans = _given_names(question, statement)
    if question.kind == "person":
        found = persons(statement.text, common=vocabulary.common)
        spans = tuple(s for s in found if not _asked(question, statement, s))
    exponent = BIAS + COVER_SLOPE * mean + SIMILARITY_SLOPE * similarity
    if question.kind == "name" and spans:
        exponent += NAME_BONUS
    if question.kind == "list":
        exponent += LIST_SLOPE * min(_new_names(question, statement), LIST_NAMES) / LIST_NAMES
    return Evidence(
        statement=statement,
        covered=covered,
        cover=mean,
        similarity=similarity,
        confidence=1 / (1 + math.exp(-exponent)),
        spans=spans,
        values=values,
        veto=_veto(question, statement, covered, spans, vocabulary),
    )


def _veto(
    question: Question,
    statement: Statement,
    covered: dict[str, float],
    spans: tuple[Span, ...],
    vocabulary: Vocabulary,
) -> str | None:
    floors = {"name": NAMED, "head": HEADED, "word": 0.0}
    absent = [
        t
        for t in question.terms
        if covered[t.stem] < floors[t.role] and vocabulary.tells_apart(t.stem)
    ]
    if absent and not _set_before(absent, question, statement, covered):
        return f"it does not speak of {absent[0].text}"
    if question.kind in ("date", "number", "person") and _rival(question, statement, vocabulary):
        return "what it says belongs to another name"
    if question.passive and _does_it(question, statement, vocabulary):
        return "it says what the thing asked about did, not what was done to it"
    return _kind_veto(question, statement, spans)


def _kind_veto(question: Question, statement: Statement, spans: tuple[Span, ...]) -> str | None:
    if question.kind in _NEEDS_SPAN and not spans:
        return f"it holds no {_NEEDS_SPAN[question.kind]}"
    if question.kind in ("person", "place") and not spans:
        # Who did it may be a people or a single name; who holds a post is a person by full name.
        post = question.kind == "person" and any(
            t.role == "head" or t.text.lower() in POSTS for t in question.terms
        )
        if post or not _new_names(question, statement):
            return f"it names no {question.kind}"
    if question.kind == "reason" and not _REASON.search(statement.text):
        return "it gives no reason"
    return None


def _set_before(
    absent: Sequence[Term],
    question: Question,
    statement: Statement,
    covered: dict[str, float],
) -> bool:
    """Whether all that is absent is where it takes place, named shortly before in its section."""
    others = [t for t in question.terms if t.role != "name"]
    if not all(t.setting for t in absent) or any(covered[t.stem] < EXPANDED for t in others):
        return False
    earlier: set[str] = set()
    before = statement.before
    for _ in range(_DEPTH):
        if before is not None:
            earlier |= before.stems
            before = before.before
    return len(others) > 1 and all(t.stem in earlier for t in absent)


def _does_it(question: Question, statement: Statement, vocabulary: Vocabulary) -> bool:
    """Whether the thing asked about did something, or something was done with it.

    All that is asked about stands before an active verb ("X created a centre"), or a name that
    is asked about by itself only follows a preposition ("a centre was created with X").
    """
    one_name = sum(t.leads for t in question.terms[:-1]) == 1 and bool(question.names)
    if one_name and _only_along(question, statement):
        return True
    verbs = {s for t in question.terms[-1:] for s in (t.stem, *near(t.stem))}
    found = statement.words
    active = [
        number
        for number, (word, following) in enumerate(pairwise(found))
        if verbs.intersection(word.stems)
        and following.text.lower() in _DETERMINERS
        and not _passive_before(found[:number])
    ]
    if not active:
        return False
    after = frozenset(s for w in found[active[0] + 1 :] for s in w.stems)
    return not any(_names(t, after, vocabulary) for t in question.terms[:-1])


def _only_along(question: Question, statement: Statement) -> bool:
    leads = {t.stem for t in question.names if t.leads}
    places = [n for n, w in enumerate(statement.words) if leads.intersection(w.stems)]
    return bool(places) and all(_follows_preposition(statement, place) for place in places)


def _follows_preposition(statement: Statement, place: int) -> bool:
    """Whether a preposition stands before the word, the rest of its name and articles aside."""
    found = statement.words
    while place > 0 and statement.text[found[place - 1].end : found[place].start] == " ":
        place -= 1
        before = found[place].text
        if before.lower() in _ALONG:
            return True
        if not (before[0].isupper() or before in ("the", "of", "de")):
            return False
    return False


def _passive_before(preceding: Sequence[Word]) -> bool:
    return any(w.text.lower() in _TO_BE for w in preceding[-2:])


def _rival(question: Question, statement: Statement, vocabulary: Vocabulary) -> bool:
    """Whether it names other things and only its surroundings name the thing asked about."""
    asked = {t.stem for t in question.terms}
    absent = [
        t
        for t in question.names
        if t.leads
        and not t.setting
        and not _own(t, statement, vocabulary)
        and not _in(t, statement.subheadings, vocabulary)
    ]
    own = statement.names - asked - statement.title
    return bool(absent) and bool(own) and statement.antecedent is None


def _new_names(question: Question, statement: Statement) -> int:
    asked = {t.stem for t in question.terms}
    return sum(
        not asked.intersection(s for w in run for s in w.stems)
        for run in capital_runs(statement.text)
    )


def _given_names(question: Question, statement: Statement) -> tuple[Span, ...]:
    """Return the long forms that a statement gives for what is asked about."""
    asked = {t.stem for t in question.terms}
    heads = {t.stem for t in question.terms if t.role != "name"}
    return tuple(
        Span(start=a.start - statement.start, end=a.end - statement.start)
        for a in defined(statement.document)
        if statement.start <= a.start
        and a.end <= statement.end
        and (
            stem(a.short) in asked
            if question.kind == "expansion"
            else stem(a.short) not in asked and heads & stem_set(a.long)
        )
    )


def _asked(question: Question, statement: Statement, span: Span) -> bool:
    asked = {t.stem for t in question.terms}
    inside = [w for w in statement.words if span.start <= w.start < span.end]
    return all(asked.intersection(w.stems) for w in inside)


def _asked_values(question: Question, statement: Statement) -> tuple[TypedValue, ...]:
    if question.kind == "date":
        given = {v.key for v in dates(question.text)}
        return _bound(question, statement, [v for v in dates(statement.text) if v.key not in given])
    if question.kind == "number":
        found = numbers(statement.text)
        heads = [t for t in question.terms if t.role == "head"]
        return tuple(v for v in found if _counts(v, heads, statement, found))
    return ()


def _counts(
    value: TypedValue, heads: Sequence[Term], statement: Statement, found: Sequence[TypedValue]
) -> bool:
    """Whether a number counts the thing asked for: its noun follows before the next number."""
    if not heads:
        return True
    stop = min((v.start for v in found if v.start > value.start), default=len(statement.text))
    after = [w for w in statement.words if value.end <= w.start < stop][:7]
    stems = {s for w in after for s in w.stems}
    return any(h.stem in stems or near(h.stem) & stems for h in heads[-1:])


def _bound(
    question: Question, statement: Statement, values: Sequence[TypedValue]
) -> tuple[TypedValue, ...]:
    """Return the values whose own clause speaks most of what is asked, names first."""
    if len(values) < 2:
        return tuple(values)
    parts = clauses(statement, values)
    scores = [_spoken(question, statement, part) for part in parts]
    best = max(scores)
    told_elsewhere = best[1] == 0 and any(told for _, told in scores)
    return tuple(
        value
        for value, part, score in zip(values, parts, scores, strict=True)
        if score == best and not (told_elsewhere and _tells_its_own(statement, part))
    )


def _tells_its_own(statement: Statement, part: Span) -> bool:
    """Whether a clause has more to it than names: then the verb of another is not its verb."""
    return any(
        part.start <= w.start < part.end and w.content and w.text.isalpha() and w.text.islower()
        for w in statement.words
    )


def _spoken(question: Question, statement: Statement, part: Span) -> tuple[int, int]:
    inside = {s for w in statement.words if part.start <= w.start < part.end for s in w.stems}
    named = sum(t.stem in inside for t in question.names)
    others = [t for t in question.terms if t.role != "name"]
    return named, sum(t.stem in inside or bool(near(t.stem) & inside) for t in others)


def clauses(statement: Statement, values: Sequence[TypedValue]) -> list[Span]:
    """Return the part of a statement that belongs to each of its values.

    Where the first value opens the sentence ("In 1995, ..."), a clause begins with its value;
    otherwise it ends with it, at the first separator after. What stands before the first clause
    introduces them all and belongs to none.
    """
    text = statement.text
    leading = sum(w.start < values[0].start for w in statement.words) <= 2
    edges = []
    for left, right in pairwise(values):
        cuts = [m.start() for m in _SEPARATOR.finditer(text, left.end, right.start)]
        edges.append((cuts[-1] if leading else cuts[0]) if cuts else left.end)
    edges.append(len(text))
    first = 0 if leading else _introduction(statement, values[0].start, edges[0])
    return [Span(start=a, end=b) for a, b in pairwise([first, *edges])]


def _introduction(statement: Statement, stop: int, end: int) -> int:
    """Return where the first clause begins: at the last separator that leaves it a name."""
    for cut in reversed(list(_SEPARATOR.finditer(statement.text, 0, stop))):
        if any(cut.end() <= w.start < end and w.text[0].isupper() for w in statement.words):
            return cut.end()
    return 0
