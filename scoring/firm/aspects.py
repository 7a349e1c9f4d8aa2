"""What the sources leave of an aspect or an event: an interval of grades, an answer, and the disagreements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

from scoring.firm.checks import SOURCES, Check, expired, unproved
from scoring.firm.facts import RUNGS
from scoring.firm.measured import AspectResult, decision_checks, settled_by
from scoring.firm.units import AspectFact, Proof, Unit, rungs_of
from scoring.industry.indicator_decision import AspectDecision, decide_unit
from scoring.rules.pack import Pack


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """A unit with what its sources leave of each aspect; an aspect that nothing counts for is absent."""

    unit: Unit
    rungs: tuple[str, ...]
    aspects: Mapping[str, AspectResult]
    dropped: tuple[str, ...]
    """Aspects of which something is said, none of it counting on this day and rung."""
    checks: tuple[Check, ...]
    decisions: Mapping[str, AspectDecision]
    """What the indicators of the industry decide, by aspect; empty where no measured value is known."""


def counts(proof: Proof, as_of: date, asked: str) -> bool:
    """Whether a statement with this proof counts on that day and rung."""
    return RUNGS.index(proof.source) >= RUNGS.index(asked) and (
        proof.valid_until is None or proof.valid_until >= as_of
    )


def counted(pack: Pack, index: int, unit: Unit, as_of: date, proof: str) -> CountedUnit:
    """The unit as its sources leave it on that day and rung."""
    rungs = rungs_of(pack, unit)
    aspects: dict[str, AspectResult] = {}
    dropped: list[str] = []
    checks: list[Check] = []
    for name, statements in unit.aspects.items():
        key = aspect_item(index, name)
        kept = []
        for fact in statements:
            if counts(fact.proof, as_of, proof):
                kept.append(fact)
            elif fact.proof.valid_until is not None and fact.proof.valid_until < as_of:
                checks.append(expired(key, fact.proof.source, fact.proof.valid_until.isoformat()))
        if not kept:
            dropped.append(name)
            continue
        result, contradictions = _together(key, kept, rungs)
        checks += contradictions
        if result is not None:
            aspects[name] = result
    decisions = _by_indicators(pack, unit, rungs, as_of, proof)
    for name, decision in decisions.items():
        key = aspect_item(index, name)
        checks += decision_checks(key, decision)
        if decision.informative:
            aspects[name], contradiction = settled_by(key, aspects.get(name), decision, rungs)
            checks += contradiction
    return CountedUnit(unit, rungs, aspects, tuple(dropped), tuple(checks), decisions)


def _by_indicators(
    pack: Pack, unit: Unit, rungs: Sequence[str], as_of: date, proof: str
) -> Mapping[str, AspectDecision]:
    if not unit.indicators.readings and not unit.indicators.processes:
        return {}
    return decide_unit(
        pack.indicators, unit.industry, unit.indicators, scheme=pack.id, rungs=rungs, as_of=as_of, proof=proof
    )


def aspect_item(index: int, aspect: str) -> str:
    """The id of an aspect of the unit at this place, as the dialogue and the plan use it."""
    return f"{index}.{aspect}"


def strength(proof: Proof) -> tuple[int, str]:
    """What a statement weighs against others: its rung of proof, then its day."""
    return RUNGS.index(proof.source), proof.dated.isoformat() if proof.dated else ""


def _together(
    key: str, facts: Sequence[AspectFact], rungs: Sequence[str]
) -> tuple[AspectResult | None, list[Check]]:
    """What the statements leave together: the strongest first, weaker ones only inside what these leave open."""
    if len(facts) == 1:
        return _alone(facts[0].worst, facts[0].best, _claimed(facts)), []
    checks: list[Check] = []
    span: tuple[int, int] | None = None
    leader = facts[0].proof
    ordered = sorted(facts, key=lambda fact: strength(fact.proof), reverse=True)
    for _, group in groupby(ordered, key=lambda fact: strength(fact.proof)):
        equals = list(group)
        own = _common(equals, rungs)
        if own is None:
            said = "、".join(sorted({_shown(fact.worst, fact.best) for fact in equals}))
            checks.append(
                Check("contradiction", (key,), f"{key}：同等来源的说法互相矛盾（{said}），都不采信，请核实")
            )
            if span is None:
                return None, checks
            continue
        if span is None:
            span, leader = own, equals[0].proof
        elif max(span[0], own[0]) <= min(span[1], own[1]):
            span = max(span[0], own[0]), min(span[1], own[1])
        else:
            by = SOURCES[leader.source] if leader.source != equals[0].proof.source else "日期较新的"
            checks.append(
                Check(
                    "contradiction",
                    (key,),
                    f"{key}：{SOURCES[leader.source]}为{_shown(rungs[span[1]], rungs[span[0]])}，"
                    f"{SOURCES[equals[0].proof.source]}为{_shown(rungs[own[1]], rungs[own[0]])}；以{by}为准",
                )
            )
    if span is None:
        return None, checks
    return _alone(rungs[span[1]], rungs[span[0]], _claimed(facts)), checks


@cache
def _alone(worst: str, best: str, claimed: bool) -> AspectResult:
    return AspectResult(worst, best, f"满足到{_shown(worst, best)}", claimed)


def _claimed(facts: Iterable[AspectFact]) -> bool:
    return all(unproved(fact.proof.source, fact.proof.evidence) for fact in facts)


def _common(facts: Iterable[AspectFact], rungs: Sequence[str]) -> tuple[int, int] | None:
    """The places on the ladder, best and worst, that all statements allow; None when there is none."""
    best = max(rungs.index(fact.best) for fact in facts)
    worst = min(rungs.index(fact.worst) for fact in facts)
    return (best, worst) if best <= worst else None


def _shown(worst: str, best: str) -> str:
    return f" {best}" if best == worst else f" {worst} 至 {best}"
