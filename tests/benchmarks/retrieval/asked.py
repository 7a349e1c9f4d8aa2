"""What every way of searching is asked, and what it earns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.evaluation.marking import Words, search_marks
from assistant.evaluation.question_lines import QuestionLine, Support
from assistant.evaluation.supporting import _run, supports

DEPTH = 10
DEEP = 60
"""So many pieces reach the largest budget of characters for every way."""
BUDGETS = (500, 2000)
"""Characters of retrieved words that are looked at, as a reader or a prompt would."""


class Searcher(Protocol):
    """One way of searching the five texts."""

    @property
    def name(self) -> str:
        """As it is shown."""

    @property
    def pieces(self) -> int:
        """How many pieces of text it chooses from."""

    def search(self, question: str, region: str | None, limit: int) -> Sequence[Words]:
        """Document id and words of the best pieces, best first; `region` is None when no place beside the question is to be used, empty when none is known."""


def quality(line: QuestionLine, ten: Sequence[Words], many: Sequence[Words]) -> dict[str, float]:
    """The project's own search marks, with `first`, `whole_at_5` and a share for each budget of characters.

    Args:
        line: an answerable question.
        ten: what was found, at most ten pieces.
        many: the same, deeper.
    """
    marks = search_marks(line, ten)
    marks["first"] = float(bool(ten) and any(supports(*ten[0], g.document_id, g.quote) for g in line.gold))
    marks["whole_at_5"] = reached(line, ten[:5])
    for budget in BUDGETS:
        pieces, uncut = cut(many, budget)
        # A piece that was cut off must still hold the words: any character of it is some part of them.
        marks[f"within_{budget}"] = reached(line, pieces, whole=uncut)
    return marks


def reached(line: QuestionLine, found: Sequence[Words], *, whole: int = 0) -> float:
    """The share of the needed supports that what was found gives.

    Args:
        line: an answerable question.
        found: pieces of text.
        whole: from this piece on, only those that hold all words of a support count, no part of them.
    """

    def gives(place: int, words: Words, gold: Support) -> bool:
        longer = len(_run(words[1])) >= len(_run(gold.quote))
        return supports(*words, gold.document_id, gold.quote) and (place < whole or longer)

    given = sum(any(gives(n, words, gold) for n, words in enumerate(found)) for gold in line.gold)
    needed = len(line.gold) if line.needs_all else 1
    return min(given, needed) / needed


def cut(found: Sequence[Words], budget: int) -> tuple[list[Words], int]:
    """The first `budget` characters of what was found, and how many pieces of it are not cut off."""
    pieces: list[Words] = []
    left = budget
    for document, text in found:
        if left < len(text):
            return ([*pieces, (document, text[:left])] if left else pieces), len(pieces)
        pieces.append((document, text))
        left -= len(text)
    return pieces, len(pieces)
