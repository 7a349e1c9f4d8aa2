"""Characters that print nothing and may part or turn the words that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.tables import EMPTY_CELL

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]"
)


def without_invisible(lines: Iterable[str], *, keep_cells: bool) -> tuple[list[str], int]:
    """The lines without such characters, and how many there were.

    Args:
        lines: of a file as read.
        keep_cells: true where a cell of nothing but ``EMPTY_CELL`` was put there by the reader of tables.
    """
    kept, gone = [], 0
    for line in lines:
        if not _INVISIBLE.search(line):
            kept.append(line)
            continue
        cells = []
        for cell in line.split("\t"):
            if keep_cells and cell == EMPTY_CELL and "\t" in line:
                cells.append(cell)
                continue
            seen, times = _INVISIBLE.subn("", cell)
            cells.append(seen)
            gone += times
        kept.append("\t".join(cells))
    return kept, gone
