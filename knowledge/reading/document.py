"""What a file reads as, and the kinds of files there are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["txt", "md", "html", "docx", "xlsx", "pdf"]
SHOWN: dict[Kind, str] = {
    "txt": "纯文本",
    "md": "Markdown 文本",
    "html": "网页",
    "docx": "Word 文档（docx）",
    "xlsx": "Excel 工作簿（xlsx）",
    "pdf": "PDF",
}
"""What a kind is called in Chinese."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line of a scanned page that a person should compare with the original."""

    page: int
    text: str
    """As recognised; it stands so in the text."""
    score: Decimal
    """How sure the recognition is, from 0 to 1."""
    why: str
    """In Chinese."""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A whole file as plain lines; there is none for a file read in part."""

    kind: Kind
    """By content, whatever the name of the file says."""
    sha256: str
    """Of the file, byte for byte."""
    text: str
    """Lines and tables as ``knowledge.parser.parse`` takes them; ends with a line break."""
    pages: int | None
    """Pages of a PDF; None for kinds that have none of their own."""
    title_guess: str
    """What looks like the title; empty when nothing does."""
    warnings: tuple[str, ...]
    """In Chinese: what was left out or had to be guessed."""
    scanned: tuple[int, ...] = ()
    """Pages whose text was recognised from pictures, from 1."""
    doubts: tuple[Doubt, ...] = ()
    """Of those pages; each is told in a warning too."""
    line_pages: tuple[int, ...] = ()
    """The page of each line of the text, from 1, 0 where it cannot be told; nothing for kinds that have no pages."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a file, before they are put together."""

    lines: list[str]
    pages: int | None = None
    title: str = ""
    """A title that the file declares beside its words."""
    warnings: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    page_words: tuple[str, ...] = ()
    """What each page shows, without blanks."""
