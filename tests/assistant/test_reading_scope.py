"""What a negation, a turn, a past state, an exception or somebody else's case reaches, and what it leaves alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from opened import packs

from assistant.talk.grades import read_grades
from assistant.talk.intents import read_intent
from assistant.talk.likely import likely_mention
from assistant.talk.reading import read_message
from assistant.talk.statements import statements
from scoring import Pack

FACTORY, PERFORMANCE = "zhengzhou-green-factory", "zhengzhou-green-performance-2019"
CITY, SHANDONG, CLASSES = "sanmenxia-grading-2022", "liaocheng-grading-2020", "zhengzhou-control-class-2019"


def pack_of(scheme: str) -> Pack:
    return next(pack for pack in packs() if pack.id == scheme)


def facts(text: str, scheme: str = FACTORY, pending: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for proposal in read_message(text, pack_of(scheme), pending=pending).proposals:
        value = proposal.value
        if isinstance(value, Decimal):
            found[proposal.item] = f"{value.normalize():f}{proposal.unit}"
        else:
            found[proposal.item] = proposal.status if value is None else value
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("废气达标，但是总量超了一点", {"5.01": "not_met"}),
        ("消防验收有，就是竣工备案还没办下来", {"1.01": "not_met"}),
        ("碳核查去年没有，今年做完了", {"5.08": "met", "5.07": "met"}),
        ("前年还没有能源管理体系", {}),
        ("我们总部有零碳工厂，我们这没有", {"B.05": "not_met"}),
        ("总部有零碳工厂，光鲜得很", {}),
        ("9001有、14001有、45001没有", {"2.02": "met", "2.06": "met", "2.04": "not_met"}),
        ("除了冷却塔没装表，别的都分开计量了", {"1.19": "not_met"}),
        ("碳核查报告没公开", {"5.09": "not_met"}),
        ("取水量超过定额", {"3.07": "not_met"}),
        ("产品能效低于限定值", {"4.06": "not_met"}),
        ("希望能把14001做下来", {}),
        ("预计年底拿到45001证书", {}),
    ],
)
def test_what_a_statement_reaches(text: str, expected: dict[str, str]) -> None:
    found = facts(text)
    assert {item: found.get(item) for item in expected} == expected
    if not expected:
        assert found == {}


def test_a_signed_contract_is_no_power_station() -> None:
    found = facts("屋顶光伏合同签了")
    assert found.get("B.01") == "met"
    assert "3.03" not in found


def test_waste_of_a_thing_is_not_the_thing() -> None:
    assert "1.20" not in facts("废活性炭都交给有资质的单位")
    assert facts("废气用活性炭处理，装了两套")["1.20"] == "met"


@pytest.mark.parametrize(
    ("text", "item", "value"),
    [
        ("单位产品碳排放是行业平均的八成", "6.23", "0.8倍"),
        ("单位产品废水量比行业平均低两成", "6.13", "0.8倍"),
        ("废气产生量比平均水平高一成", "6.11", "1.1倍"),
        ("化学需氧量产生量跟行业平均持平", "6.09", "1倍"),
        ("固废百分百综合利用", "6.17", "100%"),
    ],
)
def test_a_number_against_the_average(text: str, item: str, value: str) -> None:
    assert facts(text).get(item) == value


def test_a_half_of_what_is_counted_in_percent() -> None:
    assert facts("叉车只有一半换电了", PERFORMANCE) == {"3.2.1": "50%"}


@pytest.mark.parametrize(
    ("text", "pending", "expected"),
    [
        ("我哪知道啊", "6.11", {"6.11": "unknown"}),
        ("部分符合，还有两个车间没弄", "1.18", {"1.18": "not_met"}),
        ("厂房是单层的，工艺决定上不了楼", "1.09", {"1.09": "not_applicable"}),
        ("没有", "G.02", {"G.02": "met"}),
        ("42", "6.03", {"6.03": "42%"}),
        ("0.4", "6.03", {}),
        ("1.3", "6.02", {"6.02": "1.3倍"}),
        ("部分做了", "1.21", {}),
    ],
)
def test_short_answers(text: str, pending: str, expected: dict[str, str]) -> None:
    found = facts(text, pending=pending)
    assert {item: found.get(item) for item in expected} == expected
    if not expected:
        assert found == {}


@pytest.mark.parametrize(
    "template", ["{X}是C，其余各项都是B", "除{X}外都是B，{X}是C", "所有指标都到B了，只差{X}是C"]
)
@pytest.mark.parametrize(("scheme", "aspect"), [(CITY, "运输监管"), (SHANDONG, "运输方式")])
def test_all_but_one(template: str, scheme: str, aspect: str) -> None:
    found = facts(template.format(X=aspect), scheme)
    assert len(found) == len(pack_of(scheme).of_kind("aspect"))
    assert found.pop(f"0.{aspect}") == "C"
    assert set(found.values()) == {"B"}


def test_a_count_that_does_not_fit_says_nothing_of_all() -> None:
    assert set(facts("九项里七项B，就监测是C", CITY)) == {"0.监测监控"}
    assert len(facts("九项里八项B，就监测是C", CITY)) == 9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("是B不是C", [("B", "reached")]),
        ("还到不了B", [("B", "bound")]),
        ("A级的条件少一条", [("A", "bound")]),
        ("B级要求用国六车", [("B", "demanded")]),
        ("B级的要求我们都做到了", [("B", "reached")]),
        ("去年是C，今年到B了", [("B", "reached")]),
    ],
)
def test_whether_a_grade_is_reached(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(grade.rung, grade.way) for grade in read_grades(text)] == expected


@pytest.mark.parametrize(
    ("text", "scheme", "expected"),
    [
        ("不对不对，无组织是B不是C", CITY, {"0.无组织排放": "B"}),
        ("监测监控C级，环境管理也一样", CITY, {"0.监测监控": "C", "0.环境管理": "C"}),
        ("运输去年是C，今年换了车到B了", CITY, {"0.运输监管": "B"}),
        ("有三条B类指标没达到", CLASSES, {"0.差异化指标": "C"}),
        ("省里督查过，没提什么问题", CITY, {"events.check_unmet": False}),
        ("交晚了", SHANDONG, {}),
    ],
)
def test_grades_and_events_in_one_breath(text: str, scheme: str, expected: dict[str, Any]) -> None:
    found = facts(text if scheme != CLASSES else f"自查下来{text}", scheme)
    assert {item: found.get(item) for item in expected} == expected
    if not expected:
        assert found == {}


def test_what_is_said_late_answers_the_filing_asked_for() -> None:
    assert facts("交晚了", SHANDONG, "events.filed_on_time") == {"events.filed_on_time": False}


def test_a_rejection_that_goes_on_is_a_correction() -> None:
    read = read_message("上一条撤回，质量证书过期了", pack_of(FACTORY))
    assert read.intent == "correct"
    assert [(p.item, p.status) for p in read.proposals] == [("2.02", "not_met")]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("为什么给我算成D了", "why"),
        ("帮我弄个升级路线图", "plan"),
        ("现在能定几级了", "assess"),
        ("C类企业停不停", "ask"),
        ("对的，记上吧", "confirm"),
        ("换下一题", "skip"),
        ("我要是不报，会咋处理", "ask"),
        ("没什么问题", "tell"),
        ("叉车都改成电的了", "tell"),
    ],
)
def test_what_more_messages_want(text: str, intent: str) -> None:
    assert read_intent(text, outstanding=False, asked=False) == intent


def test_words_alone_find_their_item_only_when_clearly_ahead() -> None:
    pack = pack_of(FACTORY)
    found = likely_mention(pack, "可回收利用率按国标计算")
    assert found is None or found.item.id == "4.11"
    assert likely_mention(pack, "今天天气不错") is None
    assert likely_mention(pack, "我们厂有车间") is None


def test_a_turn_and_the_past_are_kept_with_the_statement() -> None:
    said = statements("以前没有危废间，但是今年盖了一间")
    assert [(s.past, s.turned) for s in said] == [(True, False), (False, True)]
