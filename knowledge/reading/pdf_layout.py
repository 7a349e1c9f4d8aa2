"""What the pages of a PDF show, put back together: paragraphs, tables over several pages, no running heads."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from knowledge.numbering import read_marker
from knowledge.reading.grid import Cell, grid_lines
from knowledge.reading.limits import Deadline
from knowledge.tables import TABLE_BREAK

_PAGE_NUMBER = re.compile(
    r"[-—–－─·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，共]+\s*\d{1,4}\s*页?)?[-—–－─·\s]*"
)
_CONTENTS = re.compile(r".*(?:\.{4,}|…{2,}|·{4,}|(?:\. ){4,})\s*\d{1,4}")
_SENTENCE_ENDS = ("。", "；", "：", "！", "？", ";", ":")
_LATIN = re.compile(r"[0-9A-Za-z%]")
_EDGE_LINES = 2
_LEAST_REPEATS = 3
_NEAR = 6.0
_MARGIN = 0.15
"""The share of a page at its top and foot in which running heads and page numbers stand."""


_PlacedText = tuple[int, int, int, int, str]
"""Row, column, rows and columns covered, words."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A line and where it stands on its page, in points from the top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table and where it stands; its cells hold the lines as printed."""

    top: float
    columns: tuple[float, ...]
    rows: int
    cells: tuple[_PlacedText, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """One page: its lines and its tables."""

    width: float
    height: float
    images: int
    lines: tuple[Printed, ...]
    tables: tuple[PrintedTable, ...]

    @property
    def has_words(self) -> bool:
        """True when the page shows text."""
        return bool(self.lines or self.tables)

    @classmethod
    def of(cls, entry: dict[str, Any]) -> PageView:
        """A page as ``knowledge.reading.pdf_pages`` writes it."""
        tables = tuple(
            PrintedTable(
                table["box"][1],
                tuple(table["columns"]),
                table["rows"],
                tuple(
                    (row, column, deep, wide, joined(lines))
                    for row, column, deep, wide, lines in table["cells"]
                ),
            )
            for table in entry["tables"]
        )
        lines = tuple(Printed(*line) for line in entry["lines"] if line[0])
        return cls(entry["width"], entry["height"], entry["images"], lines, tables)


def joined(lines: list[str]) -> str:
    """Lines that a margin broke, as one: a blank only between Latin letters or digits."""
    text = ""
    for line in lines:
        between = " " if text and line and _LATIN.match(text[-1]) and _LATIN.match(line) else ""
        text += between + line
    return text


class Layout:
    """Puts the pages of one file together."""

    def __init__(self, pages: list[PageView], deadline: Deadline) -> None:
        self._pages = pages
        self._deadline = deadline
        self._heads = _running(pages)
        self._left, self._right = _edges(pages)
        self._size = _body_size(pages)
        self._lines: list[str] = []
        self._paragraph: list[Printed] = []
        self._table: PrintedTable | None = None

    def lines(self) -> list[str]:
        """The lines of the whole file."""
        for page in self._pages:
            self._deadline.check()
            shown = [line for line in page.lines if not self._is_furniture(line, page)]
            items: list[Printed | PrintedTable] = sorted([*shown, *page.tables], key=lambda item: item.top)
            for item in items:
                if isinstance(item, PrintedTable):
                    self._add_table(item)
                elif _CONTENTS.fullmatch(item.text):
                    self._drop_contents_heading()
                else:
                    self._add_line(item)
        self._end_paragraph()
        self._end_table()
        return self._lines

    def _drop_contents_heading(self) -> None:
        if len(self._paragraph) == 1 and "".join(self._paragraph[0].text.split()) == "目录":
            self._paragraph = []

    def _is_furniture(self, line: Printed, page: PageView) -> bool:
        at_edge = line.bottom < page.height * _MARGIN or line.top > page.height * (1 - _MARGIN)
        if not at_edge or self._is_full(line, page):
            return False
        return _pattern(line) in self._heads or bool(_PAGE_NUMBER.fullmatch(line.text))

    def _is_full(self, line: Printed, page: PageView) -> bool:
        """True for a line of the body from edge to edge, which may well say the same as another."""
        body = abs(line.size - self._size) <= 0.5 and line.right - line.left > page.width / 2
        return body and line.left <= self._left + line.size and line.right >= self._right - 2 * line.size

    def _add_line(self, line: Printed) -> None:
        self._end_table()
        if self._paragraph and not self._goes_on(self._paragraph[-1], line):
            self._end_paragraph()
        self._paragraph.append(line)

    def _goes_on(self, before: Printed, line: Printed) -> bool:
        """Whether a line continues the paragraph of the one before, which must reach the right edge."""
        size = line.size
        if abs(before.size - size) > 0.5 or before.right < self._right - 1.6 * size:
            return False
        ended = before.text.endswith(_SENTENCE_ENDS)
        opens = read_marker(line.text) is not None
        if line.left < self._paragraph[0].left - 0.8 * size:
            # Only the first line of a paragraph is indented.
            return not (ended and opens)
        level = abs(line.left - before.left) <= 0.8 * size
        if level and (len(self._paragraph) > 1 or line.left <= self._left + 0.8 * size):
            return not (ended and opens)
        return not ended and not opens

    def _end_paragraph(self) -> None:
        if self._paragraph:
            self._lines += [joined([line.text for line in self._paragraph]), ""]
            self._paragraph = []

    def _add_table(self, table: PrintedTable) -> None:
        self._end_paragraph()
        if self._table is not None and _same_columns(self._table, table):
            self._table = _continued(self._table, table)
            return
        if self._table is not None:
            self._end_table()
            self._lines.append(TABLE_BREAK)
        self._table = table

    def _end_table(self) -> None:
        if self._table is not None:
            cells = [
                Cell(row, column, text, deep, wide) for row, column, deep, wide, text in self._table.cells
            ]
            self._lines += [*grid_lines(cells, self._deadline), ""]
            self._table = None


def _pattern(line: Printed) -> tuple[str, int]:
    """What repeats of a running head: its words without digits, and its height on the page."""
    return re.sub(r"\d+", "#", line.text), round(line.top / _NEAR)


def _running(pages: list[PageView]) -> set[tuple[str, int]]:
    """Lines that stand at the same height at the top or foot of a third of the pages, three at least."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        edges = {*page.lines[:_EDGE_LINES], *page.lines[-_EDGE_LINES:]}
        seen.update({_pattern(line) for line in edges})
    least = max(_LEAST_REPEATS, len(pages) // 3)
    return {pattern for pattern, times in seen.items() if times >= least}


def _edges(pages: list[PageView]) -> tuple[float, float]:
    """Where full lines begin and end: the outermost edges at which a good part of the lines stands."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return 0.0, 0.0
    lefts = Counter(round(line.left / _NEAR) for line in lines)
    rights = Counter(round(line.right / _NEAR) for line in lines)
    left = min(edge for edge, times in lefts.items() if times * 4 >= max(lefts.values()))
    right = max(edge for edge, times in rights.items() if times * 4 >= max(rights.values()))
    # Where all lines are short, as on a title page, none of them is full.
    return left * _NEAR, max(right * _NEAR, 0.7 * max(page.width for page in pages))


def _body_size(pages: list[PageView]) -> float:
    """The size of most characters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _same_columns(before: PrintedTable, table: PrintedTable) -> bool:
    return len(before.columns) == len(table.columns) and all(
        abs(one - other) <= _NEAR for one, other in zip(before.columns, table.columns, strict=True)
    )


def _continued(before: PrintedTable, table: PrintedTable) -> PrintedTable:
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
