"""What a grade means for a firm while a warning of heavy pollution lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scoring.rules.cite import SEEN_LABELS, Cite
from scoring.rules.pack import Pack
from scoring.rules.text_data import EVERY_GRADE, Response


def responses_for(pack: Pack, grade: str | None) -> tuple[Response, ...]:
    """The consequences of a grade or of 引领性, in the order of the pack; empty where nothing is known of it."""
    if grade is None:
        return ()
    return tuple(response for response in pack.responses if response.grade in (grade, EVERY_GRADE))


def responses_json(
    responses: Iterable[Response], citing: Callable[[Cite], dict[str, Any]]
) -> list[dict[str, Any]]:
    """The consequences as a result carries them: a citation of the text, or a source outside it, never both."""
    return [
        {
            "grade": response.grade,
            "level": response.level,
            "text": response.text,
            "condition": response.condition,
            "citation": None if response.cite is None else citing(response.cite),
            "source": None
            if response.source is None
            else {
                "text": response.source.text,
                "url": response.source.url,
                "seen": SEEN_LABELS[response.source.seen],
            },
        }
        for response in responses
    ]
