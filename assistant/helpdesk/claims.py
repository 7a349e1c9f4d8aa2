"""What an answer claims: figures with their units, dates, grades and comparisons, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.tokens import plain

MARK = re.compile(r"〔(\d{1,2})〕")
_SENTENCE = re.compile(r"[^。；;！!？?\n]*(?:[。；;！!？?\n]+(?:〔\d{1,2}〕)*|$)")
_UNITS = (
    "个工作日|工作日|个月|小时|分钟|万元|亿元|千瓦时|平方米|mg/m3|毫克|微克|千克|kg|kwh|mg|%|‰|℃|分|天|日|号|月|年|元|家|项|条"
    "|倍|类|级|档|吨|克|米|度|次|人|辆|批|户|个|种"
)
_NUMERAL = "[一二三四五六七八九十百千万两半]"
_CLAIM = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?"
    rf"|\d+(?:\.\d+)*(?:{_UNITS})?"
    rf"|(?<![第每{_NUMERAL[1:-1]}]){_NUMERAL}+(?:{_UNITS})(?<!一个)(?<!一项)(?<!一次)(?<!一家)(?<!一条)(?<!一种)(?<!一级)(?<!一类)(?<!一批)"
    r"|[a-d]['’′+-]?(?=级)"
    r"|不低于|不少于|不高于|不超过|不大于|不小于|不早于|不晚于|大于|小于|高于|低于|多于|少于|早于|晚于|优于|超过|达到"
    r"|至少|至多|最多|最少|最低|最高|以上|以下|以内|≥|≤|>|<"
)
_QUOTED = re.compile(r"“([^”]{6,})”")
_BLANK = re.compile(r"\s")
_LIST_NUMBER = re.compile(r"^\s*\d{1,2}[.、)）]\s*(?!\d)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a draft from being approved."""

    where: str
    """The place, as people call it: 答案第2句, 条款〔1〕, 问法1."""
    what: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}"

    def as_json(self) -> dict[str, str]:
        """As the page shows it."""
        return {"where": self.where, "what": self.what}


def sentences(text: str) -> list[str]:
    """The sentences of an answer, marks behind a full stop with the sentence before."""
    return [part.strip() for part in _SENTENCE.findall(text) if part.strip()]


def claims(text: str) -> list[str]:
    """What must stand in the texts, in folded form, each once.

    >>> claims("须在30日内申报〔2〕，分数不低于85分")
    ['30日', '不低于', '85分']
    """
    folded = plain(MARK.sub("", _LIST_NUMBER.sub("", text))).replace(" ", "")
    return list(dict.fromkeys(_CLAIM.findall(folded)))


def unfounded(text: str, quotes: Sequence[str], always: str = "") -> list[Fault]:
    """What each sentence claims and the clauses it cites do not say; a sentence without marks may rest on any of them.

    Args:
        text: the answer with marks.
        quotes: verbatim, in the order of the marks.
        always: words that need no mark: titles, numbers and years of the cited documents.
    """
    if not sentences(text):
        return [Fault("答案", "还没有写")]
    faults: list[Fault] = []
    for number, sentence in enumerate(sentences(text), 1):
        where = f"答案第{number}句“{_short(sentence)}”"
        marks = [int(mark) for mark in MARK.findall(sentence)]
        if missing := [mark for mark in dict.fromkeys(marks) if not 1 <= mark <= len(quotes)]:
            named = "".join(f"〔{mark}〕" for mark in missing)
            faults.append(Fault(where, f"{named}没有对应的条款；现有 {len(quotes)} 条"))
        known = [quotes[mark - 1] for mark in marks if 1 <= mark <= len(quotes)] or list(quotes)
        ground = _folded("。".join([*known, always]))
        absent = [claim for claim in claims(sentence) if not _holds(ground, claim)]
        if absent:
            of = "所引的条款" if marks else "引用的条款"
            faults.append(Fault(where, f"“{'”“'.join(absent)}”在{of}里没有；请改答案，或引用写有它的条款"))
        spoken = _folded("。".join(quotes))
        for quoted in _QUOTED.findall(MARK.sub("", sentence)):
            if not all(_folded(run) in spoken for run in re.split("…+", quoted) if _folded(run)):
                faults.append(Fault(where, f"引号里的“{_short(quoted)}”与条款的文字不一致；引文须逐字"))
    return faults


def _folded(text: str) -> str:
    return plain(_BLANK.sub("", text)).replace(" ", "")


def _holds(ground: str, claim: str) -> bool:
    if claim[0].isdigit():
        # 5月 does not stand in 15月, nor 3 in 3.5; 30日 does in 30日内.
        after = r"(?![\d.]*\d)" if claim[-1].isdigit() else ""
        return re.search(rf"(?<![\d.]){re.escape(claim)}{after}", ground) is not None
    if claim[0] in "abcd":
        return re.search(rf"(?<![a-z]){re.escape(claim)}(?![a-z'’′+-])", ground) is not None
    return claim in ground


def _short(text: str, longest: int = 24) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
