"""How near a question comes to the questions that passages answer, and to those that no text answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.passages import Passage
from knowledge.tokens import bigrams
from knowledge.unanswered import Topic

Scores = npt.NDArray[np.float32]


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
        corpus = [bigrams(text) or ["∅"] for text in texts]
        self.vocabulary = frozenset(token for tokens in corpus for token in tokens)
        self._index = None
        if corpus:
            self._index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
            self._index.index(corpus, show_progress=False)

    def near(self, text: str) -> Nearness:
        """How near a question comes; the nearest single asking counts, many must not add up to a match."""
        nearest = np.zeros(self._size, dtype=np.float32)
        known = [token for token in bigrams(text) if token in self.vocabulary]
        if self._index is not None and known:
            scores = np.asarray(self._index.get_scores(known), dtype=np.float32)
            np.maximum.at(nearest, self._owners, scores)
        return Nearness(nearest[: self._split], nearest[self._split :])
