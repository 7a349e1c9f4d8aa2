"""Results as text in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from assistant.talk.standing import headline, number, weight_text
from scoring import Pack
from scoring.rules.coverage import WHYS, Why

if TYPE_CHECKING:
    from assistant.checking import CheckReport

_console = Console()
_CHECKS_SHOWN = {
    "claimed_unproved": "只有自述",
    "expired": "证明到期",
    "contradiction": "说法矛盾",
    "near_limit": "接近界限",
}
_WHY_SHOWN: dict[Why, str] = {
    "not_normative": "非规定",
    "manual": "须人工判断",
    "not_encoded": "未编入",
    "data": "作为数据",
    "other_scheme": "属于另一方案",
}


def show_answer(answer: dict[str, Any]) -> None:
    """An answer with its citations and notes."""
    _console.print(Markdown(answer["answer"]))
    for citation in answer["citations"]:
        _console.print(
            Text(
                f"〔{citation['n']}〕《{citation['title']}》{citation['number']}（{citation['status_label']}）"
            )
        )
    for note in answer["notes"]:
        _console.print(Text(f"注意：{note}", style="dim"))


def show_assessment(pack: Pack, result: dict[str, Any]) -> None:
    """A result: verdict, blocks or units, gaps, what to say next, on what it rests."""
    _console.print(Text(headline(pack, result), style="bold"))
    if result["kind"] == "points":
        table = Table("板块", "权重", "得分", "满分")
        for section in result["sections"]:
            span = f"{number(section['lower'])}～{number(section['upper'])}"
            table.add_row(section["title"], weight_text(section["weight"]), span, number(section["max"]))
        _console.print(table)
        for gate in result["gates"]:
            _console.print(
                Text(f"{gate['title']}：不满足 {len(gate['failing'])} 项，未说清 {len(gate['unknown'])} 项")
            )
    else:
        table = Table("单元", "确定", "最高可能", "卡在")
        for unit in result["units"]:
            grade = unit["grade"] or unit["leading"]
            table.add_row(unit["name"], grade["confirmed"], grade["reachable"], "、".join(unit["blocking"]))
        _console.print(table)
        for override in result["overrides"]:
            _console.print(Text(override["effect"], style="red"))
    for title, lines in (
        ("重污染预警期间（按确定的等级）", [_consequence(one) for one in result.get("consequences", [])]),
        ("差距", [f"{gap['item']} {gap['title']}：{gap['shortfall']}" for gap in result["gaps"][:10]]),
        ("可以一次说清", [screening["question"] for screening in result["screenings"][:1]]),
        ("接下来要说清", [f"{q['item']} {q['question']}" for q in result["next_questions"][:5]]),
        ("请核对", [f"{_CHECKS_SHOWN[check['kind']]}：{check['detail']}" for check in result["checks"]]),
        ("读法", result["assumptions"]),
        ("注意", result["notes"]),
    ):
        if lines:
            _console.print(Text(f"{title}：", style="bold"))
            for line in lines:
                # Chinese has no spaces to break at, so the terminal breaks the lines itself.
                _console.print(Text(f"  · {line}"), soft_wrap=True)


def _consequence(one: dict[str, Any]) -> str:
    """A consequence of the grade with where it stands, or how far its source was seen."""
    when = "" if one["level"] == "预警期间" else f"{one['level']}预警："
    condition = f"（条件：{one['condition']}）" if one["condition"] else ""
    if one["citation"] is not None:
        where = f"《{one['citation']['title']}》{one['citation']['number']}"
    else:
        where = f"{one['source']['text']}，{one['source']['url']}；看到的程度：{one['source']['seen']}"
    return f"{when}{one['text']}{condition}——{where}"


def show_check(report: CheckReport) -> None:
    """What was checked, what becomes of each clause of the texts, how many rules lack a case, and every fault."""
    for row in report.coverage:
        clauses = row.clauses
        counts = [("规则引用", clauses.by_rule), ("数据引用", clauses.by_data)]
        counts += [(_WHY_SHOWN[why], clauses.explained[why]) for why in WHYS]
        counts += [("未说明", clauses.unexplained)]
        shares = "，".join(f"{label} {len(found)}" for label, found in counts)
        head = f"{row.scheme}：条目 {row.items}，无案例 {len(row.without_case)}；条款 {clauses.total}"
        _console.print(Text(f"{head}：{shares}"))
    _console.print(Text(f"文本 {report.documents} 份，引文 {report.quotes} 处，模板 {report.templates} 个"))
    for fault in report.faults:
        _console.print(Text(f"  ✗ {fault}", style="red"))
    _console.print(
        Text("没有发现问题" if not report.faults else f"发现 {len(report.faults)} 处问题", style="bold")
    )
