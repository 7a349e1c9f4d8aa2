"""What the words before a number make of the number itself, row by row, in the two points schemes."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from scoring import Pack, assess, load_scheme, read_request

TODAY = date(2026, 11, 24)


@pytest.fixture
def factory() -> Pack:
    return load_scheme("zhengzhou-green-factory")


@pytest.fixture
def performance() -> Pack:
    return load_scheme("zhengzhou-green-performance-2019")


def test_numbers_of_the_bands_stand_in_the_row(factory: Pack, performance: Pack) -> None:
    """Each limit is printed in the row; `1` is the 不低于, 不高于, 高于 or 优于 of a comparison without a number."""
    for item in (*factory.items.values(), *performance.items.values()):
        if item.value is None:
            continue
        printed = {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", item.cite.quote)}
        limits = {limit for band in item.value.bands for limit in (band.low, band.high) if limit is not None}
        if limits == {Decimal(1)}:
            assert re.search("不低于|不高于|高于|优于", item.cite.quote), item.id
        else:
            assert limits <= printed, (item.id, limits - printed)


# What the words before a number make of the number itself: 以上, 及以上, 不低于, 不小于, 达到 take it in, 大于, 高于, 优于 do not.
@pytest.mark.parametrize(
    ("item_id", "limit", "on_it"),
    [
        ("1.13", "50", "open"),
        ("6.01", "1", "met"),
        ("6.02", "1.2", "open"),
        ("6.02", "2", "full"),
        ("6.03", "30", "met"),
        ("6.04", "40", "open"),
        ("6.08", "30", "open"),
        ("6.09", "1", "met"),
        ("6.11", "1", "met"),
        ("6.13", "1", "met"),
        ("6.15", "1", "met"),
        ("6.17", "80", "not_met"),
        ("6.18", "73", "open"),
        ("6.18", "90", "full"),
        ("6.19", "1", "not_met"),
        ("6.23", "1", "not_met"),
        ("B.02", "1000", "open"),
        *((row, "5", "full") for row in ("4.07", "6.10", "6.12", "6.14", "6.16", "6.20", "6.22", "6.24")),
        *((row, "20", "open") for row in ("4.07", "6.10", "6.12", "6.14", "6.16", "6.20", "6.22", "6.24")),
    ],
)
def test_what_exactly_the_limit_gives(factory: Pack, item_id: str, limit: str, on_it: str) -> None:
    rule = factory.items[item_id].value
    assert rule is not None
    assert [band.gives for band in rule.bands if band.holds(Decimal(limit))] == [on_it]


def test_every_row_with_a_number_is_among_those_above(factory: Pack) -> None:
    named = {item.id for item in factory.items.values() if item.value is not None}
    assert named == {
        "1.13", "4.07", "6.01", "6.02", "6.03", "6.04", "6.08", "6.09", "6.10", "6.11", "6.12", "6.13", "6.14",
        "6.15", "6.16", "6.17", "6.18", "6.19", "6.20", "6.22", "6.23", "6.24", "B.02",
    }  # fmt: skip


def _just_below(pack: Pack, goal: Decimal) -> dict[str, dict[str, object]]:
    """Facts of a firm that holds every must-have and comes to `goal`, but for the last digits of a ratio."""
    facts: dict[str, dict[str, object]] = {}
    for item in pack.items.values():
        if item.kind == "optional":
            facts[item.id] = {"ratio": 0}
        else:
            facts[item.id] = {"status": "not_met" if item.kind == "bonus" else "met"}
    for item in pack.items.values():
        if item.kind != "optional":
            continue
        score = assess(pack, read_request(pack, {"facts": facts}, today=TODAY)).score
        assert score is not None
        full = {**facts, item.id: {"ratio": 1}}
        more = assess(pack, read_request(pack, {"facts": full}, today=TODAY)).score
        assert more is not None
        if more.lower > goal:
            share = (goal - score.lower) / (more.lower - score.lower)
            return {**facts, item.id: {"ratio": float(share)}}
        facts = full
    raise AssertionError("the optional rows do not reach the goal")


@pytest.mark.parametrize(("goal", "told"), [("84.996", True), ("84.99", False), ("85.004", False)])
def test_a_score_that_rounds_up_to_the_line_is_told_exactly(factory: Pack, goal: str, told: bool) -> None:
    result = assess(
        factory, read_request(factory, {"facts": _just_below(factory, Decimal(goal))}, today=TODAY)
    )
    assert (result.verdict == "fail") == (Decimal(goal) < 85)
    notes = [note for note in result.notes if "准确值是" in note]
    assert [note.split("得分")[0] for note in notes] == (["已确定", "最高可能"] if told else [])
    assert all("显示为85分" in note and "准确值是84.99" in note and "不到85分" in note for note in notes)
