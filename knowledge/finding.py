"""Whether the texts answer a question, and with which passages; else why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.clauses import Clause
from knowledge.confidence import confidence, fitted
from knowledge.corpus import Corpus
from knowledge.coverage import cover, in_the_field
from knowledge.query import Query, says_nothing
from knowledge.retriever import Hit, Retriever, Searched
from knowledge.unanswered import Topic

Reason = Literal["not_in_corpus", "other_place", "off_topic", "unclear"]

_CLOSE = 0.4
"""Share of the first score from which a later passage of the right shape may take its place."""
_NEAR_A_TOPIC = 10.0
"""BM25 from which a question is taken to be about an unanswered topic."""
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """The passages that answer, best first; or the reason why none does."""

    query: Query
    hits: tuple[Hit, ...]
    reason: Reason | None = None
    missing: tuple[str, ...] = ()
    """Subject words that no text of the asker's place speaks of."""
    topic: Topic | None = None
    """What is asked for, when it is known that the texts lack it."""
    related: Hit | None = None
    """Near, but no support: to be offered as such."""

    @property
    def answerable(self) -> bool:
        """Whether the passages answer the question."""
        return self.reason is None


class Finder:
    """Decides for one corpus and its retriever."""

    def __init__(self, corpus: Corpus, retriever: Retriever) -> None:
        self._corpus = corpus
        self._retriever = retriever

    def find(self, query: Query) -> Finding:
        """What the texts hold on a question."""
        if says_nothing(query):
            return Finding(query, (), "unclear")
        field = in_the_field(query)
        reach = self._retriever.documents_for(query)
        if not reach:
            return Finding(query, (), "other_place" if field else "off_topic")
        if query.article is not None:
            return self._by_article(query, reach)
        searched = self._retriever.search(query, _LOOKED_AT)
        return self._judged(query, searched, field)

    def _judged(self, query: Query, searched: Searched, field: bool) -> Finding:
        known = self._retriever.vocabulary
        if confidence(query, searched, known) >= fitted().threshold:
            return Finding(query, searched.hits)
        missing = cover(query, searched.hits[0].passage, known).missing if searched.hits else ()
        topic = searched.topic if searched.topic_asked >= _NEAR_A_TOPIC else None
        if topic.off_topic if topic is not None else not field:
            return Finding(query, (), "off_topic", missing)
        related = searched.hits[0] if searched.hits else None
        return Finding(query, (), "not_in_corpus", missing, topic, related)

    def _by_article(self, query: Query, reach: tuple[str, ...]) -> Finding:
        """第X条: the article of the document pointed at, or of the only one that counts in articles."""
        wanted = f"art-{query.article}"
        found = [
            clause
            for document in sorted(reach, key=lambda name: -query.cues.get(name, 0))
            for clause in self._corpus.clauses(document)
            if clause.local_id == wanted
        ]
        if not found:
            return Finding(query, (), "not_in_corpus", (f"第{query.article}条",))
        return Finding(query, self._hits(self._holding(found, query)))

    def _holding(self, found: Sequence[Clause], query: Query) -> Clause:
        """The first that holds on the day; else what has taken the place of the first, where a text says so."""
        asked, editions = self._retriever.editions_for(query), self._corpus.editions
        for clause in found:
            if not asked.leaves_out(clause.document_id, clause.id):
                return clause
        standing = editions.standing(found[0], query.as_of)
        return standing.clause or found[0]

    def _hits(self, clause: Clause) -> tuple[Hit, ...]:
        own = self._retriever.clause_passages(clause)
        return tuple(Hit(passage, 1.0, 1.0, 0.0) for passage in own)
