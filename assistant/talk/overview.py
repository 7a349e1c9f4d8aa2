"""Where every enterprise of a talk stands, one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.store.talk_records import Talk
from assistant.talk.openings import firm_told
from assistant.talk.outcome import Outcome, aside_from
from assistant.talk.said import Said
from assistant.talk.standing import headline, unclear_count
from scoring import Pack


def overview(
    packs: Mapping[str, Pack], talk: Talk, assessed: Callable[[Talk], dict[str, Any] | None]
) -> Outcome | None:
    """The strands of a talk side by side, in the order in which they came up; None when there is only one."""
    strands = talk.strands
    if len(strands) < 2:
        return None
    lines = [f"- {_line(packs, strand, assessed(strand), here=strand is talk)}" for strand in strands]
    words = "\n".join((f"这次一共谈了{len(strands)}份：", *lines))
    return aside_from(Said("assessment", (words,)))


def _line(packs: Mapping[str, Pack], strand: Talk, result: dict[str, Any] | None, *, here: bool) -> str:
    firm = firm_told(strand.firm) or "还没说是哪家"
    mark = "（正在谈）" if here else ""
    pack = packs.get(strand.scheme or "")
    if pack is None or result is None:
        return f"{firm}{mark}：还没选定按哪套办法评"
    waiting = f"；{len(strand.proposed)}条等确认" if strand.proposed else ""
    unclear = unclear_count(result)
    still = f"；还有{unclear}条没说清" if unclear else ""
    return f"{firm}{mark}，按《{pack.title}》：**{headline(pack, result)}**{still}{waiting}"
