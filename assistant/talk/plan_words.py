"""A plan asked for in the talk: budget and deadline heard, the outcome told, the documents offered."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from assistant.talk.said import Said
from assistant.talk.standing import headline
from prompts.chat_contexts import StandingText
from prompts.render import render_text
from scoring import Pack, Truth, as_json
from scoring.plan.plan_request import read_plan_request
from scoring.plan.planning import make_plan
from scoring.plan.targets import goal_words

_BUDGET = re.compile(
    r"(?:预算|不超过|最多|控制在)\D{0,4}(\d+(?:\.\d+)?)\s*万|(\d+(?:\.\d+)?)\s*万(?:元)?(?:以内|预算|的预算)"
)
_DEADLINE = re.compile(
    r"(今年|明年|后年|(\d{4})年)?\s*(\d{1,2})\s*月(?:(\d{1,2})[日号])?(?:份|底)?(?:以?前|之前|内)"
)
_MOST = 8


def heard_limits(text: str, today: date) -> dict[str, Any]:
    """Budget in 万元 and deadline as a message states them; absent ones are not there."""
    limits: dict[str, Any] = {}
    if (budget := _BUDGET.search(text)) is not None:
        limits["budget"] = float(budget.group(1) or budget.group(2))
    if (match := _DEADLINE.search(text)) is not None:
        year = {"今年": today.year, "明年": today.year + 1, "后年": today.year + 2}.get(match.group(1) or "")
        year = int(match.group(2)) if match.group(2) else year or today.year
        month, day = int(match.group(3)), int(match.group(4) or 1)
        if 1 <= month <= 12 and 1 <= day <= 28 and date(year, month, day) > today:
            limits["deadline"] = date(year, month, day).isoformat()
    elif "年底" in text:
        limits["deadline"] = date(today.year + ("明年" in text), 12, 31).isoformat()
    return limits


def plan_reply(pack: Pack, facts: dict[str, Any], firm: dict[str, Any], text: str, today: date) -> Said:
    """The plan in short: from where to where, and through which measures."""
    limits = heard_limits(text, today)
    target = firm.get("target") if firm.get("target") in (*pack.rungs, *pack.leading_rungs) else None
    body = {"facts": facts, "target": target, **limits}
    plan = make_plan(pack, read_plan_request(pack, body, today=today))
    before, after = headline(pack, as_json(plan.before)), headline(pack, as_json(plan.after))
    goal = goal_words(pack, "pass") if plan.request.target == "pass" else pack.spoken(plan.request.target)
    lines = [f"现在：{before}", f"按方案做完：{after}"]
    settled = {step.item for step in plan.before.trace if step.truth is not Truth.UNKNOWN}
    # What is known to fall short comes before what only has to be shown.
    steps = sorted(plan.steps, key=lambda step: not any(key in settled for key in step.keys))
    lines += [f"{step.measure.title}" for step in steps[:_MOST]]
    if len(plan.steps) > _MOST:
        lines.append(f"……共{len(plan.steps)}项，全部写在文件里")
    lines += [f"做不到：{conflict.detail}" for conflict in plan.conflicts]
    if limits:
        said = [f"预算{limits['budget']:g}万元"] if "budget" in limits else []
        said += [f"期限{limits['deadline']}"] if "deadline" in limits else []
        lines.append(f"记下了{'、'.join(said)}；措施还没有报价和工期，填上以后才能按预算和期限挑选")
    lines.append("整份文件可以在“生成提升方案”处下载：Word、Excel、PDF、Markdown")
    title = f"提升方案初稿，目标：{goal}"
    return Said(
        "plan", (render_text("chat/standing.j2", StandingText(title, tuple(lines))).strip(),), ask_on=False
    )
