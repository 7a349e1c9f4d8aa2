"""What a message follows on: a yes to what was noted, a correction of it, a question before."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from assistant.store.conversations import Talk
from assistant.talk.intents import read_intent
from knowledge.query import says_nothing, understand
from scoring import Pack

_AGREEMENT = re.compile(r"^\s*(?:嗯+|对的?|是的|没错|确认|好的?|可以|没问题)[，。,.！!；;\s]+(?=\S)")


_FOLLOW_UP = re.compile(r"^(那|还有|它|这个|那个).{0,8}(呢|咋样|怎么样)?[？?。]?$")


def agreement(text: str) -> tuple[bool, str]:
    """Whether a message begins with a yes and goes on, and what it goes on with."""
    match = _AGREEMENT.match(text)
    rest = text[match.end() :] if match else text
    return match is not None and not is_agreement(rest), rest


def decided(talk: Talk, accept: Collection[str], reject: Collection[str]) -> Talk:
    """The talk as it is once these proposals are accepted and those are not; an accepted one replaces what stood."""
    items = {entry["item"] for entry in talk.proposed if entry["key"] in accept}
    ledger = []
    for entry in talk.ledger:
        state = entry["state"]
        if state == "proposed" and entry["key"] in accept:
            state = "confirmed"
        elif state == "proposed" and entry["key"] in reject:
            state = "rejected"
        elif state == "confirmed" and entry["item"] in items:
            state = "replaced"
        ledger.append({**entry, "state": state})
    return replace(talk, ledger=tuple(ledger))


def accepted(talk: Talk) -> Talk:
    """The talk as it is once everything that waits has been confirmed."""
    return decided(talk, [entry["key"] for entry in talk.proposed], ())


def in_context(talk: Talk, text: str) -> str:
    """A follow-up such as 那B级呢 with the question it follows; a question that stands by itself as it is."""
    if not _FOLLOW_UP.match(text.strip()) and not says_nothing(understand(text)):
        return text
    earlier = [m["text"] for m in talk.messages if m["role"] == "user"]
    return f"{earlier[-1]} {text}" if earlier else text


def is_agreement(text: str) -> bool:
    """Whether a message is nothing but a yes."""
    return read_intent(text, outstanding=True, asked=False) == "confirm"


def implied_by(pack: Pack, items: Collection[str]) -> set[str]:
    """The items that were taken to follow from these."""
    return {name for item in items if item in pack.items for name in pack.items[item].implies}


def noted_item(pack: Pack | None, talk: Talk) -> str | None:
    """The item that 不对，应该是… corrects without naming it; None when several were noted."""
    items = [str(entry["item"]) for entry in talk.proposed]
    told = [item for item in items if pack is not None and item not in implied_by(pack, items)]
    return told[0] if len(told) == 1 else None
