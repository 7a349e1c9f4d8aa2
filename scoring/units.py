"""What is said about a firm on a ladder: its units with their aspects, and events of the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scoring.errors import FactError, UnknownItemError
from scoring.facts import read_day, read_rung
from scoring.pack import Pack

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

_UNIT_FIELDS = ("name", "industry", "aspects", "track", "site")
_PROOF_FIELDS = ("grade", "source", "date", "valid_until", "evidence")


@dataclass(frozen=True, slots=True)
class AspectFact:
    """The highest grade whose requirement the aspect meets, with its proof."""

    grade: str
    source: str = "declared"
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """An industry or process of the firm that is graded by itself."""

    name: str
    industry: str | None
    leading: bool
    aspects: Mapping[str, AspectFact]


@dataclass(frozen=True, slots=True)
class LadderFacts:
    """All that is known of a firm on a ladder; an absent aspect or event is unknown."""

    units: tuple[Unit, ...]
    events: Mapping[str, bool]


def read_ladder_facts(pack: Pack, raw: object) -> LadderFacts:
    """The units and events of a request.

    Raises:
        UnknownItemError: an aspect or event that no scheme of this kind has.
        FactError: a grade, track or answer that is not allowed.
    """
    if not isinstance(raw, Mapping):
        raise FactError("facts：应为含 units 和 events 的对象")
    for name in raw:
        if name not in ("units", "events"):
            raise FactError(f"facts：不认识的字段“{name}”；可用：units、events")
    units = [] if raw.get("units") is None else raw["units"]
    if not isinstance(units, list):
        raise FactError("facts.units：应为列表，每个行业或工序一项")
    events = {} if raw.get("events") is None else raw["events"]
    if not isinstance(events, Mapping):
        raise FactError('facts.events：应为对象，例如 {"bribery": false}')
    return LadderFacts(
        units=tuple(_read_unit(pack, index, unit) for index, unit in enumerate(units)),
        events={name: answer for name, answer in _read_events(pack, events) if answer is not None},
    )


def _read_unit(pack: Pack, index: int, raw: object) -> Unit:
    where = f"units[{index}]"
    if not isinstance(raw, Mapping):
        raise FactError(f'{where}：应为对象，例如 {{"name": "铸造车间", "aspects": {{}}}}')
    for name in raw:
        if name not in _UNIT_FIELDS:
            raise FactError(f"{where}：不认识的字段“{name}”；可用：{'、'.join(_UNIT_FIELDS)}")
    track = raw.get("track")
    if track not in (None, "grade", "leading"):
        raise FactError(f"{where}.track：为“{track}”；引领性填 leading，其余不填")
    leading = track == "leading"
    if leading and not pack.leading_rungs:
        raise FactError(f"{where}.track：方案 {pack.id} 没有引领性这一类")
    aspects = {} if raw.get("aspects") is None else raw["aspects"]
    if not isinstance(aspects, Mapping):
        raise FactError(f"{where}.aspects：应为“方面: 等级”的对象")
    name, industry = raw.get("name"), raw.get("industry")
    if not isinstance(name, str | None) or not isinstance(industry, str | None):
        raise FactError(f"{where}：name 和 industry 应为文字")
    rungs = pack.leading_rungs if leading else pack.rungs
    known = {item.id for item in pack.of_kind("aspect")}
    read: dict[str, AspectFact] = {}
    for aspect, entry in aspects.items():
        if aspect not in known:
            raise UnknownItemError(
                f"{where}：方案 {pack.id} 没有“{aspect}”这个方面；可用：{'、'.join(known_in_order(pack))}"
            )
        if entry is not None:
            read[aspect] = _read_aspect(f"{where}.{aspect}", entry, rungs)
    return Unit(name or industry or f"第{index + 1}个单元", industry, leading, read)


def known_in_order(pack: Pack) -> tuple[str, ...]:
    """The aspect names in the order of the text."""
    return tuple(item.id for item in pack.of_kind("aspect"))


def _read_aspect(where: str, entry: object, rungs: tuple[str, ...]) -> AspectFact:
    proof: Mapping[str, object] = {"grade": entry}
    if isinstance(entry, Mapping):
        proof = entry
        for name in proof:
            if name not in _PROOF_FIELDS:
                raise FactError(f"{where}：不认识的字段“{name}”；可用：{'、'.join(_PROOF_FIELDS)}")
    grade = proof.get("grade")
    if not isinstance(grade, str) or grade not in rungs:
        raise FactError(f"{where}：等级为“{str(grade)[:40]}”；应为 {'、'.join(rungs)} 之一")
    source = read_rung(proof.get("source"), f"{where}：source")
    return AspectFact(grade, source, read_day(proof.get("valid_until"), f"{where} valid_until"))


def _read_events(pack: Pack, raw: Mapping[str, object]) -> list[tuple[str, bool | None]]:
    read: list[tuple[str, bool | None]] = []
    own = {item.id for item in pack.of_kind("event")}
    for name, answer in raw.items():
        if name not in own and name not in KNOWN_EVENTS:
            raise UnknownItemError(
                f"events：没有“{name}”这个事件；可用：{'、'.join(sorted(own | set(KNOWN_EVENTS)))}"
            )
        if answer is not None and not isinstance(answer, bool):
            raise FactError(f"events.{name}：为“{str(answer)[:40]}”；应为 true 或 false，不知道就不填")
        read.append((name, answer))
    return read
