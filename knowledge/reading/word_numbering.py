"""The numbers that Word prints before paragraphs but does not store in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_CHINESE = "零一二三四五六七八九"
_ROMAN: tuple[tuple[int, str], ...] = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
)
_ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_CHINESE_FORMATS = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting")
) | {"taiwaneseCountingThousand", "ideographDigital", "chineseLegalSimplified", "koreanCounting"}
_CIRCLED = frozenset(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"))
_BULLET = "- "


def chinese(number: int) -> str:
    """A number from 0 to 9999 as it is read.

    >>> chinese(10), chinese(12), chinese(20), chinese(105)
    ('十', '十二', '二十', '一百零五')
    """
    digits = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            digits += _CHINESE[digit] + unit
        elif digits and number % place and not digits.endswith("零"):
            digits += "零"
    return digits.removeprefix("一") if 10 <= number < 20 else digits or "零"


def formatted(number: int, style: str) -> str:
    """A number in one of Word's formats; Arabic digits for formats that Chinese texts do not use."""
    if style in _CHINESE_FORMATS and 0 <= number < 10_000:
        return chinese(number)
    if style in _CIRCLED and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if style in ("lowerLetter", "upperLetter") and 1 <= number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 1 <= number < 4000:
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (number // value)
            number %= value
        return roman if style == "lowerRoman" else roman.upper()
    return f"{number:02d}" if style == "decimalZero" else str(number)


@dataclass(frozen=True, slots=True)
class _Level:
    style: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    """The level whose numbers begin this one anew; None for every level above, -1 for none."""
    digits_only: bool = False


@dataclass(slots=True)
class Numbering:
    """Counts the lists of one document, in the order of its paragraphs."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    """By the id of the abstract list."""
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    """Of each list: its abstract list and the levels that begin at another number."""
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None) -> Numbering:
        """The lists that ``numbering.xml`` defines; none without one."""
        numbering = cls()
        if root is None:
            return numbering
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {_number(level.get(f"{W}ilvl")): _level(level) for level in abstract.iter(f"{W}lvl")}
            numbering.levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for entry in root.findall(f"{W}num"):
            abstract_id = _value(entry, "abstractNumId") or ""
            starts = {}
            for override in entry.findall(f"{W}lvlOverride"):
                if (start := _value(override, "startOverride")) is not None:
                    starts[_number(override.get(f"{W}ilvl"))] = _number(start)
            numbering.lists[entry.get(f"{W}numId", "")] = (abstract_id, starts)
        return numbering

    def next(self, list_id: str, level: int) -> str:
        """The number printed before the next paragraph of this list; empty where none is printed."""
        abstract_id, starts = self.lists.get(list_id, ("", {}))
        levels = self.levels.get(abstract_id, {})
        if level not in levels:
            return ""
        here = levels[level]
        counts = self._counts.setdefault(abstract_id, [None] * _LEVELS)
        if level in starts and (list_id, level) not in self._begun:
            self._begun.add((list_id, level))
            counts[level] = starts[level]
        else:
            before = counts[level]
            counts[level] = here.start if before is None else before + 1
        for below in range(level + 1, _LEVELS):
            restart = levels.get(below, here).restart
            if restart is None or 0 <= level < restart:
                counts[below] = None
        return self._printed(here, levels, counts)

    def _printed(self, here: _Level, levels: dict[int, _Level], counts: list[int | None]) -> str:
        if here.style == "bullet":
            return _BULLET
        if here.style == "none":
            return ""
        text = here.text
        for place in range(_LEVELS):
            if f"%{place + 1}" in text:
                level, count = levels.get(place, here), counts[place]
                style = "decimal" if here.digits_only else level.style
                text = text.replace(
                    f"%{place + 1}", formatted(level.start if count is None else count, style)
                )
        return text


def _level(entry: Element) -> _Level:
    restart = _value(entry, "lvlRestart")
    return _Level(
        style=_value(entry, "numFmt") or "decimal",
        text=_value(entry, "lvlText") or "",
        start=_number(_value(entry, "start") or "1"),
        restart=None if restart is None else _number(restart) or -1,
        digits_only=entry.find(f"{W}isLgl") is not None,
    )


def _value(entry: Element, name: str) -> str | None:
    child = entry.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 0
