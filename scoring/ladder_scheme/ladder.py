"""Grades on a ladder: the worst of several, the next rung up, and what events leave of a grade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring.assessment import GradeInterval
from scoring.firm.units import LadderFacts
from scoring.rules.pack import Item, Pack


def lowest(grades: Iterable[str], rungs: Sequence[str]) -> str:
    """The worst of the grades on a ladder written best first.

    >>> lowest(["A", "C", "B"], ["A", "B", "C", "D"])
    'C'
    """
    return max(grades, key=rungs.index)


def next_rung(pack: Pack, grade: str, *, b_minus: bool = False) -> str | None:
    """The rung above, None at the top; optional rungs only where the industry has them."""
    index = pack.rungs.index(grade)
    for rung in reversed(pack.rungs[:index]):
        if rung not in pack.optional_rungs or b_minus:
            return rung
    return None


def uses_b_minus(facts: LadderFacts) -> bool:
    """Whether any statement names an optional rung, which shows that the industry has it."""
    return any(unit.b_minus for unit in facts.units)


def bounded(grade: GradeInterval, events: Iterable[Item], rungs: Sequence[str]) -> GradeInterval:
    """The grade after the events that happened, in the order of the pack.

    Where the text does not say by how many rungs a firm goes down, the reachable grade is one rung below and the
    confirmed one the floor.
    """
    for item in events:
        if item.effect == "lowest":
            grade = GradeInterval(rungs[-1], rungs[-1])
        elif item.effect == "cap" and item.cap is not None:
            grade = GradeInterval(
                lowest([grade.confirmed, item.cap], rungs), lowest([grade.reachable, item.cap], rungs)
            )
        elif item.effect == "downgrade":
            below = rungs[min(rungs.index(grade.reachable) + 1, len(rungs) - 1)]
            grade = GradeInterval(rungs[-1], below)
    return grade


def needed_for(reachable: str, before: GradeInterval, events: Sequence[Item], rungs: Sequence[str]) -> str:
    """The lowest rung that the aspects must reach for the firm to hold what it can still reach after the events.

    Args:
        reachable: the rung that is left after the events.
        before: the grade without the events.
        events: those that happened, in the order of the pack.
        rungs: the ladder of the firm, best first.
    """
    if not events:
        return reachable
    possible = rungs[rungs.index(before.reachable) :]
    kept = [r for r in possible if bounded(GradeInterval(r, r), events, rungs).reachable == reachable]
    return kept[-1]


def effect_of(pack: Pack, item: Item) -> str:
    """What an event does, in words."""
    if item.effect == "lowest":
        return f"{item.title}：直接按最低等级（{pack.rungs[-1]}）"
    if item.effect == "cap":
        return f"{item.title}：当年最高为{pack.spoken(item.cap or pack.rungs[-1])}"
    return f"{item.title}：降级处理；原文没有写降几级，因此最高为下一级，最低可到{pack.rungs[-1]}"
