"""95 % confidence intervals: Wilson's for shares, the bootstrap for means and quantiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

CONFIDENCE = 0.95
RESAMPLES = 2000
SEED = 20220816
"""Fixed, so that a figure has the same interval on every run."""

_Z = 1.959963984540054
"""The quantile 0.975 of the normal distribution."""

Method = Literal["wilson", "bootstrap"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure with the interval that holds it at 95 % confidence."""

    value: float
    lower: float
    upper: float
    questions: int
    """How many questions it is taken over."""
    method: Method


def mean_of(marks: Sequence[float]) -> Figure:
    """The mean of marks between 0 and 1: with Wilson's interval where each is 0 or 1, else with that of its bootstrap.

    Raises:
        ValueError: there are no marks, or one lies outside 0…1.
    """
    if any(not 0 <= mark <= 1 for mark in marks):
        raise ValueError("a mark lies outside 0…1")
    return _share(marks) if marks and all(mark in (0, 1) for mark in marks) else _bootstrapped(marks, _mean)


def _share(earned: Sequence[float]) -> Figure:
    n, share = len(earned), sum(earned) / len(earned)
    spread = 1 + _Z**2 / n
    middle = (share + _Z**2 / (2 * n)) / spread
    half = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / spread
    # Rounding must not leave the share itself outside.
    lower, upper = min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half))
    return Figure(share, lower, upper, n, "wilson")


def quantile_of(values: Sequence[float], share: float) -> Figure:
    """The value below which this share of the values lies, with the interval of its bootstrap.

    Raises:
        ValueError: there are no values.
    """

    def quantile(samples: _Floats) -> _Floats:
        return np.asarray(np.quantile(samples, share, axis=1), dtype=np.float64)

    return _bootstrapped(values, quantile)


_Floats = npt.NDArray[np.float64]


def _mean(samples: _Floats) -> _Floats:
    return np.asarray(samples.mean(axis=1), dtype=np.float64)


def _bootstrapped(values: Sequence[float], statistic: Callable[[_Floats], _Floats]) -> Figure:
    if not values:
        raise ValueError("no values to take a figure of")
    known = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(known), (RESAMPLES, len(known)))
    tail = (1 - CONFIDENCE) / 2
    lower, upper = np.quantile(statistic(known[drawn]), (tail, 1 - tail))
    return Figure(float(statistic(known[None, :])[0]), float(lower), float(upper), len(known), "bootstrap")
