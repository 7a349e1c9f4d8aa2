"""Number bands of a value rule: built from data, checked to cover the line exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from scoring.rules.pack import Band
from scoring.rules.pack_schema import BandModel


def build_bands(models: Sequence[BandModel], where: str) -> tuple[tuple[Band, ...], list[str]]:
    """The bands in rising order and the faults found: gaps, overlaps, two limits on one side."""
    faults: list[str] = []
    bands: list[Band] = []
    for model in models:
        if model.low is not None and model.above is not None:
            faults.append(f"{where}：一个区间的下限只能用 from 或 above 之一")
        if model.below is not None and model.up_to is not None:
            faults.append(f"{where}：一个区间的上限只能用 below 或 up_to 之一")
        low = model.low if model.low is not None else model.above
        high = model.below if model.below is not None else model.up_to
        bands.append(
            Band(
                low=None if low is None else Decimal(low),
                low_inclusive=model.low is not None,
                high=None if high is None else Decimal(high),
                high_inclusive=model.up_to is not None,
                gives=model.gives,
            )
        )
    bands.sort(key=lambda band: Decimal("-Infinity") if band.low is None else band.low)
    if bands[0].low is not None or bands[-1].high is not None:
        faults.append(f"{where}：区间没有覆盖整条数轴；第一个区间不写下限，最后一个区间不写上限")
    for left, right in pairwise(bands):
        if left.high is None or left.high != right.low or left.high_inclusive == right.low_inclusive:
            faults.append(
                f"{where}：相邻区间在 {left.high} 与 {right.low} 处有空缺或重叠；"
                "上一个用 below 时下一个用 from，上一个用 up_to 时下一个用 above"
            )
    return tuple(bands), faults
