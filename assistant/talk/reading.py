"""A message read without a model: its intent, the facts it establishes, what it says of the firm."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.talk.aspects_named import names_an_aspect
from assistant.talk.firm import read_firm
from assistant.talk.intents import Intent, read_intent
from assistant.talk.introducing import introduced
from assistant.talk.labelled_answers import read_labelled
from assistant.talk.moves import puts_off
from assistant.talk.proposals import Proposal
from assistant.talk.reading_ladder import read_ladder
from assistant.talk.reading_points import read_points
from assistant.talk.several_firms import listed_firms
from assistant.talk.statements import as_usual, statements
from scoring import Pack

_WRONG = re.compile(
    r"^(?:\s*(?:不对|不是|错了|我?(?:刚才?|前面|上面|上一?[条个])?[那这都可能又给是把我你您也们]{0,4}(?:说|记|写|填|报|讲|搞|弄|看)错了?|更正(?:一下)?|纠正(?:一下)?"
    r"|[^，。]{0,6}(?:撤回|作废|删掉|取消|不算))[，,。.！!：:\s]+)+"
)


_NOT_TO_NOTE = re.compile(r"\s*(这[条个]?|先)?(不用|别|甭|不要|不必|不)(再)?记(?![得录不])")


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message was taken to mean."""

    intent: Intent
    proposals: tuple[Proposal, ...]
    firm: dict[str, str]
    supposed: tuple[Proposal, ...] = ()
    """What an 如果 supposes; never a fact."""


def read_message(
    text: str,
    pack: Pack | None,
    *,
    pending: str | None = None,
    noted: str | None = None,
    outstanding: bool = False,
    learned: bool = True,
) -> Understood:
    """What a message means in a talk about this scheme.

    Args:
        text: the message.
        pack: the scheme of the talk, if one is chosen.
        pending: the item that was asked about last.
        noted: the item that was noted last, which a correction is about.
        outstanding: whether proposals wait for a yes.
        learned: whether it is held against what was learned of how officers talk, which a document does not.
    """
    labelled = read_labelled(pack, text) if pack is not None else []
    if labelled:
        return Understood("tell", tuple(labelled), {})
    told = as_usual(text)
    intent = read_intent(told, outstanding=outstanding, asked=pending is not None)
    firm = _firm_told(text, intent, pack)
    if intent == "reject" and pack is not None and _states_anew(text, pack):
        intent = "correct"
    if _NOT_TO_NOTE.match(text):
        return Understood("reject", (), firm)
    if intent == "skip" and pack is not None and (stated := _stated_beside(told, text, pack)):
        return Understood("tell", stated, {})
    if pack is None or intent in ("confirm", "reject", "greet", "skip", "plan", "why", "assess", "demand"):
        return Understood(intent, (), firm)
    read = read_points if pack.kind == "points" else read_ladder
    said = statements(told)
    if intent == "correct":
        # Here 应该是 states what is so; elsewhere it is a guess.
        said, pending = statements(_corrected(told)), noted
    if intent == "what_if":
        return Understood(intent, (), firm, tuple(read(pack, said, None, hypothetical=True)))
    proposals = tuple(
        replace(p, quote=own_words(p.quote, text)) for p in read(pack, said, pending, learned=learned)
    )
    if proposals or pending is not None or names_an_aspect(pack, text):
        # "够B" beside an aspect is that aspect's grade, not the firm's wish.
        firm = {name: said_of for name, said_of in firm.items() if name not in ("current", "target")}
    return Understood(intent, proposals, firm)


def _stated_beside(told: str, text: str, pack: Pack) -> tuple[Proposal, ...]:
    """The facts beside what a message leaves for later: 无组织C，监测监控以后再说."""
    said = tuple(one for one in statements(told) if not puts_off(one.text))
    read = read_points if pack.kind == "points" else read_ladder
    return tuple(replace(p, quote=own_words(p.quote, text)) for p in read(pack, said, None))


def _firm_told(text: str, intent: Intent, pack: Pack | None) -> dict[str, str]:
    """What a message says of the firm it is about; nothing where it names several."""
    if listed_firms(text):
        return {}
    grades = pack is None or pack.kind == "ladder"
    told = read_firm(text, grade_scheme=grades)
    if intent not in ("ask", "what_if"):
        return told
    # 义马的想保B，什么情况会掉级 tells and asks; 义马的B级怎么申报 only asks.
    tells = pack is None and intent == "ask" and {"region", "target"} <= told.keys()
    return told if tells else read_firm(introduced(text)[0], grade_scheme=grades)


def _corrected(text: str) -> str:
    """What a correction puts in the place of what was wrong."""
    told = re.sub(r"^(把|将)?(前面|前头|刚才?|上面|之前|先前)我?(说|讲|报|填|写|记)过?的那?个?", "", text)
    return re.sub(
        r"^是(?=[^，。]*(没|有))", "", _WRONG.sub("", told).replace("应该是", "是").replace("应为", "是")
    )


def _states_anew(text: str, pack: Pack) -> bool:
    """Whether a rejection goes on to say what is so: 上一条撤回，证书过期了."""
    rest = _corrected(text)
    read = read_points if pack.kind == "points" else read_ladder
    return rest != text and bool(read(pack, statements(rest), None))


_WITHIN_A_SENTENCE = r"[^。！？!?；;\n]*?"


def own_words(quote: str, message: str) -> str:
    """The stretch of a message that a quote was put together from, as the user wrote it.

    >>> own_words("运输监管是C", "不对，运输监管应该是C")
    '运输监管应该是C'
    """
    if (at := as_usual(message).find(quote)) >= 0:
        return message[at : at + len(quote)]
    parts = [re.escape(part).replace("是", "(?:(?:应该)?是|应为)") for part in quote.split("，")]
    match = re.search(_WITHIN_A_SENTENCE.join(parts), as_usual(message))
    return message[match.start() : match.end()] if match else message.strip()
