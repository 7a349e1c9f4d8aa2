"""How near a question comes to the questions that passages answer, and to those that no text answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.bm25 import Bm25
from knowledge.counting import count_bigrams
from knowledge.segments import Segment, Vocabularies
from knowledge.term_counts import Scores
from knowledge.tokens import bigrams, plain_each
from knowledge.unanswered import Topic

Owners = npt.NDArray[np.int64]


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
        askings = plain_each(question for topic in topics for question in topic.asked)
        unanswered = count_bigrams(askings, vocabularies.bigrams)
        of_topics = [place for place, topic in enumerate(topics) for _ in topic.asked]
        self._sizes = [*(len(segment.passages) for segment in segments), len(topics)]
        self._owners = [*(segment.asked_of for segment in segments), np.array(of_topics, dtype=np.int32)]
        self._askings = Bm25([*(segment.asked for segment in segments), unanswered], vocabularies.bigrams)
        self._everywhere = range(len(self._sizes))
        self._all_owners = self._owners_of(self._everywhere)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The bigrams of all askings."""
        return self._askings.vocabulary

    def rarity(self, gram: str) -> float:
        """How seldom askings use a bigram."""
        return self._askings.rarity(gram)

    def near(self, text: str, within: Sequence[int] | None = None) -> Nearness:
        """How near a question comes; the nearest single asking counts, many must not add up to a match.

        Args:
            text: what is asked.
            within: only passages of the segments at these places, one segment after the other; all when not given.
        """
        topics = len(self._sizes) - 1
        places = self._everywhere if within is None else [*within, topics]
        owners = self._all_owners if within is None else self._owners_of(places)
        scores = self._askings.scores(bigrams(text), None if within is None else places)
        nearest = np.zeros(sum(self._sizes[place] for place in places), dtype=np.float32)
        matching = np.flatnonzero(scores)
        np.maximum.at(nearest, owners[matching], scores[matching])
        split = len(nearest) - self._sizes[topics]
        return Nearness(nearest[:split], nearest[split:])

    def _owners_of(self, places: Sequence[int]) -> Owners:
        starts = np.cumsum([0, *(self._sizes[place] for place in places)])
        return np.concatenate(
            [self._owners[place] + start for place, start in zip(places, starts, strict=False)]
        )
