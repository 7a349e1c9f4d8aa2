"""The shape of what pack.yaml holds beside the rules that decide, and how it becomes typed data."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field, model_validator

from scoring.rules.cite import Source
from scoring.rules.schema_parts import STRICT, CiteModel, Day, Number, SourceModel
from scoring.rules.text_data import (
    Basis,
    Batch,
    Channel,
    Contact,
    Effect,
    Ground,
    Level,
    ListFormat,
    Member,
    OpenPoint,
    Response,
    Rule,
    Step,
    Target,
    WarningLevel,
)


class _Strict(BaseModel):
    model_config = STRICT


class BasisModel(_Strict):
    """A document on which the text rests."""

    text: str
    cites: CiteModel

    def built(self, document: str) -> Basis:
        """The typed entry."""
        return Basis(self.text, self.cites.built(document))


class MemberModel(_Strict):
    """An industry or city with its line."""

    name: str
    cites: CiteModel


class TargetModel(_Strict):
    """A share to be reached; `from`: the share of the year before."""

    year: str = Field(pattern=r"^\d{4}$")
    scope: Literal["all", "industries", "cities"]
    name: str
    at_least: Number
    before: Number | None = Field(None, alias="from")
    unit: str
    members: list[MemberModel] = []
    cites: CiteModel

    def built(self, document: str) -> Target:
        """The typed entry."""
        return Target(
            self.year,
            self.scope,
            self.name,
            Decimal(self.at_least),
            self.unit,
            None if self.before is None else Decimal(self.before),
            tuple(Member(member.name, member.cites.built(document)) for member in self.members),
            self.cites.built(document),
        )


class BatchModel(_Strict):
    """A group of industries that is reviewed by a day."""

    group: str
    by: Day
    industries: list[str] = []
    cites: CiteModel

    def built(self, document: str) -> Batch:
        """The typed entry."""
        return Batch(self.group, self.by, tuple(self.industries), self.cites.built(document))


class StepModel(_Strict):
    """A step of the procedure or a duty on the way."""

    id: str
    who: str
    what: str
    cites: CiteModel

    def built(self, document: str) -> Step:
        """The typed entry."""
        return Step(self.id, self.who, self.what, self.cites.built(document))


class GroundModel(_Strict):
    """What takes a grade, title or place on a list away."""

    id: str
    text: str
    effect: Effect | None = None
    cites: CiteModel

    def built(self, document: str) -> Ground:
        """The typed entry."""
        return Ground(self.id, self.text, self.effect, self.cites.built(document))


class ContactModel(_Strict):
    """Whom to turn to, and for what."""

    who: str
    purpose: str = Field(alias="for")
    office: str = ""
    places: list[str] = []
    phone: str = ""
    mail: str = ""
    cites: CiteModel

    def built(self, document: str) -> Contact:
        """The typed entry."""
        return Contact(
            self.who,
            self.purpose,
            self.office,
            tuple(self.places),
            self.phone,
            self.mail,
            self.cites.built(document),
        )


class ChannelModel(_Strict):
    """How data on a firm is gathered, as a kind of proof."""

    rung: Literal["declared", "document", "third_party", "department", "onsite", "online"]
    title: str
    cites: CiteModel

    def built(self, document: str) -> Channel:
        """The typed entry."""
        return Channel(self.rung, self.title, self.cites.built(document))


class OpenPointModel(_Strict):
    """What a user may ask for and the text does not settle."""

    clause: str
    why: str

    def built(self, document: str) -> OpenPoint:
        """The typed entry; the clause is one of `document`."""
        del document
        return OpenPoint(self.clause, self.why)


class RuleModel(_Strict):
    """A sentence on how something is filled in."""

    text: str
    cites: CiteModel


class ListFormatModel(_Strict):
    """The columns of a list that is filed, and how its rows are sorted."""

    title: str
    columns: list[str] = Field(min_length=1)
    sort: list[str] = Field(min_length=1)
    rules: list[RuleModel] = []
    cites: CiteModel
    sort_cites: CiteModel

    def built(self, document: str) -> ListFormat:
        """The typed entry."""
        return ListFormat(
            self.title,
            tuple(self.columns),
            tuple(self.sort),
            tuple(Rule(rule.text, rule.cites.built(document)) for rule in self.rules),
            self.cites.built(document),
            self.sort_cites.built(document),
        )


class ResponseModel(_Strict):
    """What a grade means while a warning lasts; exactly one of `cites` and `source`."""

    grade: str
    level: Level
    text: str
    condition: str = ""
    cites: CiteModel | None = None
    source: SourceModel | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> ResponseModel:
        if (self.cites is None) == (self.source is None):
            raise ValueError("cites（文本中的出处）和 source（文本外的来源）须写且只写一个")
        return self

    def built(self, document: str) -> Response:
        """The typed entry."""
        cite = self.cites.built(document) if self.cites else None
        source = _source(self.source) if self.source else None
        return Response(self.grade, self.level, self.text, self.condition, cite, source)


class WarningLevelModel(_Strict):
    """When a warning is given."""

    level: Literal["黄色", "橙色", "红色"]
    text: str
    source: SourceModel

    def built(self, document: str) -> WarningLevel:
        """The typed entry; it never stands in `document`."""
        del document
        return WarningLevel(self.level, self.text, _source(self.source))


def _source(model: SourceModel) -> Source:
    return Source(model.text, model.url, model.seen)
