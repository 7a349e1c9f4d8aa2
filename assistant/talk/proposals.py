"""Facts as they are proposed: quoting the user, waiting for a yes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.numbers import plain

_STATUS_WORDS = {"met": "满足", "not_met": "不满足", "unknown": "待核实", "not_applicable": "不适用"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one statement seems to say about one item; `value` is a number, a grade, or true/false for events."""

    item: str
    title: str
    quote: str
    status: str | None = None
    ratio: Decimal | None = None
    value: Decimal | str | bool | None = None
    unit: str | None = None
    note: str = ""
    label: str = ""
    """The value in words, where it is the id of a stage or level."""
    id: str = ""

    def as_json(self) -> dict[str, Any]:
        """The proposal as the interface gives it."""
        value = float(self.value) if isinstance(self.value, Decimal) else self.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return {
            "id": self.id,
            "item": self.item,
            "title": self.title,
            "status": self.status,
            "ratio": None if self.ratio is None else float(self.ratio),
            "value": value,
            "unit": self.unit,
            "quote": self.quote,
            "note": self.note,
        }

    @property
    def said(self) -> str:
        """What is proposed, in a few words."""
        if self.label:
            return self.label
        if isinstance(self.value, bool):
            return "是" if self.value else "否"
        if isinstance(self.value, str):
            return f"{self.value}级" if self.value[:1] in "ABCD" else self.value
        if isinstance(self.value, Decimal):
            return f"{plain(self.value)}{self.unit or ''}"
        if self.ratio is not None:
            return f"部分满足（按 {plain(self.ratio)}）"
        return _STATUS_WORDS.get(self.status or "unknown", "待核实")


def as_fact(proposal: dict[str, Any]) -> dict[str, Any]:
    """The fact of a points scheme that a confirmed proposal stands for."""
    fact = {
        name: proposal[name]
        for name in ("status", "ratio", "value", "unit")
        if proposal.get(name) is not None
    }
    return fact or {"status": "unknown"}
