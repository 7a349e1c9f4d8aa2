"""What a message wants by its wording alone, learned from examples; see tests/evaluation/fit_intents.py."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.tokens import plain
from knowledge.wording import runs

FILE = Path(__file__).with_name("intents.tsv")
"""The names of the intents, their biases, then one run of characters and its weight for each intent a line."""


@cache
def _fitted() -> tuple[list[str], npt.NDArray[np.float32], dict[str, int], npt.NDArray[np.float32]]:
    names, biases, *lines = FILE.read_text(encoding="utf-8").splitlines()
    known: dict[str, int] = {}
    rows: list[list[str]] = []
    width = len(names.split("\t"))
    for line in lines:
        run, *weights = line.rsplit("\t", width)
        known[run] = len(rows)
        rows.append(weights)
    return (
        names.split("\t"),
        np.array(biases.split("\t"), dtype=np.float32),
        known,
        np.array(rows, dtype=np.float32),
    )


def learned_intent(text: str) -> tuple[str, float]:
    """The likeliest intent and how likely it is, 0…1; only the wording is looked at."""
    names, biases, known, weights = _fitted()
    found = [known[run] for run in sorted(runs(plain(text))) if run in known]
    odds = biases + (weights[found].sum(axis=0) / math.sqrt(len(found)) if found else 0.0)
    shares = np.exp(odds - odds.max())
    best = int(shares.argmax())
    return names[best], float(shares[best] / shares.sum())
