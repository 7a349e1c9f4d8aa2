"""What a question asks for, told from its vector by a small network that learned it from the known questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.embeddings import Vectors
from knowledge.passages import Passage
from knowledge.vector_units import SHIPPED

Weights = npt.NDArray[np.floating[Any]]

_SMALL = 1e-5
"""Keeps what hardly varies from being divided by nothing."""


@dataclass(frozen=True, slots=True)
class QuestionNetwork:
    """One hidden layer, evened out to mean 0 and variance 1; its classes are passages and topics that no text answers."""

    classes: dict[str, int]
    """Column of each class."""
    hidden: Weights
    """Shape (width of a vector, units)."""
    evened: Weights
    """Shape (3, units): what is added before evening out, then factor and what is added after it."""
    output: Weights
    """Shape (units, classes)."""
    biases: Weights
    """One a class."""

    def log_shares(self, vector: Vectors) -> Vectors:
        """How likely each class is what is asked for, as logarithms of shares that are 1 together."""
        before, factor, after = self.evened
        sums = vector @ self.hidden + before
        sums = (sums - sums.mean()) / np.sqrt(sums.var() + _SMALL) * factor + after
        odds = np.tanh(sums) @ self.output + self.biases
        odds = odds - odds.max()
        return np.asarray(odds - np.log(np.exp(odds).sum()), dtype=np.float32)

    def write(self, model: str, folder: Path = SHIPPED) -> Path:
        """Keep it beside the vectors of its model; the same network makes the same file."""
        path = _path(model, folder)
        names = np.frombuffer("\n".join(self.classes).encode(), dtype=np.uint8)
        halves = {name: getattr(self, name).astype(np.float16) for name in _ARRAYS}
        np.savez_compressed(path, names=names, **halves)
        return path


_ARRAYS = ("hidden", "evened", "output", "biases")


def class_of(passage: Passage) -> str | None:
    """The class of a passage: named by what people ask about it, so that a clause that takes its place keeps it.

    None where it is not known what they ask.
    """
    return sha256("\n".join(passage.asked).encode()).hexdigest()[:32] if passage.asked else None


def _path(model: str, folder: Path) -> Path:
    return folder / f"{Path(model).name}-questions.npz"


@cache
def read_network(model: str, folder: Path = SHIPPED) -> QuestionNetwork | None:
    """The network that came with the package for this model; None for a model that has none."""
    path = _path(model, folder)
    if Path(model).name != model or not path.is_file():
        return None
    with np.load(path) as kept:
        names = kept["names"].tobytes().decode().split("\n")
        arrays = {name: kept[name].astype(np.float32) for name in _ARRAYS}
    return QuestionNetwork({name: place for place, name in enumerate(names)}, **arrays)
