"""rank_bm25 on the words that jieba's dictionary cuts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import rjieba
from rank_bm25 import BM25Okapi

from assistant.evaluation.marking import Words
from tests.benchmarks.retrieval.chunks import Chunk, places_for


class JiebaBm25:
    """`BM25Okapi` as it comes; jieba without words of this field."""

    name = "rank_bm25, jieba words"

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self._chunks, self.pieces = tuple(chunks), len(chunks)
        self._jieba = rjieba.Jieba()
        self._index = BM25Okapi([self._words(chunk.text) for chunk in chunks])

    def _words(self, text: str) -> list[str]:
        return [word for word in self._jieba.cut(text) if word.strip()]

    def search(self, question: str, region: str | None, limit: int) -> Sequence[Words]:
        """The best chunks; with a place, only of documents that reach it."""
        places = places_for(question, region) if region is not None else []
        scores = np.asarray(self._index.get_scores(self._words(question)))
        best = (self._chunks[i] for i in np.argsort(-scores, kind="stable"))
        reach = [chunk for chunk in best if not places or chunk.place in places]
        return [(chunk.document_id, chunk.text) for chunk in reach[:limit]]
