"""What a turn answers, before it is written."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.citing import Citation


@dataclass(frozen=True, slots=True)
class Said:
    """A reply before it is written: its parts are joined by blank lines."""

    kind: str
    parts: tuple[str, ...]
    citations: tuple[Citation, ...] = ()
    ask_on: bool = True
    """Whether the next question follows."""
