"""Units convert exactly and back; what cannot be converted is refused with what is allowed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import FactError
from scoring.units_of_measure import (
    alternatives,
    at_reference_oxygen,
    convert,
    emission_stage,
    exact_in,
    find_unit,
)

NUMBERS = st.decimals("0", "1000000", places=6)
UNITS = ["mg/m³", "%", "万块/年", "块", "千瓦时", "小时", "年", "万吨", "千克/吨", "吨/小时", "m/s"]


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        ("1", "mg/m³", "μg/m³", "1000"),
        ("1500", "µg/m3", "mg/m³", "1.5"),
        ("0.01", "g/m3", "毫克/立方米", "10"),
        ("5", "MG/M3", "mg/Nm³", "5"),
        ("18", "‰", "%", "1.8"),
        ("1.8", "％", "‰", "18"),
        ("0.6", "亿块/年", "万块/年", "6000"),
        ("6000", "万块/年", "块/a", "60000000"),
        ("2", "天", "h", "48"),
        ("90", "分钟", "小时", "1.5"),
        ("3", "年", "个月", "36"),
        ("2", "万吨", "kg", "20000000"),
        ("3", "万千瓦时", "MWh", "30"),
    ],
)
def test_a_value_converts_exactly(value: str, unit: str, wanted: str, expected: str) -> None:
    assert exact_in(Decimal(value), unit, wanted, "x") == Fraction(expected)
    assert convert(Decimal(value), unit, wanted) == Decimal(expected)


@given(NUMBERS, st.sampled_from(UNITS), st.data())
def test_there_and_back_is_the_same_number(value: Decimal, unit: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(alternatives(unit)))
    there = exact_in(value, unit, other, "x")
    quantity, factor = find_unit(other) or ("", Decimal(0))
    back = there * Fraction(factor) / Fraction((find_unit(unit) or ("", Decimal(1)))[1])
    assert quantity and back == Fraction(value)
    direct = convert(value, unit, other)
    assert direct is None or Fraction(direct) == there


@given(st.decimals("0", "1000", places=3), st.decimals("0", "20.9", places=2))
def test_the_correction_to_the_measured_oxygen_itself_changes_nothing(
    value: Decimal, oxygen: Decimal
) -> None:
    assert at_reference_oxygen(Fraction(value), oxygen, oxygen) == Fraction(value)


@given(
    st.decimals("0.1", "1000", places=3), st.decimals("0", "20", places=2), st.decimals("0", "20", places=2)
)
def test_the_correction_can_be_undone(value: Decimal, measured: Decimal, reference: Decimal) -> None:
    there = at_reference_oxygen(Fraction(value), measured, reference)
    assert at_reference_oxygen(there, reference, measured) == Fraction(value)
    assert (there > Fraction(value)) is (measured > reference)


def test_the_correction_is_the_formula_of_the_standards() -> None:
    assert at_reference_oxygen(Fraction(8), Decimal("19.5"), Decimal(18)) == Fraction(16)
    assert at_reference_oxygen(Fraction(10), Decimal(17), Decimal(18)) == Fraction(15, 2)


@pytest.mark.parametrize("unit", ["ppm", "PPM", "ppb", "μmol/mol"])
def test_a_volume_concentration_is_refused_with_the_reason(unit: str) -> None:
    with pytest.raises(FactError, match=r"体积浓度.*温度和压力") as caught:
        exact_in(Decimal(5), unit, "mg/m³", "units[0].indicators.x")
    assert caught.value.detail.startswith("units[0].indicators.x")


@pytest.mark.parametrize("unit", ["mg/m2", "吨", "随便", "%"])
def test_an_unfit_unit_is_refused_with_what_is_allowed(unit: str) -> None:
    with pytest.raises(FactError, match=r"不能换算成 mg/m³；可用的单位：mg/m³、.*微克/立方米"):
        exact_in(Decimal(5), unit, "mg/m³", "x")


def test_a_quotient_without_an_exact_decimal_is_no_decimal() -> None:
    assert convert(Decimal(20), "月", "年") is None
    assert convert(Decimal(30), "月", "年") == Decimal("2.5")
    assert exact_in(Decimal(20), "月", "年", "x") == Fraction(5, 3)


def test_no_unit_means_the_unit_of_the_rule_and_a_long_number_keeps_every_digit() -> None:
    long = Decimal("0." + "1234567890" * 6)
    assert convert(long, None, "%") is long
    assert convert(long, "百分比", "%") is long
    assert convert(long, "‰", "%") == Decimal("0.0" + "1234567890" * 6)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("国五", 5),
        ("国Ⅴ", 5),
        ("国5", 5),
        ("国 VI", 6),
        ("国Ⅳ", 4),
        ("国一", 1),
        ("国七", None),
        ("五", None),
        ("国六b", None),
    ],
)
def test_vehicle_stages(text: str, stage: int | None) -> None:
    assert emission_stage(text) == stage
