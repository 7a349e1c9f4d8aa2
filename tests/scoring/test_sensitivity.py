"""What one fact can flip is exactly what trying every change by itself flips, and values know their limits."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import firms
import naive_points
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import RequestError, load_scheme, read_request, scheme_ids
from scoring.trials.comparing import outcome
from scoring.trials.legal_changes import legal_changes
from scoring.trials.sensitivity import Sensitivity, sensitivity
from scoring.trials.sensitivity_json import sensitivity_as_json
from scoring.trials.what_if import what_if

TODAY = date(2026, 11, 22)
FACTORY, CITY, SHANDONG = "zhengzhou-green-factory", "sanmenxia-grading-2022", "liaocheng-grading-2020"
PLAIN = {scheme: naive_points.read(naive_points.PACKS / scheme) for scheme in scheme_ids()}


def found(scheme: str, facts: Any, **wishes: Any) -> Sensitivity:
    pack = load_scheme(scheme)
    return sensitivity(pack, read_request(pack, {"facts": facts, **wishes}, today=TODAY))


def all_met() -> dict[str, Any]:
    return {item.id: {"status": "met"} for item in load_scheme(FACTORY).items.values()}


def firm(scheme: str, seed: int) -> dict[str, Any]:
    make = firms.point_facts if PLAIN[scheme]["kind"] == "points" else firms.ladder_facts
    return make(PLAIN[scheme], random.Random(seed))


@pytest.mark.parametrize("scheme", scheme_ids())
@settings(max_examples=6)
@given(seed=st.integers(0, 2**16), proof=st.sampled_from(["declared", "declared", "document"]))
def test_flips_are_those_that_trying_each_change_finds(scheme: str, seed: int, proof: str) -> None:
    pack = load_scheme(scheme)
    request = read_request(pack, {"facts": firm(scheme, seed), "proof": proof}, today=TODAY)
    quick = sensitivity(pack, request)
    flips = {(flip.change.item, repr(flip.change.entry)): flip for flip in quick.flips}
    changes = list(legal_changes(pack, request))
    assert quick.tried == len(changes)
    some = random.Random(seed).sample(changes, min(25, len(changes)))
    for change in [*some, *(flip.change for flip in quick.flips[:10])]:
        whole = what_if(pack, request, {change.item: change.entry}).difference
        flip = flips.get((change.item, repr(change.entry)))
        assert whole.outcome_differs == (flip is not None), change
        if flip is not None:
            assert flip.after == outcome(whole.after)
            assert flip.before == outcome(whole.before)


@pytest.mark.parametrize("seed", range(4))
def test_many_units_are_judged_by_the_few_that_hold_the_firm(seed: int) -> None:
    rng = random.Random(seed)
    pack = load_scheme(SHANDONG)
    aspects = [item.id for item in pack.of_kind("aspect")]
    units = []
    for index in range(6):
        ladder = rng.choice([["A"], ["A", "B"], ["B", "B-"], ["B", "C"]])
        unit: dict[str, Any] = {
            "name": str(index),
            "aspects": {aspect: rng.choice(ladder) for aspect in aspects},
        }
        if rng.random() < 0.3:
            unit |= {"track": "leading", "aspects": dict.fromkeys(aspects, "引领性")}
        units.append(unit)
    request = read_request(pack, {"facts": {"units": units}}, today=TODAY)
    flips = {(flip.change.item, repr(flip.change.entry)) for flip in sensitivity(pack, request).flips}
    for change in legal_changes(pack, request):
        whole = what_if(pack, request, {change.item: change.entry}).difference.outcome_differs
        assert whole == ((change.item, repr(change.entry)) in flips), change


def test_a_firm_that_meets_all_loses_by_any_must_have_and_by_nothing_else() -> None:
    pack = load_scheme(FACTORY)
    quick = found(FACTORY, all_met())
    assert not quick.robust
    assert {flip.direction for flip in quick.flips} == {"down"}
    assert {flip.change.item for flip in quick.flips} == {
        item.id for item in pack.items.values() if item.gate is not None
    }


def test_a_firm_with_two_failed_must_haves_is_robust() -> None:
    assert found(FACTORY, all_met() | {key: {"status": "not_met"} for key in ("1.19", "1.01")}).robust


def test_all_that_the_text_allows_is_tried() -> None:
    pack = load_scheme(FACTORY)
    request = read_request(pack, {"facts": {}}, today=TODAY)
    tried: dict[str, list[object]] = {}
    for change in legal_changes(pack, request):
        tried.setdefault(change.item, []).append(change.entry)
    assert list(tried) == list(pack.items)
    assert tried["1.01"] == [{"status": "met"}, {"status": "not_met"}]
    assert {"status": "not_applicable"} in tried["1.13"]
    assert {"status": "met", "ratio": 1} in tried["3.03"]
    stages = [stage.id for stage in pack.items["B.01"].stages]
    assert tried["B.01"] == [*({"value": stage} for stage in stages), {"status": "not_met"}]


def test_each_rung_and_each_answer_is_tried_on_a_ladder() -> None:
    pack = load_scheme(CITY)
    facts = {"units": [{"aspects": {"运输监管": "B"}}], "events": {"bribery": False}}
    request = read_request(pack, {"facts": facts}, today=TODAY)
    tried: dict[str, list[object]] = {}
    for change in legal_changes(pack, request):
        tried.setdefault(change.item, []).append(change.entry)
    assert tried["0.运输监管"] == ["A", "C", "D", None]
    assert tried["0.环境管理"] == ["A", "B", "C", "D"]
    assert tried["events.bribery"] == [True, None]


def test_the_direction_says_whether_the_range_rises_falls_or_only_narrows() -> None:
    aspects = {item.id: "B" for item in load_scheme(CITY).of_kind("aspect")}
    del aspects["运输监管"]
    quick = found(CITY, {"units": [{"aspects": aspects}]})
    directions = {
        str(flip.change.entry): flip.direction for flip in quick.flips if flip.change.item == "0.运输监管"
    }
    assert directions == {"A": "up", "B": "up", "C": "narrower", "D": "down"}
    forgotten = [flip for flip in quick.flips if flip.change.entry is None]
    assert {flip.direction for flip in forgotten} <= {"wider", "up"}


def test_values_are_held_against_every_limit_the_nearest_first() -> None:
    quick = found(FACTORY, {"6.02": {"value": 1.3}, "6.03": {"value": 30, "unit": "%"}})
    shown = [
        (near["item"], near["limit"], near["comparison"], near["distance"], near["within_10_percent"])
        for near in sensitivity_as_json(quick)["near"]
    ]
    assert shown == [
        ("6.03", "30", "≥", "0", True),
        ("6.02", "1.2", "≥", "0.1", True),
        ("6.02", "2", "≥", "-0.7", False),
    ]
    assert [near.now.gives for near in quick.near] == ["met", "open", "open"]


def test_ten_percent_is_within_and_a_hair_more_is_not() -> None:
    near = {
        str(value): sensitivity_as_json(found(FACTORY, {"6.03": {"value": value, "unit": "%"}}))["near"][0]
        for value in (33, 33.001, 27, 26.999)
    }
    assert [near[value]["within_10_percent"] for value in ("33", "33.001", "27", "26.999")] == [
        True,
        False,
        True,
        False,
    ]
    assert near["33"]["distance_percent"] == 10
    assert near["33"]["percent_of_limit"] == 110


def test_values_that_do_not_count_are_left_out() -> None:
    facts = {"6.03": {"value": 31, "unit": "%", "valid_until": "2026-11-21"}}
    assert found(FACTORY, facts).near == ()
    assert found(FACTORY, {"6.03": {"value": 31, "unit": "%"}}, proof="document").near == ()


def test_too_many_units_are_refused_before_any_is_tried() -> None:
    with pytest.raises(RequestError, match="51 个单元"):
        found(CITY, {"units": [{}] * 51})


def test_numbers_of_the_firm_are_not_needed_for_json() -> None:
    shown = sensitivity_as_json(found("zhengzhou-green-performance-2019", {}))
    assert shown["robust"] is True
    assert shown["result"] == {"verdict": "undetermined"}
