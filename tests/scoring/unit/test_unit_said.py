"""What several sources and values leave together: order of equals, undated ones, sizes not said, events of the scheme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import assess, read_request
from scoring.errors import UnknownItemError
from scoring.firm.checks import expired
from scoring.firm.facts import Fact
from scoring.firm.statements import evaluate_item
from scoring.firm.units import read_ladder_facts
from scoring.industry.indicator import IndicatorSource
from scoring.industry.indicator_decision import (
    AspectDecision,
    IndicatorQuestion,
    _joined,
    decide,
)
from scoring.industry.indicator_json import _shown
from scoring.industry.indicator_loader import load_indicator_pack
from scoring.industry.indicator_readings import read_indicator_facts
from scoring.industry.indicator_results import IndicatorResult, evaluate
from scoring.rules.pack import SourceFault
from scoring.truth import Truth

DAY = date(2026, 3, 1)
D = Decimal
ROW = try_pack("points").items["1.01"]
NUMBER = replace(ROW, stages=(), choices=(), open_formula=False)
STAGED = replace(ROW, choices=(), open_formula=False)
LADDER = try_pack("ladder")
KILN = load_indicator_pack(Path(__file__).parents[1] / "indicator_packs_sound" / "sound-kiln")
SCHEME, RUNGS = "henan-grading-2021", ("A", "B", "C", "D")


# --- statements ---


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("declared", "企业自述"),
        ("document", "书面材料"),
        ("third_party", "第三方报告"),
        ("department", "部门数据"),
        ("onsite", "现场核查"),
        ("online", "在线数据"),
    ],
)
def test_a_source_is_called_by_its_name(source: str, word: str) -> None:
    assert expired("1.02", source, "2026-02-28").detail.startswith(f"1.02：{word}的证明已于")


def test_of_values_that_do_not_count_the_strongest_tells_why() -> None:
    weak = Fact("x", value=D(3))
    old = Fact("x", value=D(2), source="online", valid_until=date(2026, 2, 28))
    for said in permutations((weak, old)):
        found = evaluate_item(NUMBER, said, as_of=DAY, proof="document")
        assert (found.truth, found.because) == (Truth.UNKNOWN, "证明已于 2026-02-28 到期，按未知处理")


def test_stages_of_several_sources_without_a_size() -> None:
    said = (Fact("x", level="s1"), Fact("x", level="s2", source="onsite"))
    for order in permutations(said):
        found = evaluate_item(STAGED, order, as_of=DAY)
        assert (found.truth, found.lower, found.upper) == (Truth.UNKNOWN, D(0), D(4))
        assert found.because == "签约，还须说明容积率与要求之比是否达到要求"


def test_the_statement_that_settles_an_item_gives_the_reason() -> None:
    plain = replace(ROW, value=None, stages=(), choices=(), open_formula=False, points=None, gate="basic")
    said = (Fact("x", value=D(5), source="online"), Fact("x", status="met"))
    for order in permutations(said):
        found = evaluate_item(plain, order, as_of=DAY)
        assert (found.truth, found.because, found.settled) == (Truth.MET, "填报为满足", True)


# --- events ---


def test_events_that_the_scheme_does_not_know_are_named() -> None:
    events = {
        "false_material": "隐瞒或提供虚假材料",
        "filed_on_time": "按时申报",
        "violation_past_year": "前一年环境违法",
        "check_unmet": "检查未达指标要求",
        "check_serious": "检查发现问题突出",
        "emission_violation": "超标或偷排等违法",
    }
    body = {"facts": {"events": dict.fromkeys(events, True)}}
    note = assess(LADDER, read_request(LADDER, body, today=DAY)).notes[0]
    assert note == f"本方案的文本没有规定这些情形的后果，未据此调整等级：{'、'.join(events.values())}"
    other = replace(LADDER, items={"装备水平": LADDER.items["装备水平"]})
    body = {"facts": {"events": {"bribery": True}}}
    assert assess(other, read_request(other, body, today=DAY)).notes[0].endswith("：贿赂专家或工作人员")


def test_a_scheme_may_have_events_of_its_own() -> None:
    flood = replace(LADDER.items["bribery"], id="flood", title="水淹")
    pack = replace(LADDER, items={**LADDER.items, "flood": flood})
    assert list(read_ladder_facts(pack, {"events": {"flood": True}}).events) == ["flood"]
    with pytest.raises(UnknownItemError) as caught:
        read_ladder_facts(pack, {"events": {"装备水平": True}})
    assert "flood" in caught.value.detail


def test_a_fault_of_the_text_is_told_with_what_it_concerns() -> None:
    fault = SourceFault("2", "重号", "按顺序读", ("装备水平",))
    pack = replace(LADDER, source_faults=(fault,))
    told = "原文问题：重号；读法：按顺序读"
    said = {"facts": {"units": [{"aspects": {"装备水平": "B"}}]}}
    assert told in assess(pack, read_request(pack, said, today=DAY)).notes
    assert told not in assess(pack, read_request(pack, {"facts": {}}, today=DAY)).notes


# --- measured values ---


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ("official_part", "官方页面，只见到部分内容"),
        ("reprint_part", "转载，只见到部分内容"),
        ("report", "公开报道"),
        ("vendor", "商家页面"),
        ("file", "导入的文件"),
    ],
)
def test_a_source_tells_how_far_it_was_seen(seen: Any, words: str) -> None:
    assert IndicatorSource("某表", "example.cn", seen).told == f"某表，example.cn，{words}"


@pytest.mark.parametrize(
    ("value", "shown"), [("1/2", 0.5), ("-1/2", -0.5), ("1/3", 0.33), ("-1/8", -0.13), ("0", 0.0)]
)
def test_a_fraction_is_shown_with_two_digits(value: str, shown: float) -> None:
    assert _shown(Fraction(value)) == shown


def measured(*readings: dict[str, Any]) -> IndicatorResult:
    """The kiln's dust after these readings, in whatever order they come."""
    indicator = KILN.indicator("kiln.pm")
    assert indicator is not None
    found = []
    for order in permutations(readings):
        facts = read_indicator_facts([KILN], {"kiln.pm": list(order)}, None, "units[0]")
        one = evaluate(KILN, indicator, facts, rungs=RUNGS, as_of=DAY, proof="declared")
        assert one is not None
        found.append(one)
    assert all((one.truths, one.because) == (found[0].truths, found[0].because) for one in found)
    return found[0]


def truths(found: IndicatorResult) -> str:
    letters = {Truth.MET: "+", Truth.NOT_MET: "-", Truth.UNKNOWN: "?"}
    return "".join(letters[found.truths[rung]] for rung in RUNGS)


def test_equal_readings_are_told_the_same_whichever_comes_first() -> None:
    assert truths(measured({"value": 25, "oxygen": 18}, {"value": 28, "oxygen": 18})) == "--++"


def test_a_dated_reading_goes_before_an_undated_one() -> None:
    dated = {"value": 5, "oxygen": 18, "date": "2026-01-01"}
    found = measured(dated, {"value": 25, "oxygen": 18})
    assert truths(found) == "++++"
    assert "以“5mg/m³”为准" in found.because


def test_a_reading_without_oxygen_takes_nothing_away() -> None:
    exact, bare = {"value": 15, "oxygen": 18}, {"value": 40}
    assert truths(measured(exact, bare)) == "-+++"
    assert truths(measured({**exact, "source": "online"}, bare)) == "-+++"
    assert truths(measured(exact, {**bare, "source": "online"})) == "-+++"


def decided(raw: dict[str, Any], **grades: Any) -> dict[str, AspectDecision]:
    pack = replace(KILN, **grades)
    facts = read_indicator_facts([pack], raw, None, "units[0]")
    return dict(decide(pack, facts, scheme=SCHEME, rungs=RUNGS, as_of=DAY))


def test_the_last_rung_stays_possible_where_the_industry_has_other_grades() -> None:
    found = decided({"kiln.vehicles": "国五"}, grades=("A", "B", "C"), all_grades=True)["运输监管"]
    assert (found.worst, found.best) == ("D", "B")


def test_what_fails_is_told_with_its_demand_and_what_it_costs() -> None:
    found = decided({"kiln.pm": {"value": 25, "oxygen": 18}})["有组织排放"]
    assert found.because[0].endswith("，B要求：不高于20mg/m³（表1），因此最高为C")


ASKED = IndicatorQuestion("kiln.pm", "多少？", "有用", "表1")


def decision(worst: str, best: str, name: str) -> AspectDecision:
    asked = (replace(ASKED, item=name),)
    return AspectDecision("治理", worst, best, (f"{name}说",), (), (name,), asked, False, (name,), True)


def test_packs_that_agree_or_narrow_each_other_are_told_together() -> None:
    same = _joined(decision("B", "B", "一"), decision("B", "B", "二"), RUNGS)
    assert (same.worst, same.best, same.because, same.questions) == ("B", "B", ("一说", "二说"), ())
    open_end = _joined(decision("C", "A", "一"), decision("C", "B", "二"), RUNGS)
    assert (open_end.worst, open_end.best, open_end.because) == ("C", "B", ("一说", "二说"))
    assert [question.item for question in open_end.questions] == ["一", "二"]
    settled = _joined(decision("C", "B", "一"), decision("B", "A", "二"), RUNGS)
    assert (settled.worst, settled.best, settled.questions) == ("B", "B", ())
    against = _joined(decision("A", "A", "一"), decision("C", "B", "二"), RUNGS)
    assert (against.worst, against.best, against.questions) == ("B", "B", ())
    assert against.because[:2] == ("一说", "二说")
    assert "不一致（A 与 B）" in against.because[2]
