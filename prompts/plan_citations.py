"""Citations of a document, numbered in the order in which they are first used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from prompts.contexts import SourceGroup, SourceRow
from prompts.plan_wording import source_status
from scoring.rules.pack import Cite, Pack

Citing = Callable[[Cite], dict[str, Any]]
"""Gives a cite its document title, printed clause number and status."""


class Marking(Protocol):
    """Whatever marks cites."""

    def mark(self, cite: Cite) -> str:
        """The mark of a cite."""


class Citations:
    """Marks 〔1〕 … for the clauses of one document, one per distinct clause and quote."""

    def __init__(self, citing: Citing) -> None:
        self._citing = citing
        self._rows: dict[tuple[str, str, str], SourceRow] = {}
        self._documents: dict[str, tuple[str, str]] = {}

    def mark(self, cite: Cite) -> str:
        """The mark of this cite; a new one joins the list of sources."""
        key = (cite.document_id, cite.clause_id, cite.quote)
        if key not in self._rows:
            told = self._citing(cite)
            self._rows[key] = SourceRow(
                mark=f"〔{len(self._rows) + 1}〕",
                number=str(told.get("number") or cite.clause_id),
                quote=str(told.get("quote") or cite.quote),
            )
            title = str(told.get("title") or cite.document_id)
            status = source_status(str(told.get("status") or ""))
            self._documents.setdefault(cite.document_id, (title, "" if status in title else status))
        return self._rows[key].mark

    def number(self, cite: Cite) -> str:
        """The printed number of the clause, without listing it as a source."""
        return str(self._citing(cite).get("number") or cite.clause_id)

    def sources(self) -> tuple[SourceGroup, ...]:
        """All that was marked, by document, in order."""
        return tuple(
            SourceGroup(title, status, tuple(row for key, row in self._rows.items() if key[0] == document_id))
            for document_id, (title, status) in self._documents.items()
        )


def cites_by_clause(pack: Pack) -> dict[str, Cite]:
    """One cite for each clause the pack quotes, to name the clause of a fault that carries no quote."""
    cites = [item.cite for item in pack.items.values()]
    cites += [gate.cite for gate in pack.gates] + [entry.cite for entry in pack.calendar]
    cites += [reading.cite for reading in pack.readings if reading.cite is not None]
    return {cite.clause_id: cite for cite in reversed(cites) if cite.document_id == pack.document}
