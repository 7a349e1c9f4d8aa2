"""A Plan, and the smallest sets of requirements, as the JSON that the interface promises."""

from __future__ import annotations

from typing import Any

from scoring.assessment import Assessment
from scoring.numbers import rounded
from scoring.plan.gap_sets import GapSets, Need
from scoring.plan.measures import Measure
from scoring.plan.planning import Plan, Route, Step
from scoring.report import Citing, as_json, bare_citation
from scoring.rules.pack import Pack


def plan_as_json(pack: Pack, plan: Plan, citing: Citing = bare_citation) -> dict[str, Any]:
    """The plan with costs in 万元 and times in months."""
    return {
        "scheme": pack.id,
        "target": plan.request.target,
        "objective": plan.request.objective,
        "feasible": plan.feasible,
        "chosen": [step.measure.id for step in plan.steps],
        "cost": rounded(plan.cost),
        "cost_at_least": bool(plan.unpriced),
        "unpriced": list(plan.unpriced),
        "months": rounded(plan.months),
        "months_at_least": bool(plan.untimed),
        "untimed": list(plan.untimed),
        "before": as_json(plan.before, citing),
        "after": as_json(plan.after, citing),
        "steps": [_step(step, citing) for step in plan.steps],
        "pareto": [_route(route) for route in plan.pareto],
        "alternatives": [[_measure(measure) for measure in option] for option in plan.alternatives],
        "conflicts": [{"want": conflict.want, "detail": conflict.detail} for conflict in plan.conflicts],
        "gap_sets": gap_sets_as_json(plan.gap_sets, citing),
        "notes": list(plan.notes),
    }


def gap_sets_as_json(found: GapSets, citing: Citing = bare_citation) -> dict[str, Any]:
    """The sets by item id; each requirement is described once, under `needs`."""
    needs = {need.key: need for one in found.sets for need in one.needs}
    first = found.sets[0] if found.sets else None
    return {
        "target": found.target,
        "reachable": bool(found.sets),
        "obstacle": found.obstacle or None,
        "blocked_by": list(found.blocked_by),
        "size": len(first.needs) if first else None,
        "always": [need.key for need in needs.values() if need.must],
        "shared": [need.key for need in found.shared],
        "sets": [
            {
                "items": [need.key for need in one.needs],
                "to_show": one.how_many("to_show"),
                "to_close": one.how_many("to_close"),
                "after": _held(one.after),
            }
            for one in found.sets
        ],
        "more": found.more,
        "needs": {key: _need(need, citing) for key, need in needs.items()},
    }


def _need(need: Need, citing: Citing) -> dict[str, Any]:
    return {
        "title": need.title,
        "how": need.how,
        "gain": None if need.gain is None else rounded(need.gain),
        "goal": need.goal,
        "because": need.because,
        "citation": citing(need.cite),
    }


def _held(after: Assessment) -> dict[str, Any]:
    """What the core finds afterwards, in short: score and verdict, or the grade held."""
    if after.score is not None:
        score = {"lower": rounded(after.score.lower), "upper": rounded(after.score.upper)}
        return {"score": score, "verdict": after.verdict}
    return {
        "grade": after.grade.confirmed if after.grade else None,
        "leading": after.leading.confirmed if after.leading else None,
    }


def _route(route: Route) -> dict[str, Any]:
    told = route.option.figures
    return {
        "label": "、".join(route.option.labels),
        "chosen": [measure.id for measure in route.option.chosen],
        "cost": rounded(told.cost),
        "cost_at_least": told.unpriced > 0,
        "months": rounded(told.months),
        "months_at_least": told.untimed > 0,
        "count": told.count,
        "after": _held(route.after),
    }


def _step(step: Step, citing: Citing) -> dict[str, Any]:
    evidence = [proof for item in step.items for proof in item.proof]
    return {
        "measure": step.measure.id,
        "title": step.measure.title,
        "proposed": step.measure.proposed,
        "cost": None if step.measure.cost is None else rounded(step.measure.cost),
        "months": None if step.measure.months is None else rounded(step.measure.months),
        "requires": list(step.measure.requires),
        "closes": list(step.keys),
        "start": step.start.isoformat(),
        "end": None if step.end is None else step.end.isoformat(),
        "evidence": list(dict.fromkeys(evidence)),
        "citations": [citing(item.cite) for item in step.items],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "id": measure.id,
        "title": measure.title,
        "cost": None if measure.cost is None else rounded(measure.cost),
        "months": None if measure.months is None else rounded(measure.months),
    }
