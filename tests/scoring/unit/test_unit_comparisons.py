"""Comparison words and units: every word, every way of writing, every unit and its factor."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoring.comparisons import (
    Basis,
    Comparison,
    folded_phrase,
    operator_of,
    parse_comparison,
    reference_oxygen,
    words_allowed,
)
from scoring.errors import FactError
from scoring.units_of_measure import (
    alternatives,
    at_reference_oxygen,
    convert,
    emission_stage,
    exact_in,
    find_unit,
    folded,
)

D = Decimal


@pytest.mark.parametrize(
    ("operator", "inside", "outside"),
    [
        ("<=", ("4", "5"), ("5.1",)),
        ("<", ("4.9",), ("5", "6")),
        (">=", ("5", "6"), ("4.9",)),
        (">", ("5.1",), ("5", "4")),
    ],
)
def test_a_comparison_holds(operator: Any, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    comparison = Comparison(operator, D(5))
    assert [value for value in inside if not comparison.holds(Fraction(value))] == []
    assert [value for value in outside if comparison.holds(Fraction(value))] == []
    assert comparison.ends == (D(5),)


def test_a_range_holds_with_both_its_ends() -> None:
    span = Comparison("range", D(5), high=D(8))
    assert [span.holds(Fraction(value)) for value in ("4.9", "5", "8", "8.1")] == [False, True, True, False]
    assert span.ends == (D(5), D(8))
    point = Comparison("range", D(5))
    assert [point.holds(Fraction(value)) for value in ("4.9", "5", "5.1")] == [False, True, False]


def c(operator: Any, value: str, high: str | None = None) -> Comparison:
    return Comparison(operator, D(value), high=None if high is None else D(high))


@pytest.mark.parametrize(
    ("wide", "narrow", "whole"),
    [
        (c("<=", "5"), c("<=", "5"), True),
        (c("<=", "5"), c("<", "5"), True),
        (c("<", "5"), c("<=", "5"), False),
        (c("<", "5"), c("<", "5"), True),
        (c("<=", "6"), c("<=", "5"), True),
        (c("<=", "5"), c("<=", "6"), False),
        (c("<", "6"), c("<=", "5"), True),
        (c(">=", "5"), c(">=", "5"), True),
        (c(">=", "5"), c(">", "5"), True),
        (c(">", "5"), c(">=", "5"), False),
        (c(">", "5"), c(">", "5"), True),
        (c(">=", "4"), c(">=", "5"), True),
        (c(">=", "5"), c(">=", "4"), False),
        (c(">", "0.5"), c(">=", "2"), True),
        (c(">", "3"), c(">=", "2"), False),
        (c("<=", "5"), c(">=", "1"), False),
        (c(">=", "1"), c("<=", "5"), False),
        (c("<=", "5"), c("range", "1", "5"), True),
        (c("<", "5"), c("range", "1", "5"), False),
        (c(">=", "1"), c("range", "1", "5"), True),
        (c(">", "1"), c("range", "1", "5"), False),
        (c("range", "1", "5"), c("range", "1", "5"), True),
        (c("range", "1", "5"), c("range", "2", "4"), True),
        (c("range", "2", "5"), c("range", "1", "5"), False),
        (c("range", "1", "4"), c("range", "1", "5"), False),
        (c("range", "1", "5"), c("<=", "5"), False),
        (c("range", "1", "5"), c(">=", "1"), False),
    ],
)
def test_one_demand_contains_another(wide: Comparison, narrow: Comparison, whole: bool) -> None:
    assert wide.contains(narrow) is whole


WORDS = {
    "<=": "不高于 不大于 不超过 未超过 小于等于 小于或等于 低于或等于 至多 最多 最高 ≤ <= 以下 以内 及以下 及以内 (含)以下 (含)以内 或以下 含以下",
    "<": "小于 低于 不足 少于 < (不含)以下 (不含)以内",
    ">=": "不低于 不小于 不少于 大于等于 大于或等于 高于或等于 达到 至少 ≥ >= 以上 及以上 (含)以上 或以上 或者以上 含以上",
    ">": "大于 高于 超过 多于 > (不含)以上",
    "range": "至 范围",
}


@pytest.mark.parametrize("operator", WORDS)
def test_every_word_means_its_operator(operator: str) -> None:
    words = WORDS[operator].split()
    assert {word: operator_of(word) for word in words} == dict.fromkeys(words, operator)


@pytest.mark.parametrize(
    ("word", "direction", "operator"),
    [
        ("优于", "lower", "<"),
        ("优于", "higher", ">"),
        ("不劣于", "lower", "<="),
        ("不劣于", "higher", ">="),
        ("优于", None, None),
        ("以上", "lower", ">="),
        ("不得高于", None, "<="),
        ("不应 大于", None, "<="),
        ("不能超过", None, "<="),
        ("不可少于", None, ">="),
        ("不宜低于", None, ">="),
        ("（含）以上", None, ">="),
        ("大约", None, None),
        ("", None, None),
    ],
)
def test_words_with_a_direction_or_softened(word: str, direction: Any, operator: str | None) -> None:
    assert operator_of(word, direction) == operator


def test_words_that_a_pack_may_use() -> None:
    allowed = words_allowed()
    assert allowed[-6:] == ("以上", "以下", "以内", "优于", "不劣于", "至")
    assert {"不高于", "小于", "不低于", "大于"} <= set(allowed)
    assert all(operator_of(word, "lower") is not None for word in allowed)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("１０ MG／M³", "10mg/m3"),
        ("5—8", "5-8"),
        ("5――8", "5――8"),
        ("5–8−9", "5-8-9"),
        ("5～8", "5~8"),
        ("≦5", "≤5"),
        ("≧5", "≥5"),
        ("⩽5", "≤5"),
        ("⩾5", "≥5"),
        ("不得 高于5µm", "不高于5μm"),
    ],
)
def test_one_way_of_writing(text: str, read: str) -> None:
    assert folded_phrase(text) == read


@pytest.mark.parametrize(
    ("phrase", "direction", "found"),
    [
        ("不高于10mg/m³", None, Comparison("<=", D(10), "mg/m3")),
        ("10 mg/m³以下。", None, Comparison("<=", D(10), "mg/m3")),
        ("18%及以上；", None, Comparison(">=", D(18), "%")),
        ("≦1,000万块/年", None, Comparison("<=", D(1000), "万块/年")),
        ("应大于0.5", None, Comparison(">", D("0.5"))),
        ("优于10", "lower", Comparison("<", D(10))),
        ("国五及以上", "lower", Comparison(">=", D(5), "国")),
        ("不低于国Ⅵ排放标准", None, Comparison(">=", D(6), "国")),
        ("10—20mg/m3", None, Comparison("range", D(10), "mg/m3", D(20))),
        ("10mg/m3—20mg/m3", None, Comparison("range", D(10), "mg/m3", D(20))),
        (
            "不高于10mg/m3（基准氧含量8.5%，小时均值）",
            None,
            Comparison("<=", D(10), "mg/m3", None, Basis(D("8.5"), "基准氧含量8.5%,小时均值")),
        ),
        ("不高于10mg/m3（干基）", None, Comparison("<=", D(10), "mg/m3", None, Basis(None, "干基"))),
        ("10", None, None),
        ("不高于10以上", None, None),
        ("不高于10以下", None, Comparison("<=", D(10))),
        ("20—10", None, None),
        ("10—10", None, None),
        ("不高于10—20", None, None),
        ("10mg/m3—20%", None, None),
        ("不高于10克拉", None, None),
        ("优于10", None, None),
        ("颗粒物不高于10", None, None),
        ("", None, None),
    ],
)
def test_a_phrase_is_read_whole_or_not_at_all(phrase: str, direction: Any, found: Comparison | None) -> None:
    assert parse_comparison(phrase, direction) == found


def test_the_reference_oxygen_of_a_text() -> None:
    assert reference_oxygen("基准氧含量为 8.5%") == D("8.5")
    assert reference_oxygen("参比含氧量按3％折算") == D(3)
    assert reference_oxygen("实测氧含量8%") is None
    assert reference_oxygen("") is None


# --- units ---

FACTORS = {
    "mg/m³": {"1": "mg/m3 mg/Nm³ 毫克/立方米", "0.001": "μg/m3 ug/m3 微克/立方米", "1000": "g/m3 克每立方米"},
    "%": {"1": "% 百分比 vol%", "0.1": "‰ 千分比"},
    "倍": {"1": "倍"},
    "千瓦时": {"1": "千瓦时 kWh 度", "1000": "兆瓦时 MWh", "10000": "万度 万千瓦时", "10000000": "万兆瓦时"},
    "个月": {"1": "个月 月", "12": "年"},
    "秒": {"1": "秒 s", "60": "分钟 min", "3600": "小时 h", "86400": "天 日", "604800": "周"},
    "块/年": {
        "1": "块/年 块标砖/年",
        "10000": "万块/年",
        "100000000": "亿块/年",
        "1000000": "百万块/年",
        "10000000": "千万块/年",
    },
    "吨": {"1": "t 吨", "0.001": "kg 千克", "0.000001": "g 克", "10000": "万吨"},
    "吨/小时": {"1": "t/h 蒸吨", "0.001": "kg/h"},
    "m": {"1": "米", "0.001": "mm", "0.01": "cm"},
    "℃": {"1": "℃ 摄氏度"},
}


@pytest.mark.parametrize("quantity", FACTORS)
def test_every_unit_has_its_quantity_and_factor(quantity: str) -> None:
    for factor, names in FACTORS[quantity].items():
        for name in names.split():
            assert find_unit(name) == (quantity, D(factor)), name


def test_units_that_are_not_counted_in_multiples_or_not_known() -> None:
    assert [find_unit(name) for name in ("万%", "万℃", "克拉", "", "万", "万克拉")] == [None] * 6


def test_units_are_looked_up_folded() -> None:
    assert folded(" ＭＧ / ｍ³ ") == "mg/m3"
    assert folded("µg") == folded("μg") == "μg"
    assert alternatives("‰") == ("%", "百分比", "vol%", "‰", "千分比")
    assert alternatives("克拉") == ()


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "found"),
    [
        ("5", None, "%", "5"),
        ("5", " ", "%", "5"),
        ("5", "％", "%", "5"),
        ("5", "‰", "%", "0.5"),
        ("1.5", "MWh", "千瓦时", "1500"),
        ("1500", "千瓦时", "兆瓦时", "1.5"),
        ("1", "年", "个月", "12"),
        ("12", "个月", "年", "1"),
        ("20", "月", "年", None),
        ("5", "吨", "%", None),
        ("5", "克拉", "%", None),
        ("5", "%", "克拉", None),
        ("5", "克拉", "克拉", None),
    ],
)
def test_a_value_in_another_unit(value: str, unit: str | None, wanted: str, found: str | None) -> None:
    assert convert(D(value), unit, wanted) == (None if found is None else D(found))


def test_a_value_stays_exact() -> None:
    long = D("1." + "0" * 1000 + "1")
    assert convert(long, "兆瓦时", "千瓦时") == D("1000." + "0" * 997 + "1")
    assert exact_in(D(1), "秒", "分钟", "x") == Fraction(1, 60)
    assert exact_in(D(1), None, "分钟", "x") == exact_in(D(1), " ", "分钟", "x") == Fraction(1)
    assert exact_in(D(2), "个", "个", "x") == Fraction(2)


@pytest.mark.parametrize(
    ("unit", "wanted", "message"),
    [
        (
            "ppm",
            "mg/m³",
            "这里：单位“ppm”是体积浓度，换算成 mg/m³ 取决于气体种类、温度和压力，不能自动换算；请填监测报告中的 mg/m³",
        ),
        ("吨", "%", "这里：单位“吨”不能换算成 %；可用的单位：%、百分比、vol%、‰、千分比"),
        ("克拉", "‰", "这里：单位“克拉”不能换算成 ‰；可用的单位：‰、%、百分比、vol%、千分比"),
        ("%", "个", "这里：单位“%”不能换算成 个；可用的单位：个"),
    ],
)
def test_a_unit_that_cannot_be_converted(unit: str, wanted: str, message: str) -> None:
    with pytest.raises(FactError) as caught:
        exact_in(D(1), unit, wanted, "这里")
    assert caught.value.detail == message


def test_the_correction_to_a_reference_oxygen() -> None:
    assert at_reference_oxygen(Fraction(10), D(12), D(18)) == Fraction(10, 3)
    assert at_reference_oxygen(Fraction(10), D(18), D(18)) == Fraction(10)


def test_vehicle_stages() -> None:
    names = [
        "国一 国1 国Ⅰ 国I",
        "国二 国2 国Ⅱ",
        "国三 国3 国Ⅲ",
        "国四 国4 国Ⅳ 国iv",
        "国五 国5 国Ⅴ",
        "国六 国6 国Ⅵ",
    ]
    assert [{emission_stage(name) for name in group.split()} for group in names] == [
        {1},
        {2},
        {3},
        {4},
        {5},
        {6},
    ]
    assert [emission_stage(name) for name in ("国七", "国0", "国六b", "六", "")] == [None] * 5
