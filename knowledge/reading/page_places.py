"""On which page of a PDF each line of what was read begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_COMPARED = 24
"""Characters of a line that are looked for."""


def pages_of(lines: Iterable[str], pages: Sequence[str]) -> tuple[int, ...]:
    """The page of each line, from 1; 0 where it cannot be told.

    Lines are looked for from the page of the one before on, since they stand in the order of the pages; a row by its longest cell.

    >>> pages_of(["第一条 目的", "", "第二条\\t范围和对象"], ["第一条目的", "第二条\\n范围和对象"])
    (1, 0, 2)
    """
    found: list[int] = []
    at = 0
    for line in lines:
        cells = ["".join(cell.split()) for cell in line.split("\t")]
        sought = max(cells, key=len)[:_COMPARED]
        # A line that goes over from one page to the next stands on each with a part only.
        place = next(
            (
                place
                for size in (len(sought), len(sought) // 2)
                for place in range(at, len(pages))
                if size and sought[:size] in pages[place]
            ),
            None,
        )
        found.append(0 if place is None else place + 1)
        at = at if place is None else place
    return tuple(found)
