"""Firms as lines of JSON and as an Excel workbook, out and in again; no cell is ever a formula."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from assistant.cli_io import parse_json
from assistant.errors import InputError
from assistant.importing.grids import Grid
from assistant.importing.opening import read_table_file
from assistant.portfolio.itemised import by_item, changed
from assistant.portfolio.records import STATUS_WORDS
from assistant.set_words import read_set
from prompts.plain_cells import inert, restored
from scoring import Pack, ScoringError

FORMATS = ("jsonl", "xlsx")
LARGEST = 20 * 2**20
FIRM_COLUMNS = ("编号", "名称", "所在地", "行业", "方案", "目标")
FACT_COLUMNS = ("编号", "名称", "方案", "条目", "内容")
OVERVIEW_COLUMNS = ("名称", "方案", "结果", "目标", "状态", "卡在哪里", "没说清", "下一个日期", "最近改动")
FIRMS_SHEET, FACTS_SHEET, OVERVIEW_SHEET = "企业", "事实", "一览"

_ANY_DAY = date(2000, 1, 1)

Body = dict[str, Any]
_Key = tuple[str, str]
"""Number and name of a firm in a workbook."""


def as_lines(firms: Iterable[Mapping[str, Any]]) -> bytes:
    """One firm a line, as it can be taken in again."""
    return "".join(json.dumps(_body(firm), ensure_ascii=False) + "\n" for firm in firms).encode()


def read_lines(raw: bytes) -> list[tuple[str, Any]]:
    """The bodies of the lines, each with where it stands.

    Raises:
        InputError: not UTF-8 or no JSON.
    """
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as exc:
        raise InputError("文件不是 UTF-8 编码；请另存为 UTF-8") from exc
    return [(f"第{n}行", parse_json(line, f"第{n}行")) for n, line in enumerate(lines, 1) if line.strip()]


def _body(firm: Mapping[str, Any]) -> Body:
    return {name: firm[name] for name in ("id", "name", "region", "industry", "schemes", "facts")}


def as_workbook(firms: Iterable[Mapping[str, Any]], packs: Mapping[str, Pack]) -> bytes:
    """A workbook with the sheets 企业, 事实 and, to look at, 一览."""
    from prompts.firm_workbook import Sheet, workbook

    firm_rows: list[tuple[str, ...]] = []
    fact_rows: list[tuple[str, ...]] = []
    overview: list[tuple[str, ...]] = []
    for firm in firms:
        own = (firm["id"], firm["name"])
        about = (*own, firm["region"] or "", firm["industry"] or "")
        firm_rows += [(*about, one["scheme"], one["target"] or "") for one in firm["schemes"]] or [
            (*about, "", "")
        ]
        for scheme, facts in firm["facts"].items():
            fact_rows += [
                (*own, scheme, item, _words(fact)) for item, fact in by_item(packs[scheme], facts).items()
            ]
        overview += [_overview(firm, one) for one in firm["standings"]]
    return workbook(
        [
            Sheet(OVERVIEW_SHEET, OVERVIEW_COLUMNS, _guarded(overview)),
            Sheet(FIRMS_SHEET, FIRM_COLUMNS, _guarded(firm_rows)),
            Sheet(FACTS_SHEET, FACT_COLUMNS, _guarded(fact_rows)),
        ]
    )


def _overview(firm: Mapping[str, Any], one: Mapping[str, Any]) -> tuple[str, ...]:
    when = one["deadlines"]["next"] or one["deadlines"]["last_past"]
    told = "" if when is None else f"{when['date']} {when['what']}" + ("（已过）" if when["passed"] else "")
    return (
        firm["name"],
        one["title"],
        one["headline"],
        one["target_label"],
        one["state_label"],
        "；".join(f"{each['title']}（{each['why']}）" for each in one["blocking"]),
        str(one["open"]),
        told,
        firm["updated_at"][:10],
    )


def _guarded(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Cells that no program takes for a formula, not even after they were saved as CSV."""
    return [tuple(map(inert, row)) for row in rows]


def _words(fact: Any) -> str:
    if isinstance(fact, str):
        return fact
    if isinstance(fact, Mapping) and set(fact) == {"status"}:
        return STATUS_WORDS.get(str(fact["status"]), str(fact["status"]))
    return json.dumps(fact, ensure_ascii=False)


def read_workbook(path: Path, packs: Mapping[str, Pack]) -> list[tuple[str, Body]]:
    """The bodies of a workbook with the sheets 企业 and 事实, each with where it stands.

    Raises:
        InputError: no such file, sheet or column, or a cell that is not right; says which.
    """
    file = read_table_file(path)
    grids = {grid.name: grid for grid in file.grids}
    if FIRMS_SHEET not in grids:
        raise InputError(f"{path.name}：没有工作表“{FIRMS_SHEET}”；列应为 {'、'.join(FIRM_COLUMNS)}")
    for unread in file.unread:
        if unread.address.startswith((FIRMS_SHEET, FACTS_SHEET)) or unread.reason.startswith("工作表有"):
            raise InputError(f"{unread.address}：{unread.reason}；请改正后再导入")
    found: dict[_Key, tuple[str, Body]] = {}
    for where, row in _rows(grids[FIRMS_SHEET], FIRM_COLUMNS):
        about = {"region": row["所在地"] or None, "industry": row["行业"] or None}
        body: Body = {"id": row["编号"] or None, "name": row["名称"], **about, "schemes": [], "facts": {}}
        _, known = found.setdefault((row["编号"], row["名称"]), (where, body))
        if row["方案"]:
            known["schemes"].append({"scheme": row["方案"], "target": row["目标"] or None})
    told = _told(grids[FACTS_SHEET], packs, found) if FACTS_SHEET in grids else {}
    for (key, scheme), (where, items) in told.items():
        try:
            found[key][1]["facts"][scheme] = changed(packs[scheme], {}, items, _ANY_DAY)
        except (ScoringError, InputError) as exc:
            raise InputError(f"{where}起的 {scheme}：{exc.detail}") from exc
    return list(found.values())


def _told(
    grid: Grid, packs: Mapping[str, Pack], found: Mapping[_Key, object]
) -> dict[tuple[_Key, str], tuple[str, Body]]:
    """What the rows say of each firm under each scheme, and where its first row stands."""
    told: dict[tuple[_Key, str], tuple[str, Body]] = {}
    for where, row in _rows(grid, FACT_COLUMNS):
        key, scheme = (row["编号"], row["名称"]), row["方案"]
        if key not in found:
            raise InputError(
                f"{where}：“{row['名称'][:40]}”不在工作表“{FIRMS_SHEET}”里（编号和名称都要一致）"
            )
        if scheme not in packs:
            raise InputError(f"{where}：没有名为“{scheme[:40]}”的方案；可用：{'、'.join(packs)}")
        try:
            said = read_set(packs[scheme], [f"{row['条目']}={row['内容']}"])
        except InputError as exc:
            raise InputError(f"{where}：{exc.detail.removeprefix('--set ')}") from exc
        _, items = told.setdefault((key, scheme), (where, {}))
        if (item := next(iter(said))) in items:
            raise InputError(f"{where}：“{item[:40]}”写了两次；每个条目只写一行")
        items |= said
    return told


def _rows(grid: Grid, columns: tuple[str, ...]) -> Iterable[tuple[str, dict[str, str]]]:
    head = [cell.text for cell in grid.rows[0]] if grid.rows else []
    missing = [name for name in columns if name not in head]
    if missing:
        raise InputError(f"工作表“{grid.name}”的第 1 行缺少列：{'、'.join(missing)}")
    places = {name: head.index(name) for name in columns}
    for number, row in enumerate(grid.rows[1:], 2):
        cells = {name: restored(row[place].text).strip() for name, place in places.items()}
        if any(cells.values()):
            yield f"工作表“{grid.name}”第{number}行", cells
