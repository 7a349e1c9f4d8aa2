"""What is said about a firm on a ladder: its units with their aspects, and events of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from scoring.errors import FactError, UnknownItemError
from scoring.firm.facts import MOST_STATEMENTS, read_day, read_rung
from scoring.industry.indicator_readings import IndicatorFacts, read_indicator_facts
from scoring.industry.optional_rung import has_optional_rung
from scoring.rules.pack import Pack

KNOWN_EVENTS = {
    "false_material": "隐瞒或提供虚假材料",
    "bribery": "贿赂专家或工作人员",
    "filed_on_time": "按时申报",
    "violation_past_year": "前一年环境违法",
    "check_unmet": "检查未达指标要求",
    "check_serious": "检查发现问题突出",
    "emission_violation": "超标或偷排等违法",
}
"""Events that some ladder scheme fixes; a scheme that is silent on one says so in its notes."""

_UNIT_FIELDS = ("name", "industry", "aspects", "track", "site", "processes", "indicators")
_PROOF_FIELDS = ("source", "date", "valid_until", "evidence")
_ASPECT_FIELDS = ("grade", "at_least", "below", *_PROOF_FIELDS)
_EVENT_FIELDS = ("answer", *_PROOF_FIELDS)


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a statement comes from and how long it holds."""

    source: str = "declared"
    dated: date | None = None
    valid_until: date | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AspectFact:
    """The grades between which an aspect is said to lie; equal when the statement is exact."""

    worst: str
    best: str
    proof: Proof = Proof()


@dataclass(frozen=True, slots=True)
class EventFact:
    """Whether an event is said to have happened."""

    answer: bool
    proof: Proof = Proof()


@dataclass(frozen=True, slots=True)
class Unit:
    """An industry or process of the firm that is graded by itself."""

    name: str
    industry: str | None
    leading: bool
    aspects: Mapping[str, tuple[AspectFact, ...]]
    b_minus: bool = False
    """Whether the industry is known to have an optional rung: a statement names it, or an indicator pack grades on it."""
    indicators: IndicatorFacts = field(default_factory=IndicatorFacts)
    """Measured values and processes, for the indicator packs of the industry."""


@dataclass(frozen=True, slots=True)
class LadderFacts:
    """All that is known of a firm on a ladder; an absent aspect or event is unknown."""

    units: tuple[Unit, ...]
    events: Mapping[str, tuple[EventFact, ...]]


def read_ladder_facts(pack: Pack, raw: object) -> LadderFacts:
    """The units and events of a request.

    Raises:
        UnknownItemError: an aspect or event that no scheme of this kind has.
        FactError: a grade, track or answer that is not allowed.
    """
    if not isinstance(raw, Mapping):
        raise FactError("facts：应为含 units 和 events 的对象")
    _only(raw, ("units", "events"), "facts")
    units = [] if raw.get("units") is None else raw["units"]
    if not isinstance(units, list):
        raise FactError("facts.units：应为列表，每个行业或工序一项")
    events = {} if raw.get("events") is None else raw["events"]
    if not isinstance(events, Mapping):
        raise FactError('facts.events：应为对象，例如 {"bribery": false}')
    return LadderFacts(
        units=tuple(_read_unit(pack, index, unit) for index, unit in enumerate(units)),
        events=_read_events(pack, events),
    )


def rungs_of(pack: Pack, unit: Unit) -> tuple[str, ...]:
    """The ladder that a unit stands on, best first; optional rungs only where the industry has them."""
    if unit.leading:
        return pack.leading_rungs
    return pack.rungs if unit.b_minus else pack.plain_rungs


def _only(raw: Mapping[Any, object], allowed: Sequence[str], where: str) -> None:
    for name in raw:
        if name not in allowed:
            raise FactError(f"{where}：不认识的字段“{str(name)[:40]}”；可用：{'、'.join(allowed)}")


def _read_unit(pack: Pack, index: int, raw: object) -> Unit:
    where = f"units[{index}]"
    if not isinstance(raw, Mapping):
        raise FactError(f'{where}：应为对象，例如 {{"name": "铸造车间", "aspects": {{}}}}')
    _only(raw, _UNIT_FIELDS, where)
    track = raw.get("track")
    if track not in (None, "grade", "leading"):
        raise FactError(f"{where}.track：为“{str(track)[:40]}”；引领性填 leading，其余不填")
    leading = track == "leading"
    if leading and not pack.leading_rungs:
        raise FactError(f"{where}.track：方案 {pack.id} 没有引领性这一类")
    aspects = {} if raw.get("aspects") is None else raw["aspects"]
    if not isinstance(aspects, Mapping):
        raise FactError(f"{where}.aspects：应为“方面: 等级”的对象")
    name, industry = raw.get("name"), raw.get("industry")
    if not isinstance(name, str | None) or not isinstance(industry, str | None):
        raise FactError(f"{where}：name 和 industry 应为文字")
    known = pack.aspect_ids
    allowed = pack.leading_rungs if leading else pack.rungs
    read: dict[str, tuple[AspectFact, ...]] = {}
    entries: dict[str, list[Mapping[str, object]]] = {}
    said: list[object] = []
    for aspect, entry in aspects.items():
        if aspect not in known:
            raise UnknownItemError(
                f"{where}：方案 {pack.id} 没有“{str(aspect)[:40]}”这个方面；可用：{'、'.join(known)}"
            )
        if isinstance(entry, str) and entry in allowed:
            read[aspect] = _bare_grade(entry)
            said.append(entry)
        elif entry is not None:
            read[aspect] = ()  # Keeps the place; what it holds depends on the rungs that all entries name.
            entries[aspect] = _entries(entry, "grade", _ASPECT_FIELDS, f"{where}.{aspect}")
            said += [one.get(word) for one in entries[aspect] for word in ("grade", "at_least", "below")]
    optional = not leading and (
        any(rung in said for rung in pack.optional_rungs)
        or has_optional_rung(pack.indicators, industry, pack.optional_rungs)
    )
    rungs = pack.leading_rungs if leading else pack.rungs if optional else pack.plain_rungs
    for aspect, many in entries.items():
        read[aspect] = tuple(_read_aspect(f"{where}.{aspect}", one, rungs, allowed) for one in many)
    return Unit(
        name or industry or f"第{index + 1}个单元",
        industry,
        leading,
        read,
        optional,
        read_indicator_facts(pack.indicators, raw.get("indicators"), raw.get("processes"), where),
    )


@cache
def _bare_grade(grade: str) -> tuple[AspectFact, ...]:
    return (AspectFact(grade, grade),)


def _entries(entry: object, bare: str, allowed: Sequence[str], where: str) -> list[Mapping[str, object]]:
    """One statement or a list of them; a bare value stands for a statement with nothing else."""
    many = entry if isinstance(entry, list) else [entry]
    if not 0 < len(many) <= MOST_STATEMENTS:
        raise FactError(f"{where}：有 {len(many)} 个来源的说法；应为 1 到 {MOST_STATEMENTS} 个")
    read = []
    for one in many:
        statement: Mapping[str, object] = one if isinstance(one, Mapping) else {bare: one}
        _only(statement, allowed, where)
        read.append(statement)
    return read


def _read_proof(entry: Mapping[str, object], where: str) -> Proof:
    evidence = [] if entry.get("evidence") is None else entry["evidence"]
    if not isinstance(evidence, list) or not all(isinstance(name, str) for name in evidence):
        raise FactError(f"{where}：evidence 应为文件编号的列表")
    return Proof(
        read_rung(entry.get("source"), f"{where}：source"),
        read_day(entry.get("date"), f"{where} date"),
        read_day(entry.get("valid_until"), f"{where} valid_until"),
        tuple(evidence),
    )


def _read_aspect(
    where: str, entry: Mapping[str, object], rungs: Sequence[str], allowed: Sequence[str]
) -> AspectFact:
    grade = _read_grade(entry.get("grade"), where, "等级", allowed)
    at_least = _read_grade(entry.get("at_least"), where, "at_least", allowed)
    below = _read_grade(entry.get("below"), where, "below", allowed)
    proof = _read_proof(entry, where)
    if grade is not None:
        if at_least or below:
            raise FactError(f"{where}：已给出等级 {grade}，不能再给 at_least 或 below；请二者取一")
        return AspectFact(grade, grade, proof)
    if at_least is None and below is None:
        raise FactError(f"{where}：没有等级；应为 {'、'.join(allowed)} 之一，或给出 at_least、below")
    if below == rungs[-1]:
        raise FactError(f"{where}：below 为 {below}；没有比它更低的等级，应为 {'、'.join(rungs[:-1])} 之一")
    worst = at_least or rungs[-1]
    best = rungs[rungs.index(below) + 1] if below else rungs[0]
    if rungs.index(best) > rungs.index(worst):
        raise FactError(f"{where}：不可能既不低于 {at_least} 又低于 {below}；请核对")
    return AspectFact(worst, best, proof)


def _read_grade(raw: object, where: str, word: str, rungs: Sequence[str]) -> str | None:
    if raw is None:
        return None
    if not isinstance(raw, str) or raw not in rungs:
        raise FactError(f"{where}：{word}为“{str(raw)[:40]}”；应为 {'、'.join(rungs)} 之一")
    return raw


def _read_events(pack: Pack, raw: Mapping[str, object]) -> dict[str, tuple[EventFact, ...]]:
    read: dict[str, tuple[EventFact, ...]] = {}
    own = {item.id for item in pack.of_kind("event")}
    for name, entry in raw.items():
        if name not in own and name not in KNOWN_EVENTS:
            raise UnknownItemError(
                f"events：没有“{str(name)[:40]}”这个事件；可用：{'、'.join(sorted(own | set(KNOWN_EVENTS)))}"
            )
        if entry is not None:
            statements = _entries(entry, "answer", _EVENT_FIELDS, f"events.{name}")
            read[name] = tuple(_read_event(f"events.{name}", one) for one in statements)
    return read


def _read_event(where: str, entry: Mapping[str, object]) -> EventFact:
    answer = entry.get("answer")
    if not isinstance(answer, bool):
        raise FactError(f"{where}：为“{str(answer)[:40]}”；应为 true 或 false，不知道就不填")
    return EventFact(answer, _read_proof(entry, where))
