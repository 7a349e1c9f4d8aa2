"""What is answered while no scheme is settled on: the opening of a talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.store.talk_records import Talk, Turn
from assistant.talk.offering import (
    SCHEME,
    doubtful_place,
    missing,
    needs,
    offer,
    place_mark,
)
from assistant.talk.openings import heard_of_firm
from assistant.talk.outcome import Outcome, aside_from
from assistant.talk.reading import Understood
from assistant.talk.replies import Replies
from assistant.talk.said import Said
from assistant.talk.schemes_for import applying
from assistant.talk.several_firms import firm_marks, listed_firms, which_first
from knowledge.places import resolve
from scoring import Pack

_NOTHING_HERE = "我手上没有这个地方的文本，只能回答已有文本里的问题。"


def opening_reply(
    packs: Sequence[Pack],
    replies: Replies,
    talk: Talk,
    read: Understood,
    text: str,
    turn: Turn,
    today: date,
) -> Outcome:
    """The answer to a message of a talk without a scheme; what was asked for is written into the turn."""
    firm = {**talk.firm, **read.firm}
    wanted = missing(firm, None)
    if several := listed_firms(text):
        turn.asked = tuple(dict.fromkeys((*talk.asked, *firm_marks(several))))
        return Outcome(Said("question", (which_first(several),), ask_on=False))
    if read.intent == "greet" or (text.strip() == "" and not read.firm):
        turn.asked = (*talk.asked, *wanted)
        words = needs(talk.role, wanted, greeting=True) if wanted else "您好。"
        return Outcome(Said("chat", (words,), ask_on=False))
    asks = read.intent in ("ask", "what_if")
    if "region" not in read.firm and not asks and (doubt := doubtful_place(text)) is not None:
        turn.asked = (*talk.asked, place_mark(doubt[0]))
        rest = needs(talk.role, wanted) if "region" not in talk.asked and len(wanted) > 1 else ""
        return Outcome(Said("question", (heard_of_firm(read.firm), doubt[1], rest), ask_on=False))
    if read.firm and not asks:
        return _offered(packs, talk, read, turn, firm)
    if read.intent in ("assess", "gaps", "plan", "why"):
        turn.asked = (*talk.asked, *wanted)
        words = offer(packs, firm) if not wanted else needs(talk.role, wanted)
        return Outcome(Said("question", (words,), ask_on=False))
    outcome = replies.answered(None, talk, text, firm, today)
    if outcome.said.kind == "refusal" and read.intent == "tell" and "region" not in talk.asked and wanted:
        # Told of the works before anything is known of them.
        turn.asked = (*talk.asked, *wanted)
        return aside_from(Said("question", (needs(talk.role, wanted),), ask_on=False))
    if read.firm:
        said = outcome.said
        return replace(outcome, said=replace(said, parts=(heard_of_firm(read.firm), *said.parts)))
    return outcome


def _offered(
    packs: Sequence[Pack], talk: Talk, read: Understood, turn: Turn, firm: dict[str, str | None]
) -> Outcome:
    parts = [heard_of_firm(read.firm)]
    region = firm.get("region")
    still = missing(firm, None, talk.asked)
    asked = [*talk.asked, *still]
    if region and resolve(region) is not None and not applying(packs, firm):
        parts.append(_NOTHING_HERE)
    elif region:
        if still:
            parts.append(needs(talk.role, still))
        parts.append(offer(packs, firm))
        asked.append(SCHEME)
    else:
        wanted = missing(firm, None)
        parts.append(needs(talk.role, wanted))
    turn.asked = tuple(dict.fromkeys(asked))
    return Outcome(Said("question", tuple(parts), ask_on=False))
