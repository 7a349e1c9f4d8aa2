"""What a plan must achieve, and the figures by which plans are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scoring.plan.measures import Measure

Objective = Literal["cost", "months", "count"]


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
    timed: bool
    """Whether there is a deadline."""
    allowed: frozenset[str]
    """Measures that can be finished by the deadline, as far as times are known."""
    requires: Mapping[str, frozenset[str]]
    """Measure id → ids that must be chosen with it, to be done before it."""
    excludes: tuple[tuple[str, str], ...]
    """Pairs that cannot be chosen together."""
    finish: Mapping[str, Decimal]
    """Measure id → months from the start of the plan to its end, along the longest chain it waits for."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What plans are compared by. Something nobody has priced or timed makes a figure "at least"."""

    unpriced: int
    cost: Decimal
    untimed: int
    months: Decimal
    count: int

    def key(self, objective: Objective) -> tuple[Decimal | int, ...]:
        """What is compared first, second …; smaller is better. An unknown figure is worse than any known one."""
        if objective == "cost":
            return self.unpriced, self.cost, self.count, self.untimed, self.months
        if objective == "months":
            return self.untimed, self.months, self.unpriced, self.cost, self.count
        return self.count, self.unpriced, self.cost, self.untimed, self.months


def figures(chosen: Iterable[Measure], wants: Wants) -> Figures:
    """The figures of a set of measures: cost in 万元, months to the end of the longest chain."""
    measures = tuple(chosen)
    return Figures(
        unpriced=sum(m.cost is None for m in measures),
        cost=sum((m.cost or Decimal(0) for m in measures), Decimal(0)),
        untimed=sum(m.months is None for m in measures),
        months=max((wants.finish[m.id] for m in measures), default=Decimal(0)),
        count=len(measures),
    )
