"""An xlsx as lines: each sheet a section with one table."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.cell import range_boundaries
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
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]{0,40}?ref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']"
)
_LONGEST_MERGE = 120
_WHITE = re.compile(r"(?:[0-9A-F]{2})?(?:F[0-9A-F]){3}", re.IGNORECASE)
_TINY = 2
"""Points; nobody can read words as small."""
_CELL_MARK = re.compile(rb"<(?:\w+:)?c[ />]")


def read_sheets(path: Path, deadline: Deadline) -> Reading:
    """The lines of an xlsx: each sheet is headed by its place and name (``一、名称``), its cells are a table.

    Formulas give the value that was saved with them; hidden sheets, rows and columns are left out. Raises what ``open_archive`` and
    ``open_part`` raise.
    """
    with open_archive(path, deadline) as archive:
        marks = formulas = 0
        merged: set[bytes] = set()
        for part in archive.namelist():
            if not part.endswith((".xml", ".rels")):
                continue
            stream = open_part(archive, part, deadline)
            if stream is None or not part.startswith("xl/worksheets/"):
                continue
            with stream:
                tail = b""
                while chunk := stream.read(1 << 20):
                    merged.update(_MERGE.findall(tail + chunk))
                    tail = chunk[-_LONGEST_MERGE:]
                    marks += len(_CELL_MARK.findall(chunk))
                    formulas += len(_FORMULA_MARK.findall(chunk))
            # The library makes a cell for each place of a merge, whatever the sheet holds.
            if sum(map(_places, merged)) > deadline.limits.merged:
                told = f"里合并的格子超过 {deadline.limits.merged} 个；最多读这么多（疑似恶意文件）"
                raise UnsafeFileError(deadline.name, told)
            if marks > deadline.limits.cells:
                raise UnsafeFileError(
                    deadline.name, f"里的单元格超过 {deadline.limits.cells} 个；最多读这么多"
                )
    try:
        # From a stream: by its path the library would go by the ending of a name, which an upload has not.
        with path.open("rb") as content:
            book = openpyxl.load_workbook(content, data_only=True, keep_vba=False, keep_links=False)
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
    place = unseen = 0
    for sheet in shown:
        deadline.check()
        if table := grid_lines(_cells(sheet, deadline), deadline):
            place += 1
            lines += [f"{chinese(place)}、{sheet.title}", "", *table, ""]
        unseen += sum(
            type(cell).__name__ != "MergedCell" and cell.value is not None and _is_unseen(sheet, cell)
            for cell in sheet._cells.values()
        )
    if unseen:
        warnings.append(f"有 {unseen} 个隐藏的单元格（隐藏的行、列或格式）未读入；请核对来源")
    warnings += _unsaved_formulas(path, shown, deadline) if place and formulas else []
    return Reading(lines, warnings=tuple(warnings))


def _places(area: bytes) -> int:
    """How many places an area such as ``A1:C3`` has."""
    left, top, right, bottom = range_boundaries(area.decode("ascii"))
    return (right - left + 1) * (bottom - top + 1) if right and bottom and left and top else 0


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
        text = "" if _is_unseen(sheet, cell) else _shown(cell.value, cell.number_format)
        cells.append(Cell(row, column, text, rows, columns))
    deadline.check()
    return cells


def _is_unseen(sheet: Any, cell: Any) -> bool:
    """True for a cell in a hidden row or column, or whose format or font shows nothing."""
    row, column = sheet.row_dimensions, sheet.column_dimensions
    return bool(
        cell.number_format == ";;;"
        or _is_faint(sheet, cell)
        or (cell.row in row and row[cell.row].hidden)
        or (cell.column_letter in column and column[cell.column_letter].hidden)
    )


def _is_faint(sheet: Any, cell: Any) -> bool:
    """True for words too small to be read, and for white ones where nothing may colour what is behind them."""
    font = cell.font if cell.has_style else None
    if font is None:
        return False
    if font.sz is not None and font.sz <= _TINY:
        return True
    color = font.color
    if color is None or (color.tint or 0) < 0:
        return False
    white = color.theme == 0 if color.type == "theme" else bool(_WHITE.fullmatch(str(color.value)))
    coloured = cell.fill is not None and cell.fill.fill_type is not None
    return white and not coloured and not sheet.tables and not len(sheet.conditional_formatting)


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
    with path.open("rb") as content:
        formulas = openpyxl.load_workbook(content, keep_links=False)
    empty = 0
    for sheet in shown:
        deadline.check()
        values = sheet._cells
        for place, cell in formulas[sheet.title]._cells.items():
            empty += cell.data_type == "f" and (place not in values or values[place].value is None)
    if not empty:
        return []
    return [f"有 {empty} 个公式没有保存计算结果，读作空；请用 Excel 打开、保存后再上传"]
