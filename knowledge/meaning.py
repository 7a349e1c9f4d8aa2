"""What a question means: how near it comes to passages and to unanswered questions, and which of them it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.passages import Passage
from knowledge.query import Query
from knowledge.question_network import class_of, read_network
from knowledge.reach import Reach, Scope
from knowledge.term_counts import Scores
from knowledge.unanswered import Topic
from knowledge.vector_index import VectorIndex
from knowledge.vector_units import owner_of

LEAST = -20.0
"""The logarithm of a share so small that it stands for none, and where nothing is known."""
_LIMIT = 120
"""Vectors looked at in all documents."""
_MOST = 8.0
"""Odds beyond this say no more."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What the vectors tell of one question."""

    passages: Scores
    """Cosine above the floor, one a passage of the scope; 0 for the rest."""
    topics: Scores
    """The same, one a topic that no text answers."""
    asked_for: Scores
    """Logarithm of how likely a passage of the scope is what is asked for; `LEAST` where nothing is known."""
    topics_asked_for: Scores
    """The same, one a topic that no text answers."""

    @property
    def _known(self) -> bool:
        """Whether anything is known of what is asked for in the scope."""
        return float(self.asked_for.max(initial=LEAST)) > LEAST

    @property
    def shares(self) -> Scores:
        """How likely each passage of the scope is asked for, as its share among them; 0 where nothing is known."""
        known = self.asked_for > LEAST
        raised = np.where(known, np.exp(self.asked_for - self.asked_for.max(initial=LEAST)), 0.0)
        return np.asarray(raised / max(1e-9, float(raised.sum())), dtype=np.float32)

    def answered(self, lacking: npt.NDArray[np.bool_]) -> float:
        """Log odds, −8…8, that some passage of the scope is asked for, and not one of the topics that lack there; 0
        where nothing is known.
        """
        if not self._known:
            return 0.0
        return _limited(_either(self.asked_for) - _either(self.topics_asked_for[lacking]))

    def ahead(self, place: int, lacking: npt.NDArray[np.bool_]) -> float:
        """Log odds, −8…8, that one passage of the scope is asked for rather than the likeliest of the topics that lack
        there; 0 where nothing is known of the scope.
        """
        if not self._known:
            return 0.0
        return _limited(float(self.asked_for[place] - self.topics_asked_for[lacking].max(initial=LEAST)))


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
        self._network = read_network(vectors.model) if vectors is not None else None
        known = self._network.classes if self._network is not None else {}
        self._class_of = np.array(
            [known.get(class_of(passage) or "", -1) for passage in passages], dtype=np.int64
        )
        self._topic_class = np.array([known.get(owner_of(topic), -1) for topic in topics], dtype=np.int64)

    def expect(self, queries: Sequence[Query]) -> None:
        """Encode at once what will be asked next, which costs less than one by one."""
        if self._vectors is None:
            return
        texts = [_said(query) for query in queries]
        if self._network is not None:
            texts += [query.text for query in queries]
        self._vectors.encode_ahead(texts)

    def of(self, query: Query, reach: tuple[str, ...], scope: Scope) -> Meant:
        """What the vectors tell of a question to the documents in reach, whose passages are the scope."""
        near: dict[str, float] = {}
        if self._vectors is not None:
            if self._network is not None:
                # Two texts of each question are encoded then; of other models only the one that search itself encodes.
                self.expect([query])
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
        return Meant(passages, topics, *self._asked_for(query, scope))

    def _asked_for(self, query: Query, scope: Scope) -> tuple[Scores, Scores]:
        vector = None
        if self._vectors is not None and self._network is not None:
            vector = self._vectors.encoded(query.text)
        classes = scope.of(self._class_of), self._topic_class
        if vector is None or self._network is None:
            return np.full(len(classes[0]), LEAST, np.float32), np.full(len(classes[1]), LEAST, np.float32)
        shares = np.maximum(self._network.log_shares(vector), LEAST)
        passages, topics = (np.where(of >= 0, shares[of], LEAST).astype(np.float32) for of in classes)
        return passages, topics


def _either(shares: Scores) -> float:
    """The logarithm of how likely one of them is."""
    return float(np.logaddexp.reduce(shares, initial=LEAST))


def _limited(odds: float) -> float:
    return max(-_MOST, min(_MOST, odds))


def _said(query: Query) -> str:
    """What a question is compared by in meaning."""
    return f"{query.subject} {query.expansion}".strip() or query.text
