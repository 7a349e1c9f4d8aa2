"""The best set of measures under all that is wanted: found by HiGHS, proved and compared in exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from scoring.plan.measures import Measure
from scoring.plan.plan_model import Goal, Model
from scoring.plan.plan_wants import Objective, Wants

_GOALS: dict[Objective, tuple[Goal, ...]] = {
    "cost": ("unpriced", "cost", "count", "untimed", "months"),
    "months": ("untimed", "months", "unpriced", "cost", "count"),
    "count": ("count", "unpriced", "cost", "untimed", "months"),
}


def choose(
    measures: Sequence[Measure], wants: Wants, objective: Objective, *, within: Decimal | None = None
) -> tuple[Measure, ...] | None:
    """The set with the least `Figures.key` of the objective; None when nothing fits.

    Under a budget, sets in which everything is priced go before all others, and under a deadline those in which
    everything is timed: of the others nobody can say whether they keep to it.

    Args:
        measures: what can be done; `requires` of each lie inside.
        wants: what must be achieved.
        objective: what is compared first.
        within: months that the plan may take at most, everything in it being timed; None for any.
    """
    for usable in _stages(measures, wants, within):
        model = Model(usable, wants)
        best = model.fitting()
        if best is None:
            continue
        for goal in _GOALS[objective]:
            best = model.improved(best, goal)
        return tuple(measure for measure in usable if measure.id in best)
    return None


def fits(measures: Sequence[Measure], wants: Wants) -> bool:
    """Whether any set of measures achieves all that is wanted."""
    return Model(_usable(measures, wants, None), wants).fitting() is not None


def _stages(
    measures: Sequence[Measure], wants: Wants, within: Decimal | None
) -> Iterable[tuple[Measure, ...]]:
    everything = _usable(measures, wants, within)
    known = [
        measure
        for measure in everything
        if (wants.budget is None or measure.cost is not None)
        and (not wants.timed or measure.months is not None)
    ]
    if len(known) < len(everything):
        yield _usable(known, wants, within)
    yield everything


def _usable(measures: Sequence[Measure], wants: Wants, within: Decimal | None) -> tuple[Measure, ...]:
    """The measures that can be done in time together with all they require."""
    ids = {
        m.id
        for m in measures
        if m.id in wants.allowed
        and (within is None or (m.months is not None and wants.finish[m.id] <= within))
    }
    while stranded := {one for one in ids if not wants.requires[one] <= ids}:
        ids -= stranded
    return tuple(measure for measure in measures if measure.id in ids)
