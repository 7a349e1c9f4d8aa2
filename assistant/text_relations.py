"""What took the place of what, told from either text: wholly or which clauses, since when or from when on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from knowledge.corpus import Corpus
from knowledge.documents import Document, Supersession


def relations(corpus: Corpus, document: Document, as_of: date) -> dict[str, Any]:
    """``supersedes`` and ``superseded_by``, each a list in order of the day.

    Each entry has ``id``, ``title`` and ``url`` of the other text, ``whole``, ``clauses`` (``local_id`` and
    ``number`` in the older text; empty for a whole text), ``since`` (ISO date or None) and ``to_come``.
    """
    editions = corpus.editions
    return {
        "supersedes": _entries(corpus, document, editions.takeovers(document.id, None), as_of, own=False),
        "superseded_by": _entries(
            corpus, document, editions.taken_over_by(document.id, None), as_of, own=True
        ),
    }


def _entries(
    corpus: Corpus,
    document: Document,
    found: Iterable[tuple[Document, Supersession, date]],
    as_of: date,
    *,
    own: bool,
) -> list[dict[str, Any]]:
    ordered = sorted(found, key=lambda pair: (pair[2], pair[0].id))
    return [
        {
            "id": other.id,
            "title": other.title,
            "url": f"/library/{other.id}",
            "whole": entry.clauses == "all",
            "clauses": _clauses(corpus, (document if own else other).id, entry),
            "since": since.isoformat() if since != date.min else None,
            "to_come": since > as_of,
        }
        for other, entry, since in ordered
    ]


def _clauses(corpus: Corpus, older: str, entry: Supersession) -> list[dict[str, str]]:
    if entry.clauses == "all":
        return []
    named = set(entry.clauses)
    return [
        {"local_id": clause.local_id, "number": clause.number}
        for clause in corpus.clauses(older)
        if clause.local_id in named
    ]
