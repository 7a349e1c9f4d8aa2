"""The few plans between which only the firm can decide: none is better than another in cost, months and count together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.plan.measures import Measure
from scoring.plan.plan_search import choose
from scoring.plan.plan_wants import Figures, Objective, Wants, figures

_LABELS: dict[Objective, str] = {"cost": "费用最省", "months": "工期最短", "count": "措施最少"}
_BETWEEN = "费用与工期折中"
MOST = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One of these plans, with what it is the best in."""

    labels: tuple[str, ...]
    chosen: tuple[Measure, ...]
    figures: Figures


def pareto(
    measures: Sequence[Measure], wants: Wants, objective: Objective, best: tuple[Measure, ...]
) -> tuple[Option, ...]:
    """The cheapest, the fastest and the smallest plan; where fewer than three differ, one between the first two.

    Args:
        measures: what can be done.
        wants: what must be achieved; some set of measures does.
        objective: what `best` was chosen for.
        best: the plan already chosen, which comes first among those with its figures.
    """
    found: dict[Figures, tuple[list[str], tuple[Measure, ...]]] = {figures(best, wants): ([], best)}
    for goal, label in _LABELS.items():
        option = best if goal == objective else choose(measures, wants, goal)
        assert option is not None  # What fits for one objective fits for all.
        found.setdefault(figures(option, wants), ([], option))[0].append(label)
    by_label = {label: key for key, (labels, _) in found.items() for label in labels}
    cheapest, fastest = by_label[_LABELS["cost"]], by_label[_LABELS["months"]]
    if len(found) < MOST and cheapest != fastest:
        between = _between(measures, wants, cheapest, fastest, frozenset(found))
        if between is not None:
            found[figures(between, wants)] = ([_BETWEEN], between)
    return tuple(Option(tuple(labels), chosen, key) for key, (labels, chosen) in found.items())


def _between(
    measures: Sequence[Measure],
    wants: Wants,
    cheapest: Figures,
    fastest: Figures,
    known: frozenset[Figures],
) -> tuple[Measure, ...] | None:
    """The cheapest plan that takes about half-way between the two, or longer where that is again one of them."""
    middle = (cheapest.months + fastest.months) / 2
    ends = sorted({end for end in wants.finish.values() if fastest.months < end < cheapest.months})
    # What takes less than the middle is tried last: there the plan is mostly the fastest again.
    for end in [e for e in ends if e >= middle] + [e for e in reversed(ends) if e < middle]:
        option = choose(measures, wants, "cost", within=end)
        if option is not None and figures(option, wants) not in known:
            return option
    return None
