"""Every single change of facts that a scheme allows: what sensitivity tries one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.assess import AssessRequest
from scoring.firm.units import LadderFacts
from scoring.ladder_scheme.ladder import uses_b_minus
from scoring.rules.pack import Item, Pack


@dataclass(frozen=True, slots=True)
class LegalChange:
    """One item given another entry; `entry` is None where its fact is forgotten."""

    item: str
    """As results name it: `1.05`, `0.运输方式`, `events.bribery`."""
    rule: Item
    now: object
    """The entry as it stands; None where there is none."""
    entry: object
    unit: int | None = None
    """The place of the unit, for an aspect."""


def legal_changes(pack: Pack, request: AssessRequest) -> Iterator[LegalChange]:
    """All changes of one item, in the order of the scheme; each counts as proved by the rung of the request.

    Tried are the ends of what an item can be, between which everything else lies: met and not met, all of an optional
    row and nothing of it, each stage or choice, not applicable where the text allows it, each rung of an aspect,
    both answers about an event, and forgetting. Optional rungs are tried where the firm shows that its industry has them.
    What an authority alone can give is only forgotten.
    """
    if isinstance(request.facts, LadderFacts):
        yield from _ladder(pack, request, request.facts)
        return
    for item in pack.items.values():
        now = request.raw.get(item.id)
        for entry in _point_entries(item):
            proved = entry if request.proof == "declared" else {**entry, "source": request.proof}
            if proved != now:
                yield LegalChange(item.id, item, now, proved)
        if now is not None:
            yield LegalChange(item.id, item, now, None)


def _point_entries(item: Item) -> Iterator[dict[str, Any]]:
    if item.kind == "authority":
        return
    levels = item.stages or item.choices
    if levels:
        yield from ({"value": level.id} for level in levels)
    elif item.open_formula:
        yield {"points": item.points}
    elif item.kind in ("optional", "bonus"):
        yield {"status": "met", "ratio": 1}
    else:
        yield {"status": "met"}
    yield {"status": "not_met"}
    if item.may_not_apply is not None:
        yield {"status": "not_applicable"}


def _ladder(pack: Pack, request: AssessRequest, facts: LadderFacts) -> Iterator[LegalChange]:
    raw_units = request.raw.get("units") or [{}]
    assert isinstance(raw_units, list)
    optional = pack.optional_rungs if not uses_b_minus(facts) else ()
    for index, unit in enumerate(raw_units):
        leading = unit.get("track") == "leading"
        rungs = [rung for rung in (pack.leading_rungs if leading else pack.rungs) if rung not in optional]
        said = unit.get("aspects") or {}
        for item in pack.of_kind("aspect"):
            now = said.get(item.id)
            for rung in rungs:
                entry = rung if request.proof == "declared" else {"grade": rung, "source": request.proof}
                if entry != now:
                    yield LegalChange(f"{index}.{item.id}", item, now, entry, index)
            if now is not None:
                yield LegalChange(f"{index}.{item.id}", item, now, None, index)
    events = request.raw.get("events") or {}
    assert isinstance(events, Mapping)
    for item in pack.of_kind("event"):
        now = events.get(item.id)
        for answer in (True, False):
            told: object = answer
            if request.proof != "declared":
                told = {"answer": answer, "source": request.proof}
            if told != now:
                yield LegalChange(f"events.{item.id}", item, now, told)
        if now is not None:
            yield LegalChange(f"events.{item.id}", item, now, None)
