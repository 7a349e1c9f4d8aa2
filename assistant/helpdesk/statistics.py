"""What is asked, refused and asked again, counted over some days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from assistant.helpdesk.cases import REASONS

TOP = 10


class AskedOnce(Protocol):
    """A question as it was counted."""

    day: Any
    text: Any
    place: Any
    reason: Any
    gist: Any
    rephrased: Any


def counted(asked: Sequence[AskedOnce], first: date, last: date, within: int) -> dict[str, Any]:
    """The figures of these days.

    Args:
        asked: what was asked from `within` days before the first day on, in order.
        first: the first day that is counted.
        last: the last day that is counted.
        within: days in which the same question counts as asked again.

    A question counts as rephrased when its talk had asked for the same before, as repeated when anybody had asked the
    same within so many days; one that is both counts once in `again`.
    """
    seen: dict[str, date] = {}
    rephrased = repeated = again = 0
    inside: list[AskedOnce] = []
    for entry in asked:
        before = seen.get(entry.gist)
        same = before is not None and entry.day - before <= timedelta(days=within)
        seen[entry.gist] = entry.day
        if not first <= entry.day <= last:
            continue
        inside.append(entry)
        rephrased += entry.rephrased
        repeated += same and not entry.rephrased
        again += same or entry.rephrased
    refused = [entry for entry in inside if entry.reason is not None]
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "within_days": within,
        "asked": len(inside),
        "answered": len(inside) - len(refused),
        "refused": len(refused),
        "refused_by_reason": _by_reason(refused),
        "again": again,
        "rephrased": rephrased,
        "repeated": repeated,
        "top": _top(inside),
        "by_place": _by(inside, lambda entry: str(entry.place or "")),
        "by_day": sorted(_by(inside, lambda entry: entry.day.isoformat()), key=lambda row: row["name"]),
    }


def _by_reason(refused: Sequence[AskedOnce]) -> list[dict[str, Any]]:
    found = Counter(str(entry.reason) for entry in refused)
    return [
        {"reason": reason, "label": label, "count": found[reason]}
        for reason, label in REASONS.items()
        if found[reason] or reason != "handed_over"
    ]


def _top(inside: Sequence[AskedOnce]) -> list[dict[str, Any]]:
    groups: dict[str, list[AskedOnce]] = defaultdict(list)
    for entry in inside:
        groups[entry.gist].append(entry)
    most = sorted(groups.values(), key=lambda group: (-len(group), group[0].text))[:TOP]
    return [
        {
            "question": group[0].text,
            "region": group[0].place,
            "count": len(group),
            "refused": sum(entry.reason is not None for entry in group),
        }
        for group in most
    ]


def _by(inside: Sequence[AskedOnce], name_of: Any) -> list[dict[str, Any]]:
    groups: dict[str, list[AskedOnce]] = defaultdict(list)
    for entry in inside:
        groups[name_of(entry)].append(entry)
    rows = [
        {
            "name": name,
            "asked": len(group),
            "refused": sum(entry.reason is not None for entry in group),
        }
        for name, group in groups.items()
    ]
    return sorted(rows, key=lambda row: (-int(str(row["asked"])), str(row["name"])))
