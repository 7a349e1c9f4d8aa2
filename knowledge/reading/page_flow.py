"""The order in which a page is read: one column or two, and tables that no lines are ruled for."""

from __future__ import annotations

import statistics
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.reading.page_geometry import Box, Word, as_line, rows_of

_LEAST_LINES = 6
_SHORT_LABEL = 12
_LEAST_GAP = 3.0
"""Points between two columns of a table at their nearest."""
_WIDE_GAP = 1.2
"""Times the size of the characters: a gap between two cells or two columns."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A line or a table and where its turn is; lines of a second column are moved under the first."""

    line: Word
    turn: int = 0
    edge: float = 0.0
    """Where full lines of its column end; 0 for lines over the whole page."""


def in_order(words: Sequence[Word], boxes: Sequence[Box], width: float) -> tuple[list[Flow], list[int]]:
    """The lines of a page in reading order, and the turn of each table.

    Args:
        words: what stands outside of tables.
        boxes: where the tables stand.
        width: of the page, in points.
    """
    gutter = _gutter(words, width)
    if gutter is None:
        return [Flow(as_line(row)) for row in rows_of(words)], [0] * len(boxes)
    sides = [[word for word in words if _side(word.left, word.right, gutter) == side] for side in (0, 1, 2)]
    across = [as_line(row) for row in rows_of(sides[2])]
    cuts = sorted(
        [line.middle for line in across] + [box[1] for box in boxes if _side(box[0], box[2], gutter) == 2]
    )
    flows = [Flow(line, 3 * _band(cuts, line.middle)) for line in across]
    first = min(word.left for word in sides[0])
    for side in (0, 1):
        shift = min(word.left for word in sides[side]) - first
        edge = max(word.right for word in sides[side]) - shift
        for line in (as_line(row) for row in rows_of(sides[side])):
            moved = replace(line, left=line.left - shift, right=line.right - shift)
            flows.append(Flow(moved, 3 * _band(cuts, line.middle) + 1 + side, edge))
    turns = []
    for box in boxes:
        side = _side(box[0], box[2], gutter)
        turns.append(3 * _band(cuts, box[1]) + (0 if side == 2 else 1 + side))
    return sorted(flows, key=lambda flow: (flow.turn, flow.line.top)), turns


def _side(left: float, right: float, gutter: float) -> int:
    """0 left of the gutter, 1 right of it, 2 across."""
    return 0 if right <= gutter else 1 if left >= gutter else 2


def _band(cuts: list[float], height: float) -> int:
    """How many things over the whole page stand above, or here."""
    return sum(cut <= height for cut in cuts)


def _gutter(words: Sequence[Word], width: float) -> float | None:
    """Where the gap between two columns of prose lies; None on a page of one column."""
    if len(words) < 2 * _LEAST_LINES:
        return None
    places = [width * (0.35 + 0.005 * step) for step in range(61)]
    counts = [sum(word.left < place < word.right for word in words) for place in places]
    least = min(counts)
    run = [place for place, count in zip(places, counts, strict=True) if count == least]
    gutter = run[len(run) // 2]
    left = rows_of(word for word in words if word.right <= gutter)
    right = rows_of(word for word in words if word.left >= gutter)
    if min(len(left), len(right)) < _LEAST_LINES or 3 * least > min(len(left), len(right)):
        return None
    return gutter if _is_prose(left) and _is_prose(right) and _apart(left, right) else None


def _is_prose(rows: list[list[Word]]) -> bool:
    """True where half of the lines at least fill their column."""
    begin, end = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    full = sum(row[-1].right - row[0].left >= 0.75 * (end - begin) for row in rows)
    letters = statistics.median(sum(len(word.text) for word in row) for row in rows)
    return 2 * full >= len(rows) and letters >= _SHORT_LABEL


def _apart(left: list[list[Word]], right: list[list[Word]]) -> bool:
    """True where the columns stand as far apart as columns do, which words of one line do not."""
    gap = min(row[0].left for row in right) - max(row[-1].right for row in left)
    return gap >= 0.8 * statistics.median(row[0].size for row in left)


@dataclass(frozen=True, slots=True)
class Unruled:
    """A table told by its columns alone: its words, row by row, one text a column."""

    box: Box
    lefts: tuple[float, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    """Of each row and column, the lines."""
    words: frozenset[Word]


def unruled_tables(words: Sequence[Word]) -> list[Unruled]:
    """Rows whose cells stand under one another with clear gaps between: three at least, four for two columns."""
    rows = rows_of(words)
    tables: list[Unruled] = []
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and _goes_on(rows, at, end):
            end += 1
        table = None
        while end - at >= 3 and table is None:
            table = _table(rows[at:end])
            end -= table is None
        if table is not None:
            tables.append(table)
        at = max(end, at + 1) if table is not None else at + 1
    return tables


def _goes_on(rows: list[list[Word]], first: int, at: int) -> bool:
    if len(_segments(rows[at])) >= 2:
        return True
    # A cell of several lines: it stands beside the first column.
    return at > first and rows[at][0].left > rows[first][0].right and at - first >= 1


def _segments(row: list[Word]) -> list[list[Word]]:
    """The words of a row, parted where the gap is wide."""
    parts: list[list[Word]] = []
    for word in row:
        if parts and word.left - parts[-1][-1].right <= _WIDE_GAP * word.size:
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _table(rows: list[list[Word]]) -> Unruled | None:
    words = [word for row in rows for word in row]
    bounds = _bounds(_segments(rows[0]), words)
    if not bounds:
        return None
    grid: list[list[list[str]]] = []
    gaps = [max(0.0, below[0].top - above[0].bottom) for above, below in pairwise(rows)]
    for place, row in enumerate(rows):
        parts: list[list[Word]] = [[] for _ in range(len(bounds) + 1)]
        for word in row:
            parts[bisect_left(bounds, (word.left + word.right) / 2)].append(word)
        cells = [[as_line(part).text] if part else [] for part in parts]
        near = place > 0 and gaps[place - 1] <= 0.7 * statistics.median(gaps) + 0.01
        if grid and not cells[0] and near:
            grid[-1] = [above + below for above, below in zip(grid[-1], cells, strict=True)]
        else:
            grid.append(cells)
    if not _is_regular(grid):
        return None
    lefts = tuple(
        min(word.left for word in words) if at == 0 else bounds[at - 1] for at in range(len(grid[0]))
    )
    box = (
        lefts[0],
        rows[0][0].top,
        max(word.right for word in words),
        max(word.bottom for word in rows[-1]),
    )
    return Unruled(box, lefts, tuple(tuple(tuple(cell) for cell in row) for row in grid), frozenset(words))


def _bounds(header: list[list[Word]], words: list[Word]) -> list[float]:
    """Where no word reaches across, between each two labels of the header; none where some word does."""
    bounds = []
    for before, after in pairwise(header):
        reached, widest, middle = before[-1].right, 0.0, 0.0
        for left, right in sorted((word.left, word.right) for word in words):
            if right <= before[-1].right or reached >= after[0].left:
                continue
            if (gap := min(left, after[0].left) - reached) > widest:
                widest, middle = gap, reached + gap / 2
            reached = max(reached, right)
        if widest < _LEAST_GAP:
            return []
        bounds.append(middle)
    return bounds


def _is_regular(grid: list[list[list[str]]]) -> bool:
    """True for a table: a full first row of short labels, and rows that fill most of their columns."""
    width = len(grid[0])
    if len(grid) < (4 if width == 2 else 3):
        return False
    labels = ["".join(cell) for cell in grid[0]]
    if not all(labels) or any(
        len(label) > _SHORT_LABEL or "：" in label or "。" in label for label in labels
    ):
        return False
    filled = [sum(bool(cell) for cell in row) for row in grid]
    return all(count >= 2 or 2 * count >= width for count in filled) and 4 * sum(filled) >= 3 * width * len(
        grid
    )
