"""Why a language model did not answer, and whether asking again can help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "connect",
    "first_token",
    "too_slow",
    "rate_limited",
    "server",
    "refused",
    "redirect",
    "broken",
    "too_long",
    "empty",
]
"""How one asking failed; `refused` is any answer of the 400 kind that will be the same next time."""


@dataclass(slots=True, eq=False)
class EndpointFault(Exception):
    """One asking that brought no text."""

    reason: Reason
    retryable: bool = False
    retry_after: float | None = None
    """Seconds that the service wants to be left alone."""

    def __str__(self) -> str:
        return self.reason
