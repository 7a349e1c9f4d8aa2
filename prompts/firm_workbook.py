"""Plain tables as an Excel workbook: every cell is text, none a formula, link or number."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from prompts.plain_cells import MOST_CHARACTERS, plain_book

_WIDEST = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its heading row."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The workbook with these sheets, in order."""
    out = io.BytesIO()
    book = plain_book(out, "企业")
    edge = {
        "font_name": "宋体",
        "font_size": 10,
        "valign": "top",
        "text_wrap": True,
        "border": 1,
        "border_color": "#A9BDB1",
        "num_format": "@",
    }
    cell, head = book.add_format(edge), book.add_format({**edge, "bg_color": "#E6F0EA", "bold": True})
    for one in sheets:
        sheet = book.add_worksheet(one.name)
        for place, column in enumerate(one.columns):
            longest = max((len(row[place]) for row in one.rows), default=0)
            sheet.set_column(place, place, min(max(2 * len(column) + 2, longest + 2), _WIDEST))
            sheet.write_string(0, place, column, head)
        for number, row in enumerate(one.rows, 1):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text[:MOST_CHARACTERS], cell)
        sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
