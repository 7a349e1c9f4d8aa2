"""What the facts of a firm become when measures are carried out."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from scoring.assess import AssessRequest
from scoring.assessment import Assessment
from scoring.plan.measures import Measure
from scoring.rules.pack import Pack
from scoring.truth import Truth

_ZERO = Decimal(0)


def held_grades(before: Assessment) -> dict[str, tuple[str, str]]:
    """The worst and the best grade that each aspect can have, by unit and aspect (`0.运输方式`); unknown ones are absent."""
    return {
        step.item: (step.grade.confirmed, step.grade.reachable)
        for step in before.trace
        if step.grade is not None
    }


def changed_facts(
    pack: Pack, start: AssessRequest, before: Assessment, measures: Iterable[Measure]
) -> dict[str, Any]:
    """The raw facts as they would be after these measures, proved as asked; nothing gets worse."""
    return facts_at(pack, start, before, [goal for measure in measures for goal in measure.items.items()])


def facts_at(
    pack: Pack, start: AssessRequest, before: Assessment, goals: Iterable[tuple[str, Decimal | str]]
) -> dict[str, Any]:
    """The raw facts once these goals are reached: item → share, or unit and aspect (`0.运输方式`) → grade."""
    facts: dict[str, Any] = copy.deepcopy(dict(start.raw))
    if pack.kind == "ladder":
        safe = {key: worst for key, (worst, _) in held_grades(before).items()}
        _raise_grades(pack, facts, goals, safe, start.proof)
    else:
        _raise_shares(pack, facts, goals, before, start.proof)
    return facts


def _raise_shares(
    pack: Pack,
    facts: dict[str, Any],
    goals: Iterable[tuple[str, Decimal | str]],
    before: Assessment,
    proof: str,
) -> None:
    safe = {step.item: step for step in before.trace}
    best: dict[str, Decimal] = {}
    for item_id, share in goals:
        best[item_id] = max(Decimal(share), best.get(item_id, _ZERO))
    for item_id, share in best.items():
        item, step = pack.items[item_id], safe[item_id]
        had = step.lower or _ZERO
        if step.truth is Truth.MET and had >= (item.points or _ZERO) * share:
            continue
        if item.kind in ("optional", "bonus"):
            told: dict[str, Any] = {"status": "met", "ratio": share}
        elif item.choices:
            told = {"value": max(item.choices, key=lambda level: level.points).id}
        else:
            told = {"status": "met"}
        facts[item_id] = {**told, "source": proof}


def _raise_grades(
    pack: Pack,
    facts: dict[str, Any],
    goals: Iterable[tuple[str, Decimal | str]],
    safe: dict[str, str],
    proof: str,
) -> None:
    units = facts["units"] = facts.get("units") or []
    for key, goal in goals:
        index, _, aspect = key.partition(".")
        while len(units) <= int(index):
            units.append({})
        unit = units[int(index)]
        unit["aspects"] = unit.get("aspects") or {}
        rungs = pack.leading_rungs if unit.get("track") == "leading" else pack.rungs
        grade = str(goal)
        if key not in safe or rungs.index(grade) < rungs.index(safe[key]):
            unit["aspects"][aspect] = {"grade": grade, "source": proof}
            _forget_values(pack, unit, aspect)
            safe[key] = grade


def _forget_values(pack: Pack, unit: dict[str, Any], aspect: str) -> None:
    """Values measured before the change say nothing of the aspect after it."""
    stale = {
        indicator.id
        for one in pack.indicators
        for part in one.aspects_in(pack.id).get(aspect, ())
        for indicator in one.of_aspect(part.id)
    }
    if unit.get("indicators"):
        unit["indicators"] = {name: said for name, said in unit["indicators"].items() if name not in stale}
