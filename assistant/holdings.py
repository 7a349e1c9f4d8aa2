"""Many texts told in a line: one by one while they are few, else by place, how many, and the newest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from knowledge.documents import Document

_ONE_BY_ONE = 6
"""Texts that are named one by one."""
_PLACES = 6
_NEWEST = 3


def texts_in_short(documents: Sequence[Document]) -> str:
    """The titles of a few texts; of many how many there are, for which places most, and the newest.

    Example of many: ``共1203份文本（洛阳市214份、河南省96份……等48个地方），最新的是《…》、《…》、《…》``.
    """
    if len(documents) <= _ONE_BY_ONE:
        return _titles(documents)
    newest = sorted(documents, key=_since, reverse=True)[:_NEWEST]
    counts = Counter(document.place.name for document in documents).most_common()
    where = "、".join(f"{place}{count}份" for place, count in counts[:_PLACES])
    more = f"等{len(counts)}个地方" if len(counts) > _PLACES else ""
    return f"共{len(documents)}份文本（{where}{more}），最新的是{_titles(newest)}"


def places_in_short(documents: Sequence[Document]) -> str:
    """The places that texts are for, those with most texts first when there are many."""
    counts = Counter(document.place.name for document in documents)
    if len(counts) <= _ONE_BY_ONE:
        return "、".join(counts)
    named = "、".join(place for place, _ in counts.most_common(_PLACES))
    return f"{named}等{len(counts)}个地方"


def _titles(documents: Sequence[Document]) -> str:
    return "、".join(f"《{document.short_title}》" for document in documents)


def _since(document: Document) -> date:
    return document.issued or document.takes_effect or date.min
