"""Whether the texts answer a question, and with which passages; else why not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import yaml

from knowledge.clauses import Clause
from knowledge.corpus import Corpus
from knowledge.coverage import could_serve, cover, in_the_field
from knowledge.query import Query, says_nothing
from knowledge.retriever import Hit, Retriever
from knowledge.tokens import LEXICON, plain

Reason = Literal["not_in_corpus", "other_place", "off_topic", "unclear"]

_ENOUGH = 0.49
"""Share of the subject that the answering passage must hold."""
_WEAK = 1.5
"""Scores of the subject alone below this are chance matches."""
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class AbsentTopic:
    """Something people ask for that the texts are known not to hold."""

    id: str
    documents: tuple[str, ...]
    lacks: str
    instead: str
    ask: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The passages that answer, best first; or the reason why none does."""

    query: Query
    hits: tuple[Hit, ...]
    reason: Reason | None = None
    missing: tuple[str, ...] = ()
    """Subject words that no text of the asker's place speaks of."""
    absent: AbsentTopic | None = None
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
        hits = self._retriever.search(query, _LOOKED_AT)
        absent = _absent(query, reach)
        if absent is not None:
            return Finding(query, (), "not_in_corpus", absent=absent, related=hits[0] if hits else None)
        return self._judged(query, hits, field)

    def _judged(self, query: Query, hits: tuple[Hit, ...], field: bool) -> Finding:
        known = self._retriever.vocabulary
        serving = [hit for hit in hits if hit.about >= _WEAK and could_serve(query.wanted, hit.passage)]
        supported = [hit for hit in serving if cover(query, hit.passage, known).share > _ENOUGH]
        # A passage far down the list that merely shares words is no better support than none.
        if supported and supported[0].score >= 0.5 * hits[0].score:
            return Finding(query, tuple(supported))
        missing = cover(query, hits[0].passage).missing if hits else ()
        if not field and not supported:
            return Finding(query, (), "off_topic", missing)
        return Finding(query, (), "not_in_corpus", missing, related=hits[0] if hits else None)

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
        return Finding(query, self._hits(found[0]))

    def _hits(self, clause: Clause) -> tuple[Hit, ...]:
        own = self._retriever.clause_passages(clause)
        return tuple(Hit(passage, 1.0, 1.0, 0.0) for passage in own)


@cache
def _topics() -> tuple[tuple[tuple[tuple[str, ...], ...], AbsentTopic], ...]:
    rows = yaml.safe_load((LEXICON / "absent.yaml").read_text(encoding="utf-8"))
    return tuple(
        (
            tuple(tuple(plain(word) for word in group.split("/")) for group in row["asks"]),
            AbsentTopic(row["id"], tuple(row["documents"]), row["lacks"], row["instead"], row["ask"]),
        )
        for row in rows
    )


def _absent(query: Query, reach: tuple[str, ...]) -> AbsentTopic | None:
    asked = query.folded + plain(query.industry or "")
    for groups, topic in _topics():
        if not set(topic.documents) & set(reach):
            continue
        if all(any(word in asked for word in group) for group in groups):
            return topic
    return None
