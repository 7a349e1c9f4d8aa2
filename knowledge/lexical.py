"""Lexical search: BM25 over bigrams, words, context and aliases of the passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.passages import Passage
from knowledge.tokens import bigrams, words
from knowledge.weights import IN_USE, Weights

Scores = npt.NDArray[np.float32]


class Bm25:
    """BM25 over some texts, cut in one way."""

    def __init__(self, texts: Sequence[str], cut: Callable[[str], list[str]]) -> None:
        corpus = [cut(text) or ["∅"] for text in texts]
        self._index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        self._index.index(corpus, show_progress=False)
        self.vocabulary = frozenset(token for tokens in corpus for token in tokens)
        self._size = len(corpus)

    def scores(self, tokens: list[str]) -> Scores:
        """One score a text, in their order; 0 where nothing matches."""
        known = [token for token in tokens if token in self.vocabulary]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)


class LexicalIndex:
    """BM25 over several views of each passage, added up with fixed weights."""

    def __init__(self, passages: Sequence[Passage], weights: Weights = IN_USE) -> None:
        texts = [passage.text for passage in passages]
        whole: dict[str, str] = {}
        for passage in passages:
            whole[passage.clause.id] = whole.get(passage.clause.id, "") + passage.text
        self._weights = {
            "bigrams": weights.bigrams,
            "words": weights.words,
            "clause": weights.clause,
            "context": weights.context,
            "alias": weights.alias,
        }
        self._fields = {
            "bigrams": Bm25(texts, bigrams),
            "words": Bm25(texts, words),
            "clause": Bm25([whole[passage.clause.id] for passage in passages], bigrams),
            "context": Bm25([passage.context for passage in passages], bigrams),
            "alias": Bm25([passage.alias for passage in passages], bigrams),
        }

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every bigram that the passages, their context or their aliases use."""
        fields = self._fields
        return fields["bigrams"].vocabulary | fields["context"].vocabulary | fields["alias"].vocabulary

    def scores(self, text: str) -> Scores:
        """One score a passage, in their order; 0 where nothing matches."""
        grams, terms = bigrams(text), words(text)
        total = np.zeros(len(self._fields["bigrams"].scores([])), dtype=np.float32)
        for name, weight in self._weights.items():
            total += weight * self._fields[name].scores(terms if name == "words" else grams)
        return total
