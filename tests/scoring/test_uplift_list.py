"""The list of firms to be uplifted: one row an industry, in the order of the form, blanks left blank."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from scoring import FactError, RequestError, load_scheme, read_request
from scoring.many.uplift_list import ListedFirm, UpliftRow, Wish, in_order, list_format, uplift_rows

PACK = load_scheme("henan-grading-2021")
ASPECTS = [item.id for item in PACK.of_kind("aspect")]
CITIES = ("郑州市", "洛阳市")


def unit(industry: str | None, track: str | None = None, **grades: str | None) -> dict[str, Any]:
    known = {aspect: grades.get(aspect, "A" if track is None else "引领性") for aspect in ASPECTS}
    aspects = {aspect: grade for aspect, grade in known.items() if grade is not None}
    return {"industry": industry, "track": track, "aspects": aspects}


def listed(*units: dict[str, Any], wishes: tuple[Wish, ...] = (), **events: bool) -> ListedFirm:
    body = {"facts": {"units": list(units), "events": events}}
    request = read_request(PACK, body, today=date(2021, 6, 1))
    return ListedFirm("某厂", "郑州市", "巩义市", request, wishes)


def only(*units: dict[str, Any], wishes: tuple[Wish, ...] = (), **events: bool) -> UpliftRow:
    rows = uplift_rows(PACK, listed(*units, wishes=wishes, **events))
    assert len(rows) == 1
    return rows[0]


def test_a_settled_firm_aims_one_grade_up_and_names_what_is_below_it() -> None:
    row = only(unit("铸造", 运输监管="C", 环境管理="C", 监测监控="B"))
    assert (row.now, row.target) == ("C", "B")
    assert row.indicators == ("环境管理", "运输监管")
    assert row.problems == "环境管理现为C，低于B；运输监管现为C，低于B"


def test_a_wish_sets_the_target_and_with_it_what_is_short() -> None:
    row = only(
        unit("铸造", 运输监管="C", 监测监控="B"),
        wishes=(Wish(target="A", measures="换车", finish="2021年7月30日"),),
    )
    assert (row.target, row.indicators) == ("A", ("监测监控", "运输监管"))
    assert (row.measures, row.finish) == ("换车", "2021年7月30日")


@pytest.mark.parametrize("target", ["C", "D", "S", "引领性"])
def test_a_target_that_is_no_step_up_is_refused(target: str) -> None:
    with pytest.raises(FactError, match="应为 A、B、B- 之一"):
        uplift_rows(PACK, listed(unit("铸造", 运输监管="C"), wishes=(Wish(target=target),)))


def test_what_nobody_gave_stays_blank_and_open() -> None:
    row = only(unit("铸造", 运输监管="C"))
    columns = list_format(PACK).columns
    assert [columns[place] for place in row.blanks()] == ["重点行业分支", "改造措施", "拟完成时间"]
    assert (row.branch, row.measures, row.finish) == ("", "", "")


def test_an_open_grade_is_an_interval_and_has_no_target_of_its_own() -> None:
    row = only(unit("铸造", 运输监管="C", 环境管理=None))
    assert (row.now, row.target) == ("D～C（未定）", "")
    assert row.problems == "运输监管现为C，低于B；尚未说明：环境管理"


def test_a_firm_that_may_be_at_the_top_is_listed_until_it_is_certain() -> None:
    row = only(unit("铸造", 环境管理=None))
    assert (row.now, row.indicators, row.problems) == ("D～A（未定）", (), "尚未说明：环境管理")


def test_an_aspect_between_two_grades_is_short_only_when_its_better_end_is() -> None:
    between = unit("铸造", 运输监管="C")
    between["aspects"] |= {"环境管理": {"at_least": "C"}, "监测监控": {"below": "B"}}
    row = only(between, wishes=(Wish(target="B"),))
    assert row.indicators == ("监测监控", "运输监管")
    assert row.problems.startswith("监测监控现为D～C，低于B")
    assert row.problems.endswith("尚未说明：环境管理")


def test_a_firm_at_the_top_is_not_listed() -> None:
    assert uplift_rows(PACK, listed(unit("铸造"))) == ()
    assert uplift_rows(PACK, listed(unit("防水建筑材料", "leading"))) == ()


def test_a_firm_of_two_industries_has_a_row_for_each_that_names_the_other() -> None:
    rows = uplift_rows(PACK, listed(unit("铸造", 运输监管="C"), unit("水泥", 运输监管="B")))
    assert [(row.industry, row.now, row.remark) for row in rows] == [
        ("铸造", "C", "企业还涉及：水泥"),
        ("水泥", "B", "企业还涉及：铸造"),
    ]


def test_a_wish_goes_to_the_row_of_its_industry() -> None:
    wishes = (Wish("水泥", branch="粉磨站"), Wish(remark="重点帮扶"))
    rows = uplift_rows(PACK, listed(unit("铸造", 运输监管="C"), unit("水泥", 运输监管="B"), wishes=wishes))
    assert [(row.branch, row.remark) for row in rows] == [
        ("", "企业还涉及：水泥；重点帮扶"),
        ("粉磨站", "企业还涉及：铸造"),
    ]
    with pytest.raises(FactError, match="制鞋"):
        uplift_rows(PACK, listed(unit("铸造", 运输监管="C"), wishes=(Wish("制鞋"),)))


def test_units_of_one_industry_share_a_row_at_the_lower_grade() -> None:
    row = only(unit("铸造", 运输监管="B"), unit("铸造", 环境管理="D"))
    assert (row.now, row.target, row.indicators) == ("D", "C", ("环境管理",))


def test_an_event_lowers_the_grade_and_is_told() -> None:
    row = only(unit("铸造"), emission_violation=True)
    assert row.now == "D～B（未定）"
    assert "降级" in row.problems


def test_a_leading_industry_aims_at_leading() -> None:
    row = only(unit("防水建筑材料", "leading", 环境管理="非引领性"))
    assert (row.now, row.target, row.indicators) == ("非引领性", "引领性", ("环境管理",))


def row(
    city: str, county: str, industry: str, target: str, indicators: tuple[str, ...], name: str
) -> UpliftRow:
    return UpliftRow(city, county, name, industry, "", "D", target, indicators, "", "", "", "")


def test_rows_are_in_the_order_of_the_form_however_they_came() -> None:
    wanted = [
        row("郑州市", "登封市", "铸造", "A", ("工艺装备",), "甲"),
        row("郑州市", "登封市", "铸造", "B", ("工艺装备", "能源类型"), "甲"),
        row("郑州市", "登封市", "铸造", "B", ("能源类型",), "甲"),
        row("郑州市", "登封市", "铸造", "B", ("能源类型",), "乙"),
        row("郑州市", "登封市", "铸造", "", ("工艺装备",), "甲"),
        row("郑州市", "登封市", "水泥", "A", ("工艺装备",), "甲"),
        row("郑州市", "登封市", "纺织", "A", ("工艺装备",), "甲"),
        row("郑州市", "巩义市", "焦化", "A", ("工艺装备",), "甲"),
        row("郑州市", "", "焦化", "A", ("工艺装备",), "甲"),
        row("洛阳市", "登封市", "焦化", "A", ("工艺装备",), "甲"),
        row("", "登封市", "焦化", "A", ("工艺装备",), "甲"),
    ]
    wanted[2], wanted[3] = sorted(wanted[2:4], key=lambda one: one.name)
    by_sound = {"登封市": 1, "巩义市": 2, "": 0}
    for seed in range(5):
        mixed = random.Random(seed).sample(wanted, len(wanted))
        assert in_order(PACK, mixed, CITIES, by_sound.__getitem__) == wanted


def test_the_cells_stand_under_the_columns_of_the_form() -> None:
    form = list_format(PACK)
    cells = dict(zip(form.columns, only(unit("铸造", 运输监管="C")).cells(7), strict=True))
    assert cells["序号"] == "7"
    assert cells["县(市、区)"] == "巩义市"
    assert cells["重点行业类型"] == "铸造"
    assert (cells["绩效现状"], cells["绩效提升目标"], cells["差异化指标"]) == ("C", "B", "运输监管")


def test_a_text_without_the_form_is_refused() -> None:
    with pytest.raises(RequestError, match="表样"):
        list_format(load_scheme("liaocheng-grading-2020"))
