"""The clause: the unit that is found, shown and cited."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
    "title",
    "letterhead",
    "notice",
    "preamble",
    "chapter",
    "part",
    "article",
    "section",
    "item",
    "annexes",
    "annex",
    "table",
    "row",
    "note",
    "signature",
    "gap",
)
"""What a clause can be. ``annexes`` is the list of annexes at the end of a text; ``gap`` stands, without any
characters of its own, for a parent that the copy has lost."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered piece of a text, addressed by its number."""

    document_id: str
    local_id: str
    number: str
    """As printed, with its parents: ``三、（三）3``, ``第十三条（四）``, ``表2 1.05``, ``附件1 第6行``."""
    title: str
    """Its own heading, or nothing."""
    path: tuple[str, ...]
    """Numbers and headings of its parents, outermost first."""
    parent: str | None
    """Local id of the clause it is nested in."""
    kind: str
    start: int
    end: int
    """Offsets in the source; its own text only, up to its first child."""
    cells: tuple[tuple[str, str], ...] = ()
    """Of a table row: column header and value, merged cells resolved."""

    @property
    def id(self) -> str:
        """The address that citations carry: ``<document id>:<local id>``."""
        return f"{self.document_id}:{self.local_id}"

    def cell(self, header: str) -> str:
        """The value under a header; empty when the row has no such column."""
        return next((value for name, value in self.cells if name == header), "")


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A text cut into clauses and what lies between them."""

    clauses: tuple[Clause, ...]
    """In the order of the text."""
    furniture: tuple[tuple[int, int], ...]
    """Spans that no clause owns: blank lines, rules, a table header repeated after a page break."""
