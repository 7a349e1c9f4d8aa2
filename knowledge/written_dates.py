"""Days as official texts write them."""

from __future__ import annotations

import re
from datetime import date

from knowledge.numbering import chinese_number

_CHINESE_YEAR = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "O": "0",
}
_YEAR = r"(?:19|20)\d{2}|[一二][〇○零O一二三四五六七八九]{3}"
_SMALL = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
WRITTEN_DAY = re.compile(rf"({_YEAR})\s*年\s*({_SMALL})\s*月\s*({_SMALL})\s*日")
"""A day in words or figures; the groups are year, month and day."""
WRITTEN_MONTH_OR_YEAR = re.compile(rf"({_YEAR})\s*年\s*(?:({_SMALL})\s*月\s*)?底")
"""The end of a month or of a year."""


def written_day(found: re.Match[str]) -> date | None:
    """The day that a match of `WRITTEN_DAY` names; None when there is no such day.

    >>> written_day(WRITTEN_DAY.search("二〇二三年五月十八日印发"))
    datetime.date(2023, 5, 18)
    >>> written_day(WRITTEN_DAY.search("2023 年 2 月 30 日")) is None
    True
    """
    year = "".join(_CHINESE_YEAR.get(char, char) for char in found.group(1))
    try:
        return date(int(year), chinese_number(found.group(2)), chinese_number(found.group(3)))
    except ValueError:
        return None
