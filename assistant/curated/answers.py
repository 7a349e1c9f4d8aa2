"""An approved answer with the ground it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

State = Literal["approved", "to_review", "withdrawn"]
STATES: dict[State, str] = {"approved": "已批准", "to_review": "待复核", "withdrawn": "已撤回"}
"""What a state is called in Chinese."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A clause that an answer quotes, as it was on the day of approval."""

    document_id: str
    clause_id: str
    """With the document: ``sanmenxia-grading-2022:s3.1``."""
    quote: str
    clause_sha256: str
    """Of the whole text of the clause."""
    edition: str
    document_sha256: str

    def as_json(self) -> dict[str, Any]:
        """As it is stored and shown."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class CuratedAnswer:
    """What is said to one question, in all the forms in which it is asked."""

    id: str
    forms: tuple[str, ...]
    text: str
    """Markdown; the marks 〔1〕 … stand for `basis` in order."""
    basis: tuple[Basis, ...]
    place: str | None
    """Whose asker it serves: a place and all within it; None for every place that its texts reach."""
    state: State
    reason: str
    """Why it waits for review or was withdrawn; else empty."""
    approved_by: str
    approved_at: str
    """ISO, UTC."""
    holds_from: date | None = None
    holds_until: date | None = None
    history: tuple[dict[str, Any], ...] = ()
    """What happened to it, oldest first: at, by, what, reason."""

    def as_json(self) -> dict[str, Any]:
        """As the interface shows it."""
        return {
            "id": self.id,
            "forms": list(self.forms),
            "answer": self.text,
            "clauses": [basis.as_json() for basis in self.basis],
            "place": self.place,
            "state": self.state,
            "state_label": STATES[self.state],
            "reason": self.reason,
            "approved_by": self.approved_by,
            "approved_at": self.approved_at,
            "holds_from": self.holds_from.isoformat() if self.holds_from else None,
            "holds_until": self.holds_until.isoformat() if self.holds_until else None,
            "history": list(self.history),
        }
