"""Cases as a table to save; what users wrote stays text, whatever a spreadsheet would make of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from assistant.documents import Document
from assistant.errors import InputError
from prompts.plain_cells import MOST_CHARACTERS, inert, plain_book

HEADS = (
    "编号", "状态", "问题", "地区", "行业", "原因", "次数", "转人工", "首次提问", "最近提问", "草稿", "引用条款", "说明",
)  # fmt: skip
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table(rows: Sequence[Sequence[Any]], format: str) -> Document:
    """The rows under their heads as a file.

    Raises:
        InputError: no such format.
    """
    if format not in _MEDIA:
        raise InputError(f"不支持的格式“{format[:20]}”；可用：{'、'.join(_MEDIA)}")
    content = _csv(rows) if format == "csv" else _xlsx(rows)
    return Document(content, _MEDIA[format], f"待办.{format}")


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return inert("".join(char for char in text if char in "\n\t" or ord(char) >= 32)[:MOST_CHARACTERS])


def _csv(rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows([[_cell(cell) for cell in row] for row in rows])
    # Spreadsheets know the encoding only by its mark.
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def _xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    with plain_book(out, "待办") as book:
        sheet = book.add_worksheet("待办")
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for column, head in enumerate(HEADS):
            sheet.write_string(0, column, head, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, _cell(cell), wrapped)
        sheet.freeze_panes(1, 0)
        sheet.set_column(2, 2, 48)
        sheet.set_column(10, 11, 48)
    return out.getvalue()
