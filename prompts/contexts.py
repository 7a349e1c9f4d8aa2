"""What each template is given: one frozen dataclass per template, everything in it already plain text."""

from __future__ import annotations

from dataclasses import dataclass

from prompts.plan_text_rows import Course, Warnings


@dataclass(frozen=True, slots=True)
class Firm:
    """The firm as the user named it."""

    name: str
    region: str
    industry: str


@dataclass(frozen=True, slots=True)
class SchemeHead:
    """The scheme, the edition of its text and the rules the result is tied to."""

    title: str
    place: str
    authority: str
    edition: str
    standing: str
    as_of: str
    pack: str
    proof: str


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One want of the smallest set that cannot all be had."""

    want: str
    detail: str


@dataclass(frozen=True, slots=True)
class BlockRow:
    """Points of one block; `lower` to `upper` as the core gives them."""

    title: str
    weight: str
    lower: str
    upper: str
    max: str


@dataclass(frozen=True, slots=True)
class GateRow:
    """A set of must-haves."""

    title: str
    status: str
    failing: str
    unknown: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A graded unit of a ladder."""

    name: str
    industry: str
    confirmed: str
    reachable: str
    blocking: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the firm stands; the parts of the other kind of scheme are empty."""

    is_points: bool
    total: BlockRow | None
    blocks: tuple[BlockRow, ...]
    gates: tuple[GateRow, ...]
    units: tuple[UnitRow, ...]
    overrides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """Something known to fall short, and what is done about it."""

    item: str
    kind: str
    requirement: str
    ref: str
    shortfall: str
    measure: str
    evidence: str
    owner: str
    period: str
    cost: str


@dataclass(frozen=True, slots=True)
class PendingRow:
    """Something nobody has shown yet."""

    item: str
    kind: str
    question: str
    ref: str
    why: str
    evidence: str
    measure: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A chosen measure; cost and months are the user's figures."""

    id: str
    title: str
    closes: str
    cost: str
    months: str
    period: str


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A set of measures that reaches the target, with what it is the best in."""

    label: str
    measures: str
    cost: str
    months: str
    count: str
    after: str


@dataclass(frozen=True, slots=True)
class LeastRow:
    """What one of the smallest sets of requirements adds to what all of them hold."""

    number: str
    items: str
    after: str


@dataclass(frozen=True, slots=True)
class Least:
    """The fewest requirements between the firm and the target; `rows` is empty when there is nothing to choose."""

    lines: tuple[str, ...]
    rows: tuple[LeastRow, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """The chosen measures with their totals; `rows` is empty when all of them are proposals of ours."""

    rows: tuple[MeasureRow, ...]
    cost: str
    months: str
    budget: str
    deadline: str
    unpriced: str
    unused: str
    remark: str
    routes: tuple[RouteRow, ...]
    """Plans that no other is better than in cost, months and count together; empty when there is but one."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line of the comparison, both sides computed by the core."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A clause that the document rests on."""

    mark: str
    number: str
    quote: str


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The cited clauses of one document."""

    document: str
    status: str
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class UpgradePlanContext:
    """The upgrade plan of one firm, ready to be set in any format."""

    title: str
    disclaimer: str
    legend: str
    firm: Firm
    scheme: SchemeHead
    target: str
    summary: tuple[str, ...]
    feasible: bool
    obstacle: str
    """What the conflicts are introduced with; empty when there are none."""
    conflicts: tuple[ConflictRow, ...]
    standing: Standing
    least: Least
    gaps: tuple[GapRow, ...]
    other_gaps: tuple[GapRow, ...]
    """Known gaps that the chosen measures leave open."""
    pending: tuple[PendingRow, ...]
    further_pending: tuple[str, ...]
    """The labels of what else is unknown, where a table of all of it would hide the rest."""
    measures: Measures
    results: tuple[ResultRow, ...]
    warnings: Warnings
    incentives: tuple[str, ...]
    avoided: tuple[str, ...]
    """What the text says costs a grade, title or application."""
    course: Course
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]
    faults: tuple[str, ...]
    newer_rules: tuple[str, ...]
    sources: tuple[SourceGroup, ...]


TEMPLATES: dict[str, type] = {
    "plans/upgrade_plan.md.j2": UpgradePlanContext,
    "plans/upgrade_plan.docx": UpgradePlanContext,
    "plans/upgrade_plan.typ": UpgradePlanContext,
}
"""Every template with the dataclass it is rendered from."""
