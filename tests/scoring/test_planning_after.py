"""What a plan promises is what the core finds when the facts are changed, in every scheme and for every kind of fact."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import firms
import naive_points
import pytest

from scoring import assess, load_scheme, read_request, scheme_ids
from scoring.firm.facts import RUNGS
from scoring.plan.changes import changed_facts
from scoring.plan.plan_json import plan_as_json
from scoring.plan.plan_request import read_plan_request
from scoring.plan.planning import make_plan

TODAY = date(2026, 11, 22)
PLAIN = {scheme: naive_points.read(naive_points.PACKS / scheme) for scheme in scheme_ids()}


def some_measures(scheme: str, facts: dict[str, Any], rng: random.Random) -> list[dict[str, Any]]:
    pack = load_scheme(scheme)
    measures: list[dict[str, Any]] = []
    for place in range(rng.randint(1, 6)):
        if pack.kind == "points":
            own = [item for item in pack.items.values() if item.kind != "authority"]
            items: dict[str, Any] = {
                item.id: rng.choice((0.3, 1)) if item.kind in ("optional", "bonus") else 1
                for item in rng.sample(own, rng.randint(1, len(own)))
            }
        else:
            aspects = [item.id for item in pack.of_kind("aspect")]
            items = {}
            for index, unit in enumerate(facts["units"] or [{}]):
                rungs = pack.leading_rungs if unit.get("track") == "leading" else pack.plain_rungs
                items |= {f"{index}.{name}": rng.choice(rungs[:2]) for name in aspects if rng.random() < 0.9}
        if items:
            cost, months = rng.choice((None, 5, 20.5)), rng.choice((None, 2, 6))
            before = [measure["id"] for measure in measures if rng.random() < 0.2]
            measures.append(
                {"id": f"m{place}", "items": items, "cost": cost, "months": months, "requires": before}
            )
    return measures


@pytest.mark.parametrize("scheme", scheme_ids())
def test_the_result_afterwards_is_that_of_the_core(scheme: str) -> None:
    rng = random.Random(f"after {scheme}")
    pack = load_scheme(scheme)
    make = firms.point_facts if pack.kind == "points" else firms.ladder_facts
    feasible = chosen = 0
    for _ in range(25):
        facts = make(PLAIN[scheme], rng)
        wishes: dict[str, Any] = {"facts": facts, "proof": rng.choice((RUNGS[0], RUNGS[0], "document"))}
        if rng.random() < 0.7:
            wishes |= {"measures": some_measures(scheme, facts, rng), "budget": rng.choice((None, 30))}
        request = read_plan_request(pack, wishes, today=TODAY)
        got = make_plan(pack, request)
        then = changed_facts(pack, request.start, got.before, [step.measure for step in got.steps])
        body = {"facts": then, "proof": wishes["proof"]}
        assert got.after == assess(pack, read_request(pack, body, today=TODAY))
        assert got.before == assess(pack, request.start)
        assert bool(got.conflicts) != got.feasible
        for route in got.pareto:
            then = changed_facts(pack, request.start, got.before, route.option.chosen)
            body = {"facts": then, "proof": wishes["proof"]}
            assert route.after == assess(pack, read_request(pack, body, today=TODAY))
        if got.before.score and got.after.score:
            assert got.after.score.lower >= got.before.score.lower
        if got.before.grade and got.after.grade:
            assert pack.rungs.index(got.after.grade.confirmed) <= pack.rungs.index(got.before.grade.confirmed)
        plan_as_json(pack, got)
        feasible += got.feasible
        chosen += got.feasible and bool(got.steps)
    if pack.kind == "ladder" or pack.pass_rule is not None:
        assert chosen >= 3, (feasible, chosen)
    else:
        assert not feasible


def test_a_choice_of_levels_is_planned_at_its_best_level() -> None:
    scheme = "zhengzhou-green-performance-2019"
    pack = load_scheme(scheme)
    item = next(item for item in pack.items.values() if item.choices)
    start = read_plan_request(
        pack, {"facts": {}, "measures": [{"id": "m", "items": {item.id: 1}}]}, today=TODAY
    )
    assert start.measures is not None
    before = assess(pack, start.start)
    then = changed_facts(pack, start.start, before, start.measures)
    after = {s.item: s for s in assess(pack, read_request(pack, {"facts": then}, today=TODAY)).trace}[item.id]
    assert after.lower == after.upper == max(level.points for level in item.choices) > Decimal(0)
