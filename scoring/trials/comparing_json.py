"""A Difference as JSON."""

from __future__ import annotations

from typing import Any

from scoring.assessment import Gap, GradeInterval, TraceStep, UnitResult
from scoring.numbers import rounded
from scoring.report import Citing, as_json, bare_citation
from scoring.trials.comparing import Difference, GateChange, ItemChange, UnitChange


def difference_as_json(difference: Difference, citing: Citing = bare_citation) -> dict[str, Any]:
    """What differs; a part that is the same is null or an empty list. Numbers are rounded, decisions were not."""
    before, after = as_json(difference.before, citing), as_json(difference.after, citing)
    earlier, later = before.get("overrides", []), after.get("overrides", [])
    return {
        "nothing": difference.nothing,
        "outcome_differs": difference.outcome_differs,
        **{name: _pair(before.get(name), after.get(name)) for name in ("verdict", "grade", "leading")},
        "score": (
            {"before": before.get("score"), "after": after.get("score")} if difference.score_differs else None
        ),
        "gates": [_gate(change) for change in difference.gates],
        "units": [_unit(change) for change in difference.units],
        "items": [item_change_as_json(change, citing) for change in difference.items],
        "gaps_closed": _gaps(difference.gaps_closed, before),
        "gaps_opened": _gaps(difference.gaps_opened, after),
        "gaps_set_aside": _gaps(difference.gaps_set_aside, before),
        "overrides_added": [override for override in later if override not in earlier],
        "overrides_removed": [override for override in earlier if override not in later],
    }


def item_change_as_json(change: ItemChange, citing: Citing) -> dict[str, Any]:
    """One item with both its sides."""
    return {
        "item": change.item,
        "title": change.step.title,
        "before": _step(change.before),
        "after": _step(change.after),
        "citation": citing(change.step.cite),
    }


def grade_as_json(interval: GradeInterval | None) -> dict[str, str] | None:
    """A grade as results give it."""
    return None if interval is None else {"confirmed": interval.confirmed, "reachable": interval.reachable}


def _pair(before: object, after: object) -> dict[str, object] | None:
    return None if before == after else {"before": before, "after": after}


def _step(step: TraceStep | None) -> dict[str, Any] | None:
    if step is None:
        return None
    return {
        "truth": step.truth.value,
        "lower": None if step.lower is None else rounded(step.lower),
        "upper": None if step.upper is None else rounded(step.upper),
        "because": step.because,
    }


def _gate(change: GateChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "title": change.title,
        "before": None if change.before is None else change.before.value,
        "after": None if change.after is None else change.after.value,
        "now_failing": list(change.now_failing),
        "no_longer_failing": list(change.no_longer_failing),
        "now_unknown": list(change.now_unknown),
        "no_longer_unknown": list(change.no_longer_unknown),
    }


def _unit(change: UnitChange) -> dict[str, Any]:
    return {
        "index": change.index,
        "name": change.unit.name,
        "before": _unit_grade(change.before),
        "after": _unit_grade(change.after),
    }


def _unit_grade(unit: UnitResult | None) -> dict[str, str] | None:
    return None if unit is None else grade_as_json(unit.grade or unit.leading)


def _gaps(gaps: tuple[Gap, ...], result: dict[str, Any]) -> list[dict[str, Any]]:
    wanted = {gap.item for gap in gaps}
    return [gap for gap in result["gaps"] if gap["item"] in wanted]
