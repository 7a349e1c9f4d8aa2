"""Results on a small points scheme: sums, gates, verdict, gaps, notes, questions and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import AssessRequest, assess, exact_sums, read_head, read_request
from scoring.assessment import (
    Assessment,
    Gap,
    GateResult,
    GradeInterval,
    Interval,
    Screening,
    SectionResult,
    TraceStep,
)
from scoring.errors import FactError, PackError, RequestError, ScoringError
from scoring.firm.checks import Check
from scoring.firm.facts import Fact
from scoring.rules.pack import Pack, Reading
from scoring.truth import Truth

DAY = date(2026, 3, 1)
D = Decimal
BASE = try_pack("points")
ITEMS = BASE.items
PLAIN = replace(ITEMS["1.02"], measure="换灯", proof=("照片",))
AUTHORITY = replace(PLAIN, id="9", title="环保指标", kind="authority", points=None, question="评了多少分？")
GATED = replace(PLAIN, id="1.03", title="计量", gate="basic", points=D(3), question="有计量吗？")
OPTION = replace(ITEMS["1.01"], stages=(), choices=(), open_formula=False)
ROWS = (OPTION, PLAIN, GATED, AUTHORITY, ITEMS["B.01"], ITEMS["G.01"])
PACK = replace(
    BASE,
    items={item.id: item for item in ROWS},
    sections=(replace(BASE.sections[0], max=D(13)), BASE.sections[1]),
    pass_rule=replace(BASE.pass_rule, at_least=D(7)),
    undetermined_reason=None,
    readings=(),
    source_faults=(),
    newer_rules=(),
    status="in_force",
)
OPEN_ENDED = replace(PACK, pass_rule=None, undetermined_reason=BASE.undetermined_reason)
MET = {"status": "met"}
NOT = {"status": "not_met"}
ALL = {"1.01": MET, "1.02": MET, "1.03": MET, "B.01": MET, "G.01": MET}


def result(facts: dict[str, Any], pack: Pack = PACK, **wishes: Any) -> Assessment:
    return assess(pack, read_request(pack, {"facts": facts, **wishes}, today=DAY))


def score(found: Assessment) -> tuple[Decimal, Decimal, Decimal]:
    assert found.score is not None
    return found.score.lower, found.score.upper, found.score.max


def test_a_firm_of_which_nothing_is_known() -> None:
    found = result({})
    assert score(found) == (D(0), D("10.25"), D("10.25"))
    assert found.sections == (
        SectionResult("1", "设施", D("0.75"), Interval(D(0), D(13), D(13))),
        SectionResult("B", "加分", D("0.1"), Interval(D(0), D(5), D(5))),
    )
    assert found.gates == (GateResult("basic", "基本条件", Truth.UNKNOWN, (), ("1.03", "G.01")),)
    assert (found.verdict, found.settled, found.gaps, found.notes, found.checks) == (
        "undetermined",
        False,
        (),
        (),
        (),
    )
    assert (found.scheme, found.kind, found.as_of, found.proof) == ("try-points", "points", DAY, "declared")
    assert (found.edition, found.sha256) == ("2026年版", BASE.sha256)
    assert (found.grade, found.leading, found.units, found.overrides) == (None, None, (), ())


def test_a_firm_that_meets_all() -> None:
    found = result(ALL, as_of="2026-02-01")
    assert score(found) == (D("10.25"), D("10.25"), D("10.25"))
    assert found.gates == (GateResult("basic", "基本条件", Truth.MET, (), ()),)
    assert (found.verdict, found.settled, found.next_questions, found.screenings) == ("pass", True, (), ())
    assert found.as_of == date(2026, 2, 1)
    assert found.checks == (
        Check(
            "claimed_unproved",
            ("1.01", "1.02", "1.03", "B.01", "G.01"),
            "5 项只有企业自述、没有附证明材料：1.01、1.02、1.03、B.01、G.01",
        ),
    )


def test_a_row_is_claimed_while_every_source_is_the_firm() -> None:
    one = {"status": "met", "evidence": ["f"]}
    for statements, claimed in (
        ([MET, one], ()),
        ([{"status": "met", "source": "onsite"}], ()),
        ([NOT], ()),
        ([MET], ("1.02",)),
    ):
        checks = result({"1.02": statements}).checks
        assert tuple(name for check in checks for name in check.items) == claimed


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({**ALL, "G.01": NOT}, "fail"),
        ({**ALL, "1.03": NOT}, "fail"),
        ({"1.01": NOT}, "fail"),
        ({**ALL, "1.01": {"ratio": 0}}, "fail"),
        ({"1.03": MET, "G.01": MET, "1.01": MET}, "pass"),
        ({"1.03": MET, "G.01": MET, "1.01": MET, "B.01": NOT, "1.02": NOT}, "pass"),
        ({"1.03": MET, "1.01": MET}, "undetermined"),
        ({"1.03": MET, "G.01": MET}, "undetermined"),
    ],
)
def test_the_verdict(facts: dict[str, Any], verdict: str) -> None:
    found = result(facts)
    assert (found.verdict, found.settled) == (verdict, verdict != "undetermined")


@pytest.mark.parametrize(("line", "verdict"), [("9.75", "pass"), ("9.76", "fail"), ("9.74", "pass")])
def test_the_line_itself_passes(line: str, verdict: str) -> None:
    pack = replace(PACK, pass_rule=replace(BASE.pass_rule, at_least=D(line)))  # type: ignore[type-var]
    assert result({**ALL, "B.01": NOT}, pack).verdict == verdict


def test_without_a_line_nothing_is_settled() -> None:
    found = result(ALL, OPEN_ENDED)
    assert (found.verdict, found.settled) == ("undetermined", False)
    assert found.notes == (
        "不能定论",
        "按现有条目合计满分 10.25 分，现为 10.25～10.25 分；"
        "若以此为全部指标并折算成百分制，超过90分相当于超过 9.225 分（仅供参考，不是评定结论）",
    )
    assert [question.item for question in found.next_questions] == ["9"]
    assert found.next_questions[0].why == "这一组得分由主管部门评定，有评定结果才能计入"


def test_an_authority_brings_its_own_scale() -> None:
    found = result({**ALL, "9": {"points": 8, "max": 12}})
    assert score(found) == (D("16.25"), D("16.25"), D("19.25"))
    assert found.sections[0].points == Interval(D(21), D(21), D(25))


def test_gaps_come_with_the_must_haves_first_then_by_what_is_lost() -> None:
    found = result({"1.01": {"ratio": 0.5}, "1.02": NOT, "1.03": NOT, "B.01": NOT, "G.01": NOT})
    assert [gap.item for gap in found.gaps] == ["1.03", "G.01", "1.01", "B.01", "1.02"]
    assert found.gaps[0] == Gap(
        "1.03",
        "计量",
        "节能灯",
        "填报为不满足；少 3 分（折合总分 2.25 分）",
        PLAIN.cite,
        "换灯",
        ("照片",),
        True,
    )
    assert found.gaps[1] == Gap("G.01", "守法", "守法", "填报为不满足", ITEMS["G.01"].cite, "", (), True)
    assert found.gaps[2].shortfall == "按程度 0.5 给分，4.75/9.5；少 4.75 分（折合总分 3.5625 分）"
    assert found.gaps[2].decisive is False
    assert result({"1.01": {"status": "unknown"}, "1.02": MET}).gaps == ()


def test_notes_name_what_counts_in_full_and_what_was_set_right() -> None:
    facts = {"1.01": {"status": "not_applicable"}, "B.01": {"status": "unknown"}}
    assert result(facts).notes == ("按不适用计满分的条目：1.01 容积率",)
    found = result({"1.01": {"status": "met", "value": 1}})
    assert found.notes == ("1.01：容积率与要求之比为 1倍，未达到原文要求，与填报的“满足”不一致，以数值为准",)
    assert result({"1.02": MET}, proof="online").notes == (
        "1.02：来源是企业自述，低于要求的在线数据，按未知处理",
    )


def test_the_trace_has_every_row() -> None:
    found = result({"1.01": {"ratio": 0.5}})
    assert [step.item for step in found.trace] == [item.id for item in ROWS]
    assert found.trace[0] == TraceStep(
        "1.01", "容积率", Truth.MET, D("4.75"), D("4.75"), "按程度 0.5 给分，4.75/9.5", OPTION.cite
    )
    assert found.trace[1] == TraceStep("1.02", "照明", Truth.UNKNOWN, D(0), D("0.5"), "尚未说明", PLAIN.cite)


def test_questions_name_the_gate_and_the_points() -> None:
    found = result({})
    why = {question.item: question.why for question in found.next_questions}
    assert why == {
        "1.01": "最多影响总分 7.125 分",
        "1.02": "最多影响总分 0.375 分",
        "1.03": "基本条件：有一项不满足就不能通过；同时关系 2.25 分",
        "9": "这一组得分由主管部门评定，有评定结果才能计入",
        "B.01": "最多影响总分 0.5 分",
        "G.01": "基本条件：有一项不满足就不能通过",
    }
    asked = next(question for question in found.next_questions if question.item == "1.03")
    assert (asked.question, asked.cite, asked.proof) == ("有计量吗？", PLAIN.cite, ("照片",))


def test_points_are_not_asked_once_the_line_is_reached() -> None:
    found = result({"1.01": MET, "1.03": MET})
    assert {question.item for question in found.next_questions} == {"G.01"}


def test_at_most_twelve_questions() -> None:
    many = {f"2.{n:02}": replace(PLAIN, id=f"2.{n:02}", title=f"行{n}") for n in range(20)}
    pack = replace(
        PACK,
        items={**PACK.items, **many},
        sections=(replace(PACK.sections[0], max=D(23)), PACK.sections[1]),
        pass_rule=replace(BASE.pass_rule, at_least=D(15)),  # type: ignore[type-var]
    )
    found = result({}, pack)
    assert len(found.next_questions) == 12
    assert sorted(len(screening.items) for screening in found.screenings) == [1, 1, 9]


def test_one_question_over_several_rows() -> None:
    found = result({})
    assert sorted(found.screenings, key=lambda screening: screening.items) == [
        Screening(
            tuple(item for item in ("1.01", "1.02")),
            "“设施”还有 2 条按做到多少给分的：1.01 容积率、1.02 照明。已经做到的是哪几条？",
            "这些条合起来对能不能达到分数线影响最大",
        ),
        Screening(
            ("1.03",),
            "“设施”还有 1 条必须满足的没有说清：1.03 计量。都满足吗？不满足的是哪几条？",
            "这些条每一条都是通过的前提，一次说清最省时间",
        ),
        Screening(
            ("G.01",),
            "“基本条件”还有 1 条必须满足的没有说清：G.01 守法。都满足吗？不满足的是哪几条？",
            "这些条每一条都是通过的前提，一次说清最省时间",
        ),
    ]


def test_a_request_is_read_whole() -> None:
    raw = {"1.02": {"status": "met"}}
    found = read_request(PACK, {"facts": raw, "as_of": "2026-01-02", "proof": "onsite"}, today=DAY)
    assert found == AssessRequest({"1.02": (Fact("1.02", "met"),)}, date(2026, 1, 2), "onsite", raw)
    plain = read_request(PACK, {"facts": {}, "as_of": None, "proof": None}, today=DAY)
    assert plain == AssessRequest({}, DAY, "declared", {})
    assert read_head({"facts": {}, "more": 1}, today=DAY, also=("more",)).raw == {}


RUNGS_SHOWN = "declared、document、third_party、department、onsite、online"
LONG = "很长" * 30


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        ([], RequestError, "请求体应为 JSON 对象，含 facts"),
        ({"facts": {}, "x": 1}, RequestError, "不认识的字段“x”；可用：facts、as_of、proof、more"),
        ({"facts": {}, "proof": LONG}, RequestError, f"proof 为“{LONG[:40]}”；应为 {RUNGS_SHOWN} 之一"),
        ({"facts": {}, "proof": 5}, RequestError, f"proof 为“5”；应为 {RUNGS_SHOWN} 之一"),
        ({}, RequestError, "缺少 facts；没有任何事实时请填空对象 {}"),
        (
            {"facts": []},
            FactError,
            'facts：应为对象，例如 {"1.01": {"status": "met"}} 或 {"units": [], "events": {}}',
        ),
        (
            {"facts": {}, "as_of": "x"},
            FactError,
            "as_of：日期“x”不存在或格式不对；应为真实存在的日期，写成 2026-11-22 的形式",
        ),
    ],
)
def test_a_request_that_cannot_be(body: Any, error: type[ScoringError], message: str) -> None:
    with pytest.raises(error) as caught:
        read_request(PACK, body, today=DAY, also=("more",))
    assert caught.value.detail == message


def test_sums_of_the_smallest_shares_are_exact() -> None:
    with exact_sums():
        assert D("1e-1100") + 1 != 1
    tiny = result({**ALL, "1.01": {"ratio": 5e-324}})
    assert tiny.score is not None
    assert tiny.score.lower == tiny.score.upper > D("3.125")


def test_a_grade_is_settled_when_both_ends_agree() -> None:
    found = result(ALL)
    ladder = replace(found, kind="ladder", verdict=None, grade=GradeInterval("A", "A"))
    assert ladder.settled
    assert not replace(ladder, leading=GradeInterval("乙", "甲")).settled
    assert not replace(ladder, grade=GradeInterval("B", "A")).settled


def test_all_faults_of_a_pack_stand_in_one_message() -> None:
    error = PackError(["一", "二"])
    assert (str(error), error.detail, error.faults) == ("一；\n二", "一；\n二", ["一", "二"])
    assert error.hint == "请按提示改正规则包文件，再运行 lvping check。"
    assert ScoringError("x", "y").hint == "y"


def test_all_that_is_exempt_is_listed_and_its_reading_used() -> None:
    second = replace(ITEMS["1.01"], id="1.04", title="密度", may_not_apply="必要时")
    pack = replace(
        PACK,
        items={**PACK.items, "1.04": second},
        readings=(Reading("r", "按满分", ("not_applicable",), None),),
    )
    found = result({"1.01": {"status": "not_applicable"}, "1.04": {"status": "not_applicable"}}, pack)
    assert found.notes[0] == "按不适用计满分的条目：1.01 容积率、1.04 密度"
    assert found.assumptions == ("按满分",)
    assert result({"1.01": MET}, pack).assumptions == ()
