"""How Chinese official texts number their parts: 第一编, 第一章, 第一条, 一、, （一）, 1., （1）, ①, 附件1, 表1, 注1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Style(IntEnum):
    """A way of numbering; a smaller value encloses a greater one."""

    ANNEX = 0
    ANNEX_LIST = 1
    BOOK = 5
    CHAPTER = 10
    PART = 20
    ARTICLE = 30
    SECTION = 40
    SUBSECTION = 50
    ITEM = 60
    SUBITEM = 70
    POINT = 80
    DASH = 90
    TABLE = 100
    NOTE = 101


@dataclass(frozen=True, slots=True)
class Marker:
    """A number found at the beginning of a line."""

    style: Style
    number: int
    """0 where the mark carries none (附件, 注, a dash)."""
    label: str
    """As printed, brackets and blanks made uniform: ``（二）``, ``第三条``, ``附件1``."""
    rest: int
    """Where the words after the number begin, in the line."""


_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_CN = "[〇零一二三四五六七八九十百]+"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# A torn sentence may begin with "第二十条、第二十一条相关规定的": that mentions an article and opens none.
_NOT_A_MENTION = r"(?![、，。；：的规第款项至及和或之])"

# A heading names the annex behind its number; a sentence that goes on with an annex does not begin like one.
_TITLED_ANNEX = re.compile(
    rf"附\s*[件录表]\s*(\d{{1,2}}|{_CN})(?:\s*[:：]\s*|\s+)"
    r"(?=[^，。；、：:]{2,40}$)(?![的中所和或及至])"
)
_ONLY_ANNEX = re.compile(
    rf"附\s*[件录表]()[ 　]+(?=[^，。；、：:\s]{{2,30}}$)(?![\d的中所和或及至]|{_CN}[、.])"
)
_DECORATION = re.compile(r"\s*(?:#{1,6}\s*)?(?P<bullet>[-•*+]\s+|[-•](?=[\u4e00-\u9fff]))?(?:\*\*)?\s*")
_PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    (Style.ANNEX_LIST, re.compile(r"附\s*[件表录]\s*[:：]\s*")),
    (Style.ANNEX, re.compile(rf"附\s*[件录表]\s*(\d{{1,2}}|{_CN})?\s*(?:\*\*)?\s*$")),
    (Style.ANNEX, _TITLED_ANNEX),
    (Style.ANNEX, _ONLY_ANNEX),
    (
        Style.BOOK,
        re.compile(rf"第\s*({_CN}|\d+)\s*(?:编|篇|部\s*分)(?![、，。；：的规第至及和或之制码号])\s*"),
    ),
    (Style.CHAPTER, re.compile(rf"第\s*({_CN}|\d+)\s*章{_NOT_A_MENTION}\s*")),
    (Style.PART, re.compile(rf"第\s*({_CN}|\d+)\s*节{_NOT_A_MENTION}\s*")),
    (Style.ARTICLE, re.compile(rf"第\s*({_CN}|\d+)\s*条{_NOT_A_MENTION}\s*")),
    (Style.NOTE, re.compile(r"注\s*(\d{0,2})\s*[:：]\s*")),
    (Style.TABLE, re.compile(r"表\s*(\d{1,2})(?![\d.．])\s*")),
    (Style.SECTION, re.compile(rf"({_CN})\s*[、．.]\s*")),
    (Style.SUBSECTION, re.compile(rf"[（(]\s*({_CN})\s*[)）]\s*")),
    (Style.SUBITEM, re.compile(r"[（(]\s*(\d{1,2})\s*[)）]\s*")),
    (Style.SUBITEM, re.compile(r"(\d{1,2})\s*[)）]\s*")),
    (Style.ITEM, re.compile(r"(\d{1,2})\s*[.．、](?!\d)\s*|(\d{1,2})[.．、](?=\d{1,2}月|\d{4}年)")),
    (Style.POINT, re.compile(f"([{_CIRCLED}])\\s*")),
    (Style.DASH, re.compile(r"[—–－]{1,2}\s*(?=\w)")),
)
_LABELS = {
    Style.BOOK: "第{}编",
    Style.CHAPTER: "第{}章",
    Style.PART: "第{}节",
    Style.ARTICLE: "第{}条",
    Style.SECTION: "{}、",
    Style.SUBSECTION: "（{}）",
    Style.ITEM: "{}",
    Style.SUBITEM: "（{}）",
    Style.POINT: "{}",
    Style.TABLE: "表{}",
    Style.ANNEX: "附件{}",
    Style.NOTE: "注{}",
}


def chinese_number(text: str) -> int:
    """The value of 一 … 九百九十九, of Arabic digits or of a circled digit.

    >>> chinese_number("十九"), chinese_number("二十"), chinese_number("12"), chinese_number("③")
    (19, 20, 12, 3)
    """
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if text.isdecimal():
        return int(text)
    total = current = 0
    for char in text:
        if char in "十百":
            total += max(current, 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = _DIGITS[char]
    return total + current


def undecorated(text: str) -> int:
    """Where the words of a line begin, behind blanks, ``#``, a bullet and ``**``."""
    match = _DECORATION.match(text)
    return match.end() if match else 0


def read_marker(text: str) -> Marker | None:
    """The number that a line opens with, or None when the line only continues what came before.

    >>> read_marker("**（一）加强组织领导。**各县").label
    '（一）'
    >>> read_marker("2019年，拟开展如下应用") is None
    True
    """
    begin = undecorated(text)
    for style, pattern in _PATTERNS:
        match = pattern.match(text, begin)
        if match is None:
            continue
        printed = next((group for group in match.groups() if group), "")
        label = _LABELS[style].format(printed) if style in _LABELS else ""
        number = chinese_number(printed) if printed else 0
        return Marker(style, number, label, match.end())
    decoration = _DECORATION.match(text)
    if decoration and decoration.group("bullet") and begin < len(text):
        return Marker(Style.DASH, 0, "", begin)
    return None
