"""A talk summed up: what is confirmed, what waits, where it leaves the firm, what is open."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.store.talk_records import Talk
from assistant.talk.asking import item_title
from assistant.talk.openings import firm_told
from assistant.talk.standing import headline, unclear_count
from assistant.talk.told_values import day_told, value_told
from prompts.render import render_text
from prompts.talk_contexts import SummaryText
from scoring import Pack

_MOST = 12

Result = dict[str, Any]


def summed_up(pack: Pack, talk: Talk, result: Result, aside: tuple[str, ...], today: date) -> str:
    """The summary of a strand; every number and grade is the core's."""
    text = SummaryText(
        day=day_told(today.isoformat()),
        firm=firm_told(talk.firm) or "企业情况还没有说",
        scheme=pack.title,
        headline=headline(pack, result),
        confirmed=_lines(pack, talk.confirmed, dated=True),
        more_confirmed=max(0, len(talk.confirmed) - _MOST),
        waiting=_lines(pack, talk.proposed, dated=False),
        more_waiting=max(0, len(talk.proposed) - _MOST),
        aside="、".join(item_title(pack, item) for item in aside),
        open_count=unclear_count(result),
        others="；".join(strand_told(other) for other in talk.others),
    )
    return render_text("chat/summary.j2", text).strip()


def strand_told(talk: Talk) -> str:
    """Another strand in a few words."""
    counts = f"已确认{len(talk.confirmed)}条"
    if talk.proposed:
        counts += f"、{len(talk.proposed)}条等确认"
    return f"{firm_told(talk.firm) or '还没说情况的企业'}（{counts}）"


def _lines(pack: Pack, entries: tuple[dict[str, Any], ...], *, dated: bool) -> tuple[str, ...]:
    shown = []
    for entry in entries[-_MOST:]:
        title = item_title(pack, entry["item"])
        day = f"（{day_told(entry['decided_at'])}确认）" if dated else ""
        proof = "，附证明" if entry["proposal"].get("evidence") else ""
        shown.append(f"{title}：{value_told(pack, entry['proposal'])}{day}{proof}")
    return tuple(shown)
