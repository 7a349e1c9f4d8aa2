"""Parts that the shapes of all pack files share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from scoring.days import parse_day
from scoring.rules.cite import Cite


def _text(value: object) -> object:
    """Numbers may be written bare (3) or quoted ("0.20"); both are kept as exact text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _day(value: str) -> str:
    if parse_day(value) is None:
        raise ValueError("应为真实存在的日期，写成 2022-09-05 的形式")
    return value


Number = Annotated[str, BeforeValidator(_text), Field(pattern=r"^-?\d+(\.\d+)?$")]
Day = Annotated[str, AfterValidator(_day)]


STRICT = ConfigDict(extra="forbid", frozen=True)
"""Every key of a mapping is known."""


class CiteModel(BaseModel):
    """`clause`: local id; `document`: only when it is not the pack's own."""

    model_config = STRICT

    clause: str
    quote: str = Field(min_length=1)
    document: str | None = None

    def built(self, document: str) -> Cite:
        """The typed citation; `document` is the pack's own."""
        return Cite(self.document or document, self.clause, self.quote)


class SourceModel(BaseModel):
    """A page outside the texts and how far it was seen."""

    model_config = STRICT

    text: str = Field(min_length=4)
    url: str = Field(min_length=4)
    seen: Literal["official_part", "reprint_part", "report", "vendor"]
