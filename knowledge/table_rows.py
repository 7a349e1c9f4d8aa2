"""What the rows of a table are called, and what merged cells hold."""

from __future__ import annotations

from dataclasses import replace

from knowledge.tables import EMPTY_CELL, Row, Table

_NEVER_MERGED = ("备注", "说明", "联系", "电话", "邮箱", "是否", "签", "日期", "时间")
_SERIAL = ("序号", "编号")


def is_never_merged(label: str) -> bool:
    """True for a column whose empty cells never hold what stands above them: remarks, contacts, signatures."""
    return any(word in label for word in _NEVER_MERGED)


def resolve_merged(table: Table) -> tuple[Row, ...]:
    """The rows with each cell that a merge left empty holding the value above it.

    A column counts as merged when its first cell is filled and a later one is empty; a remark or a contact
    belongs to its own row only, and a row that is a blank line of a form takes nothing.
    """
    if not table.header:
        return table.rows
    above = [""] * len(table.header)
    first = dict(enumerate(table.rows[0].values)) if table.rows else {}
    resolved = []
    for row in table.rows:
        blank = not any(row.values[1:])
        values = list(row.values[: len(above)])
        for column, value in enumerate(values):
            label = table.header[column]
            if value == EMPTY_CELL:
                values[column] = above[column] = ""
            elif value or is_never_merged(label):
                above[column] = value
            elif not blank and first.get(column):
                values[column] = above[column]
        resolved.append(replace(row, values=tuple(values)))
    return tuple(resolved)


def row_numbers(table: Table) -> tuple[str, ...]:
    """The number of each row: its place, or ``group.place`` where the serial column numbers groups of rows.

    A serial number that is merged over several rows numbers a group: the third row under 2 is ``2.03``.
    """
    places = tuple(str(place) for place, _ in enumerate(table.rows, 1))
    if not table.header or table.header[0] not in _SERIAL:
        return places
    serials = [row.values[0] if row.values else "" for row in table.rows]
    if all(serials) or not serials[0].isdecimal():
        return places
    numbers, group, place = [], "", 0
    for serial in serials:
        group, place = (serial, 1) if serial else (group, place + 1)
        numbers.append(f"{group}.{place:02d}")
    return tuple(numbers)
