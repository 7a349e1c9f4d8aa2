"""What each text of the conversation needs; a test holds the templates to these fields."""

from __future__ import annotations

from dataclasses import dataclass

from prompts.talk_contexts import TALK_TEMPLATES


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


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposed fact with the user's words."""

    title: str
    said: str
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class ProposedText:
    """What was taken from a message and waits for a yes."""

    heard: tuple[str, ...]
    """What was understood of the firm, told so that a slip is seen at once."""
    proposals: tuple[ProposalLine, ...]


@dataclass(frozen=True, slots=True)
class StandingText:
    """Where the firm stands, every number from the core."""

    headline: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionText:
    """The one thing asked next."""

    lead: str
    title: str
    question: str
    mark: str
    why: str
    proof: str


@dataclass(frozen=True, slots=True)
class OpeningText:
    """The first orientation once place, industry and scheme are known."""

    heard: str
    scheme: str
    target: str
    principles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIfText:
    """Two states side by side; nothing is saved."""

    supposed: str
    before: str
    after: str
    remark: str


@dataclass(frozen=True, slots=True)
class RewordRules:
    """What a language model must keep when it rewords an answer."""

    longest: int


@dataclass(frozen=True, slots=True)
class RewordTask:
    """The answer that a language model may reword, and what was asked; both written as JSON strings."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class FactRules:
    """What a language model may propose as facts."""

    items: tuple[str, ...]
    """One line an item of the scheme."""
    most: int


@dataclass(frozen=True, slots=True)
class FactTask:
    """The message that a language model may read, and the item asked about; both written as JSON."""

    asked: str
    message: str


CHAT_TEMPLATES = {
    "chat/answer.j2": AnswerText,
    "chat/refusal.j2": RefusalText,
    "chat/proposed.j2": ProposedText,
    "chat/standing.j2": StandingText,
    "chat/question.j2": QuestionText,
    "chat/opening.j2": OpeningText,
    "chat/what_if.j2": WhatIfText,
    "chat/reword_system.j2": RewordRules,
    "chat/reword_user.j2": RewordTask,
    "chat/facts_system.j2": FactRules,
    "chat/facts_user.j2": FactTask,
    **TALK_TEMPLATES,
}
