"""Ladder schemes: the lowest aspect makes the unit, the lowest unit makes the firm, events override."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.assessment import Assessment, Gap, GradeInterval, Override, TraceStep, UnitResult
from scoring.firm.aspects import CountedUnit, aspect_item, counted
from scoring.firm.checks import SOURCES, Check, gathered
from scoring.firm.events import events_counted
from scoring.firm.facts import RUNGS
from scoring.firm.units import KNOWN_EVENTS, LadderFacts
from scoring.ladder_scheme.ladder import bounded, effect_of, lowest, needed_for, next_rung, uses_b_minus
from scoring.ladder_scheme.ladder_questions import ladder_questions, ladder_screenings, open_aspects
from scoring.provenance import assumptions_used, standing_notes
from scoring.rules.pack import Item, Pack
from scoring.rules.responses import responses_for
from scoring.rules.text_data import Response
from scoring.truth import Truth


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a firm stands, before anything is said about it."""

    units: tuple[CountedUnit, ...]
    intervals: tuple[GradeInterval, ...]
    """One a unit."""
    events: Mapping[str, bool]
    event_checks: tuple[Check, ...]
    happened: tuple[Item, ...]
    """The events of the scheme that set the grade aside."""
    grade: GradeInterval | None
    """None where all units are on the track 引领性."""
    leading: GradeInterval | None
    before: GradeInterval | None
    """The grade without the events."""
    rungs: tuple[str, ...]
    """The ladder of the firm, best first."""

    @property
    def needed(self) -> str | None:
        """What aspects must reach for the grade that is still reachable; None where the firm has no grade."""
        if self.grade is None or self.before is None:
            return None
        return needed_for(self.grade.reachable, self.before, self.happened, self.rungs)

    def lowered_by(self, pack: Pack, event: Item) -> bool:
        """Whether one more event would change the grade."""
        if self.before is None:
            return False
        all_of_them = [item for item in pack.of_kind("event") if item is event or item in self.happened]
        return bounded(self.before, all_of_them, self.rungs) != self.grade


def stand(pack: Pack, facts: LadderFacts, *, as_of: date, proof: str = "declared") -> Standing:
    """The grades alone, for counting many firms; what `assess_ladder` reports."""
    units = tuple(counted(pack, index, unit, as_of, proof) for index, unit in enumerate(facts.units))
    intervals = tuple(_interval(pack, unit) for unit in units)
    graded = [known for unit, known in zip(units, intervals, strict=True) if not unit.unit.leading]
    leading = [known for unit, known in zip(units, intervals, strict=True) if unit.unit.leading]
    events, event_checks = events_counted(pack, facts, as_of, proof)
    happened = tuple(item for item in pack.of_kind("event") if events.get(item.id) == item.adverse)
    grade = _firm(graded, pack.rungs) if graded or not leading else None
    lead = _firm(leading, pack.leading_rungs) if leading else None
    before, rungs = grade, pack.rungs if uses_b_minus(facts) else pack.plain_rungs
    if grade is not None:
        grade = bounded(grade, happened, rungs)
    if lead is not None and happened:
        lead = GradeInterval(pack.leading_rungs[-1], pack.leading_rungs[-1])
    return Standing(units, intervals, events, event_checks, happened, grade, lead, before, rungs)


def assess_ladder(pack: Pack, facts: LadderFacts, *, as_of: date, proof: str = "declared") -> Assessment:
    """The result of a ladder scheme; a pure function of its arguments."""
    standing = stand(pack, facts, as_of=as_of, proof=proof)
    units, intervals, events = standing.units, standing.intervals, standing.events
    grade, lead, happened = standing.grade, standing.leading, standing.happened
    open_ones = open_aspects(pack, units, grade, lead, standing.needed)
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
        units=tuple(
            _unit_result(pack, unit, interval) for unit, interval in zip(units, intervals, strict=True)
        ),
        overrides=tuple(Override(item.id, effect_of(pack, item), item.cite) for item in happened),
        next_questions=ladder_questions(
            pack, open_ones, events, lead, lambda event: standing.lowered_by(pack, event)
        ),
        screenings=ladder_screenings(pack, open_ones),
        gaps=_gaps(pack, units, intervals),
        assumptions=assumptions_used(pack, [name for name in touched if name in pack.items], False),
        notes=_notes(pack, facts, units, events, proof) + standing_notes(pack, set(touched), as_of),
        checks=gathered(
            (
                check
                for checks in (*(unit.checks for unit in units), standing.event_checks)
                for check in checks
            ),
            (
                aspect_item(index, name)
                for index, unit in enumerate(units)
                for name, result in unit.aspects.items()
                if result.claimed
            ),
        ),
        trace=_trace(pack, units),
        consequences=_consequences(pack, units, grade, lead),
    )


def _consequences(
    pack: Pack, units: Sequence[CountedUnit], grade: GradeInterval | None, lead: GradeInterval | None
) -> tuple[Response, ...]:
    """What the confirmed grade means during a warning: in general, and for the industries of the firm."""
    industries = {unit.unit.industry for unit in units}
    found: list[Response] = []
    for interval in (grade, lead):
        if interval is not None:
            found += responses_for(pack, interval.confirmed)
            for table in pack.industry_responses:
                if table.industry in industries:
                    found += [one for one in table.responses if one.grade == interval.confirmed]
    return tuple(found)


def _interval(pack: Pack, unit: CountedUnit) -> GradeInterval:
    known = unit.aspects.values()
    reachable = lowest([unit.rungs[0], *(result.best for result in known)], unit.rungs)
    if len(known) < len(pack.of_kind("aspect")):
        return GradeInterval(unit.rungs[-1], reachable)
    return GradeInterval(lowest([result.worst for result in known], unit.rungs), reachable)


def _firm(intervals: Sequence[GradeInterval], rungs: tuple[str, ...]) -> GradeInterval:
    if not intervals:
        return GradeInterval(rungs[-1], rungs[0])
    return GradeInterval(
        lowest([interval.confirmed for interval in intervals], rungs),
        lowest([interval.reachable for interval in intervals], rungs),
    )


def _unit_result(pack: Pack, unit: CountedUnit, interval: GradeInterval) -> UnitResult:
    leading = unit.unit.leading
    return UnitResult(
        unit.unit.name,
        unit.unit.industry,
        None if leading else interval,
        interval if leading else None,
        _blocking(pack, unit, interval),
        tuple(unit.decisions.values()),
    )


def _blocking(pack: Pack, unit: CountedUnit, interval: GradeInterval) -> tuple[str, ...]:
    """The aspects that keep the unit from the rung above the one it can reach."""
    return tuple(
        name
        for name in pack.aspect_ids
        if name in unit.aspects and unit.aspects[name].best == interval.reachable != unit.rungs[0]
    )


def _gaps(pack: Pack, units: Sequence[CountedUnit], intervals: Sequence[GradeInterval]) -> tuple[Gap, ...]:
    gaps = []
    for index, (unit, interval) in enumerate(zip(units, intervals, strict=True)):
        target = unit.rungs[0]
        if not unit.unit.leading:
            target = next_rung(pack, interval.reachable, b_minus=unit.unit.b_minus) or target
        label = f"“{unit.unit.name}”的" if len(units) > 1 else ""
        for name in _blocking(pack, unit, interval):
            item = pack.items[name]
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


def _notes(
    pack: Pack, facts: LadderFacts, units: Sequence[CountedUnit], events: Mapping[str, bool], proof: str
) -> tuple[str, ...]:
    notes = []
    silent = [KNOWN_EVENTS[name] for name in facts.events if name not in pack.items]
    if silent:
        notes.append(f"本方案的文本没有规定这些情形的后果，未据此调整等级：{'、'.join(silent)}")
    unknown = [item.title for item in pack.of_kind("event") if item.id not in events]
    if unknown:
        notes.append(f"尚未说明的情形：{'、'.join(unknown)}；如有发生会影响等级，现有结果按没有发生计")
    if not facts.units:
        notes.append("尚未说明任何行业或工序")
    for unit in units:
        if unit.dropped:
            why = "证明已到期" if proof == RUNGS[0] else f"来源低于{SOURCES[proof]}或证明已到期"
            notes.append(f"“{unit.unit.name}”的{'、'.join(unit.dropped)}：{why}，按未知处理")
        industry = unit.unit.industry
        if pack.industries and industry and industry not in pack.industries:
            notes.append(f"“{industry}”不在本方案列出的行业名单中，请核对行业归属")
    if len({unit.unit.leading for unit in units}) > 1:
        notes.append("企业同时有分级和引领性两类单元；文本没有规定两者之间谁高谁低，因此分别给出")
    return tuple(notes)


def _trace(pack: Pack, units: Sequence[CountedUnit]) -> tuple[TraceStep, ...]:
    return tuple(
        _step(pack.items[name], index, unit) for index, unit in enumerate(units) for name in pack.aspect_ids
    )


def _step(item: Item, index: int, unit: CountedUnit) -> TraceStep:
    known = unit.aspects.get(item.id)
    truth = Truth.MET if known is not None and known.worst == known.best else Truth.UNKNOWN
    because = known.because if known else "尚未说明，按最低计到确定等级、按最高计到可达等级"
    grade = GradeInterval(known.worst, known.best) if known else None
    return TraceStep(aspect_item(index, item.id), item.title, truth, None, None, because, item.cite, grade)
