"""Weights of signs found in a text, learned from examples: a linear model as it is kept and added up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Odds = npt.NDArray[np.float32]

_BETWEEN = "\n"
"""Stands between signs in a file: no sign holds it."""


@dataclass(frozen=True, slots=True)
class RunWeights:
    """One weight for each sign and each class; the odds of a text are the sum over its signs by the root of their number."""

    names: tuple[str, ...]
    """The classes."""
    biases: Odds
    """One a class."""
    weights: npt.NDArray[np.float16]
    """Shape (signs, classes)."""
    places: dict[str, int]
    """Row of each sign."""

    @classmethod
    def of(
        cls, names: Sequence[str], biases: npt.ArrayLike, signs: Sequence[str], weights: npt.ArrayLike
    ) -> RunWeights:
        """From what was learned; `weights` has one row a sign and one column a class."""
        return cls(
            tuple(names),
            np.asarray(biases, dtype=np.float32),
            np.asarray(weights, dtype=np.float16),
            {sign: place for place, sign in enumerate(signs)},
        )

    def write(self, path: Path) -> None:
        """Keep them in a file; the same weights make the same file."""
        signs = np.frombuffer(_BETWEEN.join(self.places).encode(), dtype=np.uint8)
        names = np.frombuffer(_BETWEEN.join(self.names).encode(), dtype=np.uint8)
        np.savez_compressed(path, names=names, biases=self.biases, signs=signs, weights=self.weights)

    def odds(self, signs: Iterable[str]) -> Odds:
        """Log odds of each class for a text with these signs; those never learned of count nothing."""
        found = [self.places[sign] for sign in sorted(set(signs)) if sign in self.places]
        if not found:
            return self.biases
        total = self.weights[found].sum(axis=0, dtype=np.float32)
        return np.asarray(self.biases + total / math.sqrt(len(found)), dtype=np.float32)

    def shares(self, signs: Iterable[str]) -> dict[str, float]:
        """How likely each class is, together 1."""
        odds = self.odds(signs)
        raised = np.exp(odds - odds.max())
        return dict(zip(self.names, (raised / raised.sum()).tolist(), strict=True))


@cache
def read_weights(path: Path) -> RunWeights:
    """The weights in a file, read once."""
    with np.load(path) as kept:
        names, signs = (kept[name].tobytes().decode().split(_BETWEEN) for name in ("names", "signs"))
        return RunWeights.of(names, kept["biases"], signs, kept["weights"])
