"""What the pages of a PDF show, put back together: paragraphs, tables over several pages, no running heads."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from knowledge.numbering import read_marker
from knowledge.reading.grid import Cell, grid_lines
from knowledge.reading.limits import Deadline
from knowledge.reading.printed_tables import PrintedTable, continued, joined, same_columns
from knowledge.tables import TABLE_BREAK

_PAGE_NUMBER = re.compile(
    r"[-—–－─·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，共]+\s*\d{1,4}\s*页?)?[-—–－─·\s]*"
)
_CONTENTS = re.compile(r".*(?:\.{4,}|…{2,}|·{4,}|(?:\. ){4,})\s*\d{1,4}")
_SENTENCE_ENDS = ("。", "；", "：", "！", "？", ";", ":")
_EDGE_LINES = 2
_LEAST_REPEATS = 3
_NEAR = 6.0
_ABOVE_MARGIN = 0.07
_FAR = 1.2
"""Times the size of its characters: further than lines of a text stand apart."""
_MARGIN = 0.15
"""The share of a page at its top and foot in which running heads and page numbers stand."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A line and where it stands on its page, in points from the top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    turn: int = 0
    """When it is read, on a page of several columns."""
    edge: float = 0.0
    """Where full lines of its column end; 0 for lines over the whole page."""


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

    @property
    def words(self) -> str:
        """All that the page shows, without blanks; lines and cells apart."""
        cells = (cell[4] for table in self.tables for cell in table.cells)
        return "\n".join("".join(text.split()) for text in (*(line.text for line in self.lines), *cells))

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
                table.get("turn", 0),
            )
            for table in entry["tables"]
        )
        lines = tuple(Printed(*line) for line in entry["lines"] if line[0])
        return cls(entry["width"], entry["height"], entry["images"], lines, tables)


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
            items: list[Printed | PrintedTable] = [*shown, *page.tables]
            items.sort(key=_order)
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
        if _pattern(line) in self._heads or _PAGE_NUMBER.fullmatch(line.text):
            return True
        return len(self._pages) < _LEAST_REPEATS and self._stands_alone(line, page)

    def _stands_alone(self, line: Printed, page: PageView) -> bool:
        """True for a line above the margin, far from the words, as a running head that nothing repeats."""
        if line.bottom > page.height * _ABOVE_MARGIN or line.size > 1.05 * self._size:
            return False
        tops = [*(other.top for other in page.lines), *(table.top for table in page.tables)]
        below = [top for top in tops if top > line.bottom]
        return bool(below) and min(below) - line.bottom > _FAR * line.size

    def _is_full(self, line: Printed, page: PageView) -> bool:
        """True for a line of the body from edge to edge, which may well say the same as another."""
        body = abs(line.size - self._size) <= 0.5 and line.right - line.left > (line.edge or page.width) / 2
        return (
            body
            and line.left <= self._left + line.size
            and line.right >= (line.edge or self._right) - 2 * line.size
        )

    def _add_line(self, line: Printed) -> None:
        self._end_table()
        if self._paragraph and not self._goes_on(self._paragraph[-1], line):
            self._end_paragraph()
        self._paragraph.append(line)

    def _goes_on(self, before: Printed, line: Printed) -> bool:
        """Whether a line continues the paragraph of the one before, which must reach the right edge."""
        size = line.size
        if abs(before.size - size) > 0.5 or before.right < (before.edge or self._right) - 1.6 * size:
            return False
        if min(line.left, before.left) > self._left + 4 * size:
            # Lines set to the right, as a signature, stand each for itself.
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
        if self._table is not None and same_columns(self._table, table):
            self._table = continued(self._table, table)
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


def _order(item: Printed | PrintedTable) -> tuple[int, float]:
    return item.turn, item.top


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
    rights = Counter(round(line.right / _NEAR) for line in lines if not line.edge) or Counter([0])
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
