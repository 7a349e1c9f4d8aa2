"""Choices between 0 and 1 made by HiGHS and proved in exact numbers: the solver's tolerance decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

# Amounts are scaled so that the largest has eight digits; a row is relaxed by a thousandth of the last of
# them. That is far above the error of a sum of floats and far below any difference that a firm would write.
_DIGITS = 7
_SLACK = 1e-3
# A bound of the solver is believed only with room for what its tolerance for whole numbers can shift.
_MARGIN = 1e-1
_NO_LIMIT = float("inf")

Choice = frozenset[int]
Fault = Callable[[Choice], "Cut | None"]
"""Says what is wrong with a choice in exact numbers, as a row that excludes it and nothing that fits."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Of these columns, at least (`least`) or at most (`most`) so many may be 1."""

    columns: Collection[int]
    least: int | None = None
    most: int | None = None


_Row = tuple[dict[int, float], float, float]


@dataclass(slots=True)
class Program:
    """Rows over `width` columns that are 0 or 1. The first `chosen` columns are the choice, the rest follow from it."""

    width: int
    chosen: int
    rows: list[_Row] = field(default_factory=list)
    shut: set[int] = field(default_factory=set)
    """Columns that stay 0."""
    _bound: float = -_NO_LIMIT
    """What the last goal cannot fall below, in scaled amounts, as far as the solver can tell."""

    def count(self, columns: Collection[int], *, least: int | None = None, most: int | None = None) -> None:
        """Of these columns at least, or at most, so many are 1."""
        self.rows.append(_counted(Cut(columns, least, most)))

    def implies(self, column: int, other: int) -> None:
        """A column is 1 only if the other one is."""
        self.rows.append(({column: 1.0, other: -1.0}, -_NO_LIMIT, 0.0))

    def at_least(self, amounts: Mapping[int, Decimal], bound: Decimal) -> None:
        """The sum of these amounts reaches the bound, or misses it by less than a float can tell."""
        scale = _scale([*amounts.values(), bound])
        self.rows.append((_floats(amounts, scale), float(bound * scale) - _SLACK, _NO_LIMIT))

    def at_most(self, amounts: Mapping[int, Decimal], bound: Decimal) -> None:
        """The sum of these amounts keeps within the bound, or passes it by less than a float can tell."""
        self.rows.append(_limited(amounts, bound))

    def find(
        self, fault: Fault, goal: Mapping[int, Decimal] | None = None, below: Decimal | None = None
    ) -> Choice | None:
        """A choice without fault, of the least goal that the solver can tell apart; None when there is none.

        Args:
            fault: the exact check; whatever it finds is excluded and the program solved again.
            goal: amounts of which the sum is to be small.
            below: a bound of that sum, kept as `at_most` keeps it.
        """
        rows = list(self.rows)
        if below is not None:
            rows.append(_limited(goal or {}, below))
        while (choice := self._solve(rows, goal or {})) is not None:
            cut = fault(choice)
            if cut is None:
                return choice
            rows.append(_counted(cut))
        return None

    def rules_out(self, goal: Mapping[int, Decimal], below: Decimal) -> bool:
        """Whether the last `find` with this goal has shown already that no sum keeps within this bound."""
        return float(below * _scale(goal.values())) + _MARGIN < self._bound

    def _solve(self, rows: list[_Row], goal: Mapping[int, Decimal]) -> Choice | None:
        if not self.width:
            return frozenset() if all(low <= 0 <= high for _, low, high in rows) else None
        # Imported here: only plans need them, and they are slow to load.
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        wanted = np.zeros(self.width)
        for column, amount in _floats(goal, _scale(goal.values())).items():
            wanted[column] = amount
        upper = np.ones(self.width)
        upper[list(self.shut)] = 0
        limits = []
        if rows:
            values = [factor for entries, _, _ in rows for factor in entries.values()]
            places = [place for entries, _, _ in rows for place in entries]
            ends = np.cumsum([0] + [len(entries) for entries, _, _ in rows])
            matrix = csr_array((values, places, ends), shape=(len(rows), self.width))
            limits = [LinearConstraint(matrix, [row[1] for row in rows], [row[2] for row in rows])]
        result = milp(
            wanted,
            constraints=limits,
            bounds=Bounds(np.zeros(self.width), upper),
            integrality=np.ones(self.width),
            options={"mip_rel_gap": 0},
        )
        if result.x is None:
            return None
        self._bound = float(result.mip_dual_bound) if result.mip_dual_bound is not None else -_NO_LIMIT
        return frozenset(column for column in range(self.chosen) if result.x[column] > 0.5)


def _scale(amounts: Collection[Decimal]) -> Decimal:
    largest = max((amount.adjusted() for amount in amounts if amount), default=_DIGITS)
    return Decimal(1).scaleb(_DIGITS - largest)


def _floats(amounts: Mapping[int, Decimal], scale: Decimal) -> dict[int, float]:
    return {column: float(amount * scale) for column, amount in amounts.items() if amount}


def _limited(amounts: Mapping[int, Decimal], bound: Decimal) -> _Row:
    scale = _scale(amounts.values())
    return _floats(amounts, scale), -_NO_LIMIT, float(bound * scale) + _SLACK


def _counted(cut: Cut) -> _Row:
    least = -_NO_LIMIT if cut.least is None else float(cut.least)
    most = _NO_LIMIT if cut.most is None else float(cut.most)
    return dict.fromkeys(cut.columns, 1.0), least, most
