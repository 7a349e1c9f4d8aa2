"""How alike two questions are by their characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from sys import intern

from knowledge.passages import Passage
from knowledge.tokens import bigrams
from knowledge.unanswered import Topic


@lru_cache(maxsize=60_000)
def _grams(text: str) -> frozenset[str]:
    # The same few pairs stand in all of them: one object each instead of one a question.
    return frozenset(map(intern, bigrams(text)))


def likeness(folded: str, asked: Sequence[str]) -> float:
    """Share of bigrams that the question has in common with the nearest known question, 0…1."""
    own = _grams(folded)
    best = 0.0
    for one in asked:
        other = _grams(one)
        both = len(own) + len(other)
        # However many they share, one of very different length cannot come nearer than the nearest so far.
        if both and 2 * min(len(own), len(other)) > best * both:
            best = max(best, 2 * len(own & other) / both)
    return best


@lru_cache(maxsize=20_000)
def held_by(passage: Passage) -> frozenset[str]:
    """The bigrams of a passage, of where it stands and of what people ask about it."""
    return frozenset(
        map(intern, bigrams("，".join((passage.text, passage.context, passage.alias, *passage.asked))))
    )


@lru_cache(maxsize=2_000)
def held_in(topic: Topic) -> frozenset[str]:
    """The bigrams of an unanswered topic and of what people ask about it."""
    return frozenset(map(intern, bigrams("，".join((topic.lacks, *topic.asked)))))


def share_held(weights: Mapping[str, float], held: frozenset[str]) -> float:
    """How much of a question, by the weight of its bigrams, these hold, 0…1; 1 when it has none."""
    whole = sum(weights.values())
    return sum(weight for gram, weight in weights.items() if gram in held) / whole if whole else 1.0
