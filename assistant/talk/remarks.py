"""Answers to what a firm tells of itself that changes no fact: never rated yet, a second workshop; and to what it will cost."""

from __future__ import annotations

from typing import Literal

from assistant.talk.outcome import Outcome, aside_from
from assistant.talk.said import Said
from scoring import Pack

_UNITS = (
    "一份里只记一个行业或车间，前面记的不动。另一个要单独评：请说“换一家”另开一份，把它的情况说给我；"
    "几份都评完后，总体等级按其中最低的一份。"
)


_COST = (
    "改造要花多少，文本里没有写，得按您厂的措施报价。把措施、费用、工期填进“生成提升方案”，"
    "就能按最省钱、最快或措施最少排出来；没有报价时方案里把费用留空。"
)


def remark_on(wish: Literal["unrated", "units", "cost"], pack: Pack) -> Outcome | None:
    """What is said to it; None where it makes no difference to the scheme."""
    if wish == "cost":
        return aside_from(Said("answer", (_COST,)))
    if wish == "unrated":
        grade = "，最终等级按现在的情况算" if pack.kind == "ladder" else ""
        return Outcome(Said("question", (f"好，没评过也可以评{grade}。",)))
    return aside_from(Said("question", (_UNITS,))) if pack.kind == "ladder" else None
