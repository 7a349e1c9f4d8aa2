"""The confirmed entries of a talk as the facts that the core takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.talk.proposals import as_fact
from scoring import Pack

Facts = dict[str, Any]


def facts_of(pack: Pack, entries: Iterable[Mapping[str, Any]], firm: Mapping[str, str | None]) -> Facts:
    """The facts of confirmed or supposed entries; `proposal` of each is in the form of the interface."""
    proposals = [entry["proposal"] for entry in entries]
    if pack.kind == "points":
        return {
            proposal["item"]: as_fact(proposal) for proposal in proposals if proposal["item"] in pack.items
        }
    return _ladder(proposals, firm)


def _ladder(proposals: list[Mapping[str, Any]], firm: Mapping[str, str | None]) -> Facts:
    events: dict[str, bool] = {}
    units: dict[int, dict[str, str]] = {0: {}}
    for proposal in proposals:
        kind, _, name = proposal["item"].partition(".")
        value = proposal.get("value")
        if kind == "events":
            if isinstance(value, bool):
                events[name] = value
        elif isinstance(value, str):
            units.setdefault(int(kind), {})[name] = value
    industry = firm.get("industry")
    listed = []
    for index in range(max(units) + 1):
        unit: dict[str, Any] = {"name": industry or f"单元{index + 1}", "aspects": units.get(index, {})}
        if industry:
            unit["industry"] = industry
        if "引领性" in unit["aspects"].values() or "非引领性" in unit["aspects"].values():
            unit["track"] = "leading"
        listed.append(unit)
    return {"units": listed, "events": events}
