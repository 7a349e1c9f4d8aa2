"""Comparison words of Chinese rules, exactly: 以上、以下、以内 include the figure, 大于、小于、超过、不足 do not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from scoring.units_of_measure import emission_stage, find_unit

Operator = Literal["<=", "<", ">=", ">", "range"]
Direction = Literal["lower", "higher"]
"""Which way of a quantity is better for the environment."""

_BEFORE: dict[Operator, tuple[str, ...]] = {
    "<=": (
        "不高于",
        "不大于",
        "不超过",
        "未超过",
        "小于等于",
        "小于或等于",
        "低于或等于",
        "至多",
        "最多",
        "最高",
        "≤",
        "<=",
    ),
    "<": ("小于", "低于", "不足", "少于", "<"),
    ">=": ("不低于", "不小于", "不少于", "大于等于", "大于或等于", "高于或等于", "达到", "至少", "≥", ">="),
    ">": ("大于", "高于", "超过", "多于", ">"),
}
_AFTER: dict[Operator, tuple[str, ...]] = {
    "<=": ("以下", "以内", "及以下", "及以内", "(含)以下", "(含)以内", "或以下", "含以下"),
    "<": ("(不含)以下", "(不含)以内"),
    ">=": ("以上", "及以上", "(含)以上", "或以上", "或者以上", "含以上"),
    ">": ("(不含)以上",),
}
_BY_DIRECTION: dict[tuple[str, Direction], Operator] = {
    ("优于", "lower"): "<",
    ("优于", "higher"): ">",
    ("不劣于", "lower"): "<=",
    ("不劣于", "higher"): ">=",
}
# 不得低于, 应不高于, 不应大于 say the same as the plain word.
_SOFTENED = re.compile(r"不(?:得|应|能|可|宜)(?=[高低大小少多超])")

_WORDS = {word: operator for operator, words in _BEFORE.items() for word in words}
_ENDS = {word: operator for operator, words in _AFTER.items() for word in words}


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = r"[%‰°℃a-z\u4e00-\u9fffμ][\w/·^%°\u4e00-\u9fff]*?|[%‰]"
_BEFORE_WORD = rf"(?:{_either([*_WORDS, '优于', '不劣于'])})"
_PHRASE = re.compile(
    rf"(?:应|须|需|应当|要求)?(?P<before>{_BEFORE_WORD})?(?P<colon>:)?"
    rf"(?:(?P<stage>国(?:[一二三四五六]|[1-6]|i{{1,3}}|iv|vi?)(?![\w]*[ab]))(?:排放标准|标准|阶段)?"
    rf"|(?P<low>{NUMBER})(?P<lowunit>{_UNIT})??(?:(?:-{{1,2}}|~|至|到)(?P<high>{NUMBER}))?(?P<unit>{_UNIT})??)"
    rf"(?P<after>{_either(list(_ENDS))})?(?P<basis>\(.*\))?"
)
_OXYGEN = re.compile(rf"(?:基准|参比|折算)?(?:含氧量|氧含量|氧)[为按:]?(?P<oxygen>{NUMBER})%")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure refers to: the reference oxygen in %, and further words such as 小时均值."""

    oxygen: Decimal | None = None
    text: str = ""


NO_BASIS = Basis()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A demand on a number: `value` (to `high` for a range, both ends included) in `unit`."""

    operator: Operator
    value: Decimal
    unit: str | None = None
    high: Decimal | None = None
    basis: Basis = NO_BASIS

    def holds(self, number: Fraction) -> bool:
        """Whether a number in the unit of the comparison satisfies it, exactly."""
        limit = Fraction(self.value)
        if self.operator == "<=":
            return number <= limit
        if self.operator == "<":
            return number < limit
        if self.operator == ">=":
            return number >= limit
        if self.operator == ">":
            return number > limit
        return limit <= number <= Fraction(self.high if self.high is not None else self.value)

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """The limits that decide."""
        return (self.value,) if self.high is None else (self.value, self.high)

    def contains(self, other: Comparison) -> bool:
        """Whether every number that satisfies the other satisfies this one; both in one unit."""
        return _at_least_as_low(self, other) and _at_least_as_high(self, other)


def _low(comparison: Comparison) -> tuple[Decimal, bool] | None:
    if comparison.operator in ("<=", "<"):
        return None
    return comparison.value, comparison.operator != ">"


def _high(comparison: Comparison) -> tuple[Decimal, bool] | None:
    if comparison.operator in (">=", ">"):
        return None
    end = comparison.value if comparison.high is None else comparison.high
    return end, comparison.operator != "<"


def _at_least_as_low(one: Comparison, other: Comparison) -> bool:
    mine, theirs = _low(one), _low(other)
    if mine is None or theirs is None:
        return mine is None
    return mine[0] < theirs[0] or (mine[0] == theirs[0] and mine[1] >= theirs[1])


def _at_least_as_high(one: Comparison, other: Comparison) -> bool:
    mine, theirs = _high(one), _high(other)
    if mine is None or theirs is None:
        return mine is None
    return mine[0] > theirs[0] or (mine[0] == theirs[0] and mine[1] >= theirs[1])


def operator_of(word: str, direction: Direction | None = None) -> Operator | None:
    """The operator that a word means; None for an unknown word, or 优于 and 不劣于 without a direction.

    >>> operator_of("不超过"), operator_of("以上"), operator_of("优于"), operator_of("优于", "lower")
    ('<=', '>=', None, '<')
    """
    plain = _SOFTENED.sub("不", unicodedata.normalize("NFKC", word).replace(" ", ""))
    if direction is not None and (plain, direction) in _BY_DIRECTION:
        return _BY_DIRECTION[plain, direction]
    if plain in ("至", "范围"):
        return "range"
    return _WORDS.get(plain) or _ENDS.get(plain)


def words_allowed() -> tuple[str, ...]:
    """The words that a pack may use, for messages."""
    return (*[w for words in _BEFORE.values() for w in words], "以上", "以下", "以内", "优于", "不劣于", "至")


def folded_phrase(text: str) -> str:
    """A phrase as it is read: full-width forms folded, lower case, no blanks, one kind of dash and colon."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    text = re.sub(r"[—–−─]+", "-", text).replace("≦", "≤").replace("≧", "≥")
    return _SOFTENED.sub("不", text.replace("⩽", "≤").replace("⩾", "≥"))


def parse_comparison(phrase: str, direction: Direction | None = None) -> Comparison | None:
    """What a whole phrase demands; None when any part of it is not understood or no comparison is said.

    Args:
        phrase: for example “不高于10 mg/m³”, “18%以上”, “国五及以上”, “10—20mg/m3”; a basis may follow in brackets.
        direction: which way is better; without it 优于 and 不劣于 are not understood. Vehicle stages know theirs.

    >>> parse_comparison("6000万块/年及以上")
    Comparison(operator='>=', value=Decimal('6000'), unit='万块/年', high=None, basis=Basis(oxygen=None, text=''))
    >>> parse_comparison("不高于10 mg/m³（基准氧含量18%）").basis.oxygen
    Decimal('18')
    >>> parse_comparison("10mg/m3") is None, parse_comparison("不低于18%以下") is None
    (True, True)
    """
    found = _PHRASE.fullmatch(folded_phrase(phrase).rstrip("。;；,，"))
    if found is None:
        return None
    if found["stage"]:
        direction, unit = "higher", "国"
        stage = emission_stage(found["stage"])
        assert stage is not None
        low, high = Decimal(stage), None
    else:
        low, high = _number(found["low"]), _number(found["high"]) if found["high"] else None
        if found["lowunit"] and (high is None or found["lowunit"] != found["unit"]):
            return None
        unit = found["unit"]
        if unit and find_unit(unit) is None:
            return None
    operators = {
        operator_of(word, direction) for word in (found["before"], found["after"]) if word is not None
    }
    if high is not None:
        if operators or high <= low:
            return None
        operators = {"range"}
    if len(operators) != 1 or (operator := operators.pop()) is None:
        return None
    basis = _basis(found["basis"] or "")
    return Comparison(operator, low, unit, high, basis)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _basis(bracket: str) -> Basis:
    inner = bracket[1:-1] if bracket else ""
    oxygen = _OXYGEN.search(inner)
    return Basis(_number(oxygen["oxygen"]) if oxygen else None, inner)


def reference_oxygen(text: str) -> Decimal | None:
    """The reference oxygen in % that a text names; None when it names none.

    >>> reference_oxygen("在基准氧含量18%的条件下")
    Decimal('18')
    """
    found = re.search(rf"(?:基准|参比)(?:含氧量|氧含量|氧)[为按:]?({NUMBER})%", folded_phrase(text))
    return None if found is None else _number(found[1])
