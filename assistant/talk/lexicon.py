"""The words of the talk kept as data: which stand for each other, and further sayings of items."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import yaml

from knowledge.tokens import LEXICON


@dataclass(frozen=True, slots=True)
class Sayings:
    """What people say of an item beside the sayings of its pack."""

    says: tuple[str, ...] = ()
    says_unmet: tuple[str, ...] = ()


@cache
def same_words() -> dict[str, tuple[str, ...]]:
    """A word → all words that stand for it, itself among them."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in yaml.load((LEXICON / "same_words.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
        for word in line:
            found[str(word)] += [str(other) for other in line]
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}


@cache
def _more() -> dict[str, dict[str, Sayings]]:
    table = yaml.load((LEXICON / "more_sayings.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {
        scheme: {
            item: Sayings(tuple(said.get("says", ())), tuple(said.get("says_unmet", ())))
            for item, said in items.items()
        }
        for scheme, items in table.items()
    }


def more_sayings(scheme: str, item: str) -> Sayings:
    """Further sayings of an item; none for most."""
    return _more().get(scheme, {}).get(item, Sayings())
