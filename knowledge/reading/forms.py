"""Tables whose cells alternate label and value, as the forms that a firm fills in."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST_LABEL = 16
_LEAST_ROWS = 2
_MOST_CELLS = 6
_FIELD = re.compile(
    r".*(?:名称|名|姓名|地址|住所|场所|代码|证号|编号|文号|号码|电话|手机|传真|邮箱|邮编|邮政编码|网址|联系人|负责人|代表人|法人"
    r"|经办人|填报人|填表人|申请人|签字|盖章|公章|部门|单位|职务|职称|性质|类型|类别|行业|产品|产能|产量|产值|面积|人数|规模"
    r"|资本|投资|期限|日期|时间|时限|等级|级别|得分|评分|分数|情况|简介|概况|概述|亮点|意见|结论|理由|依据|目的|范围|对象|条件"
    r"|标准|方式|流程|材料|要求|地点|咨询|机关|主体|有效期|备注|说明)[:：]?"
)
_HEADER = frozenset(
    [
        "序号",
        "项目",
        "名称",
        "值",
        "内容",
        "指标",
        "要求",
        "标准",
        "分值",
        "分数",
        "得分",
        "备注",
        "说明",
        "行业",
        "单位",
        "类别",
        "类型",
        "人",
        "电话",
        "项",
        "分",
        "数量",
        "参数",
        "数值",
        "限值",
        "级别",
        "部门",
        "职责",
        "职责分工",
        "分工",
        "任务",
        "时限",
        "完成时限",
        "责任单位",
        "责任部门",
        "牵头部门",
        "条件",
        "工作要求",
        "具体要求",
        "评价内容",
        "依据",
        "等级",
    ]
)


def is_form(rows: Sequence[Sequence[str]]) -> bool:
    """True for a table that names a field in every other cell and what fills it beside it.

    Args:
        rows: the words of each cell, left to right; a cell that reaches over several places stands once.
    """
    fields = [row for row in rows if len(row) > 1 or _names_field(row[0])]
    if len(fields) < _LEAST_ROWS or any(len(row) > _MOST_CELLS for row in fields):
        return False
    labels = [label for row in fields for label in row[::2]]
    values = [value for row in fields for value in row[1::2]]
    # A first row of column names has a name over each column; in a form what fills a field stands there.
    if all(_bare(cell) in _HEADER for cell in fields[0]) or len(set(labels)) < len(labels):
        return False
    if not _names_field(fields[0][0]) or any(not 0 < len(_bare(label)) <= _LONGEST_LABEL for label in labels):
        return False
    named = sum(map(_names_field, labels))
    return 5 * named >= 3 * len(labels) and 3 * sum(map(_names_field, values)) <= len(labels)


def _names_field(text: str) -> bool:
    text = text.rpartition("／")[2]
    if len(_bare(text)) > _LONGEST_LABEL:
        return False
    return text.endswith((":", "：")) or bool(_FIELD.fullmatch(_bare(text)))


def _bare(text: str) -> str:
    return re.sub(r"[（(].*[)）]|\s", "", text).rstrip("*：:")
