"""What must hold inside an indicator pack beyond the shape of its files, and against the scheme it is used in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from scoring.industry.indicator import Demand, Indicator, IndicatorPack
from scoring.rules.pack import Pack
from scoring.units_of_measure import AIR_OXYGEN, find_unit


def pack_faults(pack: IndicatorPack) -> list[str]:
    """Every broken reference, missing part or grade that asks for less than a worse one, each with its place."""
    faults = [*_repeated(pack), *_aspect_faults(pack)]
    if pack.completeness == "complete" and any(a.completeness == "partial" for a in pack.aspects):
        faults.append("completeness 为 complete，但有的方面是 partial；请改为 partial，或补全这些方面")
    if pack.completeness == "partial" and not pack.missing:
        faults.append("completeness 为 partial 时须在 missing 里写明缺什么")
    for indicator in pack.indicators:
        faults += [f"指标 {indicator.id}：{fault}" for fault in _indicator_faults(pack, indicator)]
    return [f"{pack.id} {fault}" for fault in faults]


def _repeated(pack: IndicatorPack) -> Iterator[str]:
    named: tuple[tuple[str, Iterable[str]], ...] = (
        ("指标编号", (indicator.id for indicator in pack.indicators)),
        ("方面编号", (aspect.id for aspect in pack.aspects)),
        ("等级", pack.grades),
        ("工序", pack.processes),
    )
    for what, names in named:
        for name, count in Counter(names).items():
            if count > 1:
                yield f"{what}“{name}”重复；每个只能出现一次"


def _aspect_faults(pack: IndicatorPack) -> Iterator[str]:
    for aspect in pack.aspects:
        for scheme in aspect.names:
            if scheme not in pack.schemes:
                yield f"方面 {aspect.id}：names 中的方案“{scheme}”不在 schemes 里；可用：{'、'.join(pack.schemes)}"
        if not pack.of_aspect(aspect.id) and aspect.completeness == "complete":
            yield f"方面 {aspect.id}：没有任何指标，不能写 complete"


def _indicator_faults(pack: IndicatorPack, indicator: Indicator) -> Iterator[str]:
    aspect = next((aspect for aspect in pack.aspects if aspect.id == indicator.aspect), None)
    if aspect is None:
        known = "、".join(aspect.id for aspect in pack.aspects)
        yield f"没有方面“{indicator.aspect}”；可用：{known}"
    for tag in (tag for group in indicator.applies_when for tag in group):
        if tag not in pack.processes:
            yield f"applies_when 中的“{tag}”不在 processes 里；可用：{'、'.join(pack.processes) or '（未列出任何工序）'}"
    for grade, demand in indicator.demands.items():
        if grade not in pack.grades:
            yield f"requires 中的等级“{grade}”不在 grades 里；可用：{'、'.join(pack.grades)}"
        elif grade == pack.grades[-1] and demand.asks:
            yield f"“{grade}”是最低等级，不应有要求；请删去或写 none: true"
        if fault := _kind_fault(indicator, demand):
            yield f"{grade}：{fault}"
    if aspect is not None and aspect.completeness == "complete":
        absent = [grade for grade in pack.grades[:-1] if grade not in indicator.demands]
        if absent:
            yield f"所属方面写了 complete，但缺 {'、'.join(absent)} 的要求；没有要求的写 none: true"
    yield from _shape_faults(indicator)
    if all(_kind_fault(indicator, demand) is None for demand in indicator.demands.values()):
        yield from _order_faults(pack, indicator)


def _kind_fault(indicator: Indicator, demand: Demand) -> str | None:
    wanted = {
        "number": ("word 和 value", demand.comparison),
        "choice": ("at_least", demand.at_least),
        "yes_no": ("is", demand.answer),
    }
    field, found = wanted[indicator.kind]
    if demand.asks and found is None:
        return f"{indicator.kind} 类指标的要求应写 {field}"
    ids = [choice.id for choice in indicator.choices]
    unknown = [name for name in (demand.at_least, *demand.open_for) if name is not None and name not in ids]
    if unknown:
        return f"没有选项“{'、'.join(unknown)}”；可用：{'、'.join(ids)}"
    return None


def _shape_faults(indicator: Indicator) -> Iterator[str]:
    if indicator.kind == "number":
        if indicator.unit is None:
            yield "number 类指标须有 unit（单位）"
        elif (quantity := find_unit(indicator.unit)) is None:
            yield f"不认识的单位“{indicator.unit}”；可用的例如 mg/m³、%、万块/年、吨、小时、国（车辆排放阶段）"
        elif indicator.basis.oxygen is not None and quantity[0] != "mg/m³":
            yield f"基准氧含量只用于浓度（mg/m³），单位却是“{indicator.unit}”"
    elif indicator.unit is not None or indicator.basis.oxygen is not None:
        yield f"{indicator.kind} 类指标没有 unit 和 basis.oxygen"
    if indicator.basis.oxygen is not None and not 0 <= indicator.basis.oxygen < AIR_OXYGEN:
        yield f"基准氧含量为 {indicator.basis.oxygen}；应在 0 到 21 之间，不含 21"
    if (indicator.kind == "choice") != (len(indicator.choices) >= 2):
        yield "choice 类指标须有两个以上的 choices（由好到差），其他类不写"
    for name, count in Counter(choice.id for choice in indicator.choices).items():
        if count > 1:
            yield f"选项编号“{name}”重复"


def _order_faults(pack: IndicatorPack, indicator: Indicator) -> Iterator[str]:
    """What a better grade accepts, every worse one must accept too."""
    known = [grade for grade in pack.grades if grade in indicator.demands]
    for better, worse in combinations(known, 2):
        if not _covers(indicator, indicator.demands[worse], indicator.demands[better]):
            yield f"{worse} 的要求比 {better} 的更严或方向不同；好的等级接受的，差的等级也必须接受"


def _covers(indicator: Indicator, worse: Demand, better: Demand) -> bool:
    if not worse.asks:
        return True
    if not better.asks:
        return False
    if worse.comparison is not None and better.comparison is not None:
        return worse.comparison.contains(better.comparison)
    if worse.at_least is not None and better.at_least is not None:
        return indicator.rank(worse.at_least) >= indicator.rank(better.at_least)
    return worse.answer is better.answer


def scheme_faults(scheme: Pack, pack: IndicatorPack) -> list[str]:
    """Why the pack does not fit a scheme: industry, grades or aspects that the scheme does not have."""
    faults = []
    if scheme.kind != "ladder":
        faults.append(f"方案 {scheme.id} 不是分级方案，不能使用指标包")
    if scheme.industries and pack.industry not in scheme.industries:
        faults.append(
            f"行业“{pack.industry}”不在方案 {scheme.id} 的行业名单里；可用：{'、'.join(scheme.industries)}"
        )
    if not (set(pack.grades) <= set(scheme.rungs) or set(pack.grades) <= set(scheme.leading_rungs)):
        faults.append(f"等级 {'、'.join(pack.grades)} 与方案 {scheme.id} 的 {'、'.join(scheme.rungs)} 不一致")
    else:
        rungs = scheme.rungs if set(pack.grades) <= set(scheme.rungs) else scheme.leading_rungs
        if sorted(pack.grades, key=rungs.index) != list(pack.grades):
            faults.append(f"等级 {'、'.join(pack.grades)} 应由高到低排列")
    known = [item.id for item in scheme.of_kind("aspect")]
    for name in pack.aspects_in(scheme.id):
        if name not in known:
            faults.append(f"方案 {scheme.id} 没有“{name}”这个方面；可用：{'、'.join(known)}")
    return [f"{pack.id}：{fault}" for fault in faults]
