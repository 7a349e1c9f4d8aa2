"""Slips of the keyboard and of the scanner: characters that sound or look like the ones the texts use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from knowledge.tokens import bigrams, cut, is_word, listed, plain, simplified, words


def _sound(gram: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(gram))


@cache
def _alike() -> dict[str, str]:
    """Character → the others that it is taken for."""
    found: dict[str, str] = defaultdict(str)
    for family in listed("look_alikes.txt"):
        for char in family:
            found[char] += family.replace(char, "")
    return found


_COUNTING = "一两几"
"""Before these no slip is looked for: 放一马 is not 放义马."""


class Spelling:
    """Puts right what sounds or looks like a word of the texts and is no word itself."""

    def __init__(self, texts: Iterable[str], vocabulary: frozenset[str]) -> None:
        self._texts = tuple(texts)
        self._known = vocabulary

    @cached_property
    def _pairs(self) -> frozenset[str]:
        """Pairs of characters of the texts' words; made at the first slip, since it takes a second."""
        grams = {gram for text in self._texts for word in words(text) for gram in bigrams(word)}
        return frozenset(gram for gram in grams if len(gram) == 2 and not gram.isascii())

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], list[str]]:
        """The pairs by how they sound."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for gram in sorted(self._pairs):
            found[_sound(gram)].append(gram)
        return found

    def corrected(self, text: str) -> str:
        """The text, folded and in simplified characters, with each slip put right that has exactly one likely meaning.

        A pair of characters is a slip when no text uses it, no dictionary has it, and one pair of a word of
        the texts sounds the same, tones aside, and shares a character with it; or else, one pair looks the same.
        """
        folded = plain(simplified(text))
        for gram in dict.fromkeys(_between_words(folded)):
            if gram in self._known or is_word(gram) or gram[0] in _COUNTING:
                continue
            alike = [known for known in self._by_sound.get(_sound(gram), ()) if set(known) & set(gram)]
            alike = alike or self._look_alikes(gram)
            if len(alike) == 1:
                folded = folded.replace(gram, alike[0])
        return folded

    def _look_alikes(self, gram: str) -> list[str]:
        other = _alike()
        seen = {other_first + gram[1] for other_first in other.get(gram[0], "")}
        seen |= {gram[0] + other_second for other_second in other.get(gram[1], "")}
        return sorted(gram for gram in seen & self._pairs if is_word(gram))


def _between_words(folded: str) -> Iterator[str]:
    """The pairs of characters that no whole word has a part in: 足迹 keeps 迹 from being the first half of a slip."""
    loose = "".join(
        token if len(token) == 1 or not is_word(token) else " " * len(token) for token in cut(folded)
    )
    for run in loose.split():
        yield from (gram for gram in bigrams(run) if len(gram) == 2 and not gram.isascii())
