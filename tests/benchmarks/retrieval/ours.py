"""This project's search as it is installed, and changed for a comparison."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.evaluation.marking import Words
from knowledge.corpus import Corpus
from knowledge.embeddings import Encoder, Vectors
from knowledge.finding import Finder
from knowledge.passages import Passage
from knowledge.query import Query, understand
from knowledge.retriever import Retriever, Searched
from knowledge.vector_index import VectorIndex
from knowledge.weights import IN_USE, Weights
from tests.benchmarks.retrieval.asked import DEPTH


class RememberingEncoder:
    """An encoder that encodes a single text once: for figures of quality, never for times."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self._known = encoder, dict[str, Vectors]()

    @property
    def name(self) -> str:
        """That of the encoder."""
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        if len(texts) != 1:
            return self._encoder.encode(texts)
        if texts[0] not in self._known:
            self._known[texts[0]] = self._encoder.encode(texts)
        return self._known[texts[0]]


class ChangedRetriever(Retriever):
    """The search with a question changed before it, or without putting slips of the keyboard right."""

    def __init__(
        self,
        corpus: Corpus,
        passages: Sequence[Passage],
        vectors: VectorIndex | None,
        weights: Weights = IN_USE,
        change: Callable[[Query], Query] = lambda query: query,
        *,
        spelling: bool = True,
    ) -> None:
        super().__init__(corpus, passages, vectors, weights)
        self._change, self._puts_right = change, spelling

    def search(self, query: Query, limit: int = 10) -> Searched:
        """The best passages for the changed question."""
        return super().search(self._change(query), limit)

    def corrected(self, question: str) -> str:
        """The question put right, or as it is."""
        return super().corrected(question) if self._puts_right else question


def vectors_of(passages: Sequence[Passage], encoder: Encoder, folder: Path) -> VectorIndex:
    """A vector index of these passages in a folder of its own."""
    index = VectorIndex(encoder, folder=folder)
    index.build(passages)
    return index


def without_curated(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages without what people wrote for them: questions they answer and names from rule packs."""
    return tuple(dataclasses.replace(passage, asked=(), alias="") for passage in passages)


def no_synonyms(query: Query) -> Query:
    """The question without the texts' words for what it says in its own."""
    return dataclasses.replace(query, expansion="")


class Ours:
    """Search as `lvping eval` marks it: what the decision to answer ranks, else what search ranks."""

    def __init__(self, name: str, corpus: Corpus, retriever: Retriever, pieces: int) -> None:
        self.name, self.pieces = name, pieces
        self._corpus, self._retriever = corpus, retriever
        self._finder = Finder(corpus, retriever)

    def search(self, question: str, region: str | None, limit: int) -> Sequence[Words]:
        """The best passages; without `region` the place is what the question says, if anything."""
        query = understand(self._retriever.corrected(question), region=region)
        hits = self._finder.find(query).hits or self._retriever.search(query, limit).hits
        if limit > DEPTH:
            known = {hit.passage.id for hit in hits}
            more = (hit for hit in self._retriever.search(query, limit).hits if hit.passage.id not in known)
            hits = (*hits, *more)
        sources = {hit.clause.document_id: self._corpus.source(hit.clause.document_id) for hit in hits}
        return [
            (hit.clause.document_id, sources[hit.clause.document_id][hit.passage.start : hit.passage.end])
            for hit in hits[:limit]
        ]
