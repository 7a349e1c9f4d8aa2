"""Marks 〔1〕 … that stay the same however much of a result is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from prompts.contexts import SourceGroup, SourceRow
from prompts.plan_citations import Citing
from prompts.plan_wording import source_status
from scoring.rules.pack import Cite


class Marks:
    """Numbers clauses once, in a given order; remembers which of them a text has used."""

    def __init__(self, citing: Citing) -> None:
        self._citing = citing
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._cites: dict[int, Cite] = {}
        self._used: set[int] = set()

    def number(self, cites: Iterable[Cite]) -> None:
        """Number these in their order; those that have a number keep it."""
        for cite in cites:
            self._number(cite)

    def mark(self, cite: Cite) -> str:
        """The mark of a cite, which is used from now on."""
        found = self._number(cite)
        self._used.add(found)
        return f"〔{found}〕"

    def printed(self, cite: Cite) -> str:
        """The printed number of the clause."""
        return str(self._citing(cite).get("number") or cite.clause_id)

    def used(self) -> tuple[SourceGroup, ...]:
        """What was used, by document, in the order of the numbers."""
        groups: dict[str, tuple[str, str, list[SourceRow]]] = {}
        for found in sorted(self._used):
            cite = self._cites[found]
            told = self._citing(cite)
            title, status = (
                str(told.get("title") or cite.document_id),
                source_status(str(told.get("status") or "")),
            )
            row = SourceRow(f"〔{found}〕", self.printed(cite), str(told.get("quote") or cite.quote))
            entry = groups.setdefault(cite.document_id, (title, "" if status in title else status, []))
            entry[2].append(row)
        return tuple(SourceGroup(title, status, tuple(rows)) for title, status, rows in groups.values())

    def citations(self) -> list[dict[str, Any]]:
        """What was used, as the interface gives citations, `n` being the mark."""
        return [{**self._citing(self._cites[n]), "n": n} for n in sorted(self._used)]

    def _number(self, cite: Cite) -> int:
        key = (cite.document_id, cite.clause_id, cite.quote)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self._cites[self._numbers[key]] = cite
        return self._numbers[key]
