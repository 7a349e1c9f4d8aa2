"""The choice of measures by exact optimisation (HiGHS through scipy), under budget and deadline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scoring.measures import Measure

Objective = Literal["cost", "months", "count"]
# Points are scaled to whole numbers, so that the solver's tolerance cannot decide a threshold.
_SCALE = 10**6


@dataclass(frozen=True, slots=True)
class Wants:
    """What a plan must achieve. Each part can be left out, to find which ones conflict."""

    must_close: Mapping[str, frozenset[str]]
    """Item → ids of the measures that close it."""
    score_short: Decimal
    """Points of the total still missing; 0 or less when there is enough."""
    gains: Mapping[str, Mapping[str, Decimal]]
    """Item → measure id → points of the total it adds over what is safe today."""
    budget: Decimal | None
    allowed: frozenset[str]
    """Measures that can be done by the deadline."""


def choose(measures: Sequence[Measure], wants: Wants, objective: Objective) -> tuple[Measure, ...] | None:
    """The best set of measures, ties broken by cost, then number, then order; None when nothing fits."""
    usable = [measure for measure in measures if measure.id in wants.allowed]
    if not all(ids & wants.allowed for ids in wants.must_close.values()):
        return None
    if not usable:
        return () if wants.score_short <= 0 and not wants.must_close else None
    order: list[Objective] = [objective, *(o for o in ("cost", "count", "months") if o != objective)]
    return _solve(usable, wants, order)


def _solve(
    measures: Sequence[Measure], wants: Wants, order: Sequence[Objective]
) -> tuple[Measure, ...] | None:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    ids = [measure.id for measure in measures]
    column = {measure_id: index for index, measure_id in enumerate(ids)}
    pairs = [
        (item, measure_id, gain)
        for item, per_measure in wants.gains.items()
        for measure_id, gain in per_measure.items()
        if measure_id in column and gain > 0
    ]
    # Columns: one per measure, one per (item, measure) that is credited, one for the duration.
    width = len(ids) + len(pairs) + 1
    last = width - 1
    rows: list[tuple[dict[int, float], float, float]] = []
    infinity = float("inf")
    for closing in wants.must_close.values():
        rows.append(({column[m]: 1.0 for m in closing if m in column}, 1.0, infinity))
    if wants.score_short > 0:
        credit = {len(ids) + k: float(int(gain * _SCALE)) for k, (_, _, gain) in enumerate(pairs)}
        rows.append((credit, float(int(wants.score_short * _SCALE)), infinity))
    for k, (_, measure_id, _) in enumerate(pairs):
        rows.append(({len(ids) + k: 1.0, column[measure_id]: -1.0}, -infinity, 0.0))
    for item in wants.gains:
        rows.append(({len(ids) + k: 1.0 for k, pair in enumerate(pairs) if pair[0] == item}, -infinity, 1.0))
    if wants.budget is not None:
        rows.append(({column[m.id]: float(m.cost or 0) for m in measures}, -infinity, float(wants.budget)))
    for measure in measures:
        rows.append(({last: 1.0, column[measure.id]: -float(measure.months or 0)}, 0.0, infinity))
    upper = np.ones(width)
    upper[last] = infinity
    integrality = np.ones(width)
    integrality[last] = 0
    solution = None
    for goal in order:
        cost = np.zeros(width)
        for measure in measures:
            cost[column[measure.id]] = {"cost": float(measure.cost or 0), "count": 1.0, "months": 0.0}[goal]
        cost[last] = 1.0 if goal == "months" else 0.0
        matrix = np.zeros((len(rows), width))
        for index, (entries, _, _) in enumerate(rows):
            for place, factor in entries.items():
                matrix[index, place] = factor
        limits = LinearConstraint(matrix, [row[1] for row in rows], [row[2] for row in rows])
        result = milp(
            cost, constraints=limits, bounds=Bounds(np.zeros(width), upper), integrality=integrality
        )
        if not result.success:
            return None
        solution = result.x
        best = float(cost @ solution)
        rows.append(({i: float(f) for i, f in enumerate(cost) if f}, -infinity, best + 1e-6))
    assert solution is not None
    return tuple(measure for measure in measures if solution[column[measure.id]] > 0.5)
