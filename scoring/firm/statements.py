"""Several sources about one item: the higher rung of proof counts, the later of two on one rung, and a disagreement is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from scoring.firm.checks import SOURCES, Check, expired, near_limit
from scoring.firm.facts import RUNGS, Fact, Statements
from scoring.points_scheme.points import ItemResult, evaluate_statement, full_points, unknown
from scoring.rules.pack import Item
from scoring.truth import Truth

_ZERO = Decimal(0)
_POSSIBLE = {
    Truth.MET: frozenset({Truth.MET}),
    Truth.NOT_MET: frozenset({Truth.NOT_MET}),
    Truth.UNKNOWN: frozenset({Truth.MET, Truth.NOT_MET}),
}


def evaluate_item(item: Item, statements: Statements, *, as_of: date, proof: str = "declared") -> ItemResult:
    """The result of an item under all that is said of it; no statement means unknown.

    A statement below the asked rung or past its day counts as nothing. The others are read from the strongest down:
    each may narrow what the stronger ones leave open; one that contradicts them is set aside and reported. Two of the same
    rung and day that contradict each other leave the item unknown, except that a measured number goes before a judgement.
    """
    if not statements:
        return unknown(item, "尚未说明")
    checks = [
        expired(item.id, fact.source, fact.valid_until.isoformat())
        for fact in statements
        if fact.valid_until is not None and fact.valid_until < as_of
    ]
    counted = [fact for fact in statements if why_not(fact, as_of, proof) is None]
    if not counted:
        told = (why_not(fact, as_of, proof) for fact in _strongest_first(item, statements))
        why = next(why for why in told if why is not None)
        return replace(unknown(item, why, noted=True), checks=tuple(checks))
    checks += [check for fact in counted if (check := near_limit(item, fact)) is not None]
    said = [fact for fact in counted if _says_something(item, fact)] or counted[:1]
    if len(said) == 1:
        result = evaluate_statement(item, said[0])
    else:
        result, contradiction = _together(item, _joined(item, said))
        checks += contradiction
    return replace(result, checks=tuple(checks)) if checks else result


def why_not(fact: Fact, as_of: date, proof: str) -> str | None:
    """Why a statement counts for nothing on that day and rung; None when it counts."""
    if RUNGS.index(fact.source) < RUNGS.index(proof):
        return f"来源是{SOURCES[fact.source]}，低于要求的{SOURCES[proof]}，按未知处理"
    if fact.valid_until is not None and fact.valid_until < as_of:
        return f"证明已于 {fact.valid_until.isoformat()} 到期，按未知处理"
    return None


def _says_something(item: Item, fact: Fact) -> bool:
    """Whether a statement could decide anything; of an item that an authority judges only its points can."""
    return fact.status != "unknown" and (item.kind != "authority" or fact.points is not None)


def _measured(item: Item, fact: Fact) -> bool:
    """Whether a statement brings a number that the text compares with something."""
    return fact.value is not None and item.value is not None


def _strength(item: Item, fact: Fact) -> tuple[int, str, bool]:
    """Stronger proof first, then the later day, then a measured number before a judgement."""
    return RUNGS.index(fact.source), fact.dated.isoformat() if fact.dated else "", _measured(item, fact)


def _strongest_first(item: Item, statements: Iterable[Fact]) -> list[Fact]:
    """By strength; equal ones in an order that does not depend on how they came."""
    return sorted(statements, key=lambda fact: (_strength(item, fact), repr(fact)), reverse=True)


def _joined(item: Item, facts: Sequence[Fact]) -> list[Fact]:
    """A size and a stage said apart are two halves of one statement where the text asks for both.

    A stage is read with the size of the strongest source; with each size where equally strong sources give several. The
    sizes stay statements of their own, so that one below the line counts by its own proof.
    """
    if item.value is None or not item.stages:
        return list(facts)
    numbers = _strongest_first(item, (fact for fact in facts if fact.value is not None))
    if not numbers:
        return list(facts)
    most = _strength(item, numbers[0])
    sizes = dict.fromkeys(fact.value for fact in numbers if _strength(item, fact) == most)
    joined: list[Fact] = []
    for fact in facts:
        apart = fact.level is not None and fact.value is None
        joined += [replace(fact, value=size) for size in sizes] if apart else [fact]
    return joined


def _together(item: Item, facts: Sequence[Fact]) -> tuple[ItemResult, list[Check]]:
    """What the statements leave together, strongest first, and the disagreements among them."""
    exact = any(
        _says_how_much(item, fact) and evaluate_statement(item, fact).truth is not Truth.NOT_MET
        for fact in facts
    )
    result: ItemResult | None = None
    leader, checks = facts[0], []
    for _, group in groupby(_strongest_first(item, facts), key=lambda fact: _strength(item, fact)):
        equals = [(fact, _outcome(item, fact, exact)) for fact in group]
        together = equals[0][1]
        for fact, other in equals[1:]:
            both = _intersection(together, other)
            if both is None:
                told = _told(item, equals[0][0], together, fact, other)
                checks.append(Check("contradiction", (item.id,), f"{told}；两者同等有力，都不采信，请核实"))
                if result is None:
                    return unknown(item, "同等来源的说法互相矛盾，按未知处理", noted=True), checks
                break
            together = both
        else:
            if result is None:
                result, leader = together, equals[0][0]
            elif (both := _intersection(result, together)) is not None:
                result = both
            else:
                by = f"以{_preferred(leader, equals[0][0])}为准"
                told = _told(item, leader, result, equals[0][0], together)
                checks.append(Check("contradiction", (item.id,), f"{told}；{by}"))
                result = replace(result, because=f"{result.because}（来源不一致，{by}）", noted=True)
    assert result is not None
    return result, checks


def _told(item: Item, one: Fact, result: ItemResult, other: Fact, outcome: ItemResult) -> str:
    return (
        f"{item.id}：{SOURCES[one.source]}称“{result.because}”，{SOURCES[other.source]}称“{outcome.because}”"
    )


def _preferred(stronger: Fact, weaker: Fact) -> str:
    if stronger.source != weaker.source:
        return SOURCES[stronger.source]
    return "数值" if stronger.dated == weaker.dated else "日期较新的"


def _says_how_much(item: Item, fact: Fact) -> bool:
    return _measured(item, fact) or any(part is not None for part in (fact.level, fact.points, fact.ratio))


def _outcome(item: Item, fact: Fact, exact: bool) -> ItemResult:
    """A bare “met” beside a statement that says how much leaves the points to that one."""
    result = evaluate_statement(item, fact)
    if exact and result.truth is Truth.MET and not result.not_applicable and not _says_how_much(item, fact):
        return replace(result, lower=_ZERO, upper=full_points(item), settled=False)
    return result


def _intersection(one: ItemResult, other: ItemResult) -> ItemResult | None:
    truths = _POSSIBLE[one.truth] & _POSSIBLE[other.truth]
    lower, upper = max(one.lower, other.lower), min(one.upper, other.upper)
    if not truths or lower > upper or one.maximum != other.maximum:
        return None
    truth = Truth.UNKNOWN if len(truths) == 2 else next(iter(truths))
    narrower = (
        other
        if (other.upper - other.lower, not other.settled) < (one.upper - one.lower, not one.settled)
        else one
    )
    return replace(narrower, truth=truth, lower=lower, upper=upper, settled=one.settled or other.settled)
