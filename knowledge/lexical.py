"""Lexical search: BM25 over bigrams, words, context and aliases of the passages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.bm25 import Bm25
from knowledge.segments import Segment, Vocabularies
from knowledge.term_counts import Scores, Whole
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
        self._clause_of_part = [segment.clause_of for segment in segments]
        self._clauses = [segment.clauses for segment in segments]
        self._clause_of = self._clauses_of(range(len(segments)))
        shares = np.bincount(self._clause_of, minlength=sum(self._clauses))
        grams = vocabularies.bigrams
        self._bigrams = Bm25([s.bigrams for s in segments], grams)
        self._words = Bm25([s.words for s in segments], vocabularies.words)
        self._by_clause = (
            (weights.clause, Bm25([s.whole for s in segments], grams, shares)),
            (weights.context, Bm25([s.context for s in segments], grams, shares)),
            (weights.alias, Bm25([s.alias for s in segments], grams, shares)),
        )
        self._weights = weights

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every bigram that the passages, their context or their aliases use."""
        return self._bigrams.vocabulary.union(*(index.vocabulary for _, index in self._by_clause[1:]))

    @property
    def words(self) -> frozenset[str]:
        """Every word of the passages."""
        return self._words.vocabulary

    def scores(self, text: str, within: Sequence[int] | None = None) -> Scores:
        """One score a passage, in their order; 0 where nothing matches.

        Args:
            text: what is asked.
            within: only passages of the segments at these places, one segment after the other; all when not given.
        """
        grams = bigrams(text)
        total = self._weights.bigrams * self._bigrams.scores(grams, within)
        total += self._weights.words * self._words.scores(words(text), within)
        of_clauses = sum(weight * index.scores(grams, within) for weight, index in self._by_clause if weight)
        if not isinstance(of_clauses, int):
            total += of_clauses[self._clause_of if within is None else self._clauses_of(within)]
        return total

    def may_hold(self, text: str) -> Whole:
        """Places of the passages that hold every bigram of a text; those that hold the text are among them."""
        return self._bigrams.with_all(bigrams(text))

    def _clauses_of(self, places: Sequence[int]) -> Whole:
        """Place of the clause of each passage of some segments, counted through these segments."""
        starts = np.cumsum([0, *(self._clauses[place] for place in places)])
        return np.concatenate(
            [
                np.zeros(0, dtype=np.int32),
                *(
                    self._clause_of_part[place] + np.int32(start)
                    for place, start in zip(places, starts, strict=False)
                ),
            ]
        )
