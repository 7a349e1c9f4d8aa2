"""Bands: limits and their sides, order, and each fault with its words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scoring.rules.bands import build_bands
from scoring.rules.pack import Band
from scoring.rules.pack_schema import BandModel


def models(*bands: dict[str, Any]) -> list[BandModel]:
    return [BandModel.model_validate(band) for band in bands]


def test_bands_come_in_rising_order_with_their_limits_and_outcomes() -> None:
    bands, faults = build_bands(
        models(
            {"above": "20", "gives": "full"},
            {"below": "-5", "gives": "none"},
            {"from": "-5", "up_to": "20", "gives": "open"},
        ),
        "这里",
    )
    assert faults == []
    assert bands == (
        Band(None, False, Decimal(-5), False, "none"),
        Band(Decimal(-5), True, Decimal(20), True, "open"),
        Band(Decimal(20), False, None, False, "full"),
    )


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        (
            [{"from": "1", "above": "1", "gives": "met"}, {"below": "1", "gives": "not_met"}],
            ("这里", "下限", "from 或 above"),
        ),
        (
            [{"above": "1", "gives": "met"}, {"below": "1", "up_to": "1", "gives": "not_met"}],
            ("这里", "上限", "below 或 up_to"),
        ),
        (
            [{"from": "0", "below": "1", "gives": "none"}, {"from": "1", "gives": "full"}],
            ("这里", "整条数轴", "第一个区间不写下限，最后一个区间不写上限"),
        ),
        (
            [{"below": "1", "gives": "none"}, {"from": "1", "below": "9", "gives": "full"}],
            ("这里", "整条数轴"),
        ),
        (
            [{"below": "1", "gives": "none"}, {"from": "2", "gives": "full"}],
            ("这里", "在 1 与 2 处有空缺或重叠", "上一个用 below 时下一个用 from", "up_to 时下一个用 above"),
        ),
        ([{"below": "1", "gives": "none"}, {"above": "1", "gives": "full"}], ("在 1 与 1 处",)),
        ([{"up_to": "1", "gives": "none"}, {"from": "1", "gives": "full"}], ("在 1 与 1 处",)),
        ([{"gives": "none"}, {"from": "1", "gives": "full"}], ("在 None 与 1 处",)),
    ],
)
def test_one_fault_is_named_once(bands: list[dict[str, Any]], words: tuple[str, ...]) -> None:
    _, faults = build_bands(models(*bands), "这里")
    assert len(faults) == 1
    assert [word for word in words if word not in faults[0]] == []


def test_two_limits_on_one_side_leave_the_usual_one() -> None:
    (band,), _ = build_bands(
        models({"from": "1", "above": "2", "below": "8", "up_to": "9", "gives": "met"}), "这里"
    )
    assert (band.low, band.high) == (Decimal(1), Decimal(8))


@pytest.mark.parametrize(
    ("band", "inside", "outside"),
    [
        (Band(Decimal(1), True, Decimal(2), True, "met"), ("1", "1.5", "2"), ("0.99", "2.01")),
        (Band(Decimal(1), False, Decimal(2), False, "met"), ("1.01", "1.99"), ("1", "2", "0", "3")),
        (Band(None, False, Decimal(2), False, "met"), ("-9", "1.99"), ("2", "3")),
        (Band(Decimal(1), True, None, False, "met"), ("1", "99"), ("0.99",)),
        (Band(None, False, None, False, "met"), ("-99", "99"), ()),
    ],
)
def test_a_value_lies_inside_or_outside(
    band: Band, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    assert [value for value in inside if not band.holds(Decimal(value))] == []
    assert [value for value in outside if band.holds(Decimal(value))] == []
