"""What a message wants by its wording alone, learned from examples; see tests/evaluation/fit_intents.py."""

from __future__ import annotations

from pathlib import Path

from knowledge.run_weights import read_weights
from knowledge.tokens import plain
from knowledge.wording import runs

FILE = Path(__file__).with_name("intents.npz")


def learned_intent(text: str) -> tuple[str, float]:
    """The likeliest intent and how likely it is, 0…1; only the wording is looked at."""
    shares = read_weights(FILE).shares(runs(plain(text)))
    best = max(shares, key=lambda name: shares[name])
    return best, shares[best]
