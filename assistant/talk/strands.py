"""Turning to another enterprise or scheme within a talk, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.store.talk_records import FIRM_FIELDS, Talk
from assistant.talk.firm import read_firm
from assistant.talk.moves import scheme_named
from assistant.talk.schemes_for import CUES, applying
from assistant.talk.several_firms import still_to_come
from assistant.talk.wording_cues import is_question
from knowledge.numerals import chinese_number
from scoring import Pack

_FIRM = r"(?:家|个?厂(?![区房界内里])|个?企业|个?公司)"
_VERB = r"(?:回到|回去|返回|说回|切回|换回|转回|切换到?|切到|换成|换到|换|转到|切|先?(?:说|看|聊|谈|评|算|问)(?:一?[说看聊谈评算问下])?|继续|接着)"
_ORDINAL = re.compile(rf"第\s*([一二三四五六七八九十\d]{{1,2}})\s*{_FIRM}")
_PREVIOUS = re.compile(rf"(?:上|前|原来|之前|刚才|先前|头|原先)(?:的|那)?(?:一|那)?{_FIRM}")
_TURNS = re.compile(_VERB)
_NEW = re.compile(
    rf"^(?:好[的了]?|嗯|行|那|对了|另外|再|还|我|我们|咱们?|帮我|这次|接下来|现在|下面|也|想|要|还要|还想)*[，,、]?"
    rf"(?:{_VERB}|(?:加|新增|新开|另开|开|评估)一?)?(?:我们|咱们)?(?:一?下)?(?:的)?"
    rf"(?:另(?:外|一|外一)?(?:的)?一?{_FIRM}|别的{_FIRM}|下一{_FIRM}|新(?:的)?(?:一)?{_FIRM}|(?:换|加|再来|再加|新增|还有)一?{_FIRM})"
)
_ANOTHER_OF_OURS = re.compile(
    rf"^(?:另外|对了|还有|此外)?[，,]?(?:我们|咱们?|老板|集团|我|客户|手里|手上)(?:手里|手上|名下|集团|这边)?(?:还|另外|另)(?:还)?(?:有|要评|要问|管着?|带着?|做着?)(?:另外)?一?{_FIRM}"
)
_NAMED = re.compile(rf"^{_VERB}[^，,。；;]{{1,20}}")
TURN_PHRASES = (
    re.compile(rf"^.*{_ORDINAL.pattern}"),
    re.compile(rf"^.{{0,8}}?{_VERB}?{_PREVIOUS.pattern}"),
    _NEW,
    _ANOTHER_OF_OURS,
    _NAMED,
)
"""What a message says to turn to another enterprise, tried in this order."""
_NAMED_THERE = re.compile(rf"{_VERB}[^，,。；;]{{1,20}}?(?:那|这)(?:一)?{_FIRM}")
_LONGEST_TURN = 60


@dataclass(frozen=True, slots=True)
class Turning:
    """Which strand a message turns to."""

    base: Talk
    """The strand as it is taken up; an empty one where it is new."""
    opens: Literal["firm", "scheme"] | None
    pack: Pack | None = None
    """The scheme of a strand that opens for another scheme."""
    about: str = ""
    """What was said of an enterprise that opens when several were named together."""


def turning(talk: Talk, packs: Sequence[Pack], text: str) -> Turning | None:
    """Where a message turns to; None when it stays with the enterprise and the scheme."""
    clean = text.strip()
    asks = is_question(clean)
    strands = talk.strands
    if (back := _back(talk, strands, clean, asks)) is not None:
        return Turning(_entered(talk, back), None)
    if not asks and (_NEW.search(clean) or _ANOTHER_OF_OURS.search(clean) or _next_ordinal(strands, clean)):
        coming = still_to_come(talk) if talk.firm.get("region") else ()
        return Turning(_new_firm(talk), "firm", about=coming[0] if len(coming) == 1 else "")
    if not asks and (named := _to_come(talk, clean)):
        return Turning(_new_firm(talk), "firm", about=named)
    return _other_scheme(talk, packs, strands, clean, asks)


def _to_come(talk: Talk, text: str) -> str:
    """What was said of the one of several enterprises named together that a message turns to: 回到聊城那家."""
    turned = _NAMED_THERE.search(text) if len(text) <= _LONGEST_TURN else None
    place = read_firm(turned.group()).get("region") if turned and talk.firm.get("region") else None
    coming = still_to_come(talk) if place else ()
    return next((words for words in coming if read_firm(words).get("region") == place), "")


def firms_of(talk: Talk) -> list[str]:
    """Ids of the enterprises of a talk, in the order in which they came up."""
    return list(dict.fromkeys(strand.enterprise for strand in talk.strands))


def _back(talk: Talk, strands: list[Talk], text: str, asks: bool) -> Talk | None:
    """A strand of an enterprise that was talked about before."""
    if not _TURNS.search(text) or len(text) > _LONGEST_TURN:
        return None
    firms = firms_of(talk)
    if (match := last_ordinal(text)) is not None:
        wanted = chinese_number(match.group(1))
        if wanted is not None and 0 < wanted <= len(firms) and not asks_of_firms(text):
            return _latest(strands, firms[wanted - 1], talk)
        return None
    others = [strand for strand in strands if strand.enterprise != talk.enterprise]
    if not others or asks:
        return None
    if _PREVIOUS.search(text):
        return others[-1]
    return _named(others, text)


def _named(others: list[Talk], text: str) -> Talk | None:
    match = re.search(rf"(?:{_VERB})(.+)", text)
    if match is None:
        return None
    said = match.group(1)[:20]
    found = [
        strand for strand in others if any(_mentions(strand, field, said) for field in ("name", "region"))
    ]
    found = found or [
        strand for strand in others if _mentions(strand, "industry", said) and re.search(_FIRM, said)
    ]
    return found[0] if len({strand.enterprise for strand in found}) == 1 else None


def _mentions(strand: Talk, field: str, said: str) -> bool:
    known = strand.firm.get(field) or ""
    short = re.sub(r"(有限责任公司|股份有限公司|有限公司|公司|厂|[市县区省])$", "", known)
    return len(short) >= 2 and short in said


def _latest(strands: list[Talk], enterprise: str, talk: Talk) -> Talk:
    if enterprise == talk.enterprise:
        return talk
    return [strand for strand in strands if strand.enterprise == enterprise][-1]


def _next_ordinal(strands: list[Talk], text: str) -> bool:
    """第二家 said while there is one."""
    match = last_ordinal(text)
    known = len({strand.enterprise for strand in strands})
    return match is not None and chinese_number(match.group(1)) == known + 1


def last_ordinal(text: str) -> re.Match[str] | None:
    """The last 第二家 of a message: 第一家先这样，第二家是… is about the second."""
    return max(_ORDINAL.finditer(text), key=lambda match: match.start(), default=None)


def asks_of_firms(text: str) -> bool:
    """Whether 第一家 is asked about and not turned to: 第一家是哪家."""
    return re.search(rf"{_FIRM}(是|叫)(谁|哪|什么)", text) is not None


def _entered(talk: Talk, strand: Talk) -> Talk:
    if strand.number == talk.number:
        return talk
    rest = [other for other in (talk, *talk.others) if other.number != strand.number]
    others = tuple(replace(other, messages=(), others=()) for other in rest)
    return replace(strand, messages=talk.messages, others=others)


def _blank(talk: Talk) -> Talk:
    others = tuple(replace(other, messages=(), others=()) for other in (talk, *talk.others))
    number = max(other.number for other in others) + 1
    return replace(
        talk,
        pending=None,
        skipped=(),
        ledger=(),
        number=number,
        returned=(),
        asked=(),
        files=(),
        others=others,
    )


def _new_firm(talk: Talk) -> Talk:
    return replace(_blank(talk), scheme=None, enterprise="", firm=dict.fromkeys(FIRM_FIELDS))


def other_scheme_strand(talk: Talk, pack: Pack) -> Turning:
    """The strand of the same enterprise under another scheme: the one there is, or a new one."""
    for strand in talk.others:
        if strand.enterprise == talk.enterprise and strand.scheme == pack.id:
            return Turning(_entered(talk, strand), None)
    return Turning(replace(_blank(talk), scheme=pack.id), "scheme", pack)


def _other_scheme(
    talk: Talk, packs: Sequence[Pack], strands: list[Talk], text: str, asks: bool
) -> Turning | None:
    if talk.scheme is None or (asks and not re.search(r"换|切|改按|转", text)):
        return None
    options = applying(packs, talk.firm)
    used = [pack for pack in packs if pack.id in {strand.scheme for strand in strands}]
    pack = scheme_named([*options, *(pack for pack in used if pack not in options)], CUES, text)
    if pack is None or pack.id == talk.scheme:
        return None
    return other_scheme_strand(talk, pack)
