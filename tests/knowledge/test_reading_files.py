"""What each kind of file gives: lists numbered, merged cells resolved, notes kept, furniture dropped."""

from __future__ import annotations

import datetime
from pathlib import Path

import docx
import docx.enum.style
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from written_files import Sheet, write_docx, write_html, write_pdf, write_xlsx

from knowledge.normalise import folded
from knowledge.parser import parse
from knowledge.reading import read_file
from knowledge.reading.grid import Cell, grid_lines
from knowledge.reading.limits import Deadline, Limits
from knowledge.reading.word_numbering import chinese, formatted
from knowledge.tables import EMPTY_CELL


def _deadline() -> Deadline:
    return Deadline("表", Limits())


def row(text: str, local_id: str) -> tuple[tuple[str, str], ...]:
    return next(c.cells for c in parse("x", text).clauses if c.local_id == local_id)


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


# --- tables ---


def test_a_header_of_two_rows_becomes_paths() -> None:
    cells = [
        Cell(0, 0, "指标", rows=2),
        Cell(0, 1, "标准", columns=2),
        Cell(1, 1, "A级"),
        Cell(1, 2, "B级"),
        Cell(2, 0, "能源类型"),
        Cell(2, 1, "天然气"),
        Cell(2, 2, "煤"),
    ]
    assert grid_lines(cells, _deadline()) == ["指标\t标准／A级\t标准／B级", "能源类型\t天然气\t煤"]


def test_a_cell_merged_across_is_repeated_and_one_merged_down_is_carried() -> None:
    cells = [Cell(0, column, label) for column, label in enumerate(("行业", "A级", "B级"))]
    cells += [
        Cell(1, 0, "铸造", rows=2),
        Cell(1, 1, "相同要求", columns=2),
        Cell(2, 1, "甲"),
        Cell(2, 2, "乙"),
    ]
    text = "一、要求\n" + "\n".join(grid_lines(cells, _deadline()))
    assert row(text, "s1.table-1.1") == (("行业", "铸造"), ("A级", "相同要求"), ("B级", "相同要求"))
    assert row(text, "s1.table-1.2") == (("行业", "铸造"), ("A级", "甲"), ("B级", "乙"))


def test_a_cell_empty_by_itself_takes_nothing_from_above() -> None:
    cells = [Cell(0, column, label) for column, label in enumerate(("行业", "A级", "B级"))]
    cells += [Cell(1, 0, "铸造"), Cell(1, 1, "甲"), Cell(1, 2, "乙")]
    cells += [Cell(2, 0, "水泥"), Cell(2, 1, ""), Cell(2, 2, "丙")]
    found = grid_lines(cells, _deadline())
    assert found[2] == f"水泥\t{EMPTY_CELL}\t丙"
    text = "一、要求\n" + "\n".join(found)
    assert row(text, "s1.table-1.2") == (("行业", "水泥"), ("A级", ""), ("B级", "丙"))


def test_a_caption_over_the_whole_width_is_a_line_and_one_column_is_prose() -> None:
    cells = [
        Cell(0, 0, "表1 要求", columns=2),
        Cell(1, 0, "项"),
        Cell(1, 1, "分"),
        Cell(2, 0, "水"),
        Cell(2, 1, "5"),
    ]
    assert grid_lines(cells, _deadline()) == ["表1 要求", "项\t分", "水\t5"]
    assert grid_lines([Cell(0, 0, "甲"), Cell(1, 0, "乙")], _deadline()) == ["甲", "乙"]
    assert grid_lines([Cell(0, 0, " "), Cell(1, 1, "")], _deadline()) == []


def test_two_tables_with_nothing_between_stay_two(tmp_path: Path) -> None:
    one = [Cell(0, 0, "项"), Cell(0, 1, "分"), Cell(1, 0, "水"), Cell(1, 1, "5")]
    other = [Cell(0, 0, "人"), Cell(0, 1, "电话"), Cell(1, 0, "王洋"), Cell(1, 1, "2885118")]
    for read in (
        read_file(write_docx(tmp_path / "two.docx", ["一、表", one, "", other])),
        read_file(write_html(tmp_path / "two.html", ["一、表", one, other])),
    ):
        rows = [clause.cells for clause in parse("x", read.text).clauses if clause.kind == "row"]
        assert rows == [(("项", "水"), ("分", "5")), (("人", "王洋"), ("电话", "2885118"))]


# --- docx ---

_LISTS = """<w:numbering {ns}>
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%4"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条 "/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""


def numbered(path: Path, entries: list[tuple[str, int, str]]) -> Path:
    document = docx.Document()
    part = document.part.numbering_part
    part._element = parse_xml(_LISTS.format(ns=nsdecls("w")))
    for list_id, level, text in entries:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        found = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        properties.append(parse_xml(found))
    document.save(str(path))
    return path


def test_numbers_that_word_makes_become_text(tmp_path: Path) -> None:
    entries = [("1", 0, "总体要求"), ("1", 1, "目标"), ("1", 2, "甲"), ("1", 3, "子项"), ("1", 2, "乙")]
    entries += [
        ("1", 1, "分工"),
        ("1", 2, "丙"),
        ("1", 0, "任务"),
        ("1", 1, "建立清单"),
        ("0", 0, "无号的一段。"),
    ]
    read = read_file(numbered(tmp_path / "lists.docx", entries))
    expected = ["一、总体要求", "（一）目标", "1.甲", "①子项", "2.乙", "（二）分工", "1.丙", "二、任务"]
    assert lines(read.text) == [*expected, "（一）建立清单", "无号的一段。"]
    ids = {clause.local_id for clause in parse("x", read.text).clauses}
    assert {"s1.1.2", "s1.1.1.1", "s1.2.1", "s2.1"} <= ids


def test_a_list_that_begins_elsewhere(tmp_path: Path) -> None:
    read = read_file(
        numbered(tmp_path / "start.docx", [("2", 0, "甲。"), ("2", 0, "乙。"), ("3", 0, "戊。")])
    )
    assert lines(read.text) == ["第一条 甲。", "第二条 乙。", "第五条 戊。"]


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (21, "chineseCounting", "二十一"),
        (110, "chineseCounting", "一百一十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (28, "lowerLetter", "bb"),
        (1994, "upperRoman", "MCMXCIV"),
        (7, "decimalZero", "07"),
    ],
)
def test_formats_of_numbers(number: int, style: str, shown: str) -> None:
    assert formatted(number, style) == shown


def test_chinese_numbers_are_those_that_the_parser_reads() -> None:
    from knowledge.numbering import chinese_number

    assert [chinese_number(chinese(number)) for number in range(1, 1000)] == list(range(1, 1000))


def test_notes_are_kept_changes_resolved_and_heads_dropped(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    paragraph = document.add_paragraph("第一条 保存")
    inserted = f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>五年</w:t></w:r></w:ins>'
    deleted = f'<w:del {nsdecls("w")} w:id="2" w:author="x"><w:r><w:delText>三年</w:delText></w:r></w:del>'
    hidden = f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>密文</w:t></w:r>"
    for part in (inserted, deleted, hidden):
        paragraph._p.append(parse_xml(part))
    paragraph.add_run("。")
    document.save(str(tmp_path / "changes.docx"))
    read = read_file(tmp_path / "changes.docx")
    assert lines(read.text) == ["第一条 保存五年。"]
    assert [("修订标记" in told, "隐藏文字" in told) for told in read.warnings] == [
        (True, False),
        (False, True),
    ]


def test_footnotes_stand_at_the_end(tmp_path: Path) -> None:
    import zipfile

    document = docx.Document()
    paragraph = document.add_paragraph("第一条 达到先进水平")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    paragraph.add_run("。")
    document.add_paragraph("第二条 完。")
    document.save(str(tmp_path / "plain.docx"))
    path = tmp_path / "notes.docx"
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>以公布的为准。</w:t></w:r></w:p></w:footnote>'
    with zipfile.ZipFile(tmp_path / "plain.docx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/footnotes.xml", f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>")
    read = read_file(path)
    assert lines(read.text) == ["第一条 达到先进水平。", "第二条 完。", "注1：以公布的为准。"]
    assert read.warnings == ("有 1 条脚注或尾注，依次放在全文之后",)


def test_headings_numbered_by_their_style_and_no_contents(tmp_path: Path) -> None:
    document = docx.Document()
    document.part.numbering_part._element = parse_xml(_LISTS.format(ns=nsdecls("w")))
    for level, name in ((0, "Heading 1"), (1, "Heading 2")):
        found = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        document.styles[name].element.get_or_add_pPr().append(parse_xml(found))
    document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("一、总则\t1", style="toc 1")
    for text, level in (("总则", 1), ("目的", 2), ("范围", 2), ("任务", 1)):
        document.add_heading(text, level)
    document.save(str(tmp_path / "styles.docx"))
    expected = ["一、总则", "（一）目的", "（二）范围", "二、任务"]
    assert lines(read_file(tmp_path / "styles.docx").text) == expected


def test_a_text_box_is_read_once_and_a_tab_makes_no_table(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("第一条 甲\t乙\t丙。")
    box = "<w:txbxContent><w:p><w:r><w:t>框中文字。</w:t></w:r></w:p></w:txbxContent>"
    alternate = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    choice = f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    names = f"{nsdecls('w')} xmlns:mc='{alternate}'"
    paragraph._p.append(
        parse_xml(f"<w:r {names}><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>")
    )
    document.save(str(tmp_path / "box.docx"))
    assert lines(read_file(tmp_path / "box.docx").text) == ["第一条 甲 乙 丙。", "框中文字。"]


# --- html ---


def read_html(tmp_path: Path, body: str, encoding: str = "utf-8") -> list[str]:
    path = tmp_path / "page.html"
    path.write_bytes(
        f"<html><head><meta charset='{encoding}'></head><body>{body}</body></html>".encode(encoding)
    )
    return lines(read_file(path).text)


def test_a_page_without_its_furniture(tmp_path: Path) -> None:
    body = "<nav>首页</nav><script>var a='<p>假</p>'</script><div><h1>办法</h1><p>第一条 甲<br>（一）乙；"
    body += "<p style='display: none'>隐藏<p>（二）<b>丙</b>丁<sub>2</sub>。</div><footer>版权</footer>"
    assert read_html(tmp_path, body) == ["办法", "第一条 甲", "（一）乙；", "（二）丙丁2。"]


def test_lists_are_numbered_and_layout_tables_are_prose(tmp_path: Path) -> None:
    body = "<table><tr><td><p>一、要求<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>"
    body += "<table><tr><th>项<th>分<tr><td>水<td>5</table></td></tr></table>"
    assert read_html(tmp_path, body) == ["一、要求", "3.甲", "4.乙", "- 丙", "项\t分", "水\t5"]


def test_a_page_in_gb2312(tmp_path: Path) -> None:
    assert read_html(tmp_path, "<p>第一条 甲。", "gb2312") == ["第一条 甲。"]


# --- xlsx ---


def test_each_sheet_is_a_section_with_a_table(tmp_path: Path) -> None:
    one = [
        Cell(0, 0, "行业"),
        Cell(0, 1, "要求"),
        Cell(1, 0, "铸造", rows=2),
        Cell(1, 1, "甲"),
        Cell(2, 1, "乙"),
    ]
    other = [Cell(0, 0, "人"), Cell(0, 1, "电话"), Cell(1, 0, "王洋"), Cell(1, 1, "2885118")]
    read = read_file(write_xlsx(tmp_path / "book.xlsx", [Sheet("指标", one), Sheet("联系", other)]))
    rows = {clause.local_id: clause.cells for clause in parse("x", read.text).clauses if clause.kind == "row"}
    assert rows == {
        "s1.table-1.1": (("行业", "铸造"), ("要求", "甲")),
        "s1.table-1.2": (("行业", "铸造"), ("要求", "乙")),
        "s2.table-1.1": (("人", "王洋"), ("电话", "2885118")),
    }


def test_values_are_as_the_sheet_shows_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["项", "值"])
    for label, value, style in (
        ("比例", 0.2, "0%"),
        ("限值", 0.1, "General"),
        ("两位", 7.5, "0.00"),
        ("日期", datetime.date(2021, 3, 1), "yyyy-mm-dd"),
        ("个数", 120, "General"),
    ):
        sheet.append([label, value])
        sheet.cell(sheet.max_row, 2).number_format = style
    sheet.append(["合计", "=B5+1"])
    book.create_sheet("草稿").sheet_state = "hidden"
    book.save(tmp_path / "values.xlsx")
    read = read_file(tmp_path / "values.xlsx")
    shown = [line.split("\t")[1] for line in lines(read.text)[2:]]
    assert shown[:5] == ["20%", "0.1", "7.50", "2021-03-01", "120"]
    assert [told[:7] for told in read.warnings] == ["隐藏的工作表未", "有 1 个公式"]


# --- pdf ---


def test_a_pdf_joins_lines_and_pages_and_drops_heads(tmp_path: Path) -> None:
    articles = [
        f"第{chinese(number)}条 {'企业应当建立台账并如实记录，' * 12}保存五年。" for number in range(1, 41)
    ]
    read = read_file(write_pdf(tmp_path / "long.pdf", ["某市管理办法", *articles]))
    assert read.pages is not None
    assert read.pages >= 5
    assert lines(read.text) == ["某市管理办法", *articles]
    assert (read.title_guess, read.kind) == ("某市管理办法", "pdf")


def test_a_table_over_pages_is_one(tmp_path: Path) -> None:
    cells = [Cell(0, 0, "序号"), Cell(0, 1, "行业"), Cell(0, 2, "要求"), Cell(1, 1, "建材", rows=90)]
    for place in range(1, 91):
        cells += [Cell(place, 0, str(place)), Cell(place, 2, f"要求{place}" + "详" * 30)]
    read = read_file(
        write_pdf(tmp_path / "table.pdf", ["一、要求", sorted(cells, key=lambda c: (c.row, c.column))])
    )
    rows = [clause for clause in parse("x", read.text).clauses if clause.kind == "row"]
    assert read.pages is not None
    assert read.pages > 2
    # Justified lines leave gaps around digits, which white space in the text stands for.
    assert [[folded(value) for _, value in clause.cells] for clause in rows] == [
        [str(place), "建材", f"要求{place}" + "详" * 30] for place in range(1, 91)
    ]


def test_contents_of_a_pdf_are_left_out(tmp_path: Path) -> None:
    blocks = [
        "关于印发某市管理办法",
        "实施细则的通知",
        "目 录",
        "一、总则" + "." * 40 + "1",
        "一、总则",
        "第一条 甲。",
    ]
    blocks += [f"第{chinese(number)}条 {'企业应当建立台账，' * 30}" for number in range(2, 20)]
    read = read_file(write_pdf(tmp_path / "contents.pdf", blocks))
    assert lines(read.text) == [*blocks[:2], *blocks[4:]]
    assert read.title_guess == "关于印发某市管理办法实施细则的通知"


def test_a_row_cut_by_a_page_break_is_one(tmp_path: Path) -> None:
    cells = [Cell(0, 0, "序号"), Cell(0, 1, "要求"), Cell(0, 2, "分值")]
    for place in range(1, 9):
        cells += [
            Cell(place, 0, str(place)),
            Cell(place, 1, "要求" + "详细内容，" * 90 + "完"),
            Cell(place, 2, "5"),
        ]
    read = read_file(write_pdf(tmp_path / "torn.pdf", ["一、要求", cells]))
    rows = [clause for clause in parse("x", read.text).clauses if clause.kind == "row"]
    assert read.pages is not None
    assert read.pages > 2
    assert [clause.cell("分值") for clause in rows] == ["5"] * 8
    assert {folded(clause.cell("要求")) for clause in rows} == {"要求" + "详细内容，" * 90 + "完"}


# --- text ---


def test_text_in_other_encodings(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes("第一条 甲。\r\n第二条 乙。".encode(encoding))
        assert lines(read_file(path).text) == ["第一条 甲。", "第二条 乙。"]


def test_markdown_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("# 办法\n\n<!-- 批注 -->\n第一条 甲。\n", encoding="utf-8")
    read = read_file(path)
    assert (read.kind, read.title_guess, read.warnings) == ("md", "办法", ())
    assert "批注" not in read.text


def test_a_digest_and_a_title(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("附件1\n\n某市管理办法\n（试行）\n\n第一条 甲。\n", encoding="utf-8")
    read = read_file(path)
    assert read.title_guess == "某市管理办法（试行）"
    assert (len(read.sha256), read.pages) == (64, None)


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_a_file_named_for_another_kind_is_read_and_told(kind: str, tmp_path: Path) -> None:
    writer = write_docx if kind == "docx" else write_html
    read = read_file(writer(tmp_path / "通知.pdf", ["第一条 甲。"]))
    assert read.kind == kind
    assert read.warnings[0].startswith("文件名以 .pdf 结尾，内容却是")
