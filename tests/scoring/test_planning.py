"""Plans are the best there are and are proved by the core: compared with trying every set of measures."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import naive_points
import pytest

from scoring import Assessment, assess, load_scheme, read_request
from scoring.plan.plan_request import read_plan_request
from scoring.plan.planning import Plan, make_plan
from scoring.plan.schedule import add_months

TODAY = date(2026, 11, 22)
POINTS, LADDER = "zhengzhou-green-factory", "liaocheng-grading-2020"
FIRMS = {POINTS: 16, LADDER: 70}
ROWS = {row["id"]: row for row in naive_points.read(naive_points.PACKS / POINTS)["rows"]}
FIGURES = {
    "cost": lambda measures: sum(Decimal(str(m["cost"])) for m in measures),
    "months": lambda measures: max((Decimal(str(m["months"])) for m in measures), default=Decimal(0)),
    "count": len,
}


def plan(scheme: str, **wishes: Any) -> Plan:
    pack = load_scheme(scheme)
    return make_plan(pack, read_plan_request(pack, wishes, today=TODAY))


def result(scheme: str, facts: Any, proof: str = "declared") -> Assessment:
    pack = load_scheme(scheme)
    return assess(pack, read_request(pack, {"facts": facts, "proof": proof}, today=TODAY))


def changed(scheme: str, facts: dict[str, Any], measures: Any, proof: str) -> dict[str, Any]:
    """The facts after the measures, each item at the better of what it was and what the measure brings."""
    after = copy.deepcopy(facts)
    pack = load_scheme(scheme)
    for measure in measures:
        for key, goal in measure["items"].items():
            if scheme == POINTS:
                share = goal if pack.items[key].kind in ("optional", "bonus") else None
                fact = {"status": "met", "source": proof} | ({} if share is None else {"ratio": share})
                before = naive_points.row_result(
                    ROWS[key], naive_points.believed(after.get(key), str(TODAY), proof)
                )
                then = naive_points.row_result(ROWS[key], fact)
                if then[1] > before[1] or share is None:
                    after[key] = fact
            else:
                index, _, aspect = key.partition(".")
                aspects = after["units"][int(index)]["aspects"]
                old = aspects.get(aspect)
                sound = proof == "declared" or isinstance(old, dict)
                had = (old["grade"] if isinstance(old, dict) else old) if sound else None
                if had is None or pack.rungs.index(had) > pack.rungs.index(goal):
                    aspects[aspect] = {"grade": goal, "source": proof}
    return after


def reached(scheme: str, outcome: Assessment, target: str) -> bool:
    if scheme == POINTS:
        return outcome.verdict == "pass"
    rungs = load_scheme(scheme).rungs
    return outcome.grade is not None and rungs.index(outcome.grade.confirmed) <= rungs.index(target)


def subsets(measures: list[Any]) -> Iterator[tuple[Any, ...]]:
    for size in range(len(measures) + 1):
        yield from combinations(measures, size)


def a_points_case(rng: random.Random) -> dict[str, Any]:
    pack = load_scheme(POINTS)
    must = [item.id for item in pack.items.values() if item.gate]
    may = [item.id for item in pack.items.values() if item.kind in ("optional", "bonus")]
    facts: dict[str, Any] = {name: {"status": "met"} for name in must}
    for name in may:
        facts[name] = rng.choice(
            [{"status": "met"}, {"status": "met"}, {"status": "not_met"}, {"ratio": 0.5}, {"points": 1.5}]
        )
    facts["6.18"] = {"value": rng.choice((60, 80, 95)), "unit": "%"}
    for name in rng.sample(must, rng.randint(0, 2)):
        facts[name] = {"status": rng.choice(("not_met", "unknown"))}
    lacking = [name for name in must if facts[name]["status"] != "met"]
    measures = []
    for index in range(rng.randint(2, 5)):
        items = {name: rng.choice((0.25, 0.5, 1.0)) for name in [*rng.sample(may, 3), "6.18"]}
        items |= dict.fromkeys(rng.sample(lacking, rng.randint(0, len(lacking))), 1)
        measures.append(a_measure(index, items, rng))
    return {"facts": facts, "measures": measures, "target": "pass"}


def a_grade_case(rng: random.Random) -> dict[str, Any]:
    pack = load_scheme(LADDER)
    aspects = [item.id for item in pack.of_kind("aspect")]
    count = rng.randint(1, 2)
    units = [
        {
            "name": f"{n}号",
            "aspects": {a: rng.choice(("A", "B", "B", "C")) for a in aspects if rng.random() < 0.95},
        }
        for n in range(count)
    ]
    target = rng.choice(("A", "B", "B"))
    measures = []
    for index in range(rng.randint(2, 5)):
        keys = [f"{n}.{a}" for n in range(count) for a in aspects if rng.random() < 0.6]
        measures.append(a_measure(index, {key: rng.choice((target, target, "C")) for key in keys}, rng))
    return {"facts": {"units": units}, "measures": [m for m in measures if m["items"]], "target": target}


def a_measure(index: int, items: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    cost, months = rng.choice((0, 3, 12.5, 12.5, 40, 0.1)), rng.choice((1, 3, 6, 12, 1.5))
    return {"id": f"m{index}", "title": f"措施{index}", "items": items, "cost": cost, "months": months}


@pytest.mark.parametrize("scheme", [POINTS, LADDER])
@pytest.mark.parametrize("proof", ["declared", "document"])
def test_a_plan_is_the_best_of_all_sets_of_measures(scheme: str, proof: str) -> None:
    rng = random.Random(f"{scheme} {proof}")
    seen = {True: 0, False: 0}
    for _ in range(FIRMS[scheme]):
        case = a_points_case(rng) if scheme == POINTS else a_grade_case(rng)
        if proof != "declared" and scheme == POINTS:
            for fact in case["facts"].values():
                fact["source"] = "document" if rng.random() < 0.97 else "declared"
        elif proof != "declared":
            for unit in case["facts"]["units"]:
                unit["aspects"] = {
                    name: {"grade": grade, "source": "onsite"} if rng.random() < 0.8 else grade
                    for name, grade in unit["aspects"].items()
                }
        wishes: dict[str, Any] = {
            **case,
            "proof": proof,
            "objective": rng.choice(tuple(FIGURES)),
            "budget": rng.choice((None, None, 15, 50)),
            "deadline": rng.choice((None, None, "2027-06-01")),
        }
        got = plan(scheme, **wishes)
        fitting = [
            chosen
            for chosen in subsets(case["measures"])
            if (wishes["budget"] is None or FIGURES["cost"](chosen) <= wishes["budget"])
            and all(
                wishes["deadline"] is None
                or add_months(TODAY, Decimal(str(m["months"]))) <= date.fromisoformat(wishes["deadline"])
                for m in chosen
            )
            and reached(
                scheme, result(scheme, changed(scheme, case["facts"], chosen, proof), proof), case["target"]
            )
        ]
        ids = [step.measure.id for step in got.steps]
        assert got.feasible == bool(fitting), (wishes, ids)
        seen[got.feasible] += 1
        if not got.feasible:
            assert got.conflicts
            continue
        chosen = [m for m in case["measures"] if m["id"] in ids]
        best = min(FIGURES[wishes["objective"]](option) for option in fitting)
        assert FIGURES[wishes["objective"]](chosen) == best, (wishes, ids)
        assert got.cost == FIGURES["cost"](chosen)
        assert got.months == FIGURES["months"](chosen)
        assert reached(scheme, got.after, case["target"])
        again = result(scheme, changed(scheme, case["facts"], chosen, proof), proof)
        assert (got.after.score, got.after.grade, got.after.verdict) == (
            again.score,
            again.grade,
            again.verdict,
        )
        assert got.before == result(scheme, case["facts"], proof)
        assert got.conflicts == ()
    assert min(seen.values()) >= 4, seen


ASPECTS = (
    "装备水平",
    "污染治理技术",
    "排放限值",
    "无组织管控",
    "监测监控水平",
    "环境管理水平",
    "运输方式",
    "运输管控",
)


def a_firm(**aspects: str) -> dict[str, Any]:
    return {"units": [{"name": "铸造车间", "aspects": dict.fromkeys(ASPECTS, "B") | aspects}]}


def wants(got: Plan) -> list[str]:
    return [conflict.want for conflict in got.conflicts]


LIFT = {"id": "m1", "title": "换车", "items": {"运输方式": "B"}, "cost": 30, "months": 8}


def test_the_next_grade_is_the_target_when_none_is_named() -> None:
    got = plan(LADDER, facts=a_firm(运输方式="C"), measures=[LIFT])
    assert got.request.target == "B"
    assert (got.feasible, [step.measure.id for step in got.steps]) == (True, ["m1"])
    assert got.after.grade is not None
    assert got.after.grade.confirmed == "B"


def test_nothing_is_chosen_when_the_target_is_already_held() -> None:
    got = plan(LADDER, facts=a_firm(), measures=[LIFT], target="B")
    assert (got.feasible, got.steps, got.cost) == (True, (), 0)


@pytest.mark.parametrize(
    ("wishes", "named"),
    [
        ({"budget": 20}, ["target", "budget"]),
        ({"deadline": "2027-03-01"}, ["target", "deadline"]),
        ({"measures": [{**LIFT, "items": {"装备水平": "B"}}]}, ["item:0.运输方式"]),
        ({"measures": []}, ["item:0.运输方式"]),
        ({"target": "A"}, ["item:0.装备水平"]),
    ],
)
def test_an_infeasible_plan_names_what_conflicts(wishes: dict[str, Any], named: list[str]) -> None:
    got = plan(LADDER, **{"facts": a_firm(运输方式="C"), "measures": [LIFT], "target": "B", **wishes})
    assert not got.feasible
    assert wants(got) == named
    assert all(conflict.detail for conflict in got.conflicts)


def test_budget_and_deadline_conflict_together_when_each_alone_could_be_kept() -> None:
    quick = {**LIFT, "id": "quick", "cost": 90, "months": 2}
    got = plan(
        LADDER,
        facts=a_firm(运输方式="C"),
        measures=[LIFT, quick],
        target="B",
        budget=50,
        deadline="2027-03-01",
    )
    assert (got.feasible, wants(got)) == (False, ["target", "budget", "deadline"])


def test_an_event_cannot_be_planned_away() -> None:
    facts = {**a_firm(运输方式="C"), "events": {"bribery": True}}
    got = plan(LADDER, facts=facts, measures=[LIFT], target="B")
    assert (got.feasible, wants(got)) == (False, ["event:bribery"])


def test_points_that_cannot_be_had_are_named() -> None:
    pack = load_scheme(POINTS)
    facts = {i.id: {"status": "met"} if i.gate else {"status": "not_met"} for i in pack.items.values()}
    got = plan(POINTS, facts=facts, measures=[{"id": "m", "items": {"1.05": 1}, "cost": 1}])
    assert (got.feasible, wants(got)) == (False, ["target"])


def test_a_proposal_is_made_for_a_firm_of_which_nothing_is_known() -> None:
    for scheme, facts in (
        (POINTS, {}),
        (LADDER, {}),
        (LADDER, {"units": [{"name": "铸造", "aspects": None}]}),
    ):
        got = plan(scheme, facts=facts)
        assert got.feasible, (scheme, facts, got.conflicts)
        assert got.unpriced
        assert all(step.measure.proposed for step in got.steps)


def test_a_scheme_without_a_pass_line_says_so() -> None:
    got = plan("zhengzhou-green-performance-2019", facts={})
    assert (got.feasible, wants(got)) == (False, ["target"])
    assert "没有列出" in got.conflicts[0].detail


def test_what_is_only_declared_has_to_be_proved_again() -> None:
    got = plan(LADDER, facts=a_firm(), target="B", proof="document")
    assert got.before.grade is not None
    assert got.before.grade.confirmed == "D"
    assert (got.feasible, len(got.steps)) == (True, len(ASPECTS))


def test_measures_never_make_a_row_worse() -> None:
    pack = load_scheme(POINTS)
    facts: dict[str, Any] = {i.id: {"status": "met"} for i in pack.items.values()}
    facts |= {"1.01": {"status": "not_met"}, "6.18": {"value": 95, "unit": "%"}, "1.05": {"points": 4}}
    got = plan(POINTS, facts=facts, measures=[{"id": "m", "items": {"1.01": 1, "6.18": 0.1, "1.05": 0.1}}])
    assert got.after.score is not None
    assert got.after.score.lower == 110


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-30", "3", "2027-02-28"),
        ("2026-12-31", "2", "2027-02-28"),
        ("2026-11-22", "0", "2026-11-22"),
        ("2026-11-22", "1.5", "2027-01-06"),
        ("2027-12-15", "2", "2028-02-15"),
        ("2027-12-31", "2", "2028-02-29"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start: str, months: str, end: str) -> None:
    assert add_months(date.fromisoformat(start), Decimal(months)) == date.fromisoformat(end)


def test_a_track_on_which_no_unit_stands_cannot_be_the_target() -> None:
    got = plan(LADDER, facts=a_firm(), target="引领性")
    assert (got.feasible, wants(got)) == (False, ["target"])
