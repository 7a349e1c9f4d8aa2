"""The search for measures against trying every set, on small invented wants with equalities a solver cannot see."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest

from scoring.plan.measures import Measure
from scoring.plan.pareto import pareto
from scoring.plan.plan_conflicts import smallest_conflict
from scoring.plan.plan_search import choose, fits
from scoring.plan.plan_solver import Program
from scoring.plan.plan_wants import Figures, Objective, Wants, figures
from scoring.plan.schedule import waiting

OBJECTIVES: tuple[Objective, ...] = ("cost", "months", "count")
HAIR = Decimal("1e-7")
CASES = 60


def a_case(rng: random.Random) -> tuple[tuple[Measure, ...], Wants]:
    """Measures and wants of which every kind appears, with bounds on a sum, or a hair beside it."""
    size = rng.randint(1, 7)
    ids = [f"m{n}" for n in range(size)]
    measures = tuple(
        Measure(
            name,
            name,
            {},
            rng.choice((None, *map(Decimal, ("0", "3", "12.5", "12.5", "0.1", "3.0000001", "33.333333333")))),
            rng.choice((None, *map(Decimal, ("1", "1", "3", "1.5", "6")))),
        )
        for name in ids
    )
    requires = {
        name: frozenset(before for before in ids[:place] if rng.random() < 0.15)
        for place, name in enumerate(ids)
    }
    wait = waiting(requires, {m.id: m.months for m in measures})
    gains = {
        f"row{row}": {
            name: rng.choice((Decimal("0.1"), Decimal(1) / 3, Decimal("1.2"), Decimal("-0.5"), HAIR))
            for name in ids
            if rng.random() < 0.5
        }
        for row in range(3)
    }
    chosen = [name for name in ids if rng.random() < 0.6]
    reached = sum(
        (max([Decimal(0), *(per[n] for n in chosen if n in per)]) for per in gains.values()), Decimal(0)
    )
    spent = sum((m.cost or Decimal(0) for m in measures if m.id in chosen), Decimal(0))
    beside = (Decimal(0), HAIR, -HAIR)
    finish = {m.id: wait[m.id] + (m.months or 0) for m in measures}
    return measures, Wants(
        must_close={
            f"must{n}": frozenset(rng.sample(ids, rng.randint(0 if rng.random() < 0.05 else 1, size)))
            for n in range(rng.randint(0, 2))
        },
        score_short=reached + rng.choice(beside) if rng.random() < 0.7 else Decimal(0),
        gains=gains,
        budget=max(Decimal(0), spent + rng.choice(beside)) if rng.random() < 0.6 else None,
        timed=rng.random() < 0.3,
        allowed=frozenset(name for name in ids if finish[name] <= rng.choice((3, 6, 20))),
        requires=requires,
        excludes=tuple(pair for pair in combinations(ids, 2) if rng.random() < 0.08),
        finish=finish,
    )


def fitting(measures: tuple[Measure, ...], wants: Wants) -> list[tuple[Measure, ...]]:
    return [option for option in subsets(measures) if holds(option, wants)]


def subsets(measures: tuple[Measure, ...]) -> Iterator[tuple[Measure, ...]]:
    for size in range(len(measures) + 1):
        yield from combinations(measures, size)


def holds(option: tuple[Measure, ...], wants: Wants) -> bool:
    ids = {m.id for m in option}
    points = sum(
        (
            max([Decimal(0), *(gain for name, gain in per.items() if name in ids)])
            for per in wants.gains.values()
        ),
        Decimal(0),
    )
    return (
        ids <= wants.allowed
        and all(wants.requires[name] <= ids for name in ids)
        and not any(set(pair) <= ids for pair in wants.excludes)
        and all(closing & ids for closing in wants.must_close.values())
        and (wants.score_short <= 0 or points >= wants.score_short)
        and (wants.budget is None or sum((m.cost or Decimal(0) for m in option), Decimal(0)) <= wants.budget)
    )


def known(option: tuple[Measure, ...], wants: Wants) -> bool:
    """Whether nothing in it leaves open if it keeps to the budget and the deadline."""
    return all(
        (wants.budget is None or m.cost is not None) and (not wants.timed or m.months is not None)
        for m in option
    )


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_choice_is_the_best_of_all_sets(objective: Objective) -> None:
    rng = random.Random(f"search {objective}")
    seen = {"fits": 0, "none": 0, "known only": 0}
    for _ in range(CASES):
        measures, wants = a_case(rng)
        options = fitting(measures, wants)
        got = choose(measures, wants, objective)
        assert fits(measures, wants) == bool(options)
        if not options:
            assert got is None, (wants, got)
            seen["none"] += 1
            continue
        assert got is not None and holds(got, wants), (wants, got)
        sure = [option for option in options if known(option, wants)]
        seen["known only"] += bool(sure) and len(sure) < len(options)
        seen["fits"] += 1
        best = min(figures(option, wants).key(objective) for option in sure or options)
        assert figures(got, wants).key(objective) == best, (wants, measures, got)
    assert min(seen.values()) >= 3, seen


def test_no_plan_of_the_front_is_better_than_another_and_each_is_the_best_of_its_kind() -> None:
    rng = random.Random("front")
    sizes = []
    for _ in range(CASES):
        measures, wants = a_case(rng)
        # A wide choice: little is asked, and what is dear is quick.
        measures = tuple(replace(m, cost=Decimal(rng.randint(1, 9))) for m in measures)
        quick = {m.id: Decimal(12) / (m.cost or 1) for m in measures}
        wants = replace(
            wants,
            must_close=dict.fromkeys(wants.must_close, wants.allowed),
            score_short=wants.score_short / 2,
            budget=None,
            requires=dict.fromkeys(quick, frozenset()),
            finish=quick,
        )
        options = fitting(measures, wants)
        options = [option for option in options if known(option, wants)] or options
        objective = rng.choice(OBJECTIVES)
        best = choose(measures, wants, objective)
        if best is None:
            continue
        front = pareto(measures, wants, objective, best)
        assert front[0].chosen == best
        told = [option.figures for option in front]
        assert len(set(told)) == len(told) <= 3
        for option in front:
            assert option.labels and holds(option.chosen, wants)
            assert option.figures == figures(option.chosen, wants)
            assert not any(dominates(figures(o, wants), option.figures) for o in options), (wants, option)
        labels = [label for option in front for label in option.labels]
        assert set(labels) >= {"费用最省", "工期最短", "措施最少"}
        sizes.append(len(front))
    assert {1, 2, 3} <= set(sizes), sizes


def dominates(one: Figures, other: Figures) -> bool:
    a = ((one.unpriced, one.cost), (one.untimed, one.months), one.count)
    b = ((other.unpriced, other.cost), (other.untimed, other.months), other.count)
    return a[0] <= b[0] and a[1] <= b[1] and a[2] <= b[2] and a != b


def test_where_cheapest_and_fastest_differ_a_third_plan_lies_between() -> None:
    def one(name: str, cost: int, months: int) -> Measure:
        return Measure(name, name, {}, Decimal(cost), Decimal(months))

    measures = (one("slow", 1, 12), one("middle", 5, 6), one("quick", 50, 1))
    ids = frozenset(m.id for m in measures)
    wants = Wants(
        {"row": ids}, Decimal(0), {}, None, False, ids, dict.fromkeys(ids, frozenset()), (),
        {m.id: m.months or Decimal(0) for m in measures},
    )  # fmt: skip
    best = choose(measures, wants, "cost")
    assert best is not None
    front = pareto(measures, wants, "cost", best)
    assert [[m.id for m in option.chosen] for option in front] == [["slow"], ["quick"], ["middle"]]
    assert front[-1].labels == ("费用与工期折中",)


def test_a_wrong_answer_of_the_solver_is_excluded_and_asked_again() -> None:
    """A sum that floats cannot tell from the bound is refused in exact numbers, and the next best is found."""
    under = Decimal("0.99999999999999999999")
    measures = tuple(Measure(f"m{n}", "", {}, Decimal(n + 1), Decimal(1)) for n in range(4))
    ids = frozenset(m.id for m in measures)
    wants = Wants(
        {}, Decimal(1), {"row": {"m0": under, "m1": under, "m2": Decimal(1), "m3": Decimal(1)}}, None, False,
        ids, dict.fromkeys(ids, frozenset()), (), dict.fromkeys(ids, Decimal(1)),
    )  # fmt: skip
    assert [m.id for m in choose(measures, wants, "cost") or ()] == ["m2"]


def test_a_budget_that_is_met_to_the_last_digit_is_met() -> None:
    measures = tuple(Measure(f"m{n}", "", {}, Decimal("0.1"), None) for n in range(10))
    ids = frozenset(m.id for m in measures)
    for budget, possible in (("1", True), ("0.9999999", False), ("0.99999999999999999999", False)):
        wants = Wants(
            {m.id: frozenset({m.id}) for m in measures}, Decimal(0), {}, Decimal(budget), False,
            ids, dict.fromkeys(ids, frozenset()), (), dict.fromkeys(ids, Decimal(0)),
        )  # fmt: skip
        assert fits(measures, wants) is possible, budget


def test_many_equal_measures_do_not_make_the_search_long() -> None:
    """Ties are ruled out together: one more solve for each figure, not one for each tie."""
    calls = 0
    solve = Program._solve

    def counted(self: Program, rows: list[object], goal: dict[int, Decimal]) -> object:
        nonlocal calls
        calls += 1
        return solve(self, rows, goal)  # type: ignore[arg-type]

    measures = tuple(Measure(f"m{n}", "", {}, Decimal("12.3456"), Decimal(3)) for n in range(30))
    ids = frozenset(m.id for m in measures)
    wants = Wants(
        {}, Decimal(10), {m.id: {m.id: Decimal(1)} for m in measures}, None, False,
        ids, dict.fromkeys(ids, frozenset()), (), dict.fromkeys(ids, Decimal(3)),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Program, "_solve", counted)
        chosen = choose(measures, wants, "cost")
    assert chosen is not None and len(chosen) == 10
    assert calls <= 12, calls


def test_the_smallest_conflict_is_the_first_of_the_smallest_there_are() -> None:
    rng = random.Random("conflict")
    sizes = []
    for _ in range(200):
        wants = [f"w{n}" for n in range(rng.randint(1, 7))]
        clashes = [frozenset(rng.sample(wants, rng.randint(1, len(wants)))) for _ in range(rng.randint(1, 4))]

        def possible(kept: frozenset[str], clashes: list[frozenset[str]] = clashes) -> bool:
            return not any(clash <= kept for clash in clashes)

        expected = next(
            group
            for size in range(1, len(wants) + 1)
            for group in combinations(wants, size)
            if not possible(frozenset(group))
        )
        assert smallest_conflict(wants, possible) == expected
        sizes.append(len(expected))
    assert len(set(sizes)) >= 4


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (3, 5, 1, 0, 4, 2)])
def test_costs_that_floats_cannot_tell_apart_are_told_apart(order: tuple[int, ...]) -> None:
    measures = tuple(Measure(f"m{n}", "", {}, 1000 + n * Decimal("1e-15"), Decimal(1)) for n in order)
    ids = frozenset(m.id for m in measures)
    wants = Wants(
        {"row": ids}, Decimal(0), {}, None, False,
        ids, dict.fromkeys(ids, frozenset()), (), dict.fromkeys(ids, Decimal(1)),
    )  # fmt: skip
    assert [m.id for m in choose(measures, wants, "cost") or ()] == ["m0"]
