"""What is asked matters and nothing else: each question can change the result, one that is not asked cannot, screenings stay small."""

from __future__ import annotations

import random
from typing import Any

import firms
import pytest
from generated_packs import LADDERS, POINTS, TODAY, Scheme, schemes
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_ladder import statements
from naive_points import believed

from scoring import Assessment, Truth

for_points = pytest.mark.parametrize("scheme", [*POINTS, "generated"])
for_ladders = pytest.mark.parametrize("scheme", [*LADDERS, "generated"])
MOST_ROWS = 9


def ladder_firm(s: Scheme, data: st.DataObject) -> dict[str, Any]:
    rng = random.Random(data.draw(st.integers(0, 2**16)))
    return firms.ladder_facts(s.plain, rng, several=True)


def reachable(result: Assessment) -> tuple[str | None, str | None]:
    grade, lead = result.grade, result.leading
    return grade and grade.reachable, lead and lead.reachable


def ends(result: Assessment) -> tuple[Any, Any]:
    return result.grade, result.leading


def with_worst(s: Scheme, facts: dict[str, Any], now: Assessment, key: str) -> dict[str, Any]:
    """The facts with an open aspect at the worst that is still possible."""
    index, _, name = key.partition(".")
    units = facts["units"] or [{"name": "一号车间", "aspects": {}}]
    unit = units[int(index)]
    known = next((step.grade for step in now.trace if step.item == key), None)
    worst = known.confirmed if known is not None else s.ladder_of(unit)[-1]
    said = {"grade": worst, "source": "online", "date": "2026-01-01"}
    changed = {**unit, "aspects": {**unit["aspects"], name: said}}
    return {**facts, "units": [*units[: int(index)], changed, *units[int(index) + 1 :]]}


@for_ladders
@settings(max_examples=80)
@given(data=st.data())
def test_an_aspect_is_asked_exactly_when_it_can_lower_the_grade(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "ladder"))
    facts = ladder_firm(s, data)
    # A rung that only some industries have would appear or vanish with the statement that names it.
    if any(rung in str(facts["units"]) for rung in s.plain.get("optional_rungs", [])):
        return
    now = s.result(facts)
    asked = {question.item for question in now.next_questions if not question.item.startswith("events.")}
    steps = {step.item: step for step in now.trace}
    for key in [f"{i}.{name}" for i in range(max(1, len(facts["units"]))) for name in s.aspects]:
        if key in steps and steps[key].truth is Truth.MET:
            assert key not in asked
            continue
        lowered = reachable(s.result(with_worst(s, facts, now, key))) != reachable(now)
        assert (key in asked) == lowered, key


@for_ladders
@settings(max_examples=80)
@given(data=st.data())
def test_an_event_is_asked_exactly_when_it_would_change_the_grade(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "ladder"))
    facts = ladder_firm(s, data)
    now = s.result(facts)
    asked = [question.item for question in now.next_questions]
    for event in s.events:
        entry = facts["events"].get(event["id"])
        counting = [
            fact
            for fact in statements(entry, "answer")
            if fact["answer"] is (event["adverse"] == "true") or believed(fact, TODAY.isoformat(), "declared")
        ]
        if len({fact["answer"] for fact in counting}) == 1:
            assert f"events.{event['id']}" not in asked
            continue
        if counting:
            continue
        answers = {**facts["events"], event["id"]: event["adverse"] == "true"}
        changed = ends(s.result({**facts, "events": answers})) != ends(now)
        assert (f"events.{event['id']}" in asked) == changed, event


@for_ladders
@settings(max_examples=80)
@given(data=st.data())
def test_a_ladder_screening_names_open_aspects_that_matter(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "ladder"))
    now = s.result(ladder_firm(s, data))
    asked = {question.item for question in now.next_questions}
    named = [item for screening in now.screenings for item in screening.items]
    assert set(named) <= asked
    assert len(named) == len(set(named))
    assert all(0 < len(screening.items) <= MOST_ROWS for screening in now.screenings)
    if now.settled:
        assert now.screenings == ()
    elif any(not item.startswith("events.") for item in asked):
        assert now.screenings


@for_points
@settings(max_examples=40)
@given(data=st.data())
def test_a_points_screening_names_open_rows_that_matter(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "points"))
    rng = random.Random(data.draw(st.integers(0, 2**16)))
    facts = firms.point_facts(s.plain, rng, several=True)
    now = s.result(facts)
    steps = {step.item: step for step in now.trace}
    named = [item for screening in now.screenings for item in screening.items]
    assert len(named) == len(set(named))
    assert all(0 < len(screening.items) <= MOST_ROWS for screening in now.screenings)
    for item in named:
        assert steps[item].truth is Truth.UNKNOWN or steps[item].lower != steps[item].upper
        assert by_yes_or_no(s.row(item))
        if s.row(item).get("gate") and "pass" in s.plain:
            failed = {"status": "not_met", "source": "online", "date": "2026-01-01"}
            assert s.result({**facts, item: failed}).verdict == "fail"
    # A screening holds rows of one kind: all must-haves, or none.
    for screening in now.screenings:
        musts = {steps[item].truth is Truth.UNKNOWN and "gate" in s.row(item) for item in screening.items}
        assert len(musts) == 1
    if now.settled:
        assert now.screenings == ()
    elif any(by_yes_or_no(s.row(question.item)) for question in now.next_questions):
        assert now.screenings


def by_yes_or_no(row: dict[str, Any]) -> bool:
    """Whether the firm itself can say that a row is met; points of an assessor or authority it cannot."""
    return row["kind"] != "authority" and row.get("open_formula") != "true"
