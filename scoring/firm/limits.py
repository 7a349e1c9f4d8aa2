"""How near a measured value is to the limits that decide it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from scoring.rules.pack import Band

NEAR = Decimal("0.1")
"""A value closer to a limit than this share of the limit is called near."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The distance of a value to the nearest limit of its rule, in the rule's unit."""

    value: Decimal
    limit: Decimal

    @property
    def distance(self) -> Decimal:
        """Positive above the limit, negative below it."""
        return self.value - self.limit

    @property
    def share(self) -> Decimal | None:
        """The distance as a share of the limit; None where the limit is 0."""
        return abs(self.distance) / abs(self.limit) if self.limit else None

    @property
    def near(self) -> bool:
        """Whether the distance is at most a tenth of the limit."""
        return abs(self.distance) <= NEAR * abs(self.limit)


def nearest(bands: Iterable[Band], value: Decimal) -> Margin | None:
    """The margin to the nearest limit, the lower of two at the same distance; None where nothing limits.

    >>> bands = [Band(None, False, Decimal(40), False, "none"), Band(Decimal(40), True, None, False, "full")]
    >>> margin = nearest(bands, Decimal(42))
    >>> margin.limit, margin.distance, margin.near
    (Decimal('40'), Decimal('2'), True)
    """
    limits = sorted({end for band in bands for end in (band.low, band.high) if end is not None})
    if not limits:
        return None
    return min((Margin(value, limit) for limit in limits), key=lambda margin: abs(margin.distance))
