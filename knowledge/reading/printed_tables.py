"""Tables as they stand on pages, and those that a page break has cut put together again."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LATIN = re.compile(r"[0-9A-Za-z%]")
_NEAR = 6.0
"""Points within which edges of two parts are the same."""
_PlacedText = tuple[int, int, int, int, str]
"""Row, column, rows and columns covered, words."""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table and where it stands; its cells hold the lines as printed."""

    top: float
    columns: tuple[float, ...]
    rows: int
    cells: tuple[_PlacedText, ...]
    turn: int = 0


def joined(lines: list[str]) -> str:
    """Lines that a margin broke, as one: a blank only between Latin letters or digits."""
    text = ""
    for line in lines:
        between = " " if text and line and _LATIN.match(text[-1]) and _LATIN.match(line) else ""
        text += between + line
    return text


def same_columns(before: PrintedTable, table: PrintedTable) -> bool:
    """True for tables whose columns stand at the same places."""
    return len(before.columns) == len(table.columns) and all(
        abs(one - other) <= _NEAR for one, other in zip(before.columns, table.columns, strict=True)
    )


def continued(before: PrintedTable, table: PrintedTable) -> PrintedTable:
    """Both parts as one table, without the header that the second repeats.

    A cell that is empty at the top of the second part goes on with the merge that the page break cut; where the
    break cut a row, the words go on in its cells.
    """
    repeated = _repeated_rows(before, table)
    cells = list(before.cells)
    last = {cell[1]: at for at, cell in enumerate(cells) if cell[0] + cell[2] == before.rows}
    torn = _is_torn(cells, last, [cell for cell in table.cells if cell[0] == repeated])
    shift = before.rows - repeated - torn
    for row, column, deep, wide, text in table.cells:
        if row < repeated:
            continue
        at = last.get(column, -1) if row == repeated and (torn or not text) else -1
        if at >= 0 and cells[at][3] == wide:
            top, left, _, across, words = cells[at]
            cells[at] = (top, left, row + shift + deep - top, across, joined([words, text]))
        else:
            cells.append((row + shift, column, deep, wide, text))
    return PrintedTable(before.top, before.columns, shift + table.rows, tuple(cells))


def _repeated_rows(before: PrintedTable, table: PrintedTable) -> int:
    """How many rows at the top of the second part print the header again."""
    header = {(row, column): text for row, column, _, _, text in before.cells}
    repeated = 0
    while repeated < table.rows:
        here = [(column, text) for row, column, _, _, text in table.cells if row == repeated]
        if not any(text for _, text in here) or any(header.get((repeated, at)) != text for at, text in here):
            break
        repeated += 1
    return repeated


def _is_torn(cells: list[_PlacedText], last: dict[int, int], first: list[_PlacedText]) -> bool:
    """Whether the page break cut a row: each cell with words goes on with a sentence, and a short one is empty."""
    going_on = [cell for cell in first if cell[4]]
    if not going_on or any(cell[1] not in last for cell in first):
        return False
    unfinished = all(
        cells[last[cell[1]]][4] and not cells[last[cell[1]]][4].endswith("。") for cell in going_on
    )
    bottom = max((cells[at][0] for at in last.values()), default=0)
    return unfinished and any(
        not cell[4] and cells[last[cell[1]]][4] and cells[last[cell[1]]][0] == bottom for cell in first
    )
