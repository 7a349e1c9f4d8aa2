"""The result of an assessment: frozen, and the same for the page, the talk and the plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from scoring.firm.checks import Check
from scoring.industry.indicator_decision import AspectDecision
from scoring.rules.pack import Cite
from scoring.rules.text_data import Response
from scoring.truth import Truth

Verdict = Literal["pass", "fail", "undetermined"]


class Interval(NamedTuple):
    """From "everything unknown fails" to "everything unknown passes"."""

    # A named tuple is made in a third of the time of a frozen dataclass, and every result has some twenty of these.

    lower: Decimal
    upper: Decimal
    max: Decimal


class SectionResult(NamedTuple):
    """Points of one block, on the block's own scale."""

    id: str
    title: str
    weight: Decimal
    points: Interval


class GateResult(NamedTuple):
    """Whether a set of must-haves holds, and through which items it fails or is open."""

    id: str
    title: str
    status: Truth
    failing: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An unknown that can still change the verdict."""

    item: str
    question: str
    why: str
    cite: Cite
    proof: tuple[str, ...] = ()
    written: Any = field(default=None, compare=False, repr=False)
    """Its JSON, where one who makes many reports has written it in advance."""


class Screening(NamedTuple):
    """A question over several unknown items; the answer names the ones that differ from the rest."""

    items: tuple[str, ...]
    question: str
    why: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something known to fall short."""

    item: str
    title: str
    requirement: str
    shortfall: str
    cite: Cite
    measure: str = ""
    proof: tuple[str, ...] = ()
    decisive: bool = True
    """True where the target cannot be had without closing it."""
    written: Any = field(default=None, compare=False, repr=False)
    """Its JSON, where one who makes many reports has written it in advance."""


@dataclass(frozen=True, slots=True)
class GradeInterval:
    """The rung held if every unknown fails, and if every unknown passes."""

    confirmed: str
    reachable: str


@dataclass(frozen=True, slots=True)
class TraceStep:
    """How one item came out."""

    item: str
    title: str
    truth: Truth
    lower: Decimal | None
    upper: Decimal | None
    because: str
    cite: Cite
    grade: GradeInterval | None = None
    """Ladders only: between which rungs the aspect lies; None while nothing that counts is said of it."""
    written: Any = field(default=None, compare=False, repr=False)
    """Its JSON, where one who makes many reports has written it in advance."""


Part = Question | Gap | TraceStep
"""What a row or an aspect brings to a result."""


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One industry or process: its grade on the one track or the other, and what holds it down."""

    name: str
    industry: str | None
    grade: GradeInterval | None
    leading: GradeInterval | None
    blocking: tuple[str, ...]
    decisions: tuple[AspectDecision, ...] = ()
    """What measured values decide of its aspects, where the industry has an indicator pack."""


@dataclass(frozen=True, slots=True)
class Override:
    """An event that sets aside what the aspects would give."""

    event: str
    effect: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything a result says; parts of the other kind of scheme stay empty."""

    scheme: str
    kind: Literal["points", "ladder"]
    as_of: date
    edition: str
    sha256: str
    proof: str
    next_questions: tuple[Question, ...]
    gaps: tuple[Gap, ...]
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]
    trace: tuple[TraceStep, ...]
    checks: tuple[Check, ...] = ()
    screenings: tuple[Screening, ...] = ()
    # points
    score: Interval | None = None
    sections: tuple[SectionResult, ...] = ()
    gates: tuple[GateResult, ...] = ()
    verdict: Verdict | None = None
    # ladder
    grade: GradeInterval | None = None
    leading: GradeInterval | None = None
    units: tuple[UnitResult, ...] = ()
    overrides: tuple[Override, ...] = ()
    consequences: tuple[Response, ...] = ()
    """What the confirmed grade means during a warning, as far as a source says."""

    @property
    def settled(self) -> bool:
        """Whether no further fact can change the verdict or grade."""
        if self.kind == "points":
            return self.verdict != "undetermined"
        intervals = [interval for interval in (self.grade, self.leading) if interval is not None]
        return all(interval.confirmed == interval.reachable for interval in intervals)
