"""What a person would write into a scoring sheet for a fact: the share of the row's points that it earns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from scoring import Item


def share(item: Item, fact: dict[str, Any] | None) -> Decimal | None:
    """The share, 0 to 1, read off the row by hand; None where nothing is known."""
    if fact is None:
        return None
    full = item.points if item.points else Decimal(1)
    if "points" in fact:
        return Decimal(str(fact["points"])) / full
    if "value" in fact:
        return _level(item, fact["value"]) / full
    return Decimal(str(fact.get("ratio", 1))) if fact["status"] == "met" else Decimal(0)


def levels(item: Item) -> dict[str, Decimal]:
    """The points of each stage or choice of a row; stages add up, to the points of the row at most."""
    found = {level.id: level.points for level in item.choices}
    added = Decimal(0)
    for stage in item.stages:
        added += stage.points
        found[stage.id] = min(added, item.points or added)
    return found


def _level(item: Item, level: str) -> Decimal:
    return levels(item)[level]
