"""What each text of the conversation needs; a test holds the templates to these fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerText:
    """An answer composed from clauses."""

    lead: str
    """The date, number, yes or no that was asked for, verbatim where it is one; empty when the body says it."""
    body: str
    """The clause's words, with the mark of their citation."""
    source: str
    """Document and clause number, and how the document stands."""
    others: tuple[str, ...]
    """Further clauses worth knowing, each with its mark."""


@dataclass(frozen=True, slots=True)
class RefusalText:
    """A refusal that helps: what is missing, what is there instead, who knows."""

    opening: str
    searched: str
    instead: str
    related: str
    advice: str


CHAT_TEMPLATES = {
    "chat/answer.j2": AnswerText,
    "chat/refusal.j2": RefusalText,
}
