"""The parts of the search that can be switched off, each with what is changed to do so."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.passages import Passage
from knowledge.query import Query
from knowledge.weights import IN_USE, Weights
from tests.benchmarks.retrieval.ours import no_synonyms, without_curated


def _same(query: Query) -> Query:
    return query


@dataclass(frozen=True, slots=True)
class Part:
    """Something that search does, and the search without it."""

    name: str
    what: str
    weights: Weights = IN_USE
    passages: Callable[[Sequence[Passage]], tuple[Passage, ...]] = tuple
    """What is left of the passages; other passages get vectors of their own."""
    change: Callable[[Query], Query] = _same
    spelling: bool = True
    order: bool = True
    """Whether the best passages are put in the order of their fitted signs."""


def _off(name: str, what: str, *factors: str, **values: float) -> Part:
    """A part of the weights: sums at 0 unless told otherwise, factors at 1."""
    return Part(name, what, replace(IN_USE, **(dict.fromkeys(factors, 1.0) | values)))


def _no_askings(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    return tuple(dataclasses.replace(passage, asked=()) for passage in passages)


def _nowhere(query: Query) -> Query:
    return dataclasses.replace(query, region=None)


PARTS: tuple[Part, ...] = (
    _off("bigrams", "BM25 over character bigrams of a passage", bigrams=0.0),
    _off("words", "BM25 over words, with the words of the field", words=0.0),
    _off("clause", "BM25 over the whole clause", clause=0.0),
    _off("structure", "BM25 over title path and column headers", context=0.0),
    _off("alias", "BM25 over what rule packs call a clause", alias=0.0),
    _off("vectors", "cosine of question and passage", vector=0.0),
    _off("asked, words", "BM25 over questions that a passage answers", asked=0.0),
    Part("asked, all", "the same, and the vectors of those questions", passages=_no_askings),
    Part("synonyms", "the texts' words for the user's", change=no_synonyms),
    Part("spelling", "slips of the keyboard put right", spelling=False),
    Part("place", "only texts that reach the asker; own place; home", change=_nowhere),
    _off("own place", "the nearest place's text first", own_place=0.0),
    _off("home", "passages that name the asker's place first", home=0.0, home_row=0.0),
    _off("home row", "table rows of the asker's place first", home_row=IN_USE.home),
    _off("cues", "the text that words of the question point at first", cue=0.0),
    _off("pointing", "BM25 over the words that point at a text or place", pointing=0.0),
    _off("shape", "passages that look like the kind of answer", shape=0.0),
    Part("order", "the best passages in the order of their fitted signs", order=False),
    _off("counted", "passages with a number of what is counted", "counted"),
    _off("table", "rows of the table named", "table"),
    _off("other grade", "passages about other grades moved down", "other_grade"),
    _off("frames", "headings and letters of transmission moved down", "frame"),
    _off("headings", "passages that only repeat their title moved down", "heading"),
    _off(
        "words of a passage",
        "bigrams and words together, which stand in for one another",
        bigrams=0.0,
        words=0.0,
    ),
    Part(
        "all that is curated",
        "asked, alias and synonyms together",
        passages=without_curated,
        change=no_synonyms,
    ),
    _off(
        "all that ranks by kind",
        "shape, counted, table, other grade, frames, headings together",
        "counted",
        "table",
        "other_grade",
        "frame",
        "heading",
        shape=0.0,
    ),
)
"""All of them; the last three are groups."""
