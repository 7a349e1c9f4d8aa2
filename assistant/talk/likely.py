"""Which item a statement is most likely about when no saying of the packs names one: by what its words weigh."""

from __future__ import annotations

import re
from functools import lru_cache
from math import log

from assistant.talk.lexicon import more_sayings, same_words
from assistant.talk.mentions import Mention
from knowledge.tokens import listed, plain, tagged
from scoring import Item, Pack

_ENOUGH = 5.0
"""The least weight of words in common: two uncommon words."""
_ENOUGH_TO_AFFIRM = 7.0
"""The same where something is affirmed: to have a thing is not yet to have it as the rule wants it."""
_COVERED = 0.7
"""The least share of a statement's weight that the item accounts for."""
_AHEAD = 1.35
"""How much more an item must weigh than every rival."""
_CONTENT = ("n", "v", "a", "eng", "l", "i", "j", "x", "b")
_LONG = 4
_TORN = "有没是了的都还"
"""Words that begin or end so were cut across a joint: 厂有."""
_MERELY_THERE = re.compile(r"有[的了]?[。]?$")
_STANCE = frozenset(listed("stance_words.txt"))
"""Words that say whether something is so, not what."""


def likely_mention(pack: Pack, statement: str, *, affirmed: bool = False) -> Mention | None:
    """The one item that accounts for most of a statement's words and is clearly ahead of all others; else None."""
    folded = plain(statement)
    if affirmed and _MERELY_THERE.search(folded):
        return None
    weights = {word: _weight(pack, word) for word in _content(folded)}
    scores = {
        item.id: sum(weight for word, weight in weights.items() if _says(_text(pack.id, item), word))
        for item in pack.items.values()
    }
    best = max(scores, key=lambda name: scores[name])
    rival = max((score for name, score in scores.items() if name != best), default=0.0)
    enough = _ENOUGH_TO_AFFIRM if affirmed else _ENOUGH
    if scores[best] < max(enough, _COVERED * sum(weights.values()), _AHEAD * rival):
        return None
    item = pack.items[best]
    named = [word for word in weights if _says(_text(pack.id, item), word)]
    apart = [word for word in named if not any(word != other and word in other for other in named)]
    if len(apart) < 2 and len(apart[0]) < _LONG:
        return None
    covered = frozenset(i for word in named for i in range(folded.find(word), folded.find(word) + len(word)))
    return Mention(item, covered, unmet=False)


def speaks_of_others(pack: Pack, item: Item, statement: str, *, least: int = 2) -> bool:
    """Whether a statement has at least so many words of its own and not one that belongs to the item."""
    words = _content(plain(statement))
    return len(words) >= least and not any(_says(_text(pack.id, item), word) for word in words)


def _weight(pack: Pack, word: str) -> float:
    """How much a word tells items apart: nothing when all have it, most when one has or none."""
    having = sum(1 for item in pack.items.values() if _says(_text(pack.id, item), word))
    return log(len(pack.items) / max(1, having))


def _says(text: str, word: str) -> bool:
    return word in text or any(other in text for other in same_words().get(word, ()))


def _content(folded: str) -> list[str]:
    light = listed("light_words.txt")
    return list(
        dict.fromkeys(
            word
            for word, tag in tagged(folded)
            if len(word) > 1
            and tag.startswith(_CONTENT)
            and word not in _STANCE
            and word not in light
            and word[0] not in _TORN
            and word[-1] not in _TORN
        )
    )


def _text(scheme: str, item: Item) -> str:
    more = more_sayings(scheme, item.id)
    said = (*item.says, *item.says_unmet, *more.says, *more.says_unmet)
    return _folded((item.title, item.group, item.question, item.cite.quote, *said))


@lru_cache(maxsize=2048)
def _folded(parts: tuple[str, ...]) -> str:
    return plain(" ".join(parts))
