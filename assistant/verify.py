"""Holds every citation against the documents: what has no exact span is not shown.

A sentence of the program's own is the text of what it cites. One that a chat model worded must be
said by a statement that it cites.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.entail import entail
from assistant.statements import Statement, statements
from assistant.types import Citation, Document, Removal, Sentence

Lookup = Callable[[str], Document | None]


def verify(
    sentences: Sequence[Sentence], lookup: Lookup
) -> tuple[tuple[Sentence, ...], tuple[Removal, ...]]:
    """Return the sentences that stand on exact quotes, and what was removed and why.

    A sentence stays if it has at least one citation, every citation's quote is the text of its
    span in the document as ``lookup`` (by id) knows it, and the sentence is one of those quotes or,
    if it was generated, is said by one of their statements.
    """
    kept: list[Sentence] = []
    removed: list[Removal] = []
    for sentence in sentences:
        reason = _fault(sentence, lookup)
        if reason is None:
            kept.append(sentence)
        else:
            removed.append(Removal(text=sentence.text, reason=reason))
    return tuple(kept), tuple(removed)


def statements_in(citation: Citation) -> tuple[Statement, ...]:
    """Return the statements that stand whole in what is cited."""
    within = statements(citation.document)
    return tuple(s for s in within if citation.start <= s.start and s.end <= citation.end)


def _fault(sentence: Sentence, lookup: Lookup) -> str | None:
    if not sentence.citations:
        return "nothing is cited for it"
    for citation in sentence.citations:
        if fault := _citation_fault(citation, lookup(citation.document.id)):
            return fault
    if fault := _wording_fault(sentence):
        return fault
    if any(not 0 <= h.start < h.end <= len(sentence.text) for h in sentence.highlights):
        return "its highlight lies outside it"
    return None


def _wording_fault(sentence: Sentence) -> str | None:
    if sentence.generated:
        return entail(
            sentence.text, [s for c in sentence.citations for s in statements_in(c)]
        ).reason
    if sentence.text not in (citation.quote for citation in sentence.citations):
        return "it is not the text of what it cites"
    return None


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
