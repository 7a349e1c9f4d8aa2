"""The words of a passage that answer: a stretch short enough to read, and the fact asked for in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from knowledge.normalise import readable
from knowledge.query import Query, Wanted, synonyms
from knowledge.tokens import bigrams, grades_in, listed, plain, tagged

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
_YES = re.compile(r"可以|可豁免|可自主|可纳入|可根据|豁免")
_ASKS_LEAVE = re.compile(r"能|可以|可不可|允许|准不准|让不让|行不|行吗|中不")
_ASKS_WHICH = re.compile(r"什么|啥|[哪谁几怎]|多少|如何")
_FIGURES = re.compile(r"\d+(?:\.\d+)?|以[上下内外]|超过|不到|不足|[低高]于|[黄橙红蓝]色")
"""What turns an answer round when it is not the very one that was asked about."""
_MODAL = re.compile(r"[能要不可还类级必须需得]")
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
    """可以 or 不可以 where one sentence plainly says so to the question whether one may; else nothing.

    要停产吗 is not answered by 可以. The sentence has to name every grade, figure and warning that the question names, and
    most of the rest.
    """
    folded = query.folded
    if query.wanted != "yes_no" or _NEGATED.search(folded) or _ASKS_WHICH.search(folded):
        return ""
    if not _ASKS_LEAVE.search(folded):
        return ""
    found = {_stance(part) for part in _CUT.split(text) if _speaks_of_it(part, query)} - {""}
    return found.pop() if len(found) == 1 else ""


def _stance(sentence: str) -> str:
    refused, granted = _NO.search(sentence) is not None, _YES.search(sentence) is not None
    return "" if refused == granted else "不可以" if refused else "可以"


def _speaks_of_it(sentence: str, query: Query) -> bool:
    held = plain(sentence)
    if not set(grades_in(query.folded)) <= set(grades_in(held)):
        return False
    if not all(figure in held for figure in _FIGURES.findall(query.folded)):
        return False
    left_out = listed("question_words.txt") | listed("light_words.txt")
    words = [word for word, _ in tagged(query.subject) if len(word) > 1 and word not in left_out]
    told = [word for word in words if word in held or _says_otherwise(_MODAL.sub("", word), held)]
    return 2 * len(told) >= len(words)


def _says_otherwise(core: str, held: str) -> bool:
    """Whether a text holds what is left of a word that took 能 or 要 with it (能豁免), or the texts' word for it."""
    return len(core) < 2 or core in held or any(meant in held for meant in synonyms().get(core, ()))
