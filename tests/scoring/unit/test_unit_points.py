"""One statement about one row: truth, interval, reason, for every way a row can be answered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pack_files import try_pack

from scoring.firm.facts import Fact
from scoring.points_scheme.points import ItemResult, evaluate_statement, full_points, unknown
from scoring.rules.pack import Item
from scoring.truth import Truth

MET, UNKNOWN, NOT_MET = Truth.MET, Truth.UNKNOWN, Truth.NOT_MET
ROW = try_pack("points").items["1.01"]
PLAIN = try_pack("points").items["1.02"]
GATE = try_pack("points").items["G.01"]
NUMBER = replace(ROW, stages=(), choices=(), open_formula=False)
STAGED = replace(ROW, choices=(), open_formula=False, may_not_apply=None)
MUST = replace(
    NUMBER,
    kind="required",
    value=replace(
        NUMBER.value,  # type: ignore[type-var]
        bands=tuple(
            replace(band, gives=gives)
            for band, gives in zip(NUMBER.value.bands, ("not_met", "met", "met"), strict=True)  # type: ignore[union-attr]
        ),
    ),
)
CHOICE = replace(
    ROW,
    stages=(),
    value=None,
    open_formula=False,
    choices=(*ROW.choices, replace(ROW.choices[0], id="c2", title="省级", points=Decimal("1.5"))),
)
OPEN = replace(PLAIN, kind="scored", open_formula=True)
AUTHORITY = replace(PLAIN, kind="authority", points=None)


def check(
    item: Item, fact: dict[str, Any], truth: Truth, lower: str, upper: str, because: str, **more: Any
) -> None:
    assert evaluate_statement(item, Fact(item.id, **fact)) == ItemResult(
        item, truth, Decimal(lower), Decimal(upper), because, **more
    )


D = Decimal


@pytest.mark.parametrize(
    ("item", "fact", "truth", "lower", "upper", "because", "more"),
    [
        (PLAIN, {"status": "met"}, MET, "0.5", "0.5", "填报为满足", {}),
        (PLAIN, {"status": "not_met"}, NOT_MET, "0", "0", "填报为不满足", {}),
        (PLAIN, {"status": "unknown"}, UNKNOWN, "0", "0.5", "填报为未知", {"settled": False}),
        (GATE, {"status": "met"}, MET, "0", "0", "填报为满足", {}),
        (
            ROW,
            {"status": "not_applicable"},
            MET,
            "9.5",
            "9.5",
            "不适用（原文“可行时”），按满分计",
            {"not_applicable": True},
        ),
        (NUMBER, {"ratio": D("0.25")}, MET, "2.375", "2.375", "按程度 0.25 给分，2.375/9.5", {}),
        (NUMBER, {"ratio": D("0")}, NOT_MET, "0", "0", "按程度 0 给分，0/9.5", {}),
        (NUMBER, {"status": "met", "ratio": D(1)}, MET, "9.5", "9.5", "按程度 1 给分，9.5/9.5", {}),
        (NUMBER, {"status": "not_met", "ratio": D(0)}, NOT_MET, "0", "0", "填报为不满足", {}),
        (NUMBER, {"points": D(3)}, MET, "3", "3", "评审给 3 分", {}),
        (NUMBER, {"points": D("0.5")}, MET, "0.5", "0.5", "评审给 0.5 分", {}),
        (NUMBER, {"points": D(0)}, NOT_MET, "0", "0", "评审给 0 分", {}),
        (
            PLAIN,
            {"value": D(3)},
            UNKNOWN,
            "0",
            "0.5",
            "原文没有可与该数值比较的规定，须说明是否满足",
            {"settled": False},
        ),
        (OPEN, {"status": "met"}, UNKNOWN, "0", "0.5", "原文没有给分办法，须由评审给分", {"settled": False}),
        (OPEN, {"points": D("0.25")}, MET, "0.25", "0.25", "评审给 0.25 分", {}),
        (CHOICE, {"status": "met"}, MET, "1.5", "9.5", "已满足，尚未说明是哪一级", {"settled": False}),
        (CHOICE, {"level": "c1"}, MET, "3", "3", "国家级，计 3 分", {}),
        (CHOICE, {"level": "c2"}, MET, "1.5", "1.5", "省级，计 1.5 分", {}),
        (
            STAGED,
            {"level": "s1"},
            UNKNOWN,
            "0",
            "4",
            "签约，还须说明容积率与要求之比是否达到要求",
            {"settled": False},
        ),
        (STAGED, {"status": "met", "level": "s1"}, MET, "4", "4", "签约，计 4 分", {}),
        (replace(STAGED, value=None), {"level": "s2"}, MET, "9.5", "9.5", "签约、验收，计 9.5 分", {}),
        (replace(STAGED, value=None, points=D(7)), {"level": "s2"}, MET, "7", "7", "签约、验收，计 7 分", {}),
        (
            STAGED,
            {"value": D("1.5"), "level": "s1", "points": D(3)},
            MET,
            "3",
            "3",
            "容积率与要求之比为 1.5倍，评审给 3 分",
            {},
        ),
        (
            AUTHORITY,
            {"points": D(30), "maximum": D(45)},
            MET,
            "30",
            "30",
            "主管部门评定 30 分，满分 45 分",
            {"maximum": D(45)},
        ),
        (
            AUTHORITY,
            {"status": "met"},
            UNKNOWN,
            "0",
            "0",
            "须由主管部门给出得分和满分，未给出时不计入",
            {"settled": False},
        ),
        (NUMBER, {"value": D("1.19")}, NOT_MET, "0", "0", "容积率与要求之比为 1.19倍，未达到原文要求", {}),
        (
            NUMBER,
            {"value": D(1), "status": "met"},
            NOT_MET,
            "0",
            "0",
            "容积率与要求之比为 1倍，未达到原文要求，与填报的“满足”不一致，以数值为准",
            {"noted": True},
        ),
        (MUST, {"value": D(1)}, NOT_MET, "0", "0", "容积率与要求之比为 1倍，未达到原文要求", {}),
        (MUST, {"value": D("1.2")}, MET, "9.5", "9.5", "容积率与要求之比为 1.2倍，达到原文要求", {}),
        (
            NUMBER,
            {"value": D(2), "status": "met"},
            MET,
            "9.5",
            "9.5",
            "容积率与要求之比为 2倍，达到原文要求",
            {},
        ),
        (
            NUMBER,
            {"value": D(2), "status": "not_met"},
            MET,
            "9.5",
            "9.5",
            "容积率与要求之比为 2倍，达到原文要求，与填报的“不满足”不一致，以数值为准",
            {"noted": True},
        ),
        (
            NUMBER,
            {"value": D("1.5")},
            MET,
            "0",
            "9.5",
            "容积率与要求之比为 1.5倍，达到起点；得多少分由评审决定，原文未给算法",
            {"settled": False},
        ),
        (
            NUMBER,
            {"value": D("1.5"), "status": "not_met"},
            MET,
            "0",
            "9.5",
            "容积率与要求之比为 1.5倍，达到起点；得多少分由评审决定，原文未给算法，与填报的“不满足”不一致，以数值为准",
            {"settled": False, "noted": True},
        ),
        (
            NUMBER,
            {"value": D("1.5"), "ratio": D("0.5")},
            MET,
            "4.75",
            "4.75",
            "容积率与要求之比为 1.5倍，按程度 0.5 给分，4.75/9.5",
            {},
        ),
        (
            NUMBER,
            {"value": D("1.5"), "points": D(3)},
            MET,
            "3",
            "3",
            "容积率与要求之比为 1.5倍，评审给 3 分",
            {},
        ),
        (
            STAGED,
            {"value": D("1.5")},
            UNKNOWN,
            "0",
            "9.5",
            "容积率与要求之比为 1.5倍，规模符合，还须说明到了哪个阶段",
            {"settled": False},
        ),
        (
            STAGED,
            {"value": D("1.5"), "level": "s1"},
            MET,
            "4",
            "4",
            "容积率与要求之比为 1.5倍，签约，计 4 分",
            {},
        ),
        (
            NUMBER,
            {"value": D(1), "ratio": D(1)},
            NOT_MET,
            "0",
            "0",
            "容积率与要求之比为 1倍，未达到原文要求",
            {},
        ),
    ],
)
def test_a_statement_decides_its_row(
    item: Item, fact: dict[str, Any], truth: Truth, lower: str, upper: str, because: str, more: dict[str, Any]
) -> None:
    check(item, fact, truth, lower, upper, because, **more)


def test_full_points_and_unknown() -> None:
    assert full_points(ROW) == D("9.5")
    assert full_points(GATE) == 0
    assert unknown(PLAIN, "为何") == ItemResult(PLAIN, UNKNOWN, D(0), D("0.5"), "为何", settled=False)
    assert unknown(PLAIN, "为何", noted=True).noted
