"""A file of grade tables becomes the draft of an indicator pack in the data folder, for a person to check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from pypinyin import lazy_pinyin

from assistant.errors import InputError
from assistant.importing.aspect_names import industry_named
from assistant.importing.drafting import Draft, Resolved
from assistant.importing.grade_tables import GradeTable, read_grade_table
from assistant.importing.grids import TableFile, Unread
from scoring import Pack, PackError
from scoring.industry.indicator_loader import load_indicator_pack

_FLOORS = {"grade": "D", "leading": "非引领性"}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made."""

    folder: Path
    pack_id: str
    industry: str
    grades: tuple[str, ...]
    indicators: int
    unread: tuple[Unread, ...]
    resolved: tuple[Resolved, ...]
    faults: tuple[str, ...]
    """What keeps the draft from being activated, besides what is unread."""


def import_tables(
    file: TableFile, schemes: Sequence[Pack], industry: str | None, folder: Path, *, replace: bool = False
) -> Imported:
    """The draft made of the grade tables of a file, in a folder of its own below `folder`.

    Raises:
        InputError: no grade table, the industry is not clear, or the draft is there already.
    """
    unread = list(file.unread)
    tables: list[GradeTable] = []
    for grid in file.grids:
        table = read_grade_table(grid, unread)
        if table is None:
            if any(cell.text for row in grid.rows for cell in row):
                unread.append(
                    Unread(grid.name, grid.caption, "表里没有等级表头（如 A级企业、B级企业），整个表没有读入")
                )
        else:
            tables.append(table)
    if not tables:
        raise InputError(
            f"{file.name}：没有找到带等级表头（如 A级企业、B级企业、C级企业）的指标表；请确认文件"
        )
    chosen, tables = _industry(tables, schemes, industry, unread)
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(lazy_pinyin(chosen)).lower()).strip("-") or "pack"
    pack_id = f"{slug}-{file.sha256[:8]}"
    grades, floor = _ladder(tables, unread)
    draft = Draft(pack_id, grades, floor, schemes, unread)
    for table in tables:
        if ("引领性" in table.grades) == (floor == _FLOORS["leading"]):
            draft.add_table(table)
    target = folder / pack_id
    if target.exists() and not replace:
        raise InputError(f"草稿 {pack_id} 已经有了：{target}；要重新导入并丢弃其中的修改，请加 --replace")
    _write(target, _head(file, schemes, chosen, draft), draft, file)
    faults: tuple[str, ...] = ()
    try:
        load_indicator_pack(target)
    except PackError as exc:
        faults = tuple(exc.faults)
    return Imported(
        target,
        pack_id,
        chosen,
        grades,
        len(draft.indicators),
        tuple(unread),
        tuple(dict.fromkeys(draft.resolved)),
        faults,
    )


def _industry(
    tables: list[GradeTable], schemes: Sequence[Pack], industry: str | None, unread: list[Unread]
) -> tuple[str, list[GradeTable]]:
    named = {id(table): industry_named(table.caption, schemes) for table in tables}
    found = sorted({name for name in named.values() if name is not None})
    if industry is None:
        if len(found) != 1:
            told = f"文件里有几个行业的表：{'、'.join(found)}" if found else "看不出是哪个行业的表"
            raise InputError(f"{told}；请用 --industry 指明行业，例如 --industry 铸造")
        industry = found[0]
    known = {name for scheme in schemes for name in scheme.industries}
    if known and industry not in known:
        raise InputError(f"所选方案没有行业“{industry}”；可用：{'、'.join(sorted(known))}")
    kept = [table for table in tables if named[id(table)] in (None, industry)]
    for table in tables:
        if table not in kept:
            unread.append(
                Unread(table.name, table.caption, f"是{named[id(table)]}的表，不是{industry}的，没有读入")
            )
    if not kept:
        raise InputError(f"文件里没有{industry}的表；有：{'、'.join(found)}")
    return industry, kept


def _ladder(tables: Sequence[GradeTable], unread: list[Unread]) -> tuple[tuple[str, ...], str]:
    """The grades of the pack, best first with its floor; tables of the other track are left aside and listed."""
    graded = [table for table in tables if "引领性" not in table.grades]
    if not graded:
        return ("引领性", _FLOORS["leading"]), _FLOORS["leading"]
    unread += [
        Unread(table.name, table.caption, "是引领性指标的表；一个指标包只放一种，请另存成一个文件导入")
        for table in tables
        if table not in graded
    ]
    named = {grade for table in graded for grade in table.grades}
    grades = tuple(
        grade for grade in ("A", "B", "B-", "C", "D") if grade in named or grade == _FLOORS["grade"]
    )
    return grades, _FLOORS["grade"]


def _head(file: TableFile, schemes: Sequence[Pack], industry: str, draft: Draft) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "id": draft.pack_id,
        "title": f"{industry}绩效分级指标（导入自{file.name}）",
        "industry": industry,
        "schemes": [scheme.id for scheme in schemes],
        "edition": "未说明",
        "status": "unknown",
        "effective": {"from": None, "until": None},
        "completeness": "partial",
        "missing": ["导入后未经人确认是否完整"],
        "source": {"text": f"文件 {file.name}（sha256 {file.sha256}）", "seen": "file"},
        "grades": list(draft.grades),
        "all_grades": True,
        "processes": draft.processes,
        "aspects": list(draft.aspects.values()),
        "indicators": draft.indicators,
    }


def _write(target: Path, head: dict[str, Any], draft: Draft, file: TableFile) -> None:
    cells = [
        {"address": cell.address, "text": cell.text}
        for grid in file.grids
        for cell in {cell.address: cell for row in grid.rows for cell in row}.values()
        if cell.text
    ]
    contents: dict[str, Any] = {
        "indicators.yaml": head,
        "unread.yaml": [asdict(entry) | {"acknowledged": False} for entry in draft.unread],
        "resolved.yaml": [asdict(entry) for entry in dict.fromkeys(draft.resolved)],
        "table.yaml": cells,
    }
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (target / name).write_text(as_yaml(content), encoding="utf-8")
    except OSError as exc:
        raise InputError(f"写不了 {target}：{exc.strerror}；请检查数据目录的权限") from exc


def as_yaml(content: Any) -> str:
    """Data as the YAML of a pack file."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
