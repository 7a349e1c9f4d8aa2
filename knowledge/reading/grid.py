"""Tables with merged cells as lines with tabs, the form that ``knowledge.tables`` takes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.reading.errors import UnsafeFileError
from knowledge.reading.forms import is_form
from knowledge.reading.limits import Deadline
from knowledge.table_rows import is_never_merged
from knowledge.tables import EMPTY_CELL

_BETWEEN_LABELS = "／"
_HIGHEST_HEADER = 4
_LARGEST_FORM = 400
"""Cells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell and how far it reaches; rows and columns count from 0."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


def grid_lines(cells: Iterable[Cell], deadline: Deadline) -> list[str]:
    """The lines of a table; none when it holds no words.

    The labels of a header of several rows are joined to a path (``标准／A级``). A cell merged downwards leaves the
    cells under it blank; one merged to the right is repeated; one that is empty by itself holds ``EMPTY_CELL`` where
    the reader would else take it for merged. Rows of one cell over the whole width, above the header, and tables of
    one column become plain lines. A form, whose cells alternate label and value, has a header of ``EMPTY_CELL`` only.

    Raises:
        UnsafeFileError: the merges cover more places than the limit on cells.
        ReadingTimeError: the time is over.
    """
    tidy = [Cell(c.row, c.column, " ".join(c.text.split()), c.rows, c.columns) for c in cells]
    if is_form(fields := _fields(tidy)):
        return _form_lines(fields)
    rows = _compact(tidy, deadline)
    captions: list[str] = []
    caption: Cell | None = None
    while rows and len(set(rows[0])) == 1:
        if (cell := rows[0][0]) is not caption and cell is not None and cell.text:
            captions.append(cell.text)
        caption, rows = cell, rows[1:]
    if len(rows) < 2:
        return captions + ["\t".join(cell.text if cell is not None else "" for cell in row) for row in rows]
    height = _header_height(rows)
    header = [_label([row[column] for row in rows[:height]]) for column in range(len(rows[0]))]
    if len(header) == 2 and not header[0]:
        header[0] = EMPTY_CELL
    return [*captions, "\t".join(header), *_body(header, rows[height:])]


_Row = list[Cell | None]


def _compact(cells: list[Cell], deadline: Deadline) -> list[_Row]:
    """Rows of the cell at each place, without rows and columns in which no cell with words begins."""
    most = deadline.limits.cells
    tops = sorted({cell.row for cell in cells if cell.text})
    starts = sorted({cell.column for cell in cells if cell.text})
    if len(tops) * len(starts) > most:
        raise _too_many(deadline)
    rows: list[_Row] = [[None] * len(starts) for _ in tops]
    covered = 0
    for cell in cells:
        top, bottom = bisect_left(tops, cell.row), bisect_left(tops, cell.row + cell.rows)
        left, right = bisect_left(starts, cell.column), bisect_left(starts, cell.column + cell.columns)
        covered += (bottom - top) * (right - left)
        if covered > 2 * most:
            raise _too_many(deadline)
        for row in rows[top:bottom]:
            for column in range(left, right):
                if row[column] is None:
                    row[column] = cell
    deadline.check()
    return rows


def _fields(cells: list[Cell]) -> list[list[str]]:
    """The words of each cell of each row, as a form has them; none for a table too large to be one.

    A cell at the left that names a group of rows is put before their labels; empty cells at the right are left out.
    """
    if len(cells) > _LARGEST_FORM:
        return []
    rows: dict[int, list[tuple[Cell, str]]] = {cell.row: [] for cell in cells}
    for cell in sorted(cells, key=lambda cell: cell.column):
        for row in range(cell.row, cell.row + cell.rows):
            if row in rows:
                rows[row].append((cell, cell.text if row == cell.row else ""))
    groups = [cell for cell in cells if cell.rows > 1 and cell.column == 0 and cell.text]
    fields = []
    for row, here in sorted(rows.items()):
        over = next((group for group in groups if group.row <= row < group.row + group.rows), None)
        words = [text for cell, text in here if cell is not over]
        while words and not words[-1]:
            words.pop()
        if len(words) > 1 and len(words) % 2:
            words.append("")
        if over is not None:
            words = [
                word if at % 2 else f"{over.text}{_BETWEEN_LABELS}{word}" for at, word in enumerate(words)
            ]
        if words:
            fields.append(words)
    return fields


def _form_lines(fields: list[list[str]]) -> list[str]:
    width = max(2, *(len(row) for row in fields))
    rows = [[*row, *[""] * (width - len(row))] for row in fields]
    return ["\t".join([EMPTY_CELL] * width), *("\t".join(row) for row in rows)]


def _too_many(deadline: Deadline) -> UnsafeFileError:
    told = f"里有一张表，合并后的格子超过 {deadline.limits.cells} 个；一张表最多读这么多"
    return UnsafeFileError(deadline.name, told)


def _header_height(rows: list[_Row]) -> int:
    """How many rows the header has: as many as the tallest cell beside one that reaches over several columns."""
    first = rows[0]
    heights = [
        sum(row[column] is cell and cell is not None for row in rows) for column, cell in enumerate(first)
    ]
    spread = any(first[at] is not None and first[at] is first[at + 1] for at in range(len(first) - 1))
    height = max(heights) if spread else max(1, min(heights))
    return max(1, min(height, _HIGHEST_HEADER, len(rows) - 1))


def _label(above: _Row) -> str:
    labels: list[str] = []
    for place, cell in enumerate(above):
        if cell is not None and cell.text and (place == 0 or cell is not above[place - 1]):
            labels.append(cell.text)
    return _BETWEEN_LABELS.join(labels)


def _body(header: list[str], rows: list[_Row]) -> list[str]:
    lines = []
    above: _Row = [None] * len(header)
    for row in rows:
        values = []
        for column, cell in enumerate(row):
            merged = cell is not None and cell is above[column]
            values.append("" if merged or cell is None else cell.text)
        if len(set(row)) == 1:
            values = [values[0]] + [""] * (len(values) - 1)
        elif any(values[1:]):
            values = [
                EMPTY_CELL if _would_fill(header, rows, column, value, cell, above) else value
                for column, (value, cell) in enumerate(zip(values, row, strict=True))
            ]
        lines.append("\t".join(values))
        above = row
    return lines


def _would_fill(
    header: list[str], rows: list[_Row], column: int, value: str, cell: Cell | None, above: _Row
) -> bool:
    """True for a cell empty by itself under one that is filled, which the reader would take for merged."""
    first = rows[0][column]
    return (
        not value
        and (cell is None or cell is not above[column])
        and first is not None
        and bool(first.text)
        and not is_never_merged(header[column])
    )
