"""Who asks and what is asked, where both stand in one message: 我是聊城的铸造厂，想知道红色预警停不停."""

from __future__ import annotations

import re

from assistant.talk.statements import statements
from assistant.talk.wording_cues import CONDITION, OTHERS, is_question
from knowledge.industries import find_industry, named_as
from knowledge.places import find_places
from knowledge.tokens import plain

_WHO = re.compile(
    r"^(你好|您好|老师|请问|嗯|哎|咱?我?们?)?[，,\s]*(我们?|咱们?|俺们?|本(公司|厂|企业)|我(司|厂|家)|公司|厂子)(这边|那边|这儿|家|厂|公司|企业)?(就|也)?(是|在|位于|做|搞|干|开|办|生产|加工|经营|属于|来自)"
)
_NOTHING_ELSE = re.compile(
    r"(?:我们?|咱们?|俺们?|本|这边|那边|这儿|是|在|做|搞|干|开|办|生产|加工|制造|一?个|一?家|厂子?|企业|公司|单位|行业|业|的|地区|市|县|区|省|小|老|新)*"
)
_TRADE_AS_SUCH = re.compile(r"[^，。]{1,10}(厂|公司)")
_KIND = re.compile(r"[级类档]|保障|重点|引领")
_TURNS_ON_TRADE = re.compile(
    r"(这|我们?|咱们?|俺们?|本)[^，。]{0,2}(行|类|种)|算不算|算哪|属于|在不在|是不是|哪一?[类批档行种]|要不要报|重点行业|39"
)
"""Asked of somebody whose trade nobody knows, such a question cannot be told from the trade."""


def introduced(text: str) -> tuple[str, str]:
    """What a message says first of who asks, and the question behind it; ("", text) where nobody is introduced.

    >>> introduced("我是聊城的铸造厂，想知道红色预警我们停不停")
    ('我是聊城的铸造厂', '想知道红色预警我们停不停')
    >>> introduced("义马的B级怎么申报")
    ('', '义马的B级怎么申报')
    """
    told: list[str] = []
    at = 0
    parts = statements(text)
    for part in parts:
        if not _introduces(part.text, after_place=bool(told)):
            break
        told.append(part.text)
        at = text.index(part.text, at) + len(part.text)
    rest = text[at:].lstrip("，,。.；;！! \n")
    if (
        not told
        or (len(told) == 1 and _WHO.search(told[0]) is None and not find_places(told[0]))
        or not any(is_question(part.text) for part in parts[len(told) :])
    ):
        return "", text
    return "，".join(told), rest


def without_introduction(text: str) -> str:
    """The question alone; with who asks, where the question turns on a trade that is not among the known ones."""
    told, rest = introduced(text)
    if told and find_industry(told) is None and _TURNS_ON_TRADE.search(rest):
        return text
    return rest


def _introduces(said: str, *, after_place: bool) -> bool:
    if is_question(said) or CONDITION.search(said) or OTHERS.search(said):
        return False
    if _WHO.search(said):
        return True
    rest = said
    for mention in sorted(find_places(said), key=lambda mention: -mention.start):
        rest = rest[: mention.start] + rest[mention.end :]
    placed = rest != said
    rest = plain(rest)
    if find_industry(rest) is not None:
        rest = rest.replace(named_as(rest), "", 1)
    if _NOTHING_ELSE.fullmatch(rest):
        return placed or after_place
    # A级企业 and 保障类企业 are what is asked about.
    return _TRADE_AS_SUCH.fullmatch(rest) is not None and _KIND.search(rest) is None
