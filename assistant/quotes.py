"""Quotes of documents, as the sentences of an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.clauses import clauses, stems_within
from assistant.coverage import cover
from assistant.question import Question
from assistant.rank import Evidence
from assistant.statements import Statement
from assistant.synonyms import near
from assistant.types import Citation, Sentence, Span, describe_date
from assistant.values import dates, numbers
from assistant.vocabulary import Vocabulary


def quoted(
    evidence: Evidence, question: Question, vocabulary: Vocabulary, *, label: str | None = None
) -> Sentence:
    """Quote evidence: the clause that holds the value, or the sentence with what explains it."""
    statement = evidence.statement
    part = _clipped(evidence, question)
    if part is not None:
        return quote(statement, evidence.spans, label=label, part=part)
    before = statement.antecedent
    explains = before is not None and any(
        cover(t, before, vocabulary) > evidence.covered[t.stem] for t in question.names
    )
    return quote(statement, evidence.spans, label=label, before=before if explains else None)


def quote(
    statement: Statement,
    spans: Sequence[Span],
    *,
    label: str | None = None,
    before: Statement | None = None,
    part: Span | None = None,
) -> Sentence:
    """Quote a statement: with the one before it that it leans on, or a part of it alone."""
    text = statement.document.text
    start, end = (before or statement).start, statement.end
    if part is not None:
        start, end = _trimmed(text, statement.start + part.start, statement.start + part.end)
    shift = statement.start - start
    citation = Citation(
        number=0,
        document=statement.document,
        start=start,
        end=end,
        quote=text[start:end],
        page=statement.section.page,
    )
    return Sentence(
        text=text[start:end],
        citations=(citation,),
        highlights=tuple(Span(start=s.start + shift, end=s.end + shift) for s in spans),
        label=label,
        item=statement.item,
    )


def label_of(evidence: Evidence, *, with_value: bool = False) -> str:
    """Return which source a side comes from, with its value if asked for."""
    document = evidence.statement.document
    date = describe_date(document.metadata.date) or "date unknown"
    source = ", ".join(filter(None, (document.name, document.metadata.publisher, date)))
    if not with_value:
        return source
    values = [evidence.statement.text[v.start : v.end] for v in evidence.values]
    return f"{', '.join(dict.fromkeys(values))} ({source})"


def numbered(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Number the citations; a list item by itself is an ordinary sentence."""
    return tuple(
        s.model_copy(
            update={
                "citations": tuple(c.model_copy(update={"number": number}) for c in s.citations),
                "item": s.item and len(sentences) > 1,
            }
        )
        for number, s in enumerate(sentences, 1)
    )


def distinct(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Leave out what another sentence quotes as well."""
    kept: list[Sentence] = []
    for sentence in sorted(sentences, key=lambda s: -len(s.text)):
        own = sentence.citations[0]
        if not any(_within(own, other.citations[0]) for other in kept):
            kept.append(sentence)
    return [sentence for sentence in sentences if sentence in kept]


def _clipped(evidence: Evidence, question: Question) -> Span | None:
    """Return the clause that holds the one value asked for, where other values compete.

    None where the clause by itself would not say what is asked, and where the sentence gives the
    word of several: "20% according to one and 18% according to the other".
    """
    if len(evidence.values) != 1 or evidence.values[0].kind in ("person", "name"):
        return None
    statement, value = evidence.statement, evidence.values[0]
    if statement.attributions > 1:
        return None
    found = (dates if value.kind == "date" else numbers)(statement.text)
    if len(found) < 2 or value not in found:
        return None
    parts = clauses(statement, found)
    part = next((c for c in parts if c.start <= value.start < c.end), None)
    if part is None:
        return None
    inside = stems_within(statement, part)
    whole = all(t.stem in inside for t in question.terms if t.stem in statement.stems)
    told = any(
        t.stem in inside or near(t.stem) & inside for t in question.terms if t.role == "word"
    )
    return part if whole and told else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = re.compile(r"[\s,;:]*(?:(?:and|or|but|while)\s+)?")
    opening = words.match(text, start, end)
    start = opening.end() if opening else start
    return start, start + len(text[start:end].rstrip(" ,;:"))


def _within(one: Citation, other: Citation) -> bool:
    same = one.document.id == other.document.id
    return same and other.start <= one.start and one.end <= other.end
