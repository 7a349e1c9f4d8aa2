"""What has to be known of the editions cited: what a newer text took the place of, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.citing import Citation
from knowledge.corpus import Corpus


def edition_notes(corpus: Corpus, citations: Sequence[Citation], as_of: date) -> tuple[str, ...]:
    """One note for each cited text that is superseded, or that superseded another, on this day."""
    notes: dict[str, None] = {}
    for citation in citations:
        clause = corpus.clause(citation["clause_id"])
        document = corpus.document(clause.document_id)
        standing = corpus.editions.standing(clause, as_of)
        if standing.by is not None:
            since = f"自{standing.since}起" if standing.since else ""
            number = standing.clause.number if standing.clause is not None else ""
            notes[
                f"{document.short_title}{clause.number}已被取代：{since}以《{standing.by.title}》{number}为准"
            ] = None
            continue
        for older, entry, since_day in corpus.editions.takeovers(document.id, as_of):
            how_much = "" if entry.clauses == "all" else "的部分条款"
            since = f"自{since_day}起" if since_day != date.min else ""
            notes[f"{document.short_title}{since}取代《{older.title}》{how_much}"] = None
    return tuple(notes)
