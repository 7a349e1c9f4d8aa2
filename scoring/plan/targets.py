"""What a target asks for: which aspects lie below it, whether a result reaches it, which events forbid it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.assess import AssessRequest, assess, read_request
from scoring.assessment import Assessment, Override
from scoring.errors import RequestError
from scoring.firm.aspects import aspect_item
from scoring.firm.units import LadderFacts
from scoring.ladder_scheme.ladder import next_rung, uses_b_minus
from scoring.plan.changes import held_grades
from scoring.rules.pack import Pack


def read_target(pack: Pack, start: AssessRequest, raw: object) -> str:
    """The target that is asked for; None means to pass, or the grade above.

    Raises:
        RequestError: not a target that this scheme has.
    """
    if pack.kind == "points":
        if raw not in (None, "pass"):
            raise RequestError(f"target 为“{str(raw)[:40]}”；计分方案的目标只有 pass")
        return "pass"
    allowed = (*pack.rungs[:-1], *pack.leading_rungs[:1])
    if raw is None:
        grade = assess(pack, start).grade
        if grade is None:
            return pack.leading_rungs[0]
        assert isinstance(start.facts, LadderFacts)
        above = next_rung(pack, grade.confirmed, b_minus=uses_b_minus(start.facts))
        return above or pack.rungs[0]
    if raw not in allowed:
        raise RequestError(f"target 为“{str(raw)[:40]}”；应为 {'、'.join(allowed)} 之一，或 null 表示上一级")
    return str(raw)


NO_PASS_LINE = "文本没有可计算的达标线"


def goal_words(pack: Pack, target: str) -> str:
    """The target as a sentence names it; a points scheme whose text gives no line has none to name."""
    if target != "pass":
        return target
    return "通过评价" if pack.pass_rule is not None else NO_PASS_LINE


def rungs_of(pack: Pack, target: str) -> tuple[str, ...]:
    """The ladder that the target stands on, best first."""
    return pack.leading_rungs if target in pack.leading_rungs else pack.rungs


def reached(pack: Pack, result: Assessment, target: str) -> bool:
    """Whether a result of the core holds the target for certain."""
    if pack.kind == "points":
        return result.verdict == "pass"
    held = result.leading if target in pack.leading_rungs else result.grade
    rungs = rungs_of(pack, target)
    return held is not None and rungs.index(held.confirmed) <= rungs.index(target)


def short_aspects(pack: Pack, start: AssessRequest, before: Assessment, target: str) -> list[str]:
    """Aspects that are not certain to hold the target, as `0.运输方式`, on the target's own track."""
    rungs, leading = rungs_of(pack, target), target in pack.leading_rungs
    held = held_grades(before)
    units = start.facts.units if isinstance(start.facts, LadderFacts) else ()
    # A firm that has named no unit yet is planned as one unit of which nothing is known.
    tracks = [unit.leading for unit in units] or [False]
    keys = [
        aspect_item(index, item.id)
        for index, track in enumerate(tracks)
        if track == leading
        for item in pack.of_kind("aspect")
    ]
    return [key for key in keys if key not in held or rungs.index(held[key][0]) > rungs.index(target)]


def blocking_events(
    pack: Pack, start: AssessRequest, target: str, facts: Mapping[str, Any], before: Assessment
) -> tuple[Override, ...]:
    """The events of today that keep the target out of reach whatever is done about the aspects.

    Args:
        pack: the scheme.
        start: the request, for its day and proof.
        target: a rung.
        facts: raw facts in which every aspect holds the target.
        before: the result as things stand.
    """
    told = facts.get("events") or {}
    alone = []
    for override in before.overrides:
        only = {**facts, "events": {override.event: told[override.event]}}
        if not reached(pack, assess(pack, again(pack, start, only)), target):
            alone.append(override)
    if alone or reached(pack, assess(pack, again(pack, start, facts)), target):
        return tuple(alone)
    return before.overrides


def again(pack: Pack, start: AssessRequest, facts: Mapping[str, Any]) -> AssessRequest:
    """The same request about other facts."""
    body = {"facts": facts, "as_of": start.as_of.isoformat(), "proof": start.proof}
    return read_request(pack, body, today=start.as_of)
