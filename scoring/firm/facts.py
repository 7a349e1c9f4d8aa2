"""What is said about a firm: facts by item, each with its proof, read strictly from a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from scoring.days import parse_day
from scoring.errors import FactError, UnknownItemError
from scoring.numbers import convert, plain, to_decimal
from scoring.rules.pack import Item, Pack

FactStatus = Literal["met", "not_met", "unknown", "not_applicable"]
STATUSES: tuple[FactStatus, ...] = ("met", "not_met", "unknown", "not_applicable")
RUNGS = ("declared", "document", "third_party", "department", "onsite", "online")
"""Kinds of proof, weakest first."""

MOST_STATEMENTS = 20
"""Sources that one item or aspect may have."""

PROOF_FIELDS = ("source", "date", "valid_until", "evidence")
_FIELDS = ("status", "ratio", "points", "max", "value", "unit", *PROOF_FIELDS)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about one item; `status` is None when a value or level is left to the core."""

    item: str
    status: FactStatus | None = None
    ratio: Decimal | None = None
    points: Decimal | None = None
    maximum: Decimal | None = None
    value: Decimal | None = None
    level: str | None = None
    """The stage or choice that is reached."""
    source: str = "declared"
    dated: date | None = None
    valid_until: date | None = None
    evidence: tuple[str, ...] = ()


def read_day(raw: object, where: str) -> date | None:
    """The day a text in the form 2026-11-22 names; None for None.

    Raises:
        FactError: not that form, or a day that does not exist.
    """
    if raw is None:
        return None
    if (day := parse_day(raw)) is not None:
        return day
    raise FactError(f"{where}：日期“{raw}”不存在或格式不对；应为真实存在的日期，写成 2026-11-22 的形式")


def read_rung(raw: object, where: str) -> str:
    """The kind of proof that is named; the weakest when none is.

    Raises:
        FactError: not one of the rungs.
    """
    if raw is None:
        return RUNGS[0]
    if isinstance(raw, str) and raw in RUNGS:
        return raw
    raise FactError(f"{where} 为“{_shown(raw)}”；应为 {'、'.join(RUNGS)} 之一")


Statements = tuple[Fact, ...]
"""What the sources say of one item, in any order."""


def read_point_facts(pack: Pack, raw: object) -> dict[str, Statements]:
    """The facts of a points scheme by item id; an entry is one statement or a list of them.

    Raises:
        UnknownItemError: an id the scheme does not have.
        FactError: a content its item does not allow.
    """
    if not isinstance(raw, Mapping):
        raise FactError('facts：应为“条目编号: 事实”的对象，例如 {"1.01": {"status": "met"}}')
    return {item_id: read_statements(pack, item_id, entry) for item_id, entry in raw.items()}


def read_statements(pack: Pack, item_id: str, entry: object) -> Statements:
    """What one entry of the facts says of an item.

    Raises:
        UnknownItemError: an id the scheme does not have.
        FactError: a content its item does not allow.
    """
    item = pack.items.get(item_id)
    if item is None:
        raise UnknownItemError(f"方案 {pack.id} 没有条目“{str(item_id)[:40]}”；条目编号从 {_span(pack)}")
    if not isinstance(entry, list):
        return (_read_fact(item, entry, item_id),)
    if not 0 < len(entry) <= MOST_STATEMENTS:
        raise FactError(f"{item_id}：有 {len(entry)} 个来源的说法；应为 1 到 {MOST_STATEMENTS} 个")
    return tuple(_read_fact(item, one, f"{item_id}[{place}]") for place, one in enumerate(entry))


def _span(pack: Pack) -> str:
    ids = list(pack.items)
    return f"{ids[0]} 到 {ids[-1]}，共 {len(ids)} 条"


def _read_fact(item: Item, entry: object, where: str) -> Fact:
    if not isinstance(entry, Mapping):
        raise FactError(f'{where}：应为对象，例如 {{"status": "met"}}，实际是 {_shown(entry)}')
    for name in entry:
        if name not in _FIELDS:
            raise FactError(f"{where}：不认识的字段“{name}”；可用：{'、'.join(_FIELDS)}")
    status = _read_status(item, entry.get("status"), where)
    ratio = _read_ratio(item, entry.get("ratio"), status, where)
    points, maximum = _read_points(item, entry.get("points"), entry.get("max"), where)
    if points is not None and (
        status in ("unknown", "not_applicable") or (status == "not_met" and points > 0)
    ):
        raise FactError(f"{where}：status 为 {status} 时不能再给 points {plain(points)}；请二者取一")
    if points is not None and ratio is not None:
        raise FactError(f"{where}：points 和 ratio 不能同时给；请二者取一")
    source = read_rung(entry.get("source"), f"{where}：source")
    evidence = [] if entry.get("evidence") is None else entry["evidence"]
    if not isinstance(evidence, list) or not all(isinstance(name, str) for name in evidence):
        raise FactError(f"{where}：evidence 应为文件编号的列表")
    value, level = _read_value(item, entry.get("value"), entry.get("unit"), where)
    if status == "not_met" and level is not None:
        raise FactError(f"{where}：status 为 not_met 时不能再给阶段或档次“{level}”；请二者取一")
    if status is None and ratio is None and points is None and value is None and level is None:
        raise FactError(f"{where}：没有内容；请给出 status（{'、'.join(STATUSES)}）或 value")
    return Fact(
        item=item.id,
        status=status,
        ratio=ratio,
        points=points,
        maximum=maximum,
        value=value,
        level=level,
        source=source,
        dated=read_day(entry.get("date"), f"{where} date"),
        valid_until=read_day(entry.get("valid_until"), f"{where} valid_until"),
        evidence=tuple(evidence),
    )


def _shown(value: object) -> str:
    return str(value)[:40]


def _read_status(item: Item, raw: object, where: str) -> FactStatus | None:
    if raw is None:
        return None
    status = next((known for known in STATUSES if known == raw), None)
    if status is None:
        raise FactError(f"{where}：status 为“{_shown(raw)}”；应为 {'、'.join(STATUSES)} 之一")
    if status == "not_applicable" and item.may_not_apply is None:
        raise FactError(
            f"{where}（{item.title}）不能填“不适用”：只有原文写了“适用时、可行时、必要时、工艺适用时”的行可以",
            "请改为 met、not_met 或 unknown。",
        )
    return status


def _read_ratio(item: Item, raw: object, status: FactStatus | None, where: str) -> Decimal | None:
    if raw is None:
        return None
    ratio = to_decimal(raw) if not isinstance(raw, str) else None
    if item.kind not in ("optional", "bonus"):
        raise FactError(
            f"{where}（{item.title}）不能填 ratio：只有可选项和加分项可按程度给分，这一条只有满足或不满足",
            "请去掉 ratio，用 status 填 met 或 not_met。",
        )
    if ratio is None or not 0 <= ratio <= 1:
        raise FactError(f"{where}：ratio 为“{_shown(raw)}”；应为 0 到 1 之间的数")
    if status in ("unknown", "not_applicable") or (status == "not_met" and ratio > 0):
        raise FactError(f"{where}：status 为 {status} 时不能再给 ratio {plain(ratio)}；请二者取一")
    return ratio


def _read_points(
    item: Item, raw: object, raw_max: object, where: str
) -> tuple[Decimal | None, Decimal | None]:
    if raw is None and raw_max is None:
        return None, None
    if not (item.open_formula or item.kind in ("authority", "optional", "bonus")):
        raise FactError(
            f"{where}（{item.title}）不能直接填 points：原文已写明这一条的给分，只有由评审或主管部门给分的条目可以",
            "请改用 status。",
        )
    points = to_decimal(raw) if not isinstance(raw, str) else None
    if item.kind == "authority":
        maximum = to_decimal(raw_max) if not isinstance(raw_max, str) else None
        if points is None or maximum is None or not 0 <= points <= maximum or maximum <= 0:
            raise FactError(f"{where}：须同时给出主管部门评定的 points 和 max，且 0 ≤ points ≤ max")
        return points, maximum
    if raw_max is not None:
        raise FactError(f"{where}：不能填 max；这一条的满分是 {plain(item.points or Decimal(0))} 分")
    if points is None or item.points is None or not 0 <= points <= item.points:
        raise FactError(
            f"{where}：points 为“{_shown(raw)}”；应为 0 到 {plain(item.points or Decimal(0))} 之间的数"
        )
    return points, None


def _read_value(item: Item, raw: object, unit: object, where: str) -> tuple[Decimal | None, str | None]:
    """A measured number or the id of a level, whichever was given."""
    if raw is None:
        return None, None
    levels = item.stages or item.choices
    if isinstance(raw, str):
        for level in levels:
            if raw in (level.id, level.title):
                return None, level.id
    number = to_decimal(raw)
    if number is None:
        allowed = f"数字或 {'、'.join(level.id for level in levels)}" if levels else "数字"
        raise FactError(f"{where}：value 为“{_shown(raw)}”；应为{allowed}")
    if number < 0:
        raise FactError(f"{where}：value 为 {plain(number)}；不能小于 0")
    if unit is not None and not isinstance(unit, str):
        raise FactError(f"{where}：unit 应为文字，例如 %")
    if item.value is None:
        return number, None
    converted = convert(number, unit, item.value.unit)
    if converted is None:
        raise FactError(f"{where}：单位“{unit}”无法换算；{item.value.of}应以“{item.value.unit}”为单位")
    return converted, None
