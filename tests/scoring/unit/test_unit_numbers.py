"""Reading numbers exactly and showing them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scoring.numbers import plain, rounded, to_decimal


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (0.1, Decimal("0.1")),
        (1e30, Decimal("1e30")),
        (7, Decimal(7)),
        (-3, Decimal(-3)),
        (Decimal("2.50"), Decimal("2.50")),
        (" 3.5 ", Decimal("3.5")),
        ("1e3", Decimal(1000)),
        (True, None),
        (False, None),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("NaN"), None),
        (Decimal("Infinity"), None),
        ("NaN", None),
        ("-Infinity", None),
        ("很多", None),
        ("", None),
        (None, None),
        ([1], None),
    ],
)
def test_numbers_are_read_as_they_were_written(given: Any, read: Decimal | None) -> None:
    found = to_decimal(given)
    assert found == read
    assert (found is None) == (read is None)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.125", 0.13), ("-0.125", -0.13), ("84.994", 84.99), ("84.995", 85.0), ("20", 20.0)],
)
def test_two_decimals_half_up(value: str, shown: float) -> None:
    assert rounded(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("20.00", "20"),
        ("20.50", "20.5"),
        ("200", "200"),
        ("1E+3", "1000"),
        ("0.10", "0.1"),
        ("00.5", "0.5"),
        ("0.0", "0"),
        ("-1.250", "-1.25"),
        ("1E-7", "0.0000001"),
    ],
)
def test_a_number_in_a_sentence_has_no_exponent_and_no_trailing_zeros(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text
