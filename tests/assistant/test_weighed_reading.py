"""What was learned from examples finds rows and verdicts that no saying names, and corrects what small words get wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest
from read_facts import facts

from assistant.talk.learned_rows import NOTHING, knows, likely_rows
from assistant.talk.learned_verdicts import event_verdicts, verdicts
from assistant.talk.statements import statements
from assistant.talk.weighed_reading import stretches, twins
from scoring import load_scheme

FACTORY = "zhengzhou-green-factory"
PERFORMANCE = "zhengzhou-green-performance-2019"
SANMENXIA = "sanmenxia-grading-2022"
LIAOCHENG = "liaocheng-grading-2020"


def test_shares_of_rows_add_up_and_the_likeliest_comes_first() -> None:
    rows = likely_rows(FACTORY, "冲床那边换了隔音墙，厂边上夜里测都合格")
    assert sum(rows.values()) == pytest.approx(1.0)
    assert list(rows.values()) == sorted(rows.values(), reverse=True)
    assert next(iter(rows)) == "5.06"


def test_small_talk_is_about_no_row() -> None:
    assert next(iter(likely_rows(FACTORY, "我们老板姓王，在厂里干了二十年"))) == NOTHING


def test_of_an_unknown_scheme_nothing_is_known() -> None:
    assert not knows("no-such-scheme") and likely_rows("no-such-scheme", "有") == {}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("一直都有，年年复审都过", "yes"),
        ("材料递上去了，批文还没下来", "no"),
        ("听隔壁厂讲他们弄过", "open"),
    ],
)
def test_verdicts_follow_the_wording_as_a_whole(text: str, verdict: str) -> None:
    told = verdicts(text, "nothing")
    assert sum(told.values()) == pytest.approx(1.0)
    assert max(told, key=lambda name: told[name]) == verdict


def test_no_means_another_thing_of_another_event() -> None:
    late = event_verdicts("events.filed_on_time", "忙得忘了，系统关了才想起来")
    honest = event_verdicts("events.false_material", "数据全是真的，一个没编")
    assert late["no"] > 0.5 and honest["no"] > 0.5


def test_statements_about_one_row_go_together() -> None:
    parts = stretches(FACTORY, statements("厂界噪声去年超过一回，整改后今年报告合格，绿化也够"))
    assert parts[0].row == "5.06"
    assert parts[0].text.startswith("厂界噪声去年超过一回，整改后")


def test_twins_are_decided_by_one_number() -> None:
    pack = load_scheme(FACTORY)
    assert twins(pack, pack.items["6.17"]) == ("6.18",) and twins(pack, pack.items["6.18"]) == ("6.17",)
    assert twins(pack, pack.items["6.16"]) == () and twins(pack, pack.items["1.04"]) == ()


@pytest.mark.parametrize(
    ("scheme", "text", "expected"),
    [
        (FACTORY, "空压机那点热气都拉去给澡堂烧水了，现在用着", {"3.06": "met"}),
        (FACTORY, "全厂灯具200套，150套是LED", {"1.13": Decimal(75)}),
        (FACTORY, "规划给的容积率下限是1.0，我们实际1.5", {"6.01": Decimal("1.5"), "6.02": Decimal("1.5")}),
        (PERFORMANCE, "厂里一共40辆车，换成电的34辆", {"3.2.1": Decimal(85)}),
        (SANMENXIA, "评级以后没冒过黑烟没超过标，环保设备也没停过", {"events.emission_violation": False}),
        (LIAOCHENG, "材料绝没掺假，环境管理够B", {"events.false_material": False, "0.环境管理水平": "B"}),
    ],
)
def test_facts_are_read_from_words_that_no_saying_names(
    scheme: str, text: str, expected: dict[str, object]
) -> None:
    assert facts(scheme, text) == expected


def test_the_reason_for_a_grade_does_not_take_it_back() -> None:
    assert facts(LIAOCHENG, "运输管控D，门禁没联网") == {"0.运输管控": "D"}


@pytest.mark.parametrize(
    ("pending", "text", "expected"),
    [
        ("1.01", "还在走验收，没弄完", "not_met"),
        ("2.06", "证在手里，明年才到期", "met"),
        ("1.13", "七成左右吧", Decimal(70)),
        ("1.13", "说不好，没统计过", "unknown"),
    ],
)
def test_answers_are_taken_as_a_whole(pending: str, text: str, expected: object) -> None:
    assert facts(FACTORY, text, pending)[pending] == expected


@pytest.mark.parametrize(
    "text", ["听说隔壁厂装了光伏", "要是余热能用上就好了", "打算明年把能源管理中心建起来"]
)
def test_hearsay_wishes_and_plans_establish_nothing(text: str) -> None:
    assert facts(FACTORY, text) == {}


@pytest.mark.parametrize(
    ("text", "expected"), [("没错", "met"), ("没问题", "met"), ("木有", "not_met"), ("没有", "not_met")]
)
def test_bare_answers_are_what_they_are(text: str, expected: str) -> None:
    assert facts(FACTORY, text, "1.04") == {"1.04": expected}


@pytest.mark.parametrize("text", ["第2条同上", "记住“好”等于“通过”", "按约定给结论"])
def test_what_says_nothing_of_the_row_is_no_answer(text: str) -> None:
    assert facts(FACTORY, text, "1.04") == {}


def test_a_grade_of_other_aspects_does_not_answer_the_question_asked() -> None:
    text = "炉子和能源都对过指南，够B；料棚还没封，只能算C"
    expected = {"0.工艺装备": "B", "0.能源类型": "B", "0.无组织排放": "C"}
    assert facts(SANMENXIA, text, "0.无组织排放") == expected == facts(SANMENXIA, text)
