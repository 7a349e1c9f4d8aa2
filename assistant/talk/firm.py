"""What a message says of the firm itself: place, industry, current grade, target, name."""

from __future__ import annotations

import re

from assistant.talk.wording_cues import is_question
from knowledge.industries import find_industry, named_as
from knowledge.places import Mention, Place, find_places, namesakes
from knowledge.tokens import plain

_GRADE = r"([ABCDabcd])\s*(-|－|减)?\s*(?:级|档|类)?(?![A-Za-z])"
_CURRENT = re.compile(
    rf"(?:去年|上年度?|上回|上次|现在|现有(?:绩效)?(?:等级)?|现(?=为|是|评)|(?:绩效|等级|评级)(?=[是为评]|[ABCDabcd])|目前|今年|眼下|原来|之前|已经)[^，。；]{{0,8}}?(?:评的?|定的?|给的?|是|为|拿的?)?\s*{_GRADE}(?!.{{0,2}}(?:走|升|冲|够|到))"
    rf"|(?:^|[，、。；])\s*{_GRADE}$"
    rf"|(?:我们|咱们?|俺们?|厂里?|本厂|公司|评的?)(?:家|厂|企业)?(?:现在|目前)?(?:还|才|就|只)?(?:是|算|属于)(?:个)?\s*{_GRADE}(?!.{{0,2}}(?:走|升|冲|够|到))"
    rf"|^{_GRADE}(?:的|企业)?[，,]?(?=想|要|打算|准备|争取)|从\s*{_GRADE}\s*(?:提|升|冲|走|爬|往|到)"
)
_TARGET = re.compile(
    rf"(?:升|冲|够到?|够上|争取|想要?|要到|申报?|报的?|到|往|评上|要上|做到|升级到|目标是?|达到|(?<!确)保住?|守住?|进|奔|[弄搞拿整]个?)\s*(?:成|到|上)?\s*{_GRADE}(?=$|[，。、；？?！!的了吗呢不]|上|，|\s|走|靠|企业|去)"
)
_WANTED = re.compile(
    rf"{_GRADE}[^，。；\w]?(?:俺|我们?|也|就)?(?:想|要|打算|准备)(?:弄|搞|整|拿|评|争)(?![^，。；]*[A-Da-d])"
)
"""B级想弄: the grade before the wish."""
_LEADING_TARGET = re.compile(r"(?:想|要|争取|目标|打算|准备|冲|申报|奔)[^，。；？?]{0,8}引领性")
_WISH = re.compile(r"想|要|奔|(?<!确)保|守|升|冲|争取|目标|打算|准备|才能|还差|差(哪|什么|啥|多少)|够|往")
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
    sure = [m for m in mentions if not _may_be_another(text[m.start : m.end], m.place, mentions)]
    if sure:
        found["region"] = sure[-1].place.name
    if (industry := _own_industry(text, placed=bool(mentions))) is not None:
        found["industry"] = industry
    for segment in re.split(r"[，。；;！!\n]", text):
        target = _TARGET.search(segment) or _WANTED.search(segment)
        if grade_scheme and target is not None and _WISH.search(segment):
            found["target"] = _grade(target.group(1), target.group(2))
            segment = segment[: target.start()]
        elif grade_scheme and _LEADING_TARGET.search(segment) is not None and not is_question(segment):
            found["target"] = "引领性"
        if (current := _CURRENT.search(segment)) is not None:
            letter, minus = _named_grade(current)
            found["current"] = _grade(letter, minus)
    if "target" not in found and _PASS.search(text):
        found["target"] = "pass"
    return found


def _may_be_another(name: str, place: Place, mentions: list[Mention]) -> bool:
    """Whether a name has namesakes and nothing says which is meant: 鼓楼区 alone is asked about, not guessed."""
    return len(namesakes(name)) > 1 and not any(m.place != place and place.within(m.place) for m in mentions)


_ABOUT_OTHERS = re.compile(
    r"(卖|给|送|交|供|发)(到|往|给)?[^，。]{0,6}$|(用|是|厂房|车间|屋顶|地面|墙)[^，。]{0,4}(现浇|浇|用|铺|砌)[^，。]{0,2}$"
)
_TRADE_BEFORE = re.compile(
    r"(做|搞|干|生产|加工|制造|开|经营|从事|产|烧|炼|办|是|的|叫|属于?|行业|个|家|搞的是)[^，。]{0,6}$|^[^，。]{0,3}$|[，。、][^，。]{0,3}$"
)
_TRADE_BEHIND = re.compile(r"^(厂|企业|公司|行业|业|工厂|加工|制造|制品|的|车间|这|那|[，。、]|$|[ABCDabcd])")
_OTHER_FIRM = re.compile(r"隔壁|旁边|对面|附近|别的厂|别家|听说|同行")


def _own_industry(text: str, *, placed: bool) -> str | None:
    """The industry the firm is said to be of; one that only buys its waste or supplies it with concrete is none."""
    found: list[tuple[int, str]] = []
    for segment in re.split(r"[，。；;！!\n]", text):
        industry = find_industry(segment)
        if industry is None or _OTHER_FIRM.search(segment):
            continue
        name = named_as(segment)
        at = plain(segment).find(name)
        before, behind = plain(segment)[:at], plain(segment)[at + len(name) :]
        if _ABOUT_OTHERS.search(before):
            continue
        if placed or (_TRADE_BEFORE.search(before) and _TRADE_BEHIND.match(behind)):
            found.append((len(name), industry))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _named_grade(match: re.Match[str]) -> tuple[str, str | None]:
    """The letter and the minus of whichever way of naming a grade matched."""
    letters, marks = match.groups()[::2], match.groups()[1::2]
    return next((letter, mark) for letter, mark in zip(letters, marks, strict=True) if letter)


def _grade(letter: str, minus: str | None) -> str:
    return letter.upper() + ("-" if minus else "")
