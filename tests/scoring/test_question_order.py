"""The next question is a good one: the verdict settles with clearly fewer questions than in other orders."""

from __future__ import annotations

import random
from bisect import bisect_left
from datetime import date
from statistics import mean
from typing import Any

from scoring import Assessment, assess, load_scheme, read_request

SCHEME = "zhengzhou-green-factory"
TODAY = date(2026, 11, 22)
FIRMS = 36
KINDS = ((0.9, 0.4), (0.97, 0.5), (1.0, 0.2), (1.0, 0.5), (1.0, 0.8), (0.6, 0.3))
"""How often a firm meets its must-haves, and its options."""


def _result(truth: dict[str, Any], known: list[str]) -> Assessment:
    pack = load_scheme(SCHEME)
    facts = {name: {"status": "met" if truth[name] else "not_met"} for name in known}
    return assess(pack, read_request(pack, {"facts": facts}, today=TODAY))


def _settled(truth: dict[str, Any], known: list[str]) -> bool:
    return _result(truth, known).verdict != "undetermined"


def _needed(truth: dict[str, Any], order: list[str], start: int = 0) -> int:
    """The number of questions, in this order, after which the verdict stands; found by halving."""
    return bisect_left(range(len(order)), True, lo=start, key=lambda count: _settled(truth, order[:count]))


def _needed_by_the_core(truth: dict[str, Any]) -> int:
    asked: list[str] = []
    while questions := _result(truth, asked).next_questions:
        start, asked = len(asked), asked + [question.item for question in questions]
        if _settled(truth, asked):
            return _needed(truth, asked, start)
    return len(asked)


def test_fewer_questions_than_in_the_order_of_the_table_or_at_random() -> None:
    rng, table = random.Random("questions"), list(load_scheme(SCHEME).items)
    core, by_table, at_random = [], [], []
    for number in range(FIRMS):
        must, may = KINDS[number % len(KINDS)]
        truth = {
            item.id: rng.random() < (must if item.gate else may)
            for item in load_scheme(SCHEME).items.values()
        }
        core.append(_needed_by_the_core(truth))
        by_table.append(_needed(truth, table))
        at_random.append(_needed(truth, rng.sample(table, len(table))))
    assert mean(core) < 0.9 * mean(by_table), (mean(core), mean(by_table))
    assert mean(core) < 0.9 * mean(at_random), (mean(core), mean(at_random))
