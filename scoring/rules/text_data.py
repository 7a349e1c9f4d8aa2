"""What a text fixes beside the rules that decide: targets, batches, steps, contacts, consequences of a grade."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scoring.rules.cite import Cite, Source

Effect = Literal["withdrawn", "lowest", "downgraded", "adjusted", "barred", "removed", "penalty"]
Level = Literal["黄色", "橙色", "红色", "预警期间"]
EVERY_GRADE = "all"
LEVELS: tuple[Level, ...] = ("黄色", "橙色", "红色", "预警期间")
"""Warnings of heavy pollution, mildest first; 预警期间: the text does not tell the levels apart."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A document on which the text rests."""

    text: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Validity:
    """From and until when the text holds, as far as it says so."""

    text: str = ""
    cite: Cite | None = None


UNSAID = Validity()


@dataclass(frozen=True, slots=True)
class Member:
    """An industry or city that a target names in a line of its own."""

    name: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Target:
    """The share of firms that is to hold a grade by the end of a year."""

    year: str
    scope: Literal["all", "industries", "cities"]
    name: str
    at_least: Decimal
    unit: str
    before: Decimal | None
    """The share that the text gives for the year before, in `unit`."""
    members: tuple[Member, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Batch:
    """A group of industries that is reviewed together."""

    group: str
    by: str
    """ISO day."""
    industries: tuple[str, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the procedure, or a duty of the firm or the authorities on the way."""

    id: str
    who: str
    what: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Ground:
    """What takes a grade, title or place on a list away, in whole or in part."""

    id: str
    text: str
    effect: Effect | None
    """None where the text only has the one effect of its own title."""
    cite: Cite


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to turn to, and for what."""

    who: str
    purpose: str
    office: str
    places: tuple[str, ...]
    """Districts and counties; empty: all of them, or the text does not say."""
    phone: str
    mail: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Channel:
    """How data on a firm is gathered, as a kind of proof."""

    rung: str
    title: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something that a user may ask for and the text does not settle."""

    clause_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence on how something is filled in."""

    text: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class ListFormat:
    """The columns of a list that is filed, and how its rows are sorted."""

    title: str
    columns: tuple[str, ...]
    sort: tuple[str, ...]
    rules: tuple[Rule, ...]
    cite: Cite
    sort_cite: Cite


@dataclass(frozen=True, slots=True)
class Response:
    """What a grade means for a firm while a warning lasts; stands in the text or on a page outside it."""

    grade: str
    """A rung, 引领性, or `all` where the text speaks of every grade."""
    level: Level
    text: str
    condition: str
    """What else must hold; empty: nothing else."""
    cite: Cite | None
    source: Source | None


@dataclass(frozen=True, slots=True)
class WarningLevel:
    """When a warning is given, by a rule later than the text."""

    level: Level
    text: str
    source: Source
