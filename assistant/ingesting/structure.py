"""What the parser found in a text, in short, and what a person should look at twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from assistant.ingesting.record import Heading, KindCount, Structure
from knowledge.clauses import Clause, ParsedText
from knowledge.meant import slips
from knowledge.normalise import readable

_LABELS = {
    "title": "标题", "letterhead": "文头", "notice": "印发通知", "preamble": "引言", "chapter": "章", "part": "节",
    "article": "条", "section": "一级标题（一、）", "item": "款、项", "annexes": "附件目录", "annex": "附件",
    "table": "表", "row": "表格行", "note": "注", "signature": "落款", "gap": "缺失部分",
}  # fmt: skip
_OUTLINE = frozenset(("chapter", "part", "article", "section", "annexes", "annex", "table"))
_NUMBERED = frozenset(("chapter", "part", "article", "section", "item", "annex"))
_MOST_HEADINGS = 400
_SHOWN = 40
_LONG_CLAUSE = 2000
_MOST_SLIPS = 5
_LAST_NUMBER = re.compile(r"(\D*?)(\d+)$")


def structure_of(source: str, parsed: ParsedText) -> Structure:
    """Counts, outline and doubts."""
    clauses = parsed.clauses
    counts = Counter(clause.kind for clause in clauses)
    rows = [clause for clause in clauses if clause.kind == "row"]
    return Structure(
        clauses=len(clauses),
        kinds=[
            KindCount(kind=kind, label=_LABELS[kind], count=counts[kind]) for kind in _LABELS if counts[kind]
        ],
        tables=len({clause.parent for clause in rows}),
        rows=len(rows),
        headings=[_heading(source, clause) for clause in clauses if clause.kind in _OUTLINE][:_MOST_HEADINGS],
        doubts=_doubts(source, clauses),
    )


def _heading(source: str, clause: Clause) -> Heading:
    title = clause.title
    if not title:
        said = readable(source[clause.start : clause.end])
        title = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
    return Heading(local_id=clause.local_id, number=clause.number, title=title, depth=len(clause.path))


def _doubts(source: str, clauses: tuple[Clause, ...]) -> list[str]:
    doubts = []
    if not any(clause.kind in _NUMBERED for clause in clauses):
        doubts.append("没有找到编号的条款（第一条、一、（一）等），全文只能按段落引用")
    doubts += [
        f"{clause.number}有 {clause.end - clause.start} 字没有再分条，请核对编号是否都认出来了"
        for clause in clauses
        if clause.kind != "row" and clause.end - clause.start > _LONG_CLAUSE
    ]
    return doubts + _slips(source) + _gaps(clauses)


def _slips(source: str) -> list[str]:
    """Figures that a scan seems to have taken for letters; search reads them as meant, quotes keep them."""
    found = [f"“{printed}”像是“{meant}”" for printed, meant in slips(source)]
    if not found:
        return []
    more = f"等 {len(found)} 处" if len(found) > _MOST_SLIPS else ""
    return [f"{'、'.join(found[:_MOST_SLIPS])}{more}，可能是识别错误；引用时照印出的字，请与原件核对"]


def _gaps(clauses: tuple[Clause, ...]) -> list[str]:
    """Numbers that are left out or stand twice among clauses of one parent."""
    series: dict[tuple[str | None, str, str], list[tuple[int, str]]] = defaultdict(list)
    told = []
    for clause in clauses:
        if clause.kind not in _NUMBERED:
            continue
        last = clause.local_id.rpartition(".")[2]
        if re.search(r"\d-\d+$", last) and not last.startswith(("art-", "ch-", "annex-", "part-", "dash-")):
            told.append(f"编号“{clause.number}”出现了不止一次")
            continue
        if found := _LAST_NUMBER.fullmatch(last):
            # Articles count on through chapters.
            parent = None if clause.kind == "article" else clause.parent
            series[parent, clause.kind, found.group(1)].append((int(found.group(2)), clause.number))
    latest: dict[str, int] = {}
    for (_, kind, _), entries in series.items():
        # Chapters may count on through the parts of a text, or begin anew in each.
        before = latest.get(kind, 0) if entries[0][0] == latest.get(kind, 0) + 1 else 0
        latest[kind] = entries[-1][0]
        for number, shown in entries:
            if number > before + 1:
                first = entries[0][1] if before == 0 else f"“{shown}”"
                told.append(f"{first}之前缺少编号：第 {before + 1} 个应在这里，原文没有或没有认出来")
            before = number
    return told
