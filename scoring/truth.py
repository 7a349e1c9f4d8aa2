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


# Reading a member off its class is slow in Python 3.11, and this is done for every row of every firm.
_MET, _UNKNOWN, _NOT_MET = Truth.MET, Truth.UNKNOWN, Truth.NOT_MET


def all_of(truths: Iterable[Truth]) -> Truth:
    """Not met if any is not met, else unknown if any is unknown, else met.

    >>> all_of([Truth.MET, Truth.UNKNOWN])
    <Truth.UNKNOWN: 'unknown'>
    >>> all_of([Truth.UNKNOWN, Truth.NOT_MET])
    <Truth.NOT_MET: 'not_met'>
    """
    lowest = _MET
    for truth in truths:
        if truth is _NOT_MET:
            return _NOT_MET
        if truth is _UNKNOWN:
            lowest = _UNKNOWN
    return lowest


def any_of(truths: Iterable[Truth]) -> Truth:
    """Met if any is met, else unknown if any is unknown, else not met.

    >>> any_of([Truth.NOT_MET, Truth.UNKNOWN])
    <Truth.UNKNOWN: 'unknown'>
    """
    return negate(all_of(negate(truth) for truth in truths))


def negate(truth: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    if truth is _UNKNOWN:
        return truth
    return _NOT_MET if truth is _MET else _MET
