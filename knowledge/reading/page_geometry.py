"""Words on a page as lines, and cells by where their edges stand; shared by printed and scanned pages."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_NEAR = 2.5
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)
}
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the top left."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters and where it stands, in points from the top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2

    def inside(self, box: Box) -> bool:
        """True when its centre lies in the box."""
        return box[1] <= self.middle <= box[3] and box[0] <= (self.left + self.right) / 2 <= box[2]


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words on one height together, from the top down; each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.middle, word.left)):
        if rows and abs(word.middle - rows[-1][0].middle) < word.size / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def as_line(words: list[Word]) -> Word:
    """Words of one row as one run, with a blank where the gap between two is wide."""
    text = words[0].text
    for before, word in pairwise(words):
        text += (" " if word.left - before.right > 0.4 * word.size else "") + word.text
    return Word(
        plain(text),
        words[0].left,
        words[-1].right,
        min(word.top for word in words),
        max(word.bottom for word in words),
        max(word.size for word in words),
    )


def plain(text: str) -> str:
    """The text with single blanks, and the characters themselves for radicals that look like them."""
    # Some PDFs name characters by the radicals that look like them.
    return " ".join(text.translate(_RADICALS).split())


def edges_of(values: Iterable[float]) -> list[float]:
    """The places at which edges stand, each once; those that are nearer than a pen is wide are one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(float(value))
    return edges


def place_of(edges: list[float], value: float) -> int:
    """Which of the edges stands here, from 0."""
    return bisect_left(edges, value - _NEAR)
