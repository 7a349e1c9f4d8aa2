"""Days as people and programs write them: 2026-11-22."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_day(raw: object) -> date | None:
    """The day that a text in the form 2026-11-22 names; None for any other form or a day that does not exist.

    >>> parse_day("2026-02-30") is None, parse_day("2022-W27-1") is None
    (True, True)
    """
    if not isinstance(raw, str) or not _DAY.fullmatch(raw):
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None
