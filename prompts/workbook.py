"""The upgrade plan as an Excel workbook: one sheet to read, six to work with."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from prompts.contexts import UpgradePlanContext
from prompts.plain_cells import plain_book
from prompts.worksheet import Column, Worksheet, add_block, add_part, add_table


def plan_workbook(context: UpgradePlanContext) -> bytes:
    """The workbook with the sheets 总览, 差距与措施, 待说清, 程序, 日程, 联系方式 and 来源."""
    out = io.BytesIO()
    book = plain_book(out, context.title)
    base = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True}
    formats = {
        "cell": book.add_format({**base, "border": 1, "border_color": "#A9BDB1"}),
        "head": book.add_format(
            {**base, "border": 1, "border_color": "#A9BDB1", "bg_color": "#E6F0EA", "bold": True}
        ),
        "title": book.add_format(
            {**base, "font_size": 16, "font_color": "#1F5C3F", "bold": True, "text_wrap": False}
        ),
        "part": book.add_format(
            {**base, "font_size": 12, "font_color": "#1F5C3F", "bold": True, "text_wrap": False}
        ),
        "body": book.add_format(base),
    }
    _overview(Worksheet(book, "总览", formats, (26, 22, 22, 22, 22, 26)), context)
    _gaps(book, formats, context)
    _pending(book, formats, context)
    add_table(
        book,
        formats,
        "程序",
        [Column("序号", 6), Column("由谁办", 34), Column("做什么", 80), Column("来源", 8)],
        [(str(place), row.who, row.what, row.ref) for place, row in enumerate(context.course.procedure, 1)],
    )
    add_table(
        book,
        formats,
        "日程",
        [
            Column("时间", 28),
            Column("距起算日", 12),
            Column("事项", 60),
            Column("由谁办", 26),
            Column("来源", 8),
        ],
        [(row.when, row.state, row.what, row.who, row.ref) for row in context.course.calendar],
    )
    add_table(
        book,
        formats,
        "联系方式",
        [
            Column("找谁", 34),
            Column("办什么", 40),
            Column("负责区域", 30),
            Column("电话、邮箱", 26),
            Column("来源", 8),
        ],
        [(row.who, row.purpose, row.places, row.reach, row.ref) for row in context.course.contacts],
    )
    add_table(
        book,
        formats,
        "来源",
        [
            Column("编号", 8),
            Column("文件", 40),
            Column("状态", 14),
            Column("条款", 24),
            Column("原文", 90),
        ],
        [
            (row.mark, group.document, group.status, row.number, row.quote)
            for group in context.sources
            for row in group.rows
        ],
    )
    book.close()
    return out.getvalue()


def _gaps(book: Any, formats: dict[str, Any], context: UpgradePlanContext) -> None:
    columns = [
        Column("是否列入方案", 12),
        Column("条目", 22),
        Column("类型", 10),
        Column("要求", 46),
        Column("来源", 8),
        Column("差在哪里", 26),
        Column("措施", 36),
        Column("留存的证据", 30),
        Column("责任人", 12),
        Column("起止日期", 24),
        Column("费用（万元，用户填报）", 14, figures=True),
    ]
    rows = [
        (
            told, row.item, row.kind, row.requirement, row.ref, row.shortfall,
            row.measure, row.evidence, row.owner, row.period, row.cost,
        )
        for told, group in (("列入", context.gaps), ("未列入", context.other_gaps))
        for row in group
    ]  # fmt: skip
    add_table(book, formats, "差距与措施", columns, rows)


def _pending(book: Any, formats: dict[str, Any], context: UpgradePlanContext) -> None:
    columns = [
        Column("条目", 24),
        Column("类型", 10),
        Column("要说清的问题", 56),
        Column("来源", 8),
        Column("为什么要紧", 34),
        Column("可以出示的证据", 36),
        Column("若达不到", 36),
        Column("企业的回答", 30),
    ]
    rows: list[Sequence[str]] = [
        (row.item, row.kind, row.question, row.ref, row.why, row.evidence, row.measure, "")
        for row in context.pending
    ]
    rows += [(label, "", "", "", "", "", "", "") for label in context.further_pending]
    add_table(book, formats, "待说清", columns, rows)


def _overview(sheet: Worksheet, context: UpgradePlanContext) -> None:
    last = 5
    sheet.wide(f"{context.firm.name} · {context.title}", last, "title")
    sheet.wide(context.disclaimer + context.legend, last, "body")
    for name, value in (
        ("企业名称", context.firm.name),
        ("所在地区", context.firm.region),
        ("所属行业", context.firm.industry),
        ("评价方案", f"{context.scheme.title}（{context.scheme.place}，{context.scheme.authority}）"),
        ("文本版本", f"{context.scheme.edition}（{context.scheme.standing}）"),
        ("起算日期", context.scheme.as_of),
        ("证明口径", context.scheme.proof),
        ("规则包", context.scheme.pack),
        ("目标", context.target),
    ):
        sheet.wide(f"{name}：{value}", last, "body")
    add_part(sheet, "结论", context.summary)
    if not context.feasible:
        add_block(
            sheet,
            context.obstacle,
            ("要求", "说明"),
            [(row.want, row.detail) for row in context.conflicts],
        )
    _now(sheet, context)
    results = [(row.label, row.before, row.after) for row in context.results]
    add_block(sheet, "实施前后（评分核心重新计算）", ("项目", "实施前", "实施后"), results)
    _money(sheet, context)
    warned = context.warnings
    add_block(
        sheet,
        "重污染天气预警期间",
        ("预警级别", f"现在能确定的：{warned.now}", f"目标：{warned.goal}"),
        [(row.level, row.now, row.goal) for row in warned.rows],
    )
    for title, lines in (
        ("预警期间各等级都适用", warned.common),
        ("预警级别和文本以外的来源", (*warned.levels, *warned.sources)),
        ("文本对这一目标写明的待遇和要求", context.incentives),
        ("要避免的情形（会失去等级、称号、资格，或受处理）", context.avoided),
        (
            "程序和联系方式",
            tuple(line for line in (context.course.note, context.course.contacts_note) if line),
        ),
        ("本企业所在的批次", context.course.batches),
        ("说明", context.notes),
        ("对文本的理解", context.assumptions),
        ("原文的问题", context.faults),
        ("更新的规则", context.newer_rules),
    ):
        add_part(sheet, title, lines)


def _now(sheet: Worksheet, context: UpgradePlanContext) -> None:
    standing = context.standing
    blocks = [*standing.blocks, standing.total] if standing.total else list(standing.blocks)
    add_block(
        sheet,
        "现状：得分",
        ("板块", "权重", "已确定得分", "最高可得", "满分"),
        [(row.title, row.weight, row.lower, row.upper, row.max) for row in blocks],
        figures=(2, 3, 4),
    )
    add_block(
        sheet,
        "现状：必须全部满足的门槛",
        ("门槛", "结论", "不满足", "没说清"),
        [(row.title, row.status, row.failing, row.unknown) for row in standing.gates],
    )
    add_block(
        sheet,
        "现状：等级",
        ("单元", "行业", "确定能保住", "最高可能", "卡在哪里"),
        [(row.name, row.industry, row.confirmed, row.reachable, row.blocking) for row in standing.units],
    )
    add_part(sheet, "影响等级的情形", standing.overrides)
    add_part(sheet, "最少要补的条目", context.least.lines)
    choices = [(row.number, row.items, row.after) for row in context.least.rows]
    add_block(sheet, "任选一组", ("组", "再补", "做完后"), choices)


def _money(sheet: Worksheet, context: UpgradePlanContext) -> None:
    told = context.measures
    add_block(
        sheet,
        "措施、费用与工期",
        ("编号", "措施", "解决的条目", "费用（万元，用户填报）", "工期（月，用户填报）", "起止日期"),
        [(row.id, row.title, row.closes, row.cost, row.months, row.period) for row in told.rows],
        figures=(3, 4),
    )
    lines = (
        [told.remark]
        if told.remark
        else [f"合计费用：{told.cost}；总工期：{told.months}；没有报价：{told.unpriced}"]
    )
    lines.append(f"预算：{told.budget}；期限：{told.deadline}")
    lines += [f"填报了但没有选用：{told.unused}"] if told.unused else []
    add_part(sheet, "合计", lines)
    add_block(
        sheet,
        "可供选择的路线（没有哪一条在费用、工期和项数上同时优于另一条）",
        ("路线", "措施", "费用", "工期", "项数", "做完后"),
        [(row.label, row.measures, row.cost, row.months, row.count, row.after) for row in told.routes],
    )
