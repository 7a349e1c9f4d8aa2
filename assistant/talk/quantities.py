"""Numbers with units in spoken Chinese: 42%, 六成, 百分之七十五, 1.6倍, 1200度, 两年."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.query import chinese_number
from scoring.numbers import convert

_CHINESE = "零〇一二两三四五六七八九十百"
_PATTERN = re.compile(
    rf"百分之(?P<pc>[{_CHINESE}]+(?:点[{_CHINESE}]+)?|\d+(?:\.\d+)?)"
    rf"|(?P<tenths>[{_CHINESE}]|\d(?:\.\d)?)成(?P<rest>半|[一二三四五六七八九](?![{_CHINESE}年个月倍成]))?"
    r"|(?P<num>\d+(?:\.\d+)?)\s*(?P<unit>%|％|倍|千瓦时|kwh|KWH|kWh|MWh|mwh|兆瓦时|度|年|个月)"
    rf"|(?P<cn>[{_CHINESE}]+)(?P<cnunit>倍|年|个月)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and where it stands in the text."""

    value: Decimal
    unit: str
    start: int
    end: int


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order.

    >>> [(str(q.value), q.unit) for q in find_quantities("六成五吧，百分之七十五，1.6倍")]
    [('65', '%'), ('75', '%'), ('1.6', '倍')]
    """
    found = []
    for match in _PATTERN.finditer(text):
        value, unit = _read(match)
        if value is not None:
            found.append(Quantity(value, unit, match.start(), match.end()))
    return tuple(found)


def _read(match: re.Match[str]) -> tuple[Decimal | None, str]:
    if (percent := match["pc"]) is not None:
        return _number(percent), "%"
    if (tenths := match["tenths"]) is not None:
        number = _number(tenths)
        rest = "五" if match["rest"] == "半" else match["rest"] or "零"
        return (None if number is None else number * 10 + (chinese_number(rest) or 0)), "%"
    if (number_text := match["num"]) is not None:
        return Decimal(number_text), match["unit"].replace("％", "%")
    return _number(match["cn"]), match["cnunit"]


def _number(text: str) -> Decimal | None:
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text)
    whole, _, part = text.partition("点")
    number = chinese_number(whole)
    if number is None:
        return None
    digits = "".join(str(chinese_number(char) or 0) for char in part)
    return Decimal(f"{number}.{digits}") if digits else Decimal(number)


def quantity_for(text: str, unit: str) -> tuple[Decimal, str] | None:
    """The one quantity of a text that a rule in this unit can use, in the unit it was said in; None if there is not just one."""
    fitting = [q for q in find_quantities(text) if convert(q.value, q.unit, unit) is not None]
    return (fitting[0].value, fitting[0].unit) if len(fitting) == 1 else None
