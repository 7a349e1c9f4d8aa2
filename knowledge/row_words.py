"""The row of a table in words that search can match: each value with its label and unit, and how people ask for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.normalise import readable
from knowledge.tables import EMPTY_CELL

_SERIAL = re.compile(r"序号|编号|№|no\.?", re.IGNORECASE)
_REMARK = re.compile(r"备注|说明$|签[字名章]|是否")
_FIGURES = re.compile(r"[\s\d.,，:：%％~～≤≥<>＜＞=/\-—年月日个分元万]*")
_GRADE = re.compile(r"[A-D]['′″]?[-－]?\s*[级类档]|引领性|[一二三四五]级|优秀|良好|合格")
_UNIT = re.compile(
    r"[（(]\s*(万元|元|%|％|分|个|天|日|年|月|吨|家|台|套|份|mg/m³|mg/m3|毫克|米|kW|千瓦|小时)[^（()）]*[)）]"
)
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_DAY = re.compile(r"\d\s*月|\d\s*日|月底|年底|季末")
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+(\S)")
_ASKED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"电话|手机|号码|联系方式|传真"), ("电话多少", "怎么联系打什么电话")),
    (re.compile(r"邮箱|邮件"), ("邮箱是什么", "发到哪个邮箱")),
    (re.compile(r"联系人|负责人|经办人|姓名"), ("找谁联系", "联系人是谁")),
    (re.compile(r"地址|地点|窗口|位置|场所"), ("在哪里什么地方", "地址在哪")),
    (re.compile(r"时限|截止|时间|日期|期限|完成|时段"), ("几号前什么时候", "什么时候截止最晚几号")),
    (re.compile(r"单位|部门|科室|牵头|责任|机构|主体|配合|股室"), ("哪个部门谁负责", "由谁")),
    (re.compile(r"分值|得分|分数|满分|权重"), ("多少分", "几分")),
    (re.compile(r"份数|数量|个数|台数"), ("几份", "多少")),
    (re.compile(r"限值|标准值|浓度"), ("限值是多少", "不能超过多少")),
)
_LONGEST_KEY = 24
_MOST_KEYS = 2


def asking_words(cells: Sequence[tuple[str, str]]) -> str:
    """How people ask for what a row holds: the words of its first columns, and what is asked of each other column.

    Empty for a row that names nothing to be asked for. It serves search only and is never shown.

    >>> asking_words((("县区", "偃师区"), ("电话", "0379-67712301")))
    '偃师区哪个县区 电话电话多少 怎么联系打什么电话'

    Args:
        cells: header and value of each column, merged cells resolved.
    """
    filled = [(_label(name), _value(name, value)) for name, value in cells if value and value != EMPTY_CELL]
    keys = _keys(filled)
    if not keys:
        return ""
    found = ["".join(value for _, value in keys)]
    for label, value in filled:
        if _SERIAL.fullmatch(label) or not label:
            continue
        found += _of_key(label, value) if (label, value) in keys else _of_value(label, value)
    return found[0] + " ".join(dict.fromkeys(found[1:]))


def said_with_units(cells: Sequence[tuple[str, str]]) -> str:
    """A row on one line, each value behind its label and with the unit that its header gives, for matching."""
    return "；".join(
        f"{_label(name)}{_value(name, value)}" for name, value in cells if value and value != EMPTY_CELL
    )


def _label(name: str) -> str:
    bare = _BRACKETED.sub("", readable(name)).strip() or readable(name)
    return bare.replace("／", "").replace(" ", "")


def _value(name: str, value: str) -> str:
    words, unit = readable(value).strip(), _UNIT.search(name)
    return f"{words}{unit.group(1)}" if unit and words[-1:].isdigit() else words


def _keys(filled: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the row is about: its first short cells that are words and stand under no grade and no contact."""
    found: list[tuple[str, str]] = []
    for label, value in filled:
        if _SERIAL.fullmatch(label) or _REMARK.search(label):
            continue
        plain = len(value) <= _LONGEST_KEY and not _FIGURES.fullmatch(value)
        if not plain or _GRADE.search(label) or (found and any(form.search(label) for form, _ in _ASKED)):
            break
        found.append((label, value))
        if len(found) == _MOST_KEYS:
            break
    return found


def _of_key(label: str, value: str) -> list[str]:
    ordinal = _ORDINAL.fullmatch(value)
    return [f"第几{ordinal.group(1)}"] if ordinal else [f"哪个{label}"]


def _of_value(label: str, value: str) -> list[str]:
    ways = next((asked for form, asked in _ASKED if form.search(label)), ())
    if not ways and _DAY.search(value):
        ways = ("几号前什么时候", "什么时候截止")
    if not ways and any(char.isdigit() for char in value):
        ways = ("多少", "要达到多少")
    # What the column is called stands among the words of the row already.
    return [f"{label}{ways[0]}", *ways[1:]] if ways else []
