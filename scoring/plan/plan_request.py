"""What a plan is asked for: target, measures, budget, deadline and objective, read strictly from a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

from scoring.assess import AssessRequest, read_request
from scoring.errors import RequestError
from scoring.firm.facts import read_day
from scoring.firm.units import LadderFacts
from scoring.numbers import to_decimal
from scoring.plan.gap_sets import MOST_SETS
from scoring.plan.measures import Measure, read_measures
from scoring.plan.plan_wants import Objective
from scoring.plan.targets import read_target
from scoring.rules.pack import Pack

GAPS_FIELDS = ("target", "most")
PLAN_FIELDS = ("enterprise", "target", "measures", "budget", "deadline", "objective")
_MOST_SETS = 50


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What is wanted: from these facts to this target, with these means."""

    start: AssessRequest
    target: str
    measures: tuple[Measure, ...] | None
    budget: Decimal | None
    deadline: date | None
    objective: Objective


def read_plan_request(pack: Pack, body: object, *, today: date) -> PlanRequest:
    """The wishes in a JSON body.

    Raises:
        RequestError, FactError, UnknownItemError: the body is not right.
    """
    start = read_request(pack, body, today=today, also=PLAN_FIELDS)
    assert isinstance(body, Mapping)
    wished = "cost" if body.get("objective") is None else body["objective"]
    objective: Objective | None = next((o for o in get_args(Objective) if o == wished), None)
    if objective is None:
        raise RequestError(f"objective 为“{str(wished)[:40]}”；应为 cost、months、count 之一")
    budget = body.get("budget")
    amount = None if budget is None or isinstance(budget, str) else to_decimal(budget)
    if budget is not None and (amount is None or amount < 0):
        raise RequestError(f"budget 为“{str(budget)[:40]}”；应为不小于 0 的数（万元），不限就填 null")
    deadline = read_day(body.get("deadline"), "deadline")
    if deadline is not None and deadline < start.as_of:
        raise RequestError(
            f"deadline 为 {deadline.isoformat()}，早于 {start.as_of.isoformat()}；期限应在起算日之后"
        )
    units = start.facts.units if isinstance(start.facts, LadderFacts) else ()
    return PlanRequest(
        start,
        read_target(pack, start, body.get("target")),
        read_measures(pack, body.get("measures"), [unit.leading for unit in units]),
        amount,
        deadline,
        objective,
    )


@dataclass(frozen=True, slots=True)
class GapsRequest:
    """From these facts to this target: at most so many of the smallest sets of requirements."""

    start: AssessRequest
    target: str
    most: int


def read_gaps_request(pack: Pack, body: object, *, today: date) -> GapsRequest:
    """The wishes of a JSON body for the smallest sets.

    Raises:
        RequestError, FactError, UnknownItemError: the body is not right.
    """
    start = read_request(pack, body, today=today, also=GAPS_FIELDS)
    assert isinstance(body, Mapping)
    most = MOST_SETS if body.get("most") is None else body["most"]
    if isinstance(most, bool) or not isinstance(most, int) or not 1 <= most <= _MOST_SETS:
        raise RequestError(f"most 为“{str(most)[:40]}”；应为 1 到 {_MOST_SETS} 的整数，即最多列出几组")
    return GapsRequest(start, read_target(pack, start, body.get("target")), most)
