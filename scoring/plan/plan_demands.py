"""What the target asks of the measures: read once from pack, facts and request, then turned into wants."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.assessment import Assessment
from scoring.plan.measure_links import exclusive_pairs
from scoring.plan.measures import Measure
from scoring.plan.plan_request import PlanRequest
from scoring.plan.plan_wants import Wants
from scoring.plan.schedule import add_months, waiting
from scoring.plan.targets import rungs_of, short_aspects
from scoring.rules.pack import Pack
from scoring.truth import Truth

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Demands:
    """The part of the wants that the rules fix: must-haves, and points still missing."""

    must_close: Mapping[str, frozenset[str]]
    score_short: Decimal
    gains: Mapping[str, Mapping[str, Decimal]]


def demands(pack: Pack, before: Assessment, measures: Sequence[Measure], request: PlanRequest) -> Demands:
    """What has to be closed or earned to reach the target from here."""
    if pack.kind == "ladder":
        closing = {
            key: frozenset(m.id for m in measures if _lifts(pack, m, key, request.target))
            for key in short_aspects(pack, request.start, before, request.target)
        }
        return Demands(closing, _ZERO, {})
    closing, gains = {}, {}
    safe = {step.item: step for step in before.trace}
    for item in pack.items.values():
        if item.gate is not None and safe[item.id].truth is not Truth.MET:
            closing[item.id] = frozenset(m.id for m in measures if item.id in m.items)
        if item.points is not None:
            base = safe[item.id].lower or _ZERO
            gains[item.id] = {
                m.id: pack.weight_of(item) * (item.points * share - base)
                for m in measures
                if isinstance(share := m.items.get(item.id), Decimal)
            }
    threshold = pack.pass_rule.at_least if pack.pass_rule else _ZERO
    assert before.score is not None
    return Demands(closing, threshold - before.score.lower, gains)


def wants_of(
    asked: Demands, measures: Sequence[Measure], request: PlanRequest, dropped: Collection[str] = ()
) -> Wants:
    """All that is wanted, without the wishes of the user that are dropped (see `wishes`)."""
    requires = {
        m.id: frozenset[str]() if _requires(m) in dropped else frozenset(m.requires) for m in measures
    }
    months = {m.id: m.months for m in measures}
    wait = waiting(requires, months)
    finish = {m.id: wait[m.id] + (m.months or _ZERO) for m in measures}
    deadline = None if "deadline" in dropped else request.deadline
    return Wants(
        must_close=asked.must_close,
        score_short=asked.score_short,
        gains=asked.gains,
        budget=None if "budget" in dropped else request.budget,
        timed=deadline is not None,
        allowed=frozenset(
            m.id
            for m in measures
            if deadline is None or add_months(request.start.as_of, finish[m.id]) <= deadline
        ),
        requires=requires,
        excludes=tuple(pair for pair in _pairs(measures) if _excludes(pair) not in dropped),
        finish=finish,
    )


def wishes(measures: Sequence[Measure], request: PlanRequest) -> tuple[str, ...]:
    """The wants that come from the user, each by its name: `budget`, `deadline`, `excludes:m1,m2`, `requires:m2`."""
    names = ["budget"] if request.budget is not None else []
    names += ["deadline"] if request.deadline is not None else []
    names += [_excludes(pair) for pair in _pairs(measures)]
    names += [_requires(measure) for measure in measures if measure.requires]
    return tuple(names)


def _pairs(measures: Sequence[Measure]) -> tuple[tuple[str, str], ...]:
    return exclusive_pairs({measure.id: measure.excludes for measure in measures})


def _excludes(pair: tuple[str, str]) -> str:
    return f"excludes:{pair[0]},{pair[1]}"


def _requires(measure: Measure) -> str:
    return f"requires:{measure.id}"


def _lifts(pack: Pack, measure: Measure, key: str, target: str) -> bool:
    goal, rungs = measure.items.get(key), rungs_of(pack, target)
    return goal in rungs and rungs.index(str(goal)) <= rungs.index(target)
