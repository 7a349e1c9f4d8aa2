"""Haystack's in-memory store and retrievers: over its default splitter's pieces, and over given chunks."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import Any

os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")

from haystack import Document
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from assistant.evaluation.marking import Words
from knowledge.corpus import Corpus
from knowledge.embeddings import Encoder
from tests.benchmarks.retrieval.chunks import Chunk, places_for

# It warns once a question when a filter leaves nothing.
logging.getLogger("haystack").setLevel(logging.ERROR)


def default_pieces(corpus: Corpus) -> tuple[Chunk, ...]:
    """What Haystack's splitter makes of the texts as it comes: 200 words, told apart by blanks."""
    whole = [
        Document(content=corpus.source(d.id), meta={"document_id": d.id, "place": d.place.name})
        for d in corpus.documents
    ]
    found = DocumentSplitter().run(documents=whole)["documents"]
    return tuple(Chunk(one.meta["document_id"], one.meta["place"], one.content or "") for one in found)


class Haystack:
    """BM25, embeddings, or both joined by reciprocal ranks."""

    def __init__(self, name: str, chunks: Sequence[Chunk], encoder: Encoder, *retrievers: str) -> None:
        self.name, self.pieces = name, len(chunks)
        self._encoder, self._retrievers = encoder, retrievers
        vectors = encoder.encode([chunk.text for chunk in chunks])
        store = InMemoryDocumentStore(shared=False)
        store.write_documents(
            [
                Document(
                    content=chunk.text,
                    meta={"document_id": chunk.document_id, "place": chunk.place},
                    embedding=[float(x) for x in vector],
                )
                for chunk, vector in zip(chunks, vectors, strict=True)
            ]
        )
        self._bm25 = InMemoryBM25Retriever(store)
        self._embedding = InMemoryEmbeddingRetriever(store)
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def search(self, question: str, region: str | None, limit: int) -> Sequence[Words]:
        """The best chunks; with a place, only of documents that reach it."""
        places = places_for(question, region) if region is not None else []
        where = {"field": "meta.place", "operator": "in", "value": places} if places else None
        lists = [self._by(name, question, where, limit) for name in self._retrievers]
        found = lists[0]
        if len(lists) > 1:
            found = self._joiner.run(documents=lists, top_k=limit)["documents"]
        return [(document.meta["document_id"], document.content or "") for document in found]

    def _by(self, name: str, question: str, where: dict[str, Any] | None, limit: int) -> list[Document]:
        if name == "bm25":
            return list(self._bm25.run(query=question, filters=where, top_k=limit)["documents"])
        vector = [float(x) for x in self._encoder.encode([question])[0]]
        return list(self._embedding.run(query_embedding=vector, filters=where, top_k=limit)["documents"])
