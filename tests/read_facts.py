"""What a message establishes about a scheme, as tests compare it."""

from __future__ import annotations

from assistant.talk.reading import read_message
from scoring import load_scheme


def facts(scheme: str, text: str, pending: str | None = None) -> dict[str, object]:
    """Item → value, share or status of what a message establishes."""
    read = read_message(text, load_scheme(scheme), pending=pending)
    return {
        one.item: one.value if one.value is not None else one.ratio if one.ratio is not None else one.status
        for one in read.proposals
    }
