"""Which items of a scheme a statement is about, by the sayings of the rule pack."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from knowledge.tokens import plain
from scoring import Item, Pack


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


@lru_cache(maxsize=4096)
def _groups(saying: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(plain(word) for word in group.split("/") if word) for group in saying.split())


def match_saying(saying: str, folded: str) -> frozenset[int] | None:
    """The characters of a folded text that a saying matches; None when one of its groups is not there.

    >>> sorted(match_saying("光伏 合同/批复", "光伏合同签了"))
    [0, 1, 2, 3]
    """
    covered: set[int] = set()
    for group in _groups(saying):
        hits = [(folded.find(word), word) for word in group if word in folded]
        if not hits:
            return None
        for start, word in hits:
            covered.update(range(start, start + len(word)))
    return frozenset(covered)


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
        best: Mention | None = None
        sayings = [(saying, False) for saying in (*item.says, item.title)] + [
            (s, True) for s in item.says_unmet
        ]
        for saying, unmet in sayings:
            covered = match_saying(saying, folded)
            if (
                covered is not None
                and (lead == 0 or max(covered) >= lead)
                and (best is None or len(covered) > best.weight or (unmet and len(covered) == best.weight))
            ):
                best = Mention(item, covered, unmet)
        if best is not None:
            found.append(best)
    return tuple(
        m
        for m in found
        if not any(m.covered < other.covered and not _same_measure(m, other) for other in found)
    )


def _same_measure(one: Mention, other: Mention) -> bool:
    """Whether both are decided by one number, as the required and the optional row of a ratio are."""
    rules = (one.item.value, other.item.value)
    return rules[0] is not None and rules[1] is not None and rules[0].unit == rules[1].unit
