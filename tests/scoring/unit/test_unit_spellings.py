"""Units of measure as firms write them: every spelling of every quantity, multiples, what has no conversion."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scoring.errors import FactError
from scoring.units_of_measure import convert, exact_in, find_unit

D = Decimal


@pytest.mark.parametrize(
    ("quantity", "factor", "spellings"),
    [
        ("mg/m³", "1", "mg/m³ mg/Nm³ mg/m^3 毫克/立方米 毫克每立方米 毫克/标准立方米 毫克/标立方米"),
        ("mg/m³", "0.001", "μg/m³ ug/m3 μg/Nm³ ug/Nm3 微克/立方米 微克每立方米"),
        ("mg/m³", "1000", "g/m³ g/Nm³ 克/立方米 克每立方米"),
        ("%", "1", "% ％ 百分比 vol%"),
        ("%", "0.1", "‰ 千分比"),
        ("倍", "1", "倍"),
        ("千瓦时", "1", "千瓦时 kWh kW·h 度"),
        ("千瓦时", "1000", "兆瓦时 MWh 兆瓦·时"),
        ("千瓦时", "10000", "万千瓦时 万kWh 万度"),
        ("个月", "1", "个月 月"),
        ("个月", "12", "年"),
        ("秒", "1", "秒 s"),
        ("秒", "60", "分钟 min 分"),
        ("秒", "3600", "小时 h 个小时"),
        ("秒", "86400", "天 日 d 昼夜"),
        ("秒", "604800", "周"),
        ("块", "1", "块 块砖"),
        ("块", "10000", "万块 万块砖"),
        ("块/年", "1", "块/年 块/a 块标砖/年 块（折标）/年"),
        ("块/年", "10000", "万块/年"),
        ("块/年", "100000000", "亿块/年"),
        ("吨", "1", "t 吨"),
        ("吨", "0.001", "kg 千克 公斤"),
        ("吨", "0.000001", "g 克"),
        ("吨", "1000000", "百万吨"),
        ("吨", "10000000", "千万吨"),
        ("吨/年", "1", "t/a 吨/年 t/年"),
        ("吨/年", "10000", "万吨/年 万t/a"),
        ("吨/日", "1", "t/d 吨/日 吨/天 t/日"),
        ("吨/小时", "1", "t/h 吨/小时 吨/时 蒸吨 蒸吨/小时"),
        ("吨/小时", "0.001", "kg/h 千克/小时"),
        ("千克/吨", "1", "kg/t 千克/吨 g/kg 克/千克"),
        ("千克/吨", "0.001", "g/t 克/吨"),
        ("g/L", "1", "g/L 克/升"),
        ("g/L", "0.001", "mg/L 毫克/升"),
        ("m/s", "1", "m/s 米/秒"),
        ("m³", "1", "m³ m3 立方米"),
        ("m³", "10000", "万m³ 万立方米"),
        ("m³/h", "1", "m³/h 立方米/小时 Nm³/h"),
        ("m³/h", "10000", "万m³/h 万立方米/小时"),
        ("m²", "1", "m² m2 平方米"),
        ("m²", "10000", "万m² 万平方米"),
        ("m", "1", "m 米"),
        ("m", "0.001", "mm 毫米"),
        ("m", "0.01", "cm 厘米"),
        ("℃", "1", "℃ °C 摄氏度"),
        ("国", "1", "国 国标阶段"),
    ],
)
def test_a_unit_is_known_in_every_spelling(quantity: str, factor: str, spellings: str) -> None:
    for spelling in spellings.split():
        assert find_unit(spelling) == (quantity, D(factor)), spelling


@pytest.mark.parametrize("unit", ["万小时", "万秒", "百万kg/t", "万", "亿", "吨万", "XX吨", ""])
def test_what_is_no_unit_or_is_not_counted_in_multiples(unit: str) -> None:
    assert find_unit(unit) is None


@pytest.mark.parametrize("unit", ["ppm", "ppb", "ppmv", "PPBv", "μmol/mol", "µmol/mol", "umol/mol"])
def test_a_share_of_volume_is_refused_with_the_reason(unit: str) -> None:
    with pytest.raises(FactError) as caught:
        exact_in(D(5), unit, "mg/m³", "x")
    assert "体积浓度" in caught.value.detail and "mg/m³" in caught.value.detail


@pytest.mark.parametrize(("power", "then"), [(2_000_000, 1_999_997), (-2_000_000, -2_000_003)])
def test_a_number_of_any_size_converts_exactly(power: int, then: int) -> None:
    assert convert(D(f"1e{power}"), "kg", "t") == D(f"1e{then}")
