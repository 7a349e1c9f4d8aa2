"""What has to be known of the editions cited: what a newer text took the place of, and since when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from assistant.citing import STATUS_LABELS, Citation
from knowledge.corpus import Corpus
from knowledge.documents import Document


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
        for newer, entry, since_day in corpus.editions.to_come(document.id, as_of):
            how_much = "" if entry.clauses == "all" else "的部分条款"
            notes[f"{document.short_title}{how_much}自{since_day}起将由《{newer.title}》取代"] = None
    return tuple(notes)


def remark_on(document: Document, day: date) -> str:
    """How a text that is not in force stands on a day."""
    status = document.status_on(day)
    if document.to_come_on(day):
        return f"自{document.effective_from}起施行，尚未生效，现在不能据此办理"
    return document.status_remark or STATUS_LABELS[status]


def left_out_notes(corpus: Corpus, left_out: Collection[str], day: date) -> tuple[str, ...]:
    """One note for each text that reaches the asker and is not answered from because it is still to take effect."""
    early = (document for document in corpus.documents if document.id in left_out)
    return tuple(
        f"《{document.title}》自{document.effective_from}起施行，尚未生效，没有用来回答"
        for document in early
        if document.to_come_on(day)
    )
