"""The grades a question is about, and passages that speak of other grades alone: no answer to it."""

from __future__ import annotations

from dataclasses import replace

from knowledge.hits import Searched
from knowledge.passages import Passage
from knowledge.query import Query
from knowledge.tokens import grades_in, plain


def of_asked_grades(query: Query, searched: Searched) -> Searched:
    """What was found without the passages that name grades, but none that the question names.

    What holds for A级 says nothing of B级. Where the best passage is such a one, only passages that name an asked
    grade are left to answer. A question that names no grade leaves all.
    """
    asked = asked_grades(query)
    if not asked:
        return searched
    kept = tuple(hit for hit in searched.hits if not of_other_grades(query, hit.passage))
    if kept[:1] != searched.hits[:1]:
        kept = tuple(hit for hit in kept if _letters(plain(hit.passage.text)) & asked)
    return replace(searched, hits=kept)


def asked_grades(query: Query) -> frozenset[str]:
    """The letters, lower case, of the grades that a question names."""
    return _letters(query.folded)


def of_other_grades(query: Query, passage: Passage) -> bool:
    """Whether a question and a passage name grades, and none in common."""
    named = _letters(plain(passage.text))
    return bool(named) and bool(asked := asked_grades(query)) and not named & asked


def _letters(folded: str) -> frozenset[str]:
    # People say A级 for A类, and B级 for what a text calls B-.
    return frozenset(grade[0] for grade in grades_in(folded))
