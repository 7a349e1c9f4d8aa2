"""What a plan says of the text beside its rules: only what applies to the firm, each with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from plan_cases import (
    SAMPLE,
    citing,
    classes,
    context,
    equipped,
    ladder,
    planned,
    province,
    sample,
    sanmenxia,
)

from prompts import plan_context
from prompts.plan_citations import Citations
from prompts.plan_contacts import Whereabouts
from prompts.plan_course import avoided
from prompts.plan_warnings import NOTHING_SAID, SAME, SEE_ANY_LEVEL
from scoring.rules.loader import load_pack, load_scheme


def test_each_industry_of_a_firm_has_its_batch_with_the_days_left() -> None:
    first, second = province().course.batches
    assert first.startswith("水泥：属建材类行业，2021年9月15日前审核认定〔") and first.endswith(
        "（还有 26 天）"
    )
    assert second.startswith("工业涂装：属涉VOCs行业，2021年8月15日前") and second.endswith("（已过）")
    on_the_day = province(as_of="2021-09-15").course.batches
    assert [line.rpartition("（")[2] for line in on_the_day] == ["就在当日）", "已过）"]


def test_an_industry_without_a_batch_is_said_to_be_open() -> None:
    units = [{"name": "甲", "industry": "翻砂"}]
    assert province(facts={"units": units}).course.batches == (
        "翻砂：没有对上文本分批的行业名称，批次待核对。",
    )
    silent = context("henan-grading-2021", {"facts": {"units": [{"name": "甲"}]}})
    assert silent.course.batches == ("没有说明行业，不能对应到批次。",)
    own = context("henan-grading-2021", {"facts": {"units": [{"name": "甲"}]}}, {"industry": "铸造"})
    assert own.course.batches[0].startswith("铸造：属金属类行业")


def test_a_text_without_batches_says_nothing_of_them() -> None:
    assert not ladder().course.batches and not sample().course.batches


def test_the_steps_keep_the_order_of_the_text() -> None:
    pack = load_scheme("sanmenxia-grading-2022")
    told = sanmenxia().course.procedure
    assert [(row.who, row.what) for row in told] == [(step.who, step.what) for step in pack.procedure]
    assert all(row.ref.startswith("〔") for row in told)


def test_passed_cycles_and_drafts_are_said_to_be_so() -> None:
    assert "年度周期已过（到 2022-12-31）" in sanmenxia().course.note
    assert "主管部门核实" in sanmenxia().course.note
    assert sample().course.note == "本文本尚未正式印发，以下程序和要求还可能变动。"
    assert province().course.note == ""


def test_contacts_are_those_for_the_county_of_the_firm() -> None:
    told = sanmenxia(Whereabouts(("灵宝市", "三门峡市", "河南省", "国家"))).course
    assert [row.who[:2] for row in told.contacts if row.purpose == "申报帮扶"] == ["史莎"]
    assert "2804369" in told.contacts[2].line and "灵宝市" in told.contacts_note
    assert "现场核查（全区域）" in told.contacts[3].line
    zone = sanmenxia(region="三门峡市开发区").course
    assert [row.who[:2] for row in zone.contacts if row.purpose == "申报帮扶"] == ["王洋"]


@pytest.mark.parametrize("where", [Whereabouts(), Whereabouts(("三门峡市", "河南省", "国家"))])
def test_all_contacts_are_shown_while_the_county_is_open(where: Whereabouts) -> None:
    told = sanmenxia(where).course
    assert len(told.contacts) == len(load_scheme("sanmenxia-grading-2022").contacts)
    assert "请按所在县（市、区）选用" in told.contacts_note


def test_contacts_of_another_place_are_not_shown() -> None:
    told = sanmenxia(Whereabouts(("聊城市", "山东省", "国家"), outside=True)).course
    assert not told.contacts and told.contacts_note.startswith("企业不在三门峡市")


def test_a_missing_phone_is_said_to_be_missing() -> None:
    assert province().course.contacts_note == "文本没有写电话和邮箱。"
    assert "电话" not in sample().course.contacts_note


def test_the_confirmed_grade_and_the_target_stand_side_by_side() -> None:
    told = province().warnings
    assert (told.now, told.goal) == ("C级", "A级")
    assert [row.level for row in told.rows] == ["各级别", "黄色", "橙色", "红色"]
    assert told.rows[0].now.startswith("停部分生产线或设备") and "可自主采取减排措施" in told.rows[0].goal
    assert "（条件：实现清洁能源替代" in told.rows[0].goal
    assert told.rows[1].now.startswith("水泥行业：按生产线停产50%")
    assert {row.goal for row in told.rows[1:]} == {SEE_ANY_LEVEL}


def test_pages_outside_the_text_are_marked_with_how_far_they_were_seen() -> None:
    told = province().warnings
    assert all("〔外" in row.now for row in told.rows)
    assert [line[:4] for line in told.sources[:3]] == ["〔外1〕", "〔外2〕", "〔外3〕"]
    assert all("公开报道" in line for line in told.sources[:3])
    assert "粉磨站等其他类型没有见到" in told.sources[3]
    quotes = [row.quote for group in province().sources for row in group.rows]
    assert "在重污染天气预警期间，可自主采取减排措施" in quotes


def test_levels_that_the_text_tells_apart_are_explained() -> None:
    told = classes().warnings
    assert (told.now, told.goal) == ("B类", "A类")
    assert [(row.level, row.now == NOTHING_SAID, row.goal == NOTHING_SAID) for row in told.rows] == [
        ("黄色", False, True),
        ("橙色", False, False),
        ("红色", True, False),
    ]
    assert [line[:4] for line in told.levels] == ["黄色预警", "橙色预警", "红色预警"]
    assert not sanmenxia().warnings.levels


def test_what_holds_for_every_grade_is_said_once() -> None:
    told = ladder().warnings
    assert not told.rows and len(told.common) == 2
    assert not sample().warnings.common and not sample().warnings.rows


def test_a_firm_at_its_target_is_not_told_the_same_twice() -> None:
    units = [{"name": "厂", "industry": "水泥", "aspects": {"差异化指标": "A"}}]
    told = classes(facts={"units": units}).warnings
    assert told.rows and {row.goal for row in told.rows} == {SAME}


def test_what_costs_a_grade_is_told_with_its_clause() -> None:
    assert [line.partition("〔")[0] for line in sample().avoided] == ["提供虚假材料"]
    pack = load_scheme("sanmenxia-grading-2022")
    assert len(sanmenxia().avoided) == len(pack.withdrawal)


def test_an_event_that_no_ground_tells_joins_what_is_to_be_avoided() -> None:
    pack = replace(load_scheme("henan-grading-2021"), withdrawal=())
    (line,) = avoided(pack, Citations(citing))
    assert line.startswith("超标或偷排等违法：降级处理")


def test_a_text_without_any_of_this_leaves_the_parts_empty() -> None:
    bare = replace(load_pack(SAMPLE), procedure=(), contacts=(), calendar=(), withdrawal=())
    told = plan_context(bare, planned(bare, {"facts": {}}), {}, citing)
    assert told.course.note == "" and not told.course.procedure and not told.avoided
    assert equipped(bare) is bare
