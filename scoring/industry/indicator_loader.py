"""Folders of indicator packs become typed packs; all faults are reported together, each with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from scoring.comparisons import Basis, Comparison, operator_of, words_allowed
from scoring.errors import PackError
from scoring.industry.indicator import (
    Choice,
    Demand,
    Indicator,
    IndicatorAspect,
    IndicatorPack,
    IndicatorSource,
    ResponseTable,
)
from scoring.industry.indicator_check import pack_faults, scheme_faults
from scoring.industry.indicator_schema import (
    DemandModel,
    IndicatorModel,
    IndicatorPackModel,
    IndicatorSourceModel,
    ResponseTableModel,
)
from scoring.rules.pack import Pack
from scoring.rules.schema_faults import schema_faults
from scoring.rules.strict_yaml import read_yaml
from scoring.units_of_measure import emission_stage

INDICATORS = Path(__file__).parents[1] / "indicators"


@cache
def shipped_indicator_packs() -> tuple[IndicatorPack, ...]:
    """The packs that come with the program, by id.

    Raises:
        PackError: with the faults of all of them.
    """
    return load_indicator_packs(INDICATORS)


def load_indicator_packs(folder: Path) -> tuple[IndicatorPack, ...]:
    """The packs in the folders of a folder, by id; none where it does not exist.

    Raises:
        PackError: with the faults of all of them.
    """
    packs, faults = [], []
    for path in sorted(folder.glob("*/indicators.yaml")):
        try:
            packs.append(load_indicator_pack(path.parent))
        except PackError as exc:
            faults += exc.faults
    if faults:
        raise PackError(faults)
    return tuple(packs)


def load_indicator_pack(folder: Path) -> IndicatorPack:
    """The pack in a folder (indicators.yaml).

    Raises:
        PackError: with every fault of syntax, shape and reference found.
    """
    path = folder / "indicators.yaml"
    where = f"{folder.name}/{path.name}"
    raw = read_yaml(path)
    try:
        model = IndicatorPackModel.model_validate(raw)
    except ValidationError as exc:
        raise PackError(schema_faults(where, exc)) from exc
    faults: list[str] = []
    if model.id != folder.name:
        faults.append(f"{where}：id 为“{model.id}”，应与文件夹名“{folder.name}”相同")
    pack = _pack(model, hashlib.sha256(path.read_bytes()).hexdigest(), where, faults)
    faults += pack_faults(pack)
    if faults:
        raise PackError(faults)
    return pack


@cache
def shipped_response_tables() -> tuple[ResponseTable, ...]:
    """The tables of consequences that come with the program, by id.

    Raises:
        PackError: with the faults of all of them.
    """
    return tuple(load_response_table(path.parent) for path in sorted(INDICATORS.glob("*/responses.yaml")))


def load_response_table(folder: Path) -> ResponseTable:
    """The table in a folder (responses.yaml).

    Raises:
        PackError: with every fault found.
    """
    path = folder / "responses.yaml"
    try:
        model = ResponseTableModel.model_validate(read_yaml(path))
    except ValidationError as exc:
        raise PackError(schema_faults(f"{folder.name}/{path.name}", exc)) from exc
    return ResponseTable(
        model.id,
        model.title,
        model.industry,
        tuple(model.schemes),
        model.edition,
        model.status,
        model.completeness,
        tuple(model.missing),
        _source(model.source),
        tuple(response.built(model.id) for response in model.responses),
        hashlib.sha256(path.read_bytes()).hexdigest(),
        tuple(model.notes),
    )


def with_indicators(
    scheme: Pack, packs: Sequence[IndicatorPack], tables: Sequence[ResponseTable] = ()
) -> Pack:
    """The scheme with those packs that are made for it; a pack that another one replaces is left out.

    Raises:
        PackError: a pack does not fit the scheme, or two packs share an indicator id.
    """
    fitting = [pack for pack in packs if scheme.id in pack.schemes]
    replaced = {name for pack in fitting for name in pack.replaces}
    kept = tuple(pack for pack in fitting if pack.id not in replaced)
    faults = [fault for pack in kept for fault in scheme_faults(scheme, pack)]
    owners: dict[str, str] = {}
    for pack in kept:
        for indicator in pack.indicators:
            owner = owners.setdefault(indicator.id, pack.id)
            if owner != pack.id:
                faults.append(
                    f"{pack.id} 指标 {indicator.id}：编号与 {owner} 的相同；请改名，或用 replaces 写明取代关系"
                )
    if faults:
        raise PackError(faults)
    return replace(
        scheme,
        indicators=kept,
        industry_responses=tuple(table for table in tables if scheme.id in table.schemes),
    )


def _source(model: IndicatorSourceModel) -> IndicatorSource:
    return IndicatorSource(model.text, model.url, model.seen, model.date)


def _pack(model: IndicatorPackModel, digest: str, where: str, faults: list[str]) -> IndicatorPack:
    whole = (tuple(model.applies_when),) if model.applies_when else ()
    return IndicatorPack(
        id=model.id,
        title=model.title,
        industry=model.industry,
        schemes=tuple(model.schemes),
        edition=model.edition,
        status=model.status,
        effective_from=model.effective.start,
        effective_until=model.effective.until,
        completeness=model.completeness,
        missing=tuple(model.missing),
        source=_source(model.source),
        grades=tuple(model.grades),
        all_grades=model.all_grades,
        processes=tuple(model.processes),
        aspects=tuple(
            IndicatorAspect(aspect.id, aspect.names, aspect.completeness, tuple(aspect.missing))
            for aspect in model.aspects
        ),
        indicators=tuple(
            _indicator(one, whole, f"{where} 指标 {one.id}", faults) for one in model.indicators
        ),
        sha256=digest,
        notes=tuple(model.notes),
        replaces=tuple(model.replaces),
        checked_by=model.checked.by if model.checked else None,
        checked_on=model.checked.on if model.checked else None,
    )


def _indicator(
    model: IndicatorModel, whole: tuple[tuple[str, ...], ...], where: str, faults: list[str]
) -> Indicator:
    demands: dict[str, Demand] = {}
    for grades, written in model.requires.items():
        demand = _demand(model, written, f"{where} {grades}", faults)
        if written.word is not None and demand.comparison is None:
            continue  # Told already; without its figure it would only cause further faults.
        for grade in grades.split("、"):
            if grade in demands:
                faults.append(f"{where}：等级“{grade}”的要求写了两次")
            demands[grade] = demand
    return Indicator(
        id=model.id,
        aspect=model.aspect,
        title=model.title,
        question=model.question,
        kind=model.kind,
        demands=demands,
        unit=model.unit,
        better=model.better,
        basis=Basis(Decimal(model.basis.oxygen) if model.basis.oxygen else None, model.basis.text),
        applies_when=whole + ((tuple(model.applies_when),) if model.applies_when else ()),
        choices=tuple(Choice(choice.id, choice.title) for choice in model.choices),
        proof=tuple(model.proof),
        notes=tuple(model.notes),
    )


def _demand(model: IndicatorModel, written: DemandModel, where: str, faults: list[str]) -> Demand:
    comparison = _comparison(model, written, where, faults)
    return Demand(
        written.text, written.source, comparison, written.at_least, tuple(written.open_for), written.answer
    )


def _comparison(
    model: IndicatorModel, written: DemandModel, where: str, faults: list[str]
) -> Comparison | None:
    if written.word is None or written.value is None:
        return None
    operator = operator_of(written.word, model.better)
    if operator is None:
        more = (
            "（“优于、不劣于”须写明 better: lower 或 higher）"
            if "优于" in written.word or "不劣于" in written.word
            else ""
        )
        faults.append(f"{where}：不认识的比较词“{written.word}”{more}；可用：{'、'.join(words_allowed())}")
        return None
    if (operator == "range") != (written.to is not None):
        faults.append(f"{where}：范围写成 word: 至、value（下限）和 to（上限），三者缺一不可")
        return None
    stage = emission_stage(written.value) if written.value.startswith("国") else None
    if written.value.startswith("国") and stage is None:
        faults.append(f"{where}：不认识的车辆排放阶段“{written.value}”；可用：国一 至 国六")
        return None
    if (model.unit == "国") != (stage is not None):
        faults.append(f"{where}：车辆排放阶段的 unit 写“国”，value 写“国五”的形式")
        return None
    value = Decimal(stage) if stage is not None else Decimal(written.value)
    high = None if written.to is None else Decimal(written.to)
    if high is not None and high <= value:
        faults.append(f"{where}：范围的上限 {high} 应大于下限 {value}")
    return Comparison(operator, value, model.unit, high)
