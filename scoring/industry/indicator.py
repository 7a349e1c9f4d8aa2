"""What an indicator pack is once loaded: per aspect of an industry, what each grade asks for, as far as a source says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.comparisons import NO_BASIS, Basis, Comparison, Direction
from scoring.rules.text_data import Response

IndicatorKind = Literal["number", "choice", "yes_no"]
Completeness = Literal["partial", "complete"]
IndicatorStatus = Literal["draft", "in_force", "cycle_over", "superseded", "unknown"]
IndicatorSeen = Literal["official_part", "reprint_part", "report", "vendor", "file"]
SEEN_WORDS: dict[IndicatorSeen, str] = {
    "official_part": "官方页面，只见到部分内容",
    "reprint_part": "转载，只见到部分内容",
    "report": "公开报道",
    "vendor": "商家页面",
    "file": "导入的文件",
}


@dataclass(frozen=True, slots=True)
class IndicatorSource:
    """Where the values stand and how far that was seen."""

    text: str
    url: str
    seen: IndicatorSeen
    date: str | None = None
    """ISO day of the page or file; None where it bears none."""

    @property
    def told(self) -> str:
        """The source as a sentence's ending."""
        return "，".join(part for part in (self.text, self.url, self.date, SEEN_WORDS[self.seen]) if part)


@dataclass(frozen=True, slots=True)
class Demand:
    """What one grade asks of one indicator; with none of the four, the grade asks nothing."""

    text: str
    source: str
    """Where in the source the value stands: a row and column, a paragraph."""
    comparison: Comparison | None = None
    at_least: str | None = None
    """Choice indicators: the worst choice that is still accepted."""
    open_for: tuple[str, ...] = ()
    """Choices of which the source does not say whether they are accepted."""
    answer: bool | None = None
    """Yes-or-no indicators: the answer that is accepted."""

    @property
    def asks(self) -> bool:
        """Whether anything is asked at all."""
        return self.comparison is not None or self.at_least is not None or self.answer is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers of a choice indicator."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measurable or checkable thing; `demands` by grade, a grade that is absent is not known."""

    id: str
    aspect: str
    """Id of the aspect inside the pack."""
    title: str
    question: str
    kind: IndicatorKind
    demands: Mapping[str, Demand]
    unit: str | None = None
    better: Direction | None = None
    basis: Basis = NO_BASIS
    applies_when: tuple[tuple[str, ...], ...] = ()
    """Groups of process tags; it applies to a unit that has one of each group."""
    choices: tuple[Choice, ...] = ()
    """Best first."""
    proof: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def choice(self, name: str) -> Choice | None:
        """The choice with this id or title."""
        return next((choice for choice in self.choices if name in (choice.id, choice.title)), None)

    def rank(self, choice_id: str) -> int:
        """The place of a choice, 0 the best."""
        return [choice.id for choice in self.choices].index(choice_id)

    def accepts(self, grade: str, value: Fraction | str | bool) -> bool | None:
        """Whether a grade accepts a value (a number in the unit and basis of the indicator); None: not known."""
        demand = self.demands.get(grade)
        if demand is None:
            return None
        if demand.comparison is not None:
            assert isinstance(value, Fraction)
            return demand.comparison.holds(value)
        if demand.at_least is not None:
            assert isinstance(value, str)
            if value in demand.open_for:
                return None
            return self.rank(value) <= self.rank(demand.at_least)
        return demand.answer is None or value is demand.answer


@dataclass(frozen=True, slots=True)
class IndicatorAspect:
    """A part of the table, and which aspect it is in each scheme; a scheme that is absent has no such aspect."""

    id: str
    names: Mapping[str, str]
    completeness: Completeness
    missing: tuple[str, ...]
    """What is known to be left out, in words."""


@dataclass(frozen=True)
class IndicatorPack:
    """The indicators of one industry from one source."""

    id: str
    title: str
    industry: str
    schemes: tuple[str, ...]
    edition: str
    status: IndicatorStatus
    effective_from: str | None
    effective_until: str | None
    completeness: Completeness
    missing: tuple[str, ...]
    source: IndicatorSource
    grades: tuple[str, ...]
    """The grades of the industry, best first; the last is the floor and asks nothing."""
    all_grades: bool
    """Whether the industry has no further grade, such as B-."""
    processes: tuple[str, ...]
    aspects: tuple[IndicatorAspect, ...]
    indicators: tuple[Indicator, ...]
    sha256: str
    notes: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    """Ids of packs that are not used beside this one."""
    checked_by: str | None = None
    checked_on: str | None = None

    def aspects_in(self, scheme: str) -> Mapping[str, tuple[IndicatorAspect, ...]]:
        """The parts by the aspect of the scheme that they are; several parts may be one aspect."""
        named: dict[str, tuple[IndicatorAspect, ...]] = {}
        for aspect in self.aspects:
            if (name := aspect.names.get(scheme)) is not None:
                named[name] = (*named.get(name, ()), aspect)
        return named

    def of_aspect(self, aspect: str) -> tuple[Indicator, ...]:
        """The indicators of an aspect, in the order of the source."""
        return tuple(indicator for indicator in self.indicators if indicator.aspect == aspect)

    def indicator(self, indicator_id: str) -> Indicator | None:
        """The indicator with this id."""
        return next((one for one in self.indicators if one.id == indicator_id), None)

    def in_force_on(self, day: str) -> bool:
        """Whether it may be used on an ISO day."""
        return (
            self.status != "superseded"
            and (self.effective_from is None or self.effective_from <= day)
            and (self.effective_until is None or day <= self.effective_until)
        )


@dataclass(frozen=True)
class ResponseTable:
    """What the grades of one industry mean while a warning lasts: consequences, which decide no grade."""

    id: str
    title: str
    industry: str
    schemes: tuple[str, ...]
    edition: str
    status: IndicatorStatus
    completeness: Completeness
    missing: tuple[str, ...]
    source: IndicatorSource
    responses: tuple[Response, ...]
    sha256: str
    notes: tuple[str, ...] = ()

    def of(self, grade: str, level: str | None = None) -> tuple[Response, ...]:
        """The consequences of a grade, of all levels or of one."""
        return tuple(r for r in self.responses if r.grade == grade and level in (None, r.level))
