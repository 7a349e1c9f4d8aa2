"""Comparison words mean what the language of rules says, on both sides of the figure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.comparisons import Comparison, operator_of, parse_comparison

BELOW, ON, ABOVE = Fraction(999, 100), Fraction(10), Fraction(1001, 100)
AT_MOST, LESS, AT_LEAST, MORE = (
    (True, True, False),
    (True, False, False),
    (False, True, True),
    (False, False, True),
)


@pytest.mark.parametrize(
    ("phrase", "holds"),
    [
        *[
            (f"{word}10mg/m³", AT_MOST)
            for word in ("不高于", "不大于", "不超过", "≤", "至多", "小于等于", "不得高于", "不应超过")
        ],
        *[(f"10mg/m3{word}", AT_MOST) for word in ("以下", "以内", "及以下", "（含）以下")],
        *[(f"{word}10 毫克/立方米", LESS) for word in ("小于", "低于", "不足", "＜", "<")],
        *[
            (f"{word} 10%", AT_LEAST)
            for word in ("不低于", "不小于", "不少于", "达到", "≥", "至少", "不得低于")
        ],
        *[(f"10％{word}", AT_LEAST) for word in ("以上", "及以上", "（含）以上")],
        *[(f"{word}10%", MORE) for word in ("大于", "高于", "超过", "＞")],
        ("10%（不含）以上", MORE),
        ("10%（不含）以下", LESS),
    ],
)
def test_a_phrase_decides_just_below_on_and_just_above_its_figure(
    phrase: str, holds: tuple[bool, bool, bool]
) -> None:
    comparison = parse_comparison(phrase)
    assert comparison is not None, phrase
    assert tuple(comparison.holds(number) for number in (BELOW, ON, ABOVE)) == holds


@pytest.mark.parametrize(
    ("phrase", "operator", "value", "unit"),
    [
        ("不高于10 mg/m³", "<=", "10", "mg/m3"),
        ("18%以上", ">=", "18", "%"),
        ("国五及以上", ">=", "5", "国"),
        ("国Ⅵ排放标准及以上", ">=", "6", "国"),
        ("优于国五", ">", "5", "国"),
        ("不劣于国5", ">=", "5", "国"),
        ("6000万块/年及以上", ">=", "6000", "万块/年"),
        ("不低于1,000 千瓦时", ">=", "1000", "千瓦时"),
        ("12个月以上", ">=", "12", "个月"),
        ("不少于0.3m/s；", ">=", "0.3", "m/s"),
    ],
)
def test_a_phrase_is_read_whole(phrase: str, operator: str, value: str, unit: str) -> None:
    comparison = parse_comparison(phrase)
    assert comparison is not None
    assert (comparison.operator, comparison.value, comparison.unit) == (operator, Decimal(value), unit)


@pytest.mark.parametrize(
    "phrase", ["10—20mg/m3", "10-20 mg/m³", "10～20mg/m3", "10至20mg/m3", "10mg/m3~20mg/m3"]
)
def test_a_range_includes_both_ends(phrase: str) -> None:
    comparison = parse_comparison(phrase)
    assert comparison is not None and comparison.ends == (Decimal(10), Decimal(20))
    assert [comparison.holds(Fraction(n)) for n in (9, 10, 15, 20, 21)] == [False, True, True, True, False]


def test_a_basis_in_brackets_is_kept() -> None:
    comparison = parse_comparison("不高于10 mg/m³（基准氧含量18%）")
    assert comparison is not None and comparison.basis.oxygen == Decimal(18)
    hourly = parse_comparison("≤10mg/m3（小时均值）")
    assert hourly is not None and (hourly.basis.oxygen, hourly.basis.text) == (None, "小时均值")


@pytest.mark.parametrize(
    "phrase",
    [
        "10mg/m3",
        "不低于18%以下",
        "超过10%以上",
        "低于10mg/m3以下",
        "不高于10ppm",
        "不高于10mg/m3且不低于5mg/m3",
        "国六b及以上",
        "20-10mg/m3",
        "优于10mg/m3",
        "采用袋式除尘",
        "符合GB/T 16758",
        "",
    ],
)
def test_what_is_not_wholly_understood_is_not_read(phrase: str) -> None:
    assert parse_comparison(phrase) is None


def test_better_needs_the_direction_of_the_quantity() -> None:
    for word, lower, higher in (("优于", "<", ">"), ("不劣于", "<=", ">=")):
        assert operator_of(word) is None
        assert operator_of(word, "lower") == lower
        assert operator_of(word, "higher") == higher
    found = parse_comparison("优于10mg/m3", "lower")
    assert found is not None and not found.holds(ON) and found.holds(BELOW)


COMPARISONS = st.builds(
    lambda operator, low, gap: Comparison(
        operator, Decimal(low), "%", Decimal(low + gap) if operator == "range" else None
    ),
    st.sampled_from(["<=", "<", ">=", ">", "range"]),
    st.integers(0, 6),
    st.integers(1, 3),
)


@given(COMPARISONS, COMPARISONS)
def test_one_demand_contains_another_if_and_only_if_every_number_says_so(
    one: Comparison, other: Comparison
) -> None:
    numbers = [Fraction(n, 2) for n in range(-4, 30)]
    assert one.contains(other) is all(one.holds(number) for number in numbers if other.holds(number))
