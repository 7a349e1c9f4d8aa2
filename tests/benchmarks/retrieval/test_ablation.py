"""A loss is told with its sign, a part that is switched off changes what is found, and every weight is in some part."""

from __future__ import annotations

from dataclasses import fields

import opened
import pytest

from assistant.evaluation.question_lines import read_sets
from knowledge.query import understand
from knowledge.retriever import Retriever
from knowledge.weights import IN_USE, Weights
from tests.benchmarks.retrieval.__main__ import QUESTIONS
from tests.benchmarks.retrieval.ablation import Loss, Without, loss_of
from tests.benchmarks.retrieval.ours import ChangedRetriever
from tests.benchmarks.retrieval.parts import PARTS

SCALES = {"expansion", "vector_floor", "topic_vector"}
"""Switched off by another part, or no part of their own."""
BY_NAME = {part.name: part for part in PARTS}


def test_what_is_lost_is_positive_and_paired() -> None:
    whole = tuple({"answer": float(n % 4 > 0)} for n in range(200))
    left = tuple({"answer": float(n % 4 > 1)} for n in range(200))
    loss = loss_of(whole, left, "answer")
    assert loss.value == 25
    assert 0 < loss.lower < 25 < loss.upper < 40
    assert loss_of(whole, whole, "answer") == Loss(0.0, 0.0, 0.0)


def test_questions_without_the_figure_are_left_out() -> None:
    assert (
        loss_of(({"answer": 1.0}, {"refusal": 1.0}), ({"answer": 0.0}, {"refusal": 0.0}), "answer").value
        == 100
    )


@pytest.mark.parametrize(
    ("recall", "ndcg", "verdict"),
    [
        (Loss(2, 1, 3), Loss(0, -1, 1), "yes"),
        (Loss(2, -1, 3), Loss(0, 0, 0), "not shown"),
        (Loss(-2, -3, -1), Loss(0, 0, 0), "**harms**"),
        (Loss(2, 1, 3), Loss(-2, -3, -1), "mixed"),
    ],
)
def test_a_part_earns_its_place_where_chance_does_not_explain_the_loss(
    recall: Loss, ndcg: Loss, verdict: str
) -> None:
    losses = {"recall_at_1": recall, "ndcg_at_10": ndcg, "refusal": Loss(-20, -30, -10)}
    assert Without(PARTS[0], losses).verdict == verdict


def test_every_weight_is_switched_off_by_some_part() -> None:
    changed = {
        field.name
        for part in PARTS
        for field in fields(Weights)
        if getattr(part.weights, field.name) != getattr(IN_USE, field.name)
    }
    assert changed == {field.name for field in fields(Weights)} - SCALES


def test_names_of_parts_are_their_own() -> None:
    assert len(BY_NAME) == len(PARTS)


@pytest.mark.parametrize("name", ["bigrams", "synonyms", "place", "asked, all", "alias", "structure"])
def test_a_part_switched_off_changes_what_is_found(name: str) -> None:
    part = BY_NAME[name]
    lines = read_sets(QUESTIONS, "dev")[0].lines[:25]
    without = ChangedRetriever(
        opened.corpus(), part.passages(opened.passages()), None, part.weights, part.change
    )
    asked = [understand(line.question, region=line.region) for line in lines]

    def scores(retriever: Retriever) -> list[list[tuple[str, float]]]:
        return [[(hit.passage.id, round(hit.score, 3)) for hit in retriever.search(q).hits] for q in asked]

    assert scores(without) != scores(opened.lexical())
