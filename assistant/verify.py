"""Holds every citation against the documents: what has no exact span is not shown.

A sentence of the program's own is the text of what it cites. One that a chat model worded is held
against it clause by clause.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.entail import Topic, entail
from assistant.lexicon import PRONOUNS
from assistant.statements import defined
from assistant.types import Citation, Document, Removal, Sentence
from assistant.values import capital_runs
from assistant.words import words

Lookup = Callable[[str], Document | None]


def verify(
    sentences: Sequence[Sentence], lookup: Lookup, *, topic: Topic | None = None
) -> tuple[tuple[Sentence, ...], tuple[Removal, ...]]:
    """Return the sentences that stand on exact quotes, and what was removed and why.

    A sentence stays if it has at least one citation, every citation's quote is the text of its
    span in the document as ``lookup`` (by id) knows it, and the sentence is one of those quotes or,
    if it was generated, says what they say. ``topic`` is what was asked about.
    """
    kept: list[Sentence] = []
    removed: list[Removal] = []
    for sentence in sentences:
        reason = _fault(sentence, lookup, _topic_after(kept, sentence, topic))
        if reason is None:
            kept.append(sentence)
        else:
            removed.append(Removal(text=sentence.text, reason=reason))
    return tuple(kept), tuple(removed)


def opens_with_pronoun(text: str) -> bool:
    """Return whether a sentence can be understood only after another."""
    return any(w.text.lower() in PRONOUNS for w in words(text)[:1])


def _topic_after(kept: Sequence[Sentence], sentence: Sentence, topic: Topic | None) -> Topic | None:
    """Return what a sentence is about: with a pronoun, what the one before it begins with."""
    if not kept or not opens_with_pronoun(sentence.text):
        return topic
    names = capital_runs(kept[-1].text)[:1]
    stems = frozenset(s for run in names for w in run for s in w.stems)
    return replace(topic or Topic(), stems=stems)


def _fault(sentence: Sentence, lookup: Lookup, topic: Topic | None) -> str | None:
    if not sentence.citations:
        return "nothing is cited for it"
    for citation in sentence.citations:
        if fault := _citation_fault(citation, lookup(citation.document.id)):
            return fault
    if fault := _wording_fault(sentence, topic):
        return fault
    if any(not 0 <= h.start < h.end <= len(sentence.text) for h in sentence.highlights):
        return "its highlight lies outside it"
    return None


def _wording_fault(sentence: Sentence, topic: Topic | None) -> str | None:
    quotes = [citation.quote for citation in sentence.citations]
    if not sentence.generated:
        return None if sentence.text in quotes else "it is not the text of what it cites"
    documents = dict.fromkeys(citation.document for citation in sentence.citations)
    return entail(
        sentence.text,
        quotes,
        abbreviations=[a for d in documents for a in defined(d)],
        topic=topic,
        language=sentence.citations[0].document.metadata.language,
    )


def _citation_fault(citation: Citation, document: Document | None) -> str | None:
    if document is None:
        return f"the document {citation.document.id} is not in the index"
    if document.content_hash != citation.document.content_hash:
        return f"the document {citation.document.id} reads otherwise in this version"
    if not 0 <= citation.start < citation.end <= len(document.text):
        return "its span lies outside the document"
    if document.text[citation.start : citation.end] != citation.quote:
        return "the quote is not what stands at its span"
    return None
