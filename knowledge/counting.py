"""Many texts cut and counted at once, as arrays: what :mod:`knowledge.tokens` does text by text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from knowledge.term_counts import Counts, Vocabulary, Whole
from knowledge.tokens import GRADE, cut, grades_in, is_kept

_BETWEEN = "\0"
"""Stands between texts that are cut as one: no gram holds it."""
_LATIN = re.compile(rf"{GRADE}|[a-z0-9.]+")
_FIRST, _LAST = 0x4E00, 0x9FFF
_SPAN = _LAST - _FIRST + 1
_PAIRS = _SPAN
"""Codes of grams: single characters, then pairs of characters, then whatever is written in Latin letters and figures."""
_LETTERS = _SPAN + _SPAN * _SPAN


def count_bigrams(folded: Sequence[str], vocabulary: Vocabulary) -> Counts:
    """How often each text, folded already, holds each of its :func:`knowledge.tokens.bigrams`."""
    distinct, places = _distinct(folded)
    counts = _bigrams_of(distinct, vocabulary)
    return counts if len(distinct) == len(folded) else counts.taken(places)


def count_words(folded: Sequence[str], vocabulary: Vocabulary) -> Counts:
    """How often each text, folded already, holds each of its :func:`knowledge.tokens.words`."""
    distinct, places = _distinct(folded)
    counts = _words_of(distinct, vocabulary)
    return counts if len(distinct) == len(folded) else counts.taken(places)


def _distinct(texts: Sequence[str]) -> tuple[list[str], Whole]:
    """The texts without repeats, and where each of the given ones stands among them."""
    seen: dict[str, int] = {}
    places = np.array([seen.setdefault(text, len(seen)) for text in texts], dtype=np.int32)
    return list(seen), places


def _words_of(folded: Sequence[str], vocabulary: Vocabulary) -> Counts:
    tokens = [cut(text) for text in folded]
    sizes = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
    places: dict[str, int] = {}
    flat = [places.setdefault(token, len(places)) for own in tokens for token in own]
    kept = np.fromiter(map(is_kept, places), dtype=np.bool_, count=len(places))
    texts, codes = np.repeat(np.arange(len(folded)), sizes), np.array(flat, dtype=np.int64)
    good = kept[codes] if len(codes) else np.zeros(0, dtype=np.bool_)
    return Counts.tallied(len(folded), texts[good], codes[good], list(places), vocabulary)


def _bigrams_of(folded: Sequence[str], vocabulary: Vocabulary) -> Counts:
    joined = _BETWEEN.join(folded) + _BETWEEN
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    sizes = np.fromiter(map(len, folded), dtype=np.int64, count=len(folded)) + 1
    text_at = np.repeat(np.arange(len(folded)), sizes)[: len(points)]
    chinese = (points >= _FIRST) & (points <= _LAST)
    letters: dict[str, int] = {}
    starts, codes = [], []
    for run in _LATIN.finditer(joined):
        word = run.group()
        named = [word]
        if word[-1] in "级类档":
            chinese[run.start() : run.end()] = False
            named = grades_in(word)
        for one in named:
            starts.append(run.start())
            codes.append(letters.setdefault(one, len(letters)))
    after = np.append(chinese[1:], False)
    before = np.append(False, chinese[:-1])
    pairs, singles = np.flatnonzero(chinese & after), np.flatnonzero(chinese & ~after & ~before)
    at = np.concatenate([pairs, singles, np.array(starts, dtype=np.int64)])
    found = np.concatenate(
        [
            _PAIRS + (points[pairs] - _FIRST) * _SPAN + points[pairs + 1] - _FIRST,
            points[singles] - _FIRST,
            _LETTERS + np.array(codes, dtype=np.int64),
        ]
    )
    distinct, places = np.unique(found, return_inverse=True)
    names = list(letters)
    grams = [_gram(code, names) for code in distinct.tolist()]
    return Counts.tallied(len(folded), text_at[at], places, grams, vocabulary)


def _gram(code: int, letters: Sequence[str]) -> str:
    if code >= _LETTERS:
        return letters[code - _LETTERS]
    if code >= _PAIRS:
        first, second = divmod(code - _PAIRS, _SPAN)
        return chr(_FIRST + first) + chr(_FIRST + second)
    return chr(_FIRST + code)
