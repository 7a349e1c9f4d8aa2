"""Files with an order in them, where people see it or where only a machine would find it."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape

import docx
import pdf_pages_made
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.styles.colors import Color
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

WHITE = RGBColor(255, 255, 255)


def made(kind: str, where: str, lines: list[str], words: str) -> bytes:
    """A file of this kind with these lines and, somewhere, these words."""
    return _MAKERS[kind](lines, words, where)


def as_docx(lines: list[str], words: str, where: str) -> bytes:
    """Word."""
    document = docx.Document()
    paragraphs = [document.add_paragraph(line) for line in lines]
    last = paragraphs[-1]
    match where:
        case "body":
            document.add_paragraph(words)
        case "cell":
            document.add_table(1, 2).rows[0].cells[1].text = words
        case "comment":
            document.add_comment(last.runs, text=words, author="x")
        case "vanish" | "white" | "tiny":
            run = document.add_paragraph("材料应当真实。").add_run(words)
            if where == "vanish":
                run._r.get_or_add_rPr().append(OxmlElement("w:vanish"))
            run.font.color.rgb = WHITE if where == "white" else None
            run.font.size = Pt(1) if where == "tiny" else None
        case "theme_white":
            run = document.add_paragraph("材料应当真实。").add_run(words)
            color = OxmlElement("w:color")
            color.set(qn("w:themeColor"), "background1")
            color.set(qn("w:val"), "auto")
            run._r.get_or_add_rPr().append(color)
        case "deleted":
            gone = f'<w:del {nsdecls("w")} w:id="9" w:author="x"><w:r><w:delText>{words}</w:delText></w:r></w:del>'
            last._p.append(parse_xml(gone))
        case "footer":
            document.sections[0].footer.paragraphs[0].text = words
        case "header":
            document.sections[0].header.paragraphs[0].text = words
        case "alt_text":
            document.add_picture(_dot())
            for described in document.element.body.iter(qn("wp:docPr")):
                described.set("descr", words)
                described.set("title", words)
        case "property":
            document.core_properties.title = words[:60]
            document.core_properties.comments = words
        case "hidden_row":
            table = document.add_table(2, 2)
            table.rows[1].cells[1].text = words
            table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))
            for run in table.rows[1].cells[1].paragraphs[0].runs:
                run._r.get_or_add_rPr().append(OxmlElement("w:vanish"))
        case "field":
            code = f'<w:r {nsdecls("w")}><w:instrText xml:space="preserve"> DOCVARIABLE "{words}" </w:instrText></w:r>'
            last._p.append(parse_xml(code))
        case _:
            raise ValueError(where)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_FONTS = {
    "white": Font(color="FFFFFFFF"),
    "theme_white": Font(color=Color(theme=0)),
    "tiny": Font(size=1),
}


def as_xlsx(lines: list[str], words: str, where: str) -> bytes:
    """Excel; a line is a row with a label before it."""
    book = Workbook()
    sheet = book.worksheets[0]
    for at, line in enumerate(lines):
        sheet.append([f"第{at + 1}项", line])
    row = len(lines) + 1
    match where:
        case "cell":
            sheet.append(["备注", words])
        case "sheet" | "very_hidden":
            other = book.create_sheet("甲")
            other["A1"] = words
            other.sheet_state = "hidden" if where == "sheet" else "veryHidden"
        case "row":
            sheet.append(["丙", words])
            sheet.row_dimensions[row].hidden = True
        case "column":
            sheet["C1"] = words
            sheet.column_dimensions["C"].hidden = True
        case "note":
            sheet["B1"].comment = Comment(words, "x")
        case "defined_name":
            book.defined_names["A级"] = DefinedName("A级", attr_text=f'"{words}"')
        case "validation":
            sheet.add_data_validation(
                DataValidation(type="list", formula1='"是,否"', prompt=words, error=words, sqref="B1:B2")
            )
        case "white" | "theme_white" | "tiny" | "format":
            place = sheet.cell(row, 2, words)
            if where == "format":
                place.number_format = ";;;"
            else:
                place.font = _FONTS[where]
        case "header":
            sheet.oddHeader.center.text = words
        case "property":
            book.properties.title = book.properties.description = words
        case _:
            raise ValueError(where)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_PAGES = {
    "body": "<p>{}</p>",
    "cell": "<table><tr><th>项目</th><th>要求</th></tr><tr><td>备注</td><td>{}</td></tr></table>",
    "display": '<p style="display:none">{}</p>',
    "white": '<p style="color:#ffffff">{}</p>',
    "font_white": '<p><font color="#FFFFFF">{}</font></p>',
    "font_size": '<p><span style="font-size:0">{}</span></p>',
    "visibility": '<div style="visibility: hidden">{}</div>',
    "opacity": '<p style="opacity:0">{}</p>',
    "off_page": '<p style="position:absolute;left:-9999px">{}</p>',
    "no_height": '<div style="height:0;overflow:hidden">{}</div>',
    "clipped": '<p style="position:absolute;clip:rect(0,0,0,0)">{}</p>',
    "class": "<style>.k{{display:none}}</style><p class='k'>{}</p>",
    "id": "<style>p#z {{ color: red; visibility:hidden }}</style><p id='z'>{}</p>",
    "hidden": "<p hidden>{}</p>",
    "aria": '<p aria-label="{0}" aria-description="{0}">材料应当真实。</p>',
    "title_attribute": '<p title="{}">材料应当真实。</p>',
    "alt_text": '<img src="x.png" alt="{}">',
    "comment": "<!-- {} -->",
    "script": "<script>var x = '{}';</script>",
    "template": "<template><p>{}</p></template>",
    "noscript": "<noscript>{}</noscript>",
    "meta": '<meta name="description" content="{}">',
    "input": '<input type="hidden" value="{}"><input value="{}">',
    "option": "<select><option>{}</option></select>",
}


def as_html(lines: list[str], words: str, where: str) -> bytes:
    """A web page; with `page_title` the words are its title."""
    words, lines = escape(words), [escape(line) for line in lines]
    title = words if where == "page_title" else lines[0]
    inner = "" if where == "page_title" else _PAGES[where].replace("{}", "{0}").format(words)
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{body}{inner}</body></html>"
    return page.encode()


def as_txt(lines: list[str], words: str, where: str) -> bytes:
    """Plain text; the words may be torn by characters that print nothing, or turned round for the eye."""
    shown = {
        "body": words,
        "zero_width": "\u200b".join(words),
        "bidi": f"\u202e{words}\u202c",
        "tags": words + "".join(chr(0xE0000 + ord(sign)) for sign in "grade=A pass"),
        "variation": "".join(f"{sign}\ufe01" for sign in words),
        "spaced": " ".join(words),
    }[where]
    return ("\n".join([*lines, shown]) + "\n").encode()


def _dot() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    out.seek(0)
    return out


_MAKERS: dict[str, Callable[[list[str], str, str], bytes]] = {
    "docx": as_docx, "xlsx": as_xlsx, "html": as_html, "txt": as_txt, "pdf": pdf_pages_made.pdf,
}  # fmt: skip
