"""The way up to the next grade: measures chosen exactly, and the result afterwards proved by the core."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from scoring.assess import assess, read_request
from scoring.assess_ladder import aspect_item
from scoring.assessment import Assessment
from scoring.changes import changed_facts, safe_grades
from scoring.measures import Measure, propose
from scoring.numbers import plain
from scoring.pack import Item, Pack
from scoring.plan_request import PlanRequest
from scoring.plan_search import Objective, Wants, choose
from scoring.truth import Truth
from scoring.units import LadderFacts

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """One chosen measure in time, with what it closes."""

    measure: Measure
    items: tuple[Item, ...]
    keys: tuple[str, ...]
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One want of the smallest set that cannot all be had."""

    want: str
    detail: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The chosen measures and the proof, or what stands in the way."""

    request: PlanRequest
    feasible: bool
    steps: tuple[Step, ...]
    cost: Decimal
    unpriced: tuple[str, ...]
    months: Decimal
    before: Assessment
    after: Assessment
    alternatives: tuple[tuple[Measure, ...], ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[str, ...]


def make_plan(pack: Pack, request: PlanRequest) -> Plan:
    """The best plan; when nothing fits, the smallest set of wants that conflict. Pure, as the core is."""
    before = assess(pack, request.start)
    measures = request.measures if request.measures is not None else propose(pack, before, request.target)
    objective: Objective = "count" if request.measures is None else request.objective
    wants = _wants(pack, before, measures, request)
    chosen = choose(measures, wants, objective)
    after = _after(pack, request, before, chosen or ())
    feasible = chosen is not None and _reached(pack, after, request.target)
    conflicts: tuple[Conflict, ...] = ()
    if not feasible:
        conflicts = _conflicts(pack, before, measures, wants, request)
        chosen = chosen if chosen is not None else ()
    alternatives = _alternatives(measures, wants, objective, chosen or ()) if feasible else ()
    steps = tuple(_step(pack, measure, request.start.as_of) for measure in chosen or ())
    return Plan(
        request=request,
        feasible=feasible,
        steps=steps,
        cost=sum((step.measure.cost or _ZERO for step in steps), _ZERO),
        unpriced=tuple(step.measure.id for step in steps if step.measure.cost is None),
        months=max((step.measure.months or _ZERO for step in steps), default=_ZERO),
        before=before,
        after=after,
        alternatives=alternatives,
        conflicts=conflicts,
        notes=_notes(steps),
    )


def _after(pack: Pack, request: PlanRequest, before: Assessment, chosen: tuple[Measure, ...]) -> Assessment:
    body: dict[str, Any] = {
        "facts": changed_facts(pack, request.start, before, chosen),
        "proof": "declared",
        "as_of": request.start.as_of.isoformat(),
    }
    return assess(
        pack, replace(read_request(pack, body, today=request.start.as_of), proof=request.start.proof)
    )


def _reached(pack: Pack, after: Assessment, target: str) -> bool:
    if pack.kind == "points":
        return after.verdict == "pass"
    if target in pack.leading_rungs:
        return after.leading is not None and after.leading.confirmed == target
    return after.grade is not None and pack.rungs.index(after.grade.confirmed) <= pack.rungs.index(target)


def _wants(pack: Pack, before: Assessment, measures: tuple[Measure, ...], request: PlanRequest) -> Wants:
    allowed = frozenset(m.id for m in measures if _in_time(m, request))
    closing: dict[str, frozenset[str]] = {}
    gains: dict[str, dict[str, Decimal]] = {}
    if pack.kind == "ladder":
        for key in _short_aspects(pack, request):
            closing[key] = frozenset(m.id for m in measures if _lifts(pack, m, key, request.target))
        return Wants(closing, _ZERO, {}, request.budget, allowed)
    weights = {section.id: section.weight for section in pack.sections}
    safe = {step.item: step for step in before.trace}
    for item in pack.items.values():
        if item.gate is not None and safe[item.id].truth is not Truth.MET:
            closing[item.id] = frozenset(m.id for m in measures if item.id in m.items)
        if item.points is not None and item.section is not None:
            base = safe[item.id].lower or _ZERO
            gains[item.id] = {
                m.id: weights[item.section] * (item.points * share - base)
                for m in measures
                if isinstance(share := m.items.get(item.id), Decimal)
            }
    threshold = pack.pass_rule.at_least if pack.pass_rule else _ZERO
    lower = before.score.lower if before.score else _ZERO
    return Wants(closing, threshold - lower, gains, request.budget, allowed)


def _short_aspects(pack: Pack, request: PlanRequest) -> list[str]:
    """Aspects that are unknown or below the target, by unit."""
    leading = request.target in pack.leading_rungs
    rungs = pack.leading_rungs if leading else pack.rungs
    safe = safe_grades(request.start)
    units = request.start.facts.units if isinstance(request.start.facts, LadderFacts) else ()
    tracks = [unit.leading for unit in units] or [False]
    keys = [
        aspect_item(index, item.id)
        for index, track in enumerate(tracks)
        if track == leading
        for item in pack.of_kind("aspect")
    ]
    return [key for key in keys if key not in safe or rungs.index(safe[key]) > rungs.index(request.target)]


def _lifts(pack: Pack, measure: Measure, key: str, target: str) -> bool:
    goal = measure.items.get(key)
    rungs = pack.leading_rungs if target in pack.leading_rungs else pack.rungs
    return goal in rungs and rungs.index(str(goal)) <= rungs.index(target)


def _in_time(measure: Measure, request: PlanRequest) -> bool:
    if request.deadline is None or measure.months is None:
        return True
    return add_months(request.start.as_of, measure.months) <= request.deadline


def add_months(day: date, months: Decimal) -> date:
    """The day that many months later, at most the last of its month; parts of a month count 30 days."""
    whole = int(months)
    year, month = divmod(day.year * 12 + day.month - 1 + whole, 12)
    month += 1
    moved = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return moved + timedelta(days=int((months - whole) * 30))


def _step(pack: Pack, measure: Measure, start: date) -> Step:
    keys = tuple(measure.items)
    items = tuple(pack.items[key.partition(".")[2] if pack.kind == "ladder" else key] for key in keys)
    end = None if measure.months is None else add_months(start, measure.months)
    return Step(measure, items, keys, start, end)


def _alternatives(
    measures: tuple[Measure, ...], wants: Wants, objective: Objective, chosen: tuple[Measure, ...]
) -> tuple[tuple[Measure, ...], ...]:
    found: list[tuple[Measure, ...]] = []
    others: tuple[Objective, ...] = ("cost", "months", "count")
    for other in others:
        if other != objective and all(not m.proposed for m in measures):
            option = choose(measures, wants, other)
            if option is not None and option != chosen and option not in found:
                found.append(option)
    return tuple(found)


def _conflicts(
    pack: Pack, before: Assessment, measures: tuple[Measure, ...], wants: Wants, request: PlanRequest
) -> tuple[Conflict, ...]:
    """A smallest-first search for wants that cannot all be had."""
    if before.overrides:
        return tuple(
            Conflict(f"event:{o.event}", f"{o.effect}；这不是措施能改变的") for o in before.overrides
        )
    if pack.kind == "points" and pack.pass_rule is None:
        reason = pack.undetermined_reason.text if pack.undetermined_reason else ""
        return (Conflict("target", f"本方案没有可计算的达标线：{reason}"),)
    everything = frozenset(m.id for m in measures)
    for key, ids in wants.must_close.items():
        if not ids:
            return (
                Conflict(
                    f"item:{key}", f"{key} 尚未满足或未说清，没有任何措施能解决它，而它是达到目标所必需的"
                ),
            )
    free = replace(wants, budget=None, allowed=everything)
    if choose(measures, free, "count") is None:
        return (
            Conflict("target", f"即使全部措施都做、不限预算和期限，得分仍差，达不到目标：{_goal(request)}"),
        )
    if request.budget is None and request.deadline is None:
        return (
            Conflict("target", f"没有任何单元或措施能达到目标：{_goal(request)}；请核对单元所属的类别和目标"),
        )
    names = {
        "budget": Conflict("budget", f"预算 {plain(request.budget or _ZERO)} 万元"),
        "deadline": Conflict("deadline", f"期限 {request.deadline.isoformat() if request.deadline else ''}"),
    }
    target = Conflict("target", f"目标：{_goal(request)}")
    if choose(measures, replace(wants, allowed=everything), "count") is None:
        return (target, names["budget"])
    if choose(measures, replace(wants, budget=None), "count") is None:
        return (target, names["deadline"])
    return (target, names["budget"], names["deadline"])


def _goal(request: PlanRequest) -> str:
    return "通过评价" if request.target == "pass" else request.target


def _notes(steps: tuple[Step, ...]) -> tuple[str, ...]:
    notes = ["各项措施按同时开工计算，总工期取最长的一项"] if any(s.measure.months for s in steps) else []
    if any(step.measure.proposed for step in steps):
        notes.append("措施为系统依据条目提出的建议，费用和工期未定，请企业或咨询方填写")
    elif any(step.measure.cost is None for step in steps):
        notes.append("有措施没有报价，合计费用未包含这些措施")
    return tuple(notes)
