"""What a number said of an item makes of it: a value, a verdict when it is only a limit, a share done."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.talk.proposals import Proposal
from assistant.talk.quantities import Quantity, find_quantities, measured_in, spoken_number
from assistant.talk.wording_cues import HALF
from scoring import Item
from scoring.numbers import convert

_WORTH = {"not_met": 0, "none": 0, "open": 1, "met": 2, "full": 2}
_DONE = re.compile(r"(占|换|改|做|建|装|铺|完成|更新|覆盖|替换|实施|弄|搞)[了到成完掉过]*[^，。]{0,4}$")
_SO = re.compile(r"^(的|都)?(是|为|用|采用|换成|改成|换了|改了)")
_YARDSTICK = r"(平均水平|平均值?|均值|要求|标准|限额|定额|指标)"
_SHARE_OF = re.compile(rf"{_YARDSTICK}[^，。比高低多少]{{0,2}}的?$")
_LESS = re.compile(rf"{_YARDSTICK}[^，。]{{0,4}}(低|少|省|下降|小)[了出]?[^，。]{{0,1}}$")
_MORE = re.compile(rf"{_YARDSTICK}[^，。]{{0,4}}(高|多|大|超)[了出过]{{0,2}}[^，。]{{0,1}}$")
_EVEN = re.compile(rf"(跟|和|与|同)[^，。]{{0,6}}{_YARDSTICK}[^，。]{{0,2}}(持平|一样|相等|相当)")
_BARE = re.compile(r"^(就?是|到)?\s*(\d+(?:\.\d+)?)\s*(左右)?[。]?$")
_COMPARED = re.compile(r"(优于|低于|高于|降|减|少|省|标准|限值|平均)[^，。]{0,4}(一半|半数)")

_LIMIT_AND_OWN = re.compile(
    r"(下限|上限|要求|限值|指标|规定|标准)[^，。\d]{0,6}(?P<limit>\d+(?:\.\d+)?)(?![\d.]*(%|倍))[^\d。]{0,12}"
    r"(实际|我们|我厂|俺们?|咱们?|做到|建到|算下来)[^，。\d]{0,6}(?P<own>\d+(?:\.\d+)?)(?![\d.]*(%|倍))"
)
_COUNTED = re.compile(r"(?<![\d.])(?P<count>\d+)(?P<of>[套盏台辆个块只根处])(?!以)")
_RATE_AT_END = re.compile(
    r"(率|比例|占比|密度|比重|系数)[^，。\d]{0,4}?(?P<number>\d+(?:\.\d+)?|[一二三四五六七八九十百点零]{2,5})[。！!]?$"
)
_FINE = Decimal("0.01")


def from_number(item: Item, text: str, base: Proposal) -> Proposal | None:
    """The proposal that a number in this text makes of an item that is decided by a number; None without one."""
    if item.value is None or (measured := _measured(item, item.value.unit, text)) is None:
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


def from_bare_number(item: Item, text: str, base: Proposal) -> Proposal | None:
    """What a number without a unit makes of the item whose number was asked for; None without one."""
    match = _BARE.match(text)
    if match is None or match[3] or item.value is None or item.value.unit not in ("%", "倍"):
        return None
    number = Decimal(match[2])
    # Twelve is no multiple anybody has, and 0.6 no percentage anybody says.
    plausible = 1 <= number <= 100 if item.value.unit == "%" else number < 10
    return replace(base, value=number, unit=item.value.unit) if plausible else None


def at_level(item: Item, text: str, base: Proposal) -> Proposal:
    """The proposal for an item that is had at some level: with the level, where the text names one."""
    level = next((level for level in item.choices if any(word in text for word in level.says)), None)
    return replace(base, status="met", value=level.id if level else None, label=level.title if level else "")


def _measured(item: Item, unit: str, text: str) -> Quantity | None:
    """The quantity a text gives in the unit of a rule: said outright, against the average, counted out, or as a half."""
    if (measured := measured_in(text, unit)) is not None:
        return measured
    if unit == "倍":
        return _against_average(text) or _against_limit(text)
    if unit == "%" and not find_quantities(text) and (counted := _counted_out(text)) is not None:
        return counted
    if unit in ("%", "倍") and not find_quantities(text) and (bare := _bare_at_end(unit, text)) is not None:
        return bare
    half = HALF.search(text)
    if unit == "%" and half and item.kind not in ("optional", "bonus") and _COMPARED.search(text) is None:
        return Quantity(Decimal(50), "%", half.start(), half.end())
    return None


def _against_average(text: str) -> Quantity | None:
    """The multiple of the average that a share says: 平均的八成 is 0.8, 比平均低一成 is 0.9."""
    if (even := _EVEN.search(text)) is not None:
        return Quantity(Decimal(1), "倍", even.start(), even.end())
    shares = [q for q in find_quantities(text) if q.unit == "%"]
    if len(shares) != 1 or shares[0].bound:
        return None
    share, before = shares[0].value / 100, text[: shares[0].start]
    for pattern, value in ((_SHARE_OF, share), (_LESS, 1 - share), (_MORE, 1 + share)):
        if pattern.search(before):
            return Quantity(value, "倍", shares[0].start, shares[0].end)
    return None


def _against_limit(text: str) -> Quantity | None:
    """The multiple that two figures make: 下限是1.0，我们实际1.35 is 1.35."""
    match = _LIMIT_AND_OWN.search(text)
    if match is None or not Decimal(match["limit"]):
        return None
    value = _rounded(Decimal(match["own"]) / Decimal(match["limit"]))
    return Quantity(value, "倍", *match.span())


def _counted_out(text: str) -> Quantity | None:
    """The share that a number of all and of some makes: 全厂灯具500套，350套是LED is 70 %."""
    counts = [(Decimal(match["count"]), match["of"], match) for match in _COUNTED.finditer(text)]
    if len(counts) != 2 or counts[0][1] != counts[1][1] or not 0 < counts[1][0] <= counts[0][0]:
        return None
    share = _rounded(counts[1][0] * 100 / counts[0][0])
    return Quantity(share, "%", counts[0][2].start(), counts[1][2].end())


def _bare_at_end(unit: str, text: str) -> Quantity | None:
    """The number without a unit that ends a statement on a rate: 固废利用率九十二, 建筑密度43."""
    match = _RATE_AT_END.search(text)
    if match is None:
        return None
    number = spoken_number(match["number"])
    if number is None or not (1 <= number <= 100 if unit == "%" else number < 10):
        return None
    return Quantity(number, unit, *match.span("number"))


def _rounded(number: Decimal) -> Decimal:
    """To two places, without zeros at the end: 70, 1.35."""
    fine = number.quantize(_FINE)
    return fine.quantize(Decimal(1)) if fine == fine.to_integral_value() else fine.normalize()


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
    done = _DONE.search(text[: said[0].start]) or _SO.match(text[said[0].end :])
    return said[0].value / 100 if done else None
