"""Which items of a scheme a statement is about, by the sayings of the rule pack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.talk.lexicon import more_sayings, same_words
from knowledge.tokens import plain
from scoring import Item, Pack

_ENDING = re.compile(r"(?<=[一-鿿])[了过]$")
_DENIED = re.compile(r"(?:没有?|未|不)(?=[一-鿿])(?:做过?|经过?|再)?")
_AFTER = "(?=[了过好完成上到掉的])"
_BEFORE = "(?<=[没未已都刚])|(?<=没有)|(?<=没给)"


@dataclass(frozen=True, slots=True)
class Mention:
    """An item that a statement speaks of, and the characters that show it."""

    item: Item
    covered: frozenset[int]
    unmet: bool
    """Matched by a saying that means the opposite of being met."""

    @property
    def weight(self) -> int:
        """How many characters point at the item."""
        return len(self.covered)


@dataclass(frozen=True, slots=True)
class _Word:
    """One alternative of a saying: words that stand for each other, and a verb in its other forms."""

    literals: tuple[str, ...]
    verb: re.Pattern[str] | None

    def spans(self, folded: str) -> list[tuple[int, int]]:
        found = [
            (start, start + len(word))
            for word in self.literals
            if (start := folded.find(word)) >= 0 and not _is_waste(folded, start, word)
        ]
        if not found and self.verb is not None and (match := self.verb.search(folded)) is not None:
            found.append(match.span())
        return found


def _is_waste(folded: str, start: int, word: str) -> bool:
    """Whether the word names what is left of a thing: 废活性炭 is no 活性炭."""
    return folded[start - 1 : start] == "废" and "废" not in word and not word.startswith(("气", "水", "渣"))


@lru_cache(maxsize=65536)
def _word(said: str) -> _Word:
    word = plain(said)
    literals = tuple(dict.fromkeys((word, *(plain(other) for other in same_words().get(word, ())))))
    stem = _ENDING.sub("", word)
    if stem == word:
        return _Word(literals, None)
    # 签了 is 没签, 已签 and 签好 as well; a bare 签 might be part of any word.
    form = re.escape(stem)
    return _Word(literals, re.compile(f"(?:{_BEFORE}){form}|{form}{_AFTER}" if len(stem) == 1 else form))


@lru_cache(maxsize=4096)
def _groups(saying: str) -> tuple[tuple[_Word, ...], ...]:
    return tuple(tuple(_word(word) for word in group.split("/") if word) for group in saying.split())


def match_saying(saying: str, folded: str) -> frozenset[int] | None:
    """The characters of a folded text that a saying matches; None when one of its groups is not there.

    >>> sorted(match_saying("光伏 合同/批复", "光伏合同签了"))
    [0, 1, 2, 3]
    """
    covered: set[int] = set()
    for group in _groups(saying):
        hits = [span for word in group for span in word.spans(folded)]
        if not hits:
            return None
        for start, end in hits:
            covered.update(range(start, end))
    return frozenset(covered)


def sayings_of(scheme: str, item: Item) -> tuple[tuple[str, bool], ...]:
    """All sayings of an item, each with whether it means the opposite of being met."""
    more = more_sayings(scheme, item.id)
    met = (*item.says, item.title, *more.says)
    return (*((saying, False) for saying in met), *((s, True) for s in (*item.says_unmet, *more.says_unmet)))


def find_mentions(pack: Pack, segment: str, *, lead: int = 0) -> tuple[Mention, ...]:
    """The items a segment speaks of; where one item's words include another's, only the more exact one.

    Args:
        pack: the scheme.
        segment: the words.
        lead: how many folded characters in front only give the subject; words after them must be part of a mention.
    """
    folded = plain(segment)
    found: list[Mention] = []
    for item in pack.items.values():
        best = mention_of(pack, item, folded, lead=lead)
        if best is not None:
            found.append(best)
    return tuple(
        m for m in found if not any(_is_part(m, other) and not _same_measure(m, other) for other in found)
    )


def denied_among(mentions: tuple[Mention, ...], segment: str) -> tuple[Mention, ...]:
    """Those that a denial is about, where one of them names the very word denied: 碳核查报告没公开 denies 公开 alone."""
    denied = [match.end() for match in _DENIED.finditer(plain(segment))]
    meant = tuple(m for m in mentions if any(at in m.covered for at in denied))
    return meant or mentions


def _is_part(one: Mention, other: Mention) -> bool:
    """Whether one mention is only part of another: all its words, or its subject inside a longer term (废气产生量)."""
    if one.covered < other.covered:
        return True
    first = _runs(one.covered)[0]
    return one.weight < other.weight and any(first < run for run in _runs(other.covered))


def _runs(covered: frozenset[int]) -> list[frozenset[int]]:
    """Characters that stand side by side, run by run."""
    runs: list[list[int]] = []
    for index in sorted(covered):
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [frozenset(run) for run in runs]


def mention_of(pack: Pack, item: Item, folded: str, *, lead: int = 0) -> Mention | None:
    """How a folded text speaks of one item, by the saying that covers most of it; None when it does not."""
    best: Mention | None = None
    for saying, unmet in sayings_of(pack.id, item):
        covered = match_saying(saying, folded)
        if (
            covered is not None
            and (lead == 0 or max(covered) >= lead)
            and (best is None or len(covered) > best.weight or (unmet and len(covered) == best.weight))
        ):
            best = Mention(item, covered, unmet)
    return best


def _same_measure(one: Mention, other: Mention) -> bool:
    """Whether both are decided by one number, as the required and the optional row of a ratio are."""
    rules = (one.item.value, other.item.value)
    return rules[0] is not None and rules[1] is not None and rules[0].unit == rules[1].unit
