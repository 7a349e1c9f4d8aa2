"""The shape of an indicator pack's files; anything not named here is refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from scoring.industry.indicator import Completeness, IndicatorKind, IndicatorSeen, IndicatorStatus
from scoring.rules.schema_parts import STRICT, Day, Number
from scoring.rules.text_data_schema import ResponseModel

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=80)]


def _quoted(value: object) -> object:
    """Numbers may be written bare; 国五 stands for itself."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _figure(value: str) -> str:
    if not value.startswith("国") and not value.replace(".", "", 1).isdigit():
        raise ValueError("应为数字（例如 10 或 0.5）或车辆排放阶段（例如 国五）")
    return value


Figure = Annotated[str, BeforeValidator(_quoted), AfterValidator(_figure)]


class Strict(BaseModel):
    """A mapping whose keys are all known."""

    model_config = STRICT


class IndicatorSourceModel(Strict):
    """Where the values stand."""

    text: str = Field(min_length=4)
    url: str = ""
    seen: IndicatorSeen
    date: Day | None = None


class ValidityModel(Strict):
    """From and until when it holds (ISO days), as far as the source says so."""

    start: Day | None = Field(None, alias="from")
    until: Day | None = None


class CheckedModel(Strict):
    """Who compared the pack with its source."""

    by: str = Field(min_length=2)
    on: Day


class AspectModel(Strict):
    """A part of the table."""

    id: Id
    names: dict[str, str] = Field(min_length=1)
    completeness: Completeness
    missing: list[str] = []

    @model_validator(mode="after")
    def _says_what_is_missing(self) -> AspectModel:
        if self.completeness == "partial" and not self.missing:
            raise ValueError("completeness 为 partial 时须在 missing 里写明缺什么")
        if self.completeness == "complete" and self.missing:
            raise ValueError("completeness 为 complete 时 missing 应为空")
        return self


class DemandModel(Strict):
    """What a grade asks: `word` and `value`, `at_least`, `is`, or `none: true`; exactly one of these."""

    text: str = Field(min_length=1)
    source: str = Field(min_length=1)
    word: str | None = None
    value: Figure | None = None
    to: Number | None = None
    at_least: str | None = None
    open_for: list[str] = []
    answer: bool | None = Field(None, alias="is")
    nothing: Literal[True] | None = Field(None, alias="none")

    @model_validator(mode="after")
    def _one_demand(self) -> DemandModel:
        if (self.word is None) != (self.value is None):
            raise ValueError("word（比较词）和 value（数值）须一起写")
        kinds = (self.word, self.at_least, self.answer, self.nothing)
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("word 加 value、at_least、is、none 须写且只写一种")
        return self


class ChoiceModel(Strict):
    """An answer of a choice indicator."""

    id: Id
    title: str = Field(min_length=1)


class BasisModel(Strict):
    """What a figure refers to."""

    oxygen: Number | None = None
    text: str = ""


class IndicatorModel(Strict):
    """One indicator. `requires`: by grade; several grades of one demand are joined by 、."""

    id: Id
    aspect: str
    title: str = Field(min_length=1)
    question: str = Field(min_length=4)
    kind: IndicatorKind
    unit: str | None = None
    better: Literal["lower", "higher"] | None = None
    basis: BasisModel = BasisModel()
    applies_when: list[str] = []
    choices: list[ChoiceModel] = []
    requires: dict[str, DemandModel] = Field(min_length=1)
    proof: list[str] = []
    notes: list[str] = []


class HeadModel(Strict):
    """What indicators.yaml and responses.yaml share."""

    schema_version: Literal[1]
    id: Id
    title: str = Field(min_length=4)
    industry: str = Field(min_length=1)
    schemes: list[str] = Field(min_length=1)
    edition: str
    status: IndicatorStatus
    completeness: Completeness
    missing: list[str] = []
    source: IndicatorSourceModel
    notes: list[str] = []


class IndicatorPackModel(HeadModel):
    """indicators.yaml."""

    effective: ValidityModel = ValidityModel()
    grades: list[str] = Field(min_length=2)
    all_grades: bool
    processes: list[str] = []
    applies_when: list[str] = []
    replaces: list[str] = []
    checked: CheckedModel | None = None
    aspects: list[AspectModel] = Field(min_length=1)
    indicators: list[IndicatorModel] = Field(min_length=1)


class ResponseTableModel(HeadModel):
    """responses.yaml."""

    responses: list[ResponseModel] = Field(min_length=1)
