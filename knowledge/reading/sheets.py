"""An xlsx as lines: each sheet a section with one table."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.reading.archives import open_archive, open_part
from knowledge.reading.document import Reading
from knowledge.reading.errors import CorruptFileError, UnsafeFileError
from knowledge.reading.grid import Cell, grid_lines
from knowledge.reading.limits import Deadline
from knowledge.reading.word_numbering import chinese

_PERCENT = re.compile(r"0(?:\.(0+))?%")
_FIXED = re.compile(r"(?:#,##)?0\.(0+)(?:_ |_\))?")
_FORMULA_MARK = re.compile(rb"<(?:\w+:)?f[ />]")
_CELL_MARK = re.compile(rb"<(?:\w+:)?c[ />]")


def read_sheets(path: Path, deadline: Deadline) -> Reading:
    """The lines of an xlsx: each sheet is headed by its place and name (``一、名称``), its cells are a table.

    Formulas give the value that was saved with them; hidden sheets are left out. Raises what ``open_archive`` and
    ``open_part`` raise.
    """
    with open_archive(path, deadline) as archive:
        marks = formulas = 0
        for part in archive.namelist():
            if not part.endswith((".xml", ".rels")):
                continue
            stream = open_part(archive, part, deadline)
            if stream is None or not part.startswith("xl/worksheets/"):
                continue
            with stream:
                while chunk := stream.read(1 << 20):
                    marks += len(_CELL_MARK.findall(chunk))
                    formulas += len(_FORMULA_MARK.findall(chunk))
            if marks > deadline.limits.cells:
                raise UnsafeFileError(
                    deadline.name, f"里的单元格超过 {deadline.limits.cells} 个；最多读这么多"
                )
    try:
        book = openpyxl.load_workbook(path, data_only=True, keep_vba=False, keep_links=False)
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        InvalidFileException,
        OSError,
    ) as exc:
        raise CorruptFileError(deadline.name, "是 Excel 工作簿，但结构不完整，无法读取") from exc
    lines: list[str] = []
    warnings: list[str] = []
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(shown) < len(book.worksheets):
        hidden = "、".join(sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible")
        warnings.append(f"隐藏的工作表未读入：{hidden}")
    place = 0
    for sheet in shown:
        deadline.check()
        if table := grid_lines(_cells(sheet, deadline), deadline):
            place += 1
            lines += [f"{chinese(place)}、{sheet.title}", "", *table, ""]
    warnings += _unsaved_formulas(path, shown, deadline) if place and formulas else []
    return Reading(lines, warnings=tuple(warnings))


def _cells(sheet: Any, deadline: Deadline) -> list[Cell]:
    spans = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    cells = []
    # Only cells that exist: the far corner of a sheet would else make a billion of them.
    for (row, column), cell in sorted(sheet._cells.items()):
        if type(cell).__name__ == "MergedCell":
            continue
        area = spans.get((row, column))
        rows = area.max_row - area.min_row + 1 if area else 1
        columns = area.max_col - area.min_col + 1 if area else 1
        cells.append(Cell(row, column, _shown(cell.value, cell.number_format), rows, columns))
    deadline.check()
    return cells


def _shown(value: object, style: str) -> str:
    """A value as the sheet shows it, as far as its format says; numbers in full where the format is not known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, (int, float)):
        # repr gives the shortest digits that are this number, as the sheet was typed.
        number = Decimal(repr(value))
        if percent := _PERCENT.fullmatch(style):
            return f"{number * 100:.{len(percent[1] or '')}f}%"
        if fixed := _FIXED.fullmatch(style):
            return f"{number:.{len(fixed[1])}f}"
        return f"{number.normalize():f}" if number.is_finite() else str(value)
    return str(value)


def _unsaved_formulas(path: Path, shown: list[Any], deadline: Deadline) -> list[str]:
    """A warning where formulas were saved without their values, as programs other than Excel do."""
    formulas = openpyxl.load_workbook(path, keep_links=False)
    empty = 0
    for sheet in shown:
        deadline.check()
        values = sheet._cells
        for place, cell in formulas[sheet.title]._cells.items():
            empty += cell.data_type == "f" and (place not in values or values[place].value is None)
    if not empty:
        return []
    return [f"有 {empty} 个公式没有保存计算结果，读作空；请用 Excel 打开、保存后再上传"]
