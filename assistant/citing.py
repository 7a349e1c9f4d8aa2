"""Citations as users see them: a clause, its printed number, a verbatim quote and a link to it in the text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from knowledge.clauses import Clause
from knowledge.corpus import Corpus
from knowledge.documents import Document, StatusOn
from scoring import Cite

Citation = dict[str, Any]

STATUS_LABELS = {
    "draft": "征求意见稿",
    "in_force": "有效",
    "cycle_over": "周期已过",
    "superseded": "已被取代",
    "not_yet": "当时尚未印发",
}
TO_COME = "尚未施行"


def status_label(document: Document, status: StatusOn, day: date) -> str:
    """The status in words; a text that is issued and takes effect later is told from one that was not there yet."""
    return TO_COME if status == "not_yet" and document.to_come_on(day) else STATUS_LABELS[status]


def promised_status(status: StatusOn) -> str:
    """The status as the interface promises it: what does not hold yet goes out with the drafts, never as in force."""
    return "draft" if status == "not_yet" else status


class Citer:
    """Makes citations; statuses are those of a given day."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._for_rule = lru_cache(maxsize=2048)(self._make_for_rule)

    def passage(self, clause: Clause, start: int, end: int, as_of: date, n: int = 1) -> Citation:
        """A citation of source[start:end], which stands in the clause."""
        document = self._corpus.document(clause.document_id)
        status = self._corpus.editions.standing(clause, as_of).status
        return {
            "n": n,
            "document_id": document.id,
            "clause_id": clause.id,
            "title": document.title,
            "short_title": document.short_title,
            "number": clause.number,
            "quote": self._corpus.source(document.id)[start:end],
            "status": promised_status(status),
            "status_label": status_label(document, status, as_of),
            "url": f"/library/{document.id}?start={start}&end={end}#{clause.local_id}",
        }

    def rules(self, as_of: date) -> Callable[[Cite], Citation]:
        """The citing function that reports and plans take for the clauses of a rule pack."""
        return lambda cite: dict(self._for_rule(cite, as_of))

    def _make_for_rule(self, cite: Cite, as_of: date) -> Citation:
        clause = self._corpus.clause(f"{cite.document_id}:{cite.clause_id}")
        span = self._corpus.locate(cite.document_id, cite.quote, within=clause)
        start, end = span or (clause.start, clause.end)
        return self.passage(clause, start, end, as_of)
