"""The grades a text names, and whether it says that they are reached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_GRADE = re.compile(r"(?<![A-Za-z])([ABCDabcd])\s*(-|－|减|负)?(?![A-Za-z])|(?<!非)(引领性?)|(非引领性?)")
_CONTRAST = re.compile(
    r"[，,]?(?:而|并|可)?不(?:是|算)\s*[ABCDabcd]\s*(?:-|－|减|负)?\s*[级类档]?(?![^，。]*[吗?？])"
)
# Said before a grade, these keep it from being reached; behind it, they speak of its demands.
_BOUND_BEFORE = re.compile(
    r"(到不了|达不到|够不[上着到]?|没到|没有到|没达到|没有达到|未达到?|不到|不够|算不上|上不[了去]|差一?点|还差|离|不满足|不符合|没有?(?![^，。]*才)|顶多|最多|最高|至少|起码)[^，。、]{0,3}$"
)
_BOUND_BEHIND = re.compile(
    r"^\s*[级类档]?\s*的?(要求|条件|指标|标准|门槛)?(里头?|中|上)?(还)?(有?[一二两三几\d]+[条项个样][^，。]{0,4})?[^，。]{0,2}"
    r"(没(?!问题|毛病|得说)|未|不(?!是|成问题|难)|差|少|缺|达不到|到不了|算不上|够不)"
)
_BY_WHICH, _FILED = re.compile(r"[按照]\s*$"), re.compile(r"^\s*[级类档]?\s*(去|来)?(申报|报|填|准备)")
"""按A级报: what is applied for is not yet reached."""
_DEMANDED = re.compile(r"^\s*[级类档]?\s*的?(要求|规定|得(?!上)|需要|必须)")
_MET = re.compile(r"做到|满足|达到|符合|具备|够|没问题|达标|齐")
_PAST = re.compile(r"去年|前年|以前|原来|原先|之前|上回|上次|早先")
_NOW = re.compile(r"今年|现在|目前|如今|后来|升到|提到|到了|变成")

Way = Literal["reached", "bound", "demanded"]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade named in a text."""

    rung: str
    """As the ladders write it: A, B, B-, 引领性."""
    way: Way
    start: int


def find_grades(text: str) -> list[str]:
    """The grades a text names, in order, as the ladders write them.

    >>> find_grades("运输监管到B了，环境管理只够c级，B减")
    ['B', 'C', 'B-']
    """
    return [_rung(match) for match in _GRADE.finditer(text)]


def read_grades(text: str) -> list[Grade]:
    """The grades of one statement with whether it says they are reached; what is only contrasted or over is left out.

    >>> [(g.rung, g.way) for g in read_grades("是B不是C")], [(g.rung, g.way) for g in read_grades("还到不了B")]
    ([('B', 'reached')], [('B', 'bound')])
    """
    dropped = [match.span() for match in _CONTRAST.finditer(text)]
    matches = [m for m in _GRADE.finditer(text) if not any(a <= m.start() < b for a, b in dropped)]
    if len(matches) > 1 and (then := _PAST.search(text)) and (now := _NOW.search(text, then.end())):
        matches = [m for m in matches if not then.end() <= m.start() < now.start()]
    return [Grade(_rung(match), _way(text, match), match.start()) for match in matches]


def _rung(match: re.Match[str]) -> str:
    if match.group(4):
        return "非引领性"
    return "引领性" if match.group(3) else match.group(1).upper() + ("-" if match.group(2) else "")


def _way(text: str, match: re.Match[str]) -> Way:
    before, behind = text[: match.start()], text[match.end() :]
    if _BY_WHICH.search(before) and _FILED.match(behind):
        return "demanded"
    if _BOUND_BEFORE.search(before) or _BOUND_BEHIND.match(behind):
        return "bound"
    if _DEMANDED.match(behind) and _MET.search(text) is None:
        return "demanded"
    return "reached"
