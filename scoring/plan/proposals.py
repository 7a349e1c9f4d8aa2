"""Measures that the pack itself suggests, while a firm has entered none."""

from __future__ import annotations

from decimal import Decimal

from scoring.assessment import Assessment
from scoring.plan.measures import Measure
from scoring.rules.pack import Pack
from scoring.truth import Truth


def propose(pack: Pack, before: Assessment, target: str) -> tuple[Measure, ...]:
    """One proposal for everything that is short of the target or not yet shown; costs and times stay open."""
    if pack.kind == "ladder":
        return _propose_grades(pack, before, target)
    measures = []
    for step in before.trace:
        item = pack.items[step.item]
        short = item.points is not None and step.lower is not None and step.lower < item.points
        if item.kind != "authority" and (step.truth is not Truth.MET or short):
            measures.append(_proposal(step.item, step.truth, item.measure, item.title, Decimal(1)))
    return tuple(measures)


def _propose_grades(pack: Pack, before: Assessment, target: str) -> tuple[Measure, ...]:
    known = [(step.item, step.truth) for step in before.trace]
    # A firm that has named no unit yet is planned as one unit of which nothing is known.
    known = known or [(f"0.{item.id}", Truth.UNKNOWN) for item in pack.of_kind("aspect")]
    measures = []
    for key, truth in known:
        item = pack.items[key.partition(".")[2]]
        measures.append(_proposal(key, truth, item.measure, item.title, target))
    return tuple(measures)


def _proposal(item_id: str, truth: Truth, measure: str, title: str, goal: Decimal | str) -> Measure:
    text = measure or f"补齐“{title}”"
    if truth is Truth.UNKNOWN:
        text = f"先核实“{title}”的现状；未达到的，{text}"
    return Measure(f"close-{item_id}", text, {item_id: goal}, proposed=True)
