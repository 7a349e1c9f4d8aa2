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
            proposal["item"]: as_fact(proposal) | _proof(proposal)
            for proposal in proposals
            if proposal["item"] in pack.items
        }
    return _ladder(proposals, firm)


def _proof(proposal: Mapping[str, Any]) -> dict[str, Any]:
    """What shows a fact beside the firm's word: the rung of its proof and the files."""
    return {name: proposal[name] for name in ("source", "evidence") if proposal.get(name)}


def _ladder(proposals: list[Mapping[str, Any]], firm: Mapping[str, str | None]) -> Facts:
    events: dict[str, Any] = {}
    units: dict[int, dict[str, Any]] = {0: {}}
    leading: set[int] = set()
    for proposal in proposals:
        kind, _, name = proposal["item"].partition(".")
        value = proposal.get("value")
        if kind == "events":
            if isinstance(value, bool):
                events[name] = {"answer": value, **proof} if (proof := _proof(proposal)) else value
        elif isinstance(value, str):
            proof = _proof(proposal)
            units.setdefault(int(kind), {})[name] = {"grade": value, **proof} if proof else value
            leading |= {int(kind)} if value in ("引领性", "非引领性") else set()
    industry = firm.get("industry")
    listed = []
    for index in range(max(units) + 1):
        unit: dict[str, Any] = {"name": industry or f"单元{index + 1}", "aspects": units.get(index, {})}
        if industry:
            unit["industry"] = industry
        if index in leading:
            unit["track"] = "leading"
        listed.append(unit)
    return {"units": listed, "events": events}
