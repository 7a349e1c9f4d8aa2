"""What pages and tables look like otherwise: two columns, no ruled lines, forms, files that are one table."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_files import Sheet, write_docx, write_html, write_pdf, write_typst, write_xlsx

from knowledge.normalise import folded
from knowledge.parser import parse
from knowledge.reading import read_file
from knowledge.reading.forms import is_form
from knowledge.reading.grid import Cell, grid_lines
from knowledge.reading.limits import Deadline, Limits
from knowledge.reading.page_flow import in_order, unruled_tables
from knowledge.reading.page_geometry import Word
from knowledge.tables import EMPTY_CELL


def _deadline() -> Deadline:
    return Deadline("表", Limits())


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def rows(text: str) -> list[list[tuple[str, str]]]:
    found = [clause for clause in parse("x", text).clauses if clause.kind == "row"]
    return [[(label, folded(value)) for label, value in clause.cells] for clause in found]


# --- two columns ---

ARTICLES = [f"第{n}条 {'企业应当建立台账并如实记录，' * 9}保存五年。" for n in "一二三四五六七八九十"]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    columns = "\n\n".join(ARTICLES)
    path = write_typst(tmp_path / "two.pdf", f"#align(center)[鹤城市管理办法]\n#columns(2)[{columns}]")
    assert lines(read_file(path).text) == ["鹤城市管理办法", *ARTICLES]


def word(text: str, left: float, top: float, size: float = 10.0) -> Word:
    return Word(text, left, left + size * len(text), top, top + size, size)


def test_lines_over_both_columns_part_them() -> None:
    words = [word("题" * 40, 100, 0), word("题" * 40, 100, 200)]
    for place in range(8):
        words += [word("左" * 20, 50, 20 + 15 * place), word("右" * 20, 290, 20 + 15 * place)]
        words += [word("下" * 20, 50, 220 + 15 * place), word("末" * 20, 290, 220 + 15 * place)]
    flows, turns = in_order(words, [(50, 160, 240, 170), (50, 500, 490, 600)], 540)
    assert (
        "".join(flow.line.text[0] for flow in flows)
        == "题" + "左" * 8 + "右" * 8 + "题" + "下" * 8 + "末" * 8
    )
    assert turns == [flows[1].turn, flows[-1].turn + 1]
    assert {(flow.line.left, flow.edge) for flow in flows[9:17]} == {(50.0, 250.0)}


def test_two_columns_of_short_words_are_no_columns() -> None:
    words = [word("名称", 50, 15.0 * place) for place in range(8)]
    words += [word("右" * 20, 290, 15.0 * place) for place in range(8)]
    flows, _ = in_order(words, [], 540)
    assert [flow.line.text[:2] for flow in flows[:2]] == ["名称", "名称"]


# --- tables without ruled lines ---


def test_a_table_without_ruled_lines(tmp_path: Path) -> None:
    cells = [["序号", "行业", "要求", "备注"], ["1", "铸造", "颗粒物不高于10毫克", "小时均值"]]
    cells += [["2", "水泥", "氮氧化物不高于50毫克", "小时均值"]]
    cells += [["3", "砖瓦", "二氧化硫不高于50毫克，并且安装在线监测设施，与市平台联网", "无"]]
    table = ", ".join(f"[{text}]" for row in cells for text in row)
    body = f"一、要求\n\n#[#set par(first-line-indent: 0em)\n#table(columns: (1fr,2fr,4fr,2fr), stroke: none, {table})]"
    read = read_file(write_typst(tmp_path / "plain.pdf", body + "\n\n二、其他\n\n无。"))
    assert rows(read.text) == [list(zip(cells[0], row, strict=True)) for row in cells[1:]]


@pytest.mark.parametrize(
    "shown",
    [
        [["联系人：张三", "电话：123"], ["甲", "1"], ["乙", "2"], ["丙", "3"]],
        [["一", "二"], ["甲", "1"], ["乙", "2"]],
        [["一", "二", "三"], ["甲", "1", "2"]],
        [["这是一行很长很长很长的文字", "二", "三"], ["甲", "1", "2"], ["乙", "1", "2"]],
    ],
)
def test_what_is_no_table(shown: list[list[str]]) -> None:
    words = [
        word(text, 50 + 150 * column, 20 * place)
        for place, row in enumerate(shown)
        for column, text in enumerate(row)
    ]
    assert unruled_tables(words) == []


def test_words_across_a_gap_end_a_table() -> None:
    labels = [word(text, 50 + 100 * at, 0) for at, text in enumerate(("序号", "行业", "要求"))]
    body = [word(text, 50 + 100 * at, 20 * row) for row in (1, 2, 3) for at, text in enumerate("甲乙丙")]
    (table,) = unruled_tables([*labels, *body, word("长" * 40, 50, 100)])
    assert len(table.rows) == 4
    assert table.rows[1] == (("甲",), ("乙",), ("丙",))


# --- signatures ---


def test_lines_set_to_the_right_stay_lines(tmp_path: Path) -> None:
    body = "一、其他\n\n无。\n\n#align(right)[鹤城市生态环境局\n\n2024年2月20日]"
    shown = lines(read_file(write_typst(tmp_path / "signed.pdf", body)).text)
    assert shown[-2:] == ["鹤城市生态环境局", "2024年2月20日"]


def test_the_running_head_of_one_page_is_left_out(tmp_path: Path) -> None:
    read = read_file(write_pdf(tmp_path / "one.pdf", ["鹤城市管理办法", "第一条 甲。"]))
    assert lines(read.text) == ["鹤城市管理办法", "第一条 甲。"]


# --- forms ---

FORM = [
    Cell(0, 0, "企业名称"),
    Cell(0, 1, "鹤城市甲铸造有限公司", columns=3),
    Cell(1, 0, "联系人"),
    Cell(1, 1, "赵敏"),
    Cell(1, 2, "联系电话"),
    Cell(1, 3, "0392-3312345"),
    Cell(2, 0, "生产情况", columns=4),
    Cell(3, 0, "主要产品"),
    Cell(3, 1, "铸件"),
    Cell(3, 2, "年产量"),
    Cell(3, 3, ""),
]


def test_a_form_keeps_label_and_value(tmp_path: Path) -> None:
    expected = [
        [("企业名称", "鹤城市甲铸造有限公司")],
        [("联系人", "赵敏"), ("联系电话", "0392-3312345")],
        [("生产情况", "")],
        [("主要产品", "铸件"), ("年产量", "")],
    ]
    for read in (
        read_file(write_docx(tmp_path / "form.docx", ["一、申报表", FORM])),
        read_file(write_html(tmp_path / "form.html", ["一、申报表", FORM])),
        read_file(write_pdf(tmp_path / "form.pdf", ["一、申报表", FORM])),
        read_file(write_xlsx(tmp_path / "form.xlsx", [Sheet("申报表", FORM)])),
    ):
        assert rows(read.text) == expected, read.kind


def test_a_name_of_a_group_of_rows_goes_before_its_labels() -> None:
    cells = [Cell(0, 0, "企业信息", rows=2), Cell(0, 1, "企业名称"), Cell(0, 2, "甲厂")]
    cells += [Cell(1, 1, "企业地址"), Cell(1, 2, "新区")]
    head, *body = grid_lines(cells, _deadline())
    assert set(head.split("\t")) == {EMPTY_CELL}
    assert body == ["企业信息／企业名称\t甲厂", "企业信息／企业地址\t新区"]


@pytest.mark.parametrize(
    ("table", "form"),
    [
        ([["企业名称", "甲"], ["企业地址", "新区"]], True),
        ([["名称：", ""], ["地址：", ""]], True),
        ([["名称", "值"], ["企业地址", "新区"], ["联系人", "赵"]], False),
        ([["部门", "职责"], ["生态环境部门", "统筹"], ["发展改革部门", "能源"]], False),
        ([["行业", "要求"], ["铸造", "甲"], ["水泥", "乙"]], False),
        (
            [["企业名称", "地址", "电话", "联系人"], ["甲", "新区", "1", "赵"], ["乙", "老区", "2", "钱"]],
            False,
        ),
        ([["企业名称", "甲"]], False),
    ],
)
def test_what_is_a_form(table: list[list[str]], form: bool) -> None:
    assert is_form(table) is form


# --- files that are one table ---

ONE = [
    Cell(0, 0, "序号"),
    Cell(0, 1, "行业"),
    Cell(0, 2, "要求"),
    Cell(1, 0, "1"),
    Cell(1, 1, "铸造", rows=2),
]
ONE += [Cell(1, 2, "甲"), Cell(2, 0, "2"), Cell(2, 2, "乙")]


def test_a_file_that_is_one_table_has_its_rows(tmp_path: Path) -> None:
    expected = [
        [("序号", "1"), ("行业", "铸造"), ("要求", "甲")],
        [("序号", "2"), ("行业", "铸造"), ("要求", "乙")],
    ]
    for read in (
        read_file(write_docx(tmp_path / "only.docx", [ONE])),
        read_file(write_html(tmp_path / "only.html", [ONE])),
        read_file(write_pdf(tmp_path / "only.pdf", [ONE])),
    ):
        assert rows(read.text) == expected, read.kind
    clauses = parse("x", read.text).clauses
    assert [(clause.local_id, clause.number) for clause in clauses] == [
        ("table-1", "表格1"),
        ("table-1.1", "表格1 第1行"),
        ("table-1.2", "表格1 第2行"),
    ]


def test_a_title_over_the_only_table_stays_a_title(tmp_path: Path) -> None:
    read = read_file(write_docx(tmp_path / "titled.docx", ["鹤城市行业要求一览表", ONE]))
    assert [clause.local_id for clause in parse("x", read.text).clauses] == [
        "title",
        "table-1",
        "table-1.1",
        "table-1.2",
    ]
    assert read.title_guess == "鹤城市行业要求一览表"
