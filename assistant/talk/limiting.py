"""What a message itself takes away from the facts read in it: a row that does not apply, a number nobody took, a 不过."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.talk.learned_rows import NOTHING, likely_rows
from assistant.talk.proposals import Proposal
from assistant.talk.statements import Statement
from assistant.talk.weighed_reading import NAMED, is_plain
from assistant.talk.wording_cues import DOUBLE_NEGATION, NOT_APPLICABLE, is_negative, is_no_statement
from scoring import Pack

_NOT_TAKEN = re.compile(
    r"没(有人)?(统计|(测算?|算|排|对比|比较?|核算|计量)过)|没有?(行业|同行|对比)?(数据|数字)|比不了|说不上?来|不知道"
)
"""Nobody knows the number: it is open, not missed."""
_LOWER = re.compile(r"(?<!国家)[省市区县]级|[省市区县]里[^，。]{0,4}[认评定给]")


def limited(pack: Pack, found: dict[str, Proposal], said: Sequence[Statement]) -> dict[str, Proposal]:
    """The facts of a points scheme that stand after what is said beside them."""
    facts = {
        key: one
        for key, one in found.items()
        if not _is_below(pack, one)
        and (one.status != "not_met" or not (_is_excused(pack, one, said) or _is_not_taken(pack, one)))
    }
    return {key: _but_not(pack, facts, one, said) for key, one in facts.items()}


def _is_below(pack: Pack, fact: Proposal) -> bool:
    """Whether a row wants the nation's recognition and only a province's or a city's is told of: 省级高新技术企业."""
    if fact.status != "met" or "国家" not in pack.items[fact.item].title:
        return False
    return _LOWER.search(fact.quote) is not None and "国家" not in fact.quote


def _is_excused(pack: Pack, fact: Proposal, said: Sequence[Statement]) -> bool:
    """Whether a row is said not to apply of which the rule knows no such thing: 没料场没粉尘，这条不适用."""
    if pack.items[fact.item].may_not_apply:
        return False
    excused = [one.sentence for one in said if NOT_APPLICABLE.search(one.text)]
    return any(part in sentence for part in fact.quote.split("，") for sentence in excused)


def _is_not_taken(pack: Pack, fact: Proposal) -> bool:
    """Whether a number decides and nobody took it: 节能灯占比没统计过."""
    item = pack.items[fact.item]
    return (item.value is not None or item.open_formula) and _NOT_TAKEN.search(fact.quote) is not None


def _but_not(pack: Pack, facts: dict[str, Proposal], fact: Proposal, said: Sequence[Statement]) -> Proposal:
    """A fact that must hold as a whole, denied where a turn says that a part is not so: 手续都有，不过三号车间没报批."""
    if fact.status != "met" or not is_plain(fact) or pack.items[fact.item].kind in ("optional", "bonus"):
        return fact
    for before, turn in pairwise(said):
        if (
            turn.turned
            and turn.sentence == before.sentence
            and before.text in fact.quote
            and is_negative(turn.text)
            and not DOUBLE_NEGATION.search(turn.text)
            and not is_no_statement(turn.text)
            and not any(turn.text in other.quote for other in facts.values())
        ):
            rows = likely_rows(pack.id, turn.text)
            best = next(iter(rows))
            if best in (fact.item, NOTHING) or rows[best] < NAMED:
                return replace(fact, status="not_met", quote=f"{fact.quote}，{turn.text}")
    return fact
