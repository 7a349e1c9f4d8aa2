"""The figures of a plan: where the firm stands, what the measures cost, what the core finds afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from prompts import plan_wording as words
from prompts.contexts import (
    BlockRow,
    GateRow,
    MeasureRow,
    Measures,
    ResultRow,
    RouteRow,
    Standing,
    UnitRow,
)
from prompts.plan_citations import Citations
from scoring.assessment import Assessment, UnitResult
from scoring.numbers import plain
from scoring.plan.plan_wants import Figures
from scoring.plan.planning import Plan, Route, Step
from scoring.rules.pack import Pack


def standing(result: Assessment, pack: Pack, citations: Citations) -> Standing:
    """Where the firm stands before any measure."""
    return Standing(
        is_points=result.kind == "points",
        total=_total(result),
        blocks=tuple(
            BlockRow(
                section.title,
                words.percent(section.weight),
                words.points(section.points.lower),
                words.points(section.points.upper),
                words.points(section.points.max),
            )
            for section in result.sections
        ),
        gates=tuple(
            GateRow(
                f"{gate.title}{citations.mark(next(g.cite for g in pack.gates if g.id == gate.id))}",
                words.truth(gate.status),
                words.joined(words.label(pack, result, item) for item in gate.failing),
                _counted([words.label(pack, result, item) for item in gate.unknown]),
            )
            for gate in result.gates
        ),
        units=tuple(_unit(unit, pack) for unit in result.units),
        overrides=tuple(f"{override.effect}{citations.mark(override.cite)}" for override in result.overrides),
    )


def _total(result: Assessment) -> BlockRow | None:
    score = result.score
    if score is None:
        return None
    return BlockRow(
        "总分（加权）" if any(section.weight != 1 for section in result.sections) else "总分",
        words.NONE,
        words.points(score.lower),
        words.points(score.upper),
        words.points(score.max),
    )


def _counted(labels: Sequence[str]) -> str:
    """The labels, or how many there are where a cell could not hold them."""
    return words.joined(labels) if len(labels) <= 6 else f"{len(labels)} 项，见“还没说清的”一节"


def _unit(unit: UnitResult, pack: Pack) -> UnitRow:
    interval = unit.grade or unit.leading
    assert interval is not None
    return UnitRow(
        unit.name,
        unit.industry or words.NOT_GIVEN,
        words.grade(interval.confirmed, pack),
        words.grade(interval.reachable, pack),
        words.joined(unit.blocking),
    )


def measures(plan: Plan, pack: Pack) -> Measures:
    """The chosen measures; proposals of ours stand beside their gaps and get no table of blanks here."""
    request = plan.request
    entered = [step for step in plan.steps if not step.measure.proposed]
    chosen = {step.measure.id for step in plan.steps}
    titles = {step.measure.id: step.measure.title for step in entered}
    unused = [m for m in request.measures or () if m.id not in chosen]
    return Measures(
        rows=tuple(_measure(step, plan, pack) for step in entered),
        cost=_total_cost(plan.figures, len(entered)),
        months=_duration(plan.figures, len(entered)),
        budget="不限" if request.budget is None else f"{plain(request.budget)} 万元",
        deadline="不限" if request.deadline is None else request.deadline.isoformat(),
        unpriced=words.joined(f"{m} {titles[m]}" for m in plan.unpriced if m in titles),
        unused="；".join(words.priced(measure) for measure in unused),
        remark=_remark(plan, bool(entered)),
        routes=tuple(_route(route, pack) for route in plan.pareto) if len(plan.pareto) > 1 else (),
    )


def _measure(step: Step, plan: Plan, pack: Pack) -> MeasureRow:
    measure = step.measure
    return MeasureRow(
        measure.id,
        measure.title + (f"（在 {'、'.join(measure.requires)} 之后）" if measure.requires else ""),
        words.joined(_closed(step, key, plan, pack) for key in step.keys),
        words.money(measure.cost),
        words.OPEN if measure.months is None else plain(measure.months),
        words.period(step.start, step.end),
    )


def _closed(step: Step, key: str, plan: Plan, pack: Pack) -> str:
    """The item a measure deals with; one dealt with in part says how far."""
    share, label = step.measure.items[key], words.label(pack, plan.before, key)
    if isinstance(share, Decimal) and share < 1:
        return f"{label}（只做到满分的{plain(share * 100)}%）"
    return label


def _total_cost(figures: Figures, count: int) -> str:
    """The sum of what has a price; never a bare sum when something has none."""
    if figures.unpriced == count:
        return words.OPEN
    if not figures.unpriced:
        return f"{plain(figures.cost)} 万元"
    return f"至少 {plain(figures.cost)} 万元（另有 {figures.unpriced} 项未报价）"


def _duration(figures: Figures, count: int) -> str:
    """The length of the longest chain, as what does not wait runs side by side."""
    if figures.untimed == count:
        return words.OPEN
    if not figures.untimed:
        return f"{plain(figures.months)} 个月"
    return f"至少 {plain(figures.months)} 个月（另有 {figures.untimed} 项未报工期）"


def _route(route: Route, pack: Pack) -> RouteRow:
    option = route.option
    return RouteRow(
        "、".join(option.labels),
        words.joined(f"{measure.id} {measure.title}" for measure in option.chosen),
        _total_cost(option.figures, len(option.chosen)),
        _duration(option.figures, len(option.chosen)),
        f"{option.figures.count} 项",
        words.held(route.after, pack),
    )


def _remark(plan: Plan, entered: bool) -> str:
    if entered:
        return ""
    if plan.steps:
        return (
            f"企业还没有填报措施。依据条目提出的建议共 {len(plan.steps)} 项，与差距、待说清的条目逐项对应写在前两节；"
            "费用、工期都没有填报，因此没有合计。填报后可在预算和期限内重新选出最省的组合。"
        )
    return "没有选出措施。" if plan.request.measures is not None else "不需要措施，或没有可用的措施。"


def results(plan: Plan, pack: Pack) -> tuple[ResultRow, ...]:
    """Before and after, line by line; nothing when there is no measure to compare."""
    if not plan.steps:
        return ()
    before, after = plan.before, plan.after
    if pack.kind == "points":
        return _points_results(before, after, pack)
    rows = [
        ResultRow(f"单元：{old.name}", _unit_grade(old, pack), _unit_grade(new, pack))
        for old, new in zip(before.units, after.units, strict=False)
    ]
    if before.leading and after.leading:
        pair = (words.grades(before.leading, pack), words.grades(after.leading, pack))
        rows.insert(0, ResultRow("企业（引领性）", *pair))
    if before.grade and after.grade:
        pair = (words.grades(before.grade, pack), words.grades(after.grade, pack))
        rows.insert(0, ResultRow("企业等级", *pair))
    return tuple(rows)


def _unit_grade(unit: UnitResult, pack: Pack) -> str:
    interval = unit.grade or unit.leading
    return words.NONE if interval is None else words.grades(interval, pack)


def _points_results(before: Assessment, after: Assessment, pack: Pack) -> tuple[ResultRow, ...]:
    assert before.score is not None and after.score is not None
    rows = [ResultRow("总分", words.span(before.score), words.span(after.score))]
    rows += [
        ResultRow(old.title, words.span(old.points), words.span(new.points))
        for old, new in zip(before.sections, after.sections, strict=True)
    ]
    rows += [
        ResultRow(old.title, words.truth(old.status), words.truth(new.status))
        for old, new in zip(before.gates, after.gates, strict=True)
    ]
    rows.append(ResultRow("结论", words.verdict(before, pack), words.verdict(after, pack)))
    return tuple(rows)
