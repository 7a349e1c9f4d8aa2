"""What a plan says of the text beside its rules: warnings, procedure, batches and contacts, ready to be set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WarningRow:
    """What two grades mean at one level of warning."""

    level: str
    now: str
    goal: str


@dataclass(frozen=True, slots=True)
class Warnings:
    """The grade that is certain and the target side by side; `rows` is empty where no source tells grades apart."""

    now: str
    goal: str
    rows: tuple[WarningRow, ...]
    common: tuple[str, ...]
    """What is said of every grade alike."""
    levels: tuple[str, ...]
    """When a warning of a level is given; empty where the table does not tell levels apart."""
    sources: tuple[str, ...]
    """Pages outside the texts by their marks, each with how far it was seen."""


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A date or period of the text."""

    when: str
    state: str
    what: str
    who: str
    ref: str


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A step of the procedure."""

    who: str
    what: str
    ref: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Whom to turn to."""

    who: str
    purpose: str
    places: str
    reach: str
    """Phone and mail as the text prints them; empty where it prints none."""
    ref: str
    line: str
    """All of it in one sentence."""


@dataclass(frozen=True, slots=True)
class Course:
    """The way through the procedure, as far as the text fixes it."""

    note: str
    """How the text stands on the day; empty where nothing is to be said."""
    batches: tuple[str, ...]
    procedure: tuple[ProcedureRow, ...]
    calendar: tuple[CalendarRow, ...]
    contacts: tuple[ContactRow, ...]
    contacts_note: str
    """Which contacts are shown, or why none."""
