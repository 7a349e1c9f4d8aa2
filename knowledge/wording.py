"""Whether a question is worded as those are that the texts answer, or as those that none of them answers."""

from __future__ import annotations

import math
import re
from functools import cache

from knowledge.tokens import LEXICON

FILE = LEXICON / "wording.tsv"
"""Bias, then one run of characters and its weight a line; found by tests/evaluation/fit_wording.py."""
LONGEST = 3
"""Characters of the longest run."""
_MOST = 2.0
_SPREAD = 4.0
"""Log odds in one unit of `leaning`."""
_END = re.compile(r"[?？。!！]+$")


def runs(folded: str) -> frozenset[str]:
    """The runs of one to three characters of a folded question, its begin and end marked.

    >>> sorted(runs("几号?"))
    ['$', '^', '^几', '^几号', '几', '几号', '几号$', '号', '号$']
    """
    marked = f"^{_END.sub('', folded)}$"
    return frozenset(
        marked[at : at + length] for length in range(1, LONGEST + 1) for at in range(len(marked) - length + 1)
    )


@cache
def _fitted() -> tuple[float, dict[str, float]]:
    first, *lines = FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.rsplit("\t", 1) for line in lines)
    return float(first), {run: float(weight) for run, weight in pairs}


def leaning(folded: str) -> float:
    """Towards the answered (above 0) or the unanswered (below 0), −2…2; only the wording is looked at."""
    bias, weights = _fitted()
    known = [weights[run] for run in runs(folded) if run in weights]
    odds = bias + (sum(known) / math.sqrt(len(known)) if known else 0.0)
    return max(-_MOST, min(_MOST, odds / _SPREAD))
