"""The words of a passage that answer: a stretch short enough to read, and the fact asked for in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from knowledge.normalise import readable
from knowledge.query import Query, Wanted
from knowledge.tokens import bigrams

_NUMBER = r"[一二三四五六七八九十两\d]"
_FACTS: dict[Wanted, re.Pattern[str]] = {
    "date": re.compile(
        r"(?:\d{4}\s*年)?\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?:\s*[-至到]\s*(?:\d{4}\s*年)?\s*(?:\d{1,2}\s*月)?\s*\d{1,2}\s*日)?(?:之?前)?"
        r"|(?:每月|当月)\s*\d{1,2}\s*日(?:之?前)?|每月月底前|(?:\d{4}\s*年)?\d{1,2}月底(?:和\d{1,2}月底)?前?"
    ),
    "duration": re.compile(rf"(?:不少于)?{_NUMBER}+\s*个?(?:工作日|个月|年|天)(?:以上|以下|以内|内)?"),
    "percent": re.compile(
        r"(?:大于|高于|不低于|不小于|达到|≥|优于行业前|前)?\s*\d+(?:\.\d+)?\s*%(?:以上|及以上)?|≥\s*\d+"
    ),
    "points": re.compile(r"[1-9]\d*\s*分(?:（含）)?(?:以上)?"),
    "count": re.compile(rf"共?{_NUMBER}+\s*(?:个行业|个|类|项|倍及以上|倍|千瓦时以上)"),
}
_CUT = re.compile(r"[；;。]")
_NO = re.compile(r"不得|不能|不再|不予|不纳入|不可|取消")
_YES = re.compile(r"可以|可豁免|可自主|可纳入|可根据|优先|豁免|减少现场检查")
_MUST = re.compile(r"应当|必须|须|需要|应(?!急)|直接评定|最低等级|最低绩效等级|降级")
_NEGATED = re.compile(r"不.{0,6}(行|中|可以|成)[不吗么]|能不|可不可以不|不.{1,4}行不行|不能不")

LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Focus:
    """A verbatim stretch of a source, with the fact in it that was asked for."""

    start: int
    end: int
    text: str
    """On one line."""
    fact: str
    """Empty when no single fact stands out."""


def focus(source: str, start: int, end: int, query: Query) -> Focus:
    """The stretch of source[start:end] nearest to the question, at most LONGEST_QUOTE characters if it can be cut."""
    if end - start > LONGEST_QUOTE:
        start, end = _best_stretch(source, start, end, query)
    text = readable(source[start:end])
    return Focus(start, end, text, _fact(text, query))


def _best_stretch(source: str, start: int, end: int, query: Query) -> tuple[int, int]:
    cuts = [start, *(start + m.end() for m in _CUT.finditer(source[start:end]) if start + m.end() < end), end]
    parts = list(pairwise(cuts))
    asked = set(bigrams(f"{query.subject} {query.expansion}"))
    scores = [len(asked & set(bigrams(source[left:right]))) for left, right in parts]
    best = max(range(len(parts)), key=lambda index: (scores[index], -index))
    left, right = parts[best]
    for before in reversed(parts[:best]):
        if right - before[0] > LONGEST_QUOTE:
            break
        left = before[0]
    for after in parts[best + 1 :]:
        if after[1] - left > LONGEST_QUOTE:
            break
        right = after[1]
    while left < right and source[left].isspace():
        left += 1
    return left, right


def _fact(text: str, query: Query) -> str:
    """The one date, number or share asked for; nothing when there are several to choose from."""
    shape = _FACTS.get(query.wanted)
    if shape is None:
        return ""
    found = list(dict.fromkeys(match.group().strip() for match in shape.finditer(text)))
    return found[0] if len(found) == 1 else ""


def verdict_word(text: str, query: Query) -> str:
    """One of 不可以, 可以, 有要求 where the clause plainly says so to a yes-or-no question; else nothing."""
    if query.wanted != "yes_no" or _NEGATED.search(query.folded):
        return ""
    if _NO.search(text):
        return "不可以"
    if _YES.search(text):
        return "可以"
    return "有要求" if _MUST.search(text) else ""
