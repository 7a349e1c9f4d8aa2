"""BM25 over arrays gives what its formula gives, and documents added later count as if they had been there."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.bm25 import Bm25
from knowledge.term_counts import Counts, Vocabulary

word = st.sampled_from(["绩效", "分级", "申报", "a级", "85", "企业", "评审"])
texts = st.lists(st.lists(word, max_size=9), min_size=1, max_size=8)


def by_formula(cut: list[list[str]], asked: list[str], at: int) -> float:
    """Lucene's BM25 with k1 = 1.2 and b = 0.6, word for word."""
    average = sum(max(1, len(text)) for text in cut) / len(cut)
    total = 0.0
    for term in asked:
        held = sum(term in text for text in cut)
        times = cut[at].count(term)
        idf = math.log(1 + (len(cut) - held + 0.5) / (held + 0.5))
        total += idf * times / (1.2 * (0.4 + 0.6 * max(1, len(cut[at])) / average) + times)
    return total


@given(texts, st.lists(word, max_size=5))
def test_scores_are_those_of_the_formula(cut: list[list[str]], asked: list[str]) -> None:
    vocabulary = Vocabulary()
    index = Bm25([Counts.of(cut, vocabulary)], vocabulary)
    expected = [by_formula(cut, asked, at) for at in range(len(cut))]
    assert index.scores(asked).tolist() == pytest.approx(expected, abs=1e-5)
    assert index.vocabulary == {term for text in cut for term in text}


@given(texts, texts, st.lists(word, max_size=5))
def test_parts_joined_are_as_the_whole(
    first: list[list[str]], then: list[list[str]], asked: list[str]
) -> None:
    vocabulary = Vocabulary()
    parts = [Counts.of(first, vocabulary), Counts.of(then, vocabulary)]
    joined = Bm25(parts, vocabulary)
    fresh = Vocabulary()
    whole = Bm25([Counts.of([*first, *then], fresh)], fresh)
    assert np.allclose(joined.scores(asked), whole.scores(asked), atol=1e-6)


@given(texts, st.data())
def test_a_text_that_stands_for_several_counts_as_several(cut: list[list[str]], data: st.DataObject) -> None:
    shares = data.draw(st.lists(st.integers(1, 3), min_size=len(cut), max_size=len(cut)))
    asked = data.draw(st.lists(word, max_size=4))
    vocabulary = Vocabulary()
    shared = Bm25([Counts.of(cut, vocabulary)], vocabulary, np.array(shares, dtype=np.int64))
    written_out = [text for text, share in zip(cut, shares, strict=True) for _ in range(share)]
    each = Bm25([Counts.of(written_out, vocabulary)], vocabulary).scores(asked)
    assert np.allclose(np.repeat(shared.scores(asked), shares), each, atol=1e-6)


@given(texts, st.lists(word, min_size=1, max_size=3))
def test_texts_with_all_words_are_found(cut: list[list[str]], asked: list[str]) -> None:
    vocabulary = Vocabulary()
    index = Bm25([Counts.of(cut, vocabulary)], vocabulary)
    held = [at for at, text in enumerate(cut) if set(asked) <= set(text)]
    assert sorted(index.with_all(asked).tolist()) == held


def test_words_that_no_text_uses_find_nothing() -> None:
    vocabulary = Vocabulary()
    index = Bm25([Counts.of([["绩效"], []], vocabulary)], vocabulary)
    later = Counts.of([["评审"]], vocabulary)
    assert index.scores(["评审", "没有"]).tolist() == [0.0, 0.0]
    assert index.with_all(["评审"]).tolist() == index.with_all([]).tolist() == []
    assert Bm25([later], vocabulary).scores(["绩效"]).tolist() == [0.0]


def test_no_texts_at_all_are_searched_without_an_error() -> None:
    vocabulary = Vocabulary()
    index = Bm25([], vocabulary)
    assert index.scores(["绩效"]).tolist() == []
    assert index.vocabulary == frozenset()
