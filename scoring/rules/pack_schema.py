"""The shape of a pack's YAML files; anything not named here is refused."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from scoring.rules.schema_parts import STRICT, CiteModel, Day, Number
from scoring.rules.text_data_schema import (
    BasisModel,
    BatchModel,
    ChannelModel,
    ContactModel,
    GroundModel,
    ListFormatModel,
    OpenPointModel,
    ResponseModel,
    StepModel,
    TargetModel,
    WarningLevelModel,
)

Outcome = Literal["not_met", "met", "none", "open", "full"]


class Strict(BaseModel):
    """A mapping whose keys are all known."""

    model_config = STRICT


class BandModel(Strict):
    """`from`/`below` are the usual limits; `above`/`up_to` where the words are strict the other way."""

    low: Number | None = Field(None, alias="from")
    above: Number | None = None
    below: Number | None = None
    up_to: Number | None = None
    gives: Outcome


class ValueModel(Strict):
    """A number that the text lets a value be compared with."""

    unit: str
    of: str
    bands: list[BandModel] = Field(min_length=1)


class LevelModel(Strict):
    """A stage or a choice."""

    id: str
    title: str
    points: Number
    quote: str
    says: str = ""


class ItemModel(Strict):
    """One entry of items/*.yaml."""

    id: str
    kind: Literal["required", "optional", "bonus", "condition", "scored", "authority", "aspect", "event"]
    title: str = Field(min_length=1, max_length=20)
    cites: CiteModel
    question: str = Field(min_length=4)
    proof: list[str] = []
    measure: str = ""
    section: str | None = None
    gate: Literal["basic", "conditions", "required"] | None = None
    group: str = ""
    points: Number | None = None
    may_not_apply: Literal["适用时", "可行时", "必要时", "工艺适用时"] | None = None
    value: ValueModel | None = None
    stages: list[LevelModel] = []
    choices: list[LevelModel] = []
    open_formula: bool = False
    says: list[str] = []
    says_unmet: list[str] = []
    implies: list[str] = []
    usually_met: Literal["almost_always", "mostly", "sometimes", "seldom"] | None = None
    adverse: bool | None = None
    effect: Literal["lowest", "cap", "downgrade"] | None = None
    cap: str | None = None
    rungs: str | None = None


class PassModel(Strict):
    """The score that is asked for."""

    at_least: Number
    cites: CiteModel


class GateModel(Strict):
    """A set of items that must all be met."""

    id: Literal["basic", "conditions", "required"]
    title: str
    cites: CiteModel


class SectionModel(Strict):
    """A block of points."""

    id: str
    title: str
    weight: Number
    max: Number
    cites: CiteModel
    bonus: bool = False


class ReadingModel(Strict):
    """A named assumption. `applies_to`: item or section ids, gate ids, `not_applicable`, `pass` or `all`."""

    id: str
    text: str
    applies_to: list[str] = []
    cites: CiteModel | None = None


class FaultModel(Strict):
    """A fault of the source text; `text_only`: it has no bearing on what a firm is told of its result."""

    clause: str
    what: str
    reading: str
    items: list[str] = []
    text_only: bool = False


class NewerRuleModel(Strict):
    """A later rule, with its source."""

    text: str
    source: str
    since: Day | None = None


class DeadlineModel(Strict):
    """A date or period of the text."""

    id: str
    when: str
    what: str
    who: str = ""
    date: Day | None = None
    cites: CiteModel


class IncentiveModel(Strict):
    """What a grade brings."""

    grade: str = Field(alias="for")
    text: str
    cites: CiteModel


class PrincipleModel(Strict):
    """A rule of combination."""

    text: str
    reading: bool = False
    cites: CiteModel | None = None


class LeadingModel(Strict):
    """The separate track 引领性."""

    rungs: list[str]


class EffectiveModel(Strict):
    """From when the text holds and, where it names a cycle, until when (ISO days)."""

    start: Day | None = Field(None, alias="from")
    until: Day | None = None
    text: str = ""
    cites: CiteModel | None = None


class PackModel(Strict):
    """pack.yaml."""

    schema_version: Literal[1]
    id: str
    kind: Literal["points", "ladder"]
    title: str
    edition: str
    status: Literal["draft", "in_force", "cycle_over", "superseded"]
    document: str
    place: str
    authority: str
    effective: EffectiveModel = EffectiveModel()
    superseded_by: str | None = None
    legal_basis: list[BasisModel] = []
    pass_rule: PassModel | None = Field(None, alias="pass")
    verdict_reason: PrincipleModel | None = None
    gates: list[GateModel] = []
    sections: list[SectionModel] = []
    rungs: list[str] = []
    rung_word: Literal["级", "类"] = "级"
    optional_rungs: list[str] = []
    leading: LeadingModel | None = None
    worst_of_aspects: PrincipleModel | None = None
    worst_of_units: PrincipleModel | None = None
    industries: list[str] = []
    industries_cites: list[CiteModel] = []
    readings: list[ReadingModel] = []
    source_faults: list[FaultModel] = []
    newer_rules: list[NewerRuleModel] = []
    calendar: list[DeadlineModel] = []
    incentives: list[IncentiveModel] = []
    targets: list[TargetModel] = []
    batches: list[BatchModel] = []
    procedure: list[StepModel] = []
    uplift_list: ListFormatModel | None = None
    responses: list[ResponseModel] = []
    warning_levels: list[WarningLevelModel] = []
    contacts: list[ContactModel] = []
    withdrawal: list[GroundModel] = []
    not_decidable: list[OpenPointModel] = []
    evidence_channels: list[ChannelModel] = []
    not_encoded: list[OpenPointModel] = []
