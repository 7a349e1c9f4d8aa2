"""What one row contributes to a points result, worked out once per answer: trace, shortfall and weight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.assessment import Gap, TraceStep
from scoring.firm.checks import unproved
from scoring.firm.facts import Statements
from scoring.firm.statements import evaluate_item, why_not
from scoring.numbers import plain
from scoring.points_scheme.points import ItemResult, full_points
from scoring.rules.pack import Item, Pack, Usually
from scoring.truth import Truth

_LIKELY: dict[Usually, float] = {"almost_always": 0.97, "mostly": 0.85, "sometimes": 0.5, "seldom": 0.2}
# Where a pack gives no expectation: a must-have is mostly met, a row that only brings points is open.
_UNSAID_MUST, _UNSAID_OPTION = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """An item's result with everything that follows from it alone."""

    result: ItemResult
    step: TraceStep
    gap: Gap | None
    lost: Decimal
    """Points of the total that are known to be lost."""
    swing: Decimal
    """Points of the total that are still open."""
    claimed: bool
    """Whether the row counts on the firm's word alone, with no evidence attached."""
    open_points: float
    """The swing, for the order of questions only."""
    likely: float
    """How likely a firm that considers applying meets the row, for the order of questions only."""


def row_of(pack: Pack, item: Item, statements: Statements, *, as_of: date, proof: str = "declared") -> Row:
    """The row of an item under what is said of it."""
    result = evaluate_item(item, statements, as_of=as_of, proof=proof)
    weight = pack.weight_of(item)
    swing = (result.upper - result.lower) * weight
    lost = (full_points(item) - result.upper) * weight
    return Row(
        result=result,
        step=TraceStep(
            item.id, item.title, result.truth, result.lower, result.upper, result.because, item.cite
        ),
        gap=_gap(item, result, lost),
        lost=lost,
        swing=swing,
        claimed=result.truth is Truth.MET and _only_claimed(statements, as_of, proof),
        open_points=float(swing),
        likely=_likely(item),
    )


def _only_claimed(statements: Statements, as_of: date, proof: str) -> bool:
    counted = (fact for fact in statements if why_not(fact, as_of, proof) is None)
    return all(unproved(fact.source, fact.evidence) for fact in counted)


def _likely(item: Item) -> float:
    if item.usually_met is not None:
        return _LIKELY[item.usually_met]
    return _UNSAID_MUST if item.gate is not None else _UNSAID_OPTION


def _gap(item: Item, result: ItemResult, lost: Decimal) -> Gap | None:
    short = full_points(item) - result.upper
    must = item.gate is not None
    if result.truth is Truth.UNKNOWN or (result.truth is Truth.MET and short <= 0) or not (must or short > 0):
        return None
    shortfall = result.because
    if lost:
        shortfall += f"；少 {plain(short)} 分（折合总分 {plain(lost)} 分）"
    return Gap(item.id, item.title, item.cite.quote, shortfall, item.cite, item.measure, item.proof, must)
