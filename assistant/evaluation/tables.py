"""Figures as tables in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group
from rich.table import Column, Table
from rich.text import Text

from assistant.evaluation.figures import CEILINGS, FIGURES, SetFigures
from assistant.evaluation.floors import Held
from assistant.evaluation.intervals import Figure

LABELS = {
    "recall_at_1": "召回率@1",
    "recall_at_3": "召回率@3",
    "recall_at_5": "召回率@5",
    "recall_at_10": "召回率@10",
    "ndcg_at_10": "nDCG@10",
    "first": "首条引文正确",
    "within_3": "前三条引文内",
    "citation_precision": "引文准确率",
    "citation_recall": "引文召回率",
    "answer": "答案正确",
    "refusal": "该拒答而拒答",
    "reason": "拒答理由正确",
    "over_refusal": "误拒答（越低越好）",
}
_BY_TAG = {
    "recall_at_5": "召回@5",
    "first": "首条",
    "within_3": "前三条",
    "answer": "答对",
    "refusal": "拒答",
    "over_refusal": "误拒",
}
_FEWEST = 5
"""Tags of fewer questions say little; they are in the JSON."""


def show(sets: Sequence[SetFigures], floors: Sequence[Held], console: Console | None = None) -> None:
    """All sets, then the floors if any were compared."""
    console = console or Console()
    for one in sets:
        console.print(_set(one))
    if floors:
        console.print(_floors(floors))


def _set(one: SetFigures) -> Group:
    head = (
        f"题集 {one.name}：{one.whole.questions} 题，能回答 {one.answerable}，"
        f"不能回答 {one.whole.questions - one.answerable}；能回答而什么也没检索到的 {one.nothing_found} 题，按 0 计"
    )
    table = Table("指标", Column("数值", justify="right"), "95% 置信区间", Column("题数", justify="right"))
    for name in FIGURES:
        if (figure := one.whole.figures.get(name)) is not None:
            span = f"{_percent(figure.lower)}～{_percent(figure.upper)}"
            table.add_row(LABELS[name], f"{_percent(figure.value)}%", f"{span}%", str(figure.questions))
    for name, figure in one.seconds.items():
        span = f"{_milliseconds(figure.lower)}～{_milliseconds(figure.upper)}"
        table.add_row(
            f"用时 {name}", f"{_milliseconds(figure.value)} 毫秒", f"{span} 毫秒", str(figure.questions)
        )
    heads = (Column(label, justify="right") for label in _BY_TAG.values())
    tags = Table(Column("标签", no_wrap=True), Column("题数", justify="right"), *heads)
    for tag, part in one.tags.items():
        if part.questions >= _FEWEST:
            tags.add_row(tag, str(part.questions), *(_cell(part.figures.get(name)) for name in _BY_TAG))
    return Group(Text(head, style="bold"), table, tags)


def _floors(floors: Sequence[Held]) -> Group:
    broken = [one for one in floors if not one.holds]
    told = f"与下限比较 {len(floors)} 项，" + (
        f"{len(broken)} 项超出误差范围低于下限" if broken else "没有一项超出误差范围低于下限"
    )
    lines = [Text(told, style="bold red" if broken else "bold")]
    for one in broken:
        what = "上限" if one.figure in CEILINGS else "下限"
        lines.append(
            Text(
                f"  ✗ {one.split} {LABELS[one.figure]}：{_percent(one.measured.value)}%"
                f"（{_percent(one.measured.lower)}～{_percent(one.measured.upper)}%），{what} {_percent(one.floor)}%"
            )
        )
    return Group(*lines)


def _cell(figure: Figure | None) -> str:
    return "—" if figure is None else f"{_percent(figure.value)}%"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.1f}"
