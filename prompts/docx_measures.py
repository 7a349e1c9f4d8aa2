"""The section of the Word template on measures, their cost and time, and the routes to choose from."""

from __future__ import annotations

from prompts.word_sheet import TemplateSheet


def add_measures(sheet: TemplateSheet) -> None:
    """The section on measures, cost and time joins the sheet."""
    sheet.heading("五、措施、费用与工期")
    sheet.start_if("measures.rows")
    sheet.rows(
        "measures.rows",
        [
            ("编号", 1.4, "{{ row.id }}"),
            ("措施", 4.4, "{{ row.title }}"),
            ("解决的条目", 4.7, "{{ row.closes }}"),
            ("费用（万元，用户填报）", 1.9, "{{ row.cost }}"),
            ("工期（月，用户填报）", 1.8, "{{ row.months }}"),
            ("起止日期", 2.4, "{{ row.period }}"),
        ],
        right=(3, 4),
    )
    sheet.line(
        "合计费用：{{ measures.cost }}；预算：{{ measures.budget }}。没有报价：{{ measures.unpriced }}。",
        "Small",
    )
    sheet.line("总工期：{{ measures.months }}；期限：{{ measures.deadline }}。", "Small")
    sheet.otherwise()
    sheet.line("{{ measures.remark }}")
    sheet.line("预算：{{ measures.budget }}；期限：{{ measures.deadline }}。", "Small")
    sheet.end_if()
    sheet.start_if("measures.unused")
    sheet.line("填报了但没有选用：{{ measures.unused }}", "Small")
    sheet.end_if()
    sheet.start_if("measures.routes")
    sheet.heading("可供选择的路线（没有哪一条在费用、工期和项数上同时优于另一条）", 2)
    sheet.rows(
        "measures.routes",
        [
            ("路线", 2.6, "{{ row.label }}"),
            ("措施", 5.4, "{{ row.measures }}"),
            ("费用", 2.6, "{{ row.cost }}"),
            ("工期", 2.3, "{{ row.months }}"),
            ("项数", 1.3, "{{ row.count }}"),
            ("做完后", 2.4, "{{ row.after }}"),
        ],
    )
    sheet.end_if()
