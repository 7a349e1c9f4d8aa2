"""Parts of a plan: what is asked, times, figures, proposals, targets, and facts after measures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import assess, read_request
from scoring.errors import FactError, RequestError, ScoringError
from scoring.plan.changes import changed_facts, held_grades
from scoring.plan.measures import Measure
from scoring.plan.plan_request import GapsRequest, PlanRequest, read_gaps_request, read_plan_request
from scoring.plan.plan_wants import Figures, Wants, figures
from scoring.plan.proposals import propose
from scoring.plan.schedule import add_months, waiting
from scoring.plan.targets import blocking_events, goal_words, reached, read_target, rungs_of, short_aspects
from scoring.rules.pack import Pack

DAY = date(2026, 3, 1)
D = Decimal
POINTS = try_pack("points")
LADDER = try_pack("ladder")
TREATMENT = replace(LADDER.items["装备水平"], id="治理", title="污染治理", measure="换袋")
TWO = replace(
    LADDER,
    items={"装备水平": LADDER.items["装备水平"], "治理": TREATMENT, "bribery": LADDER.items["bribery"]},
)
LONG = "很长" * 30


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-01-31", "0", "2026-01-31"),
        ("2026-01-31", "1", "2026-02-28"),
        ("2024-01-31", "1", "2024-02-29"),
        ("2026-01-15", "12", "2027-01-15"),
        ("2026-11-15", "1", "2026-12-15"),
        ("2026-12-15", "1", "2027-01-15"),
        ("2026-01-15", "0.5", "2026-01-30"),
        ("2026-01-15", "1.1", "2026-02-18"),
        ("2026-01-15", "0.99", "2026-02-13"),
    ],
)
def test_months_later(day: str, months: str, then: str) -> None:
    assert add_months(date.fromisoformat(day), D(months)) == date.fromisoformat(then)


def test_waiting_takes_the_longest_chain() -> None:
    requires = {"d": frozenset({"b", "c"}), "b": frozenset({"a"}), "c": frozenset(), "a": frozenset()}
    months = {"a": D(2), "b": D(3), "c": D(4), "d": None}
    assert waiting(requires, months) == {"a": D(0), "b": D(2), "c": D(0), "d": D(5)}
    assert waiting(requires, {**months, "b": None}) == {"a": D(0), "b": D(2), "c": D(0), "d": D(4)}


def wants(**finish: str) -> Wants:
    times = {name: D(months) for name, months in finish.items()}
    return Wants({}, D(0), {}, None, False, frozenset(times), {}, (), times)


def test_figures_of_a_set() -> None:
    chosen = (
        Measure("a", "", {}, D(5), D(2)),
        Measure("b", "", {}, None, D(3)),
        Measure("c", "", {}, D("0.5")),
    )
    found = figures(chosen, wants(a="2", b="7", c="1"))
    assert found == Figures(unpriced=1, cost=D("5.5"), untimed=1, months=D(7), count=3)
    assert figures((), wants()) == Figures(0, D(0), 0, D(0), 0)
    assert found.key("cost") == (1, D("5.5"), 3, 1, D(7))
    assert found.key("months") == (1, D(7), 1, D("5.5"), 3)
    assert found.key("count") == (3, 1, D("5.5"), 1, D(7))


def points_body(**more: Any) -> dict[str, Any]:
    return {"facts": {}, **more}


def test_a_plan_request_is_read_whole() -> None:
    raw = points_body(
        target="pass",
        budget=0,
        deadline="2026-03-01",
        objective="months",
        measures=[{"id": "m", "items": {"1.01": 1}}],
        enterprise={"name": "某厂"},
        as_of="2026-03-01",
    )
    assert read_plan_request(POINTS, raw, today=date(2020, 1, 1)) == PlanRequest(
        read_request(POINTS, {"facts": {}}, today=DAY),
        "pass",
        (Measure("m", "m", {"1.01": D(1)}),),
        D(0),
        DAY,
        "months",
    )
    plain = read_plan_request(POINTS, points_body(), today=DAY)
    assert (plain.measures, plain.budget, plain.deadline, plain.objective) == (None, None, None, "cost")
    assert read_plan_request(POINTS, points_body(objective="count", budget=1.5), today=DAY).budget == D("1.5")


FIELDS = "facts、as_of、proof、enterprise、target、measures、budget、deadline、objective"


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        ({"x": 1}, RequestError, f"不认识的字段“x”；可用：{FIELDS}"),
        ({"objective": LONG}, RequestError, f"objective 为“{LONG[:40]}”；应为 cost、months、count 之一"),
        ({"budget": -0.5}, RequestError, "budget 为“-0.5”；应为不小于 0 的数（万元），不限就填 null"),
        ({"budget": LONG}, RequestError, f"budget 为“{LONG[:40]}”；应为不小于 0 的数（万元），不限就填 null"),
        ({"budget": "5"}, RequestError, "budget 为“5”；应为不小于 0 的数（万元），不限就填 null"),
        (
            {"deadline": "2026-02-28"},
            RequestError,
            "deadline 为 2026-02-28，早于 2026-03-01；期限应在起算日之后",
        ),
        (
            {"deadline": "x"},
            FactError,
            "deadline：日期“x”不存在或格式不对；应为真实存在的日期，写成 2026-11-22 的形式",
        ),
        ({"target": LONG}, RequestError, f"target 为“{LONG[:40]}”；计分方案的目标只有 pass"),
    ],
)
def test_a_plan_request_that_cannot_be(body: dict[str, Any], error: type[ScoringError], message: str) -> None:
    with pytest.raises(error) as caught:
        read_plan_request(POINTS, points_body(**body), today=DAY)
    assert caught.value.detail == message


def test_a_request_for_the_smallest_sets() -> None:
    start = read_request(POINTS, {"facts": {}}, today=DAY)
    assert read_gaps_request(POINTS, points_body(), today=DAY) == GapsRequest(start, "pass", 5)
    for most in (1, 50):
        assert read_gaps_request(POINTS, points_body(most=most, target="pass"), today=DAY).most == most
    for most in (0, 51, True, "5", 1.5):
        with pytest.raises(RequestError) as caught:
            read_gaps_request(POINTS, points_body(most=most), today=DAY)
        assert caught.value.detail == f"most 为“{most}”；应为 1 到 50 的整数，即最多列出几组"
    with pytest.raises(RequestError) as caught:
        read_gaps_request(POINTS, points_body(most=LONG), today=DAY)
    assert LONG[:40] in caught.value.detail and LONG[:41] not in caught.value.detail
    with pytest.raises(RequestError) as caught:
        read_gaps_request(POINTS, points_body(budget=1), today=DAY)
    assert caught.value.detail == "不认识的字段“budget”；可用：facts、as_of、proof、target、most"


def target(units: list[dict[str, Any]], raw: Any = None, pack: Pack = TWO) -> str:
    return read_target(pack, read_request(pack, {"facts": {"units": units}}, today=DAY), raw)


def unit(one: Any, other: Any, **more: Any) -> dict[str, Any]:
    return {"aspects": {"装备水平": one, "治理": other}, **more}


@pytest.mark.parametrize(
    ("units", "raw", "wanted"),
    [
        ([], None, "B"),
        ([unit("C", "A")], None, "B"),
        ([unit("B", "A")], None, "A"),
        ([unit("A", "A")], None, "A"),
        ([unit("B-", "A")], None, "B"),
        ([unit("B-", "C")], None, "B-"),
        ([unit("引领性", None, track="leading")], None, "引领性"),
        ([], "A", "A"),
        ([], "B-", "B-"),
        ([], "引领性", "引领性"),
    ],
)
def test_the_target_is_the_grade_above_unless_one_is_named(
    units: list[dict[str, Any]], raw: Any, wanted: str
) -> None:
    assert target(units, raw) == wanted


@pytest.mark.parametrize("raw", ["C", "非引领性", "pass", 1, LONG])
def test_a_target_that_is_none(raw: Any) -> None:
    with pytest.raises(RequestError) as caught:
        target([], raw)
    assert (
        caught.value.detail == f"target 为“{str(raw)[:40]}”；应为 A、B、B-、引领性 之一，或 null 表示上一级"
    )


def test_words_and_ladder_of_a_target() -> None:
    assert (goal_words(POINTS, "pass"), goal_words(LADDER, "B")) == ("通过评价", "B")
    assert goal_words(replace(POINTS, pass_rule=None), "pass") == "文本没有可计算的达标线"
    assert rungs_of(TWO, "引领性") == ("引领性", "非引领性")
    assert rungs_of(TWO, "B") == TWO.rungs


@pytest.mark.parametrize(
    ("units", "wanted", "held", "short"),
    [
        ([], "B", False, ["0.装备水平", "0.治理"]),
        ([unit("B", None)], "B", False, ["0.治理"]),
        ([unit("B", {"below": "A"})], "B", False, ["0.治理"]),
        ([unit("B", {"at_least": "B"})], "B", True, []),
        ([unit("A", "B"), unit("C", "B")], "B", False, ["1.装备水平"]),
        ([unit("A", "B"), unit("引领性", "非引领性", track="leading")], "引领性", False, ["1.治理"]),
        ([unit("A", "A"), unit("引领性", "引领性", track="leading")], "引领性", True, []),
        ([unit("A", "A")], "引领性", False, []),
    ],
)
def test_what_is_short_of_a_target(
    units: list[dict[str, Any]], wanted: str, held: bool, short: list[str]
) -> None:
    start = read_request(TWO, {"facts": {"units": units}}, today=DAY)
    before = assess(TWO, start)
    assert reached(TWO, before, wanted) is held
    assert short_aspects(TWO, start, before, wanted) == short


def test_an_event_that_keeps_the_target_away() -> None:
    facts = {"units": [unit("A", "A")], "events": {"bribery": True}}
    start = read_request(TWO, {"facts": facts}, today=DAY)
    before = assess(TWO, start)
    assert [one.event for one in blocking_events(TWO, start, "B", facts, before)] == ["bribery"]
    assert blocking_events(TWO, start, "C", facts, before) == ()


def test_two_events_that_only_together_keep_the_target_away() -> None:
    down = replace(TWO.items["bribery"], effect="downgrade", cap=None)
    pack = replace(
        TWO,
        items={**TWO.items, "bribery": down, "check_unmet": replace(down, id="check_unmet", title="检查")},
        optional_rungs=(),
    )
    facts = {"units": [unit("A", "A")], "events": {"bribery": True, "check_unmet": True}}
    start = read_request(pack, {"facts": facts}, today=DAY)
    before = assess(pack, start)
    assert [one.event for one in blocking_events(pack, start, "C", facts, before)] == []
    assert [one.event for one in blocking_events(pack, start, "B", facts, before)] == [
        "bribery",
        "check_unmet",
    ]


def after(
    pack: Pack, facts: dict[str, Any], *goals: dict[str, Any], proof: str = "declared"
) -> dict[str, Any]:
    start = read_request(pack, {"facts": facts, "proof": proof}, today=DAY)
    measures = [Measure(str(place), "", items) for place, items in enumerate(goals)]
    return changed_facts(pack, start, assess(pack, start), measures)


def test_points_after_measures() -> None:
    plain = replace(
        POINTS, items={**POINTS.items, "1.01": replace(POINTS.items["1.01"], stages=(), open_formula=False)}
    )
    facts = {"1.02": {"status": "met"}, "B.01": {"ratio": 0.8}}
    found = after(
        plain,
        facts,
        {"1.01": D("0.25"), "1.02": D(1), "B.01": D("0.5")},
        {"1.01": D("0.75"), "G.01": D(1)},
        {"1.01": D("0.5")},
        proof="document",
    )
    assert found == {
        "1.01": {"status": "met", "ratio": D("0.75"), "source": "document"},
        "1.02": {"status": "met", "source": "document"},
        "B.01": {"status": "met", "ratio": D("0.5"), "source": "document"},
        "G.01": {"status": "met", "source": "document"},
    }
    kept = after(plain, facts, {"1.02": D(1), "B.01": D("0.5")})
    assert kept == facts
    assert facts == {"1.02": {"status": "met"}, "B.01": {"ratio": 0.8}}


def test_a_choice_after_a_measure_is_the_best_one() -> None:
    choices = (*POINTS.items["1.01"].choices, replace(POINTS.items["1.01"].choices[0], id="c0", points=D(1)))
    row = replace(POINTS.items["1.02"], choices=choices)
    pack = replace(POINTS, items={**POINTS.items, "1.02": row})
    assert after(pack, {}, {"1.02": D(1)}) == {"1.02": {"value": "c1", "source": "declared"}}


def test_grades_after_measures() -> None:
    facts = {"units": [unit("A", "C"), unit("引领性", None, track="leading")]}
    found = after(
        TWO,
        facts,
        {"0.装备水平": "B", "0.治理": "B", "1.治理": "引领性"},
        {"0.治理": "A", "2.治理": "B"},
        {"0.治理": "C"},
        proof="declared",
    )
    assert found["units"] == [
        unit("A", {"grade": "A", "source": "declared"}),
        unit("引领性", {"grade": "引领性", "source": "declared"}, track="leading"),
        {"aspects": {"治理": {"grade": "B", "source": "declared"}}},
    ]
    assert facts["units"][0]["aspects"]["治理"] == "C"
    assert after(TWO, {"units": None}, {"0.治理": "B"})["units"] == [
        {"aspects": {"治理": {"grade": "B", "source": "declared"}}}
    ]


def test_grades_that_are_held() -> None:
    facts = {"units": [unit("A", {"at_least": "B"}), unit(None, "C")]}
    before = assess(TWO, read_request(TWO, {"facts": facts}, today=DAY))
    assert held_grades(before) == {"0.装备水平": ("A", "A"), "0.治理": ("B", "A"), "1.治理": ("C", "C")}


def test_proposals_for_points() -> None:
    authority = replace(POINTS.items["1.02"], id="9", kind="authority", points=None)
    items = {**POINTS.items, "1.02": replace(POINTS.items["1.02"], measure="换灯"), "9": authority}
    pack = replace(POINTS, items=items)
    facts = {"1.01": {"points": 5}, "1.02": {"status": "not_met"}, "G.01": {"status": "met"}}
    before = assess(pack, read_request(pack, {"facts": facts}, today=DAY))
    assert propose(pack, before, "pass") == (
        Measure("close-1.01", "加建一层", {"1.01": D(1)}, proposed=True),
        Measure("close-1.02", "换灯", {"1.02": D(1)}, proposed=True),
        Measure("close-B.01", "先核实“光伏”的现状；未达到的，补齐“光伏”", {"B.01": D(1)}, proposed=True),
    )


def test_proposals_for_grades() -> None:
    before = assess(TWO, read_request(TWO, {"facts": {"units": [unit("A", None)]}}, today=DAY))
    assert propose(TWO, before, "B") == (
        Measure("close-0.装备水平", "补齐“装备水平”", {"0.装备水平": "B"}, proposed=True),
        Measure("close-0.治理", "先核实“污染治理”的现状；未达到的，换袋", {"0.治理": "B"}, proposed=True),
    )
    nothing = assess(TWO, read_request(TWO, {"facts": {}}, today=DAY))
    assert [measure.id for measure in propose(TWO, nothing, "B")] == ["close-0.装备水平", "close-0.治理"]
    assert all(measure.title.startswith("先核实") for measure in propose(TWO, nothing, "B"))
