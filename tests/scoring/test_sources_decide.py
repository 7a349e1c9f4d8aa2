"""Corners of several sources, one by one: who leads, what is set aside, and what then is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from generated_packs import TODAY, shipped

from scoring import FactError, Truth, assess, load_scheme, read_request
from scoring.industry.indicator_loader import load_indicator_packs, with_indicators

FACTORY, PERFORMANCE = shipped("zhengzhou-green-factory"), shipped("zhengzhou-green-performance-2019")
LIAOCHENG, HENAN = shipped("liaocheng-grading-2020"), shipped("henan-grading-2021")
STORAGE = "B.02"


def step(scheme: Any, item: str, entry: Any) -> tuple[Any, ...]:
    result = scheme.result({item: entry})
    found = next(step for step in result.trace if step.item == item)
    told = sum(check.kind == "contradiction" for check in result.checks)
    return found.truth.value, found.lower, found.upper, told


def size(kwh: int, **proof: Any) -> dict[str, Any]:
    return {"value": kwh, "unit": "千瓦时", **proof}


def test_two_equally_strong_sizes_are_each_read_with_the_stage() -> None:
    full = FACTORY.pack.items[STORAGE].points
    stage = {"value": FACTORY.pack.items[STORAGE].stages[0].id}
    points = FACTORY.pack.items[STORAGE].stages[0].points
    assert step(FACTORY, STORAGE, [size(1200), stage]) == ("met", points, points, 0)
    assert step(FACTORY, STORAGE, [size(900), stage]) == ("not_met", 0, 0, 0)
    for sizes in ([size(900), size(1200)], [size(1200), size(900)]):
        assert step(FACTORY, STORAGE, [*sizes, stage]) == ("unknown", 0, full, 1)


def test_a_size_below_the_line_counts_by_its_own_proof() -> None:
    stage = {"value": FACTORY.pack.items[STORAGE].stages[0].id}
    said = [size(900, source="onsite"), stage, {"status": "met", "source": "document"}]
    assert step(FACTORY, STORAGE, said)[:3] == ("not_met", 0, 0)


def test_a_share_that_is_set_aside_leaves_a_bare_met_its_points() -> None:
    full = FACTORY.pack.items["1.05"].points
    met = {"status": "met", "source": "onsite"}
    assert step(FACTORY, "1.05", met) == ("met", full, full, 0)
    assert step(FACTORY, "1.05", [met, {"ratio": 0}]) == ("met", full, full, 1)
    assert step(FACTORY, "1.05", [met, {"ratio": 0.5}]) == ("met", full / 2, full / 2, 0)


def test_a_number_that_nothing_is_compared_with_does_not_go_before_a_judgement() -> None:
    full = FACTORY.pack.items["1.01"].points
    said = [{"status": "met", "value": 5}, {"status": "not_met"}]
    assert FACTORY.pack.items["1.01"].value is None
    assert step(FACTORY, "1.01", said) == ("unknown", 0, full, 1)


def test_an_authority_without_points_says_nothing_and_two_scales_contradict() -> None:
    given = {"points": 30, "max": 45}
    assert step(PERFORMANCE, "1.1", [{"status": "met"}, given]) == ("met", 30, 30, 0)
    assert step(PERFORMANCE, "1.1", [given, {"points": 30, "max": 100}]) == ("unknown", 0, 0, 1)


@pytest.mark.parametrize("said", [[True, False], [False, True]])
def test_a_contradicted_answer_lowers_no_grade_by_what_follows_from_it(said: list[bool]) -> None:
    """Only B asks for the answer: a no would rule out B and so A, but it is contradicted."""
    assert measured([{"value": answer} for answer in said]) == ("D", "A")


def test_a_weaker_contradicted_answer_is_set_aside_as_a_whole() -> None:
    assert measured([{"value": True, "source": "onsite"}, {"value": False}]) == ("D", "A")
    assert measured([{"value": True}, {"value": False, "source": "onsite"}]) == ("D", "C")


def measured(readings: list[dict[str, Any]]) -> tuple[str, str]:
    folder = Path(__file__).parents[2] / "scoring" / "indicators"
    pack = with_indicators(load_scheme("henan-grading-2021"), load_indicator_packs(folder))
    unit = {
        "industry": "砖瓦窑",
        "processes": ["烧结砖"],
        "indicators": {"brick.tunnel-kiln": readings},
        "aspects": dict.fromkeys(HENAN.aspects, "A"),
    }
    del unit["aspects"]["工艺装备"]  # type: ignore[attr-defined]
    result = assess(pack, read_request(pack, {"facts": {"units": [unit]}}, today=TODAY))
    assert result.grade is not None
    return result.grade.confirmed, result.grade.reachable


def test_after_a_downgrade_the_rung_above_is_asked_for() -> None:
    aspects: dict[str, Any] = dict.fromkeys(HENAN.aspects, "A") | {"工艺装备": {"at_least": "B"}}
    facts = {"units": [{"aspects": aspects}], "events": {"emission_violation": True}}
    result = HENAN.result(facts)
    (question,) = result.next_questions
    assert result.grade and result.grade.reachable == "B"
    assert question.item == "0.工艺装备"
    assert question.why.startswith("工艺装备低于A级就到不了B级")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ([], "有 0 个来源的说法；应为 1 到 20 个"),
        ([{"status": "met"}] * 21, "有 21 个来源的说法；应为 1 到 20 个"),
        ([{"status": "met"}, "met"], r"1\.01\[1\]：应为对象"),
        ([{"status": "met"}, {"source": "document"}], r"1\.01\[1\]：没有内容"),
        ([{"status": "met", "source": "hearsay"}], r"1\.01\[0\]：source 为“hearsay”"),
        ([{"status": "met"}, {"status": "done"}], r"1\.01\[1\]：status 为“done”"),
        ([{"ratio": 0.5}], r"1\.01\[0\]（.*）不能填 ratio"),
        ([{"status": "met"}, {"value": -1}], r"1\.01\[1\]：value 为 -1"),
        ([{"points": 1}], r"1\.01\[0\]（.*）不能直接填 points"),
        ([[{"status": "met"}]], r"1\.01\[0\]：应为对象"),
    ],
)
def test_refused_lists_of_statements(entry: Any, told: str) -> None:
    with pytest.raises(FactError, match=told):
        FACTORY.result({"1.01": entry})


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ([], "有 0 个来源的说法"),
        (["A"] * 21, "有 21 个来源的说法"),
        ({"grade": "A", "at_least": "B"}, "已给出等级 A，不能再给 at_least 或 below"),
        ({"grade": "A", "below": "B"}, "已给出等级 A，不能再给 at_least 或 below"),
        ({"at_least": "A", "below": "A"}, "不可能既不低于 A 又低于 A"),
        ({"at_least": "B", "below": "C"}, "不可能既不低于 B 又低于 C"),
        ({"below": "D"}, "below 为 D；没有比它更低的等级"),
        ({"source": "document"}, "没有等级"),
        ({"at_least": "S"}, "at_least为“S”"),
        (["A", {"below": "D"}], "没有比它更低的等级"),
    ],
)
def test_refused_aspects(entry: Any, told: str) -> None:
    with pytest.raises(FactError, match=told):
        LIAOCHENG.result({"units": [{"aspects": {"装备水平": entry}}]})


@pytest.mark.parametrize(
    ("entry", "worst", "best"),
    [
        ({"at_least": "B"}, "B", "A"),
        ({"below": "A"}, "D", "B"),
        ({"below": "A", "at_least": "C"}, "C", "B"),
        ([{"at_least": "C"}, {"below": "B"}], "C", "C"),
        ({"below": "B", "at_least": "B-"}, "B-", "B-"),
        ([{"below": "B"}, {"at_least": "B-", "source": "document"}], "B-", "B-"),
    ],
)
def test_an_aspect_between_two_grades(entry: Any, worst: str, best: str) -> None:
    result = LIAOCHENG.result({"units": [{"aspects": {"装备水平": entry}}]})
    grade = result.trace[0].grade
    assert grade is not None
    assert (grade.confirmed, grade.reachable) == (worst, best)
    assert (result.trace[0].truth is Truth.MET) == (worst == best)


@pytest.mark.parametrize(
    ("entry", "happened"),
    [
        ({"answer": True}, True),
        ({"answer": False, "source": "online"}, False),
        ([{"answer": True}, {"answer": False, "source": "online"}], False),
        ([{"answer": True, "source": "online"}, False], True),
        ([True, False], False),
    ],
)
def test_an_event_with_its_sources(entry: Any, happened: bool) -> None:
    result = LIAOCHENG.result({"units": [], "events": {"bribery": entry}})
    assert [override.event for override in result.overrides] == (["bribery"] if happened else [])
    asked = "events.bribery" in [question.item for question in result.next_questions]
    assert asked == (entry == [True, False])


@pytest.mark.parametrize(
    "entry", [[], "否", {"answer": 1}, {"source": "online"}, {"answer": True, "grade": "A"}, [True, 0]]
)
def test_refused_events(entry: Any) -> None:
    with pytest.raises(FactError, match=r"events\.bribery"):
        LIAOCHENG.result({"units": [], "events": {"bribery": entry}})
