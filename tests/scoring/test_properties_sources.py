"""Laws of several sources: their order is irrelevant, agreement narrows, weak proof drops out, contradiction is told."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import Any

import firms
import pytest
from generated_packs import LADDERS, POINTS, TODAY, Scheme, schemes
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_points import LADDER_OF_PROOF, believed

from scoring import Assessment, Truth, as_json

for_points = pytest.mark.parametrize("scheme", [*POINTS, "generated"])
for_ladders = pytest.mark.parametrize("scheme", [*LADDERS, "generated"])
STRONGEST = {"source": "online", "date": "2026-11-01"}


def random_firm(s: Scheme, data: st.DataObject) -> dict[str, Any]:
    rng = random.Random(data.draw(st.integers(0, 2**16)))
    make = firms.point_facts if s.pack.kind == "points" else firms.ladder_facts
    return make(s.plain, rng, several=True)


def mixed(entry: Any, rng: random.Random) -> Any:
    return rng.sample(entry, len(entry)) if isinstance(entry, list) else entry


def settled_json(result: Assessment) -> Any:
    """The result without the order of its checks and without what tells one statement from its equals."""
    body = as_json(result)
    body["checks"] = Counter((check["kind"], *check["items"]) for check in body["checks"])
    return body


@for_points
@settings(max_examples=40)
@given(data=st.data())
def test_the_order_of_statements_does_not_matter_for_points(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "points"))
    facts = random_firm(s, data)
    rng = random.Random(data.draw(st.integers(0, 999)))
    turned = {name: mixed(entry, rng) for name, entry in rng.sample(list(facts.items()), len(facts))}
    assert settled_json(s.result(turned)) == settled_json(s.result(facts))


@for_ladders
@settings(max_examples=40)
@given(data=st.data())
def test_the_order_of_statements_does_not_matter_for_ladders(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "ladder"))
    facts = random_firm(s, data)
    rng = random.Random(data.draw(st.integers(0, 999)))
    turned = {
        "events": {name: mixed(entry, rng) for name, entry in facts["events"].items()},
        "units": [
            {**unit, "aspects": {name: mixed(entry, rng) for name, entry in unit["aspects"].items()}}
            for unit in facts["units"]
        ],
    }
    assert settled_json(s.result(turned)) == settled_json(s.result(facts))


@for_ladders
@settings(max_examples=40)
@given(data=st.data())
def test_the_order_of_units_does_not_matter_for_the_firm(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "ladder"))
    facts = random_firm(s, data)
    order = data.draw(st.permutations(range(len(facts["units"]))))
    one, other = s.result(facts), s.result({**facts, "units": [facts["units"][place] for place in order]})
    assert (one.grade, one.leading, one.settled) == (other.grade, other.leading, other.settled)
    assert Counter(unit.grade for unit in one.units) == Counter(unit.grade for unit in other.units)
    assert [one.units[place].blocking for place in order] == [unit.blocking for unit in other.units]


@for_points
@settings(max_examples=40)
@given(data=st.data())
def test_saying_it_twice_changes_nothing_for_points(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "points"))
    facts = random_firm(s, data)
    twice = {
        n: [*entry, entry[0]] if isinstance(entry, list) else [entry, entry] for n, entry in facts.items()
    }
    one, other = s.result(facts), s.result(twice)
    assert (one.score, one.sections, one.gates, one.verdict) == (
        other.score,
        other.sections,
        other.gates,
        other.verdict,
    )


@for_points
@settings(max_examples=60)
@given(data=st.data())
def test_an_agreeing_statement_of_any_strength_never_widens(scheme: str, data: st.DataObject) -> None:
    """The truth behind an open row is made up; a further statement that says no more than this truth fits."""
    s = data.draw(schemes(scheme, "points"))
    facts = random_firm(s, data)
    before = s.result(facts)
    steps = {step.item: step for step in before.trace}
    rows = [row for row in s.rows if row["kind"] != "authority" and row["id"] not in facts]
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    first = {"status": "met"}
    again = {"status": "met", "source": data.draw(st.sampled_from(LADDER_OF_PROOF))}
    once, both = s.result({**facts, row["id"]: first}), s.result({**facts, row["id"]: [first, again]})
    assert steps[row["id"]].truth is Truth.UNKNOWN
    assert once.score and both.score and before.score
    assert before.score.lower <= once.score.lower <= both.score.lower
    assert both.score.upper <= once.score.upper <= before.score.upper
    assert not [check for check in both.checks if check.kind == "contradiction" and row["id"] in check.items]


@for_ladders
@settings(max_examples=60)
@given(data=st.data())
def test_a_statement_that_holds_never_widens_an_aspect(scheme: str, data: st.DataObject) -> None:
    """Some grade inside what is open is the truth; an interval around it, from any source, only narrows."""
    s = data.draw(schemes(scheme, "ladder"))
    facts = random_firm(s, data)
    if not facts["units"] or "B-" in str(facts["units"]):
        return
    before = s.result(facts)
    index = data.draw(st.integers(0, len(facts["units"]) - 1))
    name = data.draw(st.sampled_from(s.aspects))
    unit = facts["units"][index]
    ladder = [rung for rung in s.ladder_of(unit) if rung not in s.plain.get("optional_rungs", [])]
    said = unit["aspects"].get(name)
    known = next(step.grade for step in before.trace if step.item == f"{index}.{name}")
    if said is not None and known is None:
        return
    best, worst = (
        (0, len(ladder) - 1) if known is None else map(ladder.index, (known.reachable, known.confirmed))
    )
    truth = data.draw(st.integers(best, worst))
    low, high = data.draw(st.integers(truth, len(ladder) - 1)), data.draw(st.integers(0, truth))
    more: dict[str, Any] = {"at_least": ladder[low]} | ({"below": ladder[high - 1]} if high else {})
    more |= data.draw(st.sampled_from(({}, STRONGEST)))
    entry = [more] if said is None else [*(said if isinstance(said, list) else [said]), more]
    changed = {**unit, "aspects": {**unit["aspects"], name: entry}}
    units = [*facts["units"][:index], changed, *facts["units"][index + 1 :]]
    after = s.result({**facts, "units": units})
    if said is not None and more.get("source") and contradicted(said):
        return
    then = next(step.grade for step in after.trace if step.item == f"{index}.{name}")
    assert then is not None
    assert best <= ladder.index(then.reachable) <= truth <= ladder.index(then.confirmed) <= worst


def contradicted(said: Any) -> bool:
    """Whether a new leader may bring back what an old one had set aside, so that nothing can be said."""
    return isinstance(said, list)


@pytest.mark.parametrize("scheme", [*POINTS, *LADDERS, "generated points", "generated ladder"])
@settings(max_examples=25)
@given(data=st.data())
def test_what_does_not_count_could_as_well_be_unsaid(scheme: str, data: st.DataObject) -> None:
    """Asking for proof is the same as leaving out all statements below it, save admissions and the notes on them."""
    kind = "points" if scheme in POINTS or scheme.endswith("points") else "ladder"
    s = data.draw(schemes("generated" if scheme.startswith("generated") else scheme, kind))
    facts, proof = random_firm(s, data), data.draw(st.sampled_from(LADDER_OF_PROOF))
    whole, rest = s.result(facts, proof=proof), s.result(strong(s, facts, proof))
    assert (whole.score, whole.verdict, whole.gates) == (rest.score, rest.verdict, rest.gates)
    if "B-" not in str(facts):
        assert (whole.grade, whole.leading) == (rest.grade, rest.leading)


def strong(s: Scheme, facts: dict[str, Any], proof: str) -> dict[str, Any]:
    """The facts without the statements that do not count; an admission of an event always does."""
    if s.pack.kind == "points":
        return counting(facts, proof, None)
    adverse = {event["id"]: event["adverse"] == "true" for event in s.events}
    return {
        "units": [{**unit, "aspects": counting(unit["aspects"], proof, None)} for unit in facts["units"]],
        "events": counting(facts["events"], proof, adverse),
    }


def counting(entries: dict[str, Any], proof: str, adverse: dict[str, bool] | None) -> dict[str, Any]:
    left: dict[str, Any] = {}
    for name, entry in entries.items():
        many = entry if isinstance(entry, list) else [entry]
        kept = []
        for one in many:
            fact = one if isinstance(one, dict) else {"answer": one}
            admitted = adverse is not None and fact.get("answer") is adverse[name]
            if admitted or believed(fact, TODAY.isoformat(), proof) is not None:
                kept.append(one)
        if kept:
            left[name] = kept
    return left


@for_points
@settings(max_examples=40)
@given(data=st.data())
def test_a_stronger_contradiction_always_wins_and_is_told(scheme: str, data: st.DataObject) -> None:
    s = data.draw(schemes(scheme, "points"))
    facts = random_firm(s, data)
    rows = [row for row in s.rows if row["kind"] != "authority" and row["id"] not in facts]
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    denied = {"status": "not_met", **STRONGEST}
    result = s.result({**facts, row["id"]: [{"status": "met"}, denied]})
    step = next(step for step in result.trace if step.item == row["id"])
    assert (step.truth, step.upper) == (Truth.NOT_MET, 0)
    told = [check for check in result.checks if check.kind == "contradiction" and row["id"] in check.items]
    # Where judges give the points, that a row is met says nothing yet.
    assert len(told) == (0 if row.get("open_formula") == "true" else 1)


@pytest.mark.parametrize("scheme", [*POINTS, *LADDERS, "generated points", "generated ladder"])
@settings(max_examples=25)
@given(data=st.data())
def test_asking_for_stronger_proof_only_opens_what_single_statements_closed(
    scheme: str, data: st.DataObject
) -> None:
    """With one statement of each thing; of several a weaker one may have been set aside by one that drops out first."""
    kind = "points" if scheme in POINTS or scheme.endswith("points") else "ladder"
    s = data.draw(schemes("generated" if scheme.startswith("generated") else scheme, kind))
    rng = random.Random(data.draw(st.integers(0, 2**16)))
    make = firms.point_facts if kind == "points" else firms.ladder_facts
    facts = make(s.plain, rng)
    results = [s.result(facts, proof=proof) for proof in LADDER_OF_PROOF]
    for weak, strong_one in pairwise(results):
        if weak.score and strong_one.score:
            assert strong_one.score.lower <= weak.score.lower <= weak.score.upper
            # Fractions, since adding decimals here would round to the digits of the caller's setting.
            authority = Fraction(weak.score.max) - Fraction(strong_one.score.max)
            assert Fraction(weak.score.upper) <= Fraction(strong_one.score.upper) + authority
            assert strong_one.verdict in ("undetermined", weak.verdict)
        for track, rungs in (("grade", s.pack.rungs), ("leading", s.pack.leading_rungs)):
            narrow, wide = getattr(weak, track), getattr(strong_one, track)
            if narrow and wide:
                assert rungs.index(wide.reachable) <= rungs.index(narrow.reachable)
                assert rungs.index(narrow.confirmed) <= rungs.index(wide.confirmed)
