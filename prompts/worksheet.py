"""Worksheets whose cells are text unless a column is said to hold figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from prompts.plain_cells import MOST_CHARACTERS, inert

_ROW_POINTS, _HIGHEST_POINTS = 14.0, 409.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table sheet."""

    heading: str
    width: float
    figures: bool = False
    """Figures are written as numbers, so that they can be summed; everything else stays text."""


class Worksheet:
    """Rows written one below the other."""

    def __init__(self, book: Any, name: str, formats: dict[str, Any], widths: Sequence[float]) -> None:
        self.sheet = book.add_worksheet(name)
        self._formats = formats
        self._row = 0
        self._widths = tuple(widths)
        for place, width in enumerate(widths):
            self.sheet.set_column(place, place, width)
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C第 &P 页，共 &N 页")

    def line(self, texts: Iterable[str], style: str = "cell", figures: Sequence[int] = ()) -> None:
        """One row, as high as its longest cell; a text that is no number stays text even in a column of figures."""
        texts = tuple(texts)
        rows = max((_rows(text, width) for text, width in zip(texts, self._widths, strict=False)), default=1)
        if rows > 1:
            self.sheet.set_row(self._row, min(_ROW_POINTS * rows, _HIGHEST_POINTS))
        for place, text in enumerate(texts):
            number = _number(text) if place in figures else None
            if number is None:
                self.sheet.write_string(self._row, place, _kept(text), self._formats[style])
            else:
                self.sheet.write_number(self._row, place, number, self._formats[style])
        self._row += 1

    def wide(self, text: str, last: int, style: str) -> None:
        """A text over all columns; merged cells do not grow by themselves, so the height is given."""
        heights = {"title": 26, "part": 20}
        self.sheet.set_row(self._row, heights.get(style, 16 * (1 + len(text) // 70)))
        self.sheet.merge_range(self._row, 0, self._row, last, _kept(text), self._formats[style])
        self._row += 1

    def gap(self) -> None:
        """An empty row."""
        self._row += 1


def _kept(text: str) -> str:
    """A text as the cell holds it: no formula, not even after the sheet was saved as CSV; a lone sign is none."""
    return (text if len(text) < 2 else inert(text))[:MOST_CHARACTERS]


def _rows(text: str, width: float) -> int:
    """How many lines a text takes in a column; a Chinese character is as wide as two of the column's units."""
    units = sum(2 if ord(letter) > 0x2E7F or letter in "“”—…" else 1 for letter in text)
    return max(1, -int(-units // (width - 1)))


def _number(text: str) -> float | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return float(value) if value.is_finite() else None


def add_table(
    book: Any, formats: dict[str, Any], name: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]
) -> Worksheet:
    """A sheet that is one table, its header frozen, repeated in print and filterable."""
    sheet = Worksheet(book, name, formats, [column.width for column in columns])
    sheet.sheet.set_landscape()
    sheet.sheet.freeze_panes(1, 0)
    sheet.sheet.repeat_rows(0)
    sheet.line([column.heading for column in columns], "head")
    for row in rows:
        sheet.line(row, figures=[place for place, column in enumerate(columns) if column.figures])
    sheet.sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    return sheet


def add_part(sheet: Worksheet, title: str, lines: Sequence[str]) -> None:
    """A heading with its lines, nothing when there are none."""
    if not lines:
        return
    sheet.gap()
    sheet.wide(title, 5, "part")
    for line in lines:
        sheet.wide(line, 5, "body")


def add_block(
    sheet: Worksheet,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    figures: Sequence[int] = (),
) -> None:
    """A heading with a small table, nothing when it would be empty."""
    if not rows:
        return
    sheet.gap()
    sheet.wide(title, 5, "part")
    sheet.line(heads, "head")
    for row in rows:
        sheet.line(row, figures=figures)
