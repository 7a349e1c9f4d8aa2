"""How likely the best passage answers the question: a logistic weighing of a few signs, fitted on the dev questions."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

import yaml

from knowledge.coverage import could_serve, cover, in_the_field, share_told
from knowledge.held_grams import Held
from knowledge.hits import Hit
from knowledge.query import Query, Wanted
from knowledge.ranking import is_frame
from knowledge.retriever import Searched
from knowledge.sought import (
    asks_meaning,
    asks_outcome,
    lacks_address,
    lacks_choices,
    lacks_kind,
    lacks_number,
    tells_meaning,
    unmet,
)
from knowledge.tokens import LEXICON, bigrams
from knowledge.traits import SHAPES

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
    "only_named",
    "second_serves",
    "asks_reason",
    "lacks_number",
    "lacks_address",
    "asks_outcome",
    "lacks_choices",
    "asks_meaning",
    "meaning_untold",
    "unmet",
    "held_by_three",
    "outside",
    "topic_lead",
    "wording",
    "lacks_kind",
    "characters",
    "told",
    "answered",
    "ahead",
)
"""The signs in the order of their weights; see `signs`."""
_UNLIKE, _FAR = 0.2, 0.3
"""Likeness to the nearest known question, and its BM25 in twenties, below which a question outside the field is far."""
_ASKS_CONTENT = re.compile(
    r"写(啥|什么|些|哪|点)|内容|具体|里[头面]?.{0,6}(写|有|是|几|多少|哪|啥|都)|咋写|[怎咋]么?(写|列|算|填)|几分|多少分|都有(谁|啥|哪)|限值|指标"
)
_ASKS_REASON = re.compile(
    r"为什么|为啥|凭啥|凭什么|咋回事|什么原因|理由|怎么来的|依据啥|[怎咋]么?(操作|弄|写|安装|算|调|注册|登[录陆])"
)


def _kind_fits(kind: Wanted, hit: Hit) -> bool:
    shape = SHAPES.get(kind)
    return shape is None or shape.search(hit.passage.text) is not None


@dataclass(frozen=True, slots=True)
class Weights:
    """What tests/evaluation/fit_confidence.py found; the question is answered from `threshold` on."""

    bias: float
    threshold: float
    weights: tuple[float, ...]


@cache
def fitted() -> Weights:
    """The weights in use."""
    data = yaml.load((LEXICON / "confidence.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
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
    known = in_the_field(query)
    topic = searched.topic_asked / 20
    like, topic_like = first.alike, searched.topic_alike
    held = first.held.share(searched.weights)
    topic_held = searched.topic_held.share(searched.weights) if searched.topic else 0.0
    return (
        asked,
        first.vector * 2,
        first.lexical / (8 * size),
        coverage.share,
        min(3, len(coverage.unheard)) / 3,
        float(could_serve(query, first.passage)),
        float(known),
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
        float(is_frame(first) and _ASKS_CONTENT.search(query.folded) is not None),
        float(all(_kind_fits(kind, first) for kind in query.also_wanted)),
        float(_ASKS_REASON.search(query.folded) is not None),
        float(lacks_number(query, first.passage)),
        float(lacks_address(query, first.passage)),
        float(asks_outcome(query)),
        lacks_choices(query, first.held),
        float(asks_meaning(query)),
        float(asks_meaning(query) and not tells_meaning(first.passage)),
        unmet(coverage.words, first, searched.weights),
        Held.together([hit.held for hit in searched.hits[:3]]).share(searched.weights),
        float(not known and like < _UNLIKE and asked < _FAR),
        searched.topic_lead,
        searched.wording,
        float(lacks_kind(query, first.passage)),
        min(80, len(query.folded)) / 40,
        share_told(first.passage, searched.weights),
        searched.answered / 4,
        searched.ahead / 4,
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
