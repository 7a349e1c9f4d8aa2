"""What is said of a unit's indicators: values in the unit of the rule, each with its proof, and the processes it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from scoring.errors import FactError, UnknownItemError
from scoring.firm.facts import RUNGS, read_day, read_rung
from scoring.industry.indicator import Indicator, IndicatorPack
from scoring.numbers import plain, to_decimal
from scoring.units_of_measure import AIR_OXYGEN, emission_stage, exact_in

MOST_READINGS = 20
"""Statements of one indicator that are read; more is a mistake of the sender."""

_FIELDS = ("value", "unit", "oxygen", "source", "date", "valid_until", "evidence")
_MOST_DIGITS = 30
_BELOW_ZERO = ("℃",)


@dataclass(frozen=True, slots=True)
class Reading:
    """One statement of one indicator."""

    indicator: str
    value: Fraction | str | bool
    """A number in the unit of the indicator as measured, the id of a choice, or an answer."""
    shown: str
    """The value as it was said."""
    oxygen: Decimal | None = None
    """Measured oxygen in %."""
    source: str = "declared"
    dated: date | None = None
    valid_until: date | None = None
    evidence: tuple[str, ...] = ()

    def counts(self, as_of: date, proof: str) -> bool:
        """Whether it counts on that day and rung of proof."""
        return RUNGS.index(self.source) >= RUNGS.index(proof) and (
            self.valid_until is None or self.valid_until >= as_of
        )


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """All that is known of a unit's indicators; an absent indicator or process is unknown."""

    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    processes: Mapping[str, bool] = field(default_factory=dict)
    every_process: bool = False
    """Whether `processes` names all processes the unit runs."""

    def runs(self, process: str) -> bool | None:
        """Whether the unit runs a process; None while nobody has said."""
        return self.processes.get(process, False if self.every_process else None)


def read_indicator_facts(
    packs: Sequence[IndicatorPack], raw: object, processes: object, where: str
) -> IndicatorFacts:
    """The indicators and processes of a unit.

    Args:
        packs: the indicator packs of the scheme.
        raw: by indicator id a value, an object with value, unit, oxygen, source, date, valid_until and evidence, or a
            list of such objects; None for nothing.
        processes: the list of all process tags, or an object of tag and true or false; None for nothing.
        where: the place of the unit, for messages.

    Raises:
        UnknownItemError: an indicator or process that no pack has.
        FactError: a value, unit or proof that is not allowed.
    """
    known = {indicator.id: indicator for pack in packs for indicator in pack.indicators}
    entries = {} if raw is None else raw
    if not isinstance(entries, Mapping):
        raise FactError(f'{where}.indicators：应为“指标编号: 数值”的对象，例如 {{"…": {{"value": 8}}}}')
    readings: dict[str, tuple[Reading, ...]] = {}
    for name, entry in entries.items():
        indicator = known.get(name)
        if indicator is None:
            allowed = "、".join(known) or "（本方案没有安装指标包）"
            raise UnknownItemError(f"{where}.indicators：没有指标“{str(name)[:40]}”；可用：{allowed}")
        place = f"{where}.indicators.{name}"
        many = [one for one in (entry if isinstance(entry, list) else [entry]) if one is not None]
        if len(many) > MOST_READINGS:
            raise FactError(f"{place}：给了 {len(many)} 条；一项指标最多 {MOST_READINGS} 条")
        if many:
            readings[name] = tuple(_reading(indicator, one, place) for one in many)
    named, every = _processes(packs, processes, where)
    return IndicatorFacts(readings, named, every)


def _processes(packs: Sequence[IndicatorPack], raw: object, where: str) -> tuple[Mapping[str, bool], bool]:
    if raw is None:
        return {}, False
    answers = raw if isinstance(raw, Mapping) else None
    if answers is None:
        if not isinstance(raw, list | tuple) or not all(isinstance(name, str) for name in raw):
            raise FactError(
                f'{where}.processes：应为工艺名称的列表（写全），例如 ["粘土砂"]，或 {{"粘土砂": true}} 的形式'
            )
        answers = dict.fromkeys(raw, True)
    tags = tuple(dict.fromkeys(tag for pack in packs for tag in pack.processes))
    for name, answer in answers.items():
        if packs and name not in tags:
            raise UnknownItemError(f"{where}.processes：没有工艺“{str(name)[:40]}”；可用：{'、'.join(tags)}")
        if not isinstance(answer, bool):
            raise FactError(f"{where}.processes.{name}：应为 true 或 false，不知道就不填")
    return dict(answers), not isinstance(raw, Mapping)


def _reading(indicator: Indicator, entry: object, where: str) -> Reading:
    fields = entry if isinstance(entry, Mapping) else {"value": entry}
    for name in fields:
        if name not in _FIELDS:
            raise FactError(f"{where}：不认识的字段“{str(name)[:40]}”；可用：{'、'.join(_FIELDS)}")
    unit = fields.get("unit")
    if unit is not None and not isinstance(unit, str):
        raise FactError(f"{where}：unit 应为文字，例如 {indicator.unit or 'mg/m³'}")
    if unit is not None and indicator.kind != "number":
        raise FactError(f"{where}：{indicator.title}不是数值，不能带 unit")
    evidence = fields.get("evidence") or []
    if not isinstance(evidence, list) or not all(isinstance(name, str) for name in evidence):
        raise FactError(f"{where}：evidence 应为文件编号的列表")
    value, shown = _value(indicator, fields.get("value"), unit, where)
    return Reading(
        indicator.id,
        value,
        shown,
        _oxygen(indicator, fields.get("oxygen"), where),
        read_rung(fields.get("source"), f"{where}：source"),
        read_day(fields.get("date"), f"{where} date"),
        read_day(fields.get("valid_until"), f"{where} valid_until"),
        tuple(evidence),
    )


def _value(
    indicator: Indicator, raw: object, unit: str | None, where: str
) -> tuple[Fraction | str | bool, str]:
    if indicator.kind == "yes_no":
        if not isinstance(raw, bool):
            raise FactError(f"{where}：value 为“{str(raw)[:40]}”；应为 true 或 false，不知道就不填")
        return raw, "是" if raw else "否"
    if indicator.kind == "choice":
        choice = indicator.choice(raw) if isinstance(raw, str) else None
        if choice is None:
            allowed = "、".join(f"{choice.id}（{choice.title}）" for choice in indicator.choices)
            raise FactError(f"{where}：value 为“{str(raw)[:40]}”；应为 {allowed} 之一")
        return choice.id, choice.title
    assert indicator.unit is not None
    if indicator.unit == "国":
        stage = emission_stage(raw) if isinstance(raw, str) else None
        if stage is None:
            raise FactError(f"{where}：value 为“{str(raw)[:40]}”；应为 国一 至 国六")
        return Fraction(stage), str(raw)
    number = to_decimal(raw)
    if number is None:
        raise FactError(f"{where}：value 为“{str(raw)[:40]}”；应为数字，单位 {indicator.unit}")
    if number < 0 and indicator.unit not in _BELOW_ZERO:
        raise FactError(f"{where}：value 为 {str(raw)[:40]}；不能小于 0")
    if number and not -_MOST_DIGITS <= number.adjusted() <= _MOST_DIGITS:
        raise FactError(f"{where}：value 为 {str(raw)[:40]}；数值大得或小得不合理，请核对单位")
    shown = f"{plain(number)[:40]}{unit or indicator.unit}"
    return exact_in(number, unit, indicator.unit, where), shown


def _oxygen(indicator: Indicator, raw: object, where: str) -> Decimal | None:
    if raw is None:
        return None
    if indicator.basis.oxygen is None:
        raise FactError(f"{where}：{indicator.title}没有基准氧含量，不用填 oxygen")
    oxygen = to_decimal(raw)
    if oxygen is None or not 0 <= oxygen < AIR_OXYGEN:
        raise FactError(
            f"{where}：oxygen 为“{str(raw)[:40]}”；应为实测含氧量（%），从 0 到 21、不含 21；数值已折算的填 {plain(indicator.basis.oxygen)}"
        )
    return oxygen
