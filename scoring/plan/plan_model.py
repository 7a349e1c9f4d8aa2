"""Measures and wants as a 0/1 program, with the exact reading of every row beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from scoring.plan.measures import Measure
from scoring.plan.plan_solver import Choice, Cut, Program
from scoring.plan.plan_wants import Wants

Goal = Literal["unpriced", "cost", "untimed", "months", "count"]
_ZERO = Decimal(0)
_Amounts = Mapping[int, Decimal]


class Model:
    """One column a measure; further ones where several measures bring points for the same item."""

    def __init__(self, measures: Sequence[Measure], wants: Wants) -> None:
        self._measures = measures
        self._column = {measure.id: index for index, measure in enumerate(measures)}
        self._wants = wants
        self._gains = [
            {self._column[m]: gain for m, gain in per.items() if m in self._column and gain > 0}
            for per in wants.gains.values()
        ]
        self._bounds: list[tuple[_Amounts, Decimal]] = []
        """Sums that must not be passed: the budget, and what is settled of the figures."""
        self._program = self._build()

    def fitting(self) -> frozenset[str] | None:
        """The ids of some set that achieves all that is wanted; None when there is none."""
        choice = self._program.find(self._fault)
        return None if choice is None else self._ids(choice)

    def improved(self, best: frozenset[str], goal: Goal) -> frozenset[str]:
        """The ids of a set with the least of a figure, as good as `best` in all that was settled before."""
        if goal == "months":
            return self._quickest(best)
        amounts = self._amounts(goal)
        # Every sum is a multiple of the last digit that any amount has: nothing lies between.
        step = Decimal(1).scaleb(min((_exponent(amount) for amount in amounts.values()), default=0))
        choice = frozenset(self._column[one] for one in best)
        while (least := _sum(amounts, choice)) > 0:

            def fault(found: Choice, least: Decimal = least) -> Cut | None:
                return self._fault(found) or _over(found, amounts, least - step)

            better = self._program.find(fault, amounts, least - step)
            if better is None:
                break
            choice = better
            if self._program.rules_out(amounts, _sum(amounts, choice) - step):
                break
        least = _sum(amounts, choice)
        self._bounds.append((amounts, least))
        self._program.at_most(amounts, least)
        return self._ids(choice)

    def _quickest(self, best: frozenset[str]) -> frozenset[str]:
        finish = [self._wants.finish[measure.id] for measure in self._measures]
        ends = sorted({_ZERO, *finish})
        low, high = 0, ends.index(max((self._wants.finish[one] for one in best), default=_ZERO))
        kept = set(self._program.shut)
        while low < high:
            middle = (low + high) // 2
            self._program.shut = kept | {c for c, end in enumerate(finish) if end > ends[middle]}
            choice = self._program.find(self._fault)
            if choice is None:
                low = middle + 1
            else:
                best = self._ids(choice)
                high = ends.index(max((finish[column] for column in choice), default=_ZERO))
        self._program.shut = kept | {c for c, end in enumerate(finish) if end > ends[high]}
        return best

    def _build(self) -> Program:
        wants, column = self._wants, self._column
        shared = [per for per in self._gains if len(per) > 1]
        program = Program(len(column) + sum(map(len, shared)), len(column))
        for ids in wants.must_close.values():
            program.count([column[one] for one in ids if one in column], least=1)
        for measure_id, index in column.items():
            for before in wants.requires[measure_id]:
                program.implies(index, column[before])
        for pair in wants.excludes:
            if all(one in column for one in pair):
                program.count([column[one] for one in pair], most=1)
        if wants.budget is not None:
            costs = self._amounts("cost")
            self._bounds.append((costs, wants.budget))
            program.at_most(costs, wants.budget)
        credit = dict.fromkeys(column.values(), _ZERO)
        place = len(column)
        for per in self._gains:
            if len(per) == 1:
                for index, gain in per.items():
                    credit[index] += gain
                continue
            # Only the best of several shares of one row counts: at most one of them is credited.
            program.count(range(place, place + len(per)), most=1)
            for index, gain in per.items():
                program.implies(place, index)
                credit[place] = gain
                place += 1
        program.at_least(credit, wants.score_short)
        return program

    def _amounts(self, goal: Goal) -> dict[int, Decimal]:
        def amount(measure: Measure) -> Decimal:
            if goal == "cost":
                return measure.cost or _ZERO
            counts = {"unpriced": measure.cost is None, "untimed": measure.months is None, "count": True}
            return Decimal(counts[goal])

        return {index: amount(measure) for index, measure in enumerate(self._measures) if amount(measure)}

    def _points(self, choice: Choice) -> Decimal:
        return sum((max((per[c] for c in per if c in choice), default=_ZERO) for per in self._gains), _ZERO)

    def _fault(self, choice: Choice) -> Cut | None:
        """What a choice of the solver misses by less than it can see."""
        for amounts, bound in self._bounds:
            if (cut := _over(choice, amounts, bound)) is not None:
                return cut
        short = self._wants.score_short
        if self._points(choice) < short:
            # All that could join without reaching it is ruled out at once.
            full = set(choice)
            for column in range(len(self._measures)):
                if self._points(frozenset(full | {column})) < short:
                    full.add(column)
            return Cut([c for c in range(len(self._measures)) if c not in full], least=1)
        return None

    def _ids(self, choice: Choice) -> frozenset[str]:
        return frozenset(self._measures[column].id for column in choice)


def _sum(amounts: _Amounts, choice: Choice) -> Decimal:
    return sum((amounts[column] for column in choice if column in amounts), _ZERO)


def _over(choice: Choice, amounts: _Amounts, bound: Decimal) -> Cut | None:
    """A row against every set that holds enough of these to pass the bound; None when it is kept."""
    total = _sum(amounts, choice)
    if total <= bound:
        return None
    core = []
    for column in sorted((c for c in choice if c in amounts), key=lambda c: amounts[c]):
        if total - amounts[column] > bound:
            total -= amounts[column]
        else:
            core.append(column)
    return Cut(core, most=len(core) - 1)


def _exponent(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent
