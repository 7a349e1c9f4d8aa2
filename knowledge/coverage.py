"""Whether a passage speaks of what a question is about: which of its subject words it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.held_grams import share_held
from knowledge.passages import Passage
from knowledge.query import Query, Wanted, synonyms
from knowledge.tokens import bigrams, grades_in, listed, plain, tagged

_SUBJECT_TAGS = frozenset({"vn", "j", "l", "eng", "i", "an", "s"})

NO_DATE = r"(?<!月)(?<![月\d]\d)(?<!月\s)(?<!\d)"
"""Stands before a number that is no part of a date: 8月18日."""
PERIOD = rf"{NO_DATE}\d{{1,3}}\s*个?(?:工作日|天|日内|日以内|小时|个月|年)(?!\d)|[一二三四五六七八九十两半]+\s*个?(?:天|工作日|月内|年|小时)"
"""How long something lasts."""
_NEEDS: dict[Wanted, re.Pattern[str]] = {
    "money": re.compile(
        r"\d[\d.,]*\s*(万|亿)?元|\d+\s*万(?!块|千)|(不得|不|免|无偿).{0,6}(收取|收费|费用)|收取.{0,8}费"
    ),
    "concentration": re.compile(r"(mg|毫克|μg|微克|ppm)", re.IGNORECASE),
    "phone": re.compile(r"\d{7}|\d{3,4}-\d{4}|@"),
    "length": re.compile(r"\d\s*(米|厘米|毫米|m\b|cm|平方米|字)"),
    "validity": re.compile(r"有效期(为|是|[\d一二三四五])"),
    "duration": re.compile(rf"{PERIOD}|数[天日年]|每[年月季]|定期"),
    "date": re.compile(r"\d\s*[月日]|[月年季]底|每[年月季]|当[月天日]|定期|及时|工作日"),
    "percent": re.compile(r"%|≥|比例|倍|平均"),
}
"""Kinds of answer that a passage without this shape cannot hold."""
_IN_PARTS: frozenset[Wanted] = frozenset({"date", "percent"})
"""Kinds that people ask for together with another one."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The subject words of a question, and those a passage does not speak of."""

    words: tuple[str, ...]
    missing: tuple[str, ...]
    unheard: tuple[str, ...] = ()
    """Those of the missing that no text at all uses; they weigh double."""

    @property
    def share(self) -> float:
        """How much of the subject the passage holds, 0…1; 1 when the question names no subject."""
        held = len(self.words) - len(self.missing)
        whole = len(self.words) + len(self.unheard)
        return held / whole if whole else 1.0


def subject_words(query: Query) -> tuple[str, ...]:
    """The nouns of a question that say what it is about."""
    stop, light = listed("question_words.txt"), listed("light_words.txt")
    found = [
        word
        for word, tag in tagged(query.subject.replace(" ", "，"))
        if len(word) > 1
        and (tag.startswith("n") or tag in _SUBJECT_TAGS)
        and word not in stop
        and word not in light
    ]
    return tuple(dict.fromkeys(found))


def cover(
    query: Query,
    passage: Passage,
    vocabulary: frozenset[str] | None = None,
    *,
    words: tuple[str, ...] | None = None,
) -> Coverage:
    """Which subject words a passage holds, by itself, its context, its aliases or the texts' word for them.

    Args:
        query: the question.
        passage: what might answer it.
        vocabulary: bigrams of all texts; with it, words that no text uses are told apart.
        words: the subject words of the question, where they are known already.
    """
    held = _held(passage.id, passage.text, passage.context, passage.alias)
    words = subject_words(query) if words is None else words
    missing = tuple(word for word in words if not _holds(held, word))
    unheard = (
        ()
        if vocabulary is None
        else tuple(word for word in missing if not vocabulary.issuperset(bigrams(word)))
    )
    return Coverage(words, missing, unheard)


def never_used(words: Sequence[str], vocabulary: frozenset[str]) -> tuple[str, ...]:
    """Those words that surely stand in none of the texts, neither by themselves nor by the texts' word for them.

    Args:
        words: subject words of a question.
        vocabulary: the bigrams that the texts use.
    """
    return tuple(
        word
        for word in words
        if not any(vocabulary.issuperset(bigrams(term)) for term in (word, *_otherwise(word)))
    )


@lru_cache(maxsize=4096)
def _held(_id: str, text: str, context: str, alias: str) -> str:
    return plain(f"{text} {context} {alias}")


def share_told(passage: Passage, weights: Mapping[str, float]) -> float:
    """How much of a question, by the weight of its bigrams, a passage tells by itself, its context and its aliases,
    0…1; 1 when it has none.
    """
    return share_held(weights, _held(passage.id, passage.text, passage.context, passage.alias))


def _holds(held: str, word: str) -> bool:
    if word in held:
        return True
    if any(term in held for term in _otherwise(word)):
        return True
    grams = bigrams(word)
    return len(word) > 2 and sum(gram in held for gram in grams) * 2 > len(grams)


@lru_cache(maxsize=4096)
def _otherwise(word: str) -> frozenset[str]:
    """The texts' words for a user's word, for a part of it, or for what it is a part of."""
    found = (meant for said, meant in synonyms().items() if said in word or word in said)
    return frozenset(term for meant in found for term in meant)


def synonyms_held(word: str, passage: Passage) -> bool:
    """Whether a passage has the texts' word for what a user calls otherwise."""
    held = _held(passage.id, passage.text, passage.context, passage.alias)
    return any(said in word and any(term in held for term in meant) for said, meant in synonyms().items())


def could_serve(query: Query, passage: Passage) -> bool:
    """Whether the passage has the shape that an answer must have; of a question in parts, to any of them."""
    if query.wanted not in _NEEDS:
        return True
    kinds = (query.wanted, *query.also_wanted) if query.wanted in _IN_PARTS else (query.wanted,)
    return any(_NEEDS[kind].search(passage.text) is not None for kind in kinds if kind in _NEEDS)


_BARE_GRADE = re.compile(r"(?:升|冲|评|够|到|保|想|拿)[成上个]?[abcd](?![a-z])")
"""A grade without its 级, as it is wanted or held: 想升b."""


def in_the_field(query: Query) -> bool:
    """Whether anything in a question belongs to this field at all."""
    known = listed("domain_words.txt") | listed("terms.txt")
    graded = bool(grades_in(query.folded)) or _BARE_GRADE.search(query.folded) is not None
    named = bool(query.cues) or bool(query.expansion) or graded
    return named or any(word in query.folded for word in known)
