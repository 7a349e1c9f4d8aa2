"""Numbers with units in spoken Chinese: 42%, 六成, 百分之七十五, 1.6倍, 1200度, 两年."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.numerals import chinese_number
from scoring.numbers import convert

_CHINESE = "零〇一二两三四五六七八九十百千万"
_PATTERN = re.compile(
    rf"(?P<whole>百分百)|百分之(?P<pc>[{_CHINESE}]+(?:点[{_CHINESE}]+)?|\d+(?:\.\d+)?)"
    rf"|(?P<tenths>[{_CHINESE}]|\d(?:\.\d)?)成(?P<rest>半|[一二三四五六七八九](?![{_CHINESE}年个月倍成]))?"
    r"|(?P<num>\d+(?:\.\d+)?)\s*[多余]?(?P<unit>%|％|倍|千瓦时|kwh|KWH|kWh|MWh|mwh|兆瓦时|度|年|个月)"
    rf"|(?P<share>[{_CHINESE}]+)分之(?P<part>[{_CHINESE}]+)"
    rf"|(?P<cn>[{_CHINESE}]+(?:点[{_CHINESE}]+)?)(?P<cnunit>%|％|倍半?|千瓦时|兆瓦时|度|年|个月)"
)
_NOT_YET = re.compile(
    r"(不到|没到|没有到|达不到|没达到|到不了|没有?超过?|不超过|(?<!不)(?<!没)[低小少]于|不足|够不上|没够|说不上|谈不上|更别[说提])[^，。]{0,2}$"
)
_AT_LEAST = re.compile(r"不[低小少]于[^，。]{0,2}$")
_BEYOND = re.compile(r"(?<![没不])(?<!没有)(超过|大于|高于|不止|超出|突破)[^，。]{0,2}$")
_OR_LESS = re.compile(r"^(以下|以内|都?不到|都?没到|都?达不到)")
_OR_MORE = re.compile(r"^(以上|及以上|多(?!少)|出头|往上|有余)")

_CONTRASTED = re.compile(r"(?<!是)不是\s*$")

Bound = Literal["", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and where it stands in the text."""

    value: Decimal
    unit: str
    start: int
    end: int
    bound: Bound = ""
    """The number is only a limit: 不到三成 is below 30 %."""


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order.

    >>> [(str(q.value), q.unit) for q in find_quantities("六成五吧，百分之七十五，1.6倍")]
    [('65', '%'), ('75', '%'), ('1.6', '倍')]
    """
    found = []
    for match in _PATTERN.finditer(text):
        value, unit = _read(match)
        if value is not None:
            found.append(Quantity(value, unit, match.start(), match.end(), _bound(text, match)))
    return tuple(found)


def _read(match: re.Match[str]) -> tuple[Decimal | None, str]:
    if match["whole"] is not None:
        return Decimal(100), "%"
    if (percent := match["pc"]) is not None:
        return spoken_number(percent), "%"
    if (tenths := match["tenths"]) is not None:
        number = spoken_number(tenths)
        rest = "五" if match["rest"] == "半" else match["rest"] or "零"
        return (None if number is None else number * 10 + (chinese_number(rest) or 0)), "%"
    if (number_text := match["num"]) is not None:
        return Decimal(number_text), match["unit"].replace("％", "%")
    if (share := match["share"]) is not None:
        whole, part = spoken_number(share), spoken_number(match["part"])
        return (part * 100 / whole).quantize(Decimal("0.01")) if whole and part else None, "%"
    number = spoken_number(match["cn"])
    if match["cnunit"] == "倍半":
        return None if number is None else number + Decimal("0.5"), "倍"
    return number, match["cnunit"].replace("％", "%")


def _bound(text: str, match: re.Match[str]) -> Bound:
    before, after = text[: match.start()], text[match.end() :]
    if (limit := _NOT_YET.search(before)) is not None:
        return "<=" if "超" in limit.group() else "<"
    if (limit := _OR_LESS.search(after)) is not None:
        return "<=" if limit.group() in ("以下", "以内") else "<"
    if _BEYOND.search(before) is not None:
        return ">"
    return ">=" if _AT_LEAST.search(before) or _OR_MORE.search(after) else ""


def spoken_number(text: str) -> Decimal | None:
    """The number written in digits or in Chinese numerals; None when it is none."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text)
    whole, _, part = text.partition("点")
    number = _whole(whole)
    if number is None:
        return None
    digits = "".join(str(chinese_number(char) or 0) for char in part)
    return Decimal(f"{number}.{digits}") if digits else Decimal(number)


def _whole(text: str) -> int | None:
    """The number of a Chinese numeral below a hundred million."""
    for sign, factor in (("万", 10000), ("千", 1000)):
        head, found, tail = text.partition(sign)
        if found:
            many, rest = _whole(head or "一"), _whole(tail) if tail else 0
            return None if many is None or rest is None else many * factor + rest
    return chinese_number(text)


def measured_in(text: str, unit: str) -> Quantity | None:
    """The one quantity of a text that a rule in this unit can use; None if there is not just one."""
    fitting = [
        q
        for q in find_quantities(text)
        if convert(q.value, q.unit, unit) is not None and _CONTRASTED.search(text[: q.start]) is None
    ]
    return fitting[0] if len(fitting) == 1 else None
