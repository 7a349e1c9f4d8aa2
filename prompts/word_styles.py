"""Page, fonts, tables and running lines of the Word template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

LATIN, BODY, HEAD, CELL = "Times New Roman", "仿宋", "黑体", "宋体"
GREEN = RGBColor(0x1F, 0x5C, 0x3F)
GREY = RGBColor(0x59, 0x59, 0x59)
PORTRAIT_CM, LANDSCAPE_CM = 16.6, 25.3
"""Widths that a table may take between the margins."""


def set_fonts(document: Any) -> None:
    """Every style named here gets a Latin and a Chinese font; Word ignores a Chinese name given only as Latin."""
    styles = document.styles
    for name, east, size, colour in (
        ("Normal", BODY, 11, None),
        ("Title", HEAD, 22, GREEN),
        ("Subtitle", BODY, 13, GREY),
        ("Heading 1", HEAD, 14, GREEN),
        ("Heading 2", HEAD, 11, None),
        ("List Bullet", BODY, 11, None),
        ("Header", CELL, 8.5, GREY),
        ("Footer", CELL, 8.5, GREY),
    ):
        _font(styles[name], east, size, colour)
    for name, size, base in (
        ("Cell", 9, "Normal"),
        ("Small", 9, "Normal"),
        ("Small List", 9, "List Bullet"),
        ("Section End", 1, "Normal"),
    ):
        style = styles.add_style(name, 1)
        style.base_style = styles[base]
        _font(style, CELL, size, None)
        style.paragraph_format.space_after = Pt(2 if name.startswith("Small") else 0)
        style.paragraph_format.line_spacing = 1.15
    normal = styles["Normal"].paragraph_format
    normal.space_after, normal.line_spacing = Pt(4), 1.3
    styles["Section End"].paragraph_format.line_spacing = Pt(1)
    for name, before, after in (("Heading 1", 14, 6), ("Heading 2", 8, 4)):
        shape = styles[name].paragraph_format
        shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), True
    title = styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(2)
    border = title.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    styles["Subtitle"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Subtitle"].paragraph_format.space_after = Pt(8)
    styles["Small"].paragraph_format.space_before = Pt(3)


def _font(style: Any, east: str, size: float, colour: RGBColor | None) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    style.font.bold = style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), east)
    fonts.set(qn("w:hAnsi"), LATIN)
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.element.rPr.remove(spacing)
    style.font.color.rgb = colour if colour is not None else RGBColor(0, 0, 0)


def set_page(section: Any, *, landscape: bool) -> None:
    """A4 with margins that leave the widths above."""
    width, height = Cm(21), Cm(29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2)
    section.header_distance, section.footer_distance = Cm(1.2), Cm(1)


def running_lines(section: Any, header: str, footer: str) -> None:
    """A header, and a footer that ends with the page number."""
    top = section.header.paragraphs[0]
    top.text, top.alignment = header, WD_ALIGN_PARAGRAPH.RIGHT
    bottom = section.footer.paragraphs[0]
    bottom.text, bottom.alignment = f"{footer}　　第 ", WD_ALIGN_PARAGRAPH.CENTER
    _field(bottom, "PAGE")
    bottom.add_run(" 页，共 ")
    _field(bottom, "NUMPAGES")
    bottom.add_run(" 页")


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("separate", None), ("shown", "1"), ("end", None)):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
        elif kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def add_table(
    document: Any,
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    *,
    header: bool = True,
    labels: Sequence[int] = (),
    right: Sequence[int] = (),
) -> Any:
    """A table of fixed widths in cm; a header row is shaded and repeats, a row never breaks over pages."""
    table = document.add_table(rows=len(rows), cols=len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _borders(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for place, texts in enumerate(rows):
        row = table.rows[place]
        row_properties = row._tr.get_or_add_trPr()
        row_properties.append(OxmlElement("w:cantSplit"))
        heading = header and place == 0
        if heading:
            row_properties.append(OxmlElement("w:tblHeader"))
        for column_place, cell in enumerate(row.cells):
            cell.width = Cm(widths[column_place])
            paragraph = cell.paragraphs[0]
            paragraph.style = "Cell"
            text = texts[column_place] if column_place < len(texts) else ""
            run = paragraph.add_run(text)
            if heading or column_place in labels:
                _shade(cell)
                run.font.name = LATIN
                run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEAD)
            if column_place in right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return table


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "E6F0EA")
    cell._tc.get_or_add_tcPr().append(shade)


def _borders(table: Any) -> None:
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "A9BDB1")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
