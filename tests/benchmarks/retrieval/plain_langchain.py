"""LangChain with Chroma as its pages show it: a recursive splitter and similarity search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from assistant.evaluation.marking import Words
from knowledge.embeddings import Encoder
from tests.benchmarks.retrieval.chunks import Chunk, places_for


class SameEncoder(Embeddings):
    """The project's encoder as LangChain takes one."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [list(map(float, vector)) for vector in self._encoder.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """One vector."""
        return self.embed_documents([text])[0]


class LangChainChroma:
    """`Chroma.similarity_search` over the chunks."""

    name = "LangChain + Chroma"

    def __init__(self, chunks: Sequence[Chunk], encoder: Encoder) -> None:
        self.pieces = len(chunks)
        self._store = Chroma(
            collection_name=f"plain-{uuid4().hex}",
            embedding_function=SameEncoder(encoder),
            client_settings=Settings(anonymized_telemetry=False),
        )
        self._store.add_documents(
            [
                Document(chunk.text, metadata={"document_id": chunk.document_id, "place": chunk.place})
                for chunk in chunks
            ]
        )

    def search(self, question: str, region: str | None, limit: int) -> Sequence[Words]:
        """The nearest chunks; with a place, only of documents that reach it."""
        places = places_for(question, region) if region is not None else []
        where: Any = {"place": {"$in": places}} if places else None
        found = self._store.similarity_search(question, k=min(limit, self.pieces), filter=where)
        return [(document.metadata["document_id"], document.page_content) for document in found]
