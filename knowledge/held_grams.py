"""The bigrams that a passage or an unanswered topic holds, with all that people ask about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.counting import count_bigrams
from knowledge.segments import Segment
from knowledge.term_counts import Counts, Vocabulary, Whole
from knowledge.tokens import plain_each
from knowledge.unanswered import Topic


@dataclass(frozen=True, slots=True)
class Held:
    """Some bigrams, kept as their numbers."""

    numbers: frozenset[int] = frozenset()
    vocabulary: Vocabulary = field(default_factory=Vocabulary, compare=False, repr=False)

    def __contains__(self, gram: str) -> bool:
        return self.vocabulary.number(gram) in self.numbers

    def share(self, weights: Mapping[str, float]) -> float:
        """How much of a question, by the weight of its bigrams, these hold, 0…1; 1 when it has none."""
        return share_held(weights, self)

    @classmethod
    def together(cls, several: Sequence[Held]) -> Held:
        """The bigrams of all of them, which were counted with one vocabulary."""
        if not several:
            return NOTHING
        return cls(frozenset().union(*(one.numbers for one in several)), several[0].vocabulary)


def share_held(weights: Mapping[str, float], held: Held | str) -> float:
    """How much of a question, by the weight of its bigrams, is in what is held, 0…1; 1 when it has none."""
    whole = sum(weights.values())
    return sum(weight for gram, weight in weights.items() if gram in held) / whole if whole else 1.0


NOTHING = Held()


class HeldGrams:
    """Looks up what is held in the counts that search is made of; nothing is kept twice."""

    def __init__(
        self, segments: Sequence[Segment], topics: Sequence[Topic], asked: Counts, vocabulary: Vocabulary
    ) -> None:
        """Remembers the counts.

        Args:
            segments: of all passages.
            topics: that no text answers.
            asked: bigrams of the askings of the topics, one topic after the other.
            vocabulary: that the counts were made with.
        """
        self._segments = tuple(segments)
        self._starts = np.cumsum([0, *(len(segment.passages) for segment in segments)])
        self._lacks = count_bigrams(plain_each(topic.lacks for topic in topics), vocabulary)
        self._asked = asked
        self._asked_from = np.cumsum([0, *(len(topic.asked) for topic in topics)])
        self._vocabulary = vocabulary

    def of_passage(self, place: int) -> Held:
        """The bigrams of the passage at this place, of where it stands and of what people ask about it."""
        at = int(np.searchsorted(self._starts, place, side="right")) - 1
        segment, own = self._segments[at], place - int(self._starts[at])
        clause = int(segment.clause_of[own])
        low, high = (int(end) for end in np.searchsorted(segment.asked_of, [own, own + 1]))
        return self._held(
            _words(segment.bigrams, own, own + 1),
            _words(segment.context, clause, clause + 1),
            _words(segment.alias, clause, clause + 1),
            _words(segment.asked, low, high),
        )

    def of_topic(self, place: int) -> Held:
        """The bigrams of the topic at this place and of what people ask about it."""
        low, high = (int(end) for end in self._asked_from[place : place + 2])
        return self._held(_words(self._lacks, place, place + 1), _words(self._asked, low, high))

    def _held(self, *numbers: Whole) -> Held:
        return Held(frozenset(np.concatenate(numbers).tolist()), self._vocabulary)


def _words(counts: Counts, first: int, end: int) -> Whole:
    return counts.words[counts.starts[first] : counts.starts[end]]
