"""Measures in time: calendar months, and the chains in which one measure waits for another."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from scoring.plan.measure_links import in_order

_ZERO = Decimal(0)


def add_months(day: date, months: Decimal) -> date:
    """The day that many months later, at most the last of its month; parts of a month count 30 days."""
    whole = int(months)
    year, month = divmod(day.year * 12 + day.month - 1 + whole, 12)
    month += 1
    moved = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return moved + timedelta(days=int((months - whole) * 30))


def waiting(
    requires: Mapping[str, frozenset[str]], months: Mapping[str, Decimal | None]
) -> dict[str, Decimal]:
    """For each measure, the months before it can start: the longest chain of what it requires.

    Args:
        requires: measure → what must be finished before it; without rings.
        months: measure → its own months; None, where nobody has given them, counts as none.
    """
    wait: dict[str, Decimal] = {}
    for measure_id in in_order(requires):
        before = requires[measure_id]
        wait[measure_id] = max((wait[b] + (months[b] or _ZERO) for b in before), default=_ZERO)
    return wait
