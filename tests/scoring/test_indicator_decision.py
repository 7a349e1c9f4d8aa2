"""Aspects decided from indicators: sound intervals, exact limits, partial packs that never lift, learning that never widens."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import FactError, UnknownItemError
from scoring.industry.indicator import IndicatorPack
from scoring.industry.indicator_decision import AspectDecision, decide, decide_unit
from scoring.industry.indicator_json import decision_as_json, packs_as_json
from scoring.industry.indicator_loader import load_indicator_pack
from scoring.industry.indicator_readings import read_indicator_facts
from scoring.industry.optional_rung import has_optional_rung
from scoring.truth import Truth

PACK = load_indicator_pack(Path(__file__).parent / "indicator_packs_sound" / "sound-kiln")
SCHEME, RUNGS, DAY = "henan-grading-2021", ("A", "B", "C", "D"), date(2022, 1, 1)
LIMITS, TRANSPORT = "有组织排放", "运输监管"


def decided(
    indicators: Any = None, processes: Any = None, pack: IndicatorPack = PACK, **how: Any
) -> dict[str, AspectDecision]:
    facts = read_indicator_facts([pack], indicators, processes, "units[0]")
    return dict(decide(pack, facts, **({"scheme": SCHEME, "rungs": RUNGS, "as_of": DAY} | how)))


def span(decision: AspectDecision) -> tuple[str, str]:
    return decision.worst, decision.best


def pm(value: Any, **more: Any) -> dict[str, Any]:
    return {"kiln.pm": {"value": value, "unit": "mg/m3", "oxygen": 18, **more}}


@pytest.mark.parametrize(
    ("value", "grade"),
    [("10", "A"), ("10.0001", "B"), ("20", "B"), ("20.0001", "C"), ("30", "C"), ("30.0001", "D")],
)
def test_a_complete_aspect_with_all_known_is_decided_on_both_sides_of_each_limit(
    value: str, grade: str
) -> None:
    decision = decided(pm(value), [])[LIMITS]
    assert span(decision) == (grade, grade)
    assert decision.complete and decision.questions == ()


def test_the_measured_value_is_corrected_to_the_reference_oxygen_before_it_is_compared() -> None:
    assert span(decided(pm(5, oxygen="19.5"), [])[LIMITS]) == ("A", "A")
    decision = decided(pm("5.0001", oxygen="19.5"), [])[LIMITS]
    assert span(decision) == ("B", "B")
    assert "实测含氧量19.5%，折算到18%为10mg/m³" in decision.because[0]


def test_without_measured_oxygen_the_value_decides_nothing_and_says_why() -> None:
    decision = decided({"kiln.pm": {"value": 500, "unit": "mg/m3"}}, [])[LIMITS]
    assert span(decision) == ("D", "A")
    assert "没有实测含氧量，不能折算到基准氧含量18%" in decision.because[0]
    assert [question.item for question in decision.questions] == ["kiln.pm"]


def test_other_units_are_converted_and_the_margin_is_told() -> None:
    decision = decided({"kiln.pm": {"value": 9500, "unit": "μg/m³", "oxygen": 18}}, [])[LIMITS]
    (result,) = decision.results
    assert span(decision) == ("A", "A")
    assert result.margin is not None
    assert (result.margin.grade, result.margin.distance, result.margin.percent, result.margin.near) == (
        "A",
        Fraction(-1, 2),
        Fraction(5),
        True,
    )


@pytest.mark.parametrize(
    ("value", "near"), [("9", True), ("8.9999", False), ("11", True), ("11.0001", False)]
)
def test_a_value_is_near_a_limit_from_a_tenth_of_it_on(value: str, near: bool) -> None:
    (result,) = decided(pm(value), [])[LIMITS].results
    assert result.margin is not None and result.margin.near is near


def test_a_partial_aspect_only_pulls_the_best_down() -> None:
    everything = {"kiln.vehicles": "国六", "kiln.gate": True}
    assert span(decided(everything)[TRANSPORT]) == ("D", "A")
    assert span(decided({**everything, "kiln.vehicles": "国五"})[TRANSPORT]) == ("D", "B")
    assert span(decided({**everything, "kiln.gate": False})[TRANSPORT]) == ("D", "C")
    # C is not known for vehicles: failing B says nothing of C.
    assert span(decided({"kiln.vehicles": "国四"})[TRANSPORT]) == ("D", "C")


def test_a_complete_aspect_is_confirmed_as_far_as_what_is_unknown_cannot_fail_it() -> None:
    aspect = replace(PACK.aspects[1], completeness="complete", missing=())
    pack = replace(
        PACK, aspects=(PACK.aspects[0], aspect), indicators=(*PACK.indicators[:2], PACK.indicators[3])
    )
    assert span(decided(None, pack=pack)[TRANSPORT]) == ("C", "A")
    assert span(decided({"kiln.gate": False}, pack=pack)[TRANSPORT]) == ("C", "C")


def test_an_indicator_of_a_process_leaves_with_the_process_and_is_unknown_while_nobody_said() -> None:
    value = pm(5) | {"kiln.drying": "直排"}
    assert span(decided(value, [])[LIMITS]) == ("A", "A")
    assert span(decided(value, ["干燥窑"])[LIMITS]) == ("D", "D")
    unsaid = decided(value)[LIMITS]
    assert span(unsaid) == ("D", "A")
    assert [(question.item, question.processes) for question in unsaid.questions] == [
        ("processes", ("干燥窑",))
    ]
    assert span(decided(value, {"干燥窑": False})[LIMITS]) == ("A", "A")
    assert span(decided(value, {})[LIMITS]) == ("D", "A")


def test_the_higher_rung_of_proof_counts_and_the_disagreement_is_told() -> None:
    said = {"kiln.pm": [{"value": 8, "oxygen": 18}, {"value": 25, "oxygen": 18, "source": "online"}]}
    decision = decided(said, [])[LIMITS]
    assert span(decision) == ("C", "C")
    assert any("以“25mg/m³”为准" in told for told in decision.because)


def test_the_later_of_two_on_one_rung_counts() -> None:
    said = {
        "kiln.pm": [
            {"value": 25, "oxygen": 18, "date": "2021-01-01"},
            {"value": 8, "oxygen": 18, "date": "2021-06-01"},
        ]
    }
    assert span(decided(said, [])[LIMITS]) == ("A", "A")


def test_two_of_the_same_strength_that_disagree_leave_open_only_where_they_disagree() -> None:
    said = {"kiln.pm": [{"value": 8, "oxygen": 18}, {"value": 15, "oxygen": 18}]}
    decision = decided(said, [])[LIMITS]
    assert span(decision) == ("B", "A")
    assert any("同等有力" in told for told in decision.because)
    turned = decided({"kiln.pm": said["kiln.pm"][::-1]}, [])[LIMITS]
    assert span(turned) == span(decision)


def test_weak_and_expired_proof_counts_for_nothing() -> None:
    assert span(decided(pm(5), [], proof="document")[LIMITS]) == ("D", "A")
    assert span(decided(pm(5, source="document"), [], proof="document")[LIMITS]) == ("A", "A")
    assert span(decided(pm(5, valid_until="2021-12-31"), [])[LIMITS]) == ("D", "A")
    assert span(decided(pm(5, valid_until="2022-01-01"), [])[LIMITS]) == ("A", "A")


def test_a_pack_decides_nothing_before_it_is_in_force_or_after_it_was_superseded() -> None:
    assert decided(pm(5), [], as_of=date(2020, 12, 31)) == {}
    assert decided(pm(5), [], as_of=date(2021, 1, 1)) != {}
    assert decided(pm(5), [], pack=replace(PACK, status="superseded")) == {}


def test_aspects_go_by_their_name_in_the_scheme_and_unnamed_ones_are_left_out() -> None:
    assert set(decided(None, scheme="liaocheng-grading-2020")) == {"排放限值", "运输方式"}
    assert decided(None, scheme="sanmenxia-grading-2022") == {}


def test_an_optional_rung_that_the_pack_does_not_exclude_stays_possible() -> None:
    rungs = ("A", "B", "B-", "C", "D")
    transport = {"kiln.vehicles": "国四", "kiln.gate": True}
    assert span(decided(transport, rungs=rungs)[TRANSPORT]) == ("D", "C")
    assert span(decided(transport, rungs=rungs, pack=replace(PACK, all_grades=False))[TRANSPORT]) == (
        "D",
        "B-",
    )


def test_packs_of_one_industry_narrow_each_other_and_other_industries_say_nothing() -> None:
    facts = read_indicator_facts([PACK], {"kiln.vehicles": "国五"}, None, "units[0]")
    other = replace(PACK, id="other", indicators=tuple(i for i in PACK.indicators if i.id != "kiln.vehicles"))
    both = decide_unit([other, PACK], "砖瓦窑", facts, scheme=SCHEME, rungs=RUNGS, as_of=DAY)
    assert span(both[TRANSPORT]) == ("D", "B")
    assert decide_unit([PACK], "铸造", facts, scheme=SCHEME, rungs=RUNGS, as_of=DAY) == {}
    assert decide_unit([PACK], None, facts, scheme=SCHEME, rungs=RUNGS, as_of=DAY) == {}
    assert not has_optional_rung([PACK], "砖瓦窑", ["B-"])
    assert has_optional_rung([replace(PACK, grades=("A", "B", "B-", "C", "D"))], "砖瓦窑", ["B-"])


# --- laws ---

VALUES = st.sampled_from([None, 1, 10, 11, 20, 25, 30, 31])
SAID = st.fixed_dictionaries(
    {
        "kiln.pm": VALUES.map(lambda value: None if value is None else {"value": value, "oxygen": 18}),
        "kiln.drying": st.sampled_from([None, "treated", "collected", "open"]),
        "kiln.vehicles": st.sampled_from([None, "国三", "国四", "国五", "国六"]),
        "kiln.gate": st.sampled_from([None, True, False]),
    }
)
PROCESSES = st.sampled_from([None, {}, {"干燥窑": True}, {"干燥窑": False}])


@given(SAID, PROCESSES, st.sampled_from(list(PACK.indicators)), st.data())
def test_learning_never_widens(
    said: dict[str, Any], processes: Any, learnt: Any, data: st.DataObject
) -> None:
    before = decided({**said, learnt.id: None}, processes)
    after = decided(said, processes if processes else data.draw(PROCESSES))
    for name, decision in after.items():
        assert RUNGS.index(decision.best) >= RUNGS.index(before[name].best)
        assert RUNGS.index(decision.worst) <= RUNGS.index(before[name].worst)
        assert RUNGS.index(decision.best) <= RUNGS.index(decision.worst)


@given(SAID, PROCESSES)
def test_a_partial_pack_never_lifts_the_worst(said: dict[str, Any], processes: Any) -> None:
    assert decided(said, processes)[TRANSPORT].worst == "D"


@given(SAID, PROCESSES)
def test_the_interval_holds_every_grade_that_answers_to_the_open_questions_can_give(
    said: dict[str, Any], processes: Any
) -> None:
    decision = decided(said, processes)[LIMITS]
    for value in (1, 15, 25, 99):
        for drying in ("treated", "collected", "open"):
            for runs in (True, False):
                told = {"kiln.pm": {"value": value, "oxygen": 18}, "kiln.drying": drying}
                whole = told | {name: one for name, one in said.items() if one is not None and name in told}
                known = {"干燥窑": runs} | (processes or {})
                end = decided(whole, known)[LIMITS]
                assert end.worst == end.best
                assert RUNGS.index(decision.best) <= RUNGS.index(end.best) <= RUNGS.index(decision.worst)


@given(SAID, PROCESSES)
def test_truths_fall_from_the_worst_grade_to_the_best(said: dict[str, Any], processes: Any) -> None:
    order = [Truth.NOT_MET, Truth.UNKNOWN, Truth.MET]
    for decision in decided(said, processes).values():
        for result in decision.results:
            ranks = [order.index(result.truths[rung]) for rung in RUNGS]
            assert ranks == sorted(ranks)


@given(SAID, PROCESSES)
def test_only_what_can_still_change_the_aspect_is_asked(said: dict[str, Any], processes: Any) -> None:
    for decision in decided(said, processes).values():
        for question in decision.questions:
            assert decision.best != "D"
            assert question.item == "processes" or said[question.item] is None


# --- what is not allowed ---


@pytest.mark.parametrize(
    ("indicators", "processes", "words"),
    [
        ([], None, "应为“指标编号: 数值”"),
        ({"kiln.pm": {"value": 5, "unit": "ppm"}}, None, "体积浓度"),
        ({"kiln.pm": {"value": 5, "unit": "吨"}}, None, "可用的单位：mg/m³"),
        ({"kiln.pm": {"value": "五"}}, None, "应为数字，单位 mg/m³"),
        ({"kiln.pm": {"value": -1}}, None, "不能小于 0"),
        ({"kiln.pm": {"value": "1e400000000"}}, None, "不合理"),
        ({"kiln.pm": {"value": "1e-40"}}, None, "不合理"),
        ({"kiln.pm": {"value": True}}, None, "应为数字"),
        ({"kiln.pm": {"value": 5, "oxygen": 21}}, None, "不含 21"),
        ({"kiln.pm": {"value": 5, "level": 2}}, None, "不认识的字段“level”"),
        ({"kiln.pm": {"value": 5, "source": "rumour"}}, None, "declared"),
        ({"kiln.pm": {"value": 5, "date": "2021-02-30"}}, None, "日期"),
        ({"kiln.pm": {"value": 5, "evidence": "x"}}, None, "列表"),
        ({"kiln.pm": [{"value": 5}] * 21}, None, "最多 20 条"),
        ({"kiln.gate": "有"}, None, "true 或 false"),
        ({"kiln.gate": {"value": True, "unit": "个"}}, None, "不能带 unit"),
        ({"kiln.gate": {"value": True, "oxygen": 5}}, None, "不用填 oxygen"),
        ({"kiln.drying": "燃烧"}, None, "treated（处理后排放）"),
        ({"kiln.vehicles": 5}, None, "国一 至 国六"),
        ({"kiln.other": 5}, None, "kiln.pm"),
        (None, "干燥窑", "列表"),
        (None, ["隧道窑"], "可用：干燥窑"),
        (None, {"干燥窑": "有"}, "true 或 false"),
    ],
)
def test_what_is_not_allowed_is_told_with_its_place(indicators: Any, processes: Any, words: str) -> None:
    with pytest.raises((FactError, UnknownItemError)) as caught:
        decided(indicators, processes)
    assert words in caught.value.detail
    assert caught.value.detail.startswith("units[0].")


# --- as JSON ---


def test_a_decision_as_json_says_grades_reasons_margin_and_source() -> None:
    body = decision_as_json(decided(pm("9.5"), [])[LIMITS])
    assert json.loads(json.dumps(body)) == body
    assert body["grade"] == {"confirmed": "A", "reachable": "A"}
    (one,) = body["indicators"]
    assert one["margin"] == {
        "grade": "A",
        "value": 9.5,
        "limit": 10.0,
        "distance": -0.5,
        "percent": 5.0,
        "near": True,
        "unit": "mg/m³",
    }
    assert one["grades"] == dict.fromkeys(RUNGS, "met")
    assert one["pack"]["sha256"] == PACK.sha256
    assert body["sources"] == ["试验用的表，example.org，2021-01-01，公开报道"]


def test_the_packs_of_a_scheme_as_json_name_each_indicator_under_its_aspect() -> None:
    (pack,) = packs_as_json([PACK], "liaocheng-grading-2020")
    assert json.loads(json.dumps(pack)) == pack
    assert {one["id"]: one["aspect"] for one in pack["indicators"]} == {
        "kiln.pm": "排放限值",
        "kiln.drying": "排放限值",
        "kiln.vehicles": "运输方式",
        "kiln.gate": "运输方式",
    }
    assert pack["indicators"][0]["reference_oxygen"] == "18"
    assert packs_as_json([PACK], "sanmenxia-grading-2022")[0]["indicators"] == []
