"""Points schemes: blocks, gates, score interval, verdict, what to ask next and what falls short."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from scoring.assessment import (
    Assessment,
    Gap,
    GateResult,
    Interval,
    Question,
    SectionResult,
    TraceStep,
    Verdict,
)
from scoring.facts import Statements
from scoring.numbers import plain
from scoring.pack import Item, Pack, Section
from scoring.points import ItemResult
from scoring.provenance import assumptions_used, standing_notes
from scoring.statements import evaluate_item
from scoring.truth import Truth, all_of

MOST_QUESTIONS = 12
_ZERO = Decimal(0)


def assess_points(
    pack: Pack, facts: Mapping[str, Statements], *, as_of: date, proof: str = "declared"
) -> Assessment:
    """The result of a points scheme; a pure function of its arguments."""
    results = {
        item.id: evaluate_item(item, facts.get(item.id, ()), as_of=as_of, proof=proof)
        for item in pack.items.values()
    }
    sections = tuple(_section(pack, section, results) for section in pack.sections)
    gates = tuple(_gate(pack, gate.id, gate.title, results) for gate in pack.gates)
    score = Interval(
        lower=sum((s.weight * s.points.lower for s in sections), _ZERO),
        upper=sum((s.weight * s.points.upper for s in sections), _ZERO),
        max=sum((s.weight * s.points.max for s in sections), _ZERO),
    )
    verdict = _verdict(pack, score, gates)
    return Assessment(
        scheme=pack.id,
        kind="points",
        as_of=as_of,
        edition=pack.edition,
        sha256=pack.sha256,
        proof=proof,
        score=score,
        sections=sections,
        gates=gates,
        verdict=verdict,
        next_questions=rank_questions(pack, results, score, verdict),
        gaps=_gaps(pack, results),
        assumptions=assumptions_used(
            pack,
            [r.item.id for r in results.values() if r.truth is not Truth.UNKNOWN],
            any(r.not_applicable for r in results.values()),
        ),
        notes=_notes(pack, results, score) + standing_notes(pack, facts, as_of),
        trace=tuple(
            TraceStep(r.item.id, r.item.title, r.truth, r.lower, r.upper, r.because, r.item.cite)
            for r in results.values()
        ),
    )


def _section(pack: Pack, section: Section, results: Mapping[str, ItemResult]) -> SectionResult:
    rows = [results[item.id] for item in pack.in_section(section.id)]
    extra = sum((_authority_max(row) for row in rows), _ZERO)
    points = Interval(
        lower=sum((row.lower for row in rows), _ZERO),
        upper=sum((row.upper for row in rows), _ZERO),
        max=section.max + extra,
    )
    return SectionResult(section.id, section.title, section.weight, points)


def _authority_max(row: ItemResult) -> Decimal:
    return row.maximum if row.maximum is not None else _ZERO


def _gate(pack: Pack, gate_id: str, title: str, results: Mapping[str, ItemResult]) -> GateResult:
    rows = [results[item.id] for item in pack.in_gate(gate_id)]
    return GateResult(
        id=gate_id,
        title=title,
        status=all_of(row.truth for row in rows),
        failing=tuple(row.item.id for row in rows if row.truth is Truth.NOT_MET),
        unknown=tuple(row.item.id for row in rows if row.truth is Truth.UNKNOWN),
    )


def _verdict(pack: Pack, score: Interval, gates: tuple[GateResult, ...]) -> Verdict:
    if pack.pass_rule is None:
        return "undetermined"
    gate = all_of(gate.status for gate in gates)
    if gate is Truth.NOT_MET or score.upper < pack.pass_rule.at_least:
        return "fail"
    if gate is Truth.MET and score.lower >= pack.pass_rule.at_least:
        return "pass"
    return "undetermined"


def rank_questions(
    pack: Pack, results: Mapping[str, ItemResult], score: Interval, verdict: Verdict
) -> tuple[Question, ...]:
    """The unknowns that can still change the verdict, most decisive first, ties in the order of the text.

    A must-have comes before any row that only brings points: one "no" to it settles the verdict. Points
    are asked by how much they move the score, and not at all once the score is beyond doubt.
    """
    if verdict != "undetermined":
        return ()
    threshold = pack.pass_rule.at_least if pack.pass_rule else None
    score_open = threshold is None or score.lower < threshold
    weights = {section.id: section.weight for section in pack.sections}
    ranked: list[tuple[bool, Decimal, ItemResult]] = []
    for row in results.values():
        swing = (row.upper - row.lower) * weights.get(row.item.section or "", _ZERO)
        must = row.item.gate is not None and row.truth is Truth.UNKNOWN
        by_points = score_open and not row.settled and (swing > 0 or row.item.kind == "authority")
        if must or by_points:
            ranked.append((must, swing, row))
    ranked.sort(key=lambda entry: (not entry[0], -entry[1]))
    return tuple(
        Question(
            row.item.id, row.item.question, _why(pack, row.item, must, swing), row.item.cite, row.item.proof
        )
        for must, swing, row in ranked[:MOST_QUESTIONS]
    )


def _why(pack: Pack, item: Item, must: bool, swing: Decimal) -> str:
    if must:
        gate = next(gate.title for gate in pack.gates if gate.id == item.gate)
        return f"{gate}：有一项不满足就不能通过" + (f"；同时关系 {plain(swing)} 分" if swing else "")
    if item.kind == "authority":
        return "这一组得分由主管部门评定，有评定结果才能计入"
    return f"最多影响总分 {plain(swing)} 分"


def _gaps(pack: Pack, results: Mapping[str, ItemResult]) -> tuple[Gap, ...]:
    weights = {section.id: section.weight for section in pack.sections}
    gaps: list[tuple[bool, Decimal, Gap]] = []
    for row in results.values():
        item, full = row.item, row.item.points or _ZERO
        short = full - row.upper
        must = item.gate is not None
        if row.truth is Truth.UNKNOWN or (row.truth is Truth.MET and short <= 0):
            continue
        if must or short > 0:
            lost = short * weights.get(item.section or "", _ZERO)
            shortfall = (
                f"{row.because}；少 {plain(short)} 分（折合总分 {plain(lost)} 分）" if lost else row.because
            )
            gap = Gap(
                item.id, item.title, item.cite.quote, shortfall, item.cite, item.measure, item.proof, must
            )
            gaps.append((must, lost, gap))
    gaps.sort(key=lambda entry: (not entry[0], -entry[1]))
    return tuple(gap for _, _, gap in gaps)


def _notes(pack: Pack, results: Mapping[str, ItemResult], score: Interval) -> tuple[str, ...]:
    notes = []
    if pack.undetermined_reason is not None:
        notes.append(pack.undetermined_reason.text)
        needed = score.max * Decimal("0.9")
        notes.append(
            f"按现有条目合计满分 {plain(score.max)} 分，现为 {plain(score.lower)}～{plain(score.upper)} 分；"
            f"若以此为全部指标并折算成百分制，超过90分相当于超过 {plain(needed)} 分（仅供参考，不是评定结论）"
        )
    exempt = [row.item for row in results.values() if row.not_applicable]
    if exempt:
        notes.append("按不适用计满分的条目：" + "、".join(f"{item.id} {item.title}" for item in exempt))
    notes += [f"{r.item.id}：{r.because}" for r in results.values() if r.noted]
    return tuple(notes)
