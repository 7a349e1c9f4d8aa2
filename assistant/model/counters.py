"""What became of each asking of the model, counted for the operator and never told in a reply."""

from __future__ import annotations

import threading
from collections import Counter, deque
from typing import Any, Literal

Purpose = Literal["wording", "understanding"]
PURPOSES: tuple[Purpose, ...] = ("wording", "understanding")
_REMEMBERED = 512
"""Askings whose time is kept."""


class Counters:
    """Counts since the program started; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: Counter[Purpose] = Counter()
        self._used: Counter[Purpose] = Counter()
        self._replaced: Counter[tuple[Purpose, str]] = Counter()
        self._failed: Counter[tuple[Purpose, str]] = Counter()
        self._passed_over: Counter[tuple[Purpose, str]] = Counter()
        self._seconds: deque[float] = deque(maxlen=_REMEMBERED)

    def asked(self, purpose: Purpose) -> None:
        """The model is being asked."""
        with self._lock:
            self._asked[purpose] += 1

    def answered(self, seconds: float) -> None:
        """It answered after so many seconds."""
        with self._lock:
            self._seconds.append(seconds)

    def used(self, purpose: Purpose, times: int = 1) -> None:
        """What it wrote was used."""
        with self._lock:
            self._used[purpose] += times

    def replaced(self, purpose: Purpose, reason: str) -> None:
        """What it wrote was not used; the program's own reading or words took its place."""
        with self._lock:
            self._replaced[purpose, reason] += 1

    def failed(self, purpose: Purpose, reason: str) -> None:
        """It was asked and brought nothing."""
        with self._lock:
            self._failed[purpose, reason] += 1

    def passed_over(self, purpose: Purpose, reason: str) -> None:
        """It was not asked: resting, busy, or asked often enough this minute."""
        with self._lock:
            self._passed_over[purpose, reason] += 1

    def as_json(self) -> dict[str, Any]:
        """The counts by purpose and the times in milliseconds."""
        with self._lock:
            times = sorted(self._seconds)
            return {
                purpose: {
                    "asked": self._asked[purpose],
                    "used": self._used[purpose],
                    "replaced": _of(self._replaced, purpose),
                    "failed": _of(self._failed, purpose),
                    "not_asked": _of(self._passed_over, purpose),
                }
                for purpose in PURPOSES
            } | {
                "latency_ms": {
                    "count": len(times),
                    "p50": _at(times, 0.5),
                    "p95": _at(times, 0.95),
                    "max": _at(times, 1.0),
                }
            }


def _of(counts: Counter[tuple[Purpose, str]], purpose: Purpose) -> dict[str, int]:
    return {reason: count for (whose, reason), count in sorted(counts.items()) if whose == purpose}


def _at(times: list[float], share: float) -> int | None:
    if not times:
        return None
    return round(1000 * times[min(len(times) - 1, int(share * len(times)))])
