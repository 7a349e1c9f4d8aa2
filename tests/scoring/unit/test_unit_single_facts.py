"""Edges of trials: facts of several units, measured values, proof that is asked, the units that hold a firm down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import AssessRequest, assess, read_request
from scoring.assessment import GradeInterval
from scoring.errors import RequestError, UnknownItemError
from scoring.industry.indicator_loader import load_indicator_pack
from scoring.rules.pack import Band, Pack, ValueRule
from scoring.trials.comparing import Outcome
from scoring.trials.legal_changes import legal_changes
from scoring.trials.sensitivity import Sensitivity, direction, sensitivity
from scoring.trials.sensitivity_json import sensitivity_as_json
from scoring.trials.what_if import WhatIf, what_if

DAY = date(2026, 3, 1)
D = Decimal
BASE = try_pack("points")
ROW = replace(BASE.items["1.01"], stages=(), choices=(), open_formula=False)
POINTS = replace(
    BASE, items={**BASE.items, "1.01": ROW}, undetermined_reason=None, source_faults=(), newer_rules=()
)
LADDER_BASE = try_pack("ladder")
LADDER = replace(
    LADDER_BASE,
    items={
        "装备水平": LADDER_BASE.items["装备水平"],
        "治理": replace(LADDER_BASE.items["装备水平"], id="治理", title="污染治理"),
        "bribery": LADDER_BASE.items["bribery"],
    },
)
KILN = load_indicator_pack(Path(__file__).parents[1] / "indicator_packs_sound" / "sound-kiln")
MEASURED = replace(
    LADDER,
    id="henan-grading-2021",
    items={"有组织排放": replace(LADDER.items["装备水平"], id="有组织排放", title="有组织")},
    rungs=("A", "B", "C", "D"),
    optional_rungs=(),
    industries=(),
    indicators=(KILN,),
)


def asked(pack: Pack, facts: dict[str, Any], **wishes: Any) -> AssessRequest:
    return read_request(pack, {"facts": facts, **wishes}, today=DAY)


def unit(one: Any, other: Any, **more: Any) -> dict[str, Any]:
    return {"aspects": {"装备水平": one, "治理": other}, **more}


def line(pack: Pack, at: str) -> Pack:
    return replace(pack, pass_rule=replace(pack.pass_rule, at_least=D(at)))  # type: ignore[type-var]


# --- what if ---


def trial(pack: Pack, facts: dict[str, Any], changes: dict[str, Any]) -> WhatIf:
    return what_if(pack, asked(pack, facts), changes)


def test_the_rest_of_the_firm_stays_as_it_was() -> None:
    facts = {
        "units": [unit("A", "C", name="窑"), unit("B", "B", industry="水泥")],
        "events": {"bribery": True},
    }
    found = trial(LADDER, facts, {"1.治理": "A"})
    assert found.request.raw == {
        "units": [unit("A", "C", name="窑"), unit("B", "A", industry="水泥")],
        "events": {"bribery": True},
    }
    assert facts["units"] == [unit("A", "C", name="窑"), unit("B", "B", industry="水泥")]


def test_what_was_never_said_can_be_forgotten() -> None:
    assert trial(POINTS, {}, {"1.02": None}).request.raw == {}
    assert trial(LADDER, {}, {"0.治理": None, "events.bribery": None}).changes == {
        "0.治理": None,
        "events.bribery": None,
    }


def test_measured_values_can_be_tried() -> None:
    said = {"kiln.pm": {"value": 25, "oxygen": 18}, "kiln.vehicles": "国五"}
    facts = {"units": [{"industry": "砖瓦窑", "indicators": said}]}
    found = trial(MEASURED, facts, {"0.indicators.kiln.pm": {"value": 9, "oxygen": 18}})
    assert found.changes == {"0.indicators.kiln.pm": {"value": 9, "oxygen": 18}}
    assert found.request.raw["units"] == [
        {
            "industry": "砖瓦窑",
            "indicators": {"kiln.pm": {"value": 9, "oxygen": 18}, "kiln.vehicles": "国五"},
        }
    ]
    assert said["kiln.pm"] == {"value": 25, "oxygen": 18}
    gone = trial(MEASURED, facts, {"0.indicators.kiln.pm": None}).request.raw["units"]
    assert gone == [{"industry": "砖瓦窑", "indicators": {"kiln.vehicles": "国五"}}]
    first = trial(MEASURED, {"units": [{"industry": "砖瓦窑"}]}, {"0.indicators.kiln.vehicles": "国五"})
    assert first.request.raw["units"] == [{"industry": "砖瓦窑", "indicators": {"kiln.vehicles": "国五"}}]


@pytest.mark.parametrize("digits", [6, 39, 60, 5000])
def test_a_unit_far_beyond_the_last(digits: int) -> None:
    key = f"{'9' * digits}.治理"
    with pytest.raises(UnknownItemError) as caught:
        trial(LADDER, {}, {key: "A"})
    assert caught.value.detail == f"changes：“{key[:40]}”中的单元序号应为 0 到 0"


# --- everything that is tried ---


def test_a_change_tells_what_stands_and_where() -> None:
    facts = {"units": [unit("A", "B"), unit("C", None)], "events": {"bribery": False}}
    found = [(one.item, one.now, one.entry, one.unit) for one in legal_changes(LADDER, asked(LADDER, facts))]
    assert found == [
        *(("0.装备水平", "A", entry, 0) for entry in ("B", "C", None)),
        *(("0.治理", "B", entry, 0) for entry in ("A", "C", None)),
        *(("1.装备水平", "C", entry, 1) for entry in ("A", "B", None)),
        *(("1.治理", None, entry, 1) for entry in ("A", "B", "C")),
        ("events.bribery", False, True, None),
        ("events.bribery", False, None, None),
    ]
    said = {"1.02": {"status": "met"}}
    assert [
        (one.now, one.entry, one.unit)
        for one in legal_changes(POINTS, asked(POINTS, said))
        if one.item == "1.02"
    ] == [({"status": "met"}, {"status": "not_met"}, None), ({"status": "met"}, None, None)]


# --- single facts that flip a result ---


def flips(found: Sensitivity) -> list[tuple[Any, ...]]:
    return [(flip.change.item, flip.change.entry, flip.direction) for flip in found.flips]


def test_forgetting_a_fact_of_a_ladder_may_flip_it() -> None:
    facts = {"units": [unit("A", "A")], "events": {"bribery": True}}
    found = sensitivity(LADDER, asked(LADDER, facts))
    assert flips(found) == [("events.bribery", False, "up"), ("events.bribery", None, "up")]
    free = sensitivity(LADDER, asked(LADDER, {"units": [unit("A", "A")], "events": {"bribery": False}}))
    assert [one for one in flips(free) if one[1] is None] == [
        ("0.装备水平", None, "down"),
        ("0.治理", None, "down"),
    ]
    assert ("events.bribery", None, "up") not in flips(free)


def test_other_events_stand_while_one_is_tried() -> None:
    down = replace(LADDER.items["bribery"], id="flood", effect="lowest", cap=None)
    pack = replace(LADDER, items={**LADDER.items, "flood": down})
    facts = {"units": [unit("A", "A")], "events": {"bribery": True, "flood": True}}
    assert sensitivity(pack, asked(pack, facts)).robust


def test_the_worst_units_decide_wherever_they_stand() -> None:
    units = [unit("A", "A"), unit("A", "A"), unit("B", "C"), unit("B", "A")]
    found = sensitivity(LADDER, asked(LADDER, {"units": units}))
    assert found.result.grade == GradeInterval("C", "C")
    # Only the unit at the bottom lifts the firm, and only to the next worst.
    assert flips(found)[:2] == [("2.治理", "A", "up"), ("2.治理", "B", "up")]
    assert {flip.after[1] for flip in found.flips if flip.change.entry} == {GradeInterval("B", "B")}


def test_both_tracks_are_kept_while_a_fact_is_tried() -> None:
    units = [
        unit("A", "A"),
        unit("引领性", "引领性", track="leading"),
        unit("引领性", "非引领性", track="leading"),
        unit("A", "B"),
    ]
    found = sensitivity(LADDER, asked(LADDER, {"units": units}))
    assert ("2.治理", "引领性", "up") in flips(found)
    assert all(flip.before[1] == GradeInterval("B", "B") for flip in found.flips)
    assert ("1.治理", "非引领性", "down") not in flips(found)
    assert ("3.治理", "A", "up") in flips(found)
    body = sensitivity_as_json(found)
    assert body["result"]["leading"] == {"confirmed": "非引领性", "reachable": "非引领性"}
    assert body["result"]["grade"] == {"confirmed": "B", "reachable": "B"}


def test_a_rung_that_only_one_unit_shows_is_kept_while_others_are_tried() -> None:
    units = [unit("A", "A"), unit("C", "C"), unit("C", "C"), unit("B-", "A")]
    found = sensitivity(LADDER, asked(LADDER, {"units": units}))
    assert found.result.grade == GradeInterval("C", "C")
    assert all(flip.before[1] != flip.after[1] for flip in found.flips)
    assert [flip.change.item for flip in found.flips] == []


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        # From, to: confirmed and reachable of the grade, then of the leading track.
        ("C A 引领性 引领性", "B A 非引领性 引领性", "up"),
        ("C B- 非引领性 引领性", "C A 非引领性 非引领性", "up"),
        ("B A 引领性 引领性", "B- A 非引领性 引领性", "down"),
        ("B A 非引领性 引领性", "A A 非引领性 非引领性", "narrower"),
    ],
)
def test_the_way_of_two_tracks_at_once(before: str, after: str, way: str) -> None:
    def both(words: str) -> Outcome:
        one, other, third, fourth = words.split()
        return None, GradeInterval(one, other), GradeInterval(third, fourth)

    assert direction(LADDER, both(before), both(after)) == way


def test_a_track_that_one_side_does_not_have_says_nothing_of_the_way() -> None:
    one = GradeInterval("B", "B")
    assert (
        direction(
            LADDER, (None, one, None), (None, GradeInterval("A", "A"), GradeInterval("引领性", "引领性"))
        )
        == "up"
    )
    lead = GradeInterval("引领性", "引领性")
    assert direction(LADDER, (None, one, lead), (None, GradeInterval("C", "C"), None)) == "down"


def test_what_is_said_below_the_asked_proof_counts_in_no_trial() -> None:
    facts = {"G.01": {"status": "met"}, "1.01": {"status": "met", "source": "onsite"}}
    pack = line(POINTS, "7")
    found = sensitivity(pack, asked(pack, facts, proof="onsite"))
    assert found.result.verdict == "undetermined"
    assert ("G.01", {"status": "met", "source": "onsite"}, "up") in flips(found)
    assert ("1.02", {"status": "met", "source": "onsite"}, "up") not in flips(found)


def test_no_trial_is_rounded_past_a_line() -> None:
    # A row of a hair more than 5 points; a tenth of them counts.
    bonus = replace(POINTS.items["B.01"], points=D("5." + 39 * "0" + "1"))
    pack = replace(POINTS, items={**POINTS.items, "B.01": bonus})
    half, whole = "0.25" + 39 * "0" + "5", "0.5" + 39 * "0" + "1"
    facts = {"B.01": {"ratio": 0.5}, "G.01": {"status": "met"}, "1.02": {"status": "not_met"}}
    held = line(pack, half)
    found = sensitivity(held, asked(held, facts))
    assert found.result.verdict == "pass"
    assert {flip.change.item for flip in found.flips} == {"B.01", "G.01"}
    missed = line(pack, half + "1")
    assert sensitivity(missed, asked(missed, facts)).result.verdict == "undetermined"
    facts["1.01"] = {"status": "not_met"}
    rising, above = line(pack, whole), line(pack, whole + "1")
    assert ("B.01", {"status": "met", "ratio": 1}, "up") in flips(sensitivity(rising, asked(rising, facts)))
    assert flips(sensitivity(above, asked(above, facts))) == [
        ("1.01", {"status": "met", "ratio": 1}, "up"),
        ("1.01", {"status": "not_applicable"}, "up"),
        ("1.01", None, "up"),
        ("1.02", {"status": "met"}, "up"),
        ("1.02", None, "up"),
    ]


# --- values beside their limits ---


def ruled(at: str, low: str, inclusive: bool = True) -> Any:
    bands = (Band(None, False, D(low), not inclusive, "none"), Band(D(low), inclusive, None, False, "full"))
    return replace(ROW, id=at, value=ValueRule("倍", f"比{at}", bands))


def near(facts: dict[str, Any], *rows: Any) -> list[dict[str, Any]]:
    pack = replace(POINTS, items={**{row.id: row for row in rows}, "1.02": POINTS.items["1.02"]}, gates=())
    body = sensitivity_as_json(sensitivity(pack, asked(pack, facts)))
    return list(body["near"])


def test_every_value_is_shown_beside_its_limit() -> None:
    facts = {"1.02": {"status": "met"}, "a": {"value": 4}, "b": {"value": 5}}
    found = near(facts, ruled("a", "2"), ruled("b", "5", inclusive=False))
    assert [(one["item"], one["comparison"], one["gives"]) for one in found] == [
        ("b", ">", "none"),
        ("a", "≥", "full"),
    ]


def test_a_limit_of_nothing_has_no_share() -> None:
    facts = {"a": {"value": 3}, "b": {"value": 0}, "c": {"value": 5}}
    found = near(facts, ruled("a", "0"), ruled("c", "6"), ruled("b", "0"))
    assert [
        (one["item"], one["distance"], one["distance_percent"], one["percent_of_limit"]) for one in found
    ] == [
        ("b", "0", None, None),
        ("c", "-1", 16.67, 83.33),
        ("a", "3", None, None),
    ]


def test_numbers_of_a_trial_are_numbers_of_json() -> None:
    scored = replace(BASE.items["1.02"], open_formula=True)
    pack = line(replace(POINTS, items={**POINTS.items, "1.02": scored}), "7.8")
    found = sensitivity_as_json(sensitivity(pack, asked(pack, {"1.02": {"status": "not_met"}})))
    (given,) = [flip["to"]["points"] for flip in found["flips"] if flip["item"] == "1.02" and flip["to"]]
    assert type(given) is float


def test_a_firm_of_which_nothing_is_said_can_be_tried() -> None:
    assert sensitivity(LADDER, asked(LADDER, {})).tried == 8
    with pytest.raises(RequestError):
        what_if(LADDER, asked(LADDER, {}), {})
    assert assess(LADDER, asked(LADDER, {})).grade == GradeInterval("C", "A")
