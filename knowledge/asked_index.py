"""How near a question comes to the questions that passages answer, and to those that no text answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.segments import Segment, Vocabularies
from knowledge.term_counts import Bm25, Counts, Scores
from knowledge.tokens import bigrams
from knowledge.unanswered import Topic


@dataclass(frozen=True, slots=True)
class Nearness:
    """BM25 of the nearest asking of each passage and of each topic, on one scale."""

    passages: Scores
    topics: Scores


class AskedIndex:
    """One BM25 index over all askings, answered and unanswered."""

    def __init__(
        self, segments: Sequence[Segment], topics: Sequence[Topic], vocabularies: Vocabularies
    ) -> None:
        starts = np.cumsum([0, *(len(segment.passages) for segment in segments)])
        self._split = int(starts[-1])
        self._size = self._split + len(topics)
        of_topics = np.array(
            [self._split + i for i, topic in enumerate(topics) for _ in topic.asked], dtype=np.int64
        )
        self._owners = np.concatenate(
            [*(s.asked_of + start for s, start in zip(segments, starts, strict=False)), of_topics]
        )
        unanswered = Counts.of([bigrams(q) for topic in topics for q in topic.asked], vocabularies.bigrams)
        self._askings = Bm25(
            Counts.joined([*(segment.asked for segment in segments), unanswered]), vocabularies.bigrams
        )

    @property
    def vocabulary(self) -> frozenset[str]:
        """The bigrams of all askings."""
        return self._askings.vocabulary

    def rarity(self, gram: str) -> float:
        """How seldom askings use a bigram."""
        return self._askings.rarity(gram)

    def near(self, text: str) -> Nearness:
        """How near a question comes; the nearest single asking counts, many must not add up to a match."""
        nearest = np.zeros(self._size, dtype=np.float32)
        np.maximum.at(nearest, self._owners, self._askings.scores(bigrams(text)))
        return Nearness(nearest[: self._split], nearest[self._split :])
