"""Laws of ladder schemes, shipped and generated: narrowing, completeness, worst-of, and questions that matter."""

from __future__ import annotations

import random
from typing import Any

import naive_points
import pytest
from completions import ladder_firms
from generated_packs import LADDERS, TODAY, schemes
from hypothesis import given, settings
from hypothesis import strategies as st

for_ladders = pytest.mark.parametrize("scheme", [*LADDERS, "generated"])


@for_ladders
@settings(max_examples=60)
@given(data=st.data())
def test_learning_an_aspect_never_widens(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "ladder"))
    facts = data.draw(ladder_firms(s))
    facts["units"] = facts["units"] or [{"name": "一号车间", "aspects": {}}]
    unit = data.draw(st.sampled_from(facts["units"]))
    aspects = s.aspects
    before = s.result(facts)
    unknown = [aspect for aspect in aspects if aspect not in unit["aspects"]]
    if not unknown:
        return
    rungs = s.ladder_of(unit)
    unit["aspects"][data.draw(st.sampled_from(unknown))] = data.draw(st.sampled_from(rungs))
    after = s.result(facts)
    track = "leading" if unit.get("track") else "grade"
    old, new = getattr(before, track), getattr(after, track)
    assert (
        rungs.index(old.reachable)
        <= rungs.index(new.reachable)
        <= rungs.index(new.confirmed)
        <= rungs.index(old.confirmed)
    )


@for_ladders
@settings(max_examples=40)
@given(data=st.data())
def test_completions_of_a_ladder_reach_both_ends(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "ladder"))
    facts = data.draw(ladder_firms(s))
    facts["units"] = facts["units"] or [{"name": "一号车间", "aspects": {}}]
    facts["events"] = {}
    aspects = s.aspects
    now = s.result(facts)
    for place, end in ((0, "reachable"), (-1, "confirmed")):
        filled = [
            {**u, "aspects": {a: kept(u).get(a, s.ladder_of(u)[place]) for a in aspects}}
            for u in facts["units"]
        ]
        then = s.result({"units": filled})
        for track in ("grade", "leading"):
            old, new = getattr(now, track), getattr(then, track)
            assert (old is None) == (new is None)
            if old is not None:
                assert new.confirmed == new.reachable == getattr(old, end)


@for_ladders
@settings(max_examples=40)
@given(data=st.data())
def test_the_firm_is_its_worst_unit(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "ladder"))
    facts = data.draw(ladder_firms(s))
    facts["events"] = {}
    rungs = s.plain["rungs"]
    alone = [s.result({"units": [unit]}) for unit in facts["units"] if not unit.get("track")]
    if not alone:
        return
    whole = s.result(facts)
    assert whole.grade
    for end in ("confirmed", "reachable"):
        worst = max((getattr(single.grade, end) for single in alone), key=rungs.index)
        assert getattr(whole.grade, end) == worst
    mixed = data.draw(st.permutations(facts["units"]))
    assert s.result({"units": mixed}).grade == whole.grade


@for_ladders
@settings(max_examples=40)
@given(data=st.data())
def test_a_better_aspect_or_a_denied_event_never_lowers(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "ladder"))
    facts = data.draw(ladder_firms(s))
    rungs = s.plain["rungs"]
    before = s.result(facts)
    better = {
        "units": [
            {
                **unit,
                "aspects": {
                    name: s.ladder_of(unit)[
                        max(0, s.ladder_of(unit).index(grade) - data.draw(st.integers(0, 2)))
                    ]
                    if isinstance(grade, str)
                    else grade
                    for name, grade in unit["aspects"].items()
                },
            }
            for unit in facts["units"]
        ],
        "events": {entry["id"]: entry["adverse"] != "true" for entry in s.rows if entry["kind"] == "event"},
    }
    after = s.result(better)
    if before.grade and after.grade:
        assert rungs.index(after.grade.confirmed) <= rungs.index(before.grade.confirmed)
        assert rungs.index(after.grade.reachable) <= rungs.index(before.grade.reachable)
    assert after.overrides == ()


@for_ladders
@settings(max_examples=60)
@given(data=st.data())
def test_a_ladder_asks_only_what_is_unknown_and_matters(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "ladder"))
    facts = data.draw(ladder_firms(s))
    now = s.result(facts)
    for question in now.next_questions:
        head, _, name = question.item.partition(".")
        if head == "events":
            assert name not in facts["events"]
            adverse = s.row(name)["adverse"] == "true"
            worse = s.result({**facts, "events": {**facts["events"], name: adverse}})
        else:
            units = facts["units"] or [{"aspects": {}}]
            unit = units[int(head)]
            assert name not in kept(unit), question.item
            low = {**unit, "aspects": {**unit["aspects"], name: s.ladder_of(unit)[-1]}}
            worse = s.result({**facts, "units": [*units[: int(head)], low, *units[int(head) + 1 :]]})
        assert (worse.grade, worse.leading) != (now.grade, now.leading), question.item
    if now.settled and now.grade and now.grade.reachable == s.plain["rungs"][-1] and not now.leading:
        assert now.next_questions == ()


def kept(unit: dict[str, Any]) -> dict[str, Any]:
    """The aspects of a unit whose proof still holds."""
    return {
        name: entry
        for name, entry in unit["aspects"].items()
        if isinstance(entry, str) or naive_points.believed(entry, TODAY.isoformat(), "declared")
    }


@for_ladders
@settings(max_examples=12)
@given(data=st.data())
def test_answering_the_questions_settles_the_grade(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "ladder"))
    rng, told = random.Random(data.draw(st.integers(0, 2**16))), set()
    facts: dict[str, Any] = {"units": [{"name": "一号车间", "aspects": {}}], "events": {}}
    rungs = s.plain["rungs"][: rng.choice((1, 2, 4))]
    while questions := s.result(facts).next_questions:
        name = questions[0].item
        assert name not in told, "asked twice"
        told.add(name)
        head, _, tail = name.partition(".")
        if head == "events":
            facts["events"][tail] = s.row(tail)["adverse"] != "true"
        else:
            facts["units"][0]["aspects"][tail] = rng.choice(rungs)
    assert s.result(facts).settled
