"""How likely the best passage answers the question: a logistic weighing of a few signs, fitted on the dev questions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import yaml

from knowledge.coverage import could_serve, cover, in_the_field
from knowledge.likeness import held_by, held_in, likeness, share_held
from knowledge.query import Query
from knowledge.retriever import Searched
from knowledge.tokens import LEXICON, bigrams

SIGNS = (
    "asked",
    "vector",
    "lexical",
    "coverage",
    "unheard",
    "serves",
    "field",
    "margin",
    "unseen",
    "length",
    "topic_asked",
    "topic_vector",
    "topic_ahead",
    "asked_like",
    "topic_like",
    "topic_liker",
    "held",
    "topic_held",
    "topic_holds_more",
    "other_year",
    "subject",
    "unasked",
    "lexical_only",
)
"""The signs in the order of their weights; see `signs`."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What tests/evaluation/fit_confidence.py found; the question is answered from `threshold` on."""

    bias: float
    threshold: float
    weights: tuple[float, ...]


@cache
def fitted() -> Weights:
    """The weights in use."""
    data = yaml.safe_load((LEXICON / "confidence.yaml").read_text(encoding="utf-8"))
    return Weights(
        float(data["bias"]), float(data["threshold"]), tuple(float(data["weights"][s]) for s in SIGNS)
    )


def signs(query: Query, searched: Searched, vocabulary: frozenset[str]) -> tuple[float, ...]:
    """The signs of one search, each roughly between 0 and 1, in the order of `SIGNS`."""
    first = searched.hits[0]
    grams = set(bigrams(query.subject))
    size = max(1, len(grams))
    coverage = cover(query, first.passage, vocabulary)
    asked = first.asked / 20
    topic = searched.topic_asked / 20
    like = likeness(query.folded, first.passage.asked)
    topic_like = likeness(query.folded, searched.topic.asked) if searched.topic else 0.0
    held = share_held(searched.weights, held_by(first.passage))
    topic_held = share_held(searched.weights, held_in(searched.topic)) if searched.topic else 0.0
    return (
        asked,
        first.vector * 2,
        first.lexical / (8 * size),
        coverage.share,
        min(3, len(coverage.unheard)) / 3,
        float(could_serve(query, first.passage)),
        float(in_the_field(query)),
        searched.hits[1].score / first.score if len(searched.hits) > 1 else 0.0,
        sum(gram not in vocabulary for gram in grams) / size,
        min(20, size) / 20,
        topic,
        searched.topic_vector * 2,
        max(0.0, topic - asked) + max(0.0, searched.topic_vector - first.vector) * 2,
        like,
        topic_like,
        max(0.0, topic_like - like),
        held,
        topic_held,
        max(0.0, topic_held - held),
        float(searched.other_year),
        float(bool(coverage.words)),
        float(not first.passage.asked),
        float(not any(hit.vector for hit in searched.hits)),
    )


def confidence(query: Query, searched: Searched, vocabulary: frozenset[str]) -> float:
    """Probability, 0…1, that the best passage answers the question."""
    if not searched.hits:
        return 0.0
    weights = fitted()
    total = weights.bias + sum(
        weight * sign
        for weight, sign in zip(weights.weights, signs(query, searched, vocabulary), strict=True)
    )
    return 1.0 / (1.0 + math.exp(-total))
