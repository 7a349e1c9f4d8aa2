"""A change of one fact as it is typed: 1.05=met, 6.03=42%, 0.运输方式=B, events.bribery=true."""

from __future__ import annotations

import json
import re

from assistant.errors import InputError
from scoring import Pack

_STATUSES = {
    "满足": "met",
    "不满足": "not_met",
    "未知": "unknown",
    "不清楚": "unknown",
    "不适用": "not_applicable",
}
_ANSWERS = {"true": True, "是": True, "有": True, "false": False, "否": False, "没有": False, "无": False}
_FORGET = ("null", "忘记", "未说明", "")
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)\s*(\D*)", re.ASCII)
_GIVEN = re.compile(r"(\d+(?:\.\d+)?)(?:/(\d+(?:\.\d+)?))?分", re.ASCII)


def read_set(pack: Pack, typed: list[str]) -> dict[str, object]:
    """The changes by item; what the entries may be is checked by the core.

    Raises:
        InputError: no `=`, an item twice, or JSON that is none.
    """
    changes: dict[str, object] = {}
    for one in typed:
        key, equals, text = (part.strip() for part in one.partition("="))
        if not equals or not key:
            raise InputError(f"--set {one}：应写成“条目=内容”，例如 1.05=met、6.03=42%、0.运输方式=B")
        if key in changes:
            raise InputError(f"--set：“{key}”写了两次；每个条目只写一次")
        changes[key] = _entry(pack, key, text)
    return changes


def _entry(pack: Pack, key: str, text: str) -> object:
    if text.lower() in _FORGET:
        return None
    if text.startswith(("{", "[")):
        try:
            return json.loads(text)
        except (json.JSONDecodeError, RecursionError) as exc:
            raise InputError(f"--set {key}：“{text[:40]}”不是正确的 JSON") from exc
    if pack.kind == "ladder":
        return _ANSWERS.get(text.lower(), text) if key.startswith("events.") else text
    if text in _STATUSES:
        return _STATUSES[text]
    if given := _GIVEN.fullmatch(text):
        most = {"max": json.loads(given[2])} if given[2] else {}
        return {"points": json.loads(given[1]), **most}
    if number := _NUMBER.fullmatch(text):
        try:
            value = json.loads(number[1])
        except ValueError as exc:
            raise InputError(f"--set {key}：数字“{number[1]}”的写法不对，例如 0.5") from exc
        return {"value": value, "unit": number[2].strip()} if number[2].strip() else value
    return text
