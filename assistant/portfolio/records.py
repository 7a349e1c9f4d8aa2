"""A firm as it is looked after: plain records, no database in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

STATUS_WORDS = {"met": "满足", "not_met": "不满足", "unknown": "未知", "not_applicable": "不适用"}
EntryState = Literal["proposed", "confirmed", "rejected", "replaced"]


@dataclass(frozen=True, slots=True)
class Watched:
    """A scheme that a firm is looked after under; no target means the grade above, or to pass."""

    scheme: str
    target: str | None = None


def said(fact: object) -> str:
    """A fact in a few words, as it could be typed; what a unit is by its name and industry.

    >>> said({"value": 92, "unit": "%"}), said("met"), said({"status": "met", "ratio": 0.5}), said(False)
    ('92%', '满足', '满足（按 0.5 计）', '没有')
    """
    if isinstance(fact, bool):
        return "有" if fact else "没有"
    if isinstance(fact, str):
        return STATUS_WORDS.get(fact, fact)
    if isinstance(fact, Mapping):
        if fact and set(fact) <= {"name", "industry"}:
            return "，".join(str(part) for part in dict.fromkeys(fact.values()) if part) or "（没有说明）"
        if fact and set(fact) <= {"status", "ratio", "value", "unit"}:
            return _in_words(fact)
    return json.dumps(fact, ensure_ascii=False)


def _in_words(fact: Mapping[str, object]) -> str:
    """A status, a number with its unit, a share: what of these is there."""
    status, value, ratio = fact.get("status"), fact.get("value"), fact.get("ratio")
    words = "" if status is None else STATUS_WORDS.get(str(status), str(status))
    if value is not None:
        words = f"{words}，{value}{fact.get('unit') or ''}".lstrip("，")
    return words if ratio is None else f"{words}（按 {ratio} 计）"


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of the ledger; `fact` is None where the item is no longer known."""

    number: int
    scheme: str
    item: str
    fact: Any
    state: EntryState
    origin: Mapping[str, Any]
    note: str
    created_at: str
    decided_at: str | None

    def as_json(self) -> dict[str, Any]:
        """The entry as the interface gives it."""
        return {
            "number": self.number,
            "scheme": self.scheme,
            "item": self.item,
            "fact": self.fact,
            "said": said(self.fact),
            "state": self.state,
            "origin": dict(self.origin),
            "note": self.note,
            "created_at": self.created_at,
            "decided_at": self.decided_at,
        }


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A fact to be written."""

    scheme: str
    item: str
    fact: Any
    state: EntryState
    origin: Mapping[str, Any]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A state that was kept."""

    number: int
    name: str
    facts: Mapping[str, Any]
    packs: Mapping[str, str]
    saved_at: str


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm; `ledger` holds what counts and what waits, or all of it where the history was asked for."""

    id: str
    name: str
    region: str | None
    industry: str | None
    schemes: tuple[Watched, ...]
    revision: int
    created_at: str
    updated_at: str
    ledger: tuple[Entry, ...] = ()
    states: tuple[Kept, ...] = ()
    talks: tuple[str, ...] = ()

    def items(self, scheme: str) -> dict[str, Any]:
        """What counts under a scheme, by item."""
        return {
            entry.item: entry.fact
            for entry in self.ledger
            if entry.scheme == scheme and entry.state == "confirmed" and entry.fact is not None
        }

    def waiting(self, scheme: str | None = None) -> tuple[Entry, ...]:
        """What was proposed and waits for a yes."""
        return tuple(e for e in self.ledger if e.state == "proposed" and scheme in (None, e.scheme))

    def in_short(self) -> dict[str, Any]:
        """What a list says of the firm itself."""
        return {
            "id": self.id,
            "name": self.name,
            "region": self.region,
            "industry": self.industry,
            "schemes": [{"scheme": one.scheme, "target": one.target} for one in self.schemes],
            "revision": self.revision,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "waiting": len(self.waiting()),
        }
