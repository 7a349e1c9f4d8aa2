"""Laws of points schemes, shipped and generated: narrowing, completeness, monotony, and questions that matter."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import pairwise

import firms
import pytest
from completions import complete, decided, point_firms
from generated_packs import POINTS, schemes
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Truth, as_json

VERDICTS = ("fail", "undetermined", "pass")
for_points = pytest.mark.parametrize("scheme", [*POINTS, "generated"])


@for_points
@settings(max_examples=25)
@given(data=st.data())
def test_the_order_of_facts_does_not_matter(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "points"))
    facts = data.draw(point_firms(s))
    mixed = dict(data.draw(st.permutations(list(facts.items()))))
    assert as_json(s.result(facts)) == as_json(s.result(mixed))


@for_points
@settings(max_examples=60)
@given(data=st.data())
def test_learning_a_fact_never_widens(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "points"))
    facts = data.draw(point_firms(s))
    before = s.result(facts)
    unknown = [entry for entry in s.rows if entry["id"] not in facts and entry["kind"] != "authority"]
    if not unknown:
        return
    learnt = data.draw(st.sampled_from(unknown))
    fact = firms.point_fact(learnt, random.Random(data.draw(st.integers(0, 999))), luck=0.5)
    after = s.result({**facts, learnt["id"]: fact})
    assert before.score and after.score
    assert before.score.lower <= after.score.lower <= after.score.upper <= before.score.upper
    for old, new in zip(before.sections, after.sections, strict=True):
        assert old.points.lower <= new.points.lower <= new.points.upper <= old.points.upper
    for old_gate, new_gate in zip(before.gates, after.gates, strict=True):
        assert old_gate.status in (Truth.UNKNOWN, new_gate.status)
    assert before.verdict in ("undetermined", after.verdict)


@for_points
@settings(max_examples=30)
@given(data=st.data())
def test_every_completion_lies_inside_and_the_ends_are_reached(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "points"))
    facts = data.draw(point_firms(s))
    rng = random.Random(data.draw(st.integers(0, 999)))
    now = s.result(facts)
    best = s.result(complete(s, facts, lambda _: True))
    worst = s.result(complete(s, facts, lambda _: False))
    some = s.result(complete(s, facts, lambda _: rng.random() < 0.5))
    assert now.score and best.score and worst.score and some.score
    assert (worst.score.lower, worst.score.upper) == (now.score.lower, now.score.lower)
    assert (best.score.lower, best.score.upper) == (now.score.upper, now.score.upper)
    assert now.score.lower <= some.score.lower == some.score.upper <= now.score.upper
    if now.verdict != "undetermined":
        assert {best.verdict, worst.verdict, some.verdict} == {now.verdict}


@for_points
@settings(max_examples=60)
@given(data=st.data())
def test_meeting_more_never_lowers(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "points"))
    facts = data.draw(point_firms(s))
    own = [e for e in s.rows if e["kind"] != "authority"]
    if not own:
        return
    entry = data.draw(st.sampled_from(own))
    shares = sorted(data.draw(st.lists(st.sampled_from(firms.RATIOS), min_size=2, max_size=2)))
    if entry.get("choices"):
        levels = sorted(entry["choices"], key=lambda level: Decimal(level["points"]))
        steps = [{"status": "not_met"}, *({"value": level["id"]} for level in levels)]
    elif entry["kind"] in ("optional", "bonus") and "open_formula" not in entry:
        steps = [{"status": "not_met"}, *({"ratio": share} for share in shares), {"status": "met"}]
    elif entry.get("open_formula") == "true":
        steps = [{"points": float(entry["points"]) * share} for share in shares]
    else:
        steps = [{"status": "not_met"}, {"status": "met"}]
    results = [s.result({**facts, entry["id"]: fact}) for fact in steps]
    for lesser, greater in pairwise(results):
        assert lesser.score and greater.score
        assert lesser.score.lower <= greater.score.lower
        assert lesser.score.upper <= greater.score.upper
        assert VERDICTS.index(lesser.verdict or "") <= VERDICTS.index(greater.verdict or "")


@for_points
@settings(max_examples=60)
@given(data=st.data())
def test_only_open_rows_that_can_still_matter_are_asked(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "points"))
    facts = data.draw(point_firms(s))
    now = s.result(facts)
    asked = [question.item for question in now.next_questions]
    steps = {step.item: step for step in now.trace}
    assert len(asked) == len(set(asked))
    assert all(steps[name].truth is Truth.UNKNOWN or steps[name].lower != steps[name].upper for name in asked)
    if "pass" not in s.plain:
        return
    if now.verdict != "undetermined":
        assert asked == []
        return
    assert asked
    assert now.score
    line = Decimal(s.plain["pass"]["at_least"])
    for name in asked:
        if s.row(name).get("gate"):
            assert s.result({**facts, name: {"status": "not_met"}}).verdict == "fail"
        else:
            assert now.score.lower < line <= now.score.upper


@for_points
@settings(max_examples=12)
@given(data=st.data())
def test_answering_the_questions_settles_the_verdict(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "points"))
    if "pass" not in s.plain:
        return
    rng, facts, told = random.Random(data.draw(st.integers(0, 2**16))), {}, set()
    luck = rng.choice((0.9, 0.99, 1.0))
    while questions := s.result(facts).next_questions:
        name = questions[0].item
        assert name not in told, "asked twice"
        told.add(name)
        facts[name] = decided(s.row(name), {}, Truth.UNKNOWN, rng.random() < luck)
    assert s.result(facts).verdict != "undetermined"
