"""How near a question comes in meaning to passages, and to the questions that no text answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.passages import Passage
from knowledge.query import Query
from knowledge.reach import Reach, Scope
from knowledge.term_counts import Scores
from knowledge.unanswered import Topic
from knowledge.vector_index import VectorIndex
from knowledge.vector_units import owner_of

_LIMIT = 120
"""Vectors looked at in all documents."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What the vectors tell of one question."""

    passages: Scores
    """Cosine above the floor, one a passage of the scope; 0 for the rest."""
    topics: Scores
    """The same, one a topic that no text answers."""


class Meaning:
    """The vectors of one state of the passages, asked by passage and by topic; without an index all is 0."""

    def __init__(
        self,
        passages: Sequence[Passage],
        topics: Sequence[Topic],
        reach: Reach,
        vectors: VectorIndex | None,
        floor: float,
    ) -> None:
        """Makes ready to ask.

        Args:
            passages: all that is searched, in the order of the index.
            topics: what no text answers, in its order.
            reach: which documents reach an asker.
            vectors: nearness of meaning, or nothing.
            floor: cosines of unrelated sentences lie about here.
        """
        self._at = {passage.id: place for place, passage in enumerate(passages)}
        self._topic_at = {owner_of(topic): place for place, topic in enumerate(topics)}
        self._reach = reach
        self._vectors = vectors
        self._floor = floor

    def expect(self, queries: Sequence[Query]) -> None:
        """Encode at once what will be asked next, which costs less than one by one."""
        if self._vectors is not None:
            self._vectors.encode_ahead([_said(query) for query in queries])

    def of(self, query: Query, reach: tuple[str, ...], scope: Scope) -> Meant:
        """What the vectors tell of a question to the documents in reach, whose passages are the scope."""
        near: dict[str, float] = {}
        if self._vectors is not None:
            near = self._vectors.search(
                _said(query), _LIMIT, None if self._reach.everywhere(reach) else reach
            )
        passages = np.zeros(scope.size, dtype=np.float32)
        topics = np.zeros(len(self._topic_at), dtype=np.float32)
        for owner, cosine in near.items():
            if owner in self._at:
                passages[scope.local([self._at[owner]])] = max(0.0, cosine - self._floor)
            elif owner in self._topic_at:
                topics[self._topic_at[owner]] = max(0.0, cosine - self._floor)
        return Meant(passages, topics)


def _said(query: Query) -> str:
    """What a question is compared by in meaning."""
    return f"{query.subject} {query.expansion}".strip() or query.text
