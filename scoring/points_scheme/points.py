"""What one statement makes of one item of a points scheme, as an interval: everything open fails … passes."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from scoring.firm.checks import Check
from scoring.firm.facts import Fact
from scoring.numbers import plain
from scoring.rules.pack import Item
from scoring.truth import Truth

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """Truth and points of one item, with the reason in one sentence."""

    item: Item = field(hash=False)
    truth: Truth
    lower: Decimal
    upper: Decimal
    because: str
    not_applicable: bool = False
    settled: bool = True
    """False while another fact could still change truth or points."""
    maximum: Decimal | None = None
    """Authority items only: the scale the authority used."""
    noted: bool = False
    """Whether the reason deserves a line among the notes of the whole result."""
    checks: tuple[Check, ...] = ()


def unknown(item: Item, because: str, *, noted: bool = False) -> ItemResult:
    """The item while nothing that counts is said of it."""
    return ItemResult(item, Truth.UNKNOWN, _ZERO, full_points(item), because, settled=False, noted=noted)


def full_points(item: Item) -> Decimal:
    """The most the item can earn; 0 for items without points."""
    return item.points if item.points is not None else _ZERO


def evaluate_statement(item: Item, fact: Fact) -> ItemResult:
    """The result of an item under one statement whose proof counts."""
    full = full_points(item)
    if fact.status == "unknown":
        return unknown(item, "填报为未知")
    if fact.status == "not_applicable":
        return ItemResult(
            item, Truth.MET, full, full, f"不适用（原文“{item.may_not_apply}”），按满分计", True
        )
    if item.kind == "authority":
        return _by_authority(item, fact)
    if fact.value is not None and item.value is not None:
        return _by_value(item, item.value.unit, fact, fact.value, full)
    if fact.points is not None:
        return _given(item, fact.points)
    if fact.level is not None:
        sized = item.value is None or fact.status == "met"
        return _by_level(item, fact.level, full, sized=sized)
    return _by_status(item, fact, full)


def _by_authority(item: Item, fact: Fact) -> ItemResult:
    if fact.points is None:
        return ItemResult(
            item, Truth.UNKNOWN, _ZERO, _ZERO, "须由主管部门给出得分和满分，未给出时不计入", settled=False
        )
    because = f"主管部门评定 {plain(fact.points)} 分，满分 {plain(fact.maximum or _ZERO)} 分"
    return ItemResult(item, Truth.MET, fact.points, fact.points, because, maximum=fact.maximum)


def _by_value(item: Item, unit: str, fact: Fact, value: Decimal, full: Decimal) -> ItemResult:
    assert item.value is not None
    outcome = next(band.gives for band in item.value.bands if band.holds(value))
    said = f"{item.value.of}为 {plain(value)}{unit}"
    if outcome in ("not_met", "none"):
        denied = fact.status == "met"
        because = f"{said}，未达到原文要求" + ("，与填报的“满足”不一致，以数值为准" if denied else "")
        return ItemResult(item, Truth.NOT_MET, _ZERO, _ZERO, because, noted=denied)
    denied = fact.status == "not_met"
    conflict = "，与填报的“不满足”不一致，以数值为准" if denied else ""
    if outcome in ("met", "full"):
        return ItemResult(item, Truth.MET, full, full, f"{said}，达到原文要求{conflict}", noted=denied)
    if fact.points is not None:
        return _given(item, fact.points, f"{said}，")
    if fact.level is not None:
        return _by_level(item, fact.level, full, f"{said}，")
    if fact.ratio is not None:
        return _share(item, fact.ratio, full, f"{said}，")
    if item.stages:
        return ItemResult(
            item, Truth.UNKNOWN, _ZERO, full, f"{said}，规模符合，还须说明到了哪个阶段", settled=False
        )
    return ItemResult(
        item,
        Truth.MET,
        _ZERO,
        full,
        f"{said}，达到起点；得多少分由评审决定，原文未给算法{conflict}",
        settled=False,
        noted=denied,
    )


def _by_level(item: Item, level_id: str, full: Decimal, said: str = "", *, sized: bool = True) -> ItemResult:
    """The points of a stage or choice; `sized` tells that the size is known which the text asks for beside it."""
    earned, titles = _ZERO, []
    for level in item.stages:
        earned += level.points
        titles.append(level.title)
        if level.id == level_id:
            break
    for level in item.choices:
        if level.id == level_id:
            earned, titles = level.points, [level.title]
    earned = min(earned, full)
    if not sized and item.value is not None:
        asked = f"还须说明{item.value.of}是否达到要求"
        return ItemResult(item, Truth.UNKNOWN, _ZERO, earned, f"{'、'.join(titles)}，{asked}", settled=False)
    return ItemResult(item, Truth.MET, earned, earned, f"{said}{'、'.join(titles)}，计 {plain(earned)} 分")


def _given(item: Item, points: Decimal, said: str = "") -> ItemResult:
    truth = Truth.MET if points > 0 else Truth.NOT_MET
    return ItemResult(item, truth, points, points, f"{said}评审给 {plain(points)} 分")


def _share(item: Item, ratio: Decimal, full: Decimal, said: str = "") -> ItemResult:
    earned = full * ratio
    truth = Truth.MET if ratio > 0 else Truth.NOT_MET
    return ItemResult(
        item, truth, earned, earned, f"{said}按程度 {plain(ratio)} 给分，{plain(earned)}/{plain(full)}"
    )


def _by_status(item: Item, fact: Fact, full: Decimal) -> ItemResult:
    if fact.status == "not_met":
        return ItemResult(item, Truth.NOT_MET, _ZERO, _ZERO, "填报为不满足")
    if fact.ratio is not None:
        return _share(item, fact.ratio, full)
    if fact.status is None:
        return ItemResult(
            item, Truth.UNKNOWN, _ZERO, full, "原文没有可与该数值比较的规定，须说明是否满足", settled=False
        )
    if item.choices:
        low = min(level.points for level in item.choices)
        return ItemResult(item, Truth.MET, low, full, "已满足，尚未说明是哪一级", settled=False)
    if item.open_formula:
        return ItemResult(item, Truth.UNKNOWN, _ZERO, full, "原文没有给分办法，须由评审给分", settled=False)
    return ItemResult(item, Truth.MET, full, full, "填报为满足")
