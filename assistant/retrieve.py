"""Finds passages: dense candidates from Chroma, lexical ones from FTS5, fused by rank."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.lexicon import FRENCH_WORDS
from assistant.library import Reading
from assistant.models import Embedder
from assistant.settings import RetrievalSettings
from assistant.synonyms import translations
from assistant.types import Passage
from assistant.words import words

Ranking = list[tuple[str, float]]


class HybridRetriever(BaseRetriever):
    """A LangChain retriever over one reading; each document carries its ``Passage``."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    reading: Any
    embedder: Any
    settings: RetrievalSettings
    documents: frozenset[str] | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 (LangChain's signature)
    ) -> list[LangChainDocument]:
        passages = retrieve(
            query, self.reading, self.embedder, self.settings, documents=self.documents
        )
        return [
            LangChainDocument(page_content=p.text, metadata={"passage": p}, id=p.chunk.id)
            for p in passages
        ]


def retrieve(
    query: str,
    reading: Reading,
    embedder: Embedder,
    settings: RetrievalSettings,
    *,
    documents: Collection[str] | None = None,
) -> tuple[Passage, ...]:
    """Return the best passages for a query, best first.

    ``documents`` limits the search to these ids.
    """
    dense: Ranking = []
    lexical: Ranking = []
    if settings.retriever != "lexical":
        vector = embedder.embed_query(query)
        dense = reading.index.search(vector, limit=settings.candidates, documents=documents)
    match = lexical_query(query)
    if settings.retriever != "dense" and match:
        lexical = reading.snapshot.search(match, limit=settings.candidates, documents=documents)
    fused = fuse([dense, lexical], constant=settings.fusion_constant)[: settings.passages]
    return _passages(fused, dense, lexical, reading)


def lexical_query(query: str) -> str:
    """Return the query as an FTS5 expression: its content words, quoted, joined by OR.

    A French one is looked for in English as well, as far as the lexicon goes.
    """
    found = words(query)
    telling = [w for w in found if w.content] or list(found)
    texts = [w.text for w in telling]
    if any(w.text.lower() in FRENCH_WORDS for w in found):
        texts += sorted({other for w in telling for other in translations(w.text)})
    return " OR ".join(f'"{text}"' for text in texts)


def fuse(rankings: Sequence[Ranking], *, constant: int) -> Ranking:
    """Fuse rankings by reciprocal rank: each adds ``1 / (constant + rank)``, ranks from 1.

    Cormack, Clarke and Büttcher, SIGIR 2009.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, (id_, _) in enumerate(ranking, 1):
            scores[id_] = scores.get(id_, 0.0) + 1 / (constant + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _passages(
    fused: Ranking, dense: Ranking, lexical: Ranking, reading: Reading
) -> tuple[Passage, ...]:
    chunks = reading.snapshot.chunks([id_ for id_, _ in fused])
    ids = {c.document_id for c in chunks.values()}
    documents = {id_: reading.snapshot.document(id_) for id_ in ids}
    by_meaning = {id_: (rank, score) for rank, (id_, score) in enumerate(dense, 1)}
    by_word = {id_: (rank, score) for rank, (id_, score) in enumerate(lexical, 1)}
    found = []
    for id_, score in fused:
        # An id that Chroma knows and this version does not is not an answer's to give.
        document = documents.get(chunks[id_].document_id) if id_ in chunks else None
        if document is None:
            continue
        dense_rank, dense_score = by_meaning.get(id_, (None, None))
        lexical_rank, lexical_score = by_word.get(id_, (None, None))
        found.append(
            Passage(
                chunk=chunks[id_],
                document=document,
                score=score,
                dense_rank=dense_rank,
                dense_score=dense_score,
                lexical_rank=lexical_rank,
                lexical_score=lexical_score,
            )
        )
    return tuple(found)
