"""What differs between two results of one firm: verdict, grades, score, gates, items, gaps, overrides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.assessment import Assessment, Gap, GradeInterval, Override, TraceStep, UnitResult
from scoring.truth import Truth


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item that came out differently; a side is None where that result has no such item."""

    item: str
    before: TraceStep | None
    after: TraceStep | None

    @property
    def step(self) -> TraceStep:
        """The side that exists, the later one where both do: for title and clause."""
        step = self.after or self.before
        assert step is not None
        return step


@dataclass(frozen=True, slots=True)
class GateChange:
    """A set of must-haves whose standing or whose open or failing items changed."""

    id: str
    title: str
    before: Truth | None
    after: Truth | None
    now_failing: tuple[str, ...]
    no_longer_failing: tuple[str, ...]
    now_unknown: tuple[str, ...]
    no_longer_unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit of a ladder whose grade changed; a side is None where it does not exist."""

    index: int
    before: UnitResult | None
    after: UnitResult | None

    @property
    def unit(self) -> UnitResult:
        """The side that exists, the later one where both do: for the name."""
        unit = self.after or self.before
        assert unit is not None
        return unit


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between `before` and `after`."""

    before: Assessment
    after: Assessment
    gates: tuple[GateChange, ...]
    units: tuple[UnitChange, ...]
    items: tuple[ItemChange, ...]
    gaps_closed: tuple[Gap, ...]
    gaps_opened: tuple[Gap, ...]
    gaps_set_aside: tuple[Gap, ...]
    """Gaps that are no longer shown though nothing was repaired: the item became unknown, or a worse one hides it."""
    overrides_added: tuple[Override, ...]
    overrides_removed: tuple[Override, ...]

    @property
    def outcome_differs(self) -> bool:
        """Whether the verdict or a grade, confirmed or reachable, differs."""
        return outcome(self.before) != outcome(self.after)

    @property
    def score_differs(self) -> bool:
        """Whether an end of the score differs, however little."""
        return self.before.score != self.after.score

    @property
    def nothing(self) -> bool:
        """Whether verdict, grades, score, gates, items and overrides are all the same."""
        return not (
            self.outcome_differs
            or self.score_differs
            or self.gates
            or self.units
            or self.items
            or self.overrides_added
            or self.overrides_removed
        )


Outcome = tuple[str | None, GradeInterval | None, GradeInterval | None]


def outcome(result: Assessment) -> Outcome:
    """What a result comes down to: verdict, grade, leading."""
    return (result.verdict, result.grade, result.leading)


def compare(before: Assessment, after: Assessment, rungs: Sequence[str] = ()) -> Difference:
    """The differences from one result to another; both of the same kind of scheme.

    Args:
        before: the earlier result.
        after: the later result.
        rungs: the rungs of a ladder, of either track, best first; nothing for points schemes.
    """
    closed, aside = _gaps_gone(before, after, rungs)
    known = {gap.item for gap in before.gaps}
    earlier = {override.event for override in before.overrides}
    later = {override.event for override in after.overrides}
    return Difference(
        before,
        after,
        gates=_gates(before, after),
        units=_units(before, after),
        items=_items(before, after),
        gaps_closed=closed,
        gaps_opened=tuple(gap for gap in after.gaps if gap.item not in known),
        gaps_set_aside=aside,
        overrides_added=tuple(o for o in after.overrides if o.event not in earlier),
        overrides_removed=tuple(o for o in before.overrides if o.event not in later),
    )


def _items(before: Assessment, after: Assessment) -> tuple[ItemChange, ...]:
    old = {step.item: step for step in before.trace}
    new = {step.item: step for step in after.trace}
    changes = [ItemChange(item, old.get(item), new.get(item)) for item in {**old, **new}]
    return tuple(change for change in changes if _came_out(change.before) != _came_out(change.after))


def _came_out(step: TraceStep | None) -> object:
    return None if step is None else (step.truth, step.lower, step.upper, step.because)


def _gates(before: Assessment, after: Assessment) -> tuple[GateChange, ...]:
    old = {gate.id: gate for gate in before.gates}
    new = {gate.id: gate for gate in after.gates}
    changes = []
    for gate_id in {**old, **new}:
        was, now = old.get(gate_id), new.get(gate_id)
        shown = now or was
        assert shown is not None
        failing = _gone_and_new(was.failing if was else (), now.failing if now else ())
        unknown = _gone_and_new(was.unknown if was else (), now.unknown if now else ())
        status = (was.status if was else None, now.status if now else None)
        if status[0] is not status[1] or any((*failing, *unknown)):
            changes.append(
                GateChange(gate_id, shown.title, *status, failing[1], failing[0], unknown[1], unknown[0])
            )
    return tuple(changes)


def _gone_and_new(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(i for i in old if i not in new), tuple(i for i in new if i not in old)


def _units(before: Assessment, after: Assessment) -> tuple[UnitChange, ...]:
    changes = []
    for index in range(max(len(before.units), len(after.units))):
        was = before.units[index] if index < len(before.units) else None
        now = after.units[index] if index < len(after.units) else None
        if was is None or now is None or (was.grade, was.leading) != (now.grade, now.leading):
            changes.append(UnitChange(index, was, now))
    return tuple(changes)


def _gaps_gone(
    before: Assessment, after: Assessment, rungs: Sequence[str]
) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """Gaps that were repaired, and gaps that are only no longer shown."""
    shown = {gap.item for gap in after.gaps}
    gone = [gap for gap in before.gaps if gap.item not in shown]
    truths = {step.item: step.truth for step in after.trace}
    fallen = _units_that_fell(before, after, rungs)
    closed = tuple(
        gap
        for gap in gone
        if truths.get(gap.item, Truth.UNKNOWN) is not Truth.UNKNOWN and gap.item.split(".")[0] not in fallen
    )
    return closed, tuple(gap for gap in gone if gap not in closed)


def _units_that_fell(before: Assessment, after: Assessment, rungs: Sequence[str]) -> frozenset[str]:
    """Places of units whose reachable grade is worse: there a deeper gap hides the former ones."""
    fell = set()
    for change in _units(before, after):
        was, now = (_reachable(unit) for unit in (change.before, change.after))
        if was in rungs and now in rungs and rungs.index(now) > rungs.index(was):
            fell.add(str(change.index))
    return frozenset(fell)


def _reachable(unit: UnitResult | None) -> str:
    interval = (unit.grade or unit.leading) if unit else None
    return interval.reachable if interval else ""
