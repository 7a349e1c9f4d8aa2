"""What a message follows on: a yes to what was noted, a correction of it, a question before."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from assistant.store.conversations import Talk
from assistant.talk.intents import read_intent
from knowledge.places import find_places
from knowledge.query import understand
from knowledge.tokens import GRADE
from knowledge.vagueness import says_nothing
from scoring import Pack

_AGREEMENT = re.compile(r"^\s*(?:嗯+|对的?|是的|没错|确认|好的?|可以|没问题)[，。,.！!；;\s]+(?=\S)")


_GRADE = re.compile(rf"{GRADE}", re.IGNORECASE)
_FOLLOW_UP = re.compile(r"^(那|还有|它|这个|那个).{0,8}(呢|咋样|怎么样)?[？?。]?$")


def agreement(text: str) -> tuple[bool, str]:
    """Whether a message begins with a yes and goes on, and what it goes on with."""
    match = None if is_agreement(text) else _AGREEMENT.match(text)
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
    return f"{_without_grades(earlier[-1], text)} {text}" if earlier else text


def _without_grades(before: str, text: str) -> str:
    """The question before, without its grades where the follow-up names another: A级有什么好处 before 那B级呢."""
    return _GRADE.sub("", before) if _GRADE.search(text) else before


def is_agreement(text: str) -> bool:
    """Whether a message is nothing but a yes."""
    return read_intent(text, outstanding=True, asked=False) == "confirm"


def implied_by(pack: Pack, items: Collection[str]) -> set[str]:
    """The items that were taken to follow from these."""
    return {name for item in items if item in pack.items for name in pack.items[item].implies}


def noted_item(pack: Pack | None, talk: Talk) -> str | None:
    """The item that 不对，应该是… corrects without naming it: what waits, else what was confirmed last; None for several."""
    latest = max((entry["decided_at"] or "" for entry in talk.confirmed), default="")
    last = [entry for entry in talk.confirmed if entry["decided_at"] == latest]
    items = [str(entry["item"]) for entry in talk.proposed or last]
    told = [item for item in items if pack is not None and item not in implied_by(pack, items)]
    return told[0] if len(told) == 1 else None


_ONLY_OF_A_PLACE = re.compile(
    r"(?:我们?|咱们?|俺们?|厂|企业|公司|他们?|是|就|在|的|那边|这边|那里|这里|这家|那家|呢|啊|呀|哦|对|嗯|[，,。.！!\s])*"
)


def question_before(talk: Talk, told: Mapping[str, str], text: str) -> str | None:
    """The question that a message which only names the place belongs to: 没申报会怎么样, then 聊城的; else None."""
    if set(told) != {"region"} or talk.firm.get("region"):
        return None
    kinds = [message["kind"] for message in talk.messages if message["role"] == "assistant"]
    asked = [message["text"] for message in talk.messages if message["role"] == "user"]
    if not asked or kinds[-1:] not in (["answer"], ["refusal"]):
        return None
    rest = text
    for place in reversed(find_places(text)):
        rest = rest[: place.start] + rest[place.end :]
    return str(asked[-1]) if _ONLY_OF_A_PLACE.fullmatch(rest) else None
