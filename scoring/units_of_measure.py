"""Units of measure: which ones are known, how they convert exactly, and the correction to a reference oxygen."""

from __future__ import annotations

import re
import unicodedata
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation, Overflow, localcontext
from fractions import Fraction
from functools import lru_cache

from scoring.errors import FactError

AIR_OXYGEN = Decimal(21)
"""Oxygen of air in %, as the emission standards count it."""

# Longer than any number of a request, so that a product is never rounded.
_EXACT = Context(prec=2400, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact, InvalidOperation, Overflow])

# Each quantity: the unit all others of it are counted in, then every unit with its factor and its spellings.
_QUANTITIES: dict[str, dict[str, str]] = {
    "mg/m³": {
        "1": "mg/m3 mg/nm3 mg/m^3 毫克/立方米 毫克每立方米 毫克/标准立方米 毫克/标立方米",
        "0.001": "μg/m3 ug/m3 μg/nm3 ug/nm3 微克/立方米 微克每立方米",
        "1000": "g/m3 g/nm3 克/立方米 克每立方米",
    },
    "%": {"1": "% 百分比 vol%", "0.1": "‰ 千分比"},
    "倍": {"1": "倍"},
    "千瓦时": {"1": "千瓦时 kwh kw·h 度", "1000": "兆瓦时 mwh 兆瓦·时"},
    "个月": {"1": "个月 月", "12": "年"},
    "秒": {
        "1": "秒 s",
        "60": "分钟 min 分",
        "3600": "小时 h 个小时",
        "86400": "天 日 d 昼夜",
        "604800": "周",
    },
    "块": {"1": "块 块砖"},
    "块/年": {"1": "块/年 块/a 块标砖/年 块(折标)/年"},
    "吨": {"1": "t 吨", "0.001": "kg 千克 公斤", "0.000001": "g 克"},
    "吨/年": {"1": "t/a 吨/年 t/年"},
    "吨/日": {"1": "t/d 吨/日 吨/天 t/日"},
    "吨/小时": {"1": "t/h 吨/小时 吨/时 蒸吨 蒸吨/小时", "0.001": "kg/h 千克/小时"},
    "千克/吨": {"1": "kg/t 千克/吨 g/kg 克/千克", "0.001": "g/t 克/吨"},
    "g/L": {"1": "g/l 克/升", "0.001": "mg/l 毫克/升"},
    "m/s": {"1": "m/s 米/秒"},
    "m³": {"1": "m3 立方米"},
    "m³/h": {"1": "m3/h 立方米/小时 nm3/h"},
    "m²": {"1": "m2 平方米"},
    "m": {"1": "m 米", "0.001": "mm 毫米", "0.01": "cm 厘米"},
    "℃": {"1": "°c 摄氏度"},
    "国": {"1": "国 国标阶段"},
}
_UNITS: dict[str, tuple[str, Decimal]] = {
    name: (quantity, Decimal(factor))
    for quantity, spellings in _QUANTITIES.items()
    for factor, names in spellings.items()
    for name in names.split()
}
_MULTIPLES = {"百万": Decimal(10**6), "千万": Decimal(10**7), "万": Decimal(10**4), "亿": Decimal(10**8)}
_COUNTED_IN_MULTIPLES = ("块", "块/年", "吨", "吨/年", "千瓦时", "m³", "m³/h", "m²")
_BY_VOLUME = ("ppm", "ppb", "ppmv", "ppbv", "μmol/mol", "umol/mol")
_STAGES = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6} | {
    roman: number for number, roman in enumerate(("i", "ii", "iii", "iv", "v", "vi"), 1)
}


def folded(unit: str) -> str:
    """A unit as it is looked up: full-width forms folded, lower case, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", unit)).lower()


@lru_cache(maxsize=512)
def find_unit(unit: str) -> tuple[str, Decimal] | None:
    """The quantity of a unit and the factor to the quantity's own unit; None for an unknown unit.

    >>> find_unit("万块/年"), find_unit("μg/m³")
    (('块/年', Decimal('10000')), ('mg/m³', Decimal('0.001')))
    """
    name = folded(unit)
    if name in _UNITS:
        return _UNITS[name]
    for word, factor in _MULTIPLES.items():
        rest = _UNITS.get(name.removeprefix(word))
        if rest is not None and rest[0] in _COUNTED_IN_MULTIPLES:
            return rest[0], rest[1] * factor
    return None


def alternatives(unit: str) -> tuple[str, ...]:
    """The spellings a value may come in where a rule is written in this unit; empty for an unknown unit."""
    known = find_unit(unit)
    return () if known is None else tuple(n for n, (quantity, _) in _UNITS.items() if quantity == known[0])


def convert(value: Decimal, unit: str | None, wanted: str) -> Decimal | None:
    """The value in the wanted unit, or None when it has no exact decimal there; no unit means the wanted one.

    >>> convert(Decimal("1.5"), "MWh", "千瓦时")
    Decimal('1500.0')
    >>> convert(Decimal(20), "月", "年") is None
    True
    """
    if unit is None or not unit.strip():
        return value
    known, target = find_unit(unit), find_unit(wanted)
    if known is None or target is None or known[0] != target[0]:
        return None
    if known[1] == target[1]:
        return value
    with localcontext(_EXACT):
        try:
            return value * known[1] / target[1]
        except (Inexact, Overflow, InvalidOperation):
            return None


def exact_in(value: Decimal, unit: str | None, wanted: str, where: str) -> Fraction:
    """The value in the wanted unit, exactly; no unit means the wanted one.

    Args:
        value: at most 40 digits before and after the point.
        unit: as the user wrote it.
        wanted: the unit of the rule.
        where: the place of the value, for the message.

    Raises:
        FactError: the unit is unknown, of another quantity or by volume; the message names what is allowed.
    """
    if unit is None or not unit.strip():
        return Fraction(value)
    if folded(unit) in _BY_VOLUME:
        raise FactError(
            f"{where}：单位“{unit}”是体积浓度，换算成 {wanted} 取决于气体种类、温度和压力，不能自动换算；请填监测报告中的 {wanted}"
        )
    known, target = find_unit(unit), find_unit(wanted)
    if target is None and folded(unit) == folded(wanted):
        return Fraction(value)
    if known is None or target is None or known[0] != target[0]:
        allowed = "、".join(dict.fromkeys((wanted, *alternatives(wanted))))
        raise FactError(f"{where}：单位“{unit}”不能换算成 {wanted}；可用的单位：{allowed}")
    return Fraction(value) * Fraction(known[1]) / Fraction(target[1])


def at_reference_oxygen(measured: Fraction, oxygen: Decimal, reference: Decimal) -> Fraction:
    """The concentration at the reference oxygen: C × (21 − reference) ÷ (21 − oxygen).

    Args:
        measured: concentration as measured.
        oxygen: measured oxygen in %, from 0 to below 21.
        reference: reference oxygen in %, from 0 to below 21.

    >>> at_reference_oxygen(Fraction(5), Decimal(19), Decimal(18))
    Fraction(15, 2)
    """
    return measured * Fraction(AIR_OXYGEN - reference) / Fraction(AIR_OXYGEN - oxygen)


def emission_stage(text: str) -> int | None:
    """The number of a vehicle emission stage: 国五, 国Ⅴ, 国5, 国V; None for anything else.

    >>> emission_stage("国Ⅵ"), emission_stage("国五"), emission_stage("国七")
    (6, 5, None)
    """
    found = re.fullmatch(r"国(?P<stage>[一二三四五六]|[1-6]|i{1,3}|iv|vi?)", folded(text))
    if found is None:
        return None
    stage = found["stage"]
    return int(stage) if stage.isdigit() else _STAGES[stage]
