"""How often words stand in texts, as arrays: counted once a document, put together for any set of documents."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]
_Places = npt.NDArray[np.int64]

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
    """The words of some texts: for each text the words in it and how often, text after text."""

    starts: npt.NDArray[np.int64]
    """Where the words of each text begin, and behind the last text where they end."""
    words: Whole
    """Number of the word."""
    times: npt.NDArray[np.uint16]
    """How often it stands there."""
    lengths: Whole
    """Words of each text, at least 1."""

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Counts:
        """The counts of texts that are already cut into words."""
        places: dict[str, int] = {}
        flat = [places.setdefault(word, len(places)) for text in texts for word in text]
        sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        at = np.repeat(np.arange(len(texts)), sizes)
        return cls.tallied(len(texts), at, np.array(flat, dtype=np.int64), list(places), vocabulary)

    @classmethod
    def tallied(
        cls, size: int, texts: _Places, codes: _Places, names: Sequence[str], vocabulary: Vocabulary
    ) -> Counts:
        """The counts of `size` texts from one entry for each time that a word stands in one.

        Args:
            size: how many texts.
            texts: place of the text.
            codes: place of the word among the names.
            names: the words.
            vocabulary: gives their numbers.
        """
        lengths = np.bincount(texts, minlength=size)
        pairs, times = np.unique((texts << 32) | codes, return_counts=True)
        used = pairs & 0xFFFFFFFF
        numbers = np.array(vocabulary.numbers(names), dtype=np.int32)
        starts = np.searchsorted(pairs, np.arange(size + 1) << 32)
        often = np.minimum(times, np.iinfo(np.uint16).max).astype(np.uint16)
        return cls(starts, numbers[used], often, np.maximum(lengths, 1).astype(np.int32))

    @classmethod
    def joined(cls, parts: Sequence[Counts]) -> Counts:
        """The counts of all texts of the parts, one part after the other."""
        if len(parts) == 1:
            return parts[0]
        ends = np.cumsum([0, *(len(part.words) for part in parts)])
        return cls(
            np.concatenate(
                [np.zeros(1, np.int64), *(p.starts[1:] + e for p, e in zip(parts, ends, strict=False))]
            ),
            np.concatenate([np.zeros(0, np.int32), *(part.words for part in parts)]),
            np.concatenate([np.zeros(0, np.uint16), *(part.times for part in parts)]),
            np.concatenate([np.zeros(0, np.int32), *(part.lengths for part in parts)]),
        )

    def part(self, first: int, end: int) -> Counts:
        """The texts from one place to before another; nothing is copied but where they start."""
        low, high = int(self.starts[first]), int(self.starts[end])
        return Counts(
            self.starts[first : end + 1] - low,
            self.words[low:high],
            self.times[low:high],
            self.lengths[first:end],
        )

    def taken(self, places: Whole) -> Counts:
        """The texts at some places, in the order of the places."""
        sizes = np.diff(self.starts)[places]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        at = np.repeat(self.starts[places] - starts[:-1], sizes) + np.arange(int(starts[-1]))
        return Counts(starts, self.words[at], self.times[at], self.lengths[places])


def best_places(scores: Scores, limit: int) -> list[int]:
    """Places of the highest scores above 0, best first; of equal ones the earlier first."""
    least = 0.0 if len(scores) <= limit else float(np.partition(scores, -limit)[-limit])
    near = np.flatnonzero((scores >= least) & (scores > 0))
    return [int(place) for place in near[np.argsort(-scores[near], kind="stable")][:limit]]
