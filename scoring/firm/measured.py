"""An aspect of which measured values are known: what the indicators decide goes before what is declared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.firm.checks import Check, unproved
from scoring.industry.indicator_decision import AspectDecision


@dataclass(frozen=True, slots=True)
class AspectResult:
    """The grades an aspect holds if what is open fails, and if it passes."""

    worst: str
    best: str
    because: str
    claimed: bool = False
    """Whether it rests on the firm's word alone, with no evidence attached."""


def settled_by(
    key: str, said: AspectResult | None, decision: AspectDecision, rungs: Sequence[str]
) -> tuple[AspectResult, list[Check]]:
    """The aspect under both: inside what the indicators leave, a statement of a grade still counts.

    A grade that the indicators rule out is set aside and reported.
    """
    best, worst = rungs.index(decision.best), rungs.index(decision.worst)
    measured = AspectResult(
        decision.worst, decision.best, "；".join(decision.because) or "按已知的指标数值", _claimed(decision)
    )
    if said is None:
        return measured, []
    low, high = max(best, rungs.index(said.best)), min(worst, rungs.index(said.worst))
    if low <= high:
        because = f"{said.because.strip()}；{measured.because}"
        return AspectResult(rungs[high], rungs[low], because, said.claimed and measured.claimed), []
    told = (
        f"{key}：填报为{said.because.removeprefix('满足到')}，按指标数值为 {_span(decision)}；以指标数值为准"
    )
    return measured, [Check("contradiction", (key,), told)]


def decision_checks(key: str, decision: AspectDecision) -> list[Check]:
    """Indicators whose sources disagree, and values within a tenth of their limit."""
    checks = []
    for result in decision.results:
        if result.contradiction is not None:
            checks.append(Check("contradiction", (key,), f"{key}：{result.contradiction}"))
        if result.margin is not None and result.margin.near:
            told = f"{key}：{result.because}，离界限不超过一成，请核实测量和计算"
            checks.append(Check("near_limit", (key,), told))
    return checks


def _claimed(decision: AspectDecision) -> bool:
    readings = [result.reading for result in decision.results if result.reading is not None]
    return bool(readings) and all(unproved(reading.source, reading.evidence) for reading in readings)


def _span(decision: AspectDecision) -> str:
    if decision.worst == decision.best:
        return decision.best
    return f"{decision.worst} 至 {decision.best}"
