"""Statements about a points scheme: status, share, value or stage of each item they speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.talk.mentions import Mention, find_mentions
from assistant.talk.proposals import Proposal
from assistant.talk.quantities import find_quantities, measured_in
from assistant.talk.reading_values import from_number, share_done
from assistant.talk.statements import Statement
from assistant.talk.wording_cues import (
    AFFIRMATION,
    DO_NOT_KNOW,
    DOUBLE_NEGATION,
    NO,
    NOT_APPLICABLE,
    OTHERS,
    YES,
    is_negative,
    is_no_statement,
)
from knowledge.tokens import listed, plain, tagged
from scoring import Item, Pack
from scoring.numbers import convert

_OTHER_THINGS = re.compile(r"别的|其他|其它|其余|另外|剩下")
_UNDOING = re.compile(
    r"^(但|可|就是|只是)?(还|也|都|全|却)?(没|未|不|只|无)|到期|过期|失效|有[^，。]{0,4}[条项台个处块]"
)
_SHORT = 12
_EXCEPT = re.compile(r"^除[了开去掉]")


def read_points(
    pack: Pack, said: tuple[Statement, ...], pending: str | None, *, hypothetical: bool = False
) -> list[Proposal]:
    """The facts that statements establish about a points scheme; at most one an item, the last one said.

    Args:
        pack: the scheme.
        said: the statements of one message.
        pending: the item that was just asked about.
        hypothetical: read what an 如果 supposes instead of leaving it out.
    """
    found: dict[str, Proposal] = {}
    item = pack.items.get(pending or "")
    short = _short_answer(item, said) if item is not None and not hypothetical else None
    if short is not None:
        found[short.item] = short
    context = _Context(item.title if item is not None else "")
    sentence = ""
    for statement in said:
        if sentence and statement.sentence != sentence:
            context = _Context()
        sentence, text = statement.sentence, statement.text
        sure = hypothetical or not (statement.conditional or is_no_statement(text) or _EXCEPT.search(text))
        own = find_mentions(pack, text)
        linked = () if own else _linked(pack, context, text)
        if sure:
            fresh = [p for m in own or linked if (p := _proposal(m, text, hypothetical)) is not None]
            _take(pack, found, fresh if own or linked else _continued(context, found, text))
        context = context.after(text, own, sure=sure)
    return _with_implied(pack, found)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the statements before have set up within one sentence."""

    subject: str = ""
    about: tuple[Mention, ...] = ()
    sure: bool = True
    """The subject was stated, not guessed, planned or asked for."""

    def after(self, text: str, own: tuple[Mention, ...], *, sure: bool) -> _Context:
        """What holds after one more statement; what is said of others is no subject of the firm's own."""
        if OTHERS.search(text):
            return _Context(sure=False)
        if own:
            return _Context(text, own, sure)
        return self if self.subject else _Context(text, sure=sure)


def _take(pack: Pack, found: dict[str, Proposal], fresh: list[Proposal]) -> None:
    for proposal in fresh:
        before = found.get(proposal.item)
        reached = before is not None and before.status == "met" and bool(pack.items[proposal.item].stages)
        # A later stage that is not there yet does not undo an earlier one.
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


def _linked(pack: Pack, context: _Context, text: str) -> tuple[Mention, ...]:
    """The items a statement speaks of only together with the subject before it: 环境体系跑着，证书还没办."""
    if not context.subject or _OTHER_THINGS.search(text):
        return ()
    lead = len(plain(f"{context.subject}，"))
    known = {mention.item.id for mention in context.about}
    return tuple(
        replace(mention, covered=frozenset(index - lead for index in mention.covered if index >= lead))
        for mention in find_mentions(pack, f"{context.subject}，{text}", lead=lead)
        if mention.item.id not in known
    )


def _continued(context: _Context, found: dict[str, Proposal], text: str) -> list[Proposal]:
    """A statement that leaves its subject to the one before: 光伏合同签了，批复还没拿到."""
    about = context.about
    joined = f"{context.subject}，{text}"
    staged = [m.item for m in about if _names_a_stage(m.item, text)]
    if staged:
        return [p for item in staged if (p := _stage(item, joined, _base(item, joined))) is not None]
    if not about or _OTHER_THINGS.search(text) or not all(_belongs(mention.item, text) for mention in about):
        return []
    numbers = [p for m in about if (p := from_number(m.item, text, _base(m.item, joined))) is not None]
    if numbers:
        return numbers
    # What was affirmed is undone by 没全换 or 有三台没换, not by 白天不开灯.
    undoing = _UNDOING.search(text) is not None
    settled = {name for name, proposal in found.items() if proposal.status == "met" and not undoing}
    if is_negative(text):
        # A second "no" repeats the first: 堆在一个屋，没分开.
        return [
            replace(_base(m.item, joined), status="met" if m.unmet else "not_met")
            for m in about
            if m.item.id not in settled and not (m.unmet and (m.item.id in found or not context.sure))
        ]
    shares = [
        replace(_base(m.item, joined), status="met", ratio=share)
        for m in about
        if (share := share_done(m.item, text)) is not None
    ]
    if shares and context.sure:
        return shares
    if context.sure and AFFIRMATION.search(text) and len(text) <= _SHORT:
        return [
            replace(_base(m.item, joined), status="not_met" if m.unmet else "met")
            for m in about
            if m.item.id not in found and m.item.value is None and not m.item.choices
        ]
    return []


def _names_a_stage(item: Item, text: str) -> bool:
    return any(word in plain(text) for stage in item.stages for word in stage.says)


def _base(item: Item, quote: str) -> Proposal:
    return Proposal(item.id, item.title, quote)


def _belongs(item: Item, text: str) -> bool:
    """Whether every noun of a statement is one of the item's own words or says nothing by itself."""
    words = plain(" ".join((item.title, item.question, item.cite.quote, *item.says)))
    light = listed("light_words.txt")
    return all(
        word in words or word in light or len(word) < 2
        for word, tag in tagged(text)
        if tag.startswith("n") or tag in ("vn", "eng")
    )


def _proposal(mention: Mention, text: str, hypothetical: bool = False) -> Proposal | None:
    item = mention.item
    base = _base(item, text)
    if item.may_not_apply and NOT_APPLICABLE.search(text):
        return replace(base, status="not_applicable")
    if not item.stages and (measured := from_number(item, text, base)) is not None:
        return measured
    rest = _without(text, mention)
    negative = is_negative(rest)
    if mention.unmet:
        return replace(base, status="met" if negative else "not_met")
    if item.stages:
        return _stage(item, text, base)
    if item.open_formula:
        return replace(base, status="unknown", note="原文没有给分办法，要看评审给了几分")
    if item.choices and not negative:
        level = next((level for level in item.choices if any(word in text for word in level.says)), None)
        label = level.title if level else ""
        return replace(base, status="met", value=level.id if level else None, label=label)
    if negative:
        return replace(base, status="not_met")
    if item.value is not None and find_quantities(text):
        # A number the rule cannot use must not turn into a plain yes.
        return None
    if (share := share_done(item, rest)) is not None:
        return replace(base, status="met", ratio=share)
    if hypothetical or AFFIRMATION.search(text) or DOUBLE_NEGATION.search(text):
        return replace(base, status="met")
    return None


def _without(text: str, mention: Mention) -> str:
    """The statement without the words that named the item, so that 无组织 is not taken for a negation."""
    folded = plain(text)
    return "".join(char for index, char in enumerate(folded) if index not in mention.covered)


def _stage(item: Item, text: str, base: Proposal) -> Proposal | None:
    """How far a staged item has got: the last stage that is affirmed."""
    folded = plain(text)
    full = item.points or Decimal(1)
    if item.value is not None and (measured := measured_in(text, item.value.unit)) is not None:
        in_rule = convert(measured.value, measured.unit, item.value.unit)
        band = next((b for b in item.value.bands if in_rule is not None and b.holds(in_rule)), None)
        if band is not None and band.gives == "none":
            return replace(base, value=measured.value, unit=measured.unit)
    earned, reached = Decimal(0), False
    for index, stage in enumerate(item.stages):
        named = [word for word in stage.says if word in folded]
        if named and not _denied(text, stage.says):
            reached = True
            earned = min(full, sum((s.points for s in item.stages[: index + 1]), Decimal(0)))
    if not reached:
        return replace(base, status="not_met") if is_negative(folded) else None
    share = earned / full
    return replace(base, status="met", ratio=None if share == 1 else share)


def _denied(text: str, names: tuple[str, ...]) -> bool:
    """Whether the part of a statement that names something says it is not there."""
    parts = [part for part in re.split(r"[，,、]", plain(text)) if any(name in part for name in names)]
    return all(is_negative(part) for part in parts)


def _short_answer(item: Item, said: tuple[Statement, ...]) -> Proposal | None:
    """A bare yes, no, number or 不适用 to the question just asked."""
    if not said:
        return None
    first = said[0].text
    base = Proposal(item.id, item.title, first)
    if item.may_not_apply and NOT_APPLICABLE.search(said[0].sentence):
        return replace(base, status="not_applicable", quote=said[0].sentence)
    if DO_NOT_KNOW.search(first):
        return replace(base, status="unknown")
    if is_no_statement(first):
        return None
    if (measured := from_number(item, first, base)) is not None:
        return measured
    if NO.search(first):
        return replace(base, status="not_met")
    if (share := share_done(item, first)) is not None:
        return replace(base, status="met", ratio=share)
    if YES.search(first) and not is_negative(first):
        return replace(base, status="met")
    return None
