"""A Plan as the JSON that the interface promises."""

from __future__ import annotations

from typing import Any

from scoring.measures import Measure
from scoring.numbers import rounded
from scoring.pack import Pack
from scoring.planning import Plan, Step
from scoring.report import Citing, as_json, bare_citation


def plan_as_json(pack: Pack, plan: Plan, citing: Citing = bare_citation) -> dict[str, Any]:
    """The plan with costs in 万元 and times in months."""
    return {
        "scheme": pack.id,
        "target": plan.request.target,
        "objective": plan.request.objective,
        "feasible": plan.feasible,
        "chosen": [step.measure.id for step in plan.steps],
        "cost": rounded(plan.cost),
        "unpriced": list(plan.unpriced),
        "months": rounded(plan.months),
        "before": as_json(plan.before, citing),
        "after": as_json(plan.after, citing),
        "steps": [_step(step, citing) for step in plan.steps],
        "alternatives": [[_measure(measure) for measure in option] for option in plan.alternatives],
        "conflicts": [{"want": conflict.want, "detail": conflict.detail} for conflict in plan.conflicts],
        "notes": list(plan.notes),
    }


def _step(step: Step, citing: Citing) -> dict[str, Any]:
    evidence = [proof for item in step.items for proof in item.proof]
    return {
        "measure": step.measure.id,
        "title": step.measure.title,
        "proposed": step.measure.proposed,
        "cost": None if step.measure.cost is None else rounded(step.measure.cost),
        "months": None if step.measure.months is None else rounded(step.measure.months),
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
