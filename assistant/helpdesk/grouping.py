"""Which questions one answer may serve: nearer to each other than search asks for, looser than an approved answer does."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache

from assistant.curated.likeness import Asking, asking
from knowledge.query import Query, understand

SHARE_OF_WORDS = 0.6
"""Of the words of both askings, from which they are one group."""
SHARE_OF_PAIRS = 0.5
"""Of the character pairs of both askings, likewise; a group is only proposed to a person, who can take it apart."""

_OPEN = frozenset(("any", "yes_no", "list", "kind"))
"""Kinds of answers that one of another kind may serve: whether there is money, and how much."""

HALF = 16
"""Characters of a bucket that begin the key of a gist, so that all keys of a bucket stand together."""


@dataclass(frozen=True, slots=True)
class Gist:
    """A question as far as it decides its group."""

    asking: Asking
    folded: str
    place: str
    """Whose rules are asked for; empty when nobody knows."""

    @property
    def bucket(self) -> str:
        """Equal for all questions that can be one group: same place, industry, figures and grades."""
        about = self.asking
        return _digest([self.place, about.industry, about.figures, about.grades])

    @property
    def key(self) -> str:
        """Equal for questions that say the same in the same words, in any order; begins with half of the bucket."""
        words = sorted(self.asking.words) or [self.folded]
        return self.bucket[:HALF] + _digest([words, self.asking.wanted, self.asking.negations])[:HALF]


def gist_of(query: Query) -> Gist:
    """The gist of a question that is understood already."""
    return Gist(asking(query), query.folded, "、".join(place.name for place in query.homes))


@lru_cache(maxsize=4096)
def gist(question: str, place: str | None, industry: str | None = None) -> Gist:
    """The gist of a question, remembered."""
    return gist_of(understand(question, region=place, industry=industry))


def alike(one: Gist, other: Gist) -> float:
    """How much two questions have in common, 0…1; 0 when they are no group."""
    if one.bucket != other.bucket or not _same_kind(one.asking.wanted, other.asking.wanted):
        return 0.0
    if not one.asking.words or not other.asking.words:
        return float(one.folded == other.folded)
    words = _share(one.asking.words, other.asking.words)
    pairs = 2 * len(one.asking.pairs & other.asking.pairs)
    pairs_share = pairs / max(1, len(one.asking.pairs) + len(other.asking.pairs))
    return max(words, pairs_share) if words >= SHARE_OF_WORDS or pairs_share >= SHARE_OF_PAIRS else 0.0


def rephrased(one: Gist, other: Gist) -> bool:
    """Whether, within one talk, a question asks for what an earlier one did: more than half of the words of the shorter."""
    words, others = one.asking.words, other.asking.words
    if not words or not others:
        return one.folded == other.folded
    common = len(words & others)
    return (
        one.asking.grades == other.asking.grades
        and one.asking.figures == other.asking.figures
        and one.place == other.place
        and 2 * common > min(len(words), len(others))
    )


def _same_kind(one: str, other: str) -> bool:
    """Whether two kinds of answers can be one: how much money is not how often, whatever both are about."""
    return one == other or not _OPEN.isdisjoint((one, other))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _digest(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]
