"""How near a question comes to the questions that passages answer, and to those that no text answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.bm25 import Bm25
from knowledge.counting import count_bigrams
from knowledge.held_grams import HeldGrams
from knowledge.segments import Segment, Vocabularies
from knowledge.term_counts import Scores
from knowledge.tokens import bigrams, plain_each
from knowledge.unanswered import Topic

Owners = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nearness:
    """Of each passage and of each topic its nearest asking, measured on one scale."""

    passages: Scores
    """BM25; so is `topics`."""
    topics: Scores
    alike: Scores
    """Share of bigrams that a passage's asking most alike has in common with the question, 0…1; so is `topics_alike`."""
    topics_alike: Scores


class AskedIndex:
    """One BM25 index over all askings, answered and unanswered."""

    def __init__(
        self, segments: Sequence[Segment], topics: Sequence[Topic], vocabularies: Vocabularies
    ) -> None:
        askings = plain_each(question for topic in topics for question in topic.asked)
        unanswered = count_bigrams(askings, vocabularies.bigrams)
        self.held = HeldGrams(segments, topics, unanswered, vocabularies.bigrams)
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

    def near(self, folded: str, expansion: str, within: Sequence[int] | None = None) -> Nearness:
        """How near a question comes; the nearest single asking counts, many must not add up to a match.

        Args:
            folded: what is asked.
            expansion: further words for it, which only BM25 looks for.
            within: only passages of the segments at these places, one segment after the other; all when not given.
        """
        places = self._everywhere if within is None else [*within, len(self._sizes) - 1]
        owners = self._all_owners if within is None else self._owners_of(places)
        parts = None if within is None else places
        grams = bigrams(folded)
        scores = self._askings.scores([*grams, *bigrams(expansion)], parts)
        alike = self._askings.alike(grams, parts)
        return Nearness(*self._nearest(scores, places, owners), *self._nearest(alike, places, owners))

    def _nearest(self, scores: Scores, places: Sequence[int], owners: Owners) -> tuple[Scores, Scores]:
        """The best asking of each passage and of each topic."""
        nearest = np.zeros(sum(self._sizes[place] for place in places), dtype=np.float32)
        matching = np.flatnonzero(scores)
        np.maximum.at(nearest, owners[matching], scores[matching])
        split = len(nearest) - self._sizes[-1]
        return nearest[:split], nearest[split:]

    def _owners_of(self, places: Sequence[int]) -> Owners:
        starts = np.cumsum([0, *(self._sizes[place] for place in places)])
        return np.concatenate(
            [self._owners[place] + start for place, start in zip(places, starts, strict=False)]
        )
