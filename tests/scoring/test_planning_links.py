"""Measures that wait for each other, exclude each other, or are not priced: in time, in cost and in conflicts."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest

from scoring import RequestError, load_scheme
from scoring.plan.plan_json import plan_as_json
from scoring.plan.plan_request import read_plan_request
from scoring.plan.planning import Plan, make_plan

TODAY = date(2026, 11, 22)
LADDER = "liaocheng-grading-2020"
ASPECTS = [item.id for item in load_scheme(LADDER).of_kind("aspect")]
FIRM = {
    "units": [{"name": "铸造车间", "aspects": dict.fromkeys(ASPECTS, "B") | dict.fromkeys(ASPECTS[:2], "C")}]
}


def one(name: str, *places: int, **also: Any) -> dict[str, Any]:
    """A measure that lifts these aspects."""
    return {"id": name, "items": {ASPECTS[place]: "B" for place in places}, "cost": 10, "months": 3, **also}


def plan(*measures: dict[str, Any], **wishes: Any) -> Plan:
    pack = load_scheme(LADDER)
    body = {"facts": FIRM, "target": "B", "measures": list(measures), **wishes}
    return make_plan(pack, read_plan_request(pack, body, today=TODAY))


def wants(got: Plan) -> list[str]:
    return [conflict.want for conflict in got.conflicts]


def test_what_is_required_is_chosen_too_and_comes_first() -> None:
    got = plan(one("late", 0, 1, requires=["early"]), one("early", 5, cost=5, months=2))
    told = [(step.measure.id, step.start.isoformat(), str(step.end)) for step in got.steps]
    assert told == [("early", "2026-11-22", "2027-01-22"), ("late", "2027-01-22", "2027-04-22")]
    assert got.feasible and got.cost == 15 and got.months == 5


def test_the_months_of_a_plan_are_those_of_its_longest_chain() -> None:
    got = plan(one("a", 0, months=1), one("b", 5, months=4), one("c", 1, months=2, requires=["a", "b"]))
    assert got.months == 6
    assert {step.measure.id: step.start.isoformat() for step in got.steps}["c"] == "2027-03-22"
    assert any("先后" in note for note in got.notes)


def test_a_chain_ends_by_the_deadline_or_is_not_chosen() -> None:
    chain = (one("a", 0), one("b", 1, requires=["a"]))
    assert plan(*chain, deadline="2027-05-22").feasible
    late = plan(*chain, deadline="2027-05-21")
    assert (late.feasible, wants(late)) == (False, ["target", "deadline", "requires:b"])
    assert "须在a a之后" in late.conflicts[-1].detail


def test_halves_of_a_month_in_a_chain_make_whole_months() -> None:
    got = plan(one("a", 0, months=1.5), one("b", 1, months=1.5, requires=["a"]))
    assert str(got.steps[-1].end) == "2027-02-22"
    assert all(step.end is not None and step.start <= step.end for step in got.steps)


def test_a_step_never_ends_before_it_starts() -> None:
    pack = load_scheme(LADDER)
    chain = [one("a", 0, months=0.99), one("b", 1, months=0.01, requires=["a"])]
    body = {"facts": FIRM, "target": "B", "measures": chain, "as_of": "2027-01-31"}
    steps = make_plan(pack, read_plan_request(pack, body, today=TODAY)).steps
    assert [step.start.isoformat() for step in steps] == ["2027-01-31", "2027-03-01"]
    assert all(step.end is not None and step.start <= step.end for step in steps)


def test_what_excludes_each_other_is_not_chosen_together() -> None:
    both = (one("a", 0, excludes=["b"]), one("b", 1), one("dear", 1, cost=100))
    assert [step.measure.id for step in plan(*both).steps] == ["a", "dear"]
    got = plan(*both[:2])
    assert (got.feasible, wants(got)) == (False, ["target", "excludes:a,b"])
    assert "不能同时选用" in got.conflicts[-1].detail


def test_a_prerequisite_that_excludes_what_needs_it_is_named() -> None:
    got = plan(one("a", 0, 1, requires=["b"]), one("b", 5, excludes=["a"]))
    assert wants(got) == ["target", "excludes:a,b", "requires:a"]


@pytest.mark.parametrize(
    ("links", "words"),
    [
        ([{"requires": ["x"]}, {}], ("m0", "requires", "x", "m0、m1")),
        ([{"excludes": ["x"]}, {}], ("m0", "excludes", "x")),
        ([{"requires": ["m0"]}, {}], ("m0", "它自己")),
        ([{"excludes": ["m0"]}, {}], ("m0", "它自己")),
        ([{"requires": ["m1"]}, {"requires": ["m0"]}], ("绕成了一圈", "m0", "m1", "→")),
        ([{"requires": ["m1"]}, {"requires": ["m2"]}, {"requires": ["m0"]}], ("一圈", "m2")),
        ([{"requires": "m1"}, {}], ("第1项 requires", "列表")),
        ([{"excludes": [1]}, {}], ("第1项 excludes", "列表")),
        ([{"months": 1000}, {"months": 201, "requires": ["m0"]}], ("m1", "1200 个月")),
    ],
)
def test_links_that_lead_nowhere_are_refused(links: list[dict[str, Any]], words: tuple[str, ...]) -> None:
    measures = [one(f"m{place}", 0, **link) for place, link in enumerate(links)]
    with pytest.raises(RequestError) as caught:
        plan(*measures)
    for word in words:
        assert word in caught.value.detail


def test_an_open_price_makes_the_cost_at_least_what_is_known() -> None:
    got = plan(one("a", 0), one("b", 1, cost=None), budget=15)
    told = plan_as_json(load_scheme(LADDER), got)
    assert (told["cost"], told["cost_at_least"], told["unpriced"]) == (10, True, ["b"])
    assert any("b 没有报价" in note and "预算" in note and "无法核对" in note for note in got.notes)


def test_an_open_time_makes_the_months_at_least_what_is_known() -> None:
    got = plan(one("a", 0), one("b", 1, months=None), one("c", 5, requires=["b"]), objective="count")
    told = plan_as_json(load_scheme(LADDER), got)
    assert (told["months"], told["months_at_least"], told["untimed"]) == (3, True, ["b"])
    assert [step["end"] for step in told["steps"]] == ["2027-02-22", None]


def test_what_waits_for_an_open_time_has_no_end() -> None:
    got = plan(one("a", 0, 1, requires=["b"]), one("b", 5, months=None))
    assert [(step.measure.id, step.end) for step in got.steps] == [("b", None), ("a", None)]


@pytest.mark.parametrize("wishes", [{}, {"budget": 500}, {"budget": 500, "objective": "count"}])
def test_a_priced_plan_goes_before_one_that_nobody_has_priced(wishes: dict[str, Any]) -> None:
    got = plan(one("open", 0, 1, cost=None), one("a", 0, cost=100), one("b", 1, cost=100), **wishes)
    assert [step.measure.id for step in got.steps] == ["a", "b"]


def test_an_unpriced_plan_is_better_than_none() -> None:
    got = plan(one("open", 0, 1, cost=None), one("a", 0, 1, cost=100), budget=50)
    assert [step.measure.id for step in got.steps] == ["open"]


def test_the_smallest_conflict_equals_trying_every_set_of_wishes() -> None:
    """Wishes are left out one by one, two by two …: the first that make a plan impossible are the ones named."""
    chain = [
        one("a", 0, 2, cost=30, months=4),
        one("b", 1, cost=30, months=4, requires=["a"]),
        one("c", 0, 1, cost=60, months=9, excludes=["d"]),
        one("d", 0, 3, cost=1, months=1),
        one("e", 1, cost=1, months=1, requires=["c"], excludes=["d", "a"]),
    ]
    seen = set()
    for budget in (1, 31, 59, 60, 61):
        for deadline in ("2026-12-22", "2027-03-22", "2027-07-22", "2027-10-22"):
            got = plan(*chain, budget=budget, deadline=deadline)
            if got.feasible:
                continue
            names = [
                "budget",
                "deadline",
                "excludes:a,e",
                "excludes:c,d",
                "excludes:d,e",
                "requires:b",
                "requires:e",
            ]
            expected = next(
                group
                for size in range(len(names) + 1)
                for group in combinations(names, size)
                if not kept(chain, budget, deadline, set(group)).feasible
            )
            assert wants(got) == ["target", *expected], (budget, deadline)
            seen.add(len(expected))
    assert len(seen) >= 2, seen


def kept(measures: list[dict[str, Any]], budget: int, deadline: str, names: set[str]) -> Plan:
    """The plan under these wishes alone."""
    left = []
    for measure in measures:
        only = {key: value for key, value in measure.items() if key not in ("requires", "excludes")}
        if f"requires:{measure['id']}" in names:
            only["requires"] = measure["requires"]
        pairs = [sorted((measure["id"], other)) for other in measure.get("excludes", ())]
        only["excludes"] = [
            other
            for other, pair in zip(measure.get("excludes", ()), pairs, strict=True)
            if f"excludes:{pair[0]},{pair[1]}" in names
        ]
        left.append(only)
    wishes: dict[str, Any] = {"budget": budget} if "budget" in names else {}
    wishes |= {"deadline": deadline} if "deadline" in names else {}
    return plan(*left, **wishes)
