"""What pydantic finds wrong with a data file, as sentences in Chinese with their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

_IN_CHINESE = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识的键；请检查拼写或删去",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "list_type": "应为列表",
    "dict_type": "应为键值对",
    "model_type": "应为键值对",
    "string_pattern_mismatch": '应为数字，例如 3 或 "0.20"',
    "string_too_short": "太短",
    "string_too_long": "太长",
    "too_short": "至少要有一项",
}


def schema_faults(where: str, error: ValidationError) -> list[str]:
    """One sentence for each fault: the file, the place in it, what is wrong, what was found."""
    return [
        f"{where}：{'.'.join(str(part) for part in fault['loc']) or '整体'}：{_fault_in_chinese(fault)}（实际：{fault['input']!r:.60}）"
        for fault in error.errors()
    ]


def _fault_in_chinese(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "literal_error":
        allowed = str(fault["ctx"]["expected"]).replace(" or ", "、").replace(", ", "、")
        return f"只能是 {allowed} 之一"
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return _IN_CHINESE.get(fault["type"], str(fault["msg"]))
