"""The text of one cell: short forms resolved, requirements told apart, figures read into comparisons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from scoring.comparisons import NUMBER, Comparison, folded_phrase, parse_comparison, reference_oxygen

_NUMBERED = re.compile(
    r"(?:(?<=^)|(?<=[\n。;；:：]))\s*(?:\d{1,2}\s*[、.．)）](?!\d)|[（(]\s*\d{1,2}\s*[)）]|[①-⑳])\s*"
)
_SAME = re.compile(
    r"(?:与|同|等同于?|按)(?P<grade>a|b-|b|c|引领性)(?:级|类)?(?:企业|指标|要求|标准|相同|一致|执行)*"
)
_SAME_ABOVE = re.compile(r"同上(?:一?行|一?格)?")
_NONE = re.compile(r"[/\-]+|无|无要求|不作要求|不做要求|不涉及|没有要求")
_FLOOR = re.compile(
    r"(?:未达到?|达不到|不满足|未满足|不符合|低于)(?:[abc\-级类企业、,/和及与或以上]|引领性)*(?:要求|标准|指标)?(?:的|者)?"
)
_CODES = re.compile(
    r"(?:gb|hj|db|jb|cj|qb|hg|aq|ts|t/)[/a-z]*\s*\d[\d.]*(?:[-/]\d+)*|pm2\.5|pm10|so2|so3|no2|nox|co2|o3|nh3|h2s|cs2|ch4|"
    r"\d+#|〔\d+〕\d+号|\[\d+\]\d+号|第\d+[条号]"
)
_EACH = re.compile(
    rf"(?P<names>.+?)(?P<tail>(?:的?(?:有组织)?(?:小时)?(?:排放)?(?:浓度|限值|速率|平均值)+)?)(?:应|须|要求)?(?:均)?分别"
    rf"(?P<word>不高于|不大于|不超过|小于|低于|不低于|≤|<|≥)?(?:为)?:?"
    rf"(?P<numbers>(?:{NUMBER})(?P<unit1>[a-z%μ][\w/%μ]*)?(?:[、,/和](?:{NUMBER})(?:[a-z%μ][\w/%μ]*)?)+)"
    r"(?P<after>以下|以内|以上)?(?P<basis>\(.*\))?"
)
_REFERENCE = re.compile(
    rf"(?:在|按|折算(?:到|至|为)|以)?(?:基准|参比)(?:含氧量|氧含量|氧)[为按:]?(?:{NUMBER})%(?:的?条件下|时|计|下)?[,、]?"
)
_TWO_WAYS = re.compile(
    r"或者?|其中|除外|除.+外|之前|之后|以前|以后|年前|年后|的情况下|时[,，]|如(?!下)|若|当"
)
# A figure behind one of these is what is not wanted, so its comparison would be read the wrong way round.
_TURNED = re.compile(r"禁|不得|不允许|不准|不应|不能|杜绝|避免|淘汰|停止|停用|限制|排除|取消|退出|替代|无|未")
_START = re.compile(
    r"国(?:[一-六]|[1-6])|(?:不高于|不大于|不超过|未超过|不低于|不小于|不少于|小于|低于|不足|少于|大于|高于|超过|达到|多于|至多|至少|最多|最高|优于|不劣于|[≤≥<>])|\d"
)

Short = Literal["same", "above", "none", "floor"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A demand on a number: what is measured, and the comparison."""

    subject: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement of a cell, verbatim; at most one of figures and reason is set, a plain text has neither."""

    text: str
    figures: tuple[Figure, ...] = ()
    reason: str = ""
    """Why a figure in it could not be read."""


def short_form(text: str) -> tuple[Short, str] | None:
    """What a short form stands for, with the grade of 同A级; None for a text in full.

    >>> short_form("同 A 级要求"), short_form("/"), short_form("未达到C级要求"), short_form("采用袋式除尘")
    (('same', 'A'), ('none', ''), ('floor', ''), None)
    """
    plain = folded_phrase(text).strip("。;；,，")
    if (same := _SAME.fullmatch(plain)) is not None:
        grade = same["grade"]
        return "same", grade if grade == "引领性" else grade.upper()
    if _SAME_ABOVE.fullmatch(plain):
        return "above", ""
    if _NONE.fullmatch(plain):
        return "none", ""
    if _FLOOR.fullmatch(plain):
        return "floor", ""
    return None


def split_items(text: str) -> tuple[str, ...]:
    """The requirements of a cell, verbatim: by their numbers where they bear any, else by lines; then by sentences.

    >>> split_items("1、采用袋式除尘；2、PM不高于10mg/m³。")
    ('采用袋式除尘', 'PM不高于10mg/m³')
    """
    numbered = _NUMBERED.search(text) is not None
    parts = _NUMBERED.split(text) if numbered else text.split("\n")
    items: list[str] = []
    for part in parts:
        joined = re.sub(r"\s*\n\s*", "", part) if numbered else part
        items += [piece.strip() for piece in re.split(r"[；;。]", joined)]
    return tuple(item for item in items if item)


def read_item(text: str) -> Item:
    """The requirement with its figures, or why they could not be read.

    >>> read_item("PM、SO2排放浓度分别不高于10、35mg/m³").figures[1].subject
    'SO2排放浓度'
    >>> read_item("新建企业不高于10mg/m³，其他企业不高于20mg/m³").reason
    '一句里有几个条件、几个数值或否定的说法，须由人拆开'
    """
    phrase = folded_phrase(text).strip("。;,")
    oxygen = reference_oxygen(phrase)
    bare = _REFERENCE.sub("", phrase) if oxygen is not None and not phrase.endswith(")") else phrase
    if not re.search(r"\d|国[一-六ivx]|百分之|[一二三四五六七八九十]成", _CODES.sub("", bare)):
        return Item(text)
    if (each := _EACH.fullmatch(bare)) is not None:
        return _each(text, each, oxygen)
    if _TWO_WAYS.search(bare) or re.search(r"[,，]", re.sub(r"\d,\d{3}", "", bare)):
        return Item(text, reason="一句里有几个条件、几个数值或否定的说法，须由人拆开")
    for start in (match.start() for match in _START.finditer(bare)):
        comparison = parse_comparison(bare[start:])
        subject = _subject(bare[:start])
        if comparison is None:
            continue
        if re.search(r"\d", _CODES.sub("", subject)) or _TURNED.search(subject):
            return Item(text, reason="一句里有几个条件、几个数值或否定的说法，须由人拆开")
        return Item(text, (Figure(_as_written(text, subject), _on(comparison, oxygen)),))
    return Item(text, reason="有数字，但比较词、单位或句式读不懂")


def _on(comparison: Comparison, oxygen: Decimal | None) -> Comparison:
    if oxygen is None or comparison.basis.oxygen is not None:
        return comparison
    return replace(comparison, basis=replace(comparison.basis, oxygen=oxygen))


def _subject(text: str) -> str:
    return re.sub(r"(?:应当?|须|需|必须|要求|为|是|均|都|:|,)+$", "", text)


def _as_written(text: str, subject: str) -> str:
    """The subject with its capitals."""
    whole = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    start = whole.lower().find(subject)
    return whole[start : start + len(subject)] if start >= 0 else subject


def _each(text: str, found: re.Match[str], oxygen: Decimal | None) -> Item:
    names = [name for name in re.split(r"[、,/和及与]", found["names"]) if name]
    numbers = re.split(r"[、,/和]", _in_units(found["numbers"]))
    if len(names) != len(numbers):
        return Item(text, reason=f"“分别”前有 {len(names)} 个名称，后有 {len(numbers)} 个数值，对不上")
    last = re.search(r"[a-z%μ].*$", numbers[-1])
    figures = []
    for name, number in zip(names, numbers, strict=True):
        unit = "" if re.search(r"[a-z%μ]", number) or last is None else last.group()
        phrase = f"{found['word'] or ''}{number}{unit}{found['after'] or ''}{found['basis'] or ''}"
        comparison = parse_comparison(phrase.replace("|", "/"))
        if comparison is None:
            return Item(text, reason="有数字，但比较词、单位或句式读不懂")
        figures.append(Figure(_as_written(text, name) + found["tail"], _on(comparison, oxygen)))
    return Item(text, tuple(figures))


def _in_units(numbers: str) -> str:
    """The slash of a unit protected from the slashes between numbers."""
    return re.sub(r"(?<=[a-z])/(?=[a-z])", "|", numbers)


def joined(texts: Sequence[str]) -> str:
    """Several requirements as one text."""
    return "；".join(texts)
