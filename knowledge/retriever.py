"""Passages for a question: lexical and vector scores fused, the asker's own place and the named document first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice, takewhile

import numpy as np

from knowledge.asked_edition import AskedEditions, asked_editions
from knowledge.asked_index import AskedIndex, Nearness
from knowledge.clauses import Clause
from knowledge.corpus import Corpus, packaged
from knowledge.hits import Hit as Hit
from knowledge.hits import Searched as Searched
from knowledge.lexical import LexicalIndex
from knowledge.meaning import Meaning, Meant
from knowledge.other_texts import serving_first
from knowledge.passages import Passage
from knowledge.query import Query
from knowledge.ranking import ranked, signs_of
from knowledge.reach import Reach, Scope
from knowledge.segments import Segments
from knowledge.spelling import Spelling
from knowledge.term_counts import Scores, Whole, best_places
from knowledge.tokens import bigrams, plain
from knowledge.traits import FRAME, HEADING, SHAPES, Traits, grade_bits
from knowledge.unanswered import lacking, of_years, topics
from knowledge.vector_index import VectorIndex
from knowledge.weights import IN_USE, Weights
from knowledge.wording import leaning

_RANKED = 24
"""Passages among which the order is decided by their signs."""


_ABOUT_A_FORM = re.compile(
    r"哪些列|哪几列|列名|表头|填(哪|什么|啥|几)|要填|表.{0,4}填|叫什么名|全称|发给谁|印发|文号|几号文|哪天印|时候(印|发)|落款|[附图表件][表件]\s?[几\d]|第几[个张]?表|哪[个张]附?表"
)

_COUNTED = re.compile(r"(?:多少|几)[个家项类种条]?([一-鿿]{2})")


class Retriever:
    """Search over one state of the passages; without a vector index it stays lexical."""

    def __init__(
        self,
        corpus: Corpus,
        passages: Sequence[Passage],
        vectors: VectorIndex | None,
        weights: Weights = IN_USE,
        segments: Segments | None = None,
    ) -> None:
        """Makes ready to search.

        Args:
            corpus: the texts.
            passages: their passages, those of a document together.
            vectors: nearness of meaning; without it search stays lexical.
            weights: how much each part counts.
            segments: those of an earlier search, so that only documents that changed are counted anew.
        """
        segments = segments or Segments()
        parts = segments.of(passages)
        self._weights = weights
        self._corpus = corpus
        self._passages = tuple(passages)
        self._topics = topics()
        self._lexical = LexicalIndex(parts, segments.vocabularies, weights)
        self._asked = AskedIndex(parts, self._topics, segments.vocabularies)
        self._spelling = Spelling(self._lexical.words, self._lexical.vocabulary)
        self._at = {passage.id: place for place, passage in enumerate(self._passages)}
        self._first = {self._passages[at].clause.id: at for at in reversed(range(len(self._passages)))}
        self._reach = Reach(corpus, parts)
        self._meaning = Meaning(self._passages, self._topics, self._reach, vectors, weights.vector_floor)
        traits = self._traits = Traits.joined([part.traits for part in parts])
        self._home_weights = np.where(traits.rows, weights.home_row, weights.home).astype(np.float32)
        self._plainness = np.select(
            [traits.kinds == FRAME, traits.kinds == HEADING], [weights.frame, weights.heading], 1.0
        ).astype(np.float32)
        self._holding: dict[str, Whole] = {}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The bigrams that passages and known questions use."""
        return self._lexical.vocabulary | self._asked.vocabulary

    @cached_property
    def text_vocabulary(self) -> frozenset[str]:
        """The bigrams that passages use."""
        return self._lexical.vocabulary

    def documents_for(self, query: Query) -> tuple[str, ...]:
        """The documents whose rules reach the asker, nearest first; all when no place is known.

        Where a question names several places apart from each other, the documents of each.
        """
        return self._reach.documents_for(query)

    def editions_for(self, query: Query) -> AskedEditions:
        """What the question must not be answered from on its day, and the editions that it names."""
        reach = self.documents_for(query)
        return asked_editions(self._corpus.editions, self._corpus.documents, query, reach)

    def corrected(self, question: str) -> str:
        """The question with slips of the keyboard put right, or as it is."""
        fixed = self._spelling.corrected(question)
        return question if fixed == plain(question) else fixed

    def search_each(self, queries: Sequence[Query], limit: int = 10) -> list[Searched]:
        """The same as one search each, in less time."""
        if len(queries) > 1:
            self._meaning.expect(queries)
        return [self.search(query, limit) for query in queries]

    def search(self, query: Query, limit: int = 10) -> Searched:
        """The best passages for a question, best first, only from documents that reach the asker."""
        reach = self.documents_for(query)
        if not reach:
            return Searched(())
        scope = self._reach.scope(reach)
        near = self._asked.near(query.folded, query.expansion, scope.within)
        meant = self._meaning.of(query, reach, scope)
        fused = self._fused(query, reach, scope, near, meant)
        weights = self._gram_weights(query)
        hits = serving_first(query, ranked(query, fused, weights, self._reach.without_text(query)))[:limit]
        searched = self._with_topic(query, hits, reach, scope, near, meant)
        return replace(searched, weights=weights, other_year=self._other_year(query, hits))

    def _other_year(self, query: Query, hits: Sequence[Hit]) -> bool:
        if not query.years or not hits:
            return False
        document = self._corpus.document(hits[0].clause.document_id)
        source = self._corpus.source(document.id)
        return not all(year == document.year or str(year) in source for year in query.years)

    def candidates(self, query: Query) -> list[tuple[Hit, tuple[float, ...]]]:
        """The passages among which the order is decided by their signs, with these; for fitting the order."""
        reach = self.documents_for(query)
        scope = self._reach.scope(reach)
        near = self._asked.near(query.folded, query.expansion, scope.within)
        hits = self._fused(query, reach, scope, near, self._meaning.of(query, reach, scope))
        below = self._reach.without_text(query)
        return list(zip(hits, signs_of(query, hits, self._gram_weights(query), below), strict=True))

    def _gram_weights(self, query: Query) -> dict[str, float]:
        return {gram: self._asked.rarity(gram) for gram in bigrams(query.subject)}

    def _fused(
        self, query: Query, reach: tuple[str, ...], scope: Scope, near: Nearness, meant: Meant
    ) -> tuple[Hit, ...]:
        """The best passages of the scope by words, meaning, known questions, place and shape."""
        weights = self._weights
        lexical = self._lexical_scores(query, scope) + weights.asked * near.passages
        home = scope.of(self._home_weights) * self._names_home(query, scope)
        about = (lexical + weights.vector * meant.passages) * (1.0 + home)
        if query.pointing:
            about = about + weights.pointing * self._lexical.scores(query.pointing, scope.within)
        preference = self._preference(query, reach, scope)
        fused = about * preference * self._fit(query, scope)
        shares = meant.shares
        return tuple(
            Hit(
                self._passages[scope.whole(i)],
                float(fused[i]),
                float(lexical[i]),
                float(meant.passages[i]),
                float(near.passages[i]),
                float(about[i]),
                float(preference[i]),
                float(near.alike[i]),
                float(shares[i]),
                self._asked.held.of_passage(scope.whole(i)),
            )
            for i in best_places(fused, _RANKED)
        )

    def _with_topic(
        self,
        query: Query,
        hits: tuple[Hit, ...],
        reach: tuple[str, ...],
        scope: Scope,
        near: Nearness,
        meant: Meant,
    ) -> Searched:
        # What no text answers was found out for the shipped texts alone.
        known = tuple(name for name in reach if name in packaged())
        claims = bool(known) and not (hits and hits[0].clause.document_id not in packaged())
        lacking_here = np.array(lacking(known, claims=claims)) & np.array(of_years(query.years))
        if not lacking_here.any():
            return Searched(hits)
        asked = near.topics
        weight = np.where(lacking_here, asked + self._weights.topic_vector * meant.topics, -1.0)
        best = int(np.argmax(weight))
        lead = _lead(float(asked[lacking_here].max()), float(near.passages.max(initial=0.0)))
        wording = leaning(query.folded) if claims else 0.0
        first = scope.local([self._at[hit.passage.id] for hit in hits[:1]])
        return Searched(
            hits,
            self._topics[best],
            topic_asked=float(asked[best]),
            topic_vector=float(meant.topics[best]),
            topic_alike=float(near.topics_alike[best]),
            topic_held=self._asked.held.of_topic(best),
            topic_lead=lead,
            wording=wording,
            answered=meant.answered(lacking_here) if claims else 0.0,
            ahead=meant.ahead(int(first[0]), lacking_here) if claims and len(first) else 0.0,
        )

    def clause_passages(self, clause: Clause) -> tuple[Passage, ...]:
        """The passages of one clause, in order."""
        first = self._first.get(clause.id)
        if first is None:
            return ()
        own = takewhile(lambda passage: passage.clause.id == clause.id, islice(self._passages, first, None))
        return tuple(own)

    def _lexical_scores(self, query: Query, scope: Scope) -> Scores:
        scores = self._lexical.scores(query.subject, scope.within)
        if query.expansion:
            more = self._lexical.scores(query.expansion, scope.within)
            scores = scores + self._weights.expansion * more
        return scores

    def _names_home(self, query: Query, scope: Scope) -> Scores:
        """1 where a passage names the asker's own place below the one its document is for, which a question may
        leave unsaid; else 0.
        """
        named = np.zeros(scope.size, dtype=np.float32)
        if query.region is None:
            return named
        chain = query.region.chain
        ranks = {name: rank for rank, name in enumerate(chain)}
        own = [self._reach.place_of[self._reach.names[part]] for part in scope.parts]
        rank = scope.each([ranks.get(place, 0) for place in own])
        for at, name in enumerate(chain[: int(rank.max(initial=0))]):
            holding = scope.local(self._that_hold(name))
            named[holding[rank[holding] > at]] = 1.0
        return named

    def _that_hold(self, name: str) -> Whole:
        """Places of the passages that hold the name of a place; looked for once a name."""
        if name not in self._holding:
            places = [at for at in self._lexical.may_hold(name) if name in self._passages[at].text]
            self._holding[name] = np.array(places, dtype=np.int32)
        return self._holding[name]

    def _fit(self, query: Query, scope: Scope) -> Scores:
        traits, weights = self._traits, self._weights
        fit = scope.of(self._plainness).copy()
        if _ABOUT_A_FORM.search(query.folded):
            fit[scope.of(traits.kinds) == FRAME] = 1.0
        if query.wanted in SHAPES:
            fit[scope.of(traits.shapes[:, list(SHAPES).index(query.wanted)])] *= 1.0 + weights.shape
        if (counted := _COUNTED.search(query.folded)) is not None:
            fit[scope.local(traits.counted.get(counted.group(1), ()))] *= weights.counted
        if query.table is not None:
            fit[scope.of(traits.tables) == query.table] *= weights.table
        if grades := grade_bits(query.folded):
            # A sentence about other grades than the one asked for is seldom the answer.
            own = scope.of(traits.grades)
            fit[(own != 0) & (own & grades == 0)] *= weights.other_grade
        return fit

    def _preference(self, query: Query, reach: tuple[str, ...], scope: Scope) -> Scores:
        weights, by_document = self._weights, dict.fromkeys(reach, 1.0)
        asked = asked_editions(self._corpus.editions, self._corpus.documents, query, reach)
        cues = {name: min(count, 3) for name, count in query.cues.items()} | dict.fromkeys(asked.named, 3)
        for name in cues.keys() & by_document.keys():
            by_document[name] += weights.cue * cues[name]
        for name in self._reach.nearest(query, reach):
            by_document[name] += weights.own_place
        by_document |= dict.fromkeys(asked.documents_out, 0.0)
        factors = scope.each([by_document.get(self._reach.names[part], 0.0) for part in scope.parts])
        for clause_id in asked.clauses_out:
            if (first := self._first.get(clause_id)) is not None:
                gone = len(self.clause_passages(self._passages[first].clause))
                factors[scope.local(np.arange(first, first + gone))] = 0.0
        return factors


def _lead(unanswered: float, answered: float) -> float:
    """How far one is ahead of the other, as a share of the greater; 0 where both are nothing."""
    return (unanswered - answered) / (max(unanswered, answered) or 1.0)
