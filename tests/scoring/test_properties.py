"""Laws of the core that hold for every firm: narrowing, completeness, monotony, worst-of, questions."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import firms
import naive_points
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Assessment, Truth, as_json, assess, load_scheme, read_request, scheme_ids
from scoring.truth import all_of, any_of, negate

TODAY = date(2026, 11, 22)
PLAIN = {scheme: naive_points.read(naive_points.PACKS / scheme) for scheme in scheme_ids()}
POINTS = [scheme for scheme, pack in PLAIN.items() if pack["kind"] == "points"]
LADDERS = [scheme for scheme, pack in PLAIN.items() if pack["kind"] == "ladder"]
TRUTHS = st.lists(st.sampled_from(Truth), max_size=6)
VERDICTS = ("fail", "undetermined", "pass")
for_points = pytest.mark.parametrize("scheme", POINTS)
for_ladders = pytest.mark.parametrize("scheme", LADDERS)


def result(scheme: str, facts: Any, **wishes: Any) -> Assessment:
    pack = load_scheme(scheme)
    return assess(pack, read_request(pack, {"facts": facts, **wishes}, today=TODAY))


@st.composite
def point_firms(draw: st.DrawFn, scheme: str) -> dict[str, Any]:
    """A starting point, changed in a few rows: shrinks to the rows that matter."""
    rows = PLAIN[scheme]["rows"]
    start = draw(st.sampled_from(("nothing", "must-haves", "everything")))
    facts: dict[str, Any] = {
        row["id"]: {"status": "met"}
        for row in rows
        if row["kind"] != "authority"
        and (start == "everything" or (start == "must-haves" and row.get("gate")))
    }
    changed = draw(st.lists(st.sampled_from(rows), max_size=8, unique_by=lambda row: str(row["id"])))
    rng = random.Random(draw(st.integers(0, 2**16)))
    for row in changed:
        if draw(st.booleans()):
            facts[row["id"]] = firms.point_fact(row, rng, luck=0.7)
        else:
            facts.pop(row["id"], None)
    return facts


@st.composite
def ladder_firms(draw: st.DrawFn, scheme: str) -> dict[str, Any]:
    return firms.ladder_facts(PLAIN[scheme], random.Random(draw(st.integers(0, 2**16))))


def row(scheme: str, name: str) -> dict[str, Any]:
    return next(entry for entry in PLAIN[scheme]["rows"] if entry["id"] == name)


# Three-valued truth


@given(TRUTHS)
def test_all_is_the_lowest_and_any_the_highest(truths: list[Truth]) -> None:
    order = [Truth.NOT_MET, Truth.UNKNOWN, Truth.MET]
    assert all_of(truths) is min([*truths, Truth.MET], key=order.index)
    assert any_of(truths) is max([*truths, Truth.NOT_MET], key=order.index)


@given(TRUTHS)
def test_de_morgan_and_double_negation(truths: list[Truth]) -> None:
    assert negate(all_of(truths)) is any_of(negate(truth) for truth in truths)
    assert negate(any_of(truths)) is all_of(negate(truth) for truth in truths)
    assert [negate(negate(truth)) for truth in truths] == truths


@given(TRUTHS, TRUTHS)
def test_grouping_order_and_repetition_do_not_matter(left: list[Truth], right: list[Truth]) -> None:
    for combine in (all_of, any_of):
        assert combine([*left, *right]) is combine([combine(left), combine(right)])
        assert combine([*left, *right]) is combine([*right, *left, *left])


@pytest.mark.parametrize("truth", Truth)
def test_truth_is_no_bool(truth: Truth) -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(truth)


# Points schemes


@for_points
@settings(max_examples=25)
@given(data=st.data())
def test_the_order_of_facts_does_not_matter(scheme: str, data: st.DataObject) -> None:
    facts = data.draw(point_firms(scheme))
    mixed = dict(data.draw(st.permutations(list(facts.items()))))
    assert as_json(result(scheme, facts)) == as_json(result(scheme, mixed))


@for_points
@settings(max_examples=60)
@given(data=st.data())
def test_learning_a_fact_never_widens(scheme: str, data: st.DataObject) -> None:
    facts = data.draw(point_firms(scheme))
    before = result(scheme, facts)
    unknown = [
        entry for entry in PLAIN[scheme]["rows"] if entry["id"] not in facts and entry["kind"] != "authority"
    ]
    if not unknown:
        return
    learnt = data.draw(st.sampled_from(unknown))
    fact = firms.point_fact(learnt, random.Random(data.draw(st.integers(0, 999))), luck=0.5)
    after = result(scheme, {**facts, learnt["id"]: fact})
    assert before.score and after.score
    assert before.score.lower <= after.score.lower <= after.score.upper <= before.score.upper
    for old, new in zip(before.sections, after.sections, strict=True):
        assert old.points.lower <= new.points.lower <= new.points.upper <= old.points.upper
    for old_gate, new_gate in zip(before.gates, after.gates, strict=True):
        assert old_gate.status in (Truth.UNKNOWN, new_gate.status)
    assert before.verdict in ("undetermined", after.verdict)


def complete(scheme: str, facts: dict[str, Any], choose: Any) -> dict[str, Any]:
    """The facts with every open row decided: `choose(row)` says whether it turns out met."""
    done = dict(facts)
    for step in result(scheme, facts).trace:
        entry = row(scheme, step.item)
        if entry["kind"] == "authority" or (step.truth is not Truth.UNKNOWN and step.lower == step.upper):
            continue
        met = choose(entry)
        if entry.get("choices"):
            best = max(entry["choices"], key=lambda level: Decimal(level["points"]))
            worst = min(entry["choices"], key=lambda level: Decimal(level["points"]))
            if step.truth is Truth.MET:
                done[step.item] = {"value": (best if met else worst)["id"]}
            else:
                done[step.item] = {"value": best["id"]} if met else {"status": "not_met"}
        elif entry.get("open_formula") == "true":
            done[step.item] = {"points": float(entry["points"]) if met else 0}
        elif "value" in facts.get(step.item, {}) and "ratio" not in facts[step.item]:
            done[step.item] = {**facts[step.item], "ratio": 1 if met else 0}
        else:
            done[step.item] = {"status": "met" if met else "not_met"}
    return done


@for_points
@settings(max_examples=30)
@given(data=st.data())
def test_every_completion_lies_inside_and_the_ends_are_reached(scheme: str, data: st.DataObject) -> None:
    facts = data.draw(point_firms(scheme))
    rng = random.Random(data.draw(st.integers(0, 999)))
    now = result(scheme, facts)
    best = result(scheme, complete(scheme, facts, lambda _: True))
    worst = result(scheme, complete(scheme, facts, lambda _: False))
    some = result(scheme, complete(scheme, facts, lambda _: rng.random() < 0.5))
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
    facts = data.draw(point_firms(scheme))
    entry = data.draw(st.sampled_from([e for e in PLAIN[scheme]["rows"] if e["kind"] != "authority"]))
    shares = sorted(data.draw(st.lists(st.sampled_from(firms.RATIOS), min_size=2, max_size=2)))
    if entry["kind"] in ("optional", "bonus"):
        steps = [{"status": "not_met"}, *({"ratio": share} for share in shares), {"status": "met"}]
    elif entry.get("open_formula") == "true":
        steps = [{"points": float(entry["points"]) * share} for share in shares]
    else:
        steps = [{"status": "not_met"}, {"status": "met"}]
    results = [result(scheme, {**facts, entry["id"]: fact}) for fact in steps]
    for lesser, greater in pairwise(results):
        assert lesser.score and greater.score
        assert lesser.score.lower <= greater.score.lower
        assert lesser.score.upper <= greater.score.upper
        assert VERDICTS.index(lesser.verdict or "") <= VERDICTS.index(greater.verdict or "")


@for_points
@settings(max_examples=60)
@given(data=st.data())
def test_only_open_rows_that_can_still_matter_are_asked(scheme: str, data: st.DataObject) -> None:
    facts = data.draw(point_firms(scheme))
    now = result(scheme, facts)
    asked = [question.item for question in now.next_questions]
    steps = {step.item: step for step in now.trace}
    assert len(asked) == len(set(asked))
    assert all(steps[name].truth is Truth.UNKNOWN or steps[name].lower != steps[name].upper for name in asked)
    if "pass" not in PLAIN[scheme]:
        return
    if now.verdict != "undetermined":
        assert asked == []
        return
    assert asked
    assert now.score
    line = Decimal(PLAIN[scheme]["pass"]["at_least"])
    for name in asked:
        if row(scheme, name).get("gate"):
            assert result(scheme, {**facts, name: {"status": "not_met"}}).verdict == "fail"
        else:
            assert now.score.lower < line <= now.score.upper


@for_points
@settings(max_examples=12)
@given(seed=st.integers(0, 2**16))
def test_answering_the_questions_settles_the_verdict(scheme: str, seed: int) -> None:
    if "pass" not in PLAIN[scheme]:
        return
    rng, facts, told = random.Random(seed), {}, set()
    luck = rng.choice((0.9, 0.99, 1.0))
    while questions := result(scheme, facts).next_questions:
        name = questions[0].item
        assert name not in told, "asked twice"
        told.add(name)
        facts[name] = {"status": "met" if rng.random() < luck else "not_met"}
    assert result(scheme, facts).verdict != "undetermined"


# Ladder schemes


@for_ladders
@settings(max_examples=60)
@given(data=st.data())
def test_learning_an_aspect_never_widens(scheme: str, data: st.DataObject) -> None:
    facts = data.draw(ladder_firms(scheme))
    facts["units"] = facts["units"] or [{"name": "一号车间", "aspects": {}}]
    unit = data.draw(st.sampled_from(facts["units"]))
    aspects = [entry["id"] for entry in PLAIN[scheme]["rows"] if entry["kind"] == "aspect"]
    before = result(scheme, facts)
    unknown = [aspect for aspect in aspects if aspect not in unit["aspects"]]
    if not unknown:
        return
    rungs = ladder_of(scheme, unit)
    unit["aspects"][data.draw(st.sampled_from(unknown))] = data.draw(st.sampled_from(rungs))
    after = result(scheme, facts)
    track = "leading" if unit.get("track") else "grade"
    old, new = getattr(before, track), getattr(after, track)
    assert (
        rungs.index(old.reachable)
        <= rungs.index(new.reachable)
        <= rungs.index(new.confirmed)
        <= rungs.index(old.confirmed)
    )


def ladder_of(scheme: str, unit: dict[str, Any]) -> list[str]:
    pack = PLAIN[scheme]
    return pack["leading"]["rungs"] if unit.get("track") == "leading" else pack["rungs"]  # type: ignore[no-any-return]


@for_ladders
@settings(max_examples=40)
@given(data=st.data())
def test_completions_of_a_ladder_reach_both_ends(scheme: str, data: st.DataObject) -> None:
    facts = data.draw(ladder_firms(scheme))
    facts["units"] = facts["units"] or [{"name": "一号车间", "aspects": {}}]
    facts["events"] = {}
    aspects = [entry["id"] for entry in PLAIN[scheme]["rows"] if entry["kind"] == "aspect"]
    now = result(scheme, facts)
    for place, end in ((0, "reachable"), (-1, "confirmed")):
        filled = [
            {**u, "aspects": {a: kept(u).get(a, ladder_of(scheme, u)[place]) for a in aspects}}
            for u in facts["units"]
        ]
        then = result(scheme, {"units": filled})
        for track in ("grade", "leading"):
            old, new = getattr(now, track), getattr(then, track)
            assert (old is None) == (new is None)
            if old is not None:
                assert new.confirmed == new.reachable == getattr(old, end)


@for_ladders
@settings(max_examples=40)
@given(data=st.data())
def test_the_firm_is_its_worst_unit(scheme: str, data: st.DataObject) -> None:
    facts = data.draw(ladder_firms(scheme))
    facts["events"] = {}
    rungs = PLAIN[scheme]["rungs"]
    alone = [result(scheme, {"units": [unit]}) for unit in facts["units"] if not unit.get("track")]
    if not alone:
        return
    whole = result(scheme, facts)
    assert whole.grade
    for end in ("confirmed", "reachable"):
        worst = max((getattr(single.grade, end) for single in alone), key=rungs.index)
        assert getattr(whole.grade, end) == worst
    mixed = data.draw(st.permutations(facts["units"]))
    assert result(scheme, {"units": mixed}).grade == whole.grade


@for_ladders
@settings(max_examples=40)
@given(data=st.data())
def test_a_better_aspect_or_a_denied_event_never_lowers(scheme: str, data: st.DataObject) -> None:
    facts = data.draw(ladder_firms(scheme))
    rungs = PLAIN[scheme]["rungs"]
    before = result(scheme, facts)
    better = {
        "units": [
            {
                **unit,
                "aspects": {
                    name: ladder_of(scheme, unit)[
                        max(0, ladder_of(scheme, unit).index(grade) - data.draw(st.integers(0, 2)))
                    ]
                    if isinstance(grade, str)
                    else grade
                    for name, grade in unit["aspects"].items()
                },
            }
            for unit in facts["units"]
        ],
        "events": {
            entry["id"]: entry["adverse"] != "true"
            for entry in PLAIN[scheme]["rows"]
            if entry["kind"] == "event"
        },
    }
    after = result(scheme, better)
    if before.grade and after.grade:
        assert rungs.index(after.grade.confirmed) <= rungs.index(before.grade.confirmed)
        assert rungs.index(after.grade.reachable) <= rungs.index(before.grade.reachable)
    assert after.overrides == ()


@for_ladders
@settings(max_examples=60)
@given(data=st.data())
def test_a_ladder_asks_only_what_is_unknown_and_matters(scheme: str, data: st.DataObject) -> None:
    facts = data.draw(ladder_firms(scheme))
    now = result(scheme, facts)
    for question in now.next_questions:
        head, _, name = question.item.partition(".")
        if head == "events":
            assert name not in facts["events"]
            adverse = row(scheme, name)["adverse"] == "true"
            worse = result(scheme, {**facts, "events": {**facts["events"], name: adverse}})
        else:
            units = facts["units"] or [{"aspects": {}}]
            unit = units[int(head)]
            assert name not in kept(unit), question.item
            low = {**unit, "aspects": {**unit["aspects"], name: ladder_of(scheme, unit)[-1]}}
            worse = result(scheme, {**facts, "units": [*units[: int(head)], low, *units[int(head) + 1 :]]})
        assert (worse.grade, worse.leading) != (now.grade, now.leading), question.item
    if now.settled and now.grade and now.grade.reachable == PLAIN[scheme]["rungs"][-1] and not now.leading:
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
@given(seed=st.integers(0, 2**16))
def test_answering_the_questions_settles_the_grade(scheme: str, seed: int) -> None:
    rng, told = random.Random(seed), set()
    facts: dict[str, Any] = {"units": [{"name": "一号车间", "aspects": {}}], "events": {}}
    rungs = PLAIN[scheme]["rungs"][: rng.choice((1, 2, 4))]
    while questions := result(scheme, facts).next_questions:
        name = questions[0].item
        assert name not in told, "asked twice"
        told.add(name)
        head, _, tail = name.partition(".")
        if head == "events":
            facts["events"][tail] = row(scheme, tail)["adverse"] != "true"
        else:
            facts["units"][0]["aspects"][tail] = rng.choice(rungs)
    assert result(scheme, facts).settled


# All schemes


@pytest.mark.parametrize("scheme", [*POINTS, *LADDERS])
def test_a_result_depends_on_its_arguments_alone(scheme: str) -> None:
    rng = random.Random(scheme)
    pack = load_scheme(scheme)
    make = firms.point_facts if scheme in POINTS else firms.ladder_facts
    for _ in range(5):
        request = read_request(pack, {"facts": make(PLAIN[scheme], rng)}, today=TODAY)
        assert assess(pack, request) == assess(pack, replace(request))


@pytest.mark.parametrize("scheme", [*POINTS, *LADDERS])
def test_a_fact_said_to_be_unknown_is_the_same_as_none(scheme: str) -> None:
    if scheme in POINTS:
        said = {entry["id"]: {"status": "unknown"} for entry in PLAIN[scheme]["rows"]}
        assert result(scheme, said).score == result(scheme, {}).score
        assert result(scheme, said).gates == result(scheme, {}).gates
    else:
        aspects = {e["id"]: None for e in PLAIN[scheme]["rows"] if e["kind"] == "aspect"}
        events = {e["id"]: None for e in PLAIN[scheme]["rows"] if e["kind"] == "event"}
        said = {"units": [{"aspects": aspects}], "events": events}
        assert result(scheme, said).grade == result(scheme, {"units": [{}]}).grade


BANDED = [(scheme, entry) for scheme, pack in PLAIN.items() for entry in pack["rows"] if "value" in entry]


@pytest.mark.parametrize(
    ("scheme", "entry"), BANDED, ids=lambda part: part if isinstance(part, str) else part["id"]
)
def test_bands_of_a_pack_cover_the_line_once(scheme: str, entry: dict[str, Any]) -> None:
    rule = load_scheme(scheme).items[entry["id"]].value
    assert rule
    limits = {limit for band in rule.bands for limit in (band.low, band.high) if limit is not None}
    for limit in limits | {Decimal(0), Decimal("-1e9"), Decimal("1e9")}:
        for value in (limit - Decimal("1e-9"), limit, limit + Decimal("1e-9")):
            assert sum(band.holds(value) for band in rule.bands) == 1, value
