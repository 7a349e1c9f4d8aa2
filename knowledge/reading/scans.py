"""Which pages of a PDF are scanned, and what to tell of those that were recognised."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from knowledge.reading.document import Doubt

_LARGE = 0.5
_WHOLE = 0.8
_FEW = 40
"""Characters; a scanned page may carry a stamp of the program or a page number besides its picture."""
_SURE = Decimal("0.85")
_LONG_LINE = 12
_ALIKE = 1.15
_SHOWN_DOUBTS = 5
_SHOWN_PAGES = 10
_LETTER_FOR_DIGIT = re.compile(r"(?<![A-Za-z])(?:[lI|](?=\d)|[Oo](?=[.．]\d))|(?<=\d)[OolI|](?![A-Za-z])")
_DASH_FOR_ONE = re.compile(r"^一(?![、.．，,是般定经旦次律直级类批企厂县市地区方名个体些种项]).")
_ZERO_FOR_LETTER = re.compile(r"(?<![\d.．:：/—–-])0\d(?![\d日月时分秒号:：.．/—–-])")
_TORN_NUMBER = re.compile(r"\d\s+[.．]\s*\d|\d\s*[.．]\s+\d|\d[，,]\d{1,2}(?!\d)")


def is_scanned(entry: dict[str, Any]) -> bool:
    """True for a page that is a picture: no words, or hardly any beside a picture over most of it."""
    letters = sum(len(line[0]) for line in entry["lines"])
    letters += sum(len(text) for table in entry["tables"] for cell in table["cells"] for text in cell[4])
    if not letters:
        return bool(entry["images"])
    return letters < _FEW and entry["covered"] >= _LARGE


def is_layered(entry: dict[str, Any]) -> bool:
    """True for a picture of a page under whose words a scanner has laid its own text."""
    return bool(entry["covered"] >= _WHOLE) and not is_scanned(entry)


def doubts_of(page: int, scores: list[list[Any]]) -> list[Doubt]:
    """The lines of a page to compare with the original; none of them is changed."""
    doubts = []
    for text, number in scores:
        score = Decimal(repr(number)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        if why := _why(text, score):
            doubts.append(Doubt(page, text, score, why))
    return doubts


def _why(text: str, score: Decimal) -> str:
    if not text:
        return "表格里有一格没有认出文字"
    if score < _SURE:
        return f"把握只有 {score * 100:.0f}%"
    if _LETTER_FOR_DIGIT.search(text):
        return "数字里夹着像数字的字母"
    if _ZERO_FOR_LETTER.search(text):
        return "以 0 开头的数字可能是字母 O"
    if _TORN_NUMBER.search(text):
        return "数字中间有空格或逗号"
    if _DASH_FOR_ONE.match(text):
        return "行首的“一”可能是破折号"
    return ""


def set_alike(entries: list[dict[str, Any]], scanned: list[int]) -> None:
    """Give the lines of scanned pages the size that most lines of the file have, where theirs is near it.

    The size of a recognised line is a guess that differs from page to page; a paragraph over two pages would end.
    """
    sizes = sorted(line[5] for entry in entries for line in entry["lines"] if len(line[0]) >= _LONG_LINE)
    if not sizes:
        return
    body = sizes[len(sizes) // 2]
    for place in scanned:
        for line in entries[place - 1]["lines"]:
            if max(line[5], body) <= _ALIKE * min(line[5], body):
                line[5] = body


def told_of(scanned: list[int], doubts: list[Doubt]) -> list[str]:
    """The warnings of pages that were recognised."""
    if not scanned:
        return []
    told = [
        f"第 {listed(scanned)} 页是扫描页，共 {len(scanned)} 页，文字由识别（OCR）得到；引用前请与原件核对"
    ]
    for page in sorted({doubt.page for doubt in doubts}):
        here = [doubt for doubt in doubts if doubt.page == page]
        shown = "；".join(f"“{doubt.text}”（{doubt.why}）" for doubt in here[:_SHOWN_DOUBTS])
        more = f"；另有 {len(here) - _SHOWN_DOUBTS} 处" if len(here) > _SHOWN_DOUBTS else ""
        told.append(f"第 {page} 页有 {len(here)} 处识别存疑，未作改动：{shown}{more}")
    return told


def listed(pages: list[int]) -> str:
    """Pages as a Chinese list, the first few of them."""
    return "、".join(map(str, pages[:_SHOWN_PAGES])) + ("等" if len(pages) > _SHOWN_PAGES else "")
