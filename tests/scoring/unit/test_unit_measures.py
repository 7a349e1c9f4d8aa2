"""Measures of a request: what is read, and what each refusal says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pack_files import try_pack

from scoring.errors import RequestError, ScoringError, UnknownItemError
from scoring.plan.measure_links import check_links, exclusive_pairs, in_order
from scoring.plan.measures import Measure, read_measures

POINTS, LADDER = try_pack("points"), try_pack("ladder")
AUTHORITY = replace(
    POINTS, items={**POINTS.items, "9": replace(POINTS.items["G.01"], id="9", kind="authority", gate=None)}
)
FIELDS = "id、title、items、cost、months、requires、excludes"
LONG = "很长" * 30


def entry(**more: Any) -> dict[str, Any]:
    return {"id": "m1", "items": {"1.01": 0.5}, **more}


def test_a_measure_is_read_whole() -> None:
    raw = [
        {
            "id": "m1",
            "title": "加建",
            "items": {"1.01": 0.5, "B.01": 1, "1.02": 1.0, "G.01": Decimal(1)},
            "cost": 12.5,
            "months": 3,
            "requires": ["m2", "m2"],
            "excludes": ["m3"],
        },
        {"id": "m2", "items": {"1.01": 1e-9}, "cost": 0, "months": 0},
        {"id": "m3", "items": {"1.02": 1}, "cost": 10**9, "months": 1200, "title": ""},
    ]
    assert read_measures(POINTS, raw, ()) == (
        Measure(
            "m1",
            "加建",
            {"1.01": Decimal("0.5"), "B.01": Decimal(1), "1.02": Decimal(1), "G.01": Decimal(1)},
            Decimal("12.5"),
            Decimal(3),
            False,
            ("m2",),
            ("m3",),
        ),
        Measure("m2", "m2", {"1.01": Decimal("1e-9")}, Decimal(0), Decimal(0)),
        Measure("m3", "m3", {"1.02": Decimal(1)}, Decimal(10**9), Decimal(1200)),
    )


def test_no_measures_and_an_empty_list_are_two_things() -> None:
    assert read_measures(POINTS, None, ()) is None
    assert read_measures(POINTS, [], ()) == ()


def test_grades_of_a_measure_name_a_unit_and_its_track() -> None:
    raw = [
        {"id": "m", "items": {"装备水平": "B-", "1.装备水平": "引领性", "02.装备水平": "C"}},
    ]
    (measure,) = read_measures(LADDER, raw, (False, True, False)) or ()
    assert measure.items == {"0.装备水平": "B-", "1.装备水平": "引领性", "2.装备水平": "C"}
    (alone,) = read_measures(LADDER, [{"id": "m", "items": {"装备水平": "A"}}], ()) or ()
    assert alone.items == {"0.装备水平": "A"}


@pytest.mark.parametrize(
    ("entries", "error", "message"),
    [
        ({}, RequestError, "measures：应为列表，每项含 id、title、items、cost、months"),
        ([1], RequestError, f"measures 第1项：应为对象，含 {FIELDS}"),
        ([entry(), entry(id="m2", x=1)], RequestError, f"measures 第2项：不认识的字段“x”；可用：{FIELDS}"),
        ([entry(id=" ")], RequestError, "measures 第1项：缺少 id"),
        ([entry(id=5)], RequestError, "measures 第1项：缺少 id"),
        ([entry(items={})], RequestError, "measures 第1项：items 应为“条目: 目标”的对象，至少一条"),
        ([entry(items=[1])], RequestError, "measures 第1项：items 应为“条目: 目标”的对象，至少一条"),
        ([entry(title=5)], RequestError, "measures 第1项：title 应为文字"),
        ([entry(), entry()], RequestError, "measures：编号“m1”重复；每项措施的 id 应不同"),
        (
            [entry(cost=-0.01)],
            RequestError,
            "measures 第1项 cost（万元）：为“-0.01”；应为不小于 0、不超过 1000000000 的数，不知道就填 null",
        ),
        (
            [entry(months=1200.5)],
            RequestError,
            "measures 第1项 months（月）：为“1200.5”；应为不小于 0、不超过 1200 的数，不知道就填 null",
        ),
        (
            [entry(cost=LONG)],
            RequestError,
            f"measures 第1项 cost（万元）：为“{LONG[:40]}”；应为不小于 0、不超过 1000000000 的数，不知道就填 null",
        ),
        ([entry(cost="5")], RequestError, None),
        (
            [entry(items={"9.9": 1})],
            UnknownItemError,
            "measures 第1项：方案 try-points 没有条目“9.9”",
        ),
        (
            [entry(items={"1.01": 1.01})],
            RequestError,
            "measures 第1项 1.01：为“1.01”；应为大于 0、不超过 1 的得分比例",
        ),
        (
            [entry(items={"1.01": LONG})],
            RequestError,
            f"measures 第1项 1.01：为“{LONG[:40]}”；应为大于 0、不超过 1 的得分比例",
        ),
        ([entry(items={"1.01": "1"})], RequestError, None),
        ([entry(items={"1.01": 0})], RequestError, None),
        (
            [entry(items={"1.02": 0.5})],
            RequestError,
            "measures 第1项 1.02：这一条只有满足或不满足，比例只能是 1",
        ),
        ([entry(items={"9": 1})], RequestError, "measures 第1项 9：这一组由主管部门评定，不能由措施直接得分"),
        ([entry(requires="m2")], RequestError, '第1项 requires：应为措施编号的列表，例如 ["m1"]，没有就不填'),
        ([entry(excludes=[1])], RequestError, '第1项 excludes：应为措施编号的列表，例如 ["m1"]，没有就不填'),
        (
            [entry(months=600, requires=["m2"]), entry(id="m2", months=601)],
            RequestError,
            "措施 m1 连同它之前的措施一共超过 1200 个月；请核对 months 和 requires",
        ),
    ],
)
def test_a_refusal_says_where_what_and_what_is_allowed(
    entries: Any, error: type[ScoringError], message: str | None
) -> None:
    with pytest.raises(error) as caught:
        read_measures(AUTHORITY, entries, ())
    assert message is None or caught.value.detail.endswith(message)


def test_measures_in_a_row_may_take_as_long_as_one_may() -> None:
    raw = [
        entry(months=600, requires=["m2"]),
        entry(id="m2", months=600),
        entry(id="m3", requires=["m4"]),
        entry(id="m4", months=1200),
    ]
    assert len(read_measures(POINTS, raw, ()) or ()) == 4


@pytest.mark.parametrize(
    ("items", "error", "message"),
    [
        ({"颜色": "A"}, UnknownItemError, "measures 第1项：没有“颜色”这个方面；可用：治理、装备水平"),
        ({"0.颜色": "A"}, UnknownItemError, "measures 第1项：没有“0.颜色”这个方面；可用：治理、装备水平"),
        ({"2.装备水平": "A"}, UnknownItemError, "measures 第1项：“2.装备水平”中的单元序号应为 0 到 1"),
        ({"x.装备水平": "A"}, UnknownItemError, "measures 第1项：“x.装备水平”中的单元序号应为 0 到 1"),
        ({"装备水平": "S"}, RequestError, "measures 第1项 装备水平：等级为“S”；应为 A、B、B-、C 之一"),
        ({"1.装备水平": "A"}, RequestError, "第1项 1.装备水平：等级为“A”；应为 引领性、非引领性 之一"),
        ({"装备水平": LONG}, RequestError, f"装备水平：等级为“{LONG[:40]}”；应为 A、B、B-、C 之一"),
    ],
)
def test_a_grade_that_cannot_be_is_refused(
    items: dict[str, Any], error: type[ScoringError], message: str
) -> None:
    more = {"治理": replace(LADDER.items["装备水平"], id="治理")}
    pack = replace(LADDER, items={**LADDER.items, **more})
    with pytest.raises(error) as caught:
        read_measures(pack, [{"id": "m", "items": items}], (False, True))
    assert caught.value.detail.endswith(message)


@pytest.mark.parametrize(
    ("requires", "excludes", "message"),
    [
        ({"a": ["a"]}, {"a": []}, "措施 a 的 requires：不能写它自己；请去掉“a”"),
        ({"a": [], "b": []}, {"a": ["b"], "b": ["b"]}, "措施 b 的 excludes：不能写它自己；请去掉“b”"),
        ({"a": ["x"], "b": []}, {}, "措施 a 的 requires：没有措施“x”；可用：a、b"),
        ({"a": []}, {"a": [LONG]}, f"措施 a 的 excludes：没有措施“{LONG[:40]}”；可用：a"),
        (
            {"a": ["b"], "b": ["c"], "c": ["a"]},
            {},
            "requires 绕成了一圈：a → b → c → a，哪一项都无法先做；请去掉其中一条",
        ),
    ],
)
def test_links_that_cannot_be_kept(
    requires: dict[str, list[str]], excludes: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(RequestError) as caught:
        check_links(requires, excludes)
    assert caught.value.detail == message


def test_links_that_can_be_kept() -> None:
    requires = {"a": ["c"], "b": [], "c": ["b"]}
    check_links(requires, {"a": ["b"], "b": [], "c": []})
    assert in_order(requires) == ("b", "c", "a")


def test_pairs_that_exclude_each_other_come_once_in_the_order_of_the_measures() -> None:
    excludes = {"z": ["y"], "y": ["x", "z"], "x": ["z"]}
    assert exclusive_pairs(excludes) == (("z", "y"), ("z", "x"), ("y", "x"))
