"""Whether a question is worded as those are that the texts answer, or as those that none of them answers."""

from __future__ import annotations

import re

from knowledge.run_weights import read_weights
from knowledge.tokens import LEXICON

FILE = LEXICON / "wording.npz"
"""Weights of runs of characters; found by tests/evaluation/fit_wording.py."""
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


def leaning(folded: str) -> float:
    """Towards the answered (above 0) or the unanswered (below 0), −2…2; only the wording is looked at."""
    odds = float(read_weights(FILE).odds(runs(folded))[0])
    return max(-_MOST, min(_MOST, odds / _SPREAD))
