"""Lexical search: BM25 over bigrams, words, context and aliases of the passages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.segments import Segment, Vocabularies
from knowledge.term_counts import Bm25, Counts, Scores, Whole
from knowledge.tokens import bigrams, words
from knowledge.weights import IN_USE, Weights


class LexicalIndex:
    """BM25 over several views of each passage, added up with fixed weights.

    What is the same for all passages of a clause (its words as a whole, its context, its aliases) is kept once a
    clause and weighed as often as the clause has passages.
    """

    def __init__(
        self, segments: Sequence[Segment], vocabularies: Vocabularies, weights: Weights = IN_USE
    ) -> None:
        starts = np.cumsum([0, *(segment.clauses for segment in segments)])
        self._clause_of = np.concatenate(
            [
                np.zeros(0, dtype=np.int32),
                *(s.clause_of + np.int32(start) for s, start in zip(segments, starts, strict=False)),
            ]
        )
        shares = np.bincount(self._clause_of, minlength=int(starts[-1]))
        grams = vocabularies.bigrams
        self._bigrams = Bm25(Counts.joined([s.bigrams for s in segments]), grams)
        self._words = Bm25(Counts.joined([s.words for s in segments]), vocabularies.words)
        by_clause = (
            (weights.clause, Bm25(Counts.joined([s.whole for s in segments]), grams, shares)),
            (weights.context, Bm25(Counts.joined([s.context for s in segments]), grams, shares)),
            (weights.alias, Bm25(Counts.joined([s.alias for s in segments]), grams, shares)),
        )
        self._by_clause = by_clause
        self._weights = weights

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every bigram that the passages, their context or their aliases use."""
        return self._bigrams.vocabulary.union(*(index.vocabulary for _, index in self._by_clause[1:]))

    @property
    def words(self) -> frozenset[str]:
        """Every word of the passages."""
        return self._words.vocabulary

    def scores(self, text: str) -> Scores:
        """One score a passage, in their order; 0 where nothing matches."""
        grams = bigrams(text)
        total = self._weights.bigrams * self._bigrams.scores(grams)
        total += self._weights.words * self._words.scores(words(text))
        of_clauses = sum(weight * index.scores(grams) for weight, index in self._by_clause if weight)
        if not isinstance(of_clauses, int):
            total += of_clauses[self._clause_of]
        return total

    def may_hold(self, text: str) -> Whole:
        """Places of the passages that hold every bigram of a text; those that hold the text are among them."""
        return self._bigrams.with_all(bigrams(text))
