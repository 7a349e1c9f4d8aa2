"""A bare yes, no, number or 不适用 to the question about a points scheme that was just asked."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.talk.likely import speaks_of_others
from assistant.talk.mentions import find_mentions
from assistant.talk.proposals import Proposal
from assistant.talk.quantities import find_quantities
from assistant.talk.reading_values import at_level, from_bare_number, from_number, share_done
from assistant.talk.statements import Statement
from assistant.talk.wording_cues import (
    DO_NOT_KNOW,
    DOUBLE_NEGATION,
    ESTIMATE,
    NO,
    NOT_APPLICABLE,
    YES,
    is_negative,
    is_no_statement,
)
from knowledge.tokens import plain
from scoring import Item, Pack

_SHORT = 12
_NOTHING_HAPPENED = re.compile(r"^(没|没有|从?没有?过?|无)[。，！]?$")
_IN_PART = re.compile(r"部分|一些|有的(?=[^。，]*没)|没全|个别")
_GRANTED = re.compile(
    r"(有|做|搞|弄|装|建|办|拿|签|换|验|评|批|齐|全|达标|合格|符合|满足|到位|到手|没问题)[了过的着全好完齐]?[啊呀呢嘛哈]?[。！]?$"
)


def short_answer(pack: Pack, item: Item, said: tuple[Statement, ...]) -> Proposal | None:
    """A bare yes, no, number or 不适用 to the question just asked; None where something else is spoken of."""
    if not said:
        return None
    first = said[0].text
    if speaks_of_others(pack, item, first) or _names_others(pack, item, first):
        return None
    base = Proposal(item.id, item.title, first)
    if item.may_not_apply and NOT_APPLICABLE.search(said[0].sentence):
        return replace(base, status="not_applicable", quote=said[0].sentence)
    if DO_NOT_KNOW.search(first):
        return replace(base, status="unknown")
    # 七成左右吧 to the question for the number is the number.
    estimate = (
        ESTIMATE.sub("", first) if item.value is not None or item.kind in ("optional", "bonus") else first
    )
    if item.value is not None and not find_quantities(first):
        # 换了，大概八成五: the number may come behind a word.
        later = (
            from_number(item, ESTIMATE.sub("", one.text), replace(base, quote=one.text))
            for one in said[1:]
            if not find_mentions(pack, one.text)
        )
        if (number := next((one for one in later if one is not None), None)) is not None:
            return number
    if is_no_statement(estimate if find_quantities(first) else first):
        return None
    if (measured := from_number(item, first, base) or from_bare_number(item, first, base)) is not None:
        return measured
    if (answered := _yes_or_no(item, first)) is not None:
        return replace(base, status="met" if answered else "not_met")
    if (share := share_done(item, first)) is not None:
        return replace(base, status="met", ratio=share)
    yes = YES.search(first)
    if yes and item.choices and not is_negative(said[0].sentence):
        return at_level(item, said[0].sentence, base)
    # 有人举报过 begins like a yes and is about something else.
    if yes and not is_negative(first) and not speaks_of_others(pack, item, first[yes.end() :], least=1):
        return replace(base, status="met")
    return None


def _names_others(pack: Pack, item: Item, text: str) -> bool:
    """Whether most of a text names other items, and nothing of it the one just asked."""
    named = find_mentions(pack, text)
    covered = frozenset().union(*(mention.covered for mention in named))
    return bool(named) and all(m.item.id != item.id for m in named) and 2 * len(covered) > len(plain(text))


def _yes_or_no(item: Item, text: str) -> bool | None:
    """Whether a short answer grants or denies what was asked; None when it does neither by itself."""
    if DOUBLE_NEGATION.search(text):
        # 没出过事故 says by itself what is so.
        return None
    if NO.search(text):
        # 能否确认未发生过事故？没有: nothing happened.
        return _NOTHING_HAPPENED.search(text) is not None and "能确认" in item.question
    if len(text) > _SHORT or item.value is not None or item.stages or item.choices:
        return None
    if _IN_PART.search(text):
        return None if item.kind in ("optional", "bonus") else False
    if is_negative(text):
        return False
    return True if _GRANTED.search(text) else None
