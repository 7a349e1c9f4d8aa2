"""The core's results, each worked out once: a turn needs the same one several times, and so does the turn after it."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.citing import Citer
from assistant.talk.ledger import Facts
from scoring import Assessment, Pack, as_json, assess, read_request

Result = dict[str, Any]
_KEPT = 512


@dataclass(slots=True)
class _Entry:
    assessment: Assessment
    result: Result | None = None


class Assessed:
    """Assesses facts under a scheme on a day; the latest results are remembered.

    A result is a pure function of its arguments, so that a remembered one is the one. Results are shared: change none of them.
    """

    def __init__(self, citer: Citer) -> None:
        self._citer = citer
        self._entries: OrderedDict[tuple[str, date, str], _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def assessment(self, pack: Pack, facts: Facts, today: date) -> Assessment:
        """The core's own result."""
        return self._entry(pack, facts, today).assessment

    def result(self, pack: Pack, facts: Facts, today: date) -> Result:
        """The result as the interface gives it."""
        entry = self._entry(pack, facts, today)
        if entry.result is None:
            entry.result = as_json(entry.assessment, self._citer.rules(today))
        return entry.result

    def _entry(self, pack: Pack, facts: Facts, today: date) -> _Entry:
        key = (pack.id, today, json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str))
        with self._lock:
            if (known := self._entries.get(key)) is not None:
                self._entries.move_to_end(key)
                return known
        entry = _Entry(assess(pack, read_request(pack, {"facts": facts}, today=today)))
        with self._lock:
            self._entries[key] = entry
            while len(self._entries) > _KEPT:
                self._entries.popitem(last=False)
        return entry
