"""Ladder schemes: the lowest aspect makes the unit, the lowest unit makes the firm, events override."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scoring.assessment import Assessment, Gap, GradeInterval, Override, Question, TraceStep, UnitResult
from scoring.facts import RUNGS
from scoring.pack import Item, Pack
from scoring.provenance import assumptions_used, standing_notes
from scoring.truth import Truth
from scoring.units import KNOWN_EVENTS, AspectFact, LadderFacts, Unit, known_in_order


def lowest(grades: Sequence[str], rungs: Sequence[str]) -> str:
    """The worst of the grades on a ladder written best first."""
    return max(grades, key=rungs.index)


def next_rung(pack: Pack, grade: str, *, b_minus: bool = False) -> str | None:
    """The rung above, None at the top; optional rungs only where the industry has them."""
    index = pack.rungs.index(grade)
    for rung in reversed(pack.rungs[:index]):
        if rung not in pack.optional_rungs or b_minus:
            return rung
    return None


def uses_b_minus(pack: Pack, facts: LadderFacts) -> bool:
    """Whether any aspect is graded on an optional rung, which shows that the industry has it."""
    return any(_has_optional(pack, unit) for unit in facts.units)


def assess_ladder(pack: Pack, facts: LadderFacts, *, as_of: date, proof: str = "declared") -> Assessment:
    """The result of a ladder scheme; a pure function of its arguments."""
    units = [counted(unit, as_of, proof) for unit in facts.units]
    graded = [unit for unit in units if not unit.leading]
    leading = [unit for unit in units if unit.leading]
    overrides, bounds = _overrides(pack, facts)
    grade = _firm(pack, graded, pack.rungs) if graded or not leading else None
    lead = _firm(pack, leading, pack.leading_rungs) if leading else None
    if grade is not None:
        skipped = () if uses_b_minus(pack, facts) else pack.optional_rungs
        grade = _bounded(grade, bounds, tuple(rung for rung in pack.rungs if rung not in skipped))
    if lead is not None and bounds:
        lead = GradeInterval(pack.leading_rungs[-1], pack.leading_rungs[-1])
    touched = [name for unit in units for name in unit.aspects] + list(facts.events)
    return Assessment(
        scheme=pack.id,
        kind="ladder",
        as_of=as_of,
        edition=pack.edition,
        sha256=pack.sha256,
        proof=proof,
        grade=grade,
        leading=lead,
        units=tuple(_unit_result(pack, unit) for unit in units),
        overrides=overrides,
        next_questions=_questions(pack, units, facts, grade, lead),
        gaps=_gaps(pack, units),
        assumptions=assumptions_used(pack, [name for name in touched if name in pack.items], False),
        notes=_notes(pack, facts, units, proof) + standing_notes(pack, touched, as_of),
        trace=_trace(pack, units),
    )


def counted(unit: Unit, as_of: date, proof: str) -> Unit:
    """The unit with only those aspects whose proof counts on that day and rung."""
    kept = {
        name: fact
        for name, fact in unit.aspects.items()
        if RUNGS.index(fact.source) >= RUNGS.index(proof)
        and (fact.valid_until is None or fact.valid_until >= as_of)
    }
    return Unit(unit.name, unit.industry, unit.leading, kept)


def _rungs(pack: Pack, unit: Unit) -> tuple[str, ...]:
    return pack.leading_rungs if unit.leading else pack.rungs


def _interval(pack: Pack, unit: Unit) -> GradeInterval:
    rungs = _rungs(pack, unit)
    known = [fact.grade for fact in unit.aspects.values()]
    reachable = lowest([*known, rungs[0]], rungs)
    complete = len(known) == len(known_in_order(pack))
    return GradeInterval(reachable if complete else rungs[-1], reachable)


def _firm(pack: Pack, units: Sequence[Unit], rungs: tuple[str, ...]) -> GradeInterval:
    if not units:
        return GradeInterval(rungs[-1], rungs[0])
    intervals = [_interval(pack, unit) for unit in units]
    return GradeInterval(
        lowest([interval.confirmed for interval in intervals], rungs),
        lowest([interval.reachable for interval in intervals], rungs),
    )


def _unit_result(pack: Pack, unit: Unit) -> UnitResult:
    interval = _interval(pack, unit)
    rungs = _rungs(pack, unit)
    blocking = tuple(
        name
        for name in known_in_order(pack)
        if name in unit.aspects and unit.aspects[name].grade == interval.reachable != rungs[0]
    )
    return UnitResult(
        unit.name,
        unit.industry,
        None if unit.leading else interval,
        interval if unit.leading else None,
        blocking,
    )


def _overrides(pack: Pack, facts: LadderFacts) -> tuple[tuple[Override, ...], list[Item]]:
    triggered = [
        item
        for item in pack.of_kind("event")
        if item.id in facts.events and facts.events[item.id] == item.adverse
    ]
    return tuple(Override(item.id, _effect(pack, item), item.cite) for item in triggered), triggered


def _effect(pack: Pack, item: Item) -> str:
    if item.effect == "lowest":
        return f"{item.title}：直接按最低等级（{pack.rungs[-1]}）"
    if item.effect == "cap":
        return f"{item.title}：当年最高为{pack.spoken(item.cap or pack.rungs[-1])}"
    return f"{item.title}：降级处理；原文没有写降几级，因此最高为下一级，最低可到{pack.rungs[-1]}"


def _bounded(grade: GradeInterval, events: Sequence[Item], rungs: tuple[str, ...]) -> GradeInterval:
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


def aspect_item(index: int, aspect: str) -> str:
    """The id of an aspect of the unit at this place, as the dialogue and the plan use it."""
    return f"{index}.{aspect}"


def _questions(
    pack: Pack,
    units: Sequence[Unit],
    facts: LadderFacts,
    grade: GradeInterval | None,
    lead: GradeInterval | None,
) -> tuple[Question, ...]:
    questions: list[Question] = []
    for index, unit in enumerate(units or [Unit("", None, False, {})]):
        firm = lead if unit.leading else grade
        if firm is None or firm.confirmed == firm.reachable:
            continue
        label = f"“{unit.name}”的" if len(units) > 1 else ""
        for name in known_in_order(pack):
            if name in unit.aspects:
                continue
            item = pack.items[name]
            why = f"{label}{name}低于{pack.spoken(firm.reachable)}就到不了{pack.spoken(firm.reachable)}；没有说清之前只能按最低等级计"
            questions.append(Question(aspect_item(index, name), item.question, why, item.cite, item.proof))
    for item in pack.of_kind("event"):
        lowers = grade is not None and _bounded(grade, [item], pack.rungs) != grade
        unleads = lead is not None and lead.reachable != pack.leading_rungs[-1]
        if item.id not in facts.events and (lowers or unleads):
            questions.append(
                Question(f"events.{item.id}", item.question, _effect(pack, item), item.cite, item.proof)
            )
    return tuple(questions)


def _gaps(pack: Pack, units: Sequence[Unit]) -> tuple[Gap, ...]:
    gaps = []
    for index, unit in enumerate(units):
        result = _unit_result(pack, unit)
        interval = result.grade or result.leading
        if interval is None or not result.blocking:
            continue
        rungs = _rungs(pack, unit)
        target = (
            rungs[0]
            if unit.leading
            else next_rung(pack, interval.reachable, b_minus=_has_optional(pack, unit)) or rungs[0]
        )
        for name in result.blocking:
            item = pack.items[name]
            label = f"“{unit.name}”的" if len(units) > 1 else ""
            gaps.append(
                Gap(
                    aspect_item(index, name),
                    item.title,
                    f"{label}{name}达到{pack.spoken(target)}指标要求",
                    f"现为{interval.reachable}，低于{target}",
                    item.cite,
                    item.measure,
                    item.proof,
                )
            )
    return tuple(gaps)


def _has_optional(pack: Pack, unit: Unit) -> bool:
    return any(fact.grade in pack.optional_rungs for fact in unit.aspects.values())


def _notes(pack: Pack, facts: LadderFacts, units: Sequence[Unit], proof: str) -> tuple[str, ...]:
    notes = []
    silent = [KNOWN_EVENTS[name] for name in facts.events if name not in pack.items]
    if silent:
        notes.append(f"本方案的文本没有规定这些情形的后果，未据此调整等级：{'、'.join(silent)}")
    unknown = [item.title for item in pack.of_kind("event") if item.id not in facts.events]
    if unknown:
        notes.append(f"尚未说明的情形：{'、'.join(unknown)}；如有发生会影响等级，现有结果按没有发生计")
    if not facts.units:
        notes.append("尚未说明任何行业或工序")
    for before, after in zip(facts.units, units, strict=True):
        dropped = [name for name in before.aspects if name not in after.aspects]
        if dropped:
            notes.append(f"“{before.name}”的{'、'.join(dropped)}：证据低于 {proof} 或已到期，按未知处理")
        if pack.industries and before.industry and before.industry not in pack.industries:
            notes.append(f"“{before.industry}”不在本方案列出的行业名单中，请核对行业归属")
    if len({unit.leading for unit in units}) > 1:
        notes.append("企业同时有分级和引领性两类单元；文本没有规定两者之间谁高谁低，因此分别给出")
    return tuple(notes)


def _trace(pack: Pack, units: Sequence[Unit]) -> tuple[TraceStep, ...]:
    steps = []
    for index, unit in enumerate(units):
        for name in known_in_order(pack):
            fact: AspectFact | None = unit.aspects.get(name)
            truth = Truth.UNKNOWN if fact is None else Truth.MET
            because = (
                "尚未说明，按最低计到确定等级、按最高计到可达等级" if fact is None else f"满足到 {fact.grade}"
            )
            item = pack.items[name]
            steps.append(
                TraceStep(aspect_item(index, name), item.title, truth, None, None, because, item.cite)
            )
    return tuple(steps)
