"""The clauses near a question, and an answer that says no more than they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.citing import Citer
from assistant.curated.reading import LONGEST, clause_hash
from assistant.focus import focus
from assistant.helpdesk.cases import Draft
from knowledge.clauses import Clause
from knowledge.corpus import Corpus
from knowledge.errors import ClauseNotFoundError
from knowledge.normalise import readable
from knowledge.query import Query
from knowledge.retriever import Hit

MOST_NEAR = 8
"""Clauses that are laid beside a question."""
_QUOTED = 2
"""Clauses that a proposed draft quotes."""
_LONGEST_QUOTE = 2000
"""Characters that an approved answer may quote."""
_HEADINGS = ("notice", "annex", "annexes", "table", "title", "chapter")


@dataclass(frozen=True, slots=True)
class Near:
    """A clause near a question and the stretch of it that speaks to the question."""

    clause: Clause
    start: int
    end: int
    text: str
    """The stretch on one line."""


def nearest(hits: Iterable[Hit], corpus: Corpus, query: Query, limit: int = MOST_NEAR) -> tuple[Near, ...]:
    """The clauses that were found for a question, best first, each once."""
    found: dict[str, Near] = {}
    # A text may have been removed since the search was opened.
    held = {document.id for document in corpus.documents}
    for hit in hits:
        clause = hit.clause
        if clause.id in found or clause.kind in _HEADINGS or clause.document_id not in held:
            continue
        source = corpus.source(clause.document_id)
        # The whole clause, since the part that search took it for may hold other words of it.
        for start, end in ((clause.start, clause.end), (hit.passage.start, hit.passage.end)):
            stretch = focus(source, start, end, query)
            quote = source[stretch.start : stretch.end]
            if (
                len(quote) <= _LONGEST_QUOTE
                and corpus.locate(clause.document_id, quote, within=clause) is not None
            ):
                found[clause.id] = Near(clause, stretch.start, stretch.end, stretch.text)
                break
        if len(found) == limit:
            break
    return tuple(found.values())


def proposed(near: tuple[Near, ...], corpus: Corpus, question: str, place: str | None) -> Draft:
    """A draft of the first clauses in their own words, each with its mark; empty where nothing is near."""
    parts: list[str] = []
    clauses: list[tuple[str, str]] = []
    for entry in near[:_QUOTED]:
        part = f"“{entry.text}”〔{len(parts) + 1}〕"
        if sum(map(len, parts)) + len(part) > LONGEST - 60:
            break
        parts.append(part)
        clauses.append((entry.clause.id, corpus.source(entry.clause.document_id)[entry.start : entry.end]))
    text = f"文本里与此有关的是：{'；'.join(parts)}。" if parts else ""
    form = question if 2 <= len(question) <= 200 else ""
    return Draft(text, tuple(clauses), (form,) if form else (), place)


def beside(citer: Citer, corpus: Corpus, entry: Near, as_of: date) -> dict[str, Any]:
    """A near clause as it is laid beside a draft: citation, whole words, edition, hash."""
    return citer.passage(entry.clause, entry.start, entry.end, as_of) | _whole(corpus, entry.clause)


def cited(citer: Citer, corpus: Corpus, clause_id: str, quote: str, as_of: date, n: int) -> dict[str, Any]:
    """A clause of a draft as it stands today; `gone` tells what is no longer there."""
    try:
        clause = corpus.clause(clause_id)
    except ClauseNotFoundError as exc:
        return {"n": n, "clause_id": clause_id, "quote": quote, "gone": str(exc)}
    span = corpus.locate(clause.document_id, quote, within=clause)
    start, end = span or (clause.start, clause.end)
    shown = citer.passage(clause, start, end, as_of, n) | _whole(corpus, clause) | {"quote": quote}
    return shown if span else shown | {"gone": "条款里已没有这句引文"}


def _whole(corpus: Corpus, clause: Clause) -> dict[str, Any]:
    document = corpus.document(clause.document_id)
    return {
        "text": readable(corpus.text(clause)),
        "place": document.place.name,
        "edition": document.edition,
        "clause_sha256": clause_hash(corpus, clause.id),
        "document_sha256": document.sha256,
    }
