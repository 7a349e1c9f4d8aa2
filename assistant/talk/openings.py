"""The first words once a scheme is known: what was heard, and the rules that govern everything after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assistant.citing import Citation, Citer
from knowledge.places import resolve
from scoring import Pack
from scoring.numbers import plain


def heard_of_firm(firm: Mapping[str, str | None]) -> str:
    """What was taken from a message about the firm, so that a slip is seen at once; empty for nothing."""
    told = firm_told(firm)
    return f"我记下：{told}。不对请直接说。" if told else ""


def firm_told(firm: Mapping[str, str | None]) -> str:
    """What is known of a firm, in one line; empty for nothing."""
    parts = []
    if region := firm.get("region"):
        place = resolve(region)
        above = f"（{'→'.join(place.chain[1:-1])}）" if place and len(place.chain) > 2 else ""
        parts.append(f"所在地{region}{above}")
    if firm.get("name"):
        parts.append(f"企业名称{firm['name']}")
    if firm.get("industry"):
        parts.append(f"行业{firm['industry']}")
    if firm.get("current"):
        parts.append(f"现为{firm['current']}级")
    target = firm.get("target")
    if target:
        parts.append(
            "目标是通过绿色低碳工厂评价"
            if target == "pass"
            else f"目标{target}{'级' if target.isascii() else ''}"
        )
    return "、".join(parts)


def opening_lines(pack: Pack, citer: Citer, today: date) -> tuple[list[str], list[Citation]]:
    """The governing rules of a scheme with their citations, and what its text leaves to other papers."""
    cite = citer.rules(today)
    lines: list[str] = []
    citations: list[Citation] = []

    def mark(citation: Citation) -> str:
        citations.append(citation | {"n": len(citations) + 1})
        return f"〔{len(citations)}〕"

    if pack.pass_rule is not None:
        lines.append(f"总分要求{plain(pack.pass_rule.at_least)}分（含）以上{mark(cite(pack.pass_rule.cite))}")
    for gate in pack.gates:
        lines.append(f"{gate.title}共{len(pack.in_gate(gate.id))}项，要全部满足{mark(cite(gate.cite))}")
    for principle in (pack.worst_of_aspects, pack.worst_of_units):
        if principle is not None:
            where = mark(cite(principle.cite)) if principle.cite else "（读法，文本没有直接写）"
            lines.append(f"{principle.text}{where}")
    if pack.kind == "ladder":
        lines.append(
            "各行业每一级的具体指标在国家和省的技术指南里，不在现有文本中；请对照手里的指南告诉我各方面达到哪一级，由我来算"
        )
    if pack.undetermined_reason is not None:
        lines.append(pack.undetermined_reason.text)
    if pack.status != "in_force":
        newer = pack.newer_rules[-1].text if pack.newer_rules else ""
        standing = {"draft": "这份文本是征求意见稿", "cycle_over": "这份文本的年度周期已过"}.get(
            pack.status, "这份文本已有后来的规定"
        )
        lines.append(f"{standing}，申报前请向主管部门确认现行文件。{newer}")
    return lines, citations
