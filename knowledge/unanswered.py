"""What people ask that the texts do not answer: near misses that search must not mistake for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import yaml

from knowledge.tokens import LEXICON


@dataclass(frozen=True, slots=True)
class Topic:
    """A question of the field without an answer in some or all of the texts."""

    id: str
    lacks: str
    """Completes “文本里没有写到…”."""
    documents: tuple[str, ...]
    """The texts that lack it; empty for all."""
    asked: tuple[str, ...]

    def lacking_in(self, reach: tuple[str, ...]) -> bool:
        """Whether every document that reaches the asker lacks it."""
        return not self.documents or set(reach) <= set(self.documents)


@cache
def topics() -> tuple[Topic, ...]:
    """All topics of the lexicon."""
    rows = yaml.load((LEXICON / "unanswered.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(
        Topic(
            id=row["id"],
            lacks=row["lacks"],
            documents=() if row["documents"] == "all" else tuple(row["documents"]),
            asked=tuple(str(question) for question in row["asked"]),
        )
        for row in rows
    )
