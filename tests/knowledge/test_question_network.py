"""What a question asks for by its vector: shares that are 1 together, the same after writing, none for unknown models."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opened import answerer, lexical, passages

from knowledge.embeddings import BundledEncoder
from knowledge.meaning import LEAST, Meant
from knowledge.query import understand
from knowledge.question_network import QuestionNetwork, class_of, read_network
from knowledge.unanswered import topics
from knowledge.vector_units import owner_of, shipped_vectors, units_of

NETWORK = QuestionNetwork(
    {"甲": 0, "乙": 1},
    np.array([[1.0, -1.0], [0.0, 2.0]]),
    np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 0.5]]),
    np.array([[1.0, 0.0], [0.0, 1.0]]),
    np.array([0.25, 0.0]),
)


def test_the_shares_follow_the_layers() -> None:
    # One unit of the first vector gives the sums 1 and -1: even already, then 0.5 is added to the second.
    hidden = np.tanh(np.array([1.0, -1.0]) / np.sqrt(1.0 + 1e-5) + np.array([0.0, 0.5]))
    odds = hidden + np.array([0.25, 0.0])
    shares = NETWORK.log_shares(np.array([1.0, 0.0], dtype=np.float32))
    assert shares == pytest.approx(odds - np.log(np.exp(odds).sum()), abs=1e-4)


@given(st.lists(st.floats(-1, 1, width=32), min_size=2, max_size=2))
def test_any_vector_has_shares_that_are_one_together(vector: list[float]) -> None:
    shares = NETWORK.log_shares(np.array(vector, dtype=np.float32))
    assert float(np.exp(shares).sum()) == pytest.approx(1.0, abs=1e-3)


def test_what_is_written_is_read_again_and_other_models_have_none(tmp_path: Path) -> None:
    first = NETWORK.write("model", tmp_path).read_bytes()
    again = read_network("model", tmp_path)
    assert again is not None and again.classes == NETWORK.classes
    assert all(np.array_equal(getattr(again, name), getattr(NETWORK, name)) for name in ("hidden", "output"))
    assert NETWORK.write("model", tmp_path).read_bytes() == first
    assert read_network("another", tmp_path) is None and read_network("../model", tmp_path) is None


def test_every_known_question_has_its_class_in_the_network_in_use() -> None:
    """Who changes askings or topics has to fit the network anew."""
    network = read_network(BundledEncoder.name)
    assert network is not None
    wanted = {class_of(passage) for passage in passages() if passage.asked}
    assert wanted | {owner_of(topic) for topic in topics()} == set(network.classes)


def test_the_network_in_use_tells_most_known_questions() -> None:
    network = read_network(BundledEncoder.name)
    assert network is not None
    names, vectors = list(network.classes), shipped_vectors(BundledEncoder.name)
    own = {passage.id: class_of(passage) for passage in passages()}
    own |= {owner_of(topic): owner_of(topic) for topic in topics()}
    units = [unit for unit in units_of(passages()) if own[unit.owner]][::40]
    told = [
        names[int(network.log_shares(vectors[unit.key].astype(np.float32)).argmax())] == own[unit.owner]
        for unit in units
    ]
    assert sum(told) > 0.8 * len(told)


def test_a_clause_keeps_its_class_as_long_as_the_same_is_asked_about_it() -> None:
    passage = next(passage for passage in passages() if passage.asked)
    assert class_of(replace(passage, text="新的条文。")) == class_of(passage)
    assert class_of(replace(passage, asked=())) is None


def test_what_is_asked_for_is_told_with_vectors_only() -> None:
    query = understand("称号撤了几年不能再报绿色低碳工厂", region="郑州市")
    with_vectors, without = answerer().retriever.search(query, 3), lexical().search(query, 3)
    assert with_vectors.hits[0].asked_for > 0.2 and with_vectors.answered > 0 < with_vectors.ahead
    assert all(hit.asked_for == 0.0 for hit in without.hits)
    assert without.answered == without.ahead == 0.0


def test_what_no_text_answers_is_ahead_of_what_comes_nearest() -> None:
    searched = answerer().retriever.search(understand("评上A级能奖多少钱", region="三门峡市"), 3)
    assert searched.answered < 0 > searched.ahead


_NOTHING = np.full(3, LEAST, dtype=np.float32)


def _meant(passages: list[float], unanswered: list[float]) -> Meant:
    nought = np.zeros(0, np.float32)
    return Meant(nought, nought, np.array(passages, np.float32), np.array(unanswered, np.float32))


def test_where_nothing_is_known_neither_side_is_ahead() -> None:
    meant = Meant(np.zeros(3, np.float32), np.zeros(3, np.float32), _NOTHING, _NOTHING)
    assert meant.answered(np.ones(3, np.bool_)) == meant.ahead(0, np.ones(3, np.bool_)) == 0.0
    assert meant.shares.tolist() == [0.0, 0.0, 0.0]


def test_only_topics_that_lack_in_reach_count_against_an_answer() -> None:
    meant = _meant([-1.0, LEAST], [-0.5, -4.0])
    here, elsewhere = np.array([True, False]), np.array([False, True])
    assert meant.ahead(0, here) == pytest.approx(-0.5) and meant.ahead(0, elsewhere) == pytest.approx(3.0)
    assert meant.answered(here) == pytest.approx(-0.5, abs=1e-3)
    assert meant.answered(elsewhere) == pytest.approx(3.0, abs=1e-3)
    assert meant.answered(np.array([False, False])) == 8.0
    assert meant.shares.tolist() == pytest.approx([1.0, 0.0])
