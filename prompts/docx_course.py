"""The sections of the Word template on what a grade means, and on the way through the procedure."""

from __future__ import annotations

from prompts.word_sheet import TemplateSheet


def add_meaning(sheet: TemplateSheet) -> None:
    """The section on warnings, benefits and what costs a grade joins the sheet."""
    sheet.heading("七、等级、称号意味着什么")
    sheet.start_if("warnings.rows")
    sheet.heading("重污染天气预警期间", 2)
    sheet.rows(
        "warnings.rows",
        [
            ("预警级别", 2.8, "{{ row.level }}"),
            ("现在能确定的：{{ warnings.now }}", 6.9, "{{ row.now }}"),
            ("目标：{{ warnings.goal }}", 6.9, "{{ row.goal }}"),
        ],
    )
    sheet.line("", "Section End")
    sheet.end_if()
    _part(sheet, "预警期间各等级都适用", "warnings.common")
    sheet.each("warnings.levels", "Small List")
    sheet.each("warnings.sources", "Small List")
    _part(sheet, "文本对这一目标写明的待遇和要求", "incentives")
    _part(sheet, "要避免的情形（会失去等级、称号、资格，或受处理）", "avoided")
    sheet.start_if("not (warnings.rows or warnings.common or incentives or avoided)")
    sheet.line("文本没有写明。")
    sheet.end_if()


def add_course(sheet: TemplateSheet) -> None:
    """The section on batch, procedure, dates and contacts joins the sheet."""
    sheet.heading("八、程序、日程和联系方式")
    sheet.start_if("course.note")
    sheet.line("{{ course.note }}", "Small")
    sheet.end_if()
    _part(sheet, "本企业所在的批次", "course.batches")
    sheet.start_if("course.procedure")
    sheet.heading("程序和各方职责", 2)
    sheet.rows(
        "course.procedure",
        [
            ("序号", 1.2, "{{ loop.index }}"),
            ("由谁办", 4.6, "{{ row.who }}"),
            ("做什么", 10.8, "{{ row.what }}{{ row.ref }}"),
        ],
    )
    sheet.end_if()
    sheet.heading("日程", 2)
    sheet.start_if("course.calendar")
    sheet.rows(
        "course.calendar",
        [
            ("时间", 4.5, "{{ row.when }}"),
            ("距起算日", 1.9, "{{ row.state }}"),
            ("事项", 6.7, "{{ row.what }}{{ row.ref }}"),
            ("由谁办", 3.5, "{{ row.who }}"),
        ],
    )
    sheet.otherwise()
    sheet.line("文本没有规定日程。")
    sheet.end_if()
    sheet.start_if("course.contacts or course.contacts_note")
    sheet.heading("联系方式", 2)
    sheet.start_if("course.contacts")
    sheet.start_for("row in course.contacts")
    sheet.line("{{ row.line }}", "List Bullet")
    sheet.end_for()
    sheet.end_if()
    sheet.start_if("course.contacts_note")
    sheet.line("{{ course.contacts_note }}", "Small")
    sheet.end_if()
    sheet.end_if()
    sheet.line("", "Cell")


def _part(sheet: TemplateSheet, title: str, items: str) -> None:
    sheet.start_if(items)
    sheet.heading(title, 2)
    sheet.each(items)
    sheet.end_if()
