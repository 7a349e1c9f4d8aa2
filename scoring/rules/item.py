"""The smallest thing a firm can meet or not, and how it is decided."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scoring.rules.cite import Cite

ItemKind = Literal["required", "optional", "bonus", "condition", "scored", "authority", "aspect", "event"]
Outcome = Literal["not_met", "met", "none", "open", "full"]
GateId = Literal["basic", "conditions", "required"]
Usually = Literal["almost_always", "mostly", "sometimes", "seldom"]


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the number line and what a value in it earns."""

    low: Decimal | None
    low_inclusive: bool
    high: Decimal | None
    high_inclusive: bool
    gives: Outcome

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies inside."""
        if self.low is not None and (value < self.low or (value == self.low and not self.low_inclusive)):
            return False
        return not (
            self.high is not None and (value > self.high or (value == self.high and not self.high_inclusive))
        )


@dataclass(frozen=True, slots=True)
class ValueRule:
    """How a measured value decides an item, as far as the text fixes it."""

    unit: str
    of: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One stage (points add up) or one choice (points exclude each other) inside an item."""

    id: str
    title: str
    points: Decimal
    quote: str
    says: tuple[str, ...] = ()
    """How people mention it, as of an item."""


@dataclass(frozen=True, slots=True)
class Item:
    """The smallest thing a firm can meet or not: a table row, a condition, an aspect, an event."""

    id: str
    kind: ItemKind
    title: str
    cite: Cite
    question: str
    proof: tuple[str, ...]
    measure: str = ""
    section: str | None = None
    gate: GateId | None = None
    group: str = ""
    points: Decimal | None = None
    may_not_apply: str | None = None
    value: ValueRule | None = None
    stages: tuple[Level, ...] = ()
    choices: tuple[Level, ...] = ()
    open_formula: bool = False
    says: tuple[str, ...] = ()
    """How people mention it; see docs/adding-a-rule.md."""
    says_unmet: tuple[str, ...] = ()
    """How people mention that it is not met."""
    implies: tuple[str, ...] = ()
    usually_met: Usually | None = None
    """How often a firm that considers applying meets it; orders questions and never enters a result."""
    adverse: bool | None = None
    """Events only: the answer that triggers the effect."""
    effect: Literal["lowest", "cap", "downgrade"] | None = None
    cap: str | None = None
