"""Three-valued truth after Kleene: what is met, what is not, and what nobody has said yet."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NoReturn


class Truth(Enum):
    """Met, unknown or not met; never usable as a plain bool, so that unknown cannot slip through an `if`."""

    MET = "met"
    UNKNOWN = "unknown"
    NOT_MET = "not_met"

    def __bool__(self) -> NoReturn:
        raise TypeError("Truth has three values: compare with Truth.MET, Truth.UNKNOWN or Truth.NOT_MET")


def all_of(truths: Iterable[Truth]) -> Truth:
    """Not met if any is not met, else unknown if any is unknown, else met.

    >>> all_of([Truth.MET, Truth.UNKNOWN])
    <Truth.UNKNOWN: 'unknown'>
    >>> all_of([Truth.UNKNOWN, Truth.NOT_MET])
    <Truth.NOT_MET: 'not_met'>
    """
    seen = set(truths)
    if Truth.NOT_MET in seen:
        return Truth.NOT_MET
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.MET


def any_of(truths: Iterable[Truth]) -> Truth:
    """Met if any is met, else unknown if any is unknown, else not met.

    >>> any_of([Truth.NOT_MET, Truth.UNKNOWN])
    <Truth.UNKNOWN: 'unknown'>
    """
    seen = set(truths)
    if Truth.MET in seen:
        return Truth.MET
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.NOT_MET


def negate(truth: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    return {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET, Truth.UNKNOWN: Truth.UNKNOWN}[truth]
