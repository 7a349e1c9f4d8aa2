"""A workbook with the scoring table and one line a firm, evaluated with pandas the way a sheet's SUMPRODUCT would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook

from scoring import Pack
from tests.benchmarks.comparison.earned import share


def write(pack: Pack, firms: Sequence[dict[str, Any]], path: Path) -> None:
    """The filled-in workbook: sheet 评分表 with points, weight and gate of each row, sheet 企业 with shares."""
    book = Workbook(write_only=True)
    table = book.create_sheet("评分表")
    table.append(["编号", "标题", "分值", "权重", "必须"])
    weights = {section.id: section.weight for section in pack.sections}
    for item in pack.items.values():
        weight = weights.get(item.section or "", 0)
        table.append([item.id, item.title, float(item.points or 0), float(weight), item.gate is not None])
    sheet = book.create_sheet("企业")
    sheet.append(list(pack.items))
    for facts in firms:
        cells = (share(item, facts.get(item.id)) for item in pack.items.values())
        sheet.append([None if cell is None else float(cell) for cell in cells])
    book.save(path)


def read(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both sheets."""
    sheets = pd.read_excel(path, sheet_name=["评分表", "企业"], dtype={"编号": str}, engine="openpyxl")
    firms = sheets["企业"]
    # A heading such as 1.10 comes back as text because it was written as text.
    firms.columns = firms.columns.astype(str)
    return sheets["评分表"].set_index("编号"), firms


def verdicts(table: pd.DataFrame, firms: pd.DataFrame, at_least: float) -> list[str]:
    """pass or fail for each line; an empty cell counts as nothing, as it does in a sheet."""
    filled = firms.fillna(0.0)
    score = (filled * (table["分值"] * table["权重"])).sum(axis=1)
    gates = (filled.loc[:, table.index[table["必须"]]] >= 1).all(axis=1)
    return ["pass" if good else "fail" for good in gates & (score >= at_least)]
