"""Handing a question to a person, in words: the offer, and what is understood as taking it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

OFFER = "要把这个问题转入待办吗？"
"""Stands at the end of a refusal in a talk."""
TAKEN = "已转入待办，坐席会对照条款补上答案。可以接着问别的。"
DECLINED = "好，不转。可以接着问别的。"
NOTHING_TO_HAND_OVER = "请先说要转的是哪个问题，例如“转人工：评上A级有没有补贴”。"
UNAVAILABLE = "现在转不进待办，请稍后再试。"

_POLITE = r"(?:那|请|麻烦|帮我|帮忙|给我|我要|我想|想|直接|能不能|可以|就)*"
_PERSON = r"(?:人工(?:客服|坐席|服务)?|坐席|客服|真人|待办|工单)"
_ASKS = re.compile(
    rf"^{_POLITE}(?:把?(?:这个|上面的?|刚才的?|刚才那个)?(?:问题|答案|回答)?)?(?:都)?(?:转|接|找|交|提交|登记|记)"
    rf"(?:到|给|入|成|进|个|一下)?{_PERSON}(?:处理|一下|吧|了|吗|谢谢|[，,。.！!？?～~\s])*$"
)
_ASKS_THIS = re.compile(
    rf"^{_POLITE}(?:转|接|找)(?:到|给|入|进)?{_PERSON}[：:，,\s]+(?P<question>\S.+)$", re.DOTALL
)
_YES = re.compile(
    r"^(?:要的?|好的?|行|可以|是的?|嗯+|对|转|转吧|请转|要转|转一下|麻烦(?:了|转一下)?|需要|好啊|好吧|确认|帮我转|那就转吧?)(?:吧|啊|呀|谢谢|[，,。.！!～~\s])*$"
)
_NO = re.compile(
    r"^(?:不用了?|不要了?|算了|不转了?|不必了?|不需要|先不(?:转|用)?|不了)(?:吧|谢谢|[，,。.！!～~\s])*$"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a message wants of the helpdesk."""

    kind: Literal["hand_over", "decline"]
    question: str = ""
    """The question itself, where the message holds it; else the one before is meant."""


def offers(reply: str) -> bool:
    """Whether a reply ends with the offer."""
    return reply.rstrip().endswith(OFFER)


def wish_of(text: str, *, offered: bool, busy: bool = False) -> Wish | None:
    """What a message wants of the helpdesk; None when it wants nothing of it.

    Args:
        text: the message.
        offered: the reply before it ended with the offer, so that a bare yes or no answers it.
        busy: something else waits for a yes, so that a bare yes is not for the helpdesk.

    >>> wish_of("转人工", offered=False), wish_of("好的", offered=False)
    (Wish(kind='hand_over', question=''), None)
    """
    said = text.strip()
    if (named := _ASKS_THIS.match(said)) is not None:
        return Wish("hand_over", named["question"].strip())
    if _ASKS.match(said):
        return Wish("hand_over")
    if offered and not busy:
        if _YES.match(said):
            return Wish("hand_over")
        if _NO.match(said):
            return Wish("decline")
    return None
