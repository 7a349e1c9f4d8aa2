"""Where a firm stands, in words; every number and grade is taken from the core's result."""

from __future__ import annotations

from typing import Any

from prompts.chat_contexts import StandingText
from prompts.render import render_text
from scoring import Pack

_VERDICTS = {"pass": "按现有材料可以推荐", "fail": "按现有材料不能推荐", "undetermined": "还不能下结论"}
_MOST = 5

Result = dict[str, Any]


def number(value: float) -> str:
    """A number of a result as it is said: at most two decimals, no trailing zeros.

    >>> number(61.25), number(100.0)
    ('61.25', '100')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text or "0"


def weight_text(weight: float) -> str:
    """The weight of a block; one that counts point by point has none to show.

    >>> weight_text(0.15), weight_text(1.0)
    ('15%', '—')
    """
    return "—" if weight == 1 else f"{weight * 100:g}%"


def headline(pack: Pack, result: Result) -> str:
    """The result in one sentence."""
    if pack.kind == "ladder":
        parts = []
        if result["grade"]:
            parts.append(
                f"确定能保住：{pack.spoken(result['grade']['confirmed'])}；最高可能：{pack.spoken(result['grade']['reachable'])}"
            )
        if result["leading"]:
            parts.append(
                f"引领性评定：确定{result['leading']['confirmed']}，最高可能{result['leading']['reachable']}"
            )
        return "；".join(parts)
    score = result["score"]
    span = f"{number(score['lower'])}～{number(score['upper'])} 分"
    if score["lower"] == score["upper"]:
        span = f"{number(score['lower'])} 分"
    rule = (
        f"，要求{number(float(pack.pass_rule.at_least))}分且必选和基本条件全部满足" if pack.pass_rule else ""
    )
    return f"按已确认的材料：{span}（满分{number(score['max'])}）{rule}。{_VERDICTS[result['verdict']]}"


def would_be(pack: Pack, result: Result) -> str:
    """A result that does not hold yet, in a few words."""
    if pack.kind == "points":
        score = result["score"]
        return f"{number(score['lower'])}～{number(score['upper'])} 分，{_VERDICTS[result['verdict']]}"
    held = [interval for interval in (result["grade"], result["leading"]) if interval]
    return "；".join(
        f"至少{pack.spoken(one['confirmed'])}、最高{pack.spoken(one['reachable'])}" for one in held
    )


def unclear_count(result: Result) -> int:
    """How many items of a result are not known."""
    return sum(step["truth"] == "unknown" for step in result["trace"])


def standing(pack: Pack, result: Result) -> str:
    """The result with what holds it: failing must-haves, open points, blocking aspects."""
    lines = _ladder_lines(result) if pack.kind == "ladder" else _points_lines(pack, result)
    return render_text("chat/standing.j2", StandingText(headline(pack, result), tuple(lines))).strip()


def _points_lines(pack: Pack, result: Result) -> list[str]:
    lines = []
    for gate in result["gates"]:
        if gate["failing"]:
            lines.append(
                f"{gate['title']}：确定不满足{len(gate['failing'])}项（{_named(pack, gate['failing'])}），不解决就不能推荐"
            )
        elif gate["unknown"]:
            lines.append(f"{gate['title']}：还有{len(gate['unknown'])}项没说清")
        else:
            lines.append(f"{gate['title']}：全部满足")
    return lines + [note for note in result["notes"] if note.startswith(("按不适用", "按现有条目"))]


def _ladder_lines(result: Result) -> list[str]:
    lines = [f"{override['effect']}" for override in result["overrides"]]
    unclear, total = unclear_count(result), len(result["trace"])
    if unclear:
        known = total - unclear
        lines.append(f"{total}个方面里说清了{known}个；没说清的按不满足算是确定等级，按都满足算是最高可能")
    for unit in result["units"]:
        if unit["blocking"]:
            held = unit["grade"] or unit["leading"]
            lines.append(f"{unit['name']}：卡在{'、'.join(unit['blocking'])}（{held['reachable']}）")
    return lines + [note for note in result["notes"] if note.startswith("尚未说明的情形")]


def _named(pack: Pack, items: list[str]) -> str:
    shown = "、".join(f"{item} {pack.items[item].title}" for item in items[:_MOST])
    return shown + ("等" if len(items) > _MOST else "")


def reasons(pack: Pack, result: Result) -> list[str]:
    """Why the result is what it is."""
    if pack.kind == "ladder":
        steps = [
            f"{step['title']}：{step['because']}" for step in result["trace"] if step["truth"] != "unknown"
        ]
        return [*_ladder_lines(result), *steps[:9]]
    lines = _points_lines(pack, result)
    for section in result["sections"]:
        span = f"{number(section['lower'])}～{number(section['upper'])}"
        lines.append(
            f"{section['title']}：{span}/{number(section['max'])}，权重{number(section['weight'] * 100)}%"
        )
    decided = [s for s in result["trace"] if s["truth"] == "not_met"]
    return lines + [f"{step['item']} {step['title']}：{step['because']}" for step in decided[:_MOST]]
