"""Several enterprises named in one breath: each is remembered by its words, and one is taken up after the other."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.store.talk_records import Talk
from assistant.talk.firm import read_firm
from assistant.talk.wording_cues import is_question
from knowledge.places import find_places, resolve

_MARK = "firm:"
_PARTS = re.compile(r"[，,、；;。：:\n]|(?:还有|以及|另外|和|跟|及|与)(?=[一-鿿])")
_COUNTED = re.compile(
    r"([两俩三四五六七八九十几多\d])\s*(?:家|个(?:厂|企业|公司|客户))|一家[^。]*一家|都是我(?:们)?(?:的)?客户"
)
_LONGEST = 30  # characters of what is said of one enterprise in such a list


def listed_firms(text: str) -> tuple[str, ...]:
    """What is said of each of several enterprises, in the user's words; empty unless there are at least two.

    >>> listed_firms("手上三家：灵宝铸造、义马耐材、渑池水泥"), listed_firms("厂在灵宝，公司注册在郑州")
    (('灵宝铸造', '义马耐材', '渑池水泥'), ())
    """
    if is_question(text):
        return ()
    placed = [part.strip() for part in _PARTS.split(text) if find_places(part) and len(part) <= _LONGEST]
    told = [read_firm(part) for part in placed]
    regions = {said["region"] for said in told if "region" in said}
    alike = all("industry" in said for said in told)
    if len(regions) < 2 or _nested(regions) or not (alike or _COUNTED.search(text)):
        return ()
    return tuple(placed)


def firm_marks(firms: Collection[str]) -> tuple[str, ...]:
    """How named enterprises stand among the asked fields of a talk."""
    return tuple(f"{_MARK}{words}" for words in firms)


def _named_before(talk: Talk) -> list[str]:
    """What was said of enterprises that were named together, anywhere in the talk, in order."""
    marks = dict.fromkeys(mark for strand in talk.strands for mark in strand.asked)
    return [mark.removeprefix(_MARK) for mark in marks if mark.startswith(_MARK)]


def still_to_come(talk: Talk) -> tuple[str, ...]:
    """Those named together that no strand of the talk is about yet."""
    known = {strand.firm.get("region") for strand in talk.strands}
    return tuple(words for words in _named_before(talk) if read_firm(words).get("region") not in known)


def recalled(firm: dict[str, str], talk: Talk) -> dict[str, str]:
    """What was heard of a firm, with what was said of it when several were named: 灵宝那家 is the foundry."""
    for words in _named_before(talk):
        said = read_firm(words)
        if firm.get("region") and said.get("region") == firm["region"]:
            return said | firm
    return firm


def which_first(firms: Collection[str]) -> str:
    """That one enterprise is talked about at a time, and how to begin."""
    first = next(iter(firms))
    return (
        f"听到{len(firms)}家：{'、'.join(firms)}。一家一份，材料各记各的。先从哪一家说起？"
        f"例如“先看{first}，现在是C，想到B”；说完一家再说“下一家”。"
    )


def _nested(regions: Collection[str]) -> bool:
    """Whether one of the places lies in another, so that they may be one address."""
    places = [place for name in regions if (place := resolve(name)) is not None]
    return any(one != other and one.name in other.chain for one in places for other in places)
