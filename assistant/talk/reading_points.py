"""Statements about a points scheme: status, share, value or stage of each item they speak of."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.talk.going_on import Context, continued, linked_to, named_only, narrowed
from assistant.talk.learned_rows import knows
from assistant.talk.likely import likely_mention
from assistant.talk.limiting import limited
from assistant.talk.mentions import Mention, denied_among, find_mentions
from assistant.talk.proposals import Proposal
from assistant.talk.quantities import find_quantities
from assistant.talk.reading_values import at_level, from_number, share_done
from assistant.talk.short_answers import short_answer
from assistant.talk.stages import based_on, stage_reached
from assistant.talk.statements import Statement
from assistant.talk.weighed_answers import answered
from assistant.talk.weighed_reading import stretches, weighed, without_strays
from assistant.talk.wording_cues import (
    AFFIRMATION,
    DOUBLE_NEGATION,
    ESTIMATE,
    IN_PART,
    NOT_APPLICABLE,
    is_applied_for,
    is_negative,
    is_no_statement,
    is_worse,
    softened,
)
from knowledge.tokens import plain
from scoring import Pack

_EXCEPT = re.compile(r"^除[了开去掉]")
# Signing is not having: what such words affirm is a paper, not the thing it is about.
_ON_PAPER = re.compile(
    r"(合同|协议)[^，。]{0,4}(签|有|定)|签[了过完好]?[^，。]{0,3}(合同|协议)|签约|招标|立项|中标|备案"
)
_NO_DENIAL = re.compile("无(?=组织|铅|铬|氰|废|害|尘)")
_LESSER = re.compile(r"(轻伤|轻微|一般|小|磕碰|擦伤)[^，。]{0,4}(事故|事件)")
_GREATER = re.compile(r"较大[^，。]{0,3}(及|以)[^，。]{0,12}事故")
_ALTERNATIVES = re.compile("或者")


def read_points(
    pack: Pack,
    said: tuple[Statement, ...],
    pending: str | None,
    *,
    hypothetical: bool = False,
    learned: bool = True,
) -> list[Proposal]:
    """The facts that statements establish about a points scheme; at most one an item, the last one said.

    What sayings and small words tell is held against what was learned from examples.

    Args:
        pack: the scheme.
        said: the statements of one message.
        pending: the item that was just asked about.
        hypothetical: read what an 如果 supposes instead of leaving it out.
        learned: whether it is held against the examples.
    """
    found = by_sayings(pack, said, pending, hypothetical=hypothetical)
    if learned and not hypothetical and knows(pack.id):
        parts = stretches(pack.id, said)
        found = without_strays(pack, found, pending)
        if pending in pack.items:
            found = answered(pack, pending, found, said)
        found = weighed(pack, found, [part for part in parts if pending not in part.meant])
    return _with_implied(pack, limited(pack, found, said))


def by_sayings(
    pack: Pack, said: tuple[Statement, ...], pending: str | None, *, hypothetical: bool = False
) -> dict[str, Proposal]:
    """What sayings of items and small words alone tell, by item; what it implies is not among it.

    Args:
        pack: the scheme.
        said: the statements of one message.
        pending: the item that was just asked about.
        hypothetical: read what an 如果 supposes instead of leaving it out.
    """
    found: dict[str, Proposal] = {}
    item = pack.items.get(pending or "")
    short = short_answer(pack, item, said) if item is not None and not hypothetical else None
    if short is not None:
        found[short.item] = short
        if short.status == "not_applicable":
            # What is said besides gives the reason: 厂房是单层的，工艺决定上不了楼.
            return {short.item: short}
    context = Context(item.title if item is not None else "")
    sentence, left_out = "", False
    for statement in said:
        if sentence and statement.sentence != sentence:
            context = Context()
            left_out = False
        sentence, text = statement.sentence, statement.text
        own = _exacter(pack, find_mentions(pack, text), text)
        unasked = softened(text, statement.sentence)
        # 大概占到85%了: about how much is a number, and nothing else.
        estimated = is_no_statement(unasked) and bool(find_quantities(text))
        if estimated:
            unasked = ESTIMATE.sub("", unasked)
        sure = hypothetical or not (
            statement.conditional or statement.past or is_no_statement(unasked) or _EXCEPT.search(text)
        )
        context = context.turned_to(text)
        linked = () if own else linked_to(pack, context, text)
        if sure:
            meant = denied_among(own or linked, text)
            fresh = [p for m in meant if (p := _proposal(m, text, hypothetical)) is not None]
            if linked and not fresh:
                fresh = named_only(context, found, linked, text)
            if not (own or linked):
                context = narrowed(pack, context, text)
                fresh = continued(context, found, text, turned=statement.turned)
                if (
                    not fresh
                    and not hypothetical
                    and (likely := likely_mention(pack, text, affirmed=not is_negative(text))) is not None
                ):
                    own = (likely,) if likely.item.id not in found else ()
                    fresh = [p for m in own if (p := _proposal(m, text)) is not None]
            if estimated:
                fresh = [p for p in fresh if p.value is not None or p.ratio is not None]
            _take(pack, found, [_but_for(pack, p) for p in fresh] if left_out else fresh)
        left_out = left_out or bool(_EXCEPT.search(text) and is_negative(text))
        context = context.after(text, own, sure=sure or statement.past).about_one(
            text, linked if sure else ()
        )
    return found


def _exacter(pack: Pack, own: tuple[Mention, ...], text: str) -> tuple[Mention, ...]:
    """The one item named, unless all its words and more speak of another: 合同里写明限用物质."""
    if len(own) != 1 or own[0].unmet:
        return own
    likely = likely_mention(pack, text)
    return own if likely is None or not own[0].covered < likely.covered else (likely,)


def _take(pack: Pack, found: dict[str, Proposal], fresh: list[Proposal]) -> None:
    for proposal in fresh:
        before, item = found.get(proposal.item), pack.items[proposal.item]
        # A later stage that is not there yet does not undo an earlier one, nor one of two ways the other.
        kept = bool(item.stages) or (_ALTERNATIVES.search(item.cite.quote) is not None and bool(item.says))
        reached = before is not None and before.status == "met" and kept
        if not (reached and proposal.status == "not_met"):
            found[proposal.item] = proposal


def _with_implied(pack: Pack, found: dict[str, Proposal]) -> list[Proposal]:
    """The facts with what a stronger one shows by itself: a certificate shows that the system was set up."""
    proposals = list(found.values())
    for strong in found.values():
        for name in pack.items[strong.item].implies if strong.status == "met" else ():
            if name not in found:
                item = pack.items[name]
                note = f"由“{strong.title}”可以看出"
                proposals.append(Proposal(item.id, item.title, strong.quote, status="met", note=note))
    return list({proposal.item: proposal for proposal in reversed(proposals)}.values())[::-1]


def _but_for(pack: Pack, proposal: Proposal) -> Proposal:
    """What holds of an item that is done but for one thing: 除了冷却塔没装表，别的都分开计量了."""
    partly = pack.items[proposal.item].kind in ("optional", "bonus")
    return proposal if partly or proposal.status != "met" else replace(proposal, status="not_met")


def _proposal(mention: Mention, text: str, hypothetical: bool = False) -> Proposal | None:
    item = mention.item
    base = based_on(item, text)
    if item.may_not_apply and NOT_APPLICABLE.search(text):
        return replace(base, status="not_applicable")
    if not item.stages and (measured := from_number(item, text, base)) is not None:
        return measured
    rest = _without(text, mention)
    negative = is_negative(rest) or is_applied_for(text)
    if mention.unmet:
        if not negative and _LESSER.search(text) and _GREATER.search(item.cite.quote):
            return replace(base, status="unknown", note="原文说的是较大及以上的事故，这一起算哪一级请核实")
        return replace(base, status="met" if negative else "not_met")
    negative = negative or is_worse(text)
    if item.stages:
        return stage_reached(item, text, base)
    if item.open_formula:
        return replace(base, status="unknown", note="原文没有给分办法，要看评审给了几分")
    if item.choices and not negative:
        return at_level(item, text, base)
    if negative:
        return replace(base, status="not_met")
    if _ON_PAPER.search(text) and not any(
        word in says for says in item.says for word in ("合同", "协议", "备案")
    ):
        return None
    if item.value is not None and find_quantities(text):
        # A number the rule cannot use must not turn into a plain yes.
        return None
    if (share := share_done(item, rest)) is not None:
        return replace(base, status="met", ratio=share)
    if IN_PART.search(rest) and item.kind not in ("optional", "bonus"):
        return replace(base, status="not_met")
    if hypothetical or AFFIRMATION.search(text) or DOUBLE_NEGATION.search(text):
        return replace(base, status="met")
    return None


def _without(text: str, mention: Mention) -> str:
    """The statement without the words that named the item, so that 无组织 is not taken for a negation."""
    folded = plain(text)
    without = {match.start() for match in _NO_DENIAL.finditer(folded)} | mention.covered
    return "".join(char for index, char in enumerate(folded) if index not in without)
