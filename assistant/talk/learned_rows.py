"""Which row of a scheme a statement speaks of, learned from what officers say; see tests/evaluation/fit_statements.py."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from knowledge.run_weights import read_weights
from knowledge.tokens import plain
from knowledge.wording import runs

FOLDER = Path(__file__).parent
_CHINESE = re.compile(r"[一-鿿]")
_LETTERS = re.compile(r"[^\W\d_]")
_FEWEST = 2
_MOST_OF = 0.6
NOTHING = "nothing"
"""The class of statements that speak of no row."""


def weights_file(scheme: str) -> Path:
    """Where the weights of a scheme are kept."""
    return FOLDER / f"rows-{scheme}.npz"


@cache
def knows(scheme: str) -> bool:
    """Whether anything was learned of a scheme."""
    return weights_file(scheme).exists()


@lru_cache(maxsize=512)
def likely_rows(scheme: str, text: str) -> dict[str, float]:
    """How likely each row is, or none, together 1, likeliest first; empty for a scheme of which nothing was learned.

    >>> rows = likely_rows("zhengzhou-green-factory", "食堂油烟的净化器滤芯每季度换")
    >>> sum(rows.values()) > 0.99
    True
    """
    if not knows(scheme):
        return {}
    if not is_spoken(text):
        return {NOTHING: 1.0}
    shares = read_weights(weights_file(scheme)).shares(runs(plain(text)))
    return dict(sorted(shares.items(), key=lambda share: -share[1]))


def is_spoken(text: str) -> bool:
    """Whether a text is Chinese as people write it; of code, links and scraps nothing was learned."""
    chinese = len(_CHINESE.findall(text))
    return chinese >= _FEWEST and chinese >= _MOST_OF * len(_LETTERS.findall(text))
