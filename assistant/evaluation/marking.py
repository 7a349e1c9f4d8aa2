"""What a question earns: by the passages found for it, by its citations and by its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

from assistant.evaluation.question_lines import REASON_OPEN, QuestionLine
from assistant.evaluation.supporting import holds, supports

DEPTHS = (1, 3, 5, 10)
"""How many passages recall looks at."""
_NEAR = 3

Words = tuple[str, str]
"""Document id, and words of that document."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back for one question."""

    found: tuple[Words, ...]
    """The passages that search ranks, best first, before anything is refused."""
    answer: Mapping[str, Any]
    """The answer in the form the interface promises."""
    seconds: float
    """From the question to the answer."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A question with what it earned."""

    line: QuestionLine
    marks: Mapping[str, float]
    """Figure → 0…1; only the figures that apply to the question."""
    seconds: float
    found: bool
    """Whether search found anything at all."""


def marked(line: QuestionLine, heard: Heard) -> Marked:
    """The marks of a question."""
    marks = {**search_marks(line, heard.found), **answer_marks(line, heard.answer)}
    return Marked(line, marks, heard.seconds, bool(heard.found))


def search_marks(line: QuestionLine, found: Sequence[Words]) -> dict[str, float]:
    """Recall and nDCG of the passages found for an answerable question; all 0 when none was found.

    A support counts once, at the first passage that gives it. Where one support is enough, the first one gives the
    whole; where all are needed, each gives its share.
    """
    if not line.answerable:
        return {}
    firsts = _first_ranks(line, found)
    needed = len(line.gold) if line.needs_all else 1
    marks = {
        f"recall_at_{depth}": min(sum(rank <= depth for rank in firsts), needed) / needed for depth in DEPTHS
    }
    ideal = sum(_gain(rank) for rank in range(1, min(needed, DEPTHS[-1]) + 1))
    gained = sum(_gain(rank) for rank in firsts[:needed] if rank <= DEPTHS[-1])
    return {**marks, "ndcg_at_10": min(1.0, gained / ideal)}


def _gain(rank: int) -> float:
    return 1 / log2(rank + 1)


def _first_ranks(line: QuestionLine, found: Sequence[Words]) -> list[int]:
    """The rank at which each support is first found, lowest first; supports not found are left out."""
    ranks = []
    for gold in line.gold:
        at = (rank for rank, words in enumerate(found, 1) if supports(*words, gold.document_id, gold.quote))
        if (first := next(at, None)) is not None:
            ranks.append(first)
    return sorted(ranks)


def answer_marks(line: QuestionLine, answer: Mapping[str, Any]) -> dict[str, float]:
    """What the citations and the words of an answer earn; a refusal of an answerable question cites nothing."""
    if not line.answerable:
        refused = not answer["answerable"]
        right = answer["reason"] == line.reason or REASON_OPEN in line.tags
        return {"refusal": float(refused), "reason": float(refused and right)}
    cited = [(citation["document_id"], citation["quote"]) for citation in answer["citations"]]
    enough = all if line.needs_all else any

    def held(words: Sequence[Words]) -> list[bool]:
        return [any(supports(*one, gold.document_id, gold.quote) for one in words) for gold in line.gold]

    right = [any(supports(*one, gold.document_id, gold.quote) for gold in line.gold) for one in cited]
    near = cited[: max(_NEAR, len(line.gold))] if line.needs_all else cited[:_NEAR]
    whole = held(cited)
    return {
        "first": float(bool(right) and right[0]),
        "within_3": float(enough(held(near))),
        "citation_precision": sum(right) / len(right) if right else 0.0,
        "citation_recall": sum(whole) / len(whole) if line.needs_all else float(any(whole)),
        "answer": float(answer["answerable"] and holds(answer["answer"], line.must_contain)),
        "over_refusal": float(not answer["answerable"]),
    }


Hearing = Callable[[QuestionLine], Heard]
"""Puts a question to the assistant."""
