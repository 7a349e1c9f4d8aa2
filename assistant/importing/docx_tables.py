"""Tables of a Word file, cell by cell, with cells merged both ways."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx

from assistant.importing.grids import Cell, Grid, Unread

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_LINES = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}
_NOT_TEXT = {
    f"{_W}drawing": "图片",
    f"{_W}pict": "图片",
    f"{_W}object": "嵌入的对象",
    _MATH: "公式",
    f"{_W}tbl": "嵌套的表格",
    f"{_W}footnoteReference": "脚注",
    f"{_W}endnoteReference": "尾注",
}
_CAPTION_LINES = 2


def docx_grids(stream: BytesIO) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """The tables of the body in order, and what in them is no text."""
    body = docx.Document(stream).element.body
    grids: list[Grid] = []
    unread: list[Unread] = []
    above: list[str] = []
    for block in _blocks(body):
        if block.tag == f"{_W}p":
            if text := _text(block, [])[0].strip():
                above.append(text)
        elif block.tag == f"{_W}tbl":
            grids.append(_grid(block, len(grids) + 1, "\n".join(above[-_CAPTION_LINES:]), unread))
            above = []
    elsewhere = len(
        [t for t in body.iter(f"{_W}tbl") if not any(a.tag == f"{_W}tc" for a in t.iterancestors())]
    )
    if elsewhere > len(grids):
        unread.append(Unread("文档", "", f"另有 {elsewhere - len(grids)} 个表格在文本框里，没有读入"))
    return tuple(grids), tuple(unread)


def _blocks(parent: Any) -> list[Any]:
    """Children, with those of content controls in their place."""
    found = []
    for child in parent:
        if child.tag == f"{_W}sdt":
            for content in child.iterchildren(f"{_W}sdtContent"):
                found += _blocks(content)
        else:
            found.append(child)
    return found


def _grid(table: Any, number: int, caption: str, unread: list[Unread]) -> Grid:
    rows: list[dict[int, Cell]] = []
    for row_number, row in enumerate((r for r in _blocks(table) if r.tag == f"{_W}tr"), 1):
        places: dict[int, Cell] = {}
        column = _value(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for tc in (c for c in _blocks(row) if c.tag == f"{_W}tc"):
            span = max(1, _value(tc.find(f"{_W}tcPr/{_W}gridSpan"), 1))
            merge = tc.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            over = rows[-1].get(column) if goes_on and rows else None
            address = f"表{number}第{row_number}行第{column + 1}列"
            strange: list[str] = []
            text, strange = _text(tc, strange)
            if strange:
                unread.append(
                    Unread(address, text.strip(), f"单元格里有{'、'.join(dict.fromkeys(strange))}，没有读入")
                )
            cell = over or Cell(text.strip(), address)
            if over is not None and text.strip():
                unread.append(Unread(address, text.strip(), "这一格并入上一格，自己的文字没有读入"))
            places |= dict.fromkeys(range(column, column + span), cell)
            column += span
        rows.append(places)
    width = max((max(places, default=-1) + 1 for places in rows), default=0)
    return Grid(
        f"表{number}",
        caption,
        tuple(
            tuple(
                places.get(column) or Cell("", f"表{number}第{row_number}行第{column + 1}列")
                for column in range(width)
            )
            for row_number, places in enumerate(rows, 1)
        ),
    )


def _value(element: Any, default: int) -> int:
    return default if element is None else int(element.get(f"{_W}val", default))


def _text(element: Any, strange: list[str]) -> tuple[str, list[str]]:
    """The text as it stands, without what was deleted or moved away in tracked changes."""
    parts: list[str] = []
    for child in element:
        if child.tag in _NOT_TEXT:
            strange.append(_NOT_TEXT[child.tag])
        elif child.tag in (f"{_W}del", f"{_W}moveFrom"):
            continue
        elif child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _LINES:
            parts.append(_LINES[child.tag])
        else:
            parts.append(_text(child, strange)[0])
            if child.tag == f"{_W}p" and child is not element:
                parts.append("\n")
    return "".join(parts), strange
