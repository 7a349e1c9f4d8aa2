"""How firm a result is: which single fact would flip it, and how near measured values are to their limits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any, Literal

from scoring.assess import AssessRequest, assess, read_request
from scoring.assessment import Assessment
from scoring.errors import RequestError
from scoring.firm.facts import read_statements
from scoring.firm.limits import Margin
from scoring.firm.statements import why_not
from scoring.firm.units import LadderFacts
from scoring.numbers import EXACT_DIGITS
from scoring.points_scheme.assess_points import conclude
from scoring.points_scheme.rows import row_of
from scoring.rules.pack import Band, Item, Pack
from scoring.trials.comparing import Outcome, outcome
from scoring.trials.legal_changes import LegalChange, legal_changes

_MOST_UNITS = 50
"""Units of a firm whose facts are tried one by one; each has some fifty changes."""

Direction = Literal["up", "down", "narrower", "wider"]


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of one fact that changes the verdict or a grade, confirmed or reachable."""

    change: LegalChange
    before: Outcome
    after: Outcome
    direction: Direction


@dataclass(frozen=True, slots=True)
class Nearness:
    """A measured value beside one limit of its rule, in the rule's unit."""

    item: Item
    margin: Margin
    comparison: Literal["≥", ">"]
    """How a value must stand to the limit to be on its upper side."""
    below: Band
    above: Band

    @property
    def now(self) -> Band:
        """The band that holds the value."""
        return self.above if self.above.holds(self.margin.value) else self.below


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The result with everything that one fact could make of it."""

    result: Assessment
    flips: tuple[Flip, ...]
    near: tuple[Nearness, ...]
    """All measured values that count, the nearest to its limit first."""
    tried: int
    """Changes that were tried."""

    @property
    def robust(self) -> bool:
        """Whether no single fact flips the result."""
        return not self.flips


def sensitivity(pack: Pack, request: AssessRequest) -> Sensitivity:
    """Every single change of facts that flips the result, each computed by the core; pure, as the core is.

    Raises:
        RequestError: more units than are tried one by one.
    """
    if isinstance(request.facts, LadderFacts) and len(request.facts.units) > _MOST_UNITS:
        raise RequestError(
            f"facts.units：共 {len(request.facts.units)} 个单元，最多试算 {_MOST_UNITS} 个；请分几次提交"
        )
    result = assess(pack, request)
    before = outcome(result)
    trial = _trial_ladder if isinstance(request.facts, LadderFacts) else _trial_points
    flips: list[Flip] = []
    tried = 0
    for change, after in trial(pack, request, result):
        tried += 1
        if after != before:
            flips.append(Flip(change, before, after, direction(pack, before, after)))
    return Sensitivity(result, tuple(flips), _near(pack, request), tried)


def _trial_points(
    pack: Pack, request: AssessRequest, result: Assessment
) -> Iterator[tuple[LegalChange, Outcome]]:
    """The outcome of each change; only the row that changes is worked out anew."""
    assert not isinstance(request.facts, LadderFacts)
    facts, as_of, proof = request.facts, request.as_of, request.proof
    with localcontext(prec=EXACT_DIGITS):
        rows = {
            item.id: row_of(pack, item, facts.get(item.id, ()), as_of=as_of, proof=proof)
            for item in pack.items.values()
        }
    seen: dict[tuple[str, object], Outcome] = {}
    for change in legal_changes(pack, request):
        said = () if change.entry is None else read_statements(pack, change.item, change.entry)
        with localcontext(prec=EXACT_DIGITS):
            row = row_of(pack, change.rule, said, as_of=as_of, proof=proof)
            new, old = row.result, rows[change.item].result
            weighs = (new.truth, new.lower, new.upper, new.maximum)
            if weighs == (old.truth, old.lower, old.upper, old.maximum):
                yield change, outcome(result)
                continue
            if (change.item, weighs) not in seen:
                trial = conclude(pack, {**rows, change.item: row}, touched=facts, as_of=as_of, proof=proof)
                seen[change.item, weighs] = outcome(trial)
        yield change, seen[change.item, weighs]


def _trial_ladder(
    pack: Pack, request: AssessRequest, result: Assessment
) -> Iterator[tuple[LegalChange, Outcome]]:
    """The outcome of each change; units that neither change nor hold the firm down are left out."""
    assert isinstance(request.facts, LadderFacts)
    raw_units: Any = request.raw.get("units") or [{}]
    pillars = _pillars(pack, request.facts, result)
    body = {"as_of": request.as_of.isoformat(), "proof": request.proof}
    for change in legal_changes(pack, request):
        kept = sorted(pillars if change.unit is None else {*pillars, change.unit})
        units = [raw_units[place] for place in kept]
        events: dict[str, Any] = dict(request.raw.get("events") or {})  # type: ignore[call-overload]
        if change.unit is None:
            _put(events, change.rule.id, change.entry)
        else:
            at = kept.index(change.unit)
            aspects = dict(units[at].get("aspects") or {})
            _put(aspects, change.rule.id, change.entry)
            units[at] = {**units[at], "aspects": aspects}
        facts = {"units": units, "events": events}
        trial = read_request(pack, {**body, "facts": facts}, today=request.as_of)
        yield change, outcome(assess(pack, trial))


def _put(facts: dict[str, Any], key: str, entry: object) -> None:
    if entry is None:
        del facts[key]
    else:
        facts[key] = entry


def _pillars(pack: Pack, facts: LadderFacts, result: Assessment) -> set[int]:
    """Places of units that together give every outcome the whole firm gives: the two worst of each kind.

    Two, since the worst may be the unit that changes.
    """
    places: set[int] = set()
    for rungs, leading in ((pack.rungs, False), (pack.leading_rungs, True)):
        grades = {
            place: interval
            for place, unit in enumerate(result.units)
            if (interval := unit.leading if leading else unit.grade) is not None
        }
        places.update(_worst_two({place: rungs.index(grade.confirmed) for place, grade in grades.items()}))
        places.update(_worst_two({place: rungs.index(grade.reachable) for place, grade in grades.items()}))
    optional = [p for p, unit in enumerate(facts.units) if unit.b_minus]
    return places | set(optional[:2]) or {0}


def _worst_two(ranks: dict[int, int]) -> list[int]:
    return sorted(ranks, key=lambda place: -ranks[place])[:2]


def direction(pack: Pack, before: Outcome, after: Outcome) -> Direction:
    """Whether the outcome rises, falls, or its open range only becomes smaller or larger."""
    low, high = 0, 0
    if before[0] != after[0]:
        verdicts = ("fail", "undetermined", "pass")
        low = high = verdicts.index(after[0]) - verdicts.index(before[0])
    for rungs, was, now in ((pack.rungs, before[1], after[1]), (pack.leading_rungs, before[2], after[2])):
        if was is not None and now is not None:
            low += _rise(rungs, was.confirmed, now.confirmed)
            high += _rise(rungs, was.reachable, now.reachable)
    if low >= 0 and high >= 0:
        return "up"
    if low <= 0 and high <= 0:
        return "down"
    return "narrower" if low > 0 else "wider"


def _rise(rungs: tuple[str, ...], was: str, now: str) -> int:
    return rungs.index(was) - rungs.index(now)


def _near(pack: Pack, request: AssessRequest) -> tuple[Nearness, ...]:
    if isinstance(request.facts, LadderFacts):
        return ()
    found: list[Nearness] = []
    for item_id, statements in request.facts.items():
        item = pack.items[item_id]
        if item.value is None:
            continue
        counted = [fact for fact in statements if why_not(fact, request.as_of, request.proof) is None]
        values = dict.fromkeys(fact.value for fact in counted if fact.value is not None)
        found += [near for value in values for near in _limits(item, value)]
    order = {item_id: place for place, item_id in enumerate(pack.items)}
    return tuple(sorted(found, key=lambda near: (_closeness(near.margin), order[near.item.id])))


def _closeness(margin: Margin) -> Decimal:
    if margin.share is not None:
        return margin.share
    return Decimal(0) if margin.distance == 0 else Decimal("Infinity")


def _limits(item: Item, value: Decimal) -> Iterator[Nearness]:
    assert item.value is not None
    bands = item.value.bands
    for below, above in itertools.pairwise(bands):
        if above.low is not None:
            yield Nearness(item, Margin(value, above.low), "≥" if above.low_inclusive else ">", below, above)
