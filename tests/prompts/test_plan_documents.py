"""The files, opened again: what was written is there, and names are only ever text."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from plan_cases import HOSTILE_SHOWN, classes, context, hostile, ladder, province, routes, sample

from prompts import FontMissingError, UpgradePlanContext, render_plan
from prompts.pdf import font_folder
from prompts.plain_text import markdown_text, one_line

GOLDEN = Path(__file__).parent / "golden"


def _docx_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    heads = [p.text for section in document.sections for p in section.header.paragraphs]
    return "\n".join([*(p.text for p in document.paragraphs), *cells, *heads])


def _xlsx(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def _pdf_text(data: bytes) -> str:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return "".join(text.split())


CASES = {
    "feasible": lambda: sample(),
    "infeasible": lambda: sample(budget=5),
    "routes": lambda: routes(),
    "proposals": lambda: sample(measures=None),
    "ladder": lambda: ladder(),
    "warnings by level": lambda: classes(),
    "batches": lambda: province(),
    "nothing known": lambda: context("zhengzhou-green-factory", {"facts": {}}),
    "no pass line": lambda: context("zhengzhou-green-performance-2019", {"facts": {}}),
}


@pytest.mark.parametrize("case", CASES)
def test_every_format_opens_and_says_the_same(case: str) -> None:
    told: UpgradePlanContext = CASES[case]()
    word, pdf = _docx_text(render_plan(told, "docx")), _pdf_text(render_plan(told, "pdf"))
    text = render_plan(told, "md").decode()
    book = _xlsx(render_plan(told, "xlsx"))
    cells = "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value)
    routes_told = (cell for row in told.measures.routes for cell in (row.label, row.cost, row.months))
    shown = (*told.summary, *told.least.lines, *(row.items for row in told.least.rows), *routes_told)
    warned, course = told.warnings, told.course
    shown += (*(cell for row in warned.rows for cell in (row.level, row.now, row.goal)), *warned.common)
    shown += (*warned.levels, *warned.sources, *told.avoided, *course.batches, course.note)
    shown += (*(row.what for row in course.procedure), course.contacts_note)
    for said in (*shown, told.disclaimer, *(row.question for row in told.pending[:5])):
        assert said in word and said in cells
        assert "".join(said.split()) in pdf
    for row in course.contacts:
        assert row.line in word and "".join(row.line.split()) in pdf and row.who in cells
    assert "## 一、结论" in text and "{{" not in text + word and "{%" not in text + word
    last = told.sources[-1].rows[-1]
    assert last.quote in word and last.quote in cells and last.mark in text


def test_a_name_is_text_in_word() -> None:
    told = hostile()
    assert _docx_text(render_plan(told, "docx")).count(HOSTILE_SHOWN) >= 4


def test_a_name_is_text_in_pdf() -> None:
    assert "".join(HOSTILE_SHOWN.split()) in _pdf_text(render_plan(hostile(), "pdf"))


def test_a_name_is_text_in_a_workbook_and_never_a_formula() -> None:
    book = _xlsx(render_plan(hostile(), "xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("'=cmd|") for cell in cells)
    assert any(HOSTILE_SHOWN in str(cell.value) for cell in cells)


def test_a_name_breaks_no_table_and_no_markup_in_markdown() -> None:
    text = render_plan(hostile(), "md").decode()
    assert "<script>" not in text and "[a](" not in text and "**粗**" not in text
    unescaped = {
        line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("| 企业名称")
    }
    assert unescaped == {3}


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("甲|乙", "甲\\|乙"),
        ("1. 甲", "1\\. 甲"),
        ("- 甲", "\\- 甲"),
        ("&lt;", "\\&lt;"),
        ("www.a.cn", "www\\.a.cn"),
        ("1.05 建材", "1.05 建材"),
    ],
)
def test_markdown_escapes(raw: str, shown: str) -> None:
    assert markdown_text(raw) == shown


def test_controls_and_lone_surrogates_are_gone() -> None:
    assert one_line("甲\r\n乙\x07\ud800丙\u202e") == "甲 乙 丙"


def test_the_word_document_is_a4_with_repeating_headers_and_chinese_fonts() -> None:
    document = docx.Document(io.BytesIO(render_plan(sample(), "docx")))
    assert [(round(s.page_width.cm, 1), round(s.page_height.cm, 1)) for s in document.sections] == [
        (21.0, 29.7), (29.7, 21.0), (21.0, 29.7),
    ]  # fmt: skip
    for section in document.sections:
        space = section.page_width - section.left_margin - section.right_margin
        assert space > 0
    xml = document.element.xml
    assert xml.count("w:tblHeader") >= 6 and xml.count("w:cantSplit") > 20
    assert 'w:eastAsia="仿宋"' in document.styles.element.xml
    widest = max(sum(column.width for column in table.columns) for table in document.tables)
    assert widest <= document.sections[1].page_width - 2 * document.sections[1].left_margin
    assert "PAGE" in document.sections[0].footer._element.xml


def test_a_plan_without_gaps_or_unknowns_has_no_wide_page() -> None:
    facts = {item: {"status": "met"} for item in ("1.01", "1.02", "2.01", "2.02")}
    told = sample(facts=facts, measures=None)
    document = docx.Document(io.BytesIO(render_plan(told, "docx")))
    assert told.feasible and len(document.sections) == 1
    assert "已达到目标" in told.summary[-1]


def test_the_workbook_is_ready_to_work_with() -> None:
    book = _xlsx(render_plan(sample(), "xlsx"))
    assert book.sheetnames == [
        "总览", "差距与措施", "待说清", "程序", "日程", "联系方式", "来源",
    ]  # fmt: skip
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref
        assert all(cell.alignment.wrap_text for cell in sheet[1])
    people = [[cell.value for cell in row] for row in book["联系方式"].iter_rows(min_row=2)]
    assert people[0] == ["甲（示例局一科）", "申报", "东区", "123", sample().course.contacts[0].ref]
    steps = [row[1].value for row in book["程序"].iter_rows(min_row=2)]
    assert steps == ["企业", "示例局"]
    costs = [row[-1].value for row in book["差距与措施"].iter_rows(min_row=2)]
    assert 12.5 in costs


def test_a_long_cell_makes_its_row_high_enough() -> None:
    sheet = _xlsx(render_plan(province(), "xlsx"))["总览"]
    at = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "预警级别")
    longest = max(len(str(sheet.cell(at + 1, column).value)) for column in (2, 3))
    assert (sheet.row_dimensions[at + 1].height or 0) >= 14 * (longest * 2 // 22)


def test_the_same_plan_gives_the_same_word_and_pdf_text() -> None:
    assert _docx_text(render_plan(sample(), "docx")) == _docx_text(render_plan(sample(), "docx"))
    assert render_plan(sample(), "pdf") == render_plan(sample(), "pdf")


def test_the_heavy_engines_wait_until_they_are_needed() -> None:
    engines = "docx docxtpl typst xlsxwriter scipy"
    code = f"import sys, prompts; print([m for m in '{engines}'.split() if m in sys.modules])"
    root = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_missing_font_is_an_error_and_not_empty_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_name: str) -> None:
        raise metadata.PackageNotFoundError

    font_folder.cache_clear()
    monkeypatch.setattr(metadata, "files", absent)
    with pytest.raises(FontMissingError, match="字体"):
        render_plan(sample(), "pdf")
    font_folder.cache_clear()


def test_a_long_plan_stays_readable_and_quick() -> None:
    told = context("zhengzhou-green-factory", {"facts": {}})
    render_plan(told, "docx")
    started = time.perf_counter()
    render_plan(told, "docx")
    assert time.perf_counter() - started < 1.5
    assert len(pypdf.PdfReader(io.BytesIO(render_plan(told, "pdf"))).pages) <= 14


def test_the_markdown_is_the_one_that_was_read_and_approved() -> None:
    path = GOLDEN / "upgrade_plan.md"
    made = render_plan(sample(), "md").decode()
    if os.environ.get("LVPING_UPDATE_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8"), "run with LVPING_UPDATE_GOLDEN=1 and read the difference"
