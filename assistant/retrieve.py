"""Finds passages: dense candidates from Chroma, lexical ones from FTS5, their scores fused."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

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


class Fused(NamedTuple):
    """A passage with its score in both rankings, and what either adds to it before weighing."""

    id: str
    score: float
    meaning: float
    words: float


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
    cosines: dict[str, float] = {}
    match = lexical_query(query)
    if settings.retriever != "dense" and match:
        lexical = reading.snapshot.search(match, limit=settings.candidates, documents=documents)
    if settings.retriever != "lexical":
        vector = embedder.embed_query(query)
        dense = reading.index.search(vector, limit=settings.candidates, documents=documents)
        cosines = dict(dense)
        others = [id_ for id_, _ in lexical if id_ not in cosines]
        cosines |= reading.index.similarities(vector, others)
    fused = fuse(cosines, dict(lexical), weight=settings.dense_weight)[: settings.passages]
    return _passages(fused, cosines, dense, lexical, reading)


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


def fuse(cosines: Mapping[str, float], bm25: Mapping[str, float], *, weight: float) -> list[Fused]:
    """Fuse two rankings by a convex combination of their scores, best first.

    Each score becomes a share of the best one, counted from the least that there can be: -1 for
    a cosine, 0 for BM25. Which passages BM25 did not return, it scored no higher than its last.
    Bruch, Gai and Ingber, An Analysis of Fusion Functions for Hybrid Retrieval, TOIS 2023, who
    also found the weight.

    Args:
        cosines: of the question with each passage that either ranking holds; none, if only
            words count.
        bm25: the scores of those that the lexical ranking holds; none, if only meaning counts.
        weight: of the cosines, in [0, 1], where there are both.
    """
    if not cosines or not bm25:
        weight = 1.0 if cosines else 0.0
    nearest = max(cosines.values(), default=1.0) + 1
    best, last = max(bm25.values(), default=1.0), min(bm25.values(), default=0.0)
    found = []
    for id_ in cosines.keys() | bm25.keys():
        meaning = (cosines.get(id_, -1.0) + 1) / nearest
        words = bm25.get(id_, last) / best
        found.append(Fused(id_, weight * meaning + (1 - weight) * words, meaning, words))
    return sorted(found, key=lambda one: (-one.score, one.id))


def _passages(
    fused: Sequence[Fused],
    cosines: Mapping[str, float],
    dense: Ranking,
    lexical: Ranking,
    reading: Reading,
) -> tuple[Passage, ...]:
    chunks = reading.snapshot.chunks([one.id for one in fused])
    ids = {c.document_id for c in chunks.values()}
    documents = {id_: reading.snapshot.document(id_) for id_ in ids}
    by_meaning = {id_: rank for rank, (id_, _) in enumerate(dense, 1)}
    by_word = {id_: (rank, score) for rank, (id_, score) in enumerate(lexical, 1)}
    found = []
    for one in fused:
        # An id that Chroma knows and this version does not is not an answer's to give.
        document = documents.get(chunks[one.id].document_id) if one.id in chunks else None
        if document is None:
            continue
        lexical_rank, lexical_score = by_word.get(one.id, (None, None))
        found.append(
            Passage(
                chunk=chunks[one.id],
                document=document,
                score=one.score,
                dense_rank=by_meaning.get(one.id),
                dense_score=cosines.get(one.id),
                dense_share=one.meaning,
                lexical_rank=lexical_rank,
                lexical_score=lexical_score,
                lexical_share=one.words,
            )
        )
    return tuple(found)
