"""Results on a small ladder: grades, what blocks, gaps, questions, notes and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import assess, read_request
from scoring.assessment import (
    Assessment,
    Gap,
    GradeInterval,
    Override,
    Question,
    Screening,
    TraceStep,
    UnitResult,
)
from scoring.firm.checks import Check
from scoring.firm.units import KNOWN_EVENTS
from scoring.ladder_scheme.ladder import bounded, effect_of, lowest, next_rung
from scoring.rules.pack import Item, Reading
from scoring.truth import Truth

DAY = date(2026, 3, 1)
BASE = try_pack("ladder")
EQUIPMENT = replace(BASE.items["装备水平"], measure="换装备", proof=("铭牌",), usually_met="seldom")
TREATMENT = replace(EQUIPMENT, id="治理", title="污染治理", question="治理到哪一级？", usually_met=None)
BRIBERY = BASE.items["bribery"]
LATE = replace(BRIBERY, id="filed_on_time", title="按时申报", adverse=False, effect="lowest", cap=None)
CHECK = replace(
    BRIBERY, id="check_unmet", title="检查未达标", effect="downgrade", cap=None, proof=("检查记录",)
)
PACK = replace(
    BASE, items={item.id: item for item in (EQUIPMENT, TREATMENT, BRIBERY, LATE, CHECK)}, responses=()
)
FINE = {"bribery": False, "filed_on_time": True, "check_unmet": False}


def result(*units: dict[str, Any], events: dict[str, Any] = FINE, **wishes: Any) -> Assessment:
    facts = {"units": list(units), "events": events}
    return assess(PACK, read_request(PACK, {"facts": facts, **wishes}, today=DAY))


def both(grade: Any, other: Any, **more: Any) -> dict[str, Any]:
    return {"name": "车间", "aspects": {"装备水平": grade, "治理": other}, **more}


def span(interval: GradeInterval | None) -> tuple[str, str]:
    assert interval is not None
    return interval.confirmed, interval.reachable


def test_the_ladder_itself() -> None:
    assert lowest(["A", "C", "B"], PACK.rungs) == "C"
    assert [next_rung(PACK, rung) for rung in PACK.rungs] == [None, "A", "B", "B"]
    assert [next_rung(PACK, rung, b_minus=True) for rung in PACK.rungs] == [None, "A", "B", "B-"]


@pytest.mark.parametrize(
    ("units", "grade"),
    [
        ((), ("C", "A")),
        (({},), ("C", "A")),
        ((both("A", "A"),), ("A", "A")),
        ((both("A", "B"),), ("B", "B")),
        ((both("B", None),), ("C", "B")),
        ((both({"at_least": "B"}, {"below": "A"}),), ("C", "B")),
        ((both({"at_least": "B"}, "A"),), ("B", "A")),
        ((both("A", "A"), both("B", "B")), ("B", "B")),
        ((both("A", "A"), {}), ("C", "A")),
        ((both("B-", "A"), both("A", "A")), ("B-", "B-")),
    ],
)
def test_the_lowest_aspect_and_the_lowest_unit_make_the_grade(
    units: tuple[dict[str, Any], ...], grade: tuple[str, str]
) -> None:
    found = result(*units)
    assert span(found.grade) == grade
    assert found.leading is None
    assert found.settled == (grade[0] == grade[1])


def test_the_leading_track_stands_beside_the_grade() -> None:
    lead = both("引领性", {"below": "引领性"}, track="leading", name="二车间")
    found = result(both("A", "A"), lead)
    assert span(found.grade) == ("A", "A")
    assert span(found.leading) == ("非引领性", "非引领性")
    assert "企业同时有分级和引领性两类单元；文本没有规定两者之间谁高谁低，因此分别给出" in found.notes
    alone = result(both("引领性", None, track="leading"))
    assert alone.grade is None
    assert span(alone.leading) == ("非引领性", "引领性")
    assert not alone.settled
    assert alone.units == (UnitResult("车间", None, None, GradeInterval("非引领性", "引领性"), ()),)
    assert not any("两类单元" in note for note in alone.notes)


@pytest.mark.parametrize(
    ("event", "answer", "units", "grade"),
    [
        ("bribery", True, (both("A", "A"),), ("C", "C")),
        ("filed_on_time", False, (both("A", "A"),), ("C", "C")),
        ("check_unmet", True, (both("A", "A"),), ("C", "B")),
        ("check_unmet", True, (both("C", "C"),), ("C", "C")),
        ("check_unmet", True, (both("B", "B-"),), ("C", "C")),
        ("check_unmet", True, (both("B", "B"),), ("C", "C")),
        ("check_unmet", False, (both("A", "A"),), ("A", "A")),
    ],
)
def test_events_lower_the_grade(
    event: str, answer: bool, units: tuple[dict[str, Any], ...], grade: tuple[str, str]
) -> None:
    found = result(*units, events={**FINE, event: answer})
    assert span(found.grade) == grade
    happened = answer is not FINE[event]
    assert [override.event for override in found.overrides] == ([event] if happened else [])


def test_an_event_takes_the_leading_track_away() -> None:
    lead = both("引领性", "引领性", track="leading")
    assert span(result(lead).leading) == ("引领性", "引领性")
    assert span(result(lead, events={**FINE, "check_unmet": True}).leading) == ("非引领性", "非引领性")


def test_what_events_do_in_words() -> None:
    found = result(both("A", "A"), events={"bribery": True, "filed_on_time": False, "check_unmet": True})
    assert found.overrides == (
        Override("bribery", "行贿：当年最高为C类", BRIBERY.cite),
        Override("filed_on_time", "按时申报：直接按最低等级（C）", LATE.cite),
        Override(
            "check_unmet", "检查未达标：降级处理；原文没有写降几级，因此最高为下一级，最低可到C", CHECK.cite
        ),
    )
    assert effect_of(PACK, replace(BRIBERY, cap=None)) == "行贿：当年最高为C类"


@pytest.mark.parametrize(
    ("item", "before", "after"),
    [
        (replace(BRIBERY, cap="B"), ("B", "A"), ("B", "B")),
        (replace(BRIBERY, cap="B"), ("C", "A"), ("C", "B")),
        (replace(BRIBERY, cap="B"), ("C", "C"), ("C", "C")),
        (replace(BRIBERY, cap=None), ("A", "A"), ("A", "A")),
        (LATE, ("A", "A"), ("C", "C")),
        (CHECK, ("A", "A"), ("C", "B")),
        (CHECK, ("B", "B"), ("C", "B-")),
        (CHECK, ("C", "C"), ("C", "C")),
    ],
)
def test_one_event_bounds_a_grade(item: Item, before: tuple[str, str], after: tuple[str, str]) -> None:
    assert span(bounded(GradeInterval(*before), [item], PACK.rungs)) == after


def test_a_firm_with_gaps_and_questions_whole() -> None:
    found = result(
        {"name": "铸造车间", "industry": "铸造", "aspects": {"装备水平": {"grade": "B", "source": "onsite"}}},
        {"name": "造船", "industry": "造船", "aspects": {"治理": "C", "装备水平": {"at_least": "B"}}},
        events={"bribery": False, "filed_on_time": True, "check_serious": True},
        as_of="2022-07-01",
    )
    assert (found.scheme, found.kind, found.as_of, found.proof) == (
        "try-ladder",
        "ladder",
        date(2022, 7, 1),
        "declared",
    )
    assert (found.edition, found.sha256) == (PACK.edition, PACK.sha256)
    assert span(found.grade) == ("C", "C")
    assert found.units == (
        UnitResult("铸造车间", "铸造", GradeInterval("C", "B"), None, ("装备水平",)),
        UnitResult("造船", "造船", GradeInterval("C", "C"), None, ("治理",)),
    )
    assert found.gaps == (
        Gap(
            "0.装备水平",
            "装备水平",
            "“铸造车间”的装备水平达到A类指标要求",
            "现为B，低于A",
            EQUIPMENT.cite,
            "换装备",
            ("铭牌",),
        ),
        Gap(
            "1.治理",
            "污染治理",
            "“造船”的治理达到B类指标要求",
            "现为C，低于B",
            TREATMENT.cite,
            "换装备",
            ("铭牌",),
        ),
    )
    assert found.trace == (
        TraceStep(
            "0.装备水平",
            "装备水平",
            Truth.MET,
            None,
            None,
            "满足到 B",
            EQUIPMENT.cite,
            GradeInterval("B", "B"),
        ),
        TraceStep(
            "0.治理",
            "污染治理",
            Truth.UNKNOWN,
            None,
            None,
            "尚未说明，按最低计到确定等级、按最高计到可达等级",
            TREATMENT.cite,
        ),
        TraceStep(
            "1.装备水平",
            "装备水平",
            Truth.UNKNOWN,
            None,
            None,
            "满足到 B 至 A",
            EQUIPMENT.cite,
            GradeInterval("B", "A"),
        ),
        TraceStep(
            "1.治理", "污染治理", Truth.MET, None, None, "满足到 C", TREATMENT.cite, GradeInterval("C", "C")
        ),
    )
    assert found.next_questions == ()
    assert found.screenings == ()
    assert found.checks == (
        Check(
            "claimed_unproved",
            ("1.治理", "1.装备水平"),
            "2 项只有企业自述、没有附证明材料：1.治理、1.装备水平",
        ),
    )
    assert found.notes[:3] == (
        "本方案的文本没有规定这些情形的后果，未据此调整等级：检查发现问题突出",
        "尚未说明的情形：检查未达标；如有发生会影响等级，现有结果按没有发生计",
        "“造船”不在本方案列出的行业名单中，请核对行业归属",
    )


def test_without_units_that_is_said() -> None:
    assert "尚未说明任何行业或工序" in result().notes
    assert "尚未说明任何行业或工序" not in result({}).notes


def test_what_does_not_count_is_said() -> None:
    old = {"grade": "A", "source": "online", "valid_until": "2026-02-28"}
    found = result(both({"grade": "A"}, old), proof="onsite")
    assert span(found.grade) == ("C", "A")
    assert "“车间”的装备水平、治理：来源低于现场核查或证明已到期，按未知处理" in found.notes
    assert found.checks == (
        Check("expired", ("0.治理",), "0.治理：在线数据的证明已于 2026-02-28 到期，需要更新"),
    )


@pytest.mark.parametrize(
    ("statements", "grade", "told"),
    [
        (
            ["A", {"grade": "B", "source": "onsite"}],
            ("B", "B"),
            "0.治理：现场核查为 B，企业自述为 A；以现场核查为准",
        ),
        (
            [{"grade": "A", "date": "2026-01-01"}, {"grade": "B", "date": "2026-01-02"}],
            ("B", "B"),
            "0.治理：企业自述为 B，企业自述为 A；以日期较新的为准",
        ),
        (["A", {"at_least": "B", "source": "onsite"}], ("A", "A"), None),
        (["A", "A"], ("A", "A"), None),
        ([{"below": "A"}, {"at_least": "B", "source": "onsite"}], ("B", "B"), None),
        (["A", "B"], ("C", "A"), "0.治理：同等来源的说法互相矛盾（ A、 B），都不采信，请核实"),
        (
            ["A", "B", {"at_least": "B", "source": "onsite"}],
            ("B", "A"),
            "0.治理：同等来源的说法互相矛盾（ A、 B），都不采信，请核实",
        ),
        (
            [{"below": "A", "source": "onsite"}, "A"],
            ("C", "B"),
            "0.治理：现场核查为 C 至 B，企业自述为 A；以现场核查为准",
        ),
    ],
)
def test_several_sources_of_an_aspect(
    statements: list[Any], grade: tuple[str, str], told: str | None
) -> None:
    found = result(both({"grade": "A", "evidence": ["f"]}, statements))
    assert span(found.grade) == grade
    assert [check.detail for check in found.checks if check.kind == "contradiction"] == (
        [told] if told else []
    )


def test_an_aspect_is_claimed_while_every_source_is_the_firm() -> None:
    def claimed(*statements: Any) -> list[str]:
        found = result(both({"grade": "A", "evidence": ["f"]}, list(statements)))
        return [name for check in found.checks if check.kind == "claimed_unproved" for name in check.items]

    assert claimed("A") == ["0.治理"]
    assert claimed("A", {"grade": "A", "evidence": ["f"]}) == []
    assert claimed("A", {"grade": "A", "source": "online"}) == []


def test_questions_come_with_the_most_doubtful_first() -> None:
    found = result({}, events={"filed_on_time": True})
    assert found.next_questions == (
        Question(
            "0.装备水平",
            "装备到哪一级？",
            "装备水平低于A类就到不了A类；没有说清之前只能按最低等级计",
            EQUIPMENT.cite,
            ("铭牌",),
        ),
        Question(
            "0.治理",
            "治理到哪一级？",
            "治理低于A类就到不了A类；没有说清之前只能按最低等级计",
            TREATMENT.cite,
            ("铭牌",),
        ),
        Question("events.bribery", "有无行贿？", "行贿：当年最高为C类", BRIBERY.cite, ()),
        Question(
            "events.check_unmet",
            "有无行贿？",
            "检查未达标：降级处理；原文没有写降几级，因此最高为下一级，最低可到C",
            CHECK.cite,
            ("检查记录",),
        ),
    )
    assert [question.item for question in result(events={}).next_questions] == [
        "0.装备水平",
        "0.治理",
        "events.bribery",
        "events.filed_on_time",
        "events.check_unmet",
    ]


def test_the_unit_that_looks_worst_is_asked_first() -> None:
    found = result({"aspects": {"治理": "A"}}, {"name": "窑", "aspects": {"装备水平": "B"}}, {"name": "磨"})
    assert [question.item for question in found.next_questions] == [
        "1.治理",
        "0.装备水平",
        "2.装备水平",
        "2.治理",
    ]
    assert found.next_questions[0].why == "“窑”的治理低于B类就到不了B类；没有说清之前只能按最低等级计"


def test_what_cannot_lower_the_grade_is_not_asked() -> None:
    found = result(both("B", {"at_least": "B"}), {"aspects": {}})
    assert [question.item for question in found.next_questions] == ["1.装备水平", "1.治理"]
    assert result(both("C", None), events={}).next_questions == ()
    lead = result(both("引领性", None, track="leading"), events={})
    assert [question.item for question in lead.next_questions] == [
        "0.治理",
        "events.bribery",
        "events.filed_on_time",
        "events.check_unmet",
    ]
    lost = result(both("非引领性", None, track="leading"), events={})
    assert lost.next_questions == ()


def test_one_question_over_several_aspects() -> None:
    assert result({}).screenings == (
        Screening(
            ("0.装备水平", "0.治理"),
            "装备水平、治理：对照指标是不是都达到A类？没有达到的是哪些，各到哪一级？",
            "有一个低于A类就到不了A类，一次说清最省时间",
        ),
    )
    one = result(both("A", None))
    assert one.screenings == (
        Screening(("0.治理",), "治理：对照指标满足到哪一级？", "有一个低于A类就到不了A类，一次说清最省时间"),
    )
    two = result({"name": "窑", "aspects": {"治理": "A"}}, {"name": "磨"})
    assert two.screenings == (
        Screening(
            ("0.装备水平", "1.装备水平", "1.治理"),
            "“窑”的装备水平；“磨”的装备水平、治理：对照指标是不是都达到A类？没有达到的是哪些，各到哪一级？",
            "有一个低于A类就到不了A类，一次说清最省时间",
        ),
    )


def test_questions_over_aspects_are_short_and_few() -> None:
    found = result(*({"name": str(index)} for index in range(20)))
    assert [len(screening.items) for screening in found.screenings] == [9, 9, 9]
    mixed = result({"name": "窑"}, {"name": "磨", "track": "leading"})
    assert [screening.items for screening in mixed.screenings] == [
        ("0.装备水平",),
        ("1.装备水平",),
        ("0.治理",),
    ]


def test_the_worst_is_the_last_on_the_ladder_whatever_the_letters_say() -> None:
    assert lowest(["甲", "乙", "丙"], ["甲", "乙", "丙"]) == "丙"
    assert lowest(["乙", "甲"], ["甲", "乙", "丙"]) == "乙"


def test_a_single_unit_is_not_named_in_its_gaps() -> None:
    (gap, _) = result(both("B", "B")).gaps
    assert (gap.requirement, gap.shortfall) == ("装备水平达到A类指标要求", "现为B，低于A")
    (named, *_) = result(both("B-", "B-")).gaps
    assert (named.requirement, named.shortfall) == ("装备水平达到B类指标要求", "现为B-，低于B")
    (low, *_) = result(both("B-", "C")).gaps
    assert (low.requirement, low.shortfall) == ("治理达到B-类指标要求", "现为C，低于B-")
    (plain, *_) = result(both("B", "C")).gaps
    assert plain.requirement == "治理达到B类指标要求"


def test_a_gap_of_the_leading_track() -> None:
    (gap, _) = result(both("非引领性", "非引领性", track="leading")).gaps
    assert (gap.requirement, gap.shortfall) == ("装备水平达到引领性指标要求", "现为非引领性，低于引领性")


def test_events_that_are_not_said_or_not_ruled_are_listed() -> None:
    found = result(both("A", "A"), events={"check_serious": True, "emission_violation": False})
    assert found.notes[:2] == (
        "本方案的文本没有规定这些情形的后果，未据此调整等级：检查发现问题突出、超标或偷排等违法",
        "尚未说明的情形：行贿、按时申报、检查未达标；如有发生会影响等级，现有结果按没有发生计",
    )


def test_events_count_on_the_day_and_rung_that_are_asked() -> None:
    old = {"answer": False, "source": "onsite", "valid_until": "2026-02-28"}
    assert "行贿" in result(both("A", "A"), events={**FINE, "bribery": old}).notes[0]
    fresh = {"answer": False, "source": "onsite", "valid_until": "2026-03-01"}
    assert not any("行贿" in note for note in result(both("A", "A"), events={**FINE, "bribery": fresh}).notes)


def test_readings_that_a_result_rests_on() -> None:
    pack = replace(
        PACK,
        readings=(
            Reading("a", "用到", ("治理",), None),
            Reading("b", "没用到", ("装备水平",), None),
            Reading("c", "不适用", ("not_applicable",), None),
        ),
    )
    facts = {"units": [both(None, "A")], "events": {"check_serious": True}}
    assert assess(pack, read_request(pack, {"facts": facts}, today=DAY)).assumptions == ("用到",)
    touched = {"units": [{"aspects": {"治理": "A"}}]}
    shown = assess(pack, read_request(pack, {"facts": touched}, today=DAY)).assumptions
    assert "不适用" not in shown


def test_proofs_of_the_day_itself_are_not_expired() -> None:
    today = {"grade": "A", "source": "online", "valid_until": "2026-03-01"}
    found = result(both(today, {"grade": "A", "evidence": ["f"]}))
    assert (span(found.grade), found.checks) == (("A", "A"), ())


def test_every_disagreement_is_told() -> None:
    found = result(both(["A", "B"], ["A", "B"]))
    assert [check.items for check in found.checks if check.kind == "contradiction"] == [
        ("0.装备水平",),
        ("0.治理",),
    ]


def test_without_units_the_first_is_asked_for() -> None:
    found = result()
    assert [question.item for question in found.next_questions[:2]] == ["0.装备水平", "0.治理"]
    assert found.next_questions[0].why == "装备水平低于A类就到不了A类；没有说清之前只能按最低等级计"
    assert found.screenings == (
        Screening(
            ("0.装备水平", "0.治理"),
            "装备水平、治理：对照指标是不是都达到A类？没有达到的是哪些，各到哪一级？",
            "有一个低于A类就到不了A类，一次说清最省时间",
        ),
    )


def test_units_of_the_other_track_are_passed_over() -> None:
    lost = both("非引领性", None, track="leading")
    found = result(lost, both("A", None))
    assert [question.item for question in found.next_questions] == ["1.治理"]


def test_proof_that_is_only_past_its_day_is_told_so() -> None:
    old = {"grade": "A", "source": "online", "valid_until": "2026-02-28"}
    assert any(
        note.startswith("“车间”的治理：证明已到期，按未知处理") for note in result(both("A", old)).notes
    )
    asked = result(both({"grade": "A", "source": "online"}, old), proof="document")
    assert any(
        note.startswith("“车间”的治理：来源低于书面材料或证明已到期，按未知处理") for note in asked.notes
    )


def test_every_source_that_disagrees_is_told_with_its_span() -> None:
    found = result(
        both(
            {"grade": "A", "evidence": ["f"]},
            [
                {"grade": "B", "source": "onsite"},
                {"grade": "A", "source": "document"},
                {"at_least": "A"},
                "C",
                {"below": "B"},
            ],
        )
    )
    told = [check.detail for check in found.checks if check.kind == "contradiction"]
    assert told[0] == "0.治理：现场核查为 B，书面材料为 A；以现场核查为准"
    assert len(told) == 2
    span_told = result(both("A", [{"grade": "A", "source": "onsite"}, {"below": "A", "source": "document"}]))
    assert any("书面材料为 C 至 B" in check.detail for check in span_told.checks)


def test_a_weak_proof_of_the_day_itself_is_not_expired() -> None:
    found = result(both("A", {"grade": "A", "valid_until": "2026-03-01"}), proof="onsite")
    assert found.checks == ()


def test_after_equal_voices_that_disagree_the_weaker_are_still_compared() -> None:
    said = [{"grade": "B", "source": "onsite"}, *({"grade": g, "source": "document"} for g in "AC"), "A"]
    found = result(both({"grade": "A", "evidence": ["f"]}, said))
    told = [check.detail for check in found.checks if check.kind == "contradiction"]
    assert told == [
        "0.治理：同等来源的说法互相矛盾（ A、 C），都不采信，请核实",
        "0.治理：现场核查为 B，企业自述为 A；以现场核查为准",
    ]


def test_events_of_other_schemes_in_words() -> None:
    assert KNOWN_EVENTS == {
        "false_material": "隐瞒或提供虚假材料",
        "bribery": "贿赂专家或工作人员",
        "filed_on_time": "按时申报",
        "violation_past_year": "前一年环境违法",
        "check_unmet": "检查未达指标要求",
        "check_serious": "检查发现问题突出",
        "emission_violation": "超标或偷排等违法",
    }
