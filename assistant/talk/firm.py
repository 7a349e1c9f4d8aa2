"""What a message says of the firm itself: place, industry, current grade, target, name."""

from __future__ import annotations

import re

from knowledge.industries import find_industry
from knowledge.places import find_places

_GRADE = r"([ABCDabcd])\s*(-|－|减)?\s*(?:级|档|类)?(?![A-Za-z])"
_CURRENT = re.compile(
    rf"(?:去年|上年度?|上回|上次|现在|现(?=为|是|评)|目前|今年|眼下|原来|之前|已经)[^，。；]{{0,8}}?(?:评的?|定的?|给的?|是|为|拿的?)?\s*{_GRADE}(?!.{{0,2}}(?:走|升|冲|够|到))"
    rf"|(?:^|[，、。；])\s*{_GRADE}$"
)
_TARGET = re.compile(
    rf"(?:升|冲|够到?|够上|争取|想要?|要到|申报?|报|到|往|评上|目标是?|达到)\s*(?:成|到|上)?\s*{_GRADE}(?=$|[，。、；？?！!的了吗呢]|上|，|\s|走|企业|去)"
)
_WISH = re.compile(r"想|要|升|冲|争取|目标|打算|准备|才能|还差|差(哪|什么|啥|多少)|够|往")
_PASS = re.compile(r"(报|申报|创建|评|拿|申请|做)[^，。]{0,6}绿色(低碳)?工厂")
_NAME = re.compile(
    r"(?:公司|企业|厂)(?:(?:名称|名字|全称)(?:叫|是|为)?|叫)[：:\s]*([^，。；\s]{3,40})|([^，。；\s我们是]{2,30}(?:有限公司|股份公司|有限责任公司))"
)


def read_firm(text: str, *, grade_scheme: bool = True) -> dict[str, str]:
    """The fields of the firm that a message states; absent ones were not said."""
    found: dict[str, str] = {}
    name = _NAME.search(text)
    if name is not None:
        found["name"] = name.group(1) or name.group(2)
    # 河南某某公司 may stand anywhere: its name does not say where the works are.
    mentions = [m for m in find_places(text) if name is None or not name.start() <= m.start < name.end()]
    if mentions:
        found["region"] = mentions[-1].place.name
    if (industry := find_industry(text)) is not None:
        found["industry"] = industry
    for segment in re.split(r"[，。；;！!\n]", text):
        if grade_scheme and (target := _TARGET.search(segment)) is not None and _WISH.search(segment):
            found["target"] = _grade(target.group(1), target.group(2))
            segment = segment[: target.start()]
        if (current := _CURRENT.search(segment)) is not None:
            letter, minus = (
                (current.group(1), current.group(2))
                if current.group(1)
                else (current.group(3), current.group(4))
            )
            found["current"] = _grade(letter, minus)
    if "target" not in found and _PASS.search(text):
        found["target"] = "pass"
    return found


def _grade(letter: str, minus: str | None) -> str:
    return letter.upper() + ("-" if minus else "")
