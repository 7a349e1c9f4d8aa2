"""Passages for a question: lexical and vector scores fused, the asker's own place and the named document first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.asked_index import AskedIndex
from knowledge.clauses import Clause
from knowledge.corpus import Corpus
from knowledge.lexical import LexicalIndex, Scores
from knowledge.passages import Passage
from knowledge.query import Query, Wanted
from knowledge.spelling import Spelling
from knowledge.tokens import grades_in, plain
from knowledge.unanswered import Topic, topics
from knowledge.vector_index import VectorIndex, owner_of
from knowledge.weights import IN_USE, Weights

_VECTOR_LIMIT = 120

_ABOUT_A_FORM = re.compile(
    r"哪些列|哪几列|列名|表头|填(哪|什么|啥|几)|要填|表.{0,4}填|叫什么名|全称|发给谁|印发"
)

_COUNTED = re.compile(r"(?:多少|几)[个家项类种条]?([一-鿿]{2})")

SHAPES: dict[Wanted, re.Pattern[str]] = {
    "date": re.compile(r"\d+\s*月|\d+\s*日|月底|年底"),
    "duration": re.compile(r"[\d一二三四五六七八九十]+\s*(个工作日|天|年|个月|日)"),
    "percent": re.compile(r"\d\s*%|≥|比例|占比"),
    "points": re.compile(r"分"),
    "count": re.compile(r"\d+\s*(个|家|项|类|种|条|倍)|[一二三四五六七八九十]+(个|类|种|项)"),
    "contact": re.compile(r"\d{7,}|@|联系|邮箱"),
    "who": re.compile(r"负责|由|组织|局|办公室|指挥部|领导小组|第三方"),
}
"""What a passage that could serve such an answer looks like."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its fused score and the parts it came from."""

    passage: Passage
    score: float
    lexical: float
    vector: float
    asked: float = 0.0
    """BM25 of the nearest question that the passage is known to answer."""

    @property
    def clause(self) -> Clause:
        """The clause the passage stands in."""
        return self.passage.clause


@dataclass(frozen=True, slots=True)
class Searched:
    """The passages found, and the nearest topic that no text answers."""

    hits: tuple[Hit, ...]
    topic: Topic | None = None
    topic_asked: float = 0.0
    topic_vector: float = 0.0


class Retriever:
    """Search over one state of the passages; without a vector index it stays lexical."""

    def __init__(
        self,
        corpus: Corpus,
        passages: Sequence[Passage],
        vectors: VectorIndex | None,
        weights: Weights = IN_USE,
    ) -> None:
        self._weights = weights
        self._corpus = corpus
        self._passages = tuple(passages)
        self._topics = topics()
        self._lexical = LexicalIndex(passages, weights)
        self._asked = AskedIndex(passages, self._topics)
        self._spelling = Spelling((passage.text for passage in passages), self._lexical.vocabulary)
        self._vectors = vectors
        self._places = [corpus.document(passage.clause.document_id).place.name for passage in passages]
        self._documents = np.array([passage.clause.document_id for passage in passages])
        rows = np.array([passage.clause.kind == "row" for passage in passages])
        self._home_weights = np.where(rows, weights.home_row, weights.home).astype(np.float32)
        self._is_frame = np.array([_is_frame(passage) for passage in passages])
        self._tables = np.array([_table(passage) for passage in passages])
        self._folded = [plain(passage.text) for passage in passages]
        self._grades = [frozenset(grades_in(text)) for text in self._folded]
        self._plainness = np.array([_plainness(passage, weights) for passage in passages], dtype=np.float32)
        self._shapes = {
            wanted: np.array([bool(shape.search(passage.text)) for passage in passages], dtype=np.float32)
            for wanted, shape in SHAPES.items()
        }

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The bigrams that passages and known questions use."""
        return self._lexical.vocabulary | self._asked.vocabulary

    def documents_for(self, query: Query) -> tuple[str, ...]:
        """The documents whose rules reach the asker, nearest first; all when no place is known."""
        documents = self._corpus.documents
        if query.region is None:
            return tuple(document.id for document in documents)
        chain = query.region.chain
        reach = [document for document in documents if document.place.name in chain]
        return tuple(document.id for document in sorted(reach, key=lambda d: chain.index(d.place.name)))

    def corrected(self, question: str) -> str:
        """The question with slips of the keyboard put right, or as it is."""
        fixed = self._spelling.corrected(question)
        return question if fixed == plain(question) else fixed

    def search(self, query: Query, limit: int = 10) -> Searched:
        """The best passages for a question, best first, only from documents that reach the asker."""
        reach = self.documents_for(query)
        if not reach:
            return Searched(())
        weights = self._weights
        near = self._asked.near(f"{query.folded} {query.expansion}")
        lexical = self._lexical_scores(query) + weights.asked * near.passages
        vector, topic_vectors = self._vector_scores(query)
        about = (lexical + weights.vector * vector) * (1.0 + self._home_weights * self._names_home(query))
        if query.pointing:
            about = about + weights.pointing * self._lexical.scores(query.pointing)
        fused = about * self._preference(query, reach) * self._fit(query)
        best = np.argsort(-fused, kind="stable")[:limit]
        hits = tuple(
            Hit(
                self._passages[i],
                float(fused[i]),
                float(lexical[i]),
                float(vector[i]),
                float(near.passages[i]),
            )
            for i in best
            if fused[i] > 0
        )
        return self._with_topic(hits, reach, near.topics, topic_vectors)

    def _with_topic(
        self, hits: tuple[Hit, ...], reach: tuple[str, ...], asked: Scores, vectors: Scores
    ) -> Searched:
        lacking = np.array([topic.lacking_in(reach) for topic in self._topics])
        if not lacking.any():
            return Searched(hits)
        weight = np.where(lacking, asked + self._weights.topic_vector * vectors, -1.0)
        best = int(np.argmax(weight))
        return Searched(hits, self._topics[best], float(asked[best]), float(vectors[best]))

    def clause_passages(self, clause: Clause) -> tuple[Passage, ...]:
        """The passages of one clause, in order."""
        return tuple(passage for passage in self._passages if passage.clause.id == clause.id)

    def _lexical_scores(self, query: Query) -> Scores:
        scores = self._lexical.scores(query.subject)
        if query.expansion:
            scores = scores + self._weights.expansion * self._lexical.scores(query.expansion)
        return scores

    def _names_home(self, query: Query) -> Scores:
        """1 where a passage names the asker's own place below the one its document is for, which a question may
        leave unsaid; else 0.
        """
        named = np.zeros(len(self._passages), dtype=np.float32)
        if query.region is None:
            return named
        chain = query.region.chain
        below_own = {own: chain[: chain.index(own)] for own in set(self._places) if own in chain}
        for index, passage in enumerate(self._passages):
            below = below_own.get(self._places[index], ())
            named[index] = any(name in passage.text for name in below)
        return named

    def _vector_scores(self, query: Query) -> tuple[Scores, Scores]:
        """Cosines above the floor, of passages and of unanswered topics."""
        near: dict[str, float] = {}
        floor = self._weights.vector_floor
        if self._vectors is not None:
            near = self._vectors.search(
                f"{query.subject} {query.expansion}".strip() or query.text, _VECTOR_LIMIT
            )

        def above(ids: list[str]) -> Scores:
            return np.array([max(0.0, near.get(name, 0.0) - floor) for name in ids], dtype=np.float32)

        return above([passage.id for passage in self._passages]), above(
            [owner_of(topic) for topic in self._topics]
        )

    def _fit(self, query: Query) -> Scores:
        fit = self._plainness
        if _ABOUT_A_FORM.search(query.folded):
            fit = np.where(self._is_frame, 1.0, fit).astype(np.float32)
        if (shape := self._shapes.get(query.wanted)) is not None:
            fit = fit * (1.0 + self._weights.shape * shape)
        if (counted := _COUNTED.search(query.folded)) is not None:
            number = re.compile(rf"\d+\s*[个家项类种条]?{counted.group(1)}")
            fit = fit * np.where(
                [bool(number.search(text)) for text in self._folded], self._weights.counted, 1.0
            )
        if query.table is not None:
            fit = fit * np.where(self._tables == query.table, self._weights.table, 1.0)
        if grades := frozenset(grades_in(query.folded)):
            # A sentence about other grades than the one asked for is seldom the answer.
            other = [bool(named) and not named & grades for named in self._grades]
            fit = fit * np.where(other, self._weights.other_grade, 1.0)
        return np.asarray(fit, dtype=np.float32)

    def _preference(self, query: Query, reach: tuple[str, ...]) -> Scores:
        by_document, weights = {}, self._weights
        for document in self._corpus.documents:
            if document.id not in reach:
                by_document[document.id] = 0.0
                continue
            own = query.region is not None and document.place.name == _nearest_place(self._corpus, reach)
            by_document[document.id] = (
                1.0 + weights.cue * min(query.cues.get(document.id, 0), 3) + (weights.own_place if own else 0)
            )
        return np.array([by_document[name] for name in self._documents], dtype=np.float32)


def _plainness(passage: Passage, weights: Weights) -> float:
    """Less than one for passages that only name things: headings, lists of annexes, letters of transmission."""
    if _is_frame(passage):
        return weights.frame
    says_something = len(passage.text) > len(passage.clause.title) + 8 or any(
        c.isdigit() for c in passage.clause.title
    )
    return 1.0 if says_something else weights.heading


def _is_frame(passage: Passage) -> bool:
    clause = passage.clause
    return clause.local_id.startswith("annexes") or clause.kind in (
        "notice",
        "preamble",
        "annex",
        "table",
        "chapter",
    )


def _table(passage: Passage) -> int:
    """The number of the table a row stands in; 0 outside numbered tables."""
    found = re.match(r"t(\d)", passage.clause.local_id)
    return int(found.group(1)) if found else 0


def _nearest_place(corpus: Corpus, reach: tuple[str, ...]) -> str:
    return corpus.document(reach[0]).place.name
