"""What the three explanations of one result need; a test holds the templates to these."""

from __future__ import annotations

from dataclasses import dataclass

from prompts.contexts import SourceGroup


@dataclass(frozen=True, slots=True)
class BossText:
    """Three to five sentences for whoever decides on money."""

    sentences: tuple[str, ...]
    sources: tuple[SourceGroup, ...]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Something to do or to find out."""

    item: str
    title: str
    what: str
    how: str
    proof: str
    ref: str


@dataclass(frozen=True, slots=True)
class OfficerText:
    """What to do, with what proof, where and by when, for whoever does it."""

    headline: str
    goal: str
    tasks: tuple[TaskRow, ...]
    questions: tuple[TaskRow, ...]
    dates: tuple[str, ...]
    contacts: tuple[str, ...]
    contacts_note: str
    cautions: tuple[str, ...]
    sources: tuple[SourceGroup, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One item of the trace."""

    item: str
    title: str
    truth: str
    points: str
    because: str
    number: str
    ref: str


@dataclass(frozen=True, slots=True)
class InspectorText:
    """The result clause by clause, with what it rests on."""

    head: tuple[tuple[str, str], ...]
    headline: str
    blocks: tuple[str, ...]
    steps: tuple[StepRow, ...]
    overrides: tuple[str, ...]
    readings: tuple[str, ...]
    checks: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceGroup, ...]


EXPLANATIONS: dict[str, type] = {
    "explain/boss.md.j2": BossText,
    "explain/officer.md.j2": OfficerText,
    "explain/inspector.md.j2": InspectorText,
}
"""Every template of this kind with the dataclass it is rendered from."""
