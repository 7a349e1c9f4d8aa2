"""What a message takes away from its own facts, and what small words no longer mistake."""

from __future__ import annotations

import pytest
from read_facts import facts

FACTORY = "zhengzhou-green-factory"
PERFORMANCE = "zhengzhou-green-performance-2019"
HENAN = "henan-grading-2021"
CLASSES = "zhengzhou-control-class-2019"


@pytest.mark.parametrize(
    ("scheme", "text", "pending", "expected"),
    [
        # A row that does not apply, of which the rule knows no such thing, is not missed.
        (PERFORMANCE, "厂里没料场也没粉尘，这条不适用", "1.2.2", {}),
        # A number nobody took is open.
        (FACTORY, "采光还行，节能灯占比没统计过", None, {"1.13": None}),
        (FACTORY, "进没进行业前20没排过", "6.14", {"6.14": None}),
        # What is said of something else does not turn a fact round.
        (PERFORMANCE, "环境有，能源没有", "1.3.5", {"1.3.5": "met"}),
        (PERFORMANCE, "没出过事故，也没查出职业病", "4.1.1", {"4.1.1": None}),
        # A part that is not so denies what must hold as a whole.
        (FACTORY, "危废间是单独的，不过喷漆房和装配连着没隔开", "1.04", {"1.04": "not_met"}),
        # About how much is a number.
        (FACTORY, "节能灯大概占到85%了", None, {"1.13": 85}),
        # A name with 会 in it affirms nothing.
        (FACTORY, "社会责任报告？没那玩意儿", "2.09", {"2.09": "not_met"}),
    ],
)
def test_facts_of_a_points_scheme_are_limited_by_what_stands_beside_them(
    scheme: str, text: str, pending: str | None, expected: dict[str, object]
) -> None:
    read = facts(scheme, text, pending)
    for item, said in expected.items():
        assert read.get(item) == said
    if not expected:
        assert "not_met" not in read.values()


@pytest.mark.parametrize(
    ("scheme", "text", "item", "value"),
    [
        (HENAN, "监测监控想搞到A，在线设备还在询价", "0.监测监控", None),
        (HENAN, "有组织排放改造完了就是A", "0.有组织排放", None),
        (HENAN, "无组织排放还在弄，目标是弄到B", "0.无组织排放", None),
        (HENAN, "三年前无组织排放评过B，现在场子都搬了，没重评", "0.无组织排放", None),
        (HENAN, "我小舅子在轴承厂，他们那边运输监管A", "0.运输监管", None),
        (HENAN, "无组织排放刚才报的B作废，改成C", "0.无组织排放", "C"),
        (HENAN, "运输监管因为没门禁只给了C", "0.运输监管", "C"),
        (CLASSES, "申报的台账是编的，让查出来通报了", "events.filed_on_time", None),
    ],
)
def test_grades_and_events_are_not_taken_from_wishes_other_firms_and_other_events(
    scheme: str, text: str, item: str, value: object
) -> None:
    told = facts(scheme, text).get(item)
    assert (None if told == "unknown" else told) == value


def test_a_bare_grade_behind_another_aspect_is_no_answer_to_what_was_asked() -> None:
    assert "0.原辅材料" not in facts(HENAN, "我小舅子的厂监测监控评了A，俺们才C", "0.原辅材料")
    assert facts(HENAN, "对照过了，只够C", "0.原辅材料") == {"0.原辅材料": "C"}
