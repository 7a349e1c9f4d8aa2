"""What one item of a points scheme earns, as an interval: everything unknown fails … everything unknown passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.facts import RUNGS, Fact
from scoring.numbers import plain
from scoring.pack import Item
from scoring.truth import Truth

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """Truth and points of one item, with the reason in one sentence."""

    item: Item
    truth: Truth
    lower: Decimal
    upper: Decimal
    because: str
    not_applicable: bool = False
    settled: bool = True
    """False while another fact could still change truth or points."""
    maximum: Decimal | None = None
    """Authority items only: the scale the authority used."""


def usable(fact: Fact | None, as_of: date, proof: str) -> tuple[Fact | None, str]:
    """The fact if its proof counts on that day and rung, else None with the reason."""
    if fact is None:
        return None, "尚未说明"
    if RUNGS.index(fact.source) < RUNGS.index(proof):
        return None, f"证据为 {fact.source}，低于要求的 {proof}，按未知处理"
    if fact.valid_until is not None and fact.valid_until < as_of:
        return None, f"证明已于 {fact.valid_until.isoformat()} 到期，按未知处理"
    return fact, ""


def evaluate_item(item: Item, fact: Fact | None, *, as_of: date, proof: str = "declared") -> ItemResult:
    """The result of an item under one fact; no fact means unknown."""
    full = item.points if item.points is not None else _ZERO
    counted, why = usable(fact, as_of, proof)
    if counted is None or counted.status == "unknown":
        return ItemResult(item, Truth.UNKNOWN, _ZERO, full, why or "填报为未知", settled=False)
    if counted.status == "not_applicable":
        return ItemResult(
            item, Truth.MET, full, full, f"不适用（原文“{item.may_not_apply}”），按满分计", True
        )
    if item.kind == "authority":
        return _by_authority(item, counted)
    if isinstance(counted.value, Decimal) and item.value is not None:
        return _by_value(item, item.value.unit, counted, counted.value, full)
    if counted.points is not None:
        return _given(item, counted.points)
    if isinstance(counted.value, str):
        return _by_level(item, counted.value, full)
    return _by_status(item, counted, full)


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
        because = f"{said}，未达到原文要求" + (
            "，与填报的“满足”不一致，以数值为准" if fact.status == "met" else ""
        )
        return ItemResult(item, Truth.NOT_MET, _ZERO, _ZERO, because)
    conflict = "，与填报的“不满足”不一致，以数值为准" if fact.status == "not_met" else ""
    if outcome in ("met", "full"):
        return ItemResult(item, Truth.MET, full, full, f"{said}，达到原文要求{conflict}")
    if fact.points is not None:
        return _given(item, fact.points, f"{said}，")
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
    )


def _by_level(item: Item, level_id: str, full: Decimal) -> ItemResult:
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
    return ItemResult(item, Truth.MET, earned, earned, f"{'、'.join(titles)}，计 {plain(earned)} 分")


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
