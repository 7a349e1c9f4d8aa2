"""Plans on small schemes: what is chosen, in which order, what stands in the way, and the JSON of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pack_files import try_pack

from scoring.plan.gap_sets import GapSets, gap_sets, smallest_sums
from scoring.plan.measures import Measure
from scoring.plan.pareto import pareto
from scoring.plan.plan_conflicts import Conflict, smallest_conflict
from scoring.plan.plan_json import gap_sets_as_json, plan_as_json
from scoring.plan.plan_request import read_gaps_request, read_plan_request
from scoring.plan.plan_search import choose, fits
from scoring.plan.plan_wants import Wants
from scoring.plan.planning import Plan, make_plan
from scoring.report import as_json, bare_citation
from scoring.rules.pack import Pack

DAY = date(2026, 3, 1)
D = Decimal
BASE = try_pack("points")
ROW = replace(BASE.items["1.01"], stages=(), choices=(), open_formula=False, proof=("测绘",))
POINTS = replace(
    BASE,
    items={**BASE.items, "1.01": ROW, "1.02": replace(BASE.items["1.02"], proof=("照片", "测绘"))},
    pass_rule=replace(BASE.pass_rule, at_least=D("7.5")),  # type: ignore[type-var]
    undetermined_reason=None,
    source_faults=(),
    newer_rules=(),
    readings=(),
)
LADDER_BASE = try_pack("ladder")
TREATMENT = replace(LADDER_BASE.items["装备水平"], id="治理", title="污染治理")
LADDER = replace(
    LADDER_BASE,
    items={
        "装备水平": LADDER_BASE.items["装备水平"],
        "治理": TREATMENT,
        "bribery": LADDER_BASE.items["bribery"],
    },
    source_faults=(),
    newer_rules=(),
)


def plan(pack: Pack, facts: dict[str, Any], *measures: dict[str, Any], **wishes: Any) -> Plan:
    body = {"facts": facts, "measures": list(measures) or None, **wishes}
    return make_plan(pack, read_plan_request(pack, body, today=DAY))


def m(
    name: str, cost: Any = None, months: Any = None, *, items: dict[str, Any], **more: Any
) -> dict[str, Any]:
    return {"id": name, "title": f"做{name}", "items": items, "cost": cost, "months": months, **more}


def unit(one: Any, other: Any, **more: Any) -> dict[str, Any]:
    return {"aspects": {"装备水平": one, "治理": other}, **more}


MUST = m("g", 1, 1, items={"G.01": 1})
FULL = m("full", 20, 6, items={"1.01": 1})
PART = m("part", 8, 2, items={"1.01": 0.9, "1.02": 1})
BONUS = m("bonus", 9, 12, items={"B.01": 1})


def test_the_best_plan_for_each_wish() -> None:
    facts = {"1.02": {"status": "met"}, "B.01": {"status": "met"}, "G.01": {"status": "met"}}
    dear, slow, two = (
        m("dear", 10, 2, items={"1.01": 1}),
        m("slow", 4, 9, items={"1.01": 1}),
        m("two", 3, 1, items={"1.01": 0.9}),
    )
    chosen = {
        wish: [step.measure.id for step in plan(POINTS, facts, dear, slow, two, objective=wish).steps]
        for wish in ("cost", "months", "count")
    }
    assert chosen == {"cost": ["slow"], "months": ["dear"], "count": ["slow"]}
    assert [s.measure.id for s in plan(POINTS, facts, dear, slow, two).steps] == ["slow"]


def test_a_plan_whole() -> None:
    found = plan(POINTS, {"1.02": {"status": "not_met"}}, MUST, FULL, PART, target="pass", budget=30)
    assert found.feasible
    assert [step.measure.id for step in found.steps] == ["g", "full", "part"]
    assert (found.cost, found.months, found.unpriced, found.untimed) == (D(29), D(6), (), ())
    assert [(step.start, step.end) for step in found.steps] == [
        (DAY, date(2026, 4, 1)),
        (DAY, date(2026, 9, 1)),
        (DAY, date(2026, 5, 1)),
    ]
    assert [step.keys for step in found.steps] == [("G.01",), ("1.01",), ("1.01", "1.02")]
    assert [item.id for item in found.steps[2].items] == ["1.01", "1.02"]
    assert (found.before.verdict, found.after.verdict) == ("undetermined", "pass")
    assert found.notes == ("各项措施按同时开工计算，总工期取最长的一项",)
    assert found.conflicts == ()
    body = plan_as_json(POINTS, found)
    assert {name: body[name] for name in list(body)[:11]} == {
        "scheme": "try-points",
        "target": "pass",
        "objective": "cost",
        "feasible": True,
        "chosen": ["g", "full", "part"],
        "cost": 29.0,
        "cost_at_least": False,
        "unpriced": [],
        "months": 6.0,
        "months_at_least": False,
        "untimed": [],
    }
    assert body["before"] == as_json(found.before)
    assert body["after"] == as_json(found.after)
    assert body["steps"][2] == {
        "measure": "part",
        "title": "做part",
        "proposed": False,
        "cost": 8.0,
        "months": 2.0,
        "requires": [],
        "closes": ["1.01", "1.02"],
        "start": "2026-03-01",
        "end": "2026-05-01",
        "evidence": ["测绘", "照片"],
        "citations": [bare_citation(POINTS.items["1.01"].cite), bare_citation(POINTS.items["1.02"].cite)],
    }
    assert body["pareto"] == [
        {
            "label": "费用最省、工期最短、措施最少",
            "chosen": ["g", "full", "part"],
            "cost": 29.0,
            "cost_at_least": False,
            "months": 6.0,
            "months_at_least": False,
            "count": 3,
            "after": {"score": {"lower": 7.5, "upper": 8.0}, "verdict": "pass"},
        }
    ]
    assert body["alternatives"] == []
    assert body["gap_sets"] == gap_sets_as_json(found.gap_sets)
    assert body["notes"] == list(found.notes)


def test_prices_and_times_that_nobody_has_given() -> None:
    found = plan(
        POINTS,
        {"1.02": {"status": "met"}, "B.01": {"status": "met"}},
        m("a", None, 2, items={"1.01": 1}),
        m("b", 3, None, items={"G.01": 1}),
        budget=100,
        deadline="2027-01-01",
    )
    assert (found.feasible, found.unpriced, found.untimed) == (True, ("a",), ("b",))
    assert (found.cost, found.months) == (D(3), D(2))
    assert found.notes == (
        "各项措施按同时开工计算，总工期取最长的一项",
        "a 没有报价，合计费用只是至少要花的数；这几项是否在预算以内无法核对",
        "b 没有填工期，总工期只是至少要用的时间；这几项能否在期限以内完成无法核对",
    )
    free = plan(
        POINTS,
        {"1.02": {"status": "met"}, "B.01": {"status": "met"}},
        m("a", None, None, items={"1.01": 1}),
        m("b", None, None, items={"G.01": 1}),
    )
    assert free.notes == (
        "a、b 没有报价，合计费用只是至少要花的数",
        "a、b 没有填工期，总工期只是至少要用的时间",
    )
    body = plan_as_json(POINTS, free)
    assert (body["cost_at_least"], body["months_at_least"], body["unpriced"]) == (True, True, ["a", "b"])
    assert body["steps"][0]["cost"] is None and body["steps"][0]["months"] is None
    assert body["steps"][0]["end"] is None
    assert (body["pareto"][0]["cost_at_least"], body["pareto"][0]["months_at_least"]) == (True, True)


def test_measures_that_wait_for_each_other() -> None:
    found = plan(
        POINTS,
        {"1.02": {"status": "met"}, "B.01": {"status": "met"}},
        m("late", 1, 2, items={"1.01": 1}, requires=["first", "second"]),
        m("second", 1, None, items={"1.02": 1}, requires=["first"]),
        m("first", 1, 1.5, items={"G.01": 1}),
    )
    assert [step.measure.id for step in found.steps] == ["first", "second", "late"]
    assert [(step.start.isoformat(), step.end and step.end.isoformat()) for step in found.steps] == [
        ("2026-03-01", "2026-04-16"),
        ("2026-04-16", None),
        ("2026-04-16", None),
    ]
    assert found.months == D("3.5")
    assert found.notes[0] == "没有先后要求的措施按同时开工计算，总工期取最长的一串先后措施"
    assert plan_as_json(POINTS, found)["steps"][2]["requires"] == ["first", "second"]


def test_a_later_start_never_lies_before_the_end_of_what_it_waits_for() -> None:
    found = plan(
        POINTS,
        {"1.02": {"status": "met"}, "B.01": {"status": "met"}},
        m("b", 1, 0.5, items={"1.01": 1}, requires=["a"]),
        m("a", 1, 0.9, items={"G.01": 1}),
        as_of="2026-01-31",
    )
    first, second = found.steps
    assert first.end is not None and second.start >= first.end
    assert second.end is not None and second.end >= second.start


def test_proposals_of_ours() -> None:
    found = plan(POINTS, {"1.02": {"status": "not_met"}})
    assert found.feasible
    assert all(step.measure.proposed for step in found.steps)
    assert found.notes == ("措施为系统依据条目提出的建议，费用和工期未定，请企业或咨询方填写",)
    assert found.pareto == ()
    assert found.request.measures is None
    assert plan_as_json(POINTS, found)["steps"][0]["proposed"] is True


def test_a_target_that_is_held_needs_nothing() -> None:
    met = {key: {"status": "met"} for key in POINTS.items}
    found = plan(POINTS, met, FULL)
    assert (found.feasible, found.steps, found.pareto, found.months, found.cost) == (True, (), (), 0, 0)
    assert found.gap_sets.sets[0].needs == ()


@pytest.mark.parametrize(
    ("pack", "facts", "measures", "wishes", "told"),
    [
        (POINTS, {}, [FULL, PART], {}, [("item:G.01", None)]),
        (
            POINTS,
            {"B.01": {"status": "not_met"}},
            [MUST, m("little", 1, 1, items={"1.01": 0.5})],
            {},
            [("target", "即使全部措施都做、不限预算和期限，得分仍差，达不到目标：通过评价")],
        ),
        (
            POINTS,
            {},
            [MUST, FULL, PART],
            {"budget": 28},
            [("target", "目标：通过评价"), ("budget", None)],
        ),
        (
            POINTS,
            {},
            [MUST, FULL, PART],
            {"deadline": "2026-08-31"},
            [("target", "目标：通过评价"), ("deadline", None)],
        ),
        (
            POINTS,
            {},
            [MUST, FULL, {**PART, "excludes": ["full"]}],
            {},
            [("target", "目标：通过评价"), ("excludes:full,part", None)],
        ),
        (
            POINTS,
            {},
            [{**MUST, "requires": ["dear"]}, FULL, PART, m("dear", 100, 1, items={"B.01": 1})],
            {"budget": 50},
            [("target", "目标：通过评价"), ("budget", None), ("requires:g", None)],
        ),
        (
            replace(POINTS, pass_rule=None, undetermined_reason=BASE.undetermined_reason),
            {},
            [FULL],
            {},
            [("target", "本方案没有可计算的达标线：不能定论")],
        ),
        (
            LADDER,
            {"units": [unit("C", "B")]},
            [m("x", 1, 1, items={"治理": "A"})],
            {"target": "B"},
            [("item:0.装备水平", None)],
        ),
        (
            LADDER,
            {"units": [unit("B", "B")], "events": {"bribery": True}},
            [m("x", 1, 1, items={"治理": "A"})],
            {"target": "B"},
            [("event:bribery", None)],
        ),
        (
            LADDER,
            {"units": [unit("B", "B")]},
            [m("x", 1, 1, items={"治理": "A"})],
            {"target": "引领性"},
            [("target", "没有任何单元或措施能达到目标：引领性；请核对单元所属的类别和目标")],
        ),
    ],
)
def test_what_stands_in_the_way(
    pack: Pack, facts: dict[str, Any], measures: list[dict[str, Any]], wishes: dict[str, Any], told: list[Any]
) -> None:
    found = plan(pack, facts, *measures, **wishes)
    assert not found.feasible
    assert [conflict.want for conflict in found.conflicts] == [want for want, _ in told]
    for conflict, (_, detail) in zip(found.conflicts, told, strict=True):
        assert detail is None or conflict.detail == detail
    shown = plan_as_json(pack, found)
    assert shown["conflicts"] == [{"want": c.want, "detail": c.detail} for c in found.conflicts]
    assert (shown["feasible"], shown["chosen"]) == (False, [])


def test_conflicts_in_words() -> None:
    def details(
        *measures: dict[str, Any], pack: Pack = POINTS, facts: Any = None, **wishes: Any
    ) -> list[str]:
        return [conflict.detail for conflict in plan(pack, facts or {}, *measures, **wishes).conflicts]

    assert details(MUST, FULL, PART, budget=28)[1] == "预算 28 万元"
    assert details(MUST, FULL, PART, deadline="2026-08-31")[1] == "期限 2026-08-31"
    assert details(MUST, FULL, {**PART, "excludes": ["full"]})[1] == "full 做full与part 做part不能同时选用"
    dear = m("dear", 100, 1, items={"B.01": 1})
    assert (
        details({**MUST, "requires": ["dear"]}, FULL, PART, dear, budget=50)[2] == "g 做g须在dear 做dear之后"
    )
    needed = "尚未满足或未说清，没有任何措施能解决它，而它是达到目标所必需的"
    assert details(FULL, PART) == [f"G.01 {needed}"]
    some = m("x", 1, 1, items={"0.治理": "C"})
    assert details(some, pack=LADDER, facts={"units": [unit("C", "C")]}, target="B") == [
        f"0.装备水平 {needed}；同样没有措施的还有 1 条：0.治理"
    ]
    facts = {"units": [unit("B", "B")], "events": {"bribery": True}}
    assert details(m("x", 1, 1, items={"治理": "A"}), pack=LADDER, facts=facts, target="B") == [
        "行贿：当年最高为C类；这不是措施能改变的"
    ]


def test_the_smallest_conflict() -> None:
    assert smallest_conflict(("a", "b", "c"), lambda kept: "b" not in kept) == ("b",)
    assert smallest_conflict(("a", "b", "c"), lambda kept: not {"a", "c"} <= kept) == ("a", "c")
    assert smallest_conflict(
        ("c", "a", "b"), lambda kept: not ({"a", "c"} <= kept or {"b", "c"} <= kept)
    ) == ("c", "a")
    assert smallest_conflict(("a", "b", "c"), lambda kept: len(kept) < 3) == ("a", "b", "c")


@pytest.mark.parametrize(
    ("gains", "missing", "choices"),
    [
        (("5", "3", "2"), "5", [(0,)]),
        (("5", "3", "2"), "6", [(0, 1), (0, 2)]),
        (("5", "3", "2"), "10", [(0, 1, 2)]),
        (("3", "3", "3"), "3", [(0,), (1,), (2,)]),
        (("3", "2", "2", "1"), "5", [(0, 1), (0, 2)]),
        (("3", "2"), "0", [()]),
        (("3", "2"), "-1", [()]),
    ],
)
def test_the_fewest_gains_that_are_enough(gains: tuple[str, ...], missing: str, choices: list[Any]) -> None:
    assert list(smallest_sums([D(gain) for gain in gains], D(missing))) == choices


def sets(pack: Pack, facts: dict[str, Any], **wishes: Any) -> GapSets:
    asked = read_gaps_request(pack, {"facts": facts, **wishes}, today=DAY)
    return gap_sets(pack, asked.start, asked.target, asked.most)


def test_the_smallest_sets_of_a_points_scheme() -> None:
    found = sets(POINTS, {"1.02": {"status": "not_met"}, "1.01": {"points": 2}})
    body = gap_sets_as_json(found)
    assert body == {
        "target": "pass",
        "reachable": True,
        "obstacle": None,
        "blocked_by": [],
        "size": 3,
        "always": ["G.01"],
        "shared": ["1.01"],
        "sets": [
            {
                "items": ["G.01", "1.01", "B.01"],
                "to_show": 2,
                "to_close": 1,
                "after": {"score": {"lower": 7.63, "upper": 7.63}, "verdict": "pass"},
            },
            {
                "items": ["G.01", "1.01", "1.02"],
                "to_show": 1,
                "to_close": 2,
                "after": {"score": {"lower": 7.5, "upper": 8.0}, "verdict": "pass"},
            },
        ],
        "more": False,
        "needs": {
            "G.01": {
                "title": "守法",
                "how": "to_show",
                "gain": 0.0,
                "goal": None,
                "because": "尚未说明",
                "citation": bare_citation(POINTS.items["G.01"].cite),
            },
            "1.01": {
                "title": "容积率",
                "how": "to_close",
                "gain": 5.63,
                "goal": None,
                "because": "评审给 2 分",
                "citation": bare_citation(ROW.cite),
            },
            "B.01": {
                "title": "光伏",
                "how": "to_show",
                "gain": 0.5,
                "goal": None,
                "because": "尚未说明",
                "citation": bare_citation(POINTS.items["B.01"].cite),
            },
            "1.02": {
                "title": "照明",
                "how": "to_close",
                "gain": 0.38,
                "goal": None,
                "because": "填报为不满足",
                "citation": bare_citation(POINTS.items["1.02"].cite),
            },
        },
    }
    one = sets(POINTS, {"1.02": {"status": "not_met"}, "1.01": {"points": 2}}, most=1)
    assert (len(one.sets), one.more) == (1, True)
    assert [need.key for need in one.shared] == ["1.01", "B.01"]


def test_when_there_is_no_set() -> None:
    unreachable = replace(POINTS, pass_rule=replace(POINTS.pass_rule, at_least=D(9)))  # type: ignore[type-var]
    assert sets(unreachable, {}).obstacle == "所有由企业决定的条目都满足，总分仍不到要求的分数"
    open_end = replace(POINTS, pass_rule=None, undetermined_reason=BASE.undetermined_reason)
    assert sets(open_end, {}).obstacle == "本方案没有可计算的达标线：不能定论"
    scored = replace(POINTS.items["G.01"], kind="scored", open_formula=True)
    stuck = sets(replace(POINTS, items={**POINTS.items, "G.01": scored}), {})
    assert stuck.obstacle == "G.01 守法：不由企业的措施决定"
    assert (stuck.blocked_by, stuck.sets, stuck.shared) == (("G.01",), (), ())
    body = gap_sets_as_json(stuck)
    assert (body["reachable"], body["size"], body["blocked_by"], body["needs"]) == (False, None, ["G.01"], {})


def test_the_smallest_set_of_a_ladder() -> None:
    found = sets(LADDER, {"units": [unit({"below": "A"}, {"at_least": "C"}), unit("C", None)]}, target="B")
    body = gap_sets_as_json(found)
    assert body["sets"] == [
        {
            "items": ["0.装备水平", "0.治理", "1.装备水平", "1.治理"],
            "to_show": 3,
            "to_close": 1,
            "after": {"grade": "B", "leading": None},
        }
    ]
    assert body["always"] == ["0.装备水平", "0.治理", "1.装备水平", "1.治理"]
    assert body["needs"]["1.装备水平"] == {
        "title": "装备水平",
        "how": "to_close",
        "gain": None,
        "goal": "B",
        "because": "满足到 C",
        "citation": bare_citation(LADDER.items["装备水平"].cite),
    }
    assert body["needs"]["1.治理"]["because"].startswith("尚未说明")
    held = sets(LADDER, {"units": [unit("A", "A")]}, target="B")
    assert held.sets[0].needs == ()
    nothing = sets(LADDER, {}, target="B")
    assert [need.because for need in nothing.sets[0].needs] == ["尚未说明", "尚未说明"]
    lead = gap_sets_as_json(
        sets(LADDER, {"units": [unit("非引领性", None, track="leading")]}, target="引领性")
    )
    assert lead["sets"][0]["after"] == {"grade": None, "leading": "引领性"}


def test_what_no_measure_can_change_on_a_ladder() -> None:
    found = sets(LADDER, {"units": [unit("A", "A")], "events": {"bribery": True}}, target="B")
    assert found.obstacle == "行贿：当年最高为C类。这不是措施能改变的"
    assert found.blocked_by == ("bribery",)
    other = sets(LADDER, {"units": [unit("A", "A")]}, target="引领性")
    assert other.obstacle == "没有任何单元属于目标“引领性”所在的类别"


# --- the choice itself ---


def wants(measures: list[Measure], **more: Any) -> Wants:
    made: dict[str, Any] = {
        "must_close": {"x": frozenset(measure.id for measure in measures if "x" in measure.items)},
        "score_short": D(0),
        "gains": {},
        "budget": None,
        "timed": False,
        "allowed": frozenset(measure.id for measure in measures),
        "requires": {measure.id: frozenset(measure.requires) for measure in measures},
        "excludes": (),
        "finish": {measure.id: measure.months or D(0) for measure in measures},
    }
    return Wants(**{**made, **more})


A = Measure("a", "", {"x": D(1)}, D(10), D(2))
B = Measure("b", "", {"x": D(1)}, D(4), D(9))
C = Measure("c", "", {"x": D(1)}, D(6), D(5))
UNPRICED = Measure("u", "", {"x": D(1)}, None, D(1))
UNTIMED = Measure("t", "", {"x": D(1)}, D(1), None)


def ids(chosen: tuple[Measure, ...] | None) -> list[str] | None:
    return None if chosen is None else [measure.id for measure in chosen]


def test_each_objective_has_its_own_best() -> None:
    options = [A, B, C]
    assert ids(choose(options, wants(options), "cost")) == ["b"]
    assert ids(choose(options, wants(options), "months")) == ["a"]
    both = [A, B, UNPRICED, UNTIMED]
    assert ids(choose(both, wants(both), "cost")) == ["t"]
    assert ids(choose(both, wants(both), "months")) == ["u"]
    assert ids(choose(both, wants(both), "count")) == ["t"]


def test_unknown_prices_come_last_under_a_budget() -> None:
    both = [UNPRICED, A]
    assert ids(choose(both, wants(both, budget=D(10)), "months")) == ["a"]
    assert ids(choose(both, wants(both, budget=D(9)), "months")) == ["u"]
    assert ids(choose([A], wants([A], budget=D("9.99")), "cost")) is None
    timed = [UNTIMED, A]
    assert ids(choose(timed, wants(timed, timed=True), "cost")) == ["a"]
    assert ids(choose(timed, wants(timed, timed=True, allowed=frozenset({"t"})), "cost")) == ["t"]


def test_a_limit_of_months() -> None:
    options = [A, B, C, UNTIMED]
    assert ids(choose(options, wants(options), "cost", within=D(5))) == ["c"]
    assert ids(choose(options, wants(options), "cost", within=D("4.9"))) == ["a"]
    assert ids(choose(options, wants(options), "cost", within=D(1))) is None


def test_what_is_required_or_excluded() -> None:
    needs = Measure("n", "", {"x": D(1)}, D(1), D(1), requires=("a",))
    options = [needs, A, C]
    assert ids(choose(options, wants(options, must_close={"x": frozenset({"n"})}), "cost")) == ["n", "a"]
    assert ids(choose(options, wants(options), "cost")) == ["c"]
    stranded = wants(options, must_close={"x": frozenset({"n"})}, allowed=frozenset({"n", "c"}))
    assert not fits(options, stranded)
    two = {"x": frozenset({"a"}), "y": frozenset({"b"})}
    assert fits([A, B], wants([A, B], must_close=two))
    assert not fits([A, B], wants([A, B], must_close=two, excludes=(("a", "b"),)))


def test_points_that_are_needed() -> None:
    gains = {"p": {"a": D(3), "b": D(2)}, "q": {"c": D(1)}}
    options = [A, B, C]
    short = wants(options, must_close={}, score_short=D(3), gains=gains)
    assert ids(choose(options, short, "cost")) == ["a"]
    assert not fits(options, wants(options, must_close={}, score_short=D("4.01"), gains=gains))
    assert fits(options, wants(options, must_close={}, score_short=D(4), gains=gains))
    assert ids(choose(options, wants(options, must_close={}), "cost")) == []


def test_the_few_plans_between_which_the_firm_decides() -> None:
    options = [A, B, C]
    asked = wants(options)
    found = pareto(options, asked, "cost", (B,))
    assert [(option.labels, ids(option.chosen)) for option in found] == [
        (("费用最省", "措施最少"), ["b"]),
        (("工期最短",), ["a"]),
        (("费用与工期折中",), ["c"]),
    ]
    assert found[2].figures.cost == D(6)
    two = pareto([A, B], wants([A, B]), "months", (A,))
    assert [option.labels for option in two] == [("工期最短",), ("费用最省", "措施最少")]
    alone = pareto([A], wants([A]), "count", (A,))
    assert [option.labels for option in alone] == [("费用最省", "工期最短", "措施最少")]


def test_other_plans_of_the_front_are_alternatives() -> None:
    facts = {"1.02": {"status": "met"}, "B.01": {"status": "met"}, "G.01": {"status": "met"}}
    found = plan(
        POINTS,
        facts,
        m("a", 10, 2, items={"1.01": 1}),
        m("b", 4, 9, items={"1.01": 1}),
    )
    assert [[measure.id for measure in option] for option in found.alternatives] == [["a"]]
    body = plan_as_json(POINTS, found)
    assert body["alternatives"] == [[{"id": "a", "title": "做a", "cost": 10.0, "months": 2.0}]]
    assert [route["label"] for route in body["pareto"]] == ["费用最省、措施最少", "工期最短"]


def test_a_conflict_names_its_want() -> None:
    assert Conflict("budget", "x").want == "budget"
