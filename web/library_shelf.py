"""Which texts the library page lists: all while they are few; of many the newest first, by place and words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_FEW = 12
"""Texts that need no filter."""
_LISTED = 100
_BETWEEN = re.compile(r"[\s《》〔〕\[\]（）()【】]")

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the page shows."""

    documents: tuple[Entry, ...]
    total: int
    found: int
    """How many fit; more than are shown when there are too many."""
    places: tuple[tuple[str, int], ...]
    """Places and how many texts each has, most first."""
    place: str
    words: str
    filtered: bool
    """Whether the page offers to filter."""


def shelf(documents: Sequence[Entry], place: str = "", words: str = "") -> Shelf:
    """The texts to list.

    Args:
        documents: all texts, as the library gives them.
        place: those of this place alone; of all when empty.
        words: those alone that have them in title or number, brackets and blanks aside.
    """
    words = words.strip()
    wanted = _bare(words)
    found = [
        entry
        for entry in documents
        if (not place or entry.get("place") == place)
        and (not wanted or any(wanted in _bare(str(entry.get(name) or "")) for name in ("title", "number")))
    ]
    many = len(documents) > _FEW
    if many:
        found.sort(key=_since, reverse=True)
    counts = Counter(str(entry.get("place") or "") for entry in documents)
    return Shelf(
        documents=tuple(found[:_LISTED]),
        total=len(documents),
        found=len(found),
        places=tuple(counts.most_common()),
        place=place,
        words=words,
        filtered=many or bool(place or words),
    )


def _since(entry: Entry) -> str:
    return str(entry.get("issued") or entry.get("effective_from") or "")


def _bare(text: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).lower()
