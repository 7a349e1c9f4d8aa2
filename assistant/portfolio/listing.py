"""The list of firms: filtered, sorted, a page of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.errors import InputError
from assistant.portfolio.standing import STATES
from knowledge.places import resolve

SORTS = ("changed", "name", "standing", "blocking", "deadline")
FILTERS = ("q", "scheme", "region", "industry", "state", "sort", "offset", "limit", "as_of")
MOST_SHOWN = 200

Row = dict[str, Any]


def picked(rows: Sequence[Row], query: Mapping[str, Any]) -> dict[str, Any]:
    """The rows that a query asks for, in its order, with how many there are by state.

    Args:
        rows: one a firm, with its standings.
        query: any of `FILTERS`; absent ones do not filter.

    Raises:
        InputError: an unknown filter or order.
    """
    sort = query.get("sort") or "changed"
    state = query.get("state")
    if sort not in SORTS:
        raise InputError(f"sort：为“{str(sort)[:20]}”；应为 {'、'.join(SORTS)} 之一")
    if state and state not in STATES:
        raise InputError(f"state：为“{str(state)[:20]}”；应为 {'、'.join(STATES)} 之一")
    scheme = query.get("scheme")
    found = []
    for row in rows:
        if not _of(row, query):
            continue
        shown = [one for one in row["standings"] if scheme in (None, "", one["scheme"])]
        if (scheme and not shown) or (state and all(one["state"] != state for one in shown)):
            continue
        found.append({**row, "standings": shown})
    found.sort(key=lambda row: _key(row, sort), reverse=sort in ("changed", "blocking"))
    counts = {name: sum(_worst(row) == name for row in found) for name in STATES}
    offset, limit = _whole(query.get("offset"), 0, "offset"), _whole(query.get("limit"), MOST_SHOWN, "limit")
    return {
        "total": len(found),
        "counts": counts,
        "offset": offset,
        "firms": found[offset : offset + min(limit, MOST_SHOWN)],
    }


def _of(row: Row, query: Mapping[str, Any]) -> bool:
    wanted = str(query.get("q") or "").strip().lower()
    if wanted and not any(wanted in str(row[name] or "").lower() for name in ("name", "region", "industry")):
        return False
    if (industry := query.get("industry")) and industry != row["industry"]:
        return False
    return not (region := query.get("region")) or _within(row["region"], str(region))


def _within(region: str | None, wanted: str) -> bool:
    """Whether a firm's place lies in another; by its words where either is no known place."""
    if region is None:
        return False
    place, whole = resolve(region), resolve(wanted)
    if place is None or whole is None:
        return wanted in region
    return place.within(whole)


def _worst(row: Row) -> str | None:
    return next((name for name in STATES if any(one["state"] == name for one in row["standings"])), None)


def _key(row: Row, sort: str) -> Any:
    standings = row["standings"]
    if sort == "changed":
        return row["updated_at"], row["id"]
    if sort == "blocking":
        return max((len(one["blocking"]) for one in standings), default=0), row["id"]
    if sort == "deadline":
        days = [one["deadlines"]["next"]["date"] for one in standings if one["deadlines"]["next"]]
        return min(days, default="9999"), row["name"]
    if sort == "standing":
        return min((tuple(one["order"]) for one in standings), default=(len(STATES), 0.0)), row["name"]
    # Its tables are large, and only this order needs them.
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(row["name"], style=Style.TONE3), row["name"]


def _whole(raw: object, otherwise: int, field: str) -> int:
    if raw is None or raw == "":
        return otherwise
    try:
        number = int(str(raw))
    except ValueError:
        number = -1
    if number < 0:
        raise InputError(f"{field}：为“{str(raw)[:20]}”；应为不小于 0 的整数")
    return number
