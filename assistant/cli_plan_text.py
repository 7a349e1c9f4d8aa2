"""Plans and smallest sets of requirements as text in a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.talk.standing import headline, number
from scoring import Pack
from scoring.plan.targets import NO_PASS_LINE, goal_words

_console = Console()
_HOW = {"to_show": "补证明或说清", "to_close": "要整改"}
_MOST_LINES = 20


def show_plan(pack: Pack, plan: dict[str, Any], out: Path) -> None:
    """A plan in short and where it was written."""
    _console.print(Text("可行" if plan["feasible"] else "按给定条件不可行", style="bold"))
    _console.print(Text(f"现在：{headline(pack, plan['before'])}"))
    _console.print(Text(f"之后：{headline(pack, plan['after'])}"))
    for conflict in plan["conflicts"]:
        _console.print(Text(f"  · {conflict['detail']}"))
    entered = [step for step in plan["steps"] if not step["proposed"]]
    if entered:
        table = Table("措施", "先做", "起", "止", "费用（万元）")
        for step in entered:
            cost = "待定" if step["cost"] is None else number(step["cost"])
            name = f"{step['measure']} {step['title']}"
            table.add_row(name, "、".join(step["requires"]), step["start"], step["end"] or "待定", cost)
        _console.print(table)
        _console.print(Text(f"合计：{_cost(plan)}，{_months(plan)}"))
    if len(plan["pareto"]) > 1:
        table = Table("可选的路线", "措施", "费用", "工期", "项数", "做完后")
        for route in plan["pareto"]:
            chosen = "、".join(route["chosen"])
            table.add_row(
                route["label"],
                chosen,
                _cost(route),
                _months(route),
                str(route["count"]),
                _after(route["after"]),
            )
        _console.print(table)
    show_gaps(pack, plan["gap_sets"])
    for note in plan["notes"]:
        _console.print(Text(f"注意：{note}", style="dim"))
    _console.print(Text(f"已写入 {out}"))


def show_gaps(pack: Pack, found: dict[str, Any]) -> None:
    """What is the least to change: what every set holds, then what there is to choose from."""
    goal = goal_words(pack, "pass") if found["target"] == "pass" else pack.spoken(found["target"])
    if not found["reachable"]:
        what = "不能选出达标的路线" if goal == NO_PASS_LINE else f"达不到目标（{goal}）"
        _console.print(Text(f"{what}：{found['obstacle']}", style="bold"))
        return
    if not found["size"]:
        _console.print(Text(f"已达到目标：{goal}", style="bold"))
        return
    first = found["sets"][0]
    counted = f"补证明或说清 {first['to_show']} 项、要整改 {first['to_close']} 项"
    _console.print(Text(f"到“{goal}”最少要补 {found['size']} 条（{counted}）", style="bold"))
    for title, keys in (("必不可少：", found["always"]), ("以下各组都含：", found["shared"])):
        if keys:
            _console.print(Text(title))
            _lines(found, keys)
    for place, one in enumerate(found["sets"], 1):
        rest = [key for key in one["items"] if key not in (*found["always"], *found["shared"])]
        if rest:
            _console.print(Text(f"任选一组，第 {place} 组，做完后 {_after(one['after'])}："))
            _lines(found, rest)
    if found["more"]:
        _console.print(Text("还有同样大小的其他组合；用 --most 多列几组"))


def _lines(found: dict[str, Any], keys: list[str]) -> None:
    for key in keys[:_MOST_LINES]:
        need = found["needs"][key]
        gain = f"，+{number(need['gain'])} 分" if need["gain"] else ""
        goal = f"，到 {need['goal']}" if need["goal"] else ""
        _console.print(Text(f"  · {_name(key, need)}（{_HOW[need['how']]}{gain}{goal}）"))
    if len(keys) > _MOST_LINES:
        _console.print(Text(f"  · 另外 {len(keys) - _MOST_LINES} 条见 --json"))


def _name(key: str, need: dict[str, Any]) -> str:
    """A row by its number; an aspect by its unit, the first without saying so."""
    if need["goal"] is None:
        return f"{key} {need['title']}"
    unit = int(key.partition(".")[0])
    return f"第{unit + 1}个单元的{need['title']}" if unit else str(need["title"])


def _cost(told: dict[str, Any]) -> str:
    return f"{'至少 ' if told['cost_at_least'] else ''}{number(told['cost'])} 万元"


def _months(told: dict[str, Any]) -> str:
    return f"{'至少 ' if told['months_at_least'] else ''}{number(told['months'])} 个月"


def _after(after: dict[str, Any]) -> str:
    if "score" in after:
        lower, upper = number(after["score"]["lower"]), number(after["score"]["upper"])
        return f"{lower} 分" if lower == upper else f"{lower}～{upper} 分"
    return "、".join(grade for grade in (after["grade"], after["leading"]) if grade)
