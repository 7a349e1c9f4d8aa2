"""The sets of questions as they are told apart: those that search was made with, later ones, and those kept apart."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluation.question_lines import QuestionLine, QuestionSet

MADE_WITH = ("dev", "dev-2", "dev-3", "dev-4", "dev-5", "dev-6")
"""The sets by which the weights and the words of this search were found."""


def grouped(sets: Sequence[QuestionSet]) -> dict[str, list[QuestionLine]]:
    """The questions by group, in the order of the sets."""
    groups: dict[str, list[QuestionLine]] = {}
    for one in sets:
        groups.setdefault(group_of(one), []).extend(one.lines)
    return groups


def group_of(questions: QuestionSet) -> str:
    """``dev`` for the sets that this search was made with, ``test`` for those kept apart, else the set's own name."""
    if questions.name in MADE_WITH:
        return "dev"
    return "test" if questions.name.startswith("test") else questions.name


def named(sets: Sequence[QuestionSet]) -> dict[str, str]:
    """Group → the names of its sets."""
    return {
        group: ", ".join(one.name for one in sets if group_of(one) == group)
        for group in dict.fromkeys(map(group_of, sets))
    }
