"""What is known of a text beside its words: who issued it, where and how long it holds, what is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

Status = Literal["draft", "in_force", "cycle_over", "superseded"]
StatusOn = Literal["not_yet", "draft", "in_force", "cycle_over", "superseded"]
Level = Literal["section", "subsection", "item", "subitem", "point"]

_STRICT = {"extra": "forbid"}
NATION = "国家"
_WHOLE_NATION = (NATION, "全国", "中国", "中华人民共和国")


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """Where a text holds."""

    name: str
    code: str
    """GB/T 2260."""
    province: str
    parent: str
    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that the text names or had, and the copy lacks."""

    what: str
    where: str
    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the text itself names for a matter."""

    who: str
    matter: str
    clause: str
    region: tuple[str, ...] = ()
    """The counties that this contact serves; none when it serves the whole place."""
    phone: str | None = None
    email: str | None = None
    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class SourceFault:
    """A fault in the text itself and how it is read."""

    clause: str
    what: str
    reading: str
    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class NewerRule:
    """A later rule that moves this one on, known from public reports."""

    text: str
    source: str
    seen: str
    """How far the source was seen: 官方网页节选, 转载节选, 报道, 商家页面."""
    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class Supersession:
    """What a text takes the place of: another text, or clauses of it with all that is nested in them."""

    document_id: str
    clauses: Literal["all"] | tuple[str, ...] = "all"
    """Local ids in the other text."""
    since: Annotated[date | None, Field(alias="from")] = None
    """``from`` in the description; not given: from the day on which this text takes effect."""
    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class ContextAnchor:
    """Where the copy goes on after a gap; see ``knowledge.outline.Anchor``."""

    anchor: str
    path: tuple[str, ...] = ()
    opens: str | None = None
    level: Level = "item"
    title: str = ""
    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class Document:
    """A text of the corpus, as its ``document.yaml`` describes it."""

    id: str
    title: str
    short_title: str
    number: str | None
    """文号; None when the copy shows none, then ``number_remark`` says so."""
    issuer: str | None
    place: DocumentPlace
    year: int | None
    """The year that the text itself names for its work; dates it does not give stay empty."""
    issued: date | None
    effective_from: date | None
    cycle_until: date | None
    """The last day of the yearly cycle that the text names."""
    status: Status
    edition: str
    sha256: str
    """Of ``source.txt``, byte for byte."""
    number_remark: str = ""
    issuer_remark: str = ""
    status_remark: str = ""
    missing: tuple[Missing, ...] = ()
    contacts: tuple[Contact, ...] = ()
    source_faults: tuple[SourceFault, ...] = ()
    newer: tuple[NewerRule, ...] = ()
    context: tuple[ContextAnchor, ...] = ()
    expires: date | None = None
    """The last day on which the text holds, where it says so."""
    supersedes: tuple[Supersession, ...] = ()
    __pydantic_config__: ClassVar = _STRICT

    @property
    def reaches(self) -> str:
        """The name under which places know it: 国家 for a text of the whole nation."""
        return NATION if self.place.name in _WHOLE_NATION else self.place.name

    def holds_in(self, chain: tuple[str, ...]) -> bool:
        """Whether it reaches a place of this chain; one of the same name elsewhere is another place."""
        reached = self.reaches in chain
        return reached and (self.reaches == NATION or not self.place.parent or self.place.parent in chain)

    @property
    def takes_effect(self) -> date | None:
        """The first day on which the text holds, as far as it is known."""
        first = self.effective_from or self.issued
        return first if first or self.year is None else date(self.year, 1, 1)

    @property
    def holds_until(self) -> date | None:
        """The last day of its cycle or validity, whichever comes first; None when it names none."""
        ends = [day for day in (self.cycle_until, self.expires) if day is not None]
        return min(ends, default=None)

    def to_come_on(self, day: date) -> bool:
        """Whether the text was issued by this day and takes effect only later."""
        known = self.issued is None or self.issued <= day
        return known and self.effective_from is not None and self.status_on(day) == "not_yet"

    def status_on(self, day: date) -> StatusOn:
        """How the text stood on a day: a draft stays a draft, a yearly cycle is in force until it ends."""
        if self.status == "draft":
            return "draft"
        if self.issued is not None and day < self.issued:
            return "not_yet"
        if self.issued is None and self.year is not None and day.year < self.year:
            return "not_yet"
        if self.effective_from is not None and day < self.effective_from:
            return "not_yet"
        if (last := self.holds_until) is not None:
            return "in_force" if day <= last else _after(self.status)
        return self.status


def _after(status: Status) -> StatusOn:
    return "cycle_over" if status == "in_force" else status
