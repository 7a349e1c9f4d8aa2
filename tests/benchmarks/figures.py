"""Durations and how they are summed up."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds of many runs of the same thing."""

    seconds: tuple[float, ...]

    @property
    def count(self) -> int:
        """How many runs."""
        return len(self.seconds)

    @property
    def best(self) -> float:
        """The fastest run."""
        return min(self.seconds)

    @property
    def p50(self) -> float:
        """The median."""
        return self.at(0.50)

    @property
    def p95(self) -> float:
        """The run that 95 of 100 do not exceed."""
        return self.at(0.95)

    def at(self, share: float) -> float:
        """The nearest-rank percentile.

        >>> Spread((3.0, 1.0, 2.0, 4.0)).at(0.5)
        2.0
        """
        ordered = sorted(self.seconds)
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def seconds_of(run: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of one run, by the clock on the wall or another."""
    start = clock()
    run()
    return clock() - start


def repeated(run: Callable[[], object], times: int, *, warm: int = 1) -> Spread:
    """Seconds of `times` runs after `warm` runs that do not count."""
    for _ in range(warm):
        run()
    return Spread(tuple(seconds_of(run) for _ in range(times)))


def over(
    run: Callable[[object], object],
    inputs: Iterable[object],
    clock: Callable[[], float] = time.perf_counter,
) -> Spread:
    """Seconds of one run for each input."""
    return Spread(tuple(seconds_of(lambda given=given: run(given), clock) for given in inputs))


def milliseconds(seconds: float) -> str:
    """For show: 1.2 ms, 34 ms."""
    value = seconds * 1000
    return f"{value:.1f} ms" if value < 10 else f"{value:.0f} ms"


def both(spread: Spread) -> str:
    """Median and 95th percentile for show."""
    return f"p50 {milliseconds(spread.p50)}, p95 {milliseconds(spread.p95)}"


def whole_seconds(values: Sequence[float]) -> str:
    """Fastest and slowest of a few runs for show."""
    if len(values) == 1:
        return f"{values[0]:.1f} s"
    return f"{min(values):.1f}–{max(values):.1f} s"
