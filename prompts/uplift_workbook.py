"""A list that is filed, as an Excel workbook: the sheet of the form and a sheet that says what is still open."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from prompts.plain_cells import MOST_CHARACTERS, plain_book

_WIDTHS = (6, 10, 14, 28, 16, 16, 16, 12, 26, 44, 40, 16, 26)


@dataclass(frozen=True, slots=True)
class ListLine:
    """One row of the list and the places of its cells that nobody has filled in."""

    cells: tuple[str, ...]
    blanks: tuple[int, ...]


def list_workbook(
    title: str, dated: str, columns: Sequence[str], lines: Sequence[ListLine], notes: Sequence[str]
) -> bytes:
    """The workbook with the sheets 清单 and 待补与说明; every cell is text, none a formula.

    Args:
        title: printed above the table.
        dated: the line with the day, below the title.
        columns: headings, left to right.
        lines: the rows, in order.
        notes: sentences for the second sheet.
    """
    out = io.BytesIO()
    book = plain_book(out, title)
    base = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True}
    edge = {**base, "border": 1, "border_color": "#A9BDB1"}
    cell, open_cell = book.add_format(edge), book.add_format({**edge, "bg_color": "#FFF6D6"})
    head = book.add_format({**edge, "bg_color": "#E6F0EA", "bold": True})
    heading = book.add_format({**base, "font_size": 14, "bold": True, "text_wrap": False})
    body = book.add_format(base)

    sheet = book.add_worksheet("清单")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    for place in range(len(columns)):
        sheet.set_column(place, place, _WIDTHS[place] if place < len(_WIDTHS) else 16)
    sheet.write_string(0, 0, title, heading)
    sheet.write_string(1, 0, dated, book.add_format({**base, "text_wrap": False}))
    for place, column in enumerate(columns):
        sheet.write_string(2, place, column, head)
    for number, line in enumerate(lines, 3):
        for place, text in enumerate(line.cells):
            if place in line.blanks:
                sheet.write_blank(number, place, None, open_cell)
            else:
                sheet.write_string(number, place, text[:MOST_CHARACTERS], cell)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.autofilter(2, 0, max(len(lines) + 2, 3), len(columns) - 1)

    rest = book.add_worksheet("待补与说明")
    rest.set_column(0, 0, 10)
    rest.set_column(1, 1, 100)
    rest.write_string(0, 0, "序号", head)
    rest.write_string(0, 1, "还没有填的栏目（清单里底色为浅黄的空格）", head)
    at = 1
    for line in lines:
        if line.blanks:
            rest.write_string(at, 0, line.cells[0], cell)
            rest.write_string(at, 1, "、".join(columns[place] for place in line.blanks), cell)
            at += 1
    for note in notes:
        rest.write_string(at + 1, 1, note[:MOST_CHARACTERS], body)
        at += 1
    book.close()
    return out.getvalue()
