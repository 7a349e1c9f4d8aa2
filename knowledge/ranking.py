"""The order of the best passages: a linear weighing of signs, fitted on the dev questions."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

import yaml

from knowledge.coverage import could_serve, cover, subject_words
from knowledge.hits import Hit
from knowledge.places import Place, find_places
from knowledge.query import Query
from knowledge.tokens import LEXICON, grades_in, plain
from knowledge.traits import SHAPES

SIGNS = (
    "score",
    "about",
    "lexical",
    "asked",
    "asked_like",
    "vector",
    "preference",
    "serves",
    "shape",
    "second_shape",
    "industry",
    "home",
    "other_grade",
    "coverage",
    "frame",
    "row",
    "short",
    "verdict",
    "denies",
    "held",
    "other_home",
    "asks_frame",
    "asked_for",
)
"""The signs in the order of their weights; see `signs`."""

_LEAST_LIKELY = -8.0
_FRAMES = frozenset({"notice", "preamble", "annex", "table", "chapter", "letterhead", "title", "signature"})
_VERDICT = re.compile(r"不得|不能|不再|不予|不纳入|可以|豁免|优先|应当|必须|须|直接评定|撤销|取消|降")
_CONSEQUENCE = re.compile(r"咋样|咋办|怎么办|后果|怎么处|会怎|咋处理|咋整|收拾|咋弄")
_PENALTY = re.compile(r"撤销|取消|降|处罚|最低|追究|责令|通报|移送|不得")
_ASKS_FRAME = re.compile(
    r"附[表件]|第几[个张]?表|哪[个张]表|文号|几号文|印发|哪天印|时候(印|发)|落款|叫什么|全称|章节"
)
_ABOUT_INDUSTRY = re.compile(
    r"行业|批|占比|比例|附表|附件|哪[个张]表|第几个|评分标准|算不算|归|属|列|轮|这类|这行|差异化"
)


def signs(
    query: Query,
    hit: Hit,
    best: Hit,
    subject: tuple[str, ...],
    weights: Mapping[str, float],
    below: Sequence[str],
) -> tuple[float, ...]:
    """The signs of one passage, each roughly between 0 and 1, in the order of `SIGNS`."""
    passage = hit.passage
    text = passage.text
    grades = set(grades_in(query.folded))
    named = _grades(text)
    shape = SHAPES.get(query.wanted)
    second = [SHAPES[kind] for kind in query.also_wanted if kind in SHAPES]
    trade = query.trade
    return (
        math.log(max(hit.score, 1e-6) / max(best.score, 1e-6)),
        math.log(max(hit.about, 1e-6) / max(best.about, 1e-6)),
        hit.lexical / max(best.lexical, 1e-6),
        hit.asked / 20,
        hit.alike,
        hit.vector * 2,
        hit.preference,
        float(could_serve(query, passage)),
        float(shape is not None and shape.search(text) is not None),
        float(any(one.search(text) for one in second)),
        float(trade is not None and trade in text) * (1.0 if _ABOUT_INDUSTRY.search(query.folded) else 0.3),
        float(any(name in text for name in below)),
        float(bool(grades) and bool(named) and not named & grades),
        cover(query, passage, words=subject).share,
        float(is_frame(hit)),
        float(passage.clause.kind == "row"),
        float(len(text) < 25),
        float(query.wanted == "yes_no" and _VERDICT.search(text) is not None),
        float(_CONSEQUENCE.search(query.folded) is not None and _PENALTY.search(text) is not None),
        hit.held.share(weights),
        float(query.region is not None and _names_others(text, query.region)),
        float(_ASKS_FRAME.search(query.folded) is not None and is_frame(hit)),
        _likely(hit.asked_for),
    )


def _likely(share: float) -> float:
    """The logarithm of a share, −2…0; where nothing is known of a passage, neither for nor against it."""
    return max(_LEAST_LIKELY, math.log(share)) / 4 if share > 0.0 else -1.0


def is_frame(hit: Hit) -> bool:
    """Whether a passage only names things: a title, the head of an annex, the entry of a list of annexes."""
    return hit.clause.kind in _FRAMES or hit.clause.local_id.startswith("annexes")


@lru_cache(maxsize=20_000)
def _named(text: str) -> tuple[Place, ...]:
    return tuple(mention.place for mention in find_places(text))


def _names_others(text: str, home: Place) -> bool:
    """Whether a text names places, all of them beside or below the asker's own."""
    named = _named(text)
    return bool(named) and not any(place.name in home.chain for place in named)


@lru_cache(maxsize=20_000)
def _grades(text: str) -> frozenset[str]:
    return frozenset(grades_in(plain(text)))


@cache
def fitted() -> tuple[float, ...]:
    """The weights in use, in the order of `SIGNS`."""
    data = yaml.load((LEXICON / "ranking.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(float(data["weights"][sign]) for sign in SIGNS)


def signs_of(
    query: Query, hits: Sequence[Hit], weights: Mapping[str, float], below: Sequence[str]
) -> list[tuple[float, ...]]:
    """The signs of each hit; `below` names the asker's places that have no text of their own."""
    subject = subject_words(query)
    return [signs(query, hit, hits[0], subject, weights, below) for hit in hits]


def ranked(
    query: Query, hits: Sequence[Hit], weights: Mapping[str, float], below: Sequence[str]
) -> tuple[Hit, ...]:
    """The hits in their order; the score of each is its share of the first."""
    if not hits:
        return ()
    worth = [
        sum(w * s for w, s in zip(fitted(), signs, strict=True))
        for signs in signs_of(query, hits, weights, below)
    ]
    most = max(worth)
    placed = [replace(hit, score=math.exp(one - most)) for hit, one in zip(hits, worth, strict=True)]
    return tuple(sorted(placed, key=lambda hit: -hit.score))
