"""How often words stand in texts, as arrays: counted once a document, put together for any set of documents."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]

_K1, _B = 1.2, 0.6


class Vocabulary:
    """Numbers for words, given out as they come and never changed, so that counts of different days fit together."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        self._giving = threading.Lock()

    def __len__(self) -> int:
        return len(self._words)

    def number(self, word: str) -> int | None:
        """The number of a word; None when no text ever used it."""
        return self._numbers.get(word)

    def numbers(self, words: Sequence[str]) -> list[int]:
        """The numbers of words; words that are new get one."""
        known = self._numbers
        try:
            return list(map(known.__getitem__, words))
        except KeyError:
            pass
        with self._giving:
            for word in set(words).difference(known):
                self._words.append(word)
                known[word] = len(self._words) - 1
        return list(map(known.__getitem__, words))

    def words_of(self, numbers: Iterable[int]) -> frozenset[str]:
        """The words of some numbers."""
        return frozenset(self._words[number] for number in numbers)


@dataclass(frozen=True, slots=True)
class Counts:
    """The words of some texts: for each text and word in it, how often; sorted by text."""

    texts: Whole
    """Place of the text, one for each pair of text and word."""
    words: Whole
    """Number of the word."""
    times: Whole
    """How often it stands there."""
    lengths: Whole
    """Words of each text, at least 1."""

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Counts:
        """The counts of texts that are already cut into words."""
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        flat = list(chain.from_iterable(texts))
        numbers = np.array(vocabulary.numbers(flat), dtype=np.int64)
        pairs, times = np.unique(
            (np.repeat(np.arange(len(texts), dtype=np.int64), lengths) << 32) | numbers, return_counts=True
        )
        return cls(
            (pairs >> 32).astype(np.int32),
            (pairs & 0xFFFFFFFF).astype(np.int32),
            times.astype(np.int32),
            np.maximum(lengths, 1).astype(np.int32),
        )

    @classmethod
    def joined(cls, parts: Sequence[Counts]) -> Counts:
        """The counts of all texts of the parts, one part after the other."""
        if len(parts) == 1:
            return parts[0]
        nothing = np.zeros(0, dtype=np.int32)
        starts = np.cumsum([0, *(len(part.lengths) for part in parts)])
        return cls(
            np.concatenate(
                [nothing, *(part.texts + np.int32(s) for part, s in zip(parts, starts, strict=False))]
            ),
            np.concatenate([nothing, *(part.words for part in parts)]),
            np.concatenate([nothing, *(part.times for part in parts)]),
            np.concatenate([nothing, *(part.lengths for part in parts)]),
        )


class Bm25:
    """BM25 (Lucene's form) over counted texts; a question costs what the texts with its words cost."""

    def __init__(
        self, counts: Counts, vocabulary: Vocabulary, shares: npt.NDArray[np.int64] | None = None
    ) -> None:
        """Puts the counts in the order of the words.

        Args:
            counts: of all texts.
            vocabulary: that the counts were made with.
            shares: how many passages each text stands for; one when not given.
        """
        size = len(counts.lengths)
        shares = np.ones(size, dtype=np.int64) if shares is None else shares
        held = np.bincount(counts.words, weights=shares[counts.texts], minlength=len(vocabulary))
        whole = max(1, int(shares.sum()))
        idf = np.log(1.0 + (whole - held + 0.5) / (held + 0.5))
        self._rarity, self._rarest = idf, float(np.log(1.0 + (whole + 0.5) / 0.5))
        average = max(1.0, float(counts.lengths @ shares) / whole)
        norms = _K1 * (1.0 - _B + _B * counts.lengths / average)
        # Words in the upper half, places in the lower: one plain sort is faster than any stable one.
        keys = (counts.words.astype(np.int64) << 32) | np.arange(len(counts.words), dtype=np.int64)
        keys.sort()
        order = keys & 0xFFFFFFFF
        texts, times = counts.texts[order], counts.times[order]
        self._impacts = (idf[counts.words[order]] * (times / (norms[texts] + times))).astype(np.float32)
        self._texts = texts
        ends = np.cumsum(np.bincount(counts.words, minlength=len(held)))
        self._ends = np.concatenate([np.zeros(1, dtype=np.int64), ends])
        self._vocabulary = vocabulary
        self._size = size

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words that these texts use."""
        return self._vocabulary.words_of(np.flatnonzero(np.diff(self._ends)).tolist())

    def scores(self, words: Sequence[str]) -> Scores:
        """One score a text, in their order; 0 where nothing matches. A word said twice counts twice."""
        spans = [self._span(word) for word in words]
        if not any(end > start for start, end in spans):
            return np.zeros(self._size, dtype=np.float32)
        texts = np.concatenate([self._texts[start:end] for start, end in spans])
        impacts = np.concatenate([self._impacts[start:end] for start, end in spans])
        return np.bincount(texts, impacts, self._size).astype(np.float32)

    def rarity(self, word: str) -> float:
        """How seldom a word is, as BM25 counts it; the most for one that no text uses."""
        number = self._vocabulary.number(word)
        return self._rarest if number is None or number >= len(self._rarity) else float(self._rarity[number])

    def with_all(self, words: Sequence[str]) -> Whole:
        """Places of the texts that hold every one of the words."""
        spans = sorted((self._span(word) for word in set(words)), key=lambda span: span[1] - span[0])
        if not spans:
            return np.zeros(0, dtype=np.int32)
        found: Whole = self._texts[slice(*spans[0])]
        for span in spans[1:]:
            found = np.intersect1d(found, self._texts[slice(*span)], assume_unique=True).astype(np.int32)
        return found

    def _span(self, word: str) -> tuple[int, int]:
        number = self._vocabulary.number(word)
        if number is None or number + 1 >= len(self._ends):
            return (0, 0)
        return int(self._ends[number]), int(self._ends[number + 1])
