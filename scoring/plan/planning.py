"""The way up to the next grade: measures chosen exactly, and the result afterwards proved by the core."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from scoring.assess import assess
from scoring.assessment import Assessment
from scoring.numbers import EXACT_DIGITS
from scoring.plan.changes import changed_facts
from scoring.plan.gap_sets import GapSets, gap_sets
from scoring.plan.measures import Measure
from scoring.plan.pareto import Option, pareto
from scoring.plan.plan_conflicts import Conflict, conflicts
from scoring.plan.plan_demands import demands, wants_of
from scoring.plan.plan_request import PlanRequest
from scoring.plan.plan_search import choose
from scoring.plan.plan_wants import Figures, Wants, figures
from scoring.plan.proposals import propose
from scoring.plan.schedule import add_months
from scoring.plan.targets import again, reached
from scoring.rules.pack import Item, Pack


@dataclass(frozen=True, slots=True)
class Step:
    """One chosen measure in time, with what it closes."""

    measure: Measure
    items: tuple[Item, ...]
    keys: tuple[str, ...]
    start: date
    """When everything it requires is finished, as far as times are given."""
    end: date | None
    """None while its own time, or that of something it waits for, is open."""


@dataclass(frozen=True, slots=True)
class Route:
    """A set of measures that reaches the target, with the proof by the core."""

    option: Option
    after: Assessment


@dataclass(frozen=True, slots=True)
class Plan:
    """The chosen measures and the proof, or what stands in the way."""

    request: PlanRequest
    feasible: bool
    steps: tuple[Step, ...]
    figures: Figures
    before: Assessment
    after: Assessment
    pareto: tuple[Route, ...]
    """Plans that no other is better than in cost, months and count together; none for proposals of ours."""
    conflicts: tuple[Conflict, ...]
    gap_sets: GapSets
    notes: tuple[str, ...]

    @property
    def cost(self) -> Decimal:
        """The sum of what is priced, in 万元; at least that much where something is not."""
        return self.figures.cost

    @property
    def months(self) -> Decimal:
        """Months to the end of the longest chain; at least that many where something is not timed."""
        return self.figures.months

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Ids of the chosen measures without a price."""
        return tuple(step.measure.id for step in self.steps if step.measure.cost is None)

    @property
    def untimed(self) -> tuple[str, ...]:
        """Ids of the chosen measures without a time."""
        return tuple(step.measure.id for step in self.steps if step.measure.months is None)

    @property
    def alternatives(self) -> tuple[tuple[Measure, ...], ...]:
        """The other plans of the front."""
        chosen = {step.measure.id for step in self.steps}
        options = (route.option.chosen for route in self.pareto)
        return tuple(option for option in options if {measure.id for measure in option} != chosen)


def make_plan(pack: Pack, request: PlanRequest) -> Plan:
    """The best plan; when nothing fits, the smallest set of wants that conflict. Pure, as the core is."""
    with localcontext(prec=EXACT_DIGITS):
        return _make_plan(pack, request)


def _make_plan(pack: Pack, request: PlanRequest) -> Plan:
    before = assess(pack, request.start)
    own = request.measures is not None
    measures = request.measures if request.measures is not None else propose(pack, before, request.target)
    asked = demands(pack, before, measures, request)
    wants = wants_of(asked, measures, request)
    chosen = choose(measures, wants, request.objective)
    after = _after(pack, request, before, chosen or ())
    feasible = chosen is not None and reached(pack, after, request.target)
    routes: tuple[Route, ...] = ()
    if feasible and own and chosen:
        routes = tuple(
            Route(option, _after(pack, request, before, option.chosen))
            for option in pareto(measures, wants, request.objective, chosen)
        )
    steps = _steps(pack, chosen or (), wants, request.start.as_of)
    return Plan(
        request=request,
        feasible=feasible,
        steps=steps,
        figures=figures(chosen or (), wants),
        before=before,
        after=after,
        pareto=routes,
        conflicts=() if feasible else conflicts(pack, before, measures, asked, request),
        gap_sets=gap_sets(pack, request.start, request.target),
        notes=_notes(steps, request),
    )


def _after(pack: Pack, request: PlanRequest, before: Assessment, chosen: tuple[Measure, ...]) -> Assessment:
    return assess(pack, again(pack, request.start, changed_facts(pack, request.start, before, chosen)))


def _steps(pack: Pack, chosen: tuple[Measure, ...], wants: Wants, begin: date) -> tuple[Step, ...]:
    """The measures in time, those that start first at the head."""
    steps: dict[str, Step] = {}
    open_ends: set[str] = set()
    waits = {m.id: wants.finish[m.id] - (m.months or 0) for m in chosen}
    for measure in sorted(chosen, key=lambda m: (waits[m.id], len(_all_before(m.id, wants)))):
        keys = tuple(measure.items)
        items = tuple(pack.items[key.partition(".")[2] if pack.kind == "ladder" else key] for key in keys)
        # Parts of a month count in days, so that a later sum of months may name an earlier day.
        ends = [end for one in measure.requires if (end := steps[one].end) is not None]
        start = max([add_months(begin, waits[measure.id]), *ends])
        if measure.months is None or open_ends.intersection(measure.requires):
            open_ends.add(measure.id)
        end = max(start, add_months(begin, wants.finish[measure.id]))
        steps[measure.id] = Step(measure, items, keys, start, None if measure.id in open_ends else end)
    return tuple(steps.values())


def _all_before(measure_id: str, wants: Wants) -> frozenset[str]:
    """Everything that has to be done before a measure, near or far."""
    found: set[str] = set()
    open_ids = set(wants.requires[measure_id])
    while open_ids:
        found |= open_ids
        open_ids = {far for near in open_ids for far in wants.requires[near]} - found
    return frozenset(found)


def _notes(steps: tuple[Step, ...], request: PlanRequest) -> tuple[str, ...]:
    notes = []
    if any(step.measure.requires for step in steps):
        notes.append("没有先后要求的措施按同时开工计算，总工期取最长的一串先后措施")
    elif any(step.measure.months for step in steps):
        notes.append("各项措施按同时开工计算，总工期取最长的一项")
    if any(step.measure.proposed for step in steps):
        notes.append("措施为系统依据条目提出的建议，费用和工期未定，请企业或咨询方填写")
        return tuple(notes)
    unpriced = [step.measure.id for step in steps if step.measure.cost is None]
    untimed = [step.measure.id for step in steps if step.measure.months is None]
    if unpriced:
        checked = "；这几项是否在预算以内无法核对" if request.budget is not None else ""
        notes.append(f"{'、'.join(unpriced)} 没有报价，合计费用只是至少要花的数{checked}")
    if untimed:
        checked = "；这几项能否在期限以内完成无法核对" if request.deadline is not None else ""
        notes.append(f"{'、'.join(untimed)} 没有填工期，总工期只是至少要用的时间{checked}")
    return tuple(notes)
