"""Results about many firms as text in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.cli_io import parse_json
from assistant.errors import AssistantError
from knowledge.errors import KnowledgeError
from scoring import ScoringError

_console = Console()
_STATUS = {
    "met": "已达到",
    "reachable": "可能达到",
    "not_met": "达不到",
    "no_firms": "没有企业",
    None: "只供参照",
}
_REASONS = {
    "outside": "所在地不在本方案范围内，未计入",
    "unplaced": "所在地没有写或认不出，未计入",
    "other_city": "不在所选城市，未计入",
    "no_industry": "行业不在名单里，未计入（省级重点行业包括哪些，文本没有列出）",
    "no_city": "所在地没有按城市的目标，只计入全省和行业类别",
    "other_units": "有一部分行业不在名单里，按在名单里的部分计入行业类别",
}


def each_line(handle: Callable[[Any], None], as_of: str | None) -> int:
    """The number of lines of stdin that were wrong; each is told on stderr and the others are handled.

    Args:
        handle: takes the body of one line.
        as_of: the day for every line, instead of its own.
    """
    wrong = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            body = parse_json(line, f"第{number}行")
            handle({**body, "as_of": as_of} if as_of is not None and isinstance(body, dict) else body)
        except (ScoringError, AssistantError, KnowledgeError) as exc:
            wrong += 1
            sys.stderr.write(f"第{number}行没有计入：{getattr(exc, 'detail', exc)}\n")
    return wrong


def show_targets(result: dict[str, Any]) -> None:
    """Shares beside the targets, firms that are in no share, and how the text was read."""
    firms = result["firms"]
    _console.print(
        Text(f"{result['title']}：读入 {firms['read']} 家，计入 {firms['counted']} 家", style="bold")
    )
    for row in (row for row in result["rows"] if row["scope"] == "all"):
        grades, leading = row["grades"], row["leading"]
        _console.print(
            Text(
                f"等级（确定）：{_spread(grades['confirmed'])}；（最高可能）：{_spread(grades['reachable'])}"
            )
        )
        if any(leading["confirmed"].values()):
            _console.print(
                Text(
                    f"引领性（确定）：{_spread(leading['confirmed'])}；（最高可能）：{_spread(leading['reachable'])}"
                )
            )
    table = Table(
        "范围", "家数", "目标", "按原文的等级算", "B-也算", title="占比：确定～最高可能；还差几家：最好～最差"
    )
    for column in table.columns:
        column.overflow = "fold"
    for row in result["rows"]:
        for target in row["targets"] if row["firms"] else []:
            goal = f"{target['year']}年 ≥{target['at_least']:g}%"
            counts = "含引领性" if "引领性" in target["shares"][0]["counts"] else ""
            figures = [_figure(share) for share in target["shares"]]
            table.add_row(row["name"], str(row["firms"]), f"{goal}{counts and f'（{counts}）'}", *figures)
    _console.print(table)
    empty = [row["name"] for row in result["rows"] if not row["firms"] and row["scope"] != "all"]
    if empty:
        _console.print(Text(f"没有企业的：{'、'.join(empty)}"))
    for reason, out in result["left_out"].items():
        names = "、".join(f"{name} {firms}" for name, firms in list(out["names"].items())[:10])
        more = "…" if len(out["names"]) > 10 else ""
        _console.print(Text(f"{_REASONS[reason]}：{out['firms']} 家（{names}{more}）"))
    for named in result["renamed"]:
        _console.print(Text(f"行业“{named['said']}”按“{named['as']}”计：{named['units']} 处"))
    _rest(result)


def show_list(result: dict[str, Any], out: Path) -> None:
    """Where the list was written and what is still open in it."""
    firms = result["firms"]
    _console.print(Text(f"已写入 {out}", style="bold"))
    _console.print(
        Text(
            f"读入 {firms['read']} 家，列入 {firms['listed']} 家，共 {len(result['rows'])} 行；其余已是最高等级，不列入"
        )
    )
    for column, rows in result["open"].items():
        _console.print(Text(f"待填：{column} {rows} 行"))
    _rest(result)


def _figure(share: dict[str, Any]) -> str:
    lower, upper = share["lower"], share["upper"]
    shown = f"{lower['share']:g}%～{upper['share']:g}% {_STATUS[share['status']]}"
    if not share["missing"]:
        return shown
    least, most = share["missing_at_best"], share["missing"]
    return f"{shown}，差 {most if least == most else f'{least}～{most}'} 家"


def _spread(counts: dict[str, int]) -> str:
    return "，".join(f"{rung} {firms}" for rung, firms in counts.items())


def _rest(result: dict[str, Any]) -> None:
    if result["wrong_lines"]:
        _console.print(Text(f"有 {result['wrong_lines']} 行有误，没有计入，见上面的提示", style="red"))
    for reading in result["readings"]:
        _console.print(Text(f"读法：{reading}", style="dim"))
    for note in result["notes"]:
        _console.print(Text(f"注意：{note}", style="dim"))
