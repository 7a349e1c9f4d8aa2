"""What people ask that the texts do not answer: near misses that search must not mistake for an answer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from knowledge.errors import CorpusError
from knowledge.tokens import LEXICON

_YEAR = re.compile(r"(20\d\d)年(?!.{0,6}(?:方案|办法|细则|文号?|版))")
"""A year that is asked for, not the one that names an edition."""
_SPAN = re.compile("以[前后]|起")


@dataclass(frozen=True, slots=True)
class Topic:
    """A question of the field without an answer in some or all of the texts."""

    id: str
    lacks: str
    """Completes “文本里没有写到…”."""
    documents: tuple[str, ...]
    """The texts that lack it; empty for all."""
    asked: tuple[str, ...]
    off_topic: bool = False
    """Whether it only sounds as if it belonged to the field."""

    @property
    def year(self) -> int | None:
        """The one year that it is about; none where it is about a span of years or names none."""
        years = {int(year) for year in _YEAR.findall(self.lacks)}
        return next(iter(years)) if len(years) == 1 and not _SPAN.search(self.lacks) else None

    def lacking_in(self, reach: tuple[str, ...]) -> bool:
        """Whether every document that reaches the asker lacks it."""
        return not self.documents or (len(reach) <= len(self.documents) and set(reach) <= set(self.documents))


@cache
def topics() -> tuple[Topic, ...]:
    """All topics of the lexicon."""
    return read_topics(LEXICON)


@lru_cache(maxsize=4096)
def is_lacked(word: str) -> bool:
    """Whether a word tells what some text lacks, so that it says something to a user to be told that it is missing."""
    return any(word in topic.lacks for topic in topics())


@lru_cache(maxsize=256)
def of_years(years: tuple[int, ...]) -> tuple[bool, ...]:
    """For each of `topics()`, whether a question that names these years may be about it; all where none is named."""
    own = (topic.year for topic in topics())
    return tuple(not years or year is None or year in years for year in own)


@lru_cache(maxsize=256)
def lacking(reach: tuple[str, ...], *, claims: bool) -> tuple[bool, ...]:
    """For each of `topics()`, whether every document that reaches the asker lacks it.

    Args:
        reach: the documents that reach the asker.
        claims: whether what they lack may be told at all; else only what does not belong to the field.
    """
    return tuple((claims or topic.off_topic) and topic.lacking_in(reach) for topic in topics())


def read_topics(folder: Path) -> tuple[Topic, ...]:
    """The topics of every unanswered*.yaml of a folder, the files by name.

    Raises:
        CorpusError: an id stands twice, in one file or in two.
    """
    found = tuple(topic for path in sorted(folder.glob("unanswered*.yaml")) for topic in _read(path))
    counts = Counter(topic.id for topic in found)
    if faults := tuple(f"unanswered：{name} 出现 {times} 次" for name, times in counts.items() if times > 1):
        raise CorpusError(faults)
    return found


def _read(path: Path) -> tuple[Topic, ...]:
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or ()
    return tuple(
        Topic(
            id=row["id"],
            lacks=row["lacks"],
            documents=() if row["documents"] == "all" else tuple(row["documents"]),
            asked=tuple(str(question) for question in row["asked"]),
            off_topic=row.get("off_topic", False),
        )
        for row in rows
    )
