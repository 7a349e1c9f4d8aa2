"""A document as blocks to show: headings, clauses, and tables where the text has tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from web.source_runs import Run, Span, cell_runs, find, runs

_HEADINGS = ("title", "chapter", "part", "section", "annex", "annexes", "table")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause in running text."""

    local_id: str
    number: str
    title: str
    kind: str
    depth: int
    heading: bool
    words: tuple[Run, ...]
    cited: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; each cell's words with the quoted part marked."""

    local_id: str
    number: str
    cells: tuple[tuple[Run, ...], ...]
    cited: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the same headers; a form when it has but one row."""

    headers: tuple[tuple[Run, ...], ...]
    rows: tuple[Row, ...]

    @property
    def is_form(self) -> bool:
        """Whether header and value read better side by side."""
        return len(self.rows) == 1


Block = Passage | Table


def quoted_span(
    document: Mapping[str, Any], start: int | None, end: int | None, quote: str | None
) -> Span | None:
    """The stretch to mark: by offsets, else by its words; None when there is no such stretch."""
    source = str(document["source"])
    if start is not None and end is not None:
        return (start, end) if start < end <= len(source) else None
    return find(source, quote) if quote else None


def blocks(
    document: Mapping[str, Any], mark: Span | None = None, only: Iterable[Mapping[str, Any]] | None = None
) -> tuple[Block, ...]:
    """The clauses, or only some of them, in the order of the text."""
    source, chosen = str(document["source"]), list(document["clauses"] if only is None else only)
    found: list[Block] = []
    for headers, group in groupby(chosen, key=_headers):
        if headers:
            found.append(_table(source, headers, list(group), mark))
        else:
            found += [_passage(source, clause, mark) for clause in group]
    return tuple(found)


def clauses_in(
    document: Mapping[str, Any], mark: Span | None, local_id: str | None
) -> list[Mapping[str, Any]]:
    """The clauses that hold the quoted words, else the one of this id with what is nested in it."""
    clauses: Sequence[Mapping[str, Any]] = document["clauses"]
    if mark:
        return [clause for clause in clauses if clause["start"] < mark[1] and mark[0] < clause["end"]]
    return [c for c in clauses if c["local_id"] == local_id or c["local_id"].startswith(f"{local_id}.")]


def outline(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Local id and heading of each chapter, section, annex and table."""
    return [
        (clause["local_id"], f"{clause['number']} {clause['title']}".strip())
        for clause in document["clauses"]
        if clause["kind"] in _HEADINGS[1:] and clause["kind"] != "annexes"
    ]


def _headers(clause: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(header for header, _ in clause.get("cells") or ())


def _overlaps(clause: Mapping[str, Any], mark: Span | None) -> bool:
    return mark is not None and bool(clause["start"] < mark[1] and mark[0] < clause["end"])


def _quoted(source: str, clause: Mapping[str, Any], mark: Span | None) -> str:
    return source[max(mark[0], clause["start"]) : min(mark[1], clause["end"])] if mark else ""


def _table(
    source: str, headers: tuple[str, ...], clauses: list[Mapping[str, Any]], mark: Span | None
) -> Table:
    # The labels of a form are words of its one row; the headers of a table stand above all its rows.
    quoted = _quoted(source, clauses[0], mark) if len(clauses) == 1 else ""
    rows = tuple(_row(source, clause, mark) for clause in clauses)
    return Table(tuple(cell_runs(header, quoted) for header in headers), rows)


def _row(source: str, clause: Mapping[str, Any], mark: Span | None) -> Row:
    quoted = _quoted(source, clause, mark)
    cells = tuple(cell_runs(value, quoted) for _, value in clause["cells"])
    return Row(clause["local_id"], clause["number"], cells, _overlaps(clause, mark))


def _passage(source: str, clause: Mapping[str, Any], mark: Span | None) -> Passage:
    start, end = clause["start"], clause["end"]
    if clause["kind"] == "table":
        # The lines of a table's header follow its caption; they are shown above its rows.
        line = source.find("\n", start, end)
        end = end if line < 0 or (mark and line < mark[1] <= end) else line
    return Passage(
        local_id=clause["local_id"],
        number=clause["number"],
        title=clause["title"],
        kind=clause["kind"],
        depth=min(len(clause["path"]), _DEEPEST),
        heading=clause["kind"] in _HEADINGS,
        words=runs(source, start, end, mark),
        cited=_overlaps(clause, mark),
    )
