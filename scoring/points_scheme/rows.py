"""What one row contributes to a points result, worked out once per answer: trace, shortfall and weight."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from scoring.assessment import Gap, Part, Question, TraceStep
from scoring.firm.checks import unproved
from scoring.firm.facts import Statements
from scoring.firm.statements import evaluate_item, why_not
from scoring.numbers import plain
from scoring.points_scheme.points import ItemResult, full_points
from scoring.rules.pack import Item, Pack, Usually
from scoring.truth import Truth

AnyPart = TypeVar("AnyPart", Question | None, Gap | None, TraceStep)

_LIKELY: dict[Usually, float] = {"almost_always": 0.97, "mostly": 0.85, "sometimes": 0.5, "seldom": 0.2}
# Where a pack gives no expectation: a must-have is mostly met, a row that only brings points is open.
_UNSAID_MUST, _UNSAID_OPTION = 0.9, 0.5


class Cells(NamedTuple):
    """What every result reads of a row, side by side: `zip` turns the rows of a firm into columns at once."""

    lower: Decimal
    open: Decimal
    """The points between lower and upper."""
    step: TraceStep
    known: bool
    """Whether the row is decided."""
    stands_against: bool
    """Whether it is a must-have that is not known to be met."""
    short: bool
    claimed: bool
    remarkable: bool
    """Whether it has checks, a note, an exemption or a scale of its own to tell."""


class Asking(NamedTuple):
    """What the order of questions reads of a row, side by side as well."""

    must: bool
    """A must-have of which nothing is known."""
    doubt: float
    """How doubtful a must-have was that is met; 0 for other rows."""
    surprise: float
    """How much better or worse than expected a settled row of points came out; 0 for other rows."""
    counts: bool
    """Whether that surprise counts."""
    option: bool
    """A row that can still bring points."""


@dataclass(frozen=True, slots=True)
class Row:
    """An item's result with everything that follows from it alone."""

    result: ItemResult
    step: TraceStep
    gap: Gap | None
    question: Question | None
    """What to ask about it; None while nothing is open."""
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
    cells: Cells = field(init=False, compare=False, repr=False)
    asking: Asking = field(init=False, compare=False, repr=False)
    named: str = field(init=False, compare=False, repr=False)
    """Number and title of the item, as lists of items say it."""
    block: tuple[bool, str] | None = field(init=False, compare=False, repr=False)
    """With which rows it is asked in one question: must-haves or not, and where it stands; None for those that only an
    assessor or an authority can judge, which are no matter of yes or no."""

    def __post_init__(self) -> None:
        result = self.result
        cells = Cells(
            lower=result.lower,
            open=result.upper - result.lower,
            step=self.step,
            known=result.truth is not Truth.UNKNOWN,
            stands_against=result.item.gate is not None and result.truth is not Truth.MET,
            short=self.gap is not None,
            claimed=self.claimed,
            remarkable=bool(result.checks or result.noted or result.not_applicable or result.maximum),
        )
        object.__setattr__(self, "cells", cells)
        asking, item = _asking(result, self.open_points, self.likely), result.item
        judged_by_others = item.kind == "authority" or item.open_formula
        block = None if judged_by_others else (asking.must, item.section or item.gate or "")
        object.__setattr__(self, "asking", asking)
        object.__setattr__(self, "block", block)
        object.__setattr__(self, "named", f"{item.id} {item.title}")


def _asking(result: ItemResult, open_points: float, likely: float) -> Asking:
    gated = result.item.gate is not None
    known, met = result.truth is not Truth.UNKNOWN, result.truth is Truth.MET
    counts = not gated and result.settled and known
    return Asking(
        must=gated and not known,
        doubt=1 - likely if gated and met and not result.not_applicable else 0.0,
        surprise=met - likely if counts else 0.0,
        counts=counts,
        option=not result.settled
        and (known or not gated)
        and (open_points != 0 or result.item.kind == "authority"),
    )


def cell_columns(rows: Iterable[Row]) -> tuple[tuple[Any, ...], ...]:
    """The cells of all rows turned: one tuple for each field of Cells."""
    return tuple(zip(*[row.cells for row in rows], strict=True)) or ((),) * len(Cells._fields)


def asking_columns(rows: Iterable[Row]) -> tuple[tuple[Any, ...], ...]:
    """What the order of questions reads of all rows turned: one tuple for each field of Asking."""
    return tuple(zip(*[row.asking for row in rows], strict=True)) or ((),) * len(Asking._fields)


def row_of(pack: Pack, item: Item, statements: Statements, *, as_of: date, proof: str = "declared") -> Row:
    """The row of an item under what is said of it."""
    return row_from(pack, *judged(item, statements, as_of=as_of, proof=proof))


def judged(
    item: Item, statements: Statements, *, as_of: date, proof: str = "declared"
) -> tuple[ItemResult, bool]:
    """All that a row depends on: the item's result, and whether it counts on the firm's word alone."""
    result = evaluate_item(item, statements, as_of=as_of, proof=proof)
    return result, result.truth is Truth.MET and _only_claimed(statements, as_of, proof)


def row_from(
    pack: Pack, result: ItemResult, claimed: bool, write: Callable[[Part], Any] | None = None
) -> Row:
    """The row of a result; its parts are written in advance for one who makes many reports."""
    item = result.item
    weight = pack.weight_of(item)
    swing = (result.upper - result.lower) * weight
    lost = (full_points(item) - result.upper) * weight
    return Row(
        result=result,
        step=_written(
            TraceStep(
                item.id, item.title, result.truth, result.lower, result.upper, result.because, item.cite
            ),
            write,
        ),
        gap=_written(_gap(item, result, lost), write),
        question=_written(_question(pack, result, swing), write),
        lost=lost,
        swing=swing,
        claimed=claimed,
        open_points=float(swing),
        likely=_likely(item),
    )


def _written(part: AnyPart, write: Callable[[Part], Any] | None) -> AnyPart:
    return part if part is None or write is None else replace(part, written=write(part))


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


def _question(pack: Pack, result: ItemResult, swing: Decimal) -> Question | None:
    item = result.item
    if result.settled and result.truth is not Truth.UNKNOWN:
        return None
    return Question(item.id, item.question, _why(pack, result, swing), item.cite, item.proof)


def _why(pack: Pack, result: ItemResult, swing: Decimal) -> str:
    item = result.item
    if item.gate is not None and result.truth is Truth.UNKNOWN:
        gate = next(gate.title for gate in pack.gates if gate.id == item.gate)
        return f"{gate}：有一项不满足就不能通过" + (f"；同时关系 {plain(swing)} 分" if swing else "")
    if item.kind == "authority":
        return "这一组得分由主管部门评定，有评定结果才能计入"
    return f"最多影响总分 {plain(swing)} 分"
