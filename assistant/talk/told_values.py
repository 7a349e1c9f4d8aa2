"""A stored proposal in words, and the day of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from scoring import Pack
from scoring.numbers import plain

_STATUS = {"met": "满足", "not_met": "不满足", "not_applicable": "不适用", "unknown": "待核实"}


def value_told(pack: Pack, proposal: Mapping[str, Any]) -> str:
    """What a proposal in the form of the interface states, in a few words."""
    value = proposal.get("value")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return f"{plain(Decimal(str(value)))}{proposal.get('unit') or ''}"
    if isinstance(value, str):
        item = pack.items.get(proposal["item"])
        levels = (*item.choices, *item.stages) if item is not None else ()
        return next((level.title for level in levels if level.id == value), pack.spoken(value))
    if proposal.get("ratio") is not None:
        return f"部分满足（按 {plain(Decimal(str(proposal['ratio'])))}）"
    return _STATUS.get(proposal.get("status") or "unknown", "待核实")


def day_told(moment: str | None) -> str:
    """The day of an ISO moment as it is said; empty for none.

    >>> day_told("2026-11-22T08:00:00+00:00")
    '11月22日'
    """
    if not moment:
        return ""
    day = date.fromisoformat(moment[:10])
    return f"{day.month}月{day.day}日"
