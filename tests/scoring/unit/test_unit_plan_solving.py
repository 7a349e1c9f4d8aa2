"""The exact side of the solver, and wants at their edges: hairs below a line, empty sets, chains, fastest plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import assess, read_request
from scoring.errors import UnknownItemError
from scoring.plan import gap_sets as gap_sets_module
from scoring.plan.gap_sets import GapSets, gap_sets
from scoring.plan.measures import Measure
from scoring.plan.pareto import pareto
from scoring.plan.plan_demands import demands, wishes
from scoring.plan.plan_json import gap_sets_as_json, plan_as_json
from scoring.plan.plan_model import Model, _over
from scoring.plan.plan_request import PlanRequest, read_gaps_request, read_plan_request
from scoring.plan.plan_search import choose, fits
from scoring.plan.plan_solver import Cut
from scoring.plan.plan_wants import Wants
from scoring.plan.planning import Plan, make_plan
from scoring.plan.proposals import propose
from scoring.rules.pack import Cite, Pack

DAY = date(2026, 3, 1)
D = Decimal
HAIR = "0" * 39 + "1"
BASE = try_pack("points")
ROW = replace(BASE.items["1.01"], stages=(), choices=(), open_formula=False)
POINTS = replace(
    BASE,
    items={**BASE.items, "1.01": ROW},
    undetermined_reason=None,
    source_faults=(),
    newer_rules=(),
    readings=(),
)
LADDER_BASE = try_pack("ladder")
GAS = "治理.废气"
LADDER = replace(
    LADDER_BASE,
    items={
        "装备水平": LADDER_BASE.items["装备水平"],
        GAS: replace(LADDER_BASE.items["装备水平"], id=GAS, title="废气治理"),
    },
)
MET = {"status": "met"}


def line(at: str, pack: Pack = POINTS) -> Pack:
    return replace(pack, pass_rule=replace(pack.pass_rule, at_least=D(at)))  # type: ignore[type-var]


def asked(pack: Pack, facts: dict[str, Any], *measures: dict[str, Any], **wishes: Any) -> PlanRequest:
    body = {"facts": facts, "measures": list(measures) or None, **wishes}
    return read_plan_request(pack, body, today=DAY)


def plan(pack: Pack, facts: dict[str, Any], *measures: dict[str, Any], **wishes: Any) -> Plan:
    return make_plan(pack, asked(pack, facts, *measures, **wishes))


def sets(pack: Pack, facts: dict[str, Any], **wishes: Any) -> GapSets:
    read = read_gaps_request(pack, {"facts": facts, **wishes}, today=DAY)
    return gap_sets(pack, read.start, read.target, read.most)


def m(name: str, cost: Any = None, months: Any = None, *, items: Any, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": f"做{name}", "items": items, "cost": cost, "months": months, **more}


def ids(found: Plan) -> list[str]:
    return [step.measure.id for step in found.steps]


def citing(cite: Cite) -> dict[str, Any]:
    return {"cited": cite.clause_id}


# --- a hair short of the line ---


def test_no_sum_of_a_plan_is_rounded_up_to_the_line() -> None:
    facts = {"G.01": MET}
    pack = line(f"7.625{HAIR}")
    assert [len(one.needs) for one in sets(pack, facts).sets] == [3]
    rows = [m(item, 1, 1, items={item: 1}) for item in ("1.01", "1.02", "B.01")]
    found = plan(pack, facts, *rows)
    assert (found.feasible, ids(found)) == (True, ["1.01", "1.02", "B.01"])
    assert ids(plan(line("7.625"), facts, *rows)) == ["1.01", "B.01"]


# --- the model ---


def wants(measures: list[Measure], **more: Any) -> Wants:
    names = frozenset(measure.id for measure in measures)
    made: dict[str, Any] = {
        "must_close": {},
        "score_short": D(0),
        "gains": {},
        "budget": None,
        "timed": False,
        "allowed": names,
        "requires": {measure.id: frozenset(measure.requires) for measure in measures},
        "excludes": (),
        "finish": {measure.id: measure.months or D(0) for measure in measures},
    }
    return Wants(**{**made, **more})


def made(name: str, cost: Any = 1, months: Any = 1) -> Measure:
    return Measure(name, "", {}, D(cost), D(months))


def chosen(measures: list[Measure], asked: Wants, objective: Any = "cost") -> list[str] | None:
    found = choose(measures, asked, objective)
    return None if found is None else [measure.id for measure in found]


def test_without_measures_only_what_is_held_already_fits() -> None:
    assert fits([], wants([]))
    assert fits([], wants([], score_short=D(-1)))
    assert not fits([], wants([], score_short=D(1)))
    assert not fits([], wants([], score_short=D("0.5")))
    assert not fits([], wants([], must_close={"x": frozenset()}))


def test_a_want_that_no_measure_answers_is_never_had() -> None:
    one = made("a")
    assert not fits([one], wants([one], must_close={"x": frozenset()}))
    assert not fits([one], wants([one], must_close={"x": frozenset(), "y": frozenset({"a"})}))
    assert not fits([one], wants([one], must_close={"x": frozenset({"b"})}))
    assert not fits([one], wants([one], score_short=D("0.5")))
    assert fits([one], wants([one], score_short=D("0.5"), gains={"p": {"a": D("0.5")}}))


def test_points_of_several_rows_add_up_in_one_measure() -> None:
    both = {"p": {"a": D(3)}, "q": {"a": D(2)}}
    assert fits([made("a")], wants([made("a")], score_short=D(5), gains=both))
    assert not fits([made("a")], wants([made("a")], score_short=D("5.01"), gains=both))
    rows = {"p": {"a": D(2), "b": D(3)}, "q": {"a": D(1), "c": D(1)}}
    three = [made("a", 1), made("b", 5), made("c", 9)]
    assert chosen(three, wants(three, score_short=D(4), gains=rows)) == ["a", "b"]
    assert chosen(three, wants(three, score_short=D("4.5"), gains=rows)) is None


def test_points_that_floats_cannot_tell_apart_are_told_apart() -> None:
    three = [made("a"), made("b"), made("c")]
    hair = D("1e-20")
    gains = {"p": {"a": D(3)}, "q": {"b": hair}, "r": {"c": hair / 2}}
    assert chosen(three, wants(three, score_short=3 + hair, gains=gains)) == ["a", "b"]
    assert chosen(three, wants(three, score_short=3 + hair / 2, gains=gains), "count") in (
        ["a", "b"],
        ["a", "c"],
    )
    assert chosen(three, wants(three, score_short=3 + 2 * hair, gains=gains)) is None


def test_a_sum_over_its_bound_is_excluded_by_the_part_that_passes_it() -> None:
    five = {0: D(1), 1: D(5), 2: D(2), 4: D(9)}
    assert _over(frozenset({0, 1, 3}), five, D(6)) is None
    assert _over(frozenset({0, 1}), five, D(5)) == Cut([0, 1], most=1)
    assert _over(frozenset({0, 1, 2}), five, D(5)) == Cut([2, 1], most=1)
    assert _over(frozenset({0, 1, 2, 3}), five, D(4)) == Cut([1], most=0)
    assert _over(frozenset({0, 1, 2, 4}), five, D(14)) == Cut([2, 1, 4], most=2)


@pytest.mark.parametrize("objective", ["count", "cost"])
@pytest.mark.parametrize(
    ("budget", "found"),
    [("5.000000000001", ["a", "b"]), ("5.000000000002", ["a", "b"]), ("5", None), (None, ["a", "b"])],
)
def test_costs_that_floats_cannot_tell_apart_keep_to_the_budget(
    objective: Any, budget: str | None, found: list[str] | None
) -> None:
    three = [made("a", 5), made("b", "1e-12"), made("c", "3e-12")]
    must = {"x": frozenset({"a"}), "y": frozenset({"b", "c"})}
    bound = None if budget is None else D(budget)
    assert chosen(three, wants(three, must_close=must, budget=bound), objective) == found


def test_the_fastest_set_may_take_no_time_at_all() -> None:
    two = [made("now", 9, 0), made("late", 1, 5)]
    one_of = wants(two, must_close={"x": frozenset({"now", "late"})})
    assert Model(two, one_of).improved(frozenset({"late"}), "months") == {"now"}
    assert Model(two, wants(two)).improved(frozenset({"late"}), "months") == set()
    three = [*two, made("soon", 1, 3)]
    slow = wants(three, must_close={"x": frozenset({"soon", "late"})})
    assert Model(three, slow).improved(frozenset({"late"}), "months") == {"soon"}


# --- demands and wishes ---


def test_what_points_a_measure_adds_to_what_is_safe() -> None:
    gated = replace(POINTS.items["1.02"], id="1.09", gate="basic", points=None)
    loose = replace(POINTS.items["1.02"], id="1.10", section=None)
    pack = line("7", replace(POINTS, items={**POINTS.items, "1.09": gated, "1.10": loose}))
    facts = {"B.01": {"ratio": 0.5}, "1.02": {"status": "not_met"}}
    request = asked(
        pack,
        facts,
        m("a", items={"B.01": 1, "1.09": 1}),
        m("b", items={"B.01": 0.5, "1.02": 1, "1.10": 1}),
        m("c", items={"B.01": 0.25}),
    )
    found = demands(pack, assess(pack, request.start), request.measures or (), request)
    assert found.score_short == D("6.75")
    assert found.gains == {
        "1.01": {},
        "1.02": {"b": D("0.375")},
        "B.01": {"a": D("0.25"), "b": D(0), "c": D("-0.125")},
        "1.10": {"b": D(0)},
    }
    assert found.must_close == {"G.01": frozenset(), "1.09": frozenset({"a"})}


def test_wishes_are_what_the_user_wrote() -> None:
    request = asked(POINTS, {})
    assert wishes((), request) == ()
    assert wishes((), replace(request, budget=D(0))) == ("budget",)
    assert wishes((), replace(request, deadline=DAY)) == ("deadline",)


@pytest.mark.parametrize(("deadline", "first"), [(None, "untimed"), ("2026-12-31", "timed")])
def test_an_untimed_measure_comes_last_under_a_deadline(deadline: str | None, first: str) -> None:
    measures = [m("untimed", 1, None, items={"1.01": 1}), m("timed", 9, 2, items={"1.01": 1})]
    assert ids(plan(line("7"), {"G.01": MET}, *measures, deadline=deadline)) == [first]


def test_a_target_of_the_leading_track_is_planned() -> None:
    lead = {"units": [{"track": "leading", "aspects": {"装备水平": "引领性"}}]}
    found = plan(LADDER, lead, m("x", 1, 1, items={f"0.{GAS}": "引领性"}), target="引领性")
    assert (found.feasible, ids(found)) == (True, ["x"])
    assert [[item.id for item in step.items] for step in found.steps] == [[GAS]]
    proposed = plan(LADDER, lead, target="引领性")
    assert [step.measure.items for step in proposed.steps] == [{f"0.{GAS}": "引领性"}]


def test_measures_name_units_by_their_place() -> None:
    facts = {"units": [{"aspects": {"装备水平": "B", GAS: "B"}}, {"aspects": {"装备水平": "B", GAS: "C"}}]}
    found = asked(LADDER, facts, m("x", items={f"1.{GAS}": "B"}), target="B")
    assert [measure.items for measure in found.measures or ()] == [{f"1.{GAS}": "B"}]
    with pytest.raises(UnknownItemError):
        asked(LADDER, facts, m("x", items={f"2.{GAS}": "B"}))
    read = read_gaps_request(LADDER, {"facts": facts}, today=DAY)
    assert read.target == "B"


@pytest.mark.parametrize(
    ("times", "facts", "chain"),
    [
        (None, {"G.01": MET}, [("c", "1.01", "b"), ("b", "B.01", "a"), ("a", "1.02", None)]),
        (0, {}, [("d", "G.01", "c"), ("b", "B.01", "a"), ("c", "1.01", "b"), ("a", "1.02", None)]),
    ],
)
def test_a_chain_without_times_is_told_in_its_order(times: Any, facts: dict[str, Any], chain: Any) -> None:
    measures = [
        m(name, 1, times, items={item: 1}, requires=[before] if before else [])
        for name, item, before in chain
    ]
    assert ids(plan(line("8"), facts, *measures)) == sorted(name for name, _, _ in chain)


def test_what_is_met_in_full_needs_no_proposal() -> None:
    before = assess(POINTS, read_request(POINTS, {"facts": {"1.02": MET, "B.01": MET}}, today=DAY))
    assert [measure.id for measure in propose(POINTS, before, "pass")] == ["close-1.01", "close-G.01"]


# --- the few plans to choose from ---


def test_three_plans_are_enough_even_where_others_lie_between() -> None:
    def pair(name: str, cost: int, months: int) -> list[Measure]:
        return [Measure(f"{name}{part}", "", {part: D(1)}, D(cost), D(months)) for part in ("x", "y")]

    few = Measure("few", "", {"x": D(1), "y": D(1)}, D(30), D(20))
    measures = [few, *pair("cheap", 1, 9), *pair("fast", 9, 1), *pair("mid", 5, 5)]
    both = {
        part: frozenset(measure.id for measure in measures if part in measure.items) for part in ("x", "y")
    }
    asked = wants(measures, must_close=both)
    best = choose(measures, asked, "cost")
    assert best is not None
    assert [option.labels for option in pareto(measures, asked, "cost", best)] == [
        ("费用最省",),
        ("工期最短",),
        ("措施最少",),
    ]


def test_nothing_between_is_shown_where_it_would_be_the_fastest_again() -> None:
    measures = [made("fast", 20, 2), made("slow", 1, 12), made("dear", 30, 8)]
    asked = wants(measures, must_close={"x": frozenset({"fast", "slow", "dear"})})
    options = pareto(measures, asked, "cost", (measures[1],))
    assert [(option.labels, [m.id for m in option.chosen]) for option in options] == [
        (("费用最省", "措施最少"), ["slow"]),
        (("工期最短",), ["fast"]),
    ]


# --- smallest sets ---


def test_an_answer_without_a_set_is_whole() -> None:
    far = sets(line("9"), {})
    assert (far.target, far.sets, far.blocked_by) == ("pass", (), ())
    scored = replace(POINTS.items["G.01"], kind="scored", open_formula=True)
    stuck = sets(line("7", replace(POINTS, items={**POINTS.items, "G.01": scored})), {})
    assert (stuck.target, stuck.sets, stuck.blocked_by) == ("pass", (), ("G.01",))


def test_as_many_sets_as_there_are_leave_no_more() -> None:
    twin = replace(POINTS.items["1.02"], id="1.03")
    pack = line(
        "7.5", replace(POINTS, items={**POINTS.items, "1.03": twin, "1.04": replace(twin, id="1.04")})
    )
    facts = {"G.01": MET, "B.01": {"status": "not_met"}}
    for most, count, more in ((4, 4, False), (3, 3, True), (5, 4, False)):
        found = sets(pack, facts, most=most)
        assert (len(found.sets), found.more) == (count, more)


def test_points_of_must_haves_count_towards_the_line() -> None:
    gated = replace(POINTS.items["1.02"], gate="basic")
    pack = line("7.5", replace(POINTS, items={**POINTS.items, "1.02": gated}))
    (found,) = sets(pack, {"G.01": MET}).sets
    assert [(need.key, need.must, need.gain) for need in found.needs] == [
        ("1.02", True, D("0.375")),
        ("1.01", False, D("7.125")),
    ]
    assert [need.key for need in sets(pack, {"G.01": MET, "1.01": MET}).sets[0].needs] == ["1.02"]


def test_an_aspect_of_which_nothing_is_said_is_first_to_be_shown() -> None:
    assert [need.how for need in sets(LADDER, {}, target="A").sets[0].needs] == ["to_show", "to_show"]


def test_no_set_is_given_that_the_core_does_not_confirm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gap_sets_module, "reached", lambda pack, after, target: False)
    found = sets(LADDER, {}, target="B")
    assert (found.target, found.sets, found.blocked_by) == ("B", (), ())
    assert "重新计算仍不到目标" in found.obstacle


# --- as JSON ---


def test_citations_of_plans_are_made_by_the_caller() -> None:
    pack = line("7")
    found = plan(pack, {"1.01": {"status": "not_met"}}, m("x", 1, 1, items={"1.01": 1, "G.01": 1}))
    body = plan_as_json(pack, found, citing)
    assert body["before"]["gaps"][0]["citation"] == {"cited": "t2"}
    assert body["steps"][0]["citations"] == [{"cited": "t2"}, {"cited": "t1"}]
    assert body["gap_sets"]["needs"]["1.01"]["citation"] == {"cited": "t2"}
    partly = plan(pack, {"1.02": {"status": "not_met"}}, m("x", 1, 1, items={"1.01": 1, "G.01": 1}))
    assert plan_as_json(pack, partly, citing)["after"]["gaps"][0]["citation"] == {"cited": "t2"}
    assert gap_sets_as_json(found.gap_sets, citing)["needs"]["G.01"]["citation"] == {"cited": "t1"}


def half_open(objective: str) -> dict[str, Any]:
    measures = [m("unpriced", None, 1, items={"1.01": 1}), m("untimed", 1, None, items={"1.01": 1})]
    return plan_as_json(line("7"), plan(line("7"), {"G.01": MET}, *measures, objective=objective))


def test_a_plan_with_something_open_is_at_least_so_much() -> None:
    body = half_open("cost")
    assert {
        route["label"]: (route["chosen"], route["cost_at_least"], route["months_at_least"])
        for route in body["pareto"]
    } == {
        "费用最省、措施最少": (["untimed"], False, True),
        "工期最短": (["unpriced"], True, False),
    }
    assert body["alternatives"] == [[{"id": "unpriced", "title": "做unpriced", "cost": None, "months": 1.0}]]


def test_an_alternative_without_a_time_leaves_it_open() -> None:
    assert half_open("months")["alternatives"] == [
        [{"id": "untimed", "title": "做untimed", "cost": 1.0, "months": None}]
    ]


def test_conflicts_name_all_that_is_missing() -> None:
    nothing = plan(replace(POINTS, pass_rule=None), {}, m("x", items={"1.01": 1}))
    assert [conflict.detail for conflict in nothing.conflicts] == ["本方案没有可计算的达标线："]
    third = {**LADDER.items, "监测": replace(LADDER.items["装备水平"], id="监测", title="监测")}
    pack = replace(LADDER, items=third)
    low = {"units": [{"aspects": dict.fromkeys(third, "C")}]}
    (open_ones,) = plan(pack, low, m("x", items={"监测": "C"}), target="B").conflicts
    assert open_ones.detail.endswith(f"；同样没有措施的还有 2 条：0.{GAS}、0.监测")
    dear = [m("d1", 60, 1, items={"B.01": 1}), m("d2", 60, 1, items={"1.02": 1})]
    both = m("x", 1, 1, items={"1.01": 1}, requires=["d1", "d2"])
    found = plan(line("7"), {"G.01": MET}, both, *dear, budget=100)
    assert [conflict.detail for conflict in found.conflicts][1:] == [
        "预算 100 万元",
        "x 做x须在d1 做d1、d2 做d2之后",
    ]
