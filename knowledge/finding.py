"""Whether the texts answer a question, and with which passages; else why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Literal

from knowledge.asked_grades import of_asked_grades
from knowledge.clauses import Clause
from knowledge.confidence import confidence, fitted
from knowledge.corpus import Corpus, packaged
from knowledge.coverage import in_the_field, never_used, subject_words
from knowledge.industries import find_industry
from knowledge.other_texts import of_other_texts, speak_of
from knowledge.query import Query
from knowledge.retriever import Hit, Retriever, Searched
from knowledge.sought import defines, term_asked
from knowledge.tokens import plain
from knowledge.unanswered import Topic, is_lacked
from knowledge.vagueness import asks_for_rules_as_such, says_nothing

Reason = Literal["not_in_corpus", "other_place", "off_topic", "unclear"]

_NEAR_A_TOPIC = 10.0
"""BM25 from which a question is taken to be about an unanswered topic."""
_FAR = 7.0
"""BM25 below which a question outside the field has nothing to do with any that is known."""
_NAMED = 0.3
"""Share of the words asked that the name of a topic must hold."""
_SAME = 0.9
"""Likeness to a question known of a topic from which the name needs none of them."""
_MEANT = 0.5
"""Likeness to what is asked about a topic and share of the question that it holds, together, from which it is named."""
_LOOKED_AT = 12
_OWN_TEXT = re.compile(
    r"(自己|自个儿?|单独|单另|另外|专门)(另?出|定|印发?|制定|编|搞|发)?的?[^,。?]{0,7}(细则|方案|文件|办法|清单|目标|政策|规定|标准)"
)
"""Words for a text of the asker's own place, beside those that reach it from above."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The passages that answer, best first; or the reason why none does."""

    query: Query
    hits: tuple[Hit, ...]
    reason: Reason | None = None
    missing: tuple[str, ...] = ()
    """Subject words that no text uses, and articles that none has."""
    topic: Topic | None = None
    """What is asked for, when it is known that the texts lack it."""
    named: bool = True
    """Whether the name of the topic says what is asked; else it is the nearest that is known, no more."""
    near: tuple[Hit, ...] = ()
    """What came nearest where nothing answers, best first."""

    @property
    def related(self) -> Hit | None:
        """Near, but no support: to be offered as such."""
        return self.near[0] if self.near and self.reason == "not_in_corpus" else None

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
            return Finding(query, (), "other_place" if field or self._known_elsewhere(query) else "off_topic")
        if asks_for_rules_as_such(query):
            return Finding(query, (), "unclear")
        if _OWN_TEXT.search(query.folded) and not self._has_own_text(query):
            return Finding(query, (), "other_place")
        if query.article is not None:
            return self._by_article(query, reach)
        # What a question asks one by one is searched with it: sentences encoded together cost less.
        searched, *each = self._retriever.search_each((query, *query.one_by_one), _LOOKED_AT)
        return self._judged(query, searched, each, field)

    def _judged(self, query: Query, searched: Searched, each: Sequence[Searched], field: bool) -> Finding:
        known = self._retriever.vocabulary
        found = searched.hits
        searched = of_asked_grades(query, searched)
        if term := term_asked(query):
            # A term that is only used somewhere is not explained there.
            searched = replace(searched, hits=tuple(h for h in searched.hits if defines(term, h.passage)))
        if not field and _is_off_topic(searched):
            return Finding(query, (), "off_topic", (), searched.topic, near=found)
        parts = [
            (part, of_asked_grades(query, one)) for part, one in zip(query.one_by_one, each, strict=True)
        ]
        sure = [confidence(*one, known) for one in ((query, searched), *parts)]
        # A question in parts is answered when the texts have an answer to most of it.
        if fmean(sure) >= fitted().threshold:
            return Finding(query, _led_by_parts(searched.hits, [one.hits for _, one in parts], sure))
        other = of_other_texts(searched)
        if other is not None and confidence(query, other, known) >= fitted().threshold:
            return Finding(query, other.hits)
        unused = never_used(subject_words(query), self._retriever.text_vocabulary)
        missing = tuple(word for word in unused if is_lacked(word))
        topic = searched.topic if searched.topic_asked >= _NEAR_A_TOPIC else None
        if not packaged().issuperset(self._retriever.documents_for(query)):
            topic = topic if topic is not None and topic.off_topic else None
            field = field or speak_of(query, searched)
        if topic.off_topic if topic is not None else not field and _is_far(searched):
            return Finding(query, (), "off_topic", missing, near=found)
        told = topic if topic is not None and _is_about(topic, query, searched) else None
        return Finding(
            query, (), "not_in_corpus", missing, told, told is None or _is_named(told, searched), found
        )

    def _known_elsewhere(self, query: Query) -> bool:
        """Whether what is asked comes near a question that the texts of other places are asked."""
        searched = self._retriever.search(replace(query, region=None, apart=()), _LOOKED_AT)
        return not (searched.topic is not None and searched.topic.off_topic) and not _is_far(searched)

    def _has_own_text(self, query: Query) -> bool:
        """Whether a text was issued for the very place of the asker; yes while none is known."""
        return query.region is None or any(
            document.reaches == query.region.name for document in self._corpus.documents
        )

    def _by_article(self, query: Query, reach: tuple[str, ...]) -> Finding:
        """第X条: the article of the document pointed at, or of the only one that counts in articles."""
        wanted, early = f"art-{query.article}", self._retriever.editions_for(query).early
        found = [
            clause
            for document in sorted(reach, key=lambda name: -query.cues.get(name, 0))
            for clause in self._corpus.clauses(document)
            if clause.local_id == wanted and document not in early
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


def _is_off_topic(searched: Searched) -> bool:
    """Whether a question comes nearer to what has nothing to do with the field than to any that is answered."""
    strange = searched.topic is not None and searched.topic.off_topic
    return strange and searched.topic_asked >= max(_FAR, searched.nearest_asked)


def _is_far(searched: Searched) -> bool:
    """Whether a question comes near none that is known, answered or not."""
    unanswered = 0.0 if searched.topic is None or searched.topic.off_topic else searched.topic_asked
    return max(searched.nearest_asked, unanswered) < _FAR


def _is_about(topic: Topic, query: Query, searched: Searched) -> bool:
    """Whether a topic can be named to the asker as what was meant."""
    if query.trade and find_industry(topic.lacks) and query.trade not in topic.lacks:
        return False
    lacks = plain(topic.lacks)
    if searched.topic_alike < _MEANT and not any(gram in lacks for gram in searched.weights):
        # What is asked about a topic holds much that its name does not tell: 补贴 among the rights of a model firm.
        return False
    return searched.topic_alike + searched.topic_held.share(searched.weights) >= _MEANT


def _is_named(topic: Topic, searched: Searched) -> bool:
    """Whether the name of a topic holds enough of the words asked to be told as what the texts lack."""
    lacks, whole = plain(topic.lacks), sum(searched.weights.values())
    own = sum(weight for gram, weight in searched.weights.items() if gram in lacks)
    return searched.topic_alike >= _SAME or own >= _NAMED * whole


def _led_by_parts(
    whole: tuple[Hit, ...], parts: Sequence[tuple[Hit, ...]], sure: Sequence[float]
) -> tuple[Hit, ...]:
    """The passages of the whole question with the best of each part behind the first, or before it where surer."""
    if not parts:
        return whole
    firsts = [
        (hits[0], certain)
        for hits, certain in zip((whole, *parts), sure, strict=True)
        if hits and certain >= fitted().threshold
    ]
    if sure[0] < fitted().threshold:
        firsts.sort(key=lambda first: -first[1])
    own: dict[str, Hit] = {}
    for hit, _ in firsts:
        own.setdefault(hit.passage.id, replace(hit, score=1.0))
    return (*own.values(), *(hit for hit in whole if hit.passage.id not in own))
