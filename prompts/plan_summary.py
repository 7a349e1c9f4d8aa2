"""The first lines of a plan: where the firm stands, what is missing, what the plan brings."""

from __future__ import annotations

from prompts import plan_wording as words
from prompts.plan_gaps import GapRows
from prompts.plan_results import measures
from scoring.assessment import Assessment
from scoring.plan.planning import Plan
from scoring.rules.pack import Pack
from scoring.truth import Truth


def summary(plan: Plan, pack: Pack, gaps: GapRows, pending: int) -> tuple[str, ...]:
    """Three or four sentences, direct ones first."""
    lines = [f"现状：{_now(plan.before, pack)}（评分核心计算）。", _missing(plan, gaps, pending)]
    if not plan.feasible:
        lines.append(obstacle(plan, pack) + "，见下表。")
    elif plan.steps:
        lines.append(_route(plan, pack))
        lines.append(
            f"做完后按同一规则重新计算：{_now(plan.after, pack)}（评分核心计算，以措施全部落实、证据齐全为前提）。"
        )
    else:
        lines.append("按现有材料已达到目标，不需要新的措施；请留存好证明材料。")
    return tuple(lines)


def obstacle(plan: Plan, pack: Pack) -> str:
    """Why there is no way to the target, in one phrase; empty when there is one."""
    if plan.feasible:
        return ""
    if pack.kind == "points" and pack.pass_rule is None:
        return "文本没有可计算的达标线，因此不能选出达标的路线"
    if len(plan.conflicts) == 1:
        return "在给定的条件下没有能达到目标的路线"
    return "在给定的条件下没有能达到目标的路线，这些要求不能同时满足"


def _now(result: Assessment, pack: Pack) -> str:
    if result.score is not None:
        return f"{words.span(result.score)}，{words.verdict(result, pack)}"
    parts = [words.grades(result.grade, pack)] if result.grade else []
    parts += [f"引领性一类：{words.grades(result.leading, pack)}"] if result.leading else []
    return "；".join(parts)


def _missing(plan: Plan, gaps: GapRows, pending: int) -> str:
    known = len(gaps.planned) + len(gaps.left)
    short, unknown = f"已知的差距 {known} 项", f"还没说清的 {pending} 项"
    if plan.before.gates:
        decisive = sum(1 for gap in plan.before.gaps if gap.decisive)
        must = sum(len(gate.unknown) for gate in plan.before.gates)
        short += f"，其中必须补齐的 {decisive} 项" if known else ""
        unknown += f"，其中必须满足的 {must} 项" if pending else ""
    return f"{short}；{unknown}。"


def _route(plan: Plan, pack: Pack) -> str:
    entered = [step for step in plan.steps if not step.measure.proposed]
    unknown = {step.item for step in plan.before.trace if step.truth is Truth.UNKNOWN}
    if not entered:
        first = sum(1 for step in plan.steps if unknown.intersection(step.keys))
        checks = f"，其中 {first} 项要先核实现状" if first else ""
        return f"路线：建议措施 {len(plan.steps)} 项{checks}；费用和工期待填报。"
    total = measures(plan, pack)
    limits = [f"预算 {total.budget}"] if plan.request.budget is not None else []
    limits += [f"期限 {total.deadline} "] if plan.request.deadline is not None else []
    within = f"在{'、'.join(limits)}以内，" if limits else ""
    goal = {"cost": "费用最省", "months": "工期最短", "count": "措施最少"}[plan.request.objective]
    if (plan.request.objective == "cost" and plan.unpriced) or (
        plan.request.objective == "months" and plan.untimed
    ):
        goal = f"就已填报的数看{goal}"
    return (
        f"路线：{within}{goal}的一组是 {len(plan.steps)} 项措施，"
        f"费用合计：{total.cost}；工期：{total.months}（各项数额由用户填报）。"
    )
