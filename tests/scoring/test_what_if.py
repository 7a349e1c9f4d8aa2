"""A trial changes nothing but what it names, and both its sides are the core's own results."""

from __future__ import annotations

import copy
import random
from datetime import date
from typing import Any

import firms
import naive_points
import pytest

from scoring import Assessment, FactError, RequestError, UnknownItemError, assess, load_scheme, read_request
from scoring.trials.comparing import compare
from scoring.trials.what_if import WhatIf, what_if, what_if_as_json

TODAY = date(2026, 11, 22)
FACTORY, CITY, SHANDONG = "zhengzhou-green-factory", "sanmenxia-grading-2022", "liaocheng-grading-2020"
FOUNDRY = {"units": [{"name": "铸造车间", "aspects": {"运输监管": "C", "环境管理": "A"}}], "events": {}}


def tried(scheme: str, facts: Any, changes: Any, **wishes: Any) -> WhatIf:
    pack = load_scheme(scheme)
    return what_if(pack, read_request(pack, {"facts": facts, **wishes}, today=TODAY), changes)


def assessed(scheme: str, facts: Any, **wishes: Any) -> Assessment:
    pack = load_scheme(scheme)
    return assess(pack, read_request(pack, {"facts": facts, **wishes}, today=TODAY))


def all_met() -> dict[str, Any]:
    return {item.id: {"status": "met"} for item in load_scheme(FACTORY).items.values()}


@pytest.mark.parametrize("scheme", [FACTORY, CITY])
def test_both_sides_are_what_the_core_says_of_those_facts(scheme: str) -> None:
    plain = naive_points.read(naive_points.PACKS / scheme)
    make = firms.point_facts if scheme == FACTORY else firms.ladder_facts
    for seed in range(8):
        facts, other = make(plain, random.Random(seed)), make(plain, random.Random(seed + 100))
        if scheme == FACTORY:
            changes = {item: other.get(item) for item in list(plain_ids(plain))[seed::9]}
            changed = {k: v for k, v in {**facts, **changes}.items() if v is not None}
        else:
            changes = {f"events.{name}": answer for name, answer in other["events"].items()}
            changed = {**facts, "events": {**facts["events"], **other["events"]}}
        if not changes:
            continue
        trial = tried(scheme, facts, changes)
        assert trial.difference.before == assessed(scheme, facts)
        assert trial.difference.after == assessed(scheme, changed)


def plain_ids(plain: dict[str, Any]) -> list[str]:
    return [row["id"] for row in plain["rows"]]


def test_the_facts_themselves_stay_as_they_are() -> None:
    facts = copy.deepcopy(FOUNDRY)
    tried(CITY, facts, {"0.运输监管": "A", "events.bribery": True})
    assert facts == FOUNDRY


def test_one_required_row_turns_a_pass_into_a_fail_and_is_named() -> None:
    trial = tried(FACTORY, all_met(), {"1.19": "not_met"})
    difference = trial.difference
    assert (difference.before.verdict, difference.after.verdict) == ("pass", "fail")
    assert [change.item for change in difference.items] == ["1.19"]
    assert [(gate.id, gate.now_failing) for gate in difference.gates] == [("required", ("1.19",))]
    assert [gap.item for gap in difference.gaps_opened] == ["1.19"]
    assert not difference.gaps_closed
    back = tried(FACTORY, all_met() | {"1.19": {"status": "not_met"}}, {"1.19": "met"}).difference
    assert [gap.item for gap in back.gaps_closed] == ["1.19"]
    assert back.gates[0].no_longer_failing == ("1.19",)


def test_a_forgotten_failure_is_no_closed_gap() -> None:
    facts = all_met() | {"1.19": {"status": "not_met"}}
    difference = tried(FACTORY, facts, {"1.19": None}).difference
    assert difference.after.verdict == "undetermined"
    assert not difference.gaps_closed
    assert [gap.item for gap in difference.gaps_set_aside] == ["1.19"]


def test_a_gap_that_a_deeper_one_hides_is_not_closed() -> None:
    difference = tried(CITY, FOUNDRY, {"0.环境管理": "D"}).difference
    assert [gap.item for gap in difference.gaps_opened] == ["0.环境管理"]
    assert not difference.gaps_closed
    assert [gap.item for gap in difference.gaps_set_aside] == ["0.运输监管"]


def test_short_forms_mean_what_a_request_says() -> None:
    trial = tried(FACTORY, {}, {"1.01": "met", "3.03": 0.5, "6.02": 1.5, "B.01": "not_met"})
    assert trial.changes == {
        "1.01": {"status": "met"},
        "3.03": {"ratio": 0.5},
        "6.02": {"value": 1.5},
        "B.01": {"status": "not_met"},
    }


def test_a_change_without_a_source_counts_on_the_rung_that_is_asked() -> None:
    proved = tried(FACTORY, {}, {"1.01": "met"}, proof="onsite")
    assert [change.item for change in proved.difference.items] == ["1.01"]
    weaker = tried(FACTORY, {}, {"1.01": {"status": "met", "source": "document"}}, proof="onsite")
    assert weaker.difference.after.score == weaker.difference.before.score


def test_aspects_and_events_of_a_ladder() -> None:
    raised = tried(CITY, FOUNDRY, {"运输监管": "A"}).difference
    assert raised.before.grade is not None and raised.after.grade is not None
    assert (raised.before.grade.reachable, raised.after.grade.reachable) == ("C", "A")
    assert [gap.item for gap in raised.gaps_closed] == ["0.运输监管"]
    bribed = tried(SHANDONG, {"units": [{"aspects": {}}]}, {"events.bribery": True}).difference
    assert [override.event for override in bribed.overrides_added] == ["bribery"]
    assert bribed.outcome_differs


def test_a_firm_without_a_unit_is_tried_as_one() -> None:
    trial = tried(CITY, {}, {"0.运输监管": "B"})
    assert len(trial.difference.after.units) == 1


def test_nothing_is_said_to_differ_when_nothing_does() -> None:
    trial = tried(FACTORY, all_met(), {"1.01": "met"})
    assert trial.difference.nothing
    shown = what_if_as_json(trial)["difference"]
    assert shown["verdict"] is None and shown["score"] is None and shown["items"] == []


def test_a_difference_below_two_decimals_is_still_one() -> None:
    trial = tried(FACTORY, {"3.03": {"ratio": 0.5}}, {"3.03": 0.500001})
    assert trial.difference.score_differs
    assert not trial.difference.nothing


@pytest.mark.parametrize(
    ("scheme", "changes", "error", "word"),
    [
        (FACTORY, {}, RequestError, "至少一条"),
        (FACTORY, ["1.01"], RequestError, "对象"),
        (FACTORY, {"9.99": "met"}, UnknownItemError, "9.99"),
        (FACTORY, {"1.01": "not_applicable"}, FactError, "不适用"),
        (FACTORY, {"1.01": {"status": "met", "ratio": 0.5}}, FactError, "ratio"),
        (FACTORY, {f"{n}": "met" for n in range(600)}, RequestError, "最多"),
        (CITY, {"5.运输监管": "A"}, UnknownItemError, "0 到 0"),
        (CITY, {"0.没有": "A"}, UnknownItemError, "没有"),
        (CITY, {"²²²²²²²²².运输监管": "A"}, UnknownItemError, "单元序号"),
        (CITY, {"0.运输监管": "E"}, FactError, "E"),
        (CITY, {"events.nothing": True}, UnknownItemError, "nothing"),
        (CITY, {"events.bribery": "maybe"}, FactError, "bribery"),
        (CITY, {"运输监管": "A", "0.运输监管": "B"}, RequestError, "两次"),
        (CITY, {7: "A"}, UnknownItemError, "7"),
    ],
)
def test_a_wrong_change_is_told(scheme: str, changes: Any, error: type[Exception], word: str) -> None:
    with pytest.raises(error) as caught:
        tried(scheme, {} if scheme == FACTORY else FOUNDRY, changes)
    assert word in str(caught.value)


def test_comparing_a_result_with_itself_finds_nothing() -> None:
    for scheme, facts in ((FACTORY, all_met()), (CITY, FOUNDRY)):
        result = assessed(scheme, facts)
        assert compare(result, result).nothing
