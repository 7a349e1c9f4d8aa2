"""Points schemes: blocks, gates, score interval, verdict, what to ask next and what falls short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import compress
from operator import attrgetter

from scoring.assessment import (
    Assessment,
    Gap,
    GateResult,
    Interval,
    SectionResult,
    Verdict,
)
from scoring.firm.checks import gathered
from scoring.firm.facts import Statements
from scoring.numbers import plain, rounded
from scoring.points_scheme.points import ItemResult
from scoring.points_scheme.question_order import rank
from scoring.points_scheme.rows import Row, cell_columns, row_of
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
    every = list(rows.values())
    lowers, opens, steps, known, against, short, claimed, remarkable = cell_columns(every)
    told = list(compress(every, remarkable))
    scales = [(row.result.item.section, row.result.maximum) for row in told if row.result.maximum is not None]
    sections = tuple(
        [_section(section, pick(lowers), pick(opens), scales) for section, pick in pack.section_pickers]
    )
    gates = _gates(pack, [row.result for row in compress(every, against)])
    score = Interval(
        lower=sum([part.weight * part.points.lower for part in sections], _ZERO),
        upper=sum([part.weight * part.points.upper for part in sections], _ZERO),
        max=sum([part.weight * part.points.max for part in sections], _ZERO),
    )
    verdict = _verdict(pack, score, gates)
    ranked = _ranked(pack, every, score, verdict)
    exempt = [row.result.item for row in told if row.result.not_applicable]
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
        next_questions=tuple([row.question for row in ranked[:MOST_QUESTIONS] if row.question is not None]),
        screenings=screen_rows(pack, ranked),
        gaps=_gaps(list(compress(every, short))),
        assumptions=assumptions_used(pack, set(compress(rows, known)), bool(exempt)),
        notes=_notes(pack, score, told, exempt) + standing_notes(pack, touched.keys(), as_of),
        checks=gathered([check for row in told for check in row.result.checks], compress(rows, claimed)),
        trace=steps,
    )


def _section(
    section: Section,
    lowers: Iterable[Decimal],
    opens: Iterable[Decimal],
    scales: Iterable[tuple[str | None, Decimal]],
) -> SectionResult:
    most = sum([scale for name, scale in scales if name == section.id], section.max)
    # Most rows are settled or earn nothing: adding their zeros would cost more than passing them over.
    lower = sum(filter(None, lowers), _ZERO)
    points = Interval(lower, sum(filter(None, opens), lower), most)
    return SectionResult(section.id, section.title, section.weight, points)


def _gates(pack: Pack, unmet: Iterable[ItemResult]) -> tuple[GateResult, ...]:
    failing: dict[str | None, list[str]] = {gate.id: [] for gate in pack.gates}
    unknown: dict[str | None, list[str]] = {gate.id: [] for gate in pack.gates}
    for result in unmet:
        (failing if result.truth is _NOT_MET else unknown)[result.item.gate].append(result.item.id)
    return tuple([_gate(gate, tuple(failing[gate.id]), tuple(unknown[gate.id])) for gate in pack.gates])


def _gate(gate: Gate, failing: tuple[str, ...], unknown: tuple[str, ...]) -> GateResult:
    status = _NOT_MET if failing else _UNKNOWN if unknown else _MET
    return GateResult(gate.id, gate.title, status, failing, unknown)


def _verdict(pack: Pack, score: Interval, gates: tuple[GateResult, ...]) -> Verdict:
    if pack.pass_rule is None:
        return "undetermined"
    gate = all_of([gate.status for gate in gates])
    if gate is Truth.NOT_MET or score.upper < pack.pass_rule.at_least:
        return "fail"
    if gate is Truth.MET and score.lower >= pack.pass_rule.at_least:
        return "pass"
    return "undetermined"


def _ranked(pack: Pack, rows: Sequence[Row], score: Interval, verdict: Verdict) -> list[Row]:
    if verdict != "undetermined":
        return []
    line = pack.pass_rule.at_least if pack.pass_rule else score.max * _REFERENCE
    score_open = pack.pass_rule is None or score.lower < line
    return rank(rows, needed=float(line - score.lower), score_open=score_open)


def _gaps(short: list[Row]) -> tuple[Gap, ...]:
    """What falls short: must-haves first, then by the points lost, ties in the order of the text."""
    # A sort backwards keeps ties in their order as well.
    short.sort(key=attrgetter("lost"), reverse=True)
    gaps = [row.gap for row in short if row.gap is not None]
    return tuple([gap for gap in gaps if gap.decisive] + [gap for gap in gaps if not gap.decisive])


def _notes(pack: Pack, score: Interval, told: Sequence[Row], exempt: Sequence[Item]) -> tuple[str, ...]:
    notes = []
    if pack.undetermined_reason is not None:
        notes.append(pack.undetermined_reason.text)
        needed = score.max * _REFERENCE
        notes.append(
            f"按现有条目合计满分 {plain(score.max)} 分，现为 {plain(score.lower)}～{plain(score.upper)} 分；"
            f"若以此为全部指标并折算成百分制，超过90分相当于超过 {plain(needed)} 分（仅供参考，不是评定结论）"
        )
    if pack.pass_rule is not None:
        line = pack.pass_rule.at_least
        notes += [
            f"{which}得分按两位小数显示为{rounded(points):g}分，准确值是{plain(points)}分，不到{plain(line)}分"
            for which, points in (("已确定", score.lower), ("最高可能", score.upper))
            if points < line <= Decimal(repr(rounded(points)))
        ]
    if exempt:
        notes.append("按不适用计满分的条目：" + "、".join(f"{item.id} {item.title}" for item in exempt))
    notes += [f"{row.result.item.id}：{row.result.because}" for row in told if row.result.noted]
    return tuple(notes)
