"""BM25 over counted texts: of some documents from their own counts, of all from the texts that hold each word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from knowledge.term_counts import Counts, Scores, Vocabulary, Whole

_K1, _B = 1.2, 0.6


class Bm25:
    """BM25 (Lucene's form); a question costs what the texts with its words cost, or the documents in its reach."""

    def __init__(
        self,
        parts: Sequence[Counts],
        vocabulary: Vocabulary,
        shares: npt.NDArray[np.int64] | None = None,
    ) -> None:
        """Puts the counts in the order of the words.

        Args:
            parts: the texts of each document.
            vocabulary: that the counts were made with.
            shares: how many passages each text stands for; one when not given.
        """
        counts = Counts.joined(parts)
        size = len(counts.lengths)
        rows = np.repeat(np.arange(size, dtype=np.int32), np.diff(counts.starts))
        weights = None if shares is None else shares[rows]
        held = np.bincount(counts.words, weights=weights, minlength=len(vocabulary))
        whole = max(1, size if shares is None else int(shares.sum()))
        length = int(counts.lengths.sum() if shares is None else counts.lengths @ shares)
        self._idf = np.log(1.0 + (whole - held + 0.5) / (held + 0.5))
        self._rarest = float(np.log(1.0 + (whole + 0.5) / 0.5))
        self._average = max(1.0, float(length) / whole)
        # Starts as wide as the numbers of words keep scipy from making all of them wider.
        starts = counts.starts.astype(np.int32)
        by_word = csr_array((counts.times, counts.words, starts), shape=(size, len(held))).tocsc()
        self._ends = by_word.indptr
        self._texts: Whole = by_word.indices
        numbers = np.repeat(np.arange(len(held), dtype=np.int32), np.diff(by_word.indptr))
        norms = self._norms(counts.lengths)
        self._impacts = self._impact(numbers, by_word.data, norms[self._texts])
        self._parts = tuple(parts)
        self._vocabulary = vocabulary
        self._size = size
        self._distinct = np.diff(starts)
        self._joined: tuple[tuple[int, ...], Counts] | None = None

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words that these texts use."""
        return self._vocabulary.words_of(np.flatnonzero(np.diff(self._ends)).tolist())

    def scores(self, words: Sequence[str], within: Sequence[int] | None = None) -> Scores:
        """One score a text, in their order; 0 where nothing matches. A word said twice counts twice.

        Args:
            words: of the question.
            within: only texts of the documents at these places, one document after the other; all when not given.
        """
        numbers = [number for word in words if (number := self._number(word)) is not None]
        if within is not None:
            return self._scores_within(numbers, within)
        spans = [(int(self._ends[number]), int(self._ends[number + 1])) for number in numbers]
        if not any(end > start for start, end in spans):
            return np.zeros(self._size, dtype=np.float32)
        texts = np.concatenate([self._texts[start:end] for start, end in spans])
        impacts = np.concatenate([self._impacts[start:end] for start, end in spans])
        return np.bincount(texts, impacts, self._size).astype(np.float32)

    def rarity(self, word: str) -> float:
        """How seldom a word is, as BM25 counts it; the most for one that no text uses."""
        number = self._number(word)
        return self._rarest if number is None else float(self._idf[number])

    def alike(self, words: Sequence[str], within: Sequence[int] | None = None) -> Scores:
        """How alike each text is to some words: twice the words of both by the words of each (Dice), 0…1.

        Args:
            words: of the question; one said twice counts once.
            within: only texts of the documents at these places, one document after the other; all when not given.
        """
        own = set(words)
        numbers = [number for word in own if (number := self._number(word)) is not None]
        if within is None:
            found = np.concatenate([self._texts[:0], *(self._holding(number) for number in numbers)])
            distinct = self._distinct
        else:
            counts = self._counts_within(within)
            wanted = np.zeros(len(self._idf), dtype=np.bool_)
            wanted[numbers] = True
            at = np.flatnonzero(wanted[counts.words])
            found = np.searchsorted(counts.starts, at, side="right") - 1
            distinct = np.diff(counts.starts)
        both = np.maximum(distinct + len(own), 1)
        shared = np.bincount(found, minlength=len(both))
        return np.asarray(2.0 * shared / both, dtype=np.float32)

    def _holding(self, number: int) -> Whole:
        """Places of the texts that hold a word."""
        return self._texts[self._ends[number] : self._ends[number + 1]]

    def with_all(self, words: Sequence[str]) -> Whole:
        """Places of the texts that hold every one of the words."""
        numbers = [self._number(word) for word in set(words)]
        holding = [self._holding(number) if number is not None else self._texts[:0] for number in numbers]
        if not holding:
            return np.zeros(0, dtype=np.int32)
        holding.sort(key=len)
        found: Whole = holding[0]
        for texts in holding[1:]:
            found = np.intersect1d(found, texts, assume_unique=True).astype(np.int32)
        return found

    def _scores_within(self, numbers: Sequence[int], within: Sequence[int]) -> Scores:
        counts = self._counts_within(within)
        size = len(counts.lengths)
        said = np.bincount(numbers, minlength=len(self._idf)) if numbers else None
        if said is None:
            return np.zeros(size, dtype=np.float32)
        often = said[counts.words]
        at = np.flatnonzero(often)
        rows = np.searchsorted(counts.starts, at, side="right") - 1
        norms = self._norms(counts.lengths)
        impacts = self._impact(counts.words[at], counts.times[at], norms[rows]) * often[at]
        return np.bincount(rows, impacts, size).astype(np.float32)

    def _counts_within(self, within: Sequence[int]) -> Counts:
        """The counts of some documents joined; those of the last time are kept, for a question asks for them twice."""
        places, kept = tuple(within), self._joined
        if kept is None or kept[0] != places:
            kept = self._joined = (places, Counts.joined([self._parts[place] for place in places]))
        return kept[1]

    def _norms(self, lengths: Whole) -> npt.NDArray[np.float64]:
        return np.asarray(_K1 * (1.0 - _B + _B * lengths / self._average), dtype=np.float64)

    def _impact(
        self, numbers: Whole, times: npt.NDArray[np.uint16], norms: npt.NDArray[np.float64]
    ) -> Scores:
        """What words give to the score of texts with them, by number of the word, how often and norm of the text."""
        return (self._idf[numbers] * (times / (norms + times))).astype(np.float32)

    def _number(self, word: str) -> int | None:
        number = self._vocabulary.number(word)
        return number if number is not None and number < len(self._idf) else None
