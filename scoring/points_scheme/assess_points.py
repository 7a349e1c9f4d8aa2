"""Points schemes: blocks, gates, score interval, verdict, what to ask next and what falls short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from scoring.assessment import (
    Assessment,
    Gap,
    GateResult,
    Interval,
    Question,
    SectionResult,
    Verdict,
)
from scoring.firm.checks import Check, gathered
from scoring.firm.facts import Statements
from scoring.numbers import plain
from scoring.points_scheme.question_order import is_must, rank
from scoring.points_scheme.rows import Row, row_of
from scoring.points_scheme.screening import screen_rows
from scoring.provenance import assumptions_used, standing_notes
from scoring.rules.pack import Gate, Item, Pack, Section
from scoring.truth import Truth, all_of

MOST_QUESTIONS = 12
_ZERO = Decimal(0)
_REFERENCE = Decimal("0.9")
"""The share of the shown scale that stands for “over 90 points” where the text's own scale is incomplete."""

_MET, _UNKNOWN, _NOT_MET = Truth.MET, Truth.UNKNOWN, Truth.NOT_MET

Rows = Mapping[str, Row]


def assess_points(
    pack: Pack, facts: Mapping[str, Statements], *, as_of: date, proof: str = "declared"
) -> Assessment:
    """The result of a points scheme; a pure function of its arguments."""
    rows = {
        item.id: row_of(pack, item, facts.get(item.id, ()), as_of=as_of, proof=proof)
        for item in pack.items.values()
    }
    return conclude(pack, rows, touched=facts, as_of=as_of, proof=proof)


def conclude(pack: Pack, rows: Rows, *, touched: Mapping[str, object], as_of: date, proof: str) -> Assessment:
    """The result that follows from the rows, which come in the order of the pack.

    Args:
        pack: the scheme.
        rows: the row of every item.
        touched: the items of which anything is said.
        as_of: the day of the result.
        proof: the weakest rung that counted.
    """
    sections = tuple(_section(pack, section, rows) for section in pack.sections)
    gates = tuple(_gate(pack, gate, rows) for gate in pack.gates)
    score = Interval(
        lower=sum((s.weight * s.points.lower for s in sections), _ZERO),
        upper=sum((s.weight * s.points.upper for s in sections), _ZERO),
        max=sum((s.weight * s.points.max for s in sections), _ZERO),
    )
    verdict = _verdict(pack, score, gates)
    ranked = _ranked(pack, rows, score, verdict)
    told = _told(rows)
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
        next_questions=tuple(_question(pack, row) for row in ranked[:MOST_QUESTIONS]),
        screenings=screen_rows(pack, ranked),
        gaps=_gaps(told.short),
        assumptions=assumptions_used(pack, told.decided, bool(told.exempt)),
        notes=_notes(pack, told, score) + standing_notes(pack, touched.keys(), as_of),
        checks=gathered(told.checks, told.claimed),
        trace=tuple([row.step for row in rows.values()]),
    )


@dataclass(slots=True)
class _Told:
    """What the rows have to say beside their points, each list in the order of the pack."""

    decided: list[str] = field(default_factory=list)
    claimed: list[str] = field(default_factory=list)
    short: list[Row] = field(default_factory=list)
    exempt: list[Item] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _told(rows: Rows) -> _Told:
    # One pass for all: a province has a hundred thousand firms with a hundred rows each.
    told = _Told()
    for item_id, row in rows.items():
        result = row.result
        if result.truth is not _UNKNOWN:
            told.decided.append(item_id)
        if row.claimed:
            told.claimed.append(item_id)
        if row.gap is not None:
            told.short.append(row)
        if result.not_applicable:
            told.exempt.append(result.item)
        if result.checks:
            told.checks += result.checks
        if result.noted:
            told.notes.append(f"{item_id}：{result.because}")
    return told


def _section(pack: Pack, section: Section, rows: Rows) -> SectionResult:
    lower = upper = _ZERO
    most = section.max
    for item in pack.in_section(section.id):
        result = rows[item.id].result
        lower += result.lower
        upper += result.upper
        if result.maximum is not None:
            most += result.maximum
    return SectionResult(section.id, section.title, section.weight, Interval(lower, upper, most))


def _gate(pack: Pack, gate: Gate, rows: Rows) -> GateResult:
    failing: list[str] = []
    unknown: list[str] = []
    for item in pack.in_gate(gate.id):
        truth = rows[item.id].result.truth
        if truth is _NOT_MET:
            failing.append(item.id)
        elif truth is _UNKNOWN:
            unknown.append(item.id)
    status = _NOT_MET if failing else _UNKNOWN if unknown else _MET
    return GateResult(gate.id, gate.title, status, tuple(failing), tuple(unknown))


def _verdict(pack: Pack, score: Interval, gates: tuple[GateResult, ...]) -> Verdict:
    if pack.pass_rule is None:
        return "undetermined"
    gate = all_of(gate.status for gate in gates)
    if gate is Truth.NOT_MET or score.upper < pack.pass_rule.at_least:
        return "fail"
    if gate is Truth.MET and score.lower >= pack.pass_rule.at_least:
        return "pass"
    return "undetermined"


def _ranked(pack: Pack, rows: Rows, score: Interval, verdict: Verdict) -> list[Row]:
    if verdict != "undetermined":
        return []
    line = pack.pass_rule.at_least if pack.pass_rule else score.max * _REFERENCE
    score_open = pack.pass_rule is None or score.lower < line
    return rank(list(rows.values()), needed=float(line - score.lower), score_open=score_open)


def _question(pack: Pack, row: Row) -> Question:
    item = row.result.item
    return Question(item.id, item.question, _why(pack, row), item.cite, item.proof)


def _why(pack: Pack, row: Row) -> str:
    item, swing = row.result.item, row.swing
    if is_must(row):
        gate = next(gate.title for gate in pack.gates if gate.id == item.gate)
        return f"{gate}：有一项不满足就不能通过" + (f"；同时关系 {plain(swing)} 分" if swing else "")
    if item.kind == "authority":
        return "这一组得分由主管部门评定，有评定结果才能计入"
    return f"最多影响总分 {plain(swing)} 分"


def _gaps(short: list[Row]) -> tuple[Gap, ...]:
    """What falls short: must-haves first, then by the points lost, ties in the order of the text."""
    short.sort(key=lambda row: (row.result.item.gate is None, -row.lost))
    return tuple(row.gap for row in short if row.gap is not None)


def _notes(pack: Pack, told: _Told, score: Interval) -> tuple[str, ...]:
    notes = []
    if pack.undetermined_reason is not None:
        notes.append(pack.undetermined_reason.text)
        needed = score.max * _REFERENCE
        notes.append(
            f"按现有条目合计满分 {plain(score.max)} 分，现为 {plain(score.lower)}～{plain(score.upper)} 分；"
            f"若以此为全部指标并折算成百分制，超过90分相当于超过 {plain(needed)} 分（仅供参考，不是评定结论）"
        )
    if told.exempt:
        notes.append("按不适用计满分的条目：" + "、".join(f"{item.id} {item.title}" for item in told.exempt))
    return (*notes, *told.notes)
