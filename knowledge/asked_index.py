"""How near a question comes to the questions that passages answer, and to those that no text answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.lexical import Bm25, Scores
from knowledge.passages import Passage
from knowledge.tokens import bigrams
from knowledge.unanswered import Topic


@dataclass(frozen=True, slots=True)
class Nearness:
    """BM25 of the nearest asking of each passage and of each topic, on one scale."""

    passages: Scores
    topics: Scores


class AskedIndex:
    """One BM25 index over all askings, answered and unanswered."""

    def __init__(self, passages: Sequence[Passage], topics: Sequence[Topic]) -> None:
        owners = [i for i, passage in enumerate(passages) for _ in passage.asked]
        owners += [len(passages) + i for i, topic in enumerate(topics) for _ in topic.asked]
        texts = [q for passage in passages for q in passage.asked] + [
            q for topic in topics for q in topic.asked
        ]
        self._split, self._size = len(passages), len(passages) + len(topics)
        self._owners = np.array(owners, dtype=np.int64)
        self._askings = Bm25(texts, bigrams) if texts else None

    @property
    def vocabulary(self) -> frozenset[str]:
        """The bigrams of all askings."""
        return self._askings.vocabulary if self._askings else frozenset()

    def near(self, text: str) -> Nearness:
        """How near a question comes; the nearest single asking counts, many must not add up to a match."""
        nearest = np.zeros(self._size, dtype=np.float32)
        if self._askings is not None:
            np.maximum.at(nearest, self._owners, self._askings.scores(bigrams(text)))
        return Nearness(nearest[: self._split], nearest[self._split :])
