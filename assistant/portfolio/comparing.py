"""Two states of a firm, or two firms, side by side: facts that differ, results before and after, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.errors import InputError
from assistant.portfolio.itemised import by_item, differences, same, title_of, together
from assistant.portfolio.records import Firm
from assistant.talk.standing import headline
from scoring import Assessment, Pack, as_json, assess, read_request
from scoring.report import Citing
from scoring.trials.comparing import compare
from scoring.trials.comparing_json import difference_as_json


@dataclass(frozen=True, slots=True)
class Side:
    """What was known on one side."""

    firm: str
    name: str
    state: str
    """In words: 现在, or the name of a kept state."""
    facts: Mapping[str, Any]
    sha256: str | None
    """Of the rules when the state was kept; None for now."""


def read_side(load: Callable[[str], Firm], raw: object, where: str, pack: Pack) -> Side:
    """A side of a request: `{"firm": id, "state": number or null}`; null is now.

    Raises:
        InputError, FirmNotFoundError: no such firm or state, or none under this scheme.
    """
    if not isinstance(raw, Mapping) or set(raw) - {"firm", "state"} or not isinstance(raw.get("firm"), str):
        raise InputError(f'{where}：应为 {{"firm": "企业编号", "state": 状态号或 null}}，null 是现在')
    firm, number = load(raw["firm"]), raw.get("state")
    if number is None:
        if all(watched.scheme != pack.id for watched in firm.schemes):
            raise InputError(f"{where}：“{firm.name}”没有按 {pack.id} 跟踪；请先把方案加给这家企业")
        return Side(firm.id, firm.name, "现在", together(pack, firm.items(pack.id)), None)
    kept = next((state for state in firm.states if state.number == number), None)
    if kept is None or pack.id not in kept.facts:
        known = "、".join(str(state.number) for state in firm.states if pack.id in state.facts) or "没有"
        raise InputError(
            f"{where}.state：“{firm.name}”没有 {str(number)[:20]} 号状态；这个方案下可用：{known}"
        )
    return Side(firm.id, firm.name, kept.name, kept.facts[pack.id], kept.packs.get(pack.id))


def side_by_side(pack: Pack, before: Side, after: Side, as_of: date, citing: Citing) -> dict[str, Any]:
    """The comparison under one scheme; both results are computed with the rules of today.

    Raises:
        ScoringError: kept facts that the scheme no longer takes.
    """
    old, new = by_item(pack, before.facts), by_item(pack, after.facts)
    moved = differences(old, new)
    was, now = (
        assess(pack, read_request(pack, {"facts": one.facts}, today=as_of)) for one in (before, after)
    )
    difference = compare(was, now, (*pack.rungs, *pack.leading_rungs))

    def told(item: str) -> dict[str, Any]:
        return {"item": item, "title": title_of(pack, item, after.facts if item in new else before.facts)}

    return {
        "scheme": pack.id,
        "title": pack.title,
        "as_of": as_of.isoformat(),
        "before": _side(pack, before, was, citing),
        "after": _side(pack, after, now, citing),
        "facts": {
            "added": [told(item) | {"after": fact} for item, fact in moved.items() if item not in old],
            "changed": [
                told(item) | {"before": old[item], "after": fact}
                for item, fact in moved.items()
                if item in old and item in new
            ],
            "removed": [told(item) | {"before": old[item]} for item in moved if item not in new],
            "same": sum(item in new and same(old[item], new[item]) for item in old),
        },
        "difference": difference_as_json(difference, citing),
        "notes": [
            f"“{one.state}”保存以后规则有过改动；两边都按现在的规则计算，与当时的结果可能不同"
            for one in (before, after)
            if one.sha256 is not None and one.sha256 != pack.sha256
        ],
    }


def _side(pack: Pack, side: Side, result: Assessment, citing: Citing) -> dict[str, Any]:
    return {
        "firm": side.firm,
        "name": side.name,
        "state": side.state,
        "headline": headline(pack, as_json(result, citing)),
    }
