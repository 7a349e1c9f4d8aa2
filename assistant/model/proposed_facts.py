"""What a model may hand back when it has read a message: a list of facts, each with the user's own words."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
)

MOST_FACTS = 12
_FENCE = re.compile(r"^```(?:json)?\s*\n(?P<inner>.*)\n```$", re.DOTALL)
_Short = Annotated[StrictStr, Field(max_length=60)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProposedFact(_Strict):
    """One fact as the model understood it; every part is checked against the user's words before it is shown."""

    item: _Short
    quote: Annotated[StrictStr, Field(min_length=2, max_length=300)]
    status: Literal["met", "not_met", "unknown", "not_applicable"] | None = None
    ratio: StrictInt | StrictFloat | None = None
    value: StrictBool | StrictInt | StrictFloat | _Short | None = None
    unit: _Short | None = None


class _Facts(_Strict):
    facts: Annotated[list[ProposedFact], Field(max_length=MOST_FACTS)]


def read_facts(text: str) -> tuple[ProposedFact, ...] | None:
    """The facts in a model's text; None when it is anything but the one JSON object that was asked for.

    >>> [fact.item for fact in read_facts('{"facts": [{"item": "1.05", "quote": "有证", "status": "met"}]}') or ()]
    ['1.05']
    >>> read_facts("好的，我认为是A级") is None
    True
    """
    fenced = _FENCE.match(text.strip())
    try:
        raw = json.loads(
            fenced["inner"] if fenced else text, object_pairs_hook=_unique, parse_constant=_not_a_number
        )
        return tuple(_Facts.model_validate(raw).facts)
    except (ValueError, ValidationError, RecursionError):
        return None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _not_a_number(name: str) -> Any:
    raise ValueError(name)
