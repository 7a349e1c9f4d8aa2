"""What a number said of an item makes of it: a value, a verdict when it is only a limit, a share done."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.talk.proposals import Proposal
from assistant.talk.quantities import Quantity, find_quantities, measured_in
from assistant.talk.wording_cues import HALF
from scoring import Item
from scoring.numbers import convert

_WORTH = {"not_met": 0, "none": 0, "open": 1, "met": 2, "full": 2}
_DONE = re.compile(r"(换|改|做|建|装|铺|完成|更新|覆盖|替换|实施|弄|搞)[了到成完掉过]*[^，。]{0,3}$")
_COMPARED = re.compile(r"(优于|低于|高于|降|减|少|省|标准|限值|平均)[^，。]{0,4}(一半|半数)")


def from_number(item: Item, text: str, base: Proposal) -> Proposal | None:
    """The proposal that a number in this text makes of an item that is decided by a number; None without one."""
    if item.value is None or (measured := measured_in(text, item.value.unit)) is None:
        return None
    at, worths = _worths(item, measured)
    exact = replace(base, value=measured.value, unit=measured.unit)
    if measured.bound == "<" and worths == {0}:
        return replace(base, status="not_met")
    if not measured.bound or at == min(worths):
        # Standing for the worst that was said, the number itself claims nothing too much.
        return exact
    if worths in ({0}, {2}):
        return replace(base, status="met" if worths == {2} else "not_met")
    return replace(base, status="unknown", note="只说了一个界限，还要一个具体的数")


def _worths(item: Item, measured: Quantity) -> tuple[int, set[int]]:
    """What the number itself is worth, and what all the numbers that the words allow are worth."""
    assert item.value is not None
    number = convert(measured.value, measured.unit, item.value.unit)
    assert number is not None
    at, possible = 0, set()
    for band in item.value.bands:
        here = band.holds(number)
        if here:
            at = _WORTH[band.gives]
        below = band.low is None or band.low < number
        above = band.high is None or band.high > number
        if (
            (measured.bound.startswith("<") and below)
            or (measured.bound.startswith(">") and above)
            or (here and measured.bound not in ("<", ">"))
        ):
            possible.add(_WORTH[band.gives])
    return at, possible


def share_done(item: Item, text: str) -> Decimal | None:
    """The share of an item without a number rule that is done: 一半, 换了六成; None when it is not said."""
    if item.kind not in ("optional", "bonus"):
        return None
    if HALF.search(text) and _COMPARED.search(text) is None:
        return Decimal("0.5")
    said = find_quantities(text)
    if item.value is not None or len(said) != 1 or said[0].unit != "%" or not 0 < said[0].value < 100:
        return None
    return said[0].value / 100 if _DONE.search(text[: said[0].start]) else None
