"""A Sensitivity as JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from scoring.numbers import plain, rounded
from scoring.report import Citing, bare_citation
from scoring.trials.comparing import Outcome
from scoring.trials.comparing_json import grade_as_json
from scoring.trials.sensitivity import Flip, Nearness, Sensitivity


def sensitivity_as_json(found: Sensitivity, citing: Citing = bare_citation) -> dict[str, Any]:
    """Flips in the order of the scheme, values the nearest first; `distance` in the unit of the limit, exact as text."""
    result = found.result
    return {
        "scheme": result.scheme,
        "kind": result.kind,
        "as_of": result.as_of.isoformat(),
        "proof": result.proof,
        "pack": {"edition": result.edition, "sha256": result.sha256},
        "result": _outcome((result.verdict, result.grade, result.leading)),
        "robust": found.robust,
        "tried": found.tried,
        "flips": [_flip(flip, citing) for flip in found.flips],
        "near": [_near(near, citing) for near in found.near],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    verdict, grade, leading = outcome
    if verdict is not None:
        return {"verdict": verdict}
    return {"grade": grade_as_json(grade), "leading": grade_as_json(leading)}


def _flip(flip: Flip, citing: Citing) -> dict[str, Any]:
    change = flip.change
    return {
        "item": change.item,
        "title": change.rule.title,
        "from": change.now,
        "to": _plain(change.entry),
        "before": _outcome(flip.before),
        "after": _outcome(flip.after),
        "direction": flip.direction,
        "citation": citing(change.rule.cite),
    }


def _plain(entry: object) -> object:
    """The entry with numbers that JSON has."""
    if isinstance(entry, dict):
        return {name: _plain(value) for name, value in entry.items()}
    return rounded(entry) if isinstance(entry, Decimal) else entry


def _near(near: Nearness, citing: Citing) -> dict[str, Any]:
    rule, margin = near.item.value, near.margin
    assert rule is not None
    of_limit = rounded(margin.value / margin.limit * 100) if margin.limit else None
    return {
        "item": near.item.id,
        "title": near.item.title,
        "of": rule.of,
        "value": plain(margin.value),
        "unit": rule.unit,
        "limit": plain(margin.limit),
        "comparison": near.comparison,
        "distance": plain(margin.distance),
        "distance_percent": None if margin.share is None else rounded(margin.share * 100),
        "percent_of_limit": of_limit,
        "within_10_percent": margin.near,
        "gives": near.now.gives,
        "gives_below": near.below.gives,
        "gives_above": near.above.gives,
        "citation": citing(near.item.cite),
    }
