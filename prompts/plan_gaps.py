"""What a plan closes, leaves open, and still has to find out, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prompts import plan_wording as words
from prompts.contexts import GapRow, PendingRow
from prompts.plan_citations import Citations
from scoring.assessment import Gap, TraceStep
from scoring.firm.units import LadderFacts
from scoring.plan.planning import Plan, Step
from scoring.rules.pack import Item, Pack
from scoring.truth import Truth

# More rows than this would bury the ones that matter; the rest is named in one paragraph.
MOST_PENDING = 40


@dataclass(frozen=True, slots=True)
class GapRows:
    """Gaps that the plan deals with, and those it leaves."""

    planned: tuple[GapRow, ...]
    left: tuple[GapRow, ...]


def item_of(pack: Pack, key: str) -> Item | None:
    """The item a key names; a ladder key may carry its unit or `events.` in front."""
    return pack.items.get(key) or pack.items.get(key.partition(".")[2])


def steps_by_key(plan: Plan) -> Mapping[str, tuple[Step, ...]]:
    """The chosen measures by the item or aspect they close."""
    found: dict[str, tuple[Step, ...]] = {}
    for step in plan.steps:
        for key in step.keys:
            found[key] = (*found.get(key, ()), step)
    return found


def gap_rows(plan: Plan, pack: Pack, citations: Citations) -> GapRows:
    """The known gaps; without any chosen measure all of them count as to be dealt with."""
    closing = steps_by_key(plan)
    gaps = plan.before.gaps if pack.kind == "points" else _below_target(plan, pack)
    planned = [gap for gap in gaps if not plan.steps or gap.item in closing]
    left = [gap for gap in gaps if gap not in planned]
    billed: set[str] = set()
    return GapRows(
        tuple(_gap(gap, closing.get(gap.item, ()), plan, pack, citations, billed) for gap in planned),
        tuple(_gap(gap, (), plan, pack, citations, billed) for gap in left),
    )


def _below_target(plan: Plan, pack: Pack) -> list[Gap]:
    """Aspects known to be below the target of the plan, which may lie more than one rung up."""
    facts, goal = plan.request.start.facts, plan.request.target
    assert isinstance(facts, LadderFacts)
    leading = goal in pack.leading_rungs
    rungs = pack.leading_rungs if leading else pack.rungs
    gaps = []
    for step in plan.before.trace:
        index, _, name = step.item.partition(".")
        unit, item = facts.units[int(index)], pack.items[name]
        if step.grade is None or unit.leading != leading:
            continue
        held = step.grade.reachable
        if rungs.index(held) <= rungs.index(goal):
            continue
        requirement = f"达到{words.grade(goal, pack)}的指标要求"
        shortfall = f"现为{words.grade(held, pack)}，低于{words.grade(goal, pack)}"
        gaps.append(Gap(step.item, item.title, requirement, shortfall, item.cite, item.measure, item.proof))
    return gaps


def _gap(
    gap: Gap, steps: tuple[Step, ...], plan: Plan, pack: Pack, citations: Citations, billed: set[str]
) -> GapRow:
    item = item_of(pack, gap.item)
    suggestion = f"建议：{gap.measure}" if gap.measure else "须由企业与咨询方商定"
    return GapRow(
        item=words.label(pack, plan.before, gap.item),
        kind=words.kind(item, pack) if item else "",
        requirement=gap.requirement,
        ref=citations.mark(gap.cite),
        shortfall=gap.shortfall,
        measure="；".join(_title(step) for step in steps) or suggestion,
        evidence=words.joined(gap.proof or (item.proof if item else ())),
        owner="",
        period="；".join(words.period(step.start, step.end) for step in steps) or words.OPEN,
        cost="；".join(_bill(step, billed) for step in steps) or words.OPEN,
    )


def _title(step: Step) -> str:
    measure = step.measure
    return f"建议：{measure.title}" if measure.proposed else f"{measure.id} {measure.title}"


def _bill(step: Step, billed: set[str]) -> str:
    """The cost once; a measure that closes several gaps must not look as if it were paid several times."""
    if step.measure.cost is not None and step.measure.id in billed:
        return f"已计入 {step.measure.id}"
    billed.add(step.measure.id)
    return words.money(step.measure.cost)


def pending_rows(
    plan: Plan, pack: Pack, citations: Citations
) -> tuple[tuple[PendingRow, ...], tuple[str, ...]]:
    """What is unknown, most decisive first, and the labels of what goes beyond a readable table."""
    asked = {question.item: place for place, question in enumerate(plan.before.next_questions)}
    closing = steps_by_key(plan)
    open_steps = [step for step in plan.before.trace if _is_open(step)]
    order = {item: place for place, item in enumerate(pack.items)}

    def rank(step: TraceStep) -> tuple[bool, int, bool, int]:
        item = item_of(pack, step.item)
        gated = item is not None and item.gate is not None
        place = order.get(item.id, 0) if item else 0
        return step.item not in asked, asked.get(step.item, 0), not gated, place

    open_steps.sort(key=rank)
    rows = [
        _pending(step, closing.get(step.item, ()), plan, pack, citations)
        for step in open_steps[:MOST_PENDING]
    ]
    shown = {step.item for step in open_steps}
    rows += [
        PendingRow(
            words.label(pack, plan.before, question.item),
            "情形" if question.item.startswith("events.") else "",
            question.question,
            citations.mark(question.cite),
            question.why,
            words.joined(question.proof),
            words.NONE,
        )
        for question in plan.before.next_questions
        if question.item not in shown
    ]
    further = tuple(words.label(pack, plan.before, step.item) for step in open_steps[MOST_PENDING:])
    return tuple(rows), further


def _is_open(step: TraceStep) -> bool:
    open_points = step.lower is not None and step.upper is not None and step.lower < step.upper
    return step.truth is Truth.UNKNOWN or open_points


def _pending(
    step: TraceStep, steps: tuple[Step, ...], plan: Plan, pack: Pack, citations: Citations
) -> PendingRow:
    item = item_of(pack, step.item)
    assert item is not None
    suggestion = f"建议：{item.measure}" if item.measure else words.NONE
    own = [_title(s) for s in steps if not s.measure.proposed]
    return PendingRow(
        item=words.label(pack, plan.before, step.item),
        kind=words.kind(item, pack),
        question=item.question,
        ref=citations.mark(step.cite),
        why=_why(step, item, plan, pack),
        evidence=words.joined(item.proof),
        measure="；".join(own) or suggestion,
    )


def _why(step: TraceStep, item: Item, plan: Plan, pack: Pack) -> str:
    if pack.kind == "ladder":
        told = next((q.why for q in plan.before.next_questions if q.item == step.item), "")
        return told or "没有说清之前只能按最低等级计"
    parts = []
    if item.gate is not None:
        gate = next(gate.title for gate in pack.gates if gate.id == item.gate)
        parts.append(f"{gate}，有一项不满足就不能通过")
    if step.lower is not None and step.upper is not None and step.lower < step.upper:
        parts.append(f"本行得分 {words.points(step.lower)}～{words.points(step.upper)} 分未定")
    if step.because not in ("尚未说明", "填报为未知"):
        parts.append(step.because)
    return "；".join(parts) or step.because
