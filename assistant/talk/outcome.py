"""What a turn came to: the words, and what they do to the state of the talk."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.talk.said import Said
from assistant.talk.states import Act, Move

_GO_ON = Move(Act.GO_ON)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A reply with its move; `Said.ask_on` tells whether the open question follows in full or as a reminder."""

    said: Said
    move: Move = _GO_ON
    lead: str = "接下来问："
    """Before the question."""


def aside_from(said: Said) -> Outcome:
    """An answer about something else: the open question stays."""
    return Outcome(said, Move(Act.STAY))
