"""What a rule pack is once loaded: frozen, typed and complete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Any, Literal

from scoring.industry.indicator import IndicatorPack, ResponseTable
from scoring.rules import text_data as data
from scoring.rules.cite import Cite as Cite
from scoring.rules.item import Band as Band
from scoring.rules.item import GateId as GateId
from scoring.rules.item import Item as Item
from scoring.rules.item import ItemKind as ItemKind
from scoring.rules.item import Level as Level
from scoring.rules.item import Outcome as Outcome
from scoring.rules.item import Usually as Usually
from scoring.rules.item import ValueRule as ValueRule

Status = Literal["draft", "in_force", "cycle_over", "superseded"]


@dataclass(frozen=True, slots=True)
class Section:
    """A block of a points scheme; `max` is None where the copy of the text does not give it."""

    id: str
    title: str
    weight: Decimal
    max: Decimal
    cite: Cite
    bonus: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """A set of items that must all be met."""

    id: GateId
    title: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Reading:
    """How we read a text that leaves room; every result that uses it lists it."""

    id: str
    text: str
    applies_to: tuple[str, ...]
    cite: Cite | None


@dataclass(frozen=True, slots=True)
class SourceFault:
    """Something wrong in the text itself and how it is read."""

    clause_id: str
    what: str
    reading: str
    items: tuple[str, ...]
    text_only: bool = False
    """Whether it has no bearing on a result, as a slip of the pen; it is shown with the text only."""


@dataclass(frozen=True, slots=True)
class NewerRule:
    """A rule that has moved on since the text, with where that was reported."""

    text: str
    source: str
    since: str | None = None
    """ISO day from which it is known; None when the report gives no day."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date, deadline or period of the text."""

    id: str
    when: str
    what: str
    who: str
    cite: Cite
    date: str | None = None
    """ISO day where the text names one."""


@dataclass(frozen=True, slots=True)
class Incentive:
    """What a grade or title brings, or costs."""

    applies_to: str
    text: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Principle:
    """A rule of combination (worst of the aspects, worst of the units); a reading where no text says it."""

    text: str
    cite: Cite | None
    reading: bool


@dataclass(frozen=True, slots=True)
class PassRule:
    """The score that is asked for."""

    at_least: Decimal
    cite: Cite


@dataclass(frozen=True)
class Pack:
    """One scheme, whole. `sha256` is over its files, so that a result can be tied to the exact rules."""

    id: str
    kind: Literal["points", "ladder"]
    title: str
    edition: str
    status: Status
    document: str
    place: str
    authority: str
    sha256: str
    effective_from: str | None
    cycle_until: str | None
    """ISO day on which the cycle of the text ends; None where it names no cycle."""
    items: dict[str, Item]
    readings: tuple[Reading, ...] = ()
    source_faults: tuple[SourceFault, ...] = ()
    newer_rules: tuple[NewerRule, ...] = ()
    calendar: tuple[Deadline, ...] = ()
    incentives: tuple[Incentive, ...] = ()
    # points
    pass_rule: PassRule | None = None
    undetermined_reason: Principle | None = None
    gates: tuple[Gate, ...] = ()
    sections: tuple[Section, ...] = ()
    # ladder
    rungs: tuple[str, ...] = ()
    rung_word: str = "级"
    """What the text calls a rung: A级 or A类."""
    optional_rungs: tuple[str, ...] = ()
    leading_rungs: tuple[str, ...] = ()
    worst_of_aspects: Principle | None = None
    worst_of_units: Principle | None = None
    industries: tuple[str, ...] = ()
    industries_cites: tuple[Cite, ...] = ()
    indicators: tuple[IndicatorPack, ...] = ()
    industry_responses: tuple[ResponseTable, ...] = ()
    # data of the text that no rule needs
    validity: data.Validity = data.UNSAID
    legal_basis: tuple[data.Basis, ...] = ()
    targets: tuple[data.Target, ...] = ()
    batches: tuple[data.Batch, ...] = ()
    procedure: tuple[data.Step, ...] = ()
    uplift_list: data.ListFormat | None = None
    withdrawal: tuple[data.Ground, ...] = ()
    contacts: tuple[data.Contact, ...] = ()
    evidence_channels: tuple[data.Channel, ...] = ()
    responses: tuple[data.Response, ...] = ()
    warning_levels: tuple[data.WarningLevel, ...] = ()
    not_decidable: tuple[data.OpenPoint, ...] = ()
    not_encoded: tuple[data.OpenPoint, ...] = ()

    def spoken(self, rung: str) -> str:
        """A rung as the text says it: A级, A类, 引领性."""
        return f"{rung}{self.rung_word}" if rung in self.rungs else rung

    @cached_property
    def aspect_ids(self) -> tuple[str, ...]:
        """The aspect names in the order of the text."""
        return tuple(item.id for item in self.of_kind("aspect"))

    @cached_property
    def told_faults(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """The faults of the text that a result may tell, each with its items; none means that all are told it."""
        return tuple(
            (fault.items, f"原文问题：{fault.what.rstrip('。')}；读法：{fault.reading}")
            for fault in self.source_faults
            if not fault.text_only
        )

    @cached_property
    def told_rules(self) -> tuple[tuple[str, str], ...]:
        """The rules that have moved on, each with the day from which it is told; "" for always."""
        return tuple(
            (rule.since or "", f"更新的规则：{rule.text}（来源：{rule.source}）") for rule in self.newer_rules
        )

    @cached_property
    def reading_uses(self) -> tuple[tuple[str, bool, bool, frozenset[str]], ...]:
        """Each reading: its text, whether every result uses it, whether exemptions do, and the items that do."""
        return tuple(
            (
                reading.text,
                not reading.applies_to or not {"all", "pass"}.isdisjoint(reading.applies_to),
                "not_applicable" in reading.applies_to,
                frozenset(
                    item.id
                    for item in self.items.values()
                    if not {item.id, item.section, item.gate}.isdisjoint(reading.applies_to)
                ),
            )
            for reading in self.readings
        )

    @cached_property
    def block_titles(self) -> dict[str, str]:
        """The titles of gates and blocks by their ids."""
        return {gate.id: gate.title for gate in self.gates} | {part.id: part.title for part in self.sections}

    @cached_property
    def plain_rungs(self) -> tuple[str, ...]:
        """The ladder of an industry that has none of the optional rungs."""
        return tuple(rung for rung in self.rungs if rung not in self.optional_rungs)

    @cached_property
    def _weights(self) -> dict[str | None, Decimal]:
        return {section.id: section.weight for section in self.sections}

    @cached_property
    def _grouped(self) -> dict[tuple[str, str | None], tuple[Item, ...]]:
        """Items by kind, section and gate; asked for on every assessment."""
        grouped: dict[tuple[str, str | None], list[Item]] = {}
        for item in self.items.values():
            for key in (("kind", item.kind), ("section", item.section), ("gate", item.gate)):
                grouped.setdefault(key, []).append(item)
        return {key: tuple(items) for key, items in grouped.items()}

    @cached_property
    def section_pickers(self) -> tuple[tuple[Section, Callable[[Sequence[Any]], Sequence[Any]]], ...]:
        """Each block with what picks those of its items out of a column that has all items in order."""
        order = {item.id: place for place, item in enumerate(self.items.values())}
        return tuple(
            (section, _picker([order[item.id] for item in self.in_section(section.id)]))
            for section in self.sections
        )

    def weight_of(self, item: Item) -> Decimal:
        """What one point of the item counts in the total; 0 outside all blocks."""
        return self._weights.get(item.section, Decimal(0))

    def of_kind(self, *kinds: ItemKind) -> tuple[Item, ...]:
        """The items of these kinds, in the order of the text."""
        if len(kinds) == 1:
            return self._grouped.get(("kind", kinds[0]), ())
        return tuple(item for item in self.items.values() if item.kind in kinds)

    def in_section(self, section_id: str) -> tuple[Item, ...]:
        """The items of a block, in the order of the text."""
        return self._grouped.get(("section", section_id), ())

    def in_gate(self, gate_id: str) -> tuple[Item, ...]:
        """The items of a gate, in the order of the text."""
        return self._grouped.get(("gate", gate_id), ())


def _picker(places: list[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    # itemgetter is fast, but gives a single one bare.
    return itemgetter(*places) if len(places) > 1 else lambda column: [column[place] for place in places]
