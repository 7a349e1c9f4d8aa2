"""Where a statement stands: a clause of a text, or a page outside the texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Seen = Literal["official_part", "reprint_part", "report", "vendor"]
SEEN_LABELS: dict[Seen, str] = {
    "official_part": "官方页面，只见到部分内容",
    "reprint_part": "转载，只见到部分内容",
    "report": "公开报道",
    "vendor": "商家页面",
}
"""How far a page was seen, as users read it."""


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a rule stands: a clause of a document and a verbatim run of its text."""

    document_id: str
    clause_id: str
    """Local id inside the document."""
    quote: str


@dataclass(frozen=True, slots=True)
class Source:
    """A page that is not one of the texts; its words are given in ours, never quoted."""

    text: str
    """What the page is: a document number, a title, a publisher, a day."""
    url: str
    seen: Seen
