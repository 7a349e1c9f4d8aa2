"""The shipped texts, and small ones, written as Word, Excel, HTML and PDF files."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

import docx
import noto_cjk_sans_otc
import openpyxl
import typst

from knowledge.lines import next_words, split_lines
from knowledge.numbering import read_marker
from knowledge.reading.grid import Cell
from knowledge.table_rows import is_never_merged
from knowledge.tables import read_table

FONTS = Path(noto_cjk_sans_otc.__file__).parent
Block = str | list[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    cells: list[Cell]


def blocks_of(source: str) -> list[Block]:
    """Paragraphs and tables of a source; empty cells under filled ones are merged, as the parser reads them."""
    lines, blocks, at, in_body = split_lines(source), [], 0, False
    while (found := next_words(lines, at)) is not None:
        table = read_table(lines, found) if in_body else None
        if table is None:
            line = lines[found]
            marker = read_marker(line.raw)
            in_body = in_body or (marker is not None and marker.style >= 10)
            dash = "- " if re.match(r"\s*- ", line.raw) else ""
            blocks.append(dash + line.words.replace("\t", " "))
            at = found + 1
            continue
        blocks.append(_cells(table.header, [row.values for row in table.rows]))
        at = table.next_line
    return blocks


def _cells(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[Cell]:
    cells: list[Cell] = []
    column = 0
    while column < len(header):
        wide = 1
        while column + wide < len(header) and header[column + wide] == header[column]:
            wide += 1
        cells.append(Cell(0, column, header[column], 1, wide))
        column += wide
    top = 1 if header else 0
    width = len(header) or max(len(values) for values in rows)
    last: dict[int, int] = {}
    for place, values in enumerate(rows):
        for column, value in enumerate((*values, *[""] * (width - len(values)))):
            mergeable = header and any(values[1:]) and rows[0][column] and not is_never_merged(header[column])
            if not value and mergeable and column in last:
                above = cells[last[column]]
                cells[last[column]] = Cell(above.row, column, above.text, place + top - above.row + 1, 1)
            else:
                cells.append(Cell(place + top, column, value))
                last[column] = len(cells) - 1
    return cells


def extent(cells: list[Cell]) -> tuple[int, int]:
    return max(cell.row + cell.rows for cell in cells), max(cell.column + cell.columns for cell in cells)


def write_docx(path: Path, blocks: list[Block]) -> Path:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉不读"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(*extent(block))
        grid = list(table._cells)
        width = extent(block)[1]
        for cell in block:
            first = grid[cell.row * width + cell.column]
            if cell.rows > 1 or cell.columns > 1:
                last = (cell.row + cell.rows - 1) * width + cell.column + cell.columns - 1
                first = first.merge(grid[last])
            first.text = cell.text
    document.save(str(path))
    return path


def write_html(path: Path, blocks: list[Block]) -> Path:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>页面</title>"]
    parts.append("<style>p { color: red }</style><script>document.write('<p>脚本</p>')</script></head><body>")
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
            continue
        parts.append("<table>")
        for row in range(extent(block)[0]):
            parts.append("<tr>")
            for cell in (cell for cell in block if cell.row == row):
                span = f"rowspan={cell.rows} colspan={cell.columns}"
                parts.append(f"<td {span}><p>{html.escape(cell.text)}</p></td>")
            parts.append("</tr>")
        parts.append("</table>")
    path.write_text("\n".join([*parts, "</body></html>"]), encoding="utf-8")
    return path


def write_xlsx(path: Path, sheets: list[Sheet]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for cell in sheet.cells:
            page.cell(cell.row + 1, cell.column + 1, cell.text or None)
            if cell.rows > 1 or cell.columns > 1:
                last = cell.row + cell.rows, cell.column + cell.columns
                page.merge_cells(None, cell.row + 1, cell.column + 1, *last)
    book.save(path)
    return path


_SET_UP = """
#set page(paper: "a4", margin: 2.5cm, header: align(center)[绿色绩效文件汇编], numbering: "— 1 —")
#set text(font: "Noto Sans CJK SC", size: SIZE, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
"""


def write_pdf(path: Path, blocks: list[Block], size: int = 11) -> Path:
    parts = [_SET_UP.replace("SIZE", f"{size}pt")]
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"#par[#{_quoted(block)}]")
            continue
        cells = []
        for cell in block:
            shown = (
                f"table.cell(x: {cell.column}, y: {cell.row}, colspan: {cell.columns}, rowspan: {cell.rows})"
            )
            text = f"{shown}[#set par(first-line-indent: 0em); #{_quoted(cell.text)}]"
            cells.append(text)
        widest = [1] * extent(block)[1]
        for cell in block:
            if cell.columns == 1:
                widest[cell.column] = max(widest[cell.column], min(len(cell.text), 40), 4)
        columns = ", ".join(f"{width}fr" for width in widest)
        parts.append(f"#table(columns: ({columns}), {', '.join(cells)})")
    source = path.with_suffix(".typ")
    source.write_text("\n\n".join(parts), encoding="utf-8")
    path.write_bytes(typst.compile(str(source), font_paths=[str(FONTS)]))
    return path


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_typst(path: Path, body: str) -> Path:
    """A PDF of typst's own markup, without running heads and page numbers."""
    parts = _SET_UP.replace("SIZE", "11pt").replace(", header: align(center)[绿色绩效文件汇编]", "")
    source = path.with_suffix(".typ")
    source.write_text(parts.replace(', numbering: "— 1 —"', "") + body, encoding="utf-8")
    path.write_bytes(typst.compile(str(source), font_paths=[str(FONTS)]))
    return path
