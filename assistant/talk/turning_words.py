"""What is said when a talk turns to another enterprise, and what a message says beside that."""

from __future__ import annotations

import re
from typing import Any

from assistant.store.talk_records import Talk
from assistant.talk.offering import missing, needs
from assistant.talk.openings import firm_told
from assistant.talk.several_firms import still_to_come
from assistant.talk.standing import headline
from assistant.talk.strands import TURN_PHRASES
from scoring import Pack

_JOINT = "，,。；;、：: \t\n吧呢啊是"


def rest_of(text: str) -> str:
    """What a message says beside turning to another enterprise; empty when it says nothing else.

    >>> rest_of("回到第一家，现在几级"), rest_of("换一家")
    ('现在几级', '')
    """
    clean = text.strip()
    for phrase in TURN_PHRASES:
        if (match := phrase.search(clean)) is not None:
            rest = clean[match.end() :]
            if match.end() < len(clean) and re.match(r"^[^，,。；;：:在是的]{1,12}$", rest):
                # The rest of the name by which it was called.
                return ""
            return rest.lstrip(_JOINT).removeprefix("的").strip(_JOINT)
    _, cut, rest = clean.partition("，")
    return rest.strip(_JOINT) if cut else ""


def opened_words(base: Talk) -> str:
    """That another enterprise is taken up of which nothing was said yet."""
    wanted = missing(base.firm, None)
    coming = still_to_come(base)
    named = f"前面说到的还有：{'、'.join(coming)}。" if coming else ""
    return f"好，另开一份，前面谈的都原样留着。{named}\n\n{needs(base.role, wanted)}"


def entered_words(base: Talk, pack: Pack | None, result: dict[str, Any] | None) -> str:
    """That an enterprise of before is taken up again, and where it stands."""
    firm = firm_told(base.firm) or "前面那家"
    under = f"，按《{pack.title}》" if pack is not None else ""
    words = f"好，回到前面这一家：{firm}{under}。"
    if pack is not None and result is not None:
        words += f"\n\n**{headline(pack, result)}**"
    if base.proposed:
        words += f"\n\n还有{len(base.proposed)}条等您确认。"
    return words
