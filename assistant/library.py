"""The texts as the page and the interface show them."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.citing import status_label
from assistant.text_relations import relations
from knowledge.corpus import Corpus
from knowledge.documents import Document, StatusOn


def library_entries(corpus: Corpus, as_of: date) -> list[dict[str, Any]]:
    """All texts in the order of the corpus, without their words."""
    return [document_summary(corpus, document, as_of) for document in corpus.documents]


def document_summary(corpus: Corpus, document: Document, as_of: date) -> dict[str, Any]:
    """What is known of a text beside its words, and what took the place of what.

    A text of which nothing holds any more counts as superseded, whatever its own description says.
    """
    gone = document.id in corpus.editions.superseded_documents(as_of)
    status: StatusOn = "superseded" if gone else document.status_on(as_of)
    return {
        "id": document.id,
        "title": document.title,
        "short_title": document.short_title,
        "number": document.number,
        "issuer": document.issuer,
        "place": document.place.name,
        "province": document.place.province,
        "issued": document.issued.isoformat() if document.issued else None,
        "effective_from": document.effective_from.isoformat() if document.effective_from else None,
        "expires": document.expires.isoformat() if document.expires else None,
        "cycle_until": document.cycle_until.isoformat() if document.cycle_until else None,
        "edition": document.edition,
        "status": status,
        "status_label": status_label(document, status, as_of),
        "status_remark": document.status_remark,
        "missing": [{"what": gap.what, "where": gap.where} for gap in document.missing],
        "source_faults": [
            {"clause": fault.clause, "what": fault.what, "reading": fault.reading}
            for fault in document.source_faults
        ],
        "newer": [{"text": rule.text, "source": rule.source, "seen": rule.seen} for rule in document.newer],
        "sha256": document.sha256,
    } | relations(corpus, document, as_of)


def document_whole(corpus: Corpus, document_id: str, as_of: date) -> dict[str, Any]:
    """A text with its source and clauses.

    Raises:
        ClauseNotFoundError: no such document.
    """
    document = corpus.document(document_id)
    return document_summary(corpus, document, as_of) | {
        "source": corpus.source(document_id),
        "furniture": [list(span) for span in corpus.furniture(document_id)],
        "clauses": [
            {
                "id": clause.id,
                "local_id": clause.local_id,
                "number": clause.number,
                "title": clause.title,
                "path": list(clause.path),
                "kind": clause.kind,
                "start": clause.start,
                "end": clause.end,
                "cells": [list(cell) for cell in clause.cells],
            }
            for clause in corpus.clauses(document_id)
        ],
    }
