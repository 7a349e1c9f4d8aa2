"""A service that does not answer is left alone for a while, so that not every reply waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Literal

State = Literal["ready", "resting", "trying"]


class Breaker:
    """Opens after failures in a row, lets one asking through when the rest is over, closes when it succeeds."""

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        failures: int = 3,
        first_rest: float = 30.0,
        longest_rest: float = 600.0,
    ) -> None:
        """Set the limits.

        Args:
            clock: seconds that only grow.
            failures: in a row, after which the service rests.
            first_rest: seconds; doubled each time that the one asking behind a rest fails too.
            longest_rest: seconds.
        """
        self._clock = clock
        self._most = failures
        self._first, self._longest = first_rest, longest_rest
        self._lock = threading.Lock()
        self._failures = 0
        self._rest = first_rest
        self._until: float | None = None
        self._trying = False

    @property
    def state(self) -> State:
        """Whether the service may be asked."""
        with self._lock:
            if self._until is None:
                return "ready"
            return "resting" if self._clock() < self._until or self._trying else "trying"

    def lets_through(self) -> bool:
        """Whether to ask now; behind a rest only the first who comes may."""
        with self._lock:
            if self._until is None:
                return True
            if self._clock() < self._until or self._trying:
                return False
            self._trying = True
            return True

    def succeeded(self) -> None:
        """The service answered."""
        with self._lock:
            self._failures, self._rest, self._until, self._trying = 0, self._first, None, False

    def failed(self, *, for_good: bool = False, rest: float | None = None) -> None:
        """The service did not answer.

        Args:
            for_good: it will not the next time either, as with a wrong key: rest at once.
            rest: seconds that it asked for.
        """
        with self._lock:
            self._failures += 1
            behind_a_rest = self._until is not None
            self._trying = False
            if not (for_good or rest is not None or behind_a_rest or self._failures >= self._most):
                return
            if behind_a_rest:
                self._rest = min(2 * self._rest, self._longest)
            self._until = self._clock() + min(max(self._rest, rest or 0.0), self._longest)

    def gave_up(self) -> None:
        """The one asking behind a rest was not made after all."""
        with self._lock:
            self._trying = False
