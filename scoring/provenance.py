"""What is said beside every result: readings used, faults of the text, the standing of its edition."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from datetime import date

from scoring.rules.pack import Pack

_STATUS = {
    "draft": "本方案依据的文本是征求意见稿，尚未正式印发，结果仅供准备时参考",
    "in_force": "",
    "cycle_over": "本方案依据的文本所对应的年度工作周期已经结束，文中时间节点已过，申报前请向主管部门确认现行文件",
    "superseded": "本方案依据的文本已被后来的文件取代，结果不能当作现行要求",
}


def assumptions_used(pack: Pack, touched: Collection[str], exempt: bool) -> tuple[str, ...]:
    """The readings that this result rests on; `touched` are the items a fact decided."""
    return tuple(
        [
            text
            for text, always, on_exemption, items in pack.reading_uses
            if always or (exempt and on_exemption) or not items.isdisjoint(touched)
        ]
    )


def standing_notes(pack: Pack, touched: AbstractSet[str], as_of: date) -> tuple[str, ...]:
    """The edition's standing, faults of the text where they matter, and what has moved on since."""
    day = as_of.isoformat()
    cycle_runs = pack.status == "cycle_over" and pack.cycle_until is not None and day <= pack.cycle_until
    notes = [_STATUS[pack.status]] if _STATUS[pack.status] and not cycle_runs else []
    notes += [told for items, told in pack.told_faults if not items or not touched.isdisjoint(items)]
    notes += [told for since, told in pack.told_rules if since <= day]
    return tuple(notes)
