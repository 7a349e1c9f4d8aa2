"""Whether a question is one that an approved answer was written for; a wrong approved answer is worse than a composed one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.industries import find_industry
from knowledge.query import Query, synonyms
from knowledge.tokens import bigrams, grades_in, listed, words

LEAST = 0.6
"""Share of common character pairs below which two askings are not the same, whatever their words.

Tuned on the askings that come with the texts: see tests/assistant/test_curated_likeness.py.
"""
SPECIFIC = 4
"""Characters that the words of a form must have together; 掉级 alone is asked about five texts."""
_NOT = re.compile(r"不|没|未|无(?!组织)|非|免|别")
_ASKS = re.compile(
    r"能不能|可不可以|行不行|是不是|有没有|要不要|会不会|算不算|够不够|对不对|[行可]不[行吗]?$|不$|吗"
)
_LETTER = re.compile(r"(?<![a-z])[abcd](?![a-z])['’′+-]*")
_FIGURES = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as far as it decides which answer fits."""

    words: frozenset[str]
    """What it is about, in the words of the texts."""
    pairs: frozenset[str]
    figures: tuple[str, ...]
    grades: tuple[str, ...]
    industry: str | None
    wanted: str
    negations: int
    places: frozenset[str]
    """Named in the question itself."""
    reached_from: frozenset[str]
    """The asker's place and all above it."""


def asking(query: Query) -> Asking:
    """What must agree for two questions to be the same."""
    stop = listed("question_words.txt")
    about = {
        _in_the_texts_words(word) for word in words(query.subject.replace(" ", "，")) if word not in stop
    }
    named = {_in_the_texts_words(word) for word in query.pointing.split() if not _is_place(word, query)}
    return Asking(
        words=frozenset(about | named),
        pairs=frozenset(bigrams(f"{query.subject}，{query.pointing}")),
        figures=tuple(sorted(_FIGURES.findall(query.folded))),
        grades=tuple(sorted((*grades_in(query.folded), *_LETTER.findall(query.folded)))),
        industry=find_industry(query.folded),
        wanted=query.wanted,
        negations=len(_NOT.findall(_ASKS.sub("", query.folded))) % 2,
        places=frozenset(place.name for place in query.places),
        reached_from=frozenset(query.region.chain if query.region is not None else ()),
    )


def same(asked: Asking, form: Asking, industry: str | None = None) -> float:
    """How alike two askings are, 0…1; 0 when anything that decides differs.

    Args:
        asked: the question.
        form: a form of an approved answer.
        industry: of the asker, said beside the question.
    """
    own = find_industry(industry) if industry else None
    agree = (
        asked.words == form.words
        and asked.figures == form.figures
        and asked.grades == form.grades
        and asked.industry == form.industry
        and (form.industry is None or own is None or form.industry == own)
        and asked.wanted == form.wanted
        and asked.negations == form.negations
        # A form about 郑州 is no form for 洛阳, though an answer of the province serves both.
        and form.places <= asked.reached_from
    )
    if not agree or not form.words:
        return 0.0
    alike = 2 * len(asked.pairs & form.pairs) / max(1, len(asked.pairs) + len(form.pairs))
    return alike if alike >= LEAST else 0.0


def specific(form: Asking) -> bool:
    """Whether a form says enough of what it is about to be an approved answer's."""
    return len("".join(form.words)) >= SPECIFIC


def _is_place(word: str, query: Query) -> bool:
    return any(word in name or name.startswith(word) for place in query.places for name in place.chain)


def _in_the_texts_words(word: str) -> str:
    meant = synonyms().get(word)
    return meant[0] if meant else word
