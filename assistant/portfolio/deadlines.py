"""Which dates of a text lie ahead of a firm and which are past; what the text does not date stays undated."""

from __future__ import annotations

from datetime import date
from typing import Any

from scoring import Pack
from scoring.report import Citing


def deadlines(pack: Pack, industries: set[str], as_of: date, citing: Citing) -> dict[str, Any]:
    """The next date on or after a day, the last one before it, and everything that has no date.

    Args:
        pack: the scheme.
        industries: of the firm; batches of other industries are left out, all count while none is known.
        as_of: the day.
        citing: makes citations.
    """
    dated = [
        {"id": one.id, "date": one.date, "when": one.when, "what": one.what, "who": one.who, "cite": one.cite}
        for one in pack.calendar
        if one.date is not None
    ]
    dated += [
        {
            "id": f"batch-{place}",
            "date": batch.by,
            "when": batch.by,
            "what": f"{batch.group}批次",
            "who": "",
            "cite": batch.cite,
        }
        for place, batch in enumerate(pack.batches, 1)
        if industries & set(batch.industries)
    ]
    dated.sort(key=lambda one: (str(one["date"]), str(one["id"])))
    day = as_of.isoformat()
    ahead = [one for one in dated if str(one["date"]) >= day]
    past = [one for one in dated if str(one["date"]) < day]
    return {
        "next": _told(ahead[0], False, citing) if ahead else None,
        "last_past": _told(past[-1], True, citing) if past else None,
        "ahead": len(ahead),
        "past": len(past),
        "undated": [
            {"id": one.id, "when": one.when, "what": one.what, "who": one.who, "citation": citing(one.cite)}
            for one in pack.calendar
            if one.date is None
        ],
    }


def _told(one: dict[str, Any], passed: bool, citing: Citing) -> dict[str, Any]:
    told = {name: part for name, part in one.items() if name != "cite"}
    return told | {"passed": passed, "citation": citing(one["cite"])}
