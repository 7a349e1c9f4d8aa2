"""The weights of search can be switched off one by one, and each one counts somewhere."""

from __future__ import annotations

from dataclasses import fields, replace

import opened
import pytest

from knowledge.query import understand
from knowledge.retriever import Retriever
from knowledge.weights import IN_USE, Weights

QUESTION = "三门峡的水泥厂，几号前要申报A级"


@pytest.mark.parametrize(
    ("name", "off", "question"),
    [
        ("bigrams", 0.0, QUESTION),
        ("words", 0.0, QUESTION),
        ("context", 0.0, QUESTION),
        ("shape", 0.0, QUESTION),
        ("own_place", 0.0, QUESTION),
        ("frame", 1.0, "三门峡细则的附件叫什么"),
        ("other_grade", 1.0, "B级企业能享受什么优惠"),
        ("cue", 0.0, "三门峡差异化管控实施细则里申报要交什么"),
        ("counted", 1.0, "重点行业绩效分级一共有多少个行业"),
    ],
)
def test_a_weight_changes_the_scores(name: str, off: float, question: str) -> None:
    query = understand(question)
    without = Retriever(opened.corpus(), opened.passages(), None, replace(IN_USE, **{name: off}))
    scores = {hit.passage.id: hit.score for hit in opened.lexical().search(query, 400).hits}
    changed = without.search(query, 400).hits
    assert any(hit.score != pytest.approx(scores.get(hit.passage.id)) for hit in changed)


def test_weights_are_numbers_from_0() -> None:
    assert all(getattr(IN_USE, field.name) >= 0 for field in fields(Weights))
