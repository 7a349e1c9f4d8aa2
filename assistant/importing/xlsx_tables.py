"""Tables of an Excel file, one a sheet, with merged cells and numbers as they are shown."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from assistant.importing.grids import Cell, Grid, Unread
from scoring.numbers import plain

MOST_ROWS, MOST_COLUMNS = 2000, 60


def xlsx_grids(stream: BytesIO) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """The sheets in order, and what in them is no text or number."""
    shown = load_workbook(stream, data_only=True)
    stream.seek(0)
    written = load_workbook(stream, data_only=False)
    grids: list[Grid] = []
    unread: list[Unread] = []
    for name in shown.sheetnames:
        sheet = shown[name]
        if not hasattr(sheet, "merged_cells"):
            unread.append(Unread(name, "", "是图表页，没有读入"))
        elif sheet.sheet_state != "visible":
            unread.append(Unread(name, "", "工作表是隐藏的，没有读入；需要时取消隐藏再导入"))
        else:
            grids.append(_grid(sheet, written[name], unread))
            if getattr(sheet, "_images", None):
                unread.append(Unread(name, "", "工作表里有图片，没有读入"))
    return tuple(grids), tuple(unread)


def _grid(sheet: Any, written: Any, unread: list[Unread]) -> Grid:
    height, width = sheet.max_row, sheet.max_column
    if height > MOST_ROWS or width > MOST_COLUMNS:
        reason = f"工作表有 {height} 行 {width} 列，只读入前 {MOST_ROWS} 行 {MOST_COLUMNS} 列"
        unread.append(Unread(sheet.title, "", reason))
        height, width = min(height, MOST_ROWS), min(width, MOST_COLUMNS)
    origins = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, height) + 1)
        for column in range(area.min_col, min(area.max_col, width) + 1)
    }
    cells: dict[tuple[int, int], Cell] = {}
    for row in range(1, height + 1):
        for column in range(1, width + 1):
            place = origins.get((row, column), (row, column))
            if place not in cells:
                address = f"{sheet.title}!{get_column_letter(place[1])}{place[0]}"
                cells[place] = Cell(_text(sheet.cell(*place), written.cell(*place), address, unread), address)
    rows = tuple(
        tuple(cells[origins.get((row, column), (row, column))] for column in range(1, width + 1))
        for row in range(1, height + 1)
    )
    return Grid(sheet.title, sheet.title, rows)


def _text(shown: Any, written: Any, address: str, unread: list[Unread]) -> str:
    value = shown.value
    if value is None:
        if written.data_type == "f":
            unread.append(
                Unread(address, str(written.value), "公式没有算出的值；请在 Excel 里打开保存后再导入")
            )
        return ""
    if isinstance(value, str) and shown.data_type != "e":
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(repr(value))
        percent = str(shown.number_format).rstrip().endswith("%")
        return f"{plain(number * 100)}%" if percent else plain(number)
    kind = (
        "错误值"
        if shown.data_type == "e"
        else "日期"
        if isinstance(value, date | datetime)
        else "不是文字或数字"
    )
    unread.append(Unread(address, str(value), f"单元格是{kind}，没有读入"))
    return ""
