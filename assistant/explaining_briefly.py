"""A result in three to five sentences: what it is, what stands in the way, what it costs where that is known, what comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.portfolio.standing import Standing
from assistant.talk.standing import number
from prompts.explain_marks import Marks
from scoring import Pack
from scoring.plan.targets import NO_PASS_LINE, goal_words

_MOST_NAMED = 3


def boss_sentences(
    pack: Pack,
    standing: Standing,
    headline: str,
    marks: Marks,
    make_plan: Callable[[], dict[str, Any]] | None,
) -> tuple[str, ...]:
    """The sentences; every number is the core's or, for cost and time, the plan's.

    Args:
        pack: the scheme.
        standing: the result against its target.
        headline: the result in one sentence.
        marks: marks the clauses.
        make_plan: the plan from measures that were given; None where none were.
    """
    day = standing.result.as_of.isoformat()
    one = headline.rstrip("。").replace("。", "；")
    told = (
        f"按{pack.title}、截至{day}已说明的事实计算：{one}。",
        _obstacle(pack, standing, marks),
        _money(standing, make_plan),
        _next_step(standing, marks),
    )
    return tuple(sentence for sentence in told if sentence)


def spoken_goal(pack: Pack, standing: Standing) -> str:
    """The target as people say it."""
    return goal_words(pack, "pass") if standing.target == "pass" else pack.spoken(standing.target)


def _obstacle(pack: Pack, standing: Standing, marks: Marks) -> str:
    blocked, goal = standing.blocked, spoken_goal(pack, standing)
    told = f"{goal}，" if goal == NO_PASS_LINE else f"目标“{goal}”"
    rule = pack.pass_rule or pack.worst_of_aspects
    ref = marks.mark(rule.cite) if rule is not None and rule.cite is not None else ""
    if standing.state == "reached":
        return f"目标“{goal}”按现有事实已经达到{ref}。"
    if blocked:
        named = "、".join(
            one.title + (marks.mark(one.cite) if one.cite else "") for one in blocked[:_MOST_NAMED]
        )
        more = f"等{len(blocked)}项" if len(blocked) > _MOST_NAMED else ""
        return f"{told}现在卡在：{named}{more}。"
    count = len(standing.open_items)
    if not count:
        return f"目标“{goal}”能不能达到，这份文本没有写到可以判断的程度{ref}。"
    return f"{told}还没有发现不满足的，但有 {count} 项没说清，没说清的先按不满足计{ref}。"


def _money(standing: Standing, make_plan: Callable[[], dict[str, Any]] | None) -> str:
    if standing.state == "reached":
        return ""
    if make_plan is None:
        return "费用和时间没有数据，这里不估。"
    plan = make_plan()
    if not plan["feasible"]:
        return "按给出的措施、预算和期限，达不到目标。"
    unpriced = len(plan["unpriced"])
    cost = f"费用{'至少' if plan['cost_at_least'] else ''}{number(plan['cost'])}万元"
    left = f"（其中 {unpriced} 项没有报价，未计入）" if unpriced else ""
    return f"按给出的措施，选 {len(plan['chosen'])} 项可以达到目标，{cost}{left}，时间{number(plan['months'])}个月。"


def _next_step(standing: Standing, marks: Marks) -> str:
    result = standing.result
    if standing.state == "reached":
        return "下一步：保留好证明材料，情况变化时重新计算。"
    hindering = {one.item for one in standing.blocked}
    gap = next((gap for gap in result.gaps if gap.measure and gap.item in hindering), None)
    if gap is not None:
        return f"下一步：{gap.measure.rstrip('。')}{marks.mark(gap.cite)}。"
    if result.next_questions:
        question = result.next_questions[0]
        return f"下一步先弄清：{question.question}{marks.mark(question.cite)}"
    return "下一步：逐条核对不满足的条目。"
