"""Measures of an upgrade plan as a request names them: what each would change, and in which order they can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.errors import RequestError, UnknownItemError
from scoring.numbers import to_decimal
from scoring.plan.measure_links import check_links
from scoring.plan.schedule import waiting
from scoring.rules.pack import Pack

# Far beyond any real project; larger figures are slips and leave the range of dates and of the solver.
_MOST_COST = 10**9
_MOST_MONTHS = 1200
_FIELDS = ("id", "title", "items", "cost", "months", "requires", "excludes")


@dataclass(frozen=True, slots=True)
class Measure:
    """Something a firm may do; `cost` in 万元 and `months` are None while nobody has given them."""

    id: str
    title: str
    items: Mapping[str, Decimal | str]
    """Item id → share of the points afterwards (points schemes), or the grade afterwards (ladders)."""
    cost: Decimal | None = None
    months: Decimal | None = None
    proposed: bool = False
    """True for a proposal of ours, False for a measure that the user entered."""
    requires: tuple[str, ...] = ()
    """Ids of the measures that must be finished before this one starts."""
    excludes: tuple[str, ...] = ()
    """Ids of the measures that cannot be chosen together with this one; it holds both ways."""


def read_measures(pack: Pack, raw: object, leading: Sequence[bool]) -> tuple[Measure, ...] | None:
    """The measures of a request; None when it names none.

    Args:
        pack: the scheme.
        raw: decoded JSON.
        leading: for each unit of the firm, whether it is on the track 引领性; empty for points schemes.

    Raises:
        RequestError, UnknownItemError: a measure that is not of the agreed shape, or whose `requires` or
            `excludes` name no measure of the list, or that would have to wait for itself.
    """
    if raw is None:
        return None
    if not isinstance(raw, list):
        raise RequestError("measures：应为列表，每项含 id、title、items、cost、months")
    measures: list[Measure] = []
    for position, entry in enumerate(raw, 1):
        measure = _read_measure(pack, entry, f"measures 第{position}项", leading)
        if any(known.id == measure.id for known in measures):
            raise RequestError(f"measures：编号“{measure.id}”重复；每项措施的 id 应不同")
        measures.append(measure)
    check_links(
        {measure.id: measure.requires for measure in measures},
        {measure.id: measure.excludes for measure in measures},
    )
    own = {measure.id: measure.months for measure in measures}
    waits = waiting({measure.id: frozenset(measure.requires) for measure in measures}, own)
    for measure_id, wait in waits.items():
        if wait + (own[measure_id] or 0) > _MOST_MONTHS:
            raise RequestError(
                f"措施 {measure_id} 连同它之前的措施一共超过 {_MOST_MONTHS} 个月；请核对 months 和 requires"
            )
    return tuple(measures)


def _read_measure(pack: Pack, entry: object, where: str, leading: Sequence[bool]) -> Measure:
    if not isinstance(entry, Mapping):
        raise RequestError(f"{where}：应为对象，含 {'、'.join(_FIELDS)}")
    for name in entry:
        if name not in _FIELDS:
            raise RequestError(f"{where}：不认识的字段“{name}”；可用：{'、'.join(_FIELDS)}")
    measure_id = entry.get("id")
    if not isinstance(measure_id, str) or not measure_id.strip():
        raise RequestError(f"{where}：缺少 id")
    items = entry.get("items")
    if not isinstance(items, Mapping) or not items:
        raise RequestError(f"{where}：items 应为“条目: 目标”的对象，至少一条")
    title = entry.get("title") or measure_id
    if not isinstance(title, str):
        raise RequestError(f"{where}：title 应为文字")
    read = _ladder_items if pack.kind == "ladder" else _point_items
    return Measure(
        measure_id,
        title,
        read(pack, items, where, leading),
        _amount(entry.get("cost"), f"{where} cost（万元）", _MOST_COST),
        _amount(entry.get("months"), f"{where} months（月）", _MOST_MONTHS),
        requires=_ids(entry.get("requires"), f"{where} requires"),
        excludes=_ids(entry.get("excludes"), f"{where} excludes"),
    )


def _ids(raw: object, where: str) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(name, str) for name in raw):
        raise RequestError(f'{where}：应为措施编号的列表，例如 ["m1"]，没有就不填')
    return tuple(dict.fromkeys(raw))


def _amount(raw: object, where: str, most: int) -> Decimal | None:
    if raw is None:
        return None
    amount = None if isinstance(raw, str) else to_decimal(raw)
    if amount is None or not 0 <= amount <= most:
        raise RequestError(f"{where}：为“{str(raw)[:40]}”；应为不小于 0、不超过 {most} 的数，不知道就填 null")
    return amount


def _point_items(
    pack: Pack, items: Mapping[str, object], where: str, _leading: Sequence[bool]
) -> dict[str, Decimal | str]:
    read: dict[str, Decimal | str] = {}
    for item_id, raw in items.items():
        item = pack.items.get(item_id)
        if item is None:
            raise UnknownItemError(f"{where}：方案 {pack.id} 没有条目“{item_id}”")
        share = None if isinstance(raw, str) else to_decimal(raw)
        if share is None or not 0 < share <= 1:
            raise RequestError(f"{where} {item_id}：为“{str(raw)[:40]}”；应为大于 0、不超过 1 的得分比例")
        if item.kind not in ("optional", "bonus") and share != 1:
            raise RequestError(f"{where} {item_id}：这一条只有满足或不满足，比例只能是 1")
        if item.kind == "authority":
            raise RequestError(f"{where} {item_id}：这一组由主管部门评定，不能由措施直接得分")
        read[item_id] = share
    return read


def _ladder_items(
    pack: Pack, items: Mapping[str, object], where: str, leading: Sequence[bool]
) -> dict[str, Decimal | str]:
    read: dict[str, Decimal | str] = {}
    aspects = {item.id for item in pack.of_kind("aspect")}
    tracks = [pack.leading_rungs if unit else pack.rungs for unit in leading] or [pack.rungs]
    for key, grade in items.items():
        index, aspect = key.split(".", 1) if "." in key else ("0", key)
        if aspect not in aspects:
            raise UnknownItemError(f"{where}：没有“{key}”这个方面；可用：{'、'.join(sorted(aspects))}")
        if not index.isdecimal() or int(index) >= len(tracks):
            raise UnknownItemError(f"{where}：“{key}”中的单元序号应为 0 到 {len(tracks) - 1}")
        rungs = tracks[int(index)]
        if grade not in rungs:
            raise RequestError(f"{where} {key}：等级为“{str(grade)[:40]}”；应为 {'、'.join(rungs)} 之一")
        read[f"{int(index)}.{aspect}"] = str(grade)
    return read
