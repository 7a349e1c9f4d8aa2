"""Slips of the keyboard: characters that sound like the ones the texts use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from knowledge.tokens import bigrams, is_word, plain, words


def _sound(gram: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(gram))


class Spelling:
    """Puts right what sounds like a word of the texts and is no word itself."""

    def __init__(self, texts: Iterable[str], vocabulary: frozenset[str]) -> None:
        self._texts = tuple(texts)
        self._known = vocabulary

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], list[str]]:
        """Pairs of characters of the texts' words by how they sound; made at the first slip, since it takes a second."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        pairs = {gram for text in self._texts for word in words(text) for gram in bigrams(word)}
        for gram in sorted(pairs):
            if len(gram) == 2 and not gram.isascii():
                found[_sound(gram)].append(gram)
        return found

    def corrected(self, text: str) -> str:
        """The text, folded, with each slip put right that has exactly one likely meaning.

        A pair of characters is a slip when no text uses it, no dictionary has it, and one pair of a word of
        the texts sounds the same, tones aside, and shares a character with it.
        """
        folded = plain(text)
        for gram in dict.fromkeys(bigrams(folded)):
            if len(gram) != 2 or gram.isascii() or gram in self._known or is_word(gram):
                continue
            alike = [known for known in self._by_sound.get(_sound(gram), ()) if set(known) & set(gram)]
            if len(alike) == 1:
                folded = folded.replace(gram, alike[0])
        return folded
