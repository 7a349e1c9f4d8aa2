"""What the texts that guide a talk need: what is asked for, what is offered, where one is; a test holds the templates to these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReminderText:
    """The open question in one line, behind an answer about something else."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class SummaryText:
    """A talk summed up; every number from the core or the ledger."""

    day: str
    firm: str
    scheme: str
    headline: str
    confirmed: tuple[str, ...]
    more_confirmed: int
    waiting: tuple[str, ...]
    more_waiting: int
    aside: str
    open_count: int
    others: str
    """The other enterprises of the talk; empty when there are none."""


@dataclass(frozen=True, slots=True)
class NeedsText:
    """What is still needed of the firm, asked together."""

    lead: str
    wanted: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class SchemeOption:
    """A scheme that applies, with what sets it apart."""

    title: str
    difference: str


@dataclass(frozen=True, slots=True)
class OfferText:
    """The schemes that apply."""

    lead: str
    options: tuple[SchemeOption, ...]


@dataclass(frozen=True, slots=True)
class WhyAskedText:
    """Why an item is asked about, and what proves it."""

    title: str
    mark: str
    why: str
    proof: str


TALK_TEMPLATES = {
    "chat/reminder.j2": ReminderText,
    "chat/summary.j2": SummaryText,
    "chat/needs.j2": NeedsText,
    "chat/offer.j2": OfferText,
    "chat/why_asked.j2": WhyAskedText,
}
