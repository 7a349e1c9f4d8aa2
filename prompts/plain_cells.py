"""Cells and workbooks in which what users wrote stays text, whatever a spreadsheet would make of it."""

from __future__ import annotations

import datetime
from typing import IO, Any

MOST_CHARACTERS = 32_000
"""A cell of Excel holds no more; longer text would be dropped whole."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
_BLANKS = ("\t", "\r", "\n")
_FIXED = datetime.datetime(2026, 1, 1)


def inert(text: str) -> str:
    """A cell that no program takes for a formula, not even after it was saved as CSV: what begins like one gets an
    apostrophe before it.

    >>> inert("=1+1"), inert(" @SUM(A1)"), inert("评上A级有补贴吗")
    ("'=1+1", "' @SUM(A1)", '评上A级有补贴吗')
    """
    return f"'{text}" if _risky(text) else text


def restored(cell: str) -> str:
    """The text of an inert cell.

    >>> restored(inert("=1+1")), restored("'带引号'")
    ('=1+1', "'带引号'")
    """
    return cell[1:] if cell.startswith("'") and _risky(cell[1:]) else cell


def plain_book(out: IO[bytes], title: str) -> Any:
    """A workbook to be written to `out` that makes no formula, link or number of a text."""
    import xlsxwriter

    own = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"in_memory": True, **own})
    book.set_properties({"title": title, "author": "绿评", "created": _FIXED})
    return book


def _risky(text: str) -> bool:
    return text.startswith(_BLANKS) or text.lstrip().startswith(_FORMULA)
