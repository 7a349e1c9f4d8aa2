"""Exact decimal numbers: reading them from data, converting units, rounding them for show."""

from __future__ import annotations

import math
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_CENT = Decimal("0.01")

# Each unit with the unit it is expressed in and the factor to get there.
_UNITS: dict[str, tuple[str, Decimal]] = {
    "%": ("%", Decimal(1)),
    "百分比": ("%", Decimal(1)),
    "倍": ("倍", Decimal(1)),
    "千瓦时": ("千瓦时", Decimal(1)),
    "kwh": ("千瓦时", Decimal(1)),
    "度": ("千瓦时", Decimal(1)),
    "兆瓦时": ("千瓦时", Decimal(1000)),
    "mwh": ("千瓦时", Decimal(1000)),
    "年": ("年", Decimal(1)),
    "个月": ("个月", Decimal(1)),
    "月": ("个月", Decimal(1)),
}


def to_decimal(value: object) -> Decimal | None:
    """The exact decimal a JSON or YAML number stands for, or None when it is no finite number.

    A float is read as it was written (its shortest form), a bool is not a number.

    >>> to_decimal(0.1)
    Decimal('0.1')
    >>> to_decimal(True) is None
    True
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    if isinstance(value, str):
        try:
            number = Decimal(value.strip())
        except InvalidOperation:
            return None
        return number if number.is_finite() else None
    return None


def rounded(value: Decimal) -> float:
    """Two decimals, half up, as a JSON number: for show only, never for a decision.

    >>> rounded(Decimal("0.125"))
    0.13
    """
    return float(value.quantize(_CENT, rounding=ROUND_HALF_UP))


def plain(value: Decimal) -> str:
    """The number without exponent or trailing zeros, for sentences.

    >>> plain(Decimal("20.00"))
    '20'
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def convert(value: Decimal, unit: str | None, wanted: str) -> Decimal | None:
    """The value in the wanted unit, or None when the unit cannot be converted; no unit means the wanted one.

    >>> convert(Decimal("1.5"), "MWh", "千瓦时")
    Decimal('1500.0')
    """
    if unit is None or not unit.strip():
        return value
    name = unicodedata.normalize("NFKC", unit).strip().lower()
    known = _UNITS.get(name)
    target = _UNITS.get(unicodedata.normalize("NFKC", wanted).lower())
    if known is None or target is None or known[0] != target[0]:
        return None
    return value * known[1] / target[1]
