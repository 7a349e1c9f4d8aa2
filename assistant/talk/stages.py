"""How far an item that is done in stages has got by what a statement says: contract, approval, acceptance."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.talk.proposals import Proposal
from assistant.talk.quantities import measured_in
from assistant.talk.wording_cues import is_negative
from knowledge.tokens import plain
from scoring import Item
from scoring.numbers import convert


def based_on(item: Item, quote: str) -> Proposal:
    """A proposal about an item that says nothing yet, with the words it rests on."""
    return Proposal(item.id, item.title, quote)


def names_a_stage(item: Item, text: str) -> bool:
    """Whether a text names one of an item's stages."""
    return any(word in plain(text) for stage in item.stages for word in stage.says)


def stage_reached(item: Item, text: str, base: Proposal) -> Proposal | None:
    """How far a staged item has got: the last stage that is affirmed."""
    folded = plain(text)
    full = item.points or Decimal(1)
    if item.value is not None and (measured := measured_in(text, item.value.unit)) is not None:
        in_rule = convert(measured.value, measured.unit, item.value.unit)
        band = next((b for b in item.value.bands if in_rule is not None and b.holds(in_rule)), None)
        if band is not None and band.gives == "none":
            return replace(base, value=measured.value, unit=measured.unit)
    earned, reached = Decimal(0), False
    for index, stage in enumerate(item.stages):
        named = [word for word in stage.says if word in folded]
        if named and not _denied(text, stage.says):
            reached = True
            earned = min(full, sum((s.points for s in item.stages[: index + 1]), Decimal(0)))
    if not reached:
        return replace(base, status="not_met") if is_negative(folded) else None
    share = earned / full
    return replace(base, status="met", ratio=None if share == 1 else share)


def _denied(text: str, names: tuple[str, ...]) -> bool:
    """Whether the part of a statement that names something says it is not there."""
    parts = [part for part in re.split(r"[，,、]", plain(text)) if any(name in part for name in names)]
    return all(is_negative(part) for part in parts)
