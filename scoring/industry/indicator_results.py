"""How one indicator comes out at each grade, from what is said of it: met, not met, or unknown and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise, product

from scoring.firm.facts import RUNGS
from scoring.industry.indicator import Indicator, IndicatorPack
from scoring.industry.indicator_readings import IndicatorFacts, Reading
from scoring.numbers import plain
from scoring.truth import Truth
from scoring.units_of_measure import at_reference_oxygen

NEAR = Fraction(1, 10)
"""A value at most this share of the limit away from it is called near."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class IndicatorMargin:
    """How far a value is from the nearest limit; all in the unit of the indicator, on its basis."""

    grade: str
    """The best grade that has this limit."""
    value: Fraction
    limit: Decimal

    @property
    def distance(self) -> Fraction:
        """Positive above the limit, negative below it."""
        return self.value - Fraction(self.limit)

    @property
    def percent(self) -> Fraction | None:
        """The distance in % of the limit, without sign; None where the limit is 0."""
        return abs(self.distance) * 100 / abs(Fraction(self.limit)) if self.limit else None

    @property
    def near(self) -> bool:
        """Whether the distance is at most a tenth of the limit."""
        return abs(self.distance) <= NEAR * abs(Fraction(self.limit))


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator of a unit."""

    pack: IndicatorPack
    indicator: Indicator
    truths: Mapping[str, Truth]
    """By rung, for all rungs that are considered."""
    applies: Truth
    because: str
    reading: Reading | None = None
    """The strongest statement that counts."""
    margin: IndicatorMargin | None = None
    contradiction: str | None = None

    @property
    def answered(self) -> bool:
        """Whether all is said that can be said: what is still unknown is left open by the source."""
        said = self.reading is not None and on_basis(self.indicator, self.reading) is not None
        return said and self.contradiction is None and self.applies is Truth.MET


def evaluate(
    pack: IndicatorPack,
    indicator: Indicator,
    facts: IndicatorFacts,
    *,
    rungs: Sequence[str],
    as_of: date,
    proof: str,
) -> IndicatorResult | None:
    """The indicator at each rung (best first); None when it does not apply to the unit.

    The higher rung of proof counts, the later of two on one rung; two of the same rung and day that come out differently
    leave it unknown. A weaker statement may fill in what a stronger one leaves open.
    """
    applies = _applies(indicator, facts)
    if applies is Truth.NOT_MET:
        return None
    said = facts.readings.get(indicator.id, ())
    counting = sorted((reading for reading in said if reading.counts(as_of, proof)), key=_order, reverse=True)
    outcomes = [_outcome(pack, indicator, reading, rungs) for reading in counting]
    truths, contradiction = _together(indicator, counting, outcomes, rungs)
    truths = _inferred(pack, indicator, truths, rungs)
    if applies is Truth.UNKNOWN:
        truths = {rung: Truth.UNKNOWN if t is Truth.NOT_MET else t for rung, t in truths.items()}
    strongest = counting[0] if counting else None
    because = _because(indicator, applies, said, strongest)
    if contradiction is not None:
        because = f"{because}（{contradiction}）"
    margin = None if strongest is None else _margin(pack, indicator, strongest)
    return IndicatorResult(pack, indicator, truths, applies, because, strongest, margin, contradiction)


def _order(reading: Reading) -> tuple[int, str, str]:
    return (*_strength(reading), repr(reading))


def _strength(reading: Reading) -> tuple[int, str]:
    return RUNGS.index(reading.source), reading.dated.isoformat() if reading.dated else ""


def _applies(indicator: Indicator, facts: IndicatorFacts) -> Truth:
    whole = Truth.MET
    for group in indicator.applies_when:
        runs = [facts.runs(tag) for tag in group]
        if True in runs:
            continue
        if None not in runs:
            return Truth.NOT_MET
        whole = Truth.UNKNOWN
    return whole


def on_basis(indicator: Indicator, reading: Reading) -> Fraction | str | bool | None:
    """The value that the limits are compared with; None where the measured oxygen is needed and not given."""
    if indicator.basis.oxygen is None or not isinstance(reading.value, Fraction):
        return reading.value
    if reading.oxygen is None:
        return None
    return at_reference_oxygen(reading.value, reading.oxygen, indicator.basis.oxygen)


def _outcome(
    pack: IndicatorPack, indicator: Indicator, reading: Reading, rungs: Sequence[str]
) -> Mapping[str, Truth]:
    value = on_basis(indicator, reading)
    known: dict[str, Truth] = {}
    for rung in rungs:
        accepted = None if value is None else indicator.accepts(rung, value)
        known[rung] = Truth.UNKNOWN if accepted is None else Truth.MET if accepted else Truth.NOT_MET
    return _inferred(pack, indicator, known, rungs)


def _inferred(
    pack: IndicatorPack, indicator: Indicator, known: Mapping[str, Truth], rungs: Sequence[str]
) -> dict[str, Truth]:
    """What holds at a grade holds at every worse one; what fails at a grade fails at every better one."""
    truths = dict(known)
    for rung in rungs:
        demand = indicator.demands.get(rung)
        if rung in (pack.grades[-1], rungs[-1]) or (demand is not None and not demand.asks):
            truths[rung] = Truth.MET
    for better, worse in pairwise(rungs):
        if truths[better] is Truth.MET:
            truths[worse] = Truth.MET
    for better, worse in reversed(list(pairwise(rungs))):
        if truths[worse] is Truth.NOT_MET:
            truths[better] = Truth.NOT_MET
    return truths


def _together(
    indicator: Indicator,
    readings: Sequence[Reading],
    outcomes: Sequence[Mapping[str, Truth]],
    rungs: Sequence[str],
) -> tuple[dict[str, Truth], str | None]:
    """What the readings leave together, strongest first, and the first disagreement in words.

    Of equals that disagree only what all of them say stays known, and nothing weaker fills in the rest. A weaker one that
    disagrees is set aside as a whole: what follows from it at other rungs is in doubt too.
    """
    truths = dict.fromkeys(rungs, Truth.UNKNOWN)
    taken: list[tuple[Reading, Mapping[str, Truth]]] = []
    told: str | None = None
    pairs = zip(readings, outcomes, strict=True)
    for _, group in groupby(pairs, key=lambda pair: _strength(pair[0])):
        equals = list(group)
        clash = _clash(equals, equals)
        own = {rung: _shared([outcome[rung] for _, outcome in equals], clash is None) for rung in rungs}
        against = _clash(taken, [(equals[0][0], own)])
        told = told or _told(indicator, clash, "两者同等有力，按未知处理")
        if against is None:
            truths = {rung: own[rung] if t is Truth.UNKNOWN else t for rung, t in truths.items()}
            taken += equals
        else:
            told = told or _told(indicator, against, f"以“{against[0].shown}”为准")
        if clash is not None:
            break
    return truths, told


def _clash(
    ones: Sequence[tuple[Reading, Mapping[str, Truth]]], others: Sequence[tuple[Reading, Mapping[str, Truth]]]
) -> tuple[Reading, Reading] | None:
    """The first two readings of which one meets a rung that the other fails."""
    for (one, mine), (other, theirs) in product(ones, others):
        if any({mine[rung], theirs[rung]} == {Truth.MET, Truth.NOT_MET} for rung in mine):
            return one, other
    return None


def _shared(truths: Sequence[Truth], agreed: bool) -> Truth:
    """What several readings say of one rung: all that any says if they agree, else what every one says."""
    said = {truth for truth in truths if truth is not Truth.UNKNOWN}
    if len(said) != 1 or not (agreed or all(truth in said for truth in truths)):
        return Truth.UNKNOWN
    return said.pop()


def _told(indicator: Indicator, clash: tuple[Reading, Reading] | None, how: str) -> str | None:
    if clash is None:
        return None
    return f"{indicator.title}有两种说法：“{clash[0].shown}”和“{clash[1].shown}”，{how}"


def _because(indicator: Indicator, applies: Truth, said: Sequence[Reading], strongest: Reading | None) -> str:
    if strongest is None:
        why = "证据低于要求或已到期" if said else "尚未说明"
        return f"{indicator.title}：{why}"
    told = f"{indicator.title}：{strongest.shown}"
    if indicator.basis.oxygen is not None:
        reference = plain(indicator.basis.oxygen)
        value = on_basis(indicator, strongest)
        if value is None:
            return f"{told}，没有实测含氧量，不能折算到基准氧含量{reference}%"
        assert isinstance(value, Fraction) and strongest.oxygen is not None
        told += f"，实测含氧量{plain(strongest.oxygen)}%，折算到{reference}%为{approx(value)}{indicator.unit}"
    if applies is Truth.UNKNOWN:
        tags = "、".join(tag for group in indicator.applies_when for tag in group)
        told += f"（尚未说明有没有这些工艺：{tags}）"
    return told


def approx(value: Fraction) -> str:
    """A fraction for a sentence, at most two decimals, half up; never for a decision.

    >>> approx(Fraction(15, 2)), approx(Fraction(1, 3))
    ('7.5', '0.33')
    """
    scaled = value * 100
    half_up = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return plain(Decimal(half_up) * _CENT)


def _margin(pack: IndicatorPack, indicator: Indicator, reading: Reading) -> IndicatorMargin | None:
    value = on_basis(indicator, reading)
    if not isinstance(value, Fraction) or indicator.unit == "国":
        return None
    limits = [
        (grade, end)
        for grade in pack.grades
        if (demand := indicator.demands.get(grade)) is not None and demand.comparison is not None
        for end in demand.comparison.ends
    ]
    if not limits:
        return None
    grade, limit = min(limits, key=lambda pair: abs(value - Fraction(pair[1])))
    return IndicatorMargin(grade, value, limit)
