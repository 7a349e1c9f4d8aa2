"""Builds the Word template of the upgrade plan: `python -m prompts.docx_template`.

The template is committed and may be restyled in Word; this module is where it started from.
"""

from __future__ import annotations

import datetime
from typing import Any

import docx

from prompts.docx_course import add_course, add_meaning
from prompts.docx_measures import add_measures
from prompts.render import ROOT
from prompts.word_sheet import TemplateSheet, end_section, merge_tail
from prompts.word_styles import add_table, running_lines, set_fonts, set_page

TARGET = ROOT / "plans" / "upgrade_plan.docx"
_NAMED = "{{ row.item }}{% if row.kind %}（{{ row.kind }}）{% endif %}"
_FIXED = datetime.datetime(2026, 1, 1)


def build() -> Any:
    """The template as a python-docx document."""
    document = docx.Document()
    set_fonts(document)
    set_page(document.sections[0], landscape=False)
    running_lines(
        document.sections[0], "{{ title }} · {{ firm.name }} · {{ scheme.title }}", "{{ disclaimer }}"
    )
    sheet = TemplateSheet(document)
    sheet.line("{{ title }}", "Title")
    sheet.line("{{ firm.name }} · {{ scheme.title }}", "Subtitle")
    table = add_table(
        document,
        [2.3, 6.0, 2.3, 6.0],
        [
            ["企业名称", "{{ firm.name }}", "所属行业", "{{ firm.industry }}"],
            ["所在地区", "{{ firm.region }}", "起算日期", "{{ scheme.as_of }}"],
            ["评价方案", "{{ scheme.title }}（{{ scheme.place }}）", "主管部门", "{{ scheme.authority }}"],
            ["文本版本", "{{ scheme.edition }}（{{ scheme.standing }}）", "规则包", "{{ scheme.pack }}"],
            ["证明口径", "{{ scheme.proof }}"],
            ["目标", "{{ target }}"],
        ],
        header=False,
        labels=(0, 2),
    )
    for row in table.rows[-2:]:
        merge_tail(row)
    sheet.line("{{ disclaimer }}{{ legend }}", "Small")
    _conclusion(sheet)
    _standing(sheet)
    end_section(document, "gaps or other_gaps or pending", landscape=False)
    _gaps(sheet)
    _pending(sheet)
    end_section(document, "gaps or other_gaps or pending", landscape=True)
    add_measures(sheet)
    _afterwards(sheet)
    add_meaning(sheet)
    add_course(sheet)
    add_table(
        document,
        [1.8, 3.7, 2.2, 3.7, 1.5, 3.7],
        [["编制", "", "企业负责人", "", "日期", ""]],
        header=False,
        labels=(0, 2, 4),
    )
    _annexes(sheet)
    last = document.sections[-1]
    set_page(last, landscape=False)
    properties = document.core_properties
    properties.title, properties.author, properties.language = "“一企一策”提升方案", "绿评", "zh-CN"
    properties.comments, properties.last_modified_by = "", "绿评"
    properties.created = properties.modified = _FIXED
    return document


def _conclusion(sheet: TemplateSheet) -> None:
    sheet.heading("一、结论")
    sheet.each("summary")
    sheet.start_if("not feasible")
    sheet.heading("{{ obstacle }}", 2)
    sheet.rows("conflicts", [("要求", 2.6, "{{ row.want }}"), ("说明", 14.0, "{{ row.detail }}")])
    sheet.end_if()


def _standing(sheet: TemplateSheet) -> None:
    sheet.heading("二、现状")
    sheet.start_if("standing.is_points")
    total = "{{ standing.total.%s }}"
    sheet.rows(
        "standing.blocks",
        [
            ("板块", 5.4, "{{ row.title }}"),
            ("权重", 2.2, "{{ row.weight }}"),
            ("已确定得分", 3.0, "{{ row.lower }}"),
            ("最高可得", 3.0, "{{ row.upper }}"),
            ("满分", 3.0, "{{ row.max }}"),
        ],
        right=(1, 2, 3, 4),
        last=[total % name for name in ("title", "weight", "lower", "upper", "max")],
    )
    sheet.start_if("standing.gates")
    sheet.heading("必须全部满足的门槛", 2)
    sheet.rows(
        "standing.gates",
        [
            ("门槛", 3.2, "{{ row.title }}"),
            ("结论", 1.6, "{{ row.status }}"),
            ("不满足", 5.9, "{{ row.failing }}"),
            ("没说清", 5.9, "{{ row.unknown }}"),
        ],
    )
    sheet.end_if()
    sheet.otherwise()
    sheet.rows(
        "standing.units",
        [
            ("单元", 3.6, "{{ row.name }}"),
            ("行业", 3.0, "{{ row.industry }}"),
            ("确定能保住", 2.3, "{{ row.confirmed }}"),
            ("最高可能", 2.3, "{{ row.reachable }}"),
            ("卡在哪里", 5.4, "{{ row.blocking }}"),
        ],
    )
    sheet.end_if()
    sheet.start_if("standing.overrides")
    sheet.heading("影响等级的情形", 2)
    sheet.each("standing.overrides")
    sheet.end_if()
    sheet.heading("最少要补的条目", 2)
    sheet.each("least.lines")
    sheet.start_if("least.rows")
    sheet.rows(
        "least.rows",
        [
            ("组", 1.1, "{{ row.number }}"),
            ("再补", 12.5, "{{ row.items }}"),
            ("做完后", 3.0, "{{ row.after }}"),
        ],
    )
    sheet.end_if()


def _gaps(sheet: TemplateSheet) -> None:
    sheet.heading("三、差距与措施")
    sheet.start_if("gaps")
    sheet.rows(
        "gaps",
        [
            ("序号", 1.0, "{{ loop.index }}"),
            ("条目", 3.1, _NAMED),
            ("要求", 5.4, "{{ row.requirement }}{{ row.ref }}"),
            ("差在哪里", 3.0, "{{ row.shortfall }}"),
            ("措施", 4.2, "{{ row.measure }}"),
            ("留存的证据", 3.2, "{{ row.evidence }}"),
            ("责任人", 1.4, "{{ row.owner }}"),
            ("起止日期", 2.4, "{{ row.period }}"),
            ("费用/万元", 1.6, "{{ row.cost }}"),
        ],
    )
    sheet.otherwise()
    sheet.line("没有要由本方案补齐的已知差距。")
    sheet.end_if()
    sheet.start_if("other_gaps")
    sheet.heading("本方案没有列入的差距（不补也不影响目标，或没有措施）", 2)
    sheet.rows(
        "other_gaps",
        [
            ("条目", 4.3, _NAMED),
            ("要求", 10.0, "{{ row.requirement }}{{ row.ref }}"),
            ("差在哪里", 4.5, "{{ row.shortfall }}"),
            ("可以考虑的措施", 6.5, "{{ row.measure }}"),
        ],
    )
    sheet.end_if()


def _pending(sheet: TemplateSheet) -> None:
    sheet.heading("四、还没说清的")
    sheet.start_if("pending")
    sheet.rows(
        "pending",
        [
            ("序号", 1.0, "{{ loop.index }}"),
            ("条目", 3.5, _NAMED),
            ("要说清的问题", 7.3, "{{ row.question }}{{ row.ref }}"),
            ("为什么要紧", 4.2, "{{ row.why }}"),
            ("可以出示的证据", 4.5, "{{ row.evidence }}"),
            ("若达不到", 4.8, "{{ row.measure }}"),
        ],
    )
    sheet.otherwise()
    sheet.line("没有影响结论的未知项。")
    sheet.end_if()
    sheet.start_if("further_pending")
    sheet.line(
        "另有 {{ further_pending | length }} 项没说清，说清之后再列措施：{{ further_pending | join('、') }}。",
        "Small",
    )
    sheet.end_if()


def _afterwards(sheet: TemplateSheet) -> None:
    sheet.heading("六、实施前后（评分核心重新计算）")
    sheet.start_if("results")
    sheet.rows(
        "results",
        [
            ("项目", 5.2, "{{ row.label }}"),
            ("实施前", 5.7, "{{ row.before }}"),
            ("实施后", 5.7, "{{ row.after }}"),
        ],
    )
    sheet.otherwise()
    sheet.line("没有选出措施，因此没有实施后的结果。")
    sheet.end_if()


def _annexes(sheet: TemplateSheet) -> None:
    sheet.heading("附一、计算依据与说明")
    for title, items in (
        ("说明", "notes"),
        ("对文本的理解", "assumptions"),
        ("原文的问题", "faults"),
        ("更新的规则", "newer_rules"),
    ):
        sheet.start_if(items)
        sheet.heading(title, 2)
        sheet.each(items, "Small List")
        sheet.end_if()
    sheet.heading("附二、引用的原文")
    sheet.start_for("group in sources")
    sheet.heading("{{ group.document }}{% if group.status %}（{{ group.status }}）{% endif %}", 2)
    sheet.rows(
        "group.rows",
        [
            ("编号", 1.5, "{{ row.mark }}"),
            ("条款", 3.9, "{{ row.number }}"),
            ("原文", 11.2, "{{ row.quote }}"),
        ],
    )
    sheet.end_for()


if __name__ == "__main__":
    build().save(TARGET)
