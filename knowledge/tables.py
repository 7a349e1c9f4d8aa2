"""Tables as plain text carries them: one cell a line behind a tab, one row a line with tabs, or pipes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from knowledge.lines import Line, next_words
from knowledge.normalise import folded
from knowledge.numbering import Style, read_marker

_ENDS_TABLE = {Style.ANNEX, Style.ANNEX_LIST, Style.TABLE, Style.NOTE, Style.CHAPTER}
NO_HEADER: tuple[str, ...] = ()
"""Of a form, whose cells alternate label and value."""
EMPTY_CELL = "\u200b"
"""Stands in a cell that is empty by itself where the source told merged cells apart."""
TABLE_BREAK = "\f"
"""A line that parts two tables with no words between them."""
_PIPE_RULE = re.compile(r"\s*\|?(?:\s*:?-{3,}:?\s*\|)+\s*:?-*:?\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table and its place in the source."""

    start: int
    end: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table read from consecutive lines."""

    header: tuple[str, ...]
    """Labels, one a column; ``NO_HEADER`` for a form."""
    header_end: int
    rows: tuple[Row, ...]
    repeats: tuple[tuple[int, int], ...]
    """Spans of headers printed again after a page break."""
    next_line: int


def read_table(lines: list[Line], index: int) -> Table | None:
    """The table that begins at this line, or None when the line is prose."""
    raw = lines[index].raw
    if raw.startswith("\t") and raw.count("\t") == 1:
        return _read_cell_lines(lines, index)
    following = lines[index + 1].raw if index + 1 < len(lines) else ""
    if raw.count("\t") >= 2 or (raw.count("\t") == 1 and "\t" in following):
        return _read_row_lines(lines, index, "\t")
    if raw.strip().startswith("|") and _PIPE_RULE.fullmatch(following):
        return _read_row_lines(lines, index, "|")
    return None


@dataclass(slots=True)
class _Cell:
    start: int
    end: int
    parts: list[str]
    opens_block: bool
    loose: tuple[int, int, int] | None = None
    """Where words come after a blank line inside this cell: line, parts and end before it."""

    @property
    def text(self) -> str:
        return "".join(part.strip() for part in self.parts)

    def cut(self, loose: tuple[int, int, int]) -> int:
        """Drop the words after the blank line; returns the line that they begin at."""
        line, parts, self.end = loose
        del self.parts[parts:]
        return line


def _read_cell_lines(lines: list[Line], index: int) -> Table:
    """One cell a line: a row is as many cells as most blocks between blank lines have."""
    cells, at = _gather_cells(lines, index)
    blocks: list[list[_Cell]] = []
    for cell in cells:
        if cell.opens_block or not blocks:
            blocks.append([])
        blocks[-1].append(cell)
    head, body = blocks[0], blocks[1:]
    if len(head) == 1:
        groups, header, header_end = blocks, NO_HEADER, lines[index].start
    else:
        width = Counter(len(block) for block in body).most_common(1)[0][0] if body else len(head)
        width = max(width, len(head))
        groups, header_end = _rows_of_width(body, width), head[-1].end
        labels = [cell.text for cell in head]
        # A header with fewer cells than the rows has its first cell spread over the columns on the left.
        header = tuple([labels[0]] * (width - len(labels)) + labels)
    if (loose := cells[-1].loose) is not None and header and len(groups[-1]) == len(header):
        # Words after a blank line, behind a row that is complete, are prose again.
        at = cells[-1].cut(loose)
    rows = tuple(
        Row(group[0].start, group[-1].end, tuple(cell.text for cell in group)) for group in groups if group
    )
    return Table(header, header_end, rows, (), at)


def _gather_cells(lines: list[Line], index: int) -> tuple[list[_Cell], int]:
    cells: list[_Cell] = []
    after_blank, at = False, index
    while at < len(lines):
        line = lines[at]
        if line.raw.startswith("\t"):
            cells.append(_Cell(line.start, max(line.last, line.start + 1), [line.raw], after_blank))
            after_blank = False
        elif line.blank:
            after_blank = True
        else:
            marker = read_marker(line.raw)
            if marker and marker.style in _ENDS_TABLE:
                break
            cell = cells[-1]
            if after_blank and cell.loose is None:
                cell.loose = (at, len(cell.parts), cell.end)
            cell.parts.append(line.raw)
            cell.end = line.last
            after_blank = False
        at += 1
    return cells, at


def _rows_of_width(blocks: list[list[_Cell]], width: int) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = [[]]
    for block in blocks:
        # A blank line inside a cell cuts a row in two; a block that would overflow begins a new row.
        if len(rows[-1]) >= width or (rows[-1] and len(rows[-1]) + len(block) > width):
            rows.append([])
        rows[-1].extend(block)
    return rows


def _read_row_lines(lines: list[Line], index: int, separator: str) -> Table:
    """One row a line; a row with too few separators goes on in the next line."""
    header = _split(lines[index].raw, separator)
    # A header of nothing but places without words is that of a form.
    form = set(header) == {EMPTY_CELL}
    rows: list[Row] = []
    repeats: list[tuple[int, int]] = []
    at = index + 1
    while (found := next_words(lines, at)) is not None:
        line = lines[found]
        if any(TABLE_BREAK in between.raw for between in lines[at:found]):
            break
        if separator == "|" and _PIPE_RULE.fullmatch(line.raw):
            repeats.append((line.first, line.last))
            at = found + 1
            continue
        if separator not in line.raw:
            if not _begins_torn_row(lines, found, separator, len(header), at == found and bool(rows)):
                break
        elif [folded(cell) for cell in _split(line.raw, separator)] == [folded(cell) for cell in header]:
            repeats.append((line.start, line.last))
            at = found + 1
            continue
        row, at = _join_torn_row(lines, found, separator, len(header))
        rows.append(row)
    labels = NO_HEADER if form else tuple(folded(label) for label in header)
    return Table(labels, lines[index].last, tuple(rows), tuple(repeats), at)


def _split(raw: str, separator: str) -> list[str]:
    text = raw.strip().strip("|") if separator == "|" else raw
    return [cell.strip() for cell in text.split(separator)]


def _begins_torn_row(lines: list[Line], at: int, separator: str, width: int, inside: bool) -> bool:
    """True for the first line of a row whose first cell was broken before its tab."""
    if not inside or separator == "|" or read_marker(lines[at].raw) or at + 1 >= len(lines):
        return False
    return len(lines[at + 1].raw.split(separator)) == width


def _join_torn_row(lines: list[Line], at: int, separator: str, width: int) -> tuple[Row, int]:
    values = _split(lines[at].raw, separator)
    start, end, at = lines[at].start, lines[at].last, at + 1
    while len(values) < width and at < len(lines) and not lines[at].blank:
        more = _split(lines[at].raw, separator)
        if len(values) + len(more) - 1 > width:
            break
        values = [*values[:-1], values[-1] + more[0], *more[1:]]
        end, at = lines[at].last, at + 1
    padded = (*values, *[""] * (width - len(values)))
    return Row(start, end, padded), at
