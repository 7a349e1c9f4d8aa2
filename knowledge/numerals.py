"""Numbers written out in Chinese: dates, shares and counts in the one form that texts and questions share."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_NUMERAL = "[一二三四五六七八九十百零〇]"
_YEAR = re.compile(r"(?<![\d一二三四五六七八九十百])([一二][〇○零一二三四五六七八九o0]{3})(?=年)")
_MONTH = re.compile(
    r"(?<![个每隔这那上下本当半一二三四五六七八九十百\d])(十[一二]?|[一二三四五六七八九])(?=月(?!一[次报评查]))"
)
_DAY = re.compile(r"(?<=月)(3[01]|[12]?\d|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:[号日])")
_DAY_ALONE = re.compile(
    r"(?<![第\d一二三四五六七八九十百])(3[01]|[12]?\d|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])号"
    r"(?=之?前|以前|之?后|以后|截止|为止)"
)
_SHARE = re.compile(rf"百分之({_NUMERAL}+|\d+)(?:点([零〇一二三四五六七八九]+))?")
_COUNTED = re.compile(
    rf"(?<![第\d零〇一二三四五六七八九十百千万])({_NUMERAL}{{2,5}})"
    r"(?=个工作日|个月|个行业|天|家|项|万元|倍|千瓦时|年(?!代)|分(?![钟之类级项析别为批期]))"
)
_GRADE_DASH = re.compile(r"(?<=[abcd])[\u2010-\u2015\u2212\uff0d\u00ad_](?=[级类档、/,及和）)]|$)")
_LETTER_IN_FIGURE = re.compile(r"(?<=\d)[ol](?=[\do%年月日号])|(?<![a-z])[ol](?=\d{1,3}[%年月日号分])")
_DASH_AFTER_GRADE = re.compile(r"[abcd][\u2010-\u2015\u2212\uff0d\u00ad_]")
_TWO_NUMERALS = re.compile(rf"{_NUMERAL}{{2}}")
_ANY = re.compile(
    r"[一二三四五六七八九十百〇○零]|\d[号ol]|[ol]\d|[abcd][\u2010-\u2015\u2212\uff0d\u00ad_]|月\d"
)


def chinese_number(text: str) -> int | None:
    """The number a Chinese or Arabic numeral below a thousand stands for.

    >>> chinese_number("十五"), chinese_number("二十"), chinese_number("12")
    (15, 20, 12)
    """
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            return None
    return total + digit


def in_figures(folded: str) -> str:
    """The folded text with dates, shares and counts of ten and more in Arabic figures; other numerals stay.

    What numbers parts of a text (三、 第五条) and what only looks like a count (十分, 三类, 每月, 一月一报) is left alone. Figures
    that a scan has torn (2o22年, l5日) and the minus of a grade are put right where nothing else can be meant.

    >>> in_figures("二〇二二年十月底"), in_figures("八月十五号"), in_figures("百分之二十五点五")
    ('2022年10月底', '8月15日', '25.5%')
    """
    if _ANY.search(folded) is None:
        return folded
    # Most texts lack what most of the patterns are about; to look for one character costs next to nothing.
    text = _GRADE_DASH.sub("-", folded) if _DASH_AFTER_GRADE.search(folded) else folded
    if "o" in text or "l" in text:
        text = _LETTER_IN_FIGURE.sub(lambda match: "0" if match.group() == "o" else "1", text)
    if "年" in text:
        text = _YEAR.sub(lambda match: "".join(_digit(char) for char in match.group(1)), text)
    if "月" in text:
        text = _MONTH.sub(lambda match: str(chinese_number(match.group(1))), text)
        text = _DAY.sub(lambda match: f"{chinese_number(match.group(1))}日", text)
    if "号" in text:
        text = _DAY_ALONE.sub(lambda match: f"{chinese_number(match.group(1))}日", text)
    if "百分之" in text:
        text = _SHARE.sub(_share, text)
    return _COUNTED.sub(_count, text) if _TWO_NUMERALS.search(text) else text


def _digit(char: str) -> str:
    return char if char.isdigit() and char.isascii() else "0" if char == "o" else str(_DIGITS[char])


def _share(match: re.Match[str]) -> str:
    whole = chinese_number(match.group(1))
    part = "".join(_digit(char) for char in match.group(2) or "")
    return f"{whole}.{part}%" if part else f"{whole}%"


def _count(match: re.Match[str]) -> str:
    numeral = match.group(1)
    return str(chinese_number(numeral)) if re.search("[十百]", numeral) else numeral
