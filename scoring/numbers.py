"""Exact decimal numbers: reading them from data and rounding them for show; units are in units_of_measure."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from scoring.units_of_measure import convert as convert

_CENT = Decimal("0.01")

EXACT_DIGITS = 1200
"""Precision at which sums over the smallest shares that a JSON number can carry stay exact."""


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
    return float(value.quantize(_CENT, ROUND_HALF_UP))


@lru_cache(maxsize=4096)
def rounded_before(value: Decimal) -> float:
    """As `rounded`, remembered: for numbers that come back, whereas the hash of a new sum costs more than rounding."""
    return rounded(value)


def plain(value: Decimal) -> str:
    """The number without exponent or trailing zeros, for sentences.

    >>> plain(Decimal("20.00"))
    '20'
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
