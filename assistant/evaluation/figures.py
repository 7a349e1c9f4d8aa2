"""The figures of a set of questions: of all of it, by tag, and how long answers took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.evaluation.intervals import Figure, mean_of, quantile_of
from assistant.evaluation.marking import DEPTHS, Marked

FIGURES = (
    *(f"recall_at_{depth}" for depth in DEPTHS),
    "ndcg_at_10",
    "first",
    "within_3",
    "citation_precision",
    "citation_recall",
    "answer",
    "refusal",
    "reason",
    "over_refusal",
)
"""All of them, as they are shown."""
CEILINGS = frozenset({"over_refusal"})
"""Figures of which less is better."""

_PLACES = 4


@dataclass(frozen=True, slots=True)
class Part:
    """Some questions and their figures; a figure that applies to none of them is left out."""

    questions: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class SetFigures:
    """The figures of one set."""

    name: str
    whole: Part
    answerable: int
    nothing_found: int
    """Answerable questions for which search found nothing; they count as 0."""
    seconds: Mapping[str, Figure]
    """``p50`` and ``p95`` of the time from question to answer."""
    tags: Mapping[str, Part]
    """By tag, those of most questions first."""

    def as_json(self) -> dict[str, Any]:
        """Figures rounded to four decimals, times in milliseconds to two."""
        return {
            "split": self.name,
            "questions": self.whole.questions,
            "answerable": self.answerable,
            "nothing_found": self.nothing_found,
            "figures": _figures_json(self.whole),
            "latency_ms": {name: _json(figure, 1000, 2) for name, figure in self.seconds.items()},
            "tags": {
                tag: {"questions": part.questions, "figures": _figures_json(part)}
                for tag, part in self.tags.items()
            },
        }


def figures_of(name: str, questions: Sequence[Marked]) -> SetFigures:
    """The figures of a set.

    Raises:
        ValueError: it has no questions.
    """
    tagged: dict[str, list[Marked]] = {}
    for question in questions:
        for tag in question.line.families:
            tagged.setdefault(tag, []).append(question)
    by_size = sorted(tagged.items(), key=lambda one: (-len(one[1]), one[0]))
    seconds = [question.seconds for question in questions]
    return SetFigures(
        name,
        part_of(questions),
        sum(question.line.answerable for question in questions),
        sum(question.line.answerable and not question.found for question in questions),
        {"p50": quantile_of(seconds, 0.5), "p95": quantile_of(seconds, 0.95)},
        {tag: part_of(some) for tag, some in by_size},
    )


def part_of(questions: Sequence[Marked]) -> Part:
    """The figures of some questions."""
    figures: dict[str, Figure] = {}
    for name in FIGURES:
        earned = [question.marks[name] for question in questions if name in question.marks]
        if earned:
            figures[name] = mean_of(earned)
    return Part(len(questions), figures)


def _figures_json(part: Part) -> dict[str, Any]:
    return {name: _json(figure) for name, figure in part.figures.items()}


def _json(figure: Figure, scale: int = 1, places: int = _PLACES) -> dict[str, Any]:
    told = asdict(figure)
    return told | {name: round(told[name] * scale, places) for name in ("value", "lower", "upper")}
