"""Firms as they come in bulk, one body each: where they lie, what they make, what is known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from assistant.errors import InputError
from assistant.requests import read_body, read_optional
from knowledge.industries import industry_called
from knowledge.places import Place, resolve
from scoring import AssessRequest, Pack, read_request
from scoring.many.tally import MOST_NAMES, cities_of
from scoring.many.uplift_list import Wish

LINE_FIELDS = ("enterprise", "facts", "as_of", "proof", "uplift")
_FIRM_FIELDS = ("name", "region", "county", "industry")
_WISH_FIELDS = ("industry", "branch", "target", "measures", "finish", "remark")
_LONGEST_CELL = 2000


@dataclass(frozen=True, slots=True)
class FirmLine:
    """One firm, its industries named as the scheme names them where that is beyond doubt."""

    name: str | None
    region: str | None
    city: str | None
    """The city of the scheme's targets that it lies in."""
    county: str | None
    inside: bool | None
    """Whether it lies in the scheme's place; None where that cannot be told."""
    request: AssessRequest
    wishes: tuple[Wish, ...]


class FirmReader:
    """Reads bodies; `renamed` counts the industries that came under another name than the scheme's."""

    def __init__(self, pack: Pack, today: date) -> None:
        if pack.kind != "ladder":
            raise InputError(f"方案 {pack.id} 是计分方案，没有 A 到 D 级，不能按占比统计")
        self._pack = pack
        self._today = today
        self._cities = cities_of(pack)
        self._home = resolve(pack.place)
        self.renamed: Counter[tuple[str, str]] = Counter()

    def read(self, body: object) -> FirmLine:
        """The firm in a body.

        Raises:
            InputError, ScoringError: the body is not right; says where.
        """
        fields = read_body(body, LINE_FIELDS)
        enterprise = fields.get("enterprise")
        firm = {} if enterprise is None else _mapping(enterprise, "enterprise", _FIRM_FIELDS)
        told = {name: read_optional(firm.get(name), f"enterprise.{name}") for name in _FIRM_FIELDS}
        place = _place(told["county"], told["region"])
        city = next((name for name in (place.chain if place else ()) if name in self._cities), None)
        county = told["county"]
        if county is None and place is not None and place.level == "county" and place.name != city:
            county = place.name
        asked = {name: fields[name] for name in ("as_of", "proof") if fields.get(name) is not None}
        facts = self._facts(fields.get("facts"), told["industry"])
        return FirmLine(
            name=told["name"],
            region=told["region"],
            city=city,
            county=county,
            inside=self._inside(place),
            request=read_request(self._pack, {**asked, "facts": facts}, today=self._today),
            wishes=tuple(self._wish(entry) for entry in _entries(fields.get("uplift"))),
        )

    def _inside(self, place: Place | None) -> bool | None:
        if place is None or self._home is None:
            return None
        if place.within(self._home):
            return True
        return None if self._home.within(place) else False

    def _facts(self, raw: object, industry: str | None) -> object:
        """The facts with each unit's industry as the scheme names it, the firm's own where a unit has none."""
        if not isinstance(raw, Mapping) or not isinstance(raw.get("units") or [], list):
            return raw
        # Only what is certain to be right is touched; the core tells what is wrong with the rest.
        units = [
            {**unit, "industry": self._industry(unit.get("industry") or industry)}
            if isinstance(unit, Mapping) and isinstance(unit.get("industry"), str | None)
            else unit
            for unit in raw.get("units") or []
        ]
        if not units and industry is not None:
            units = [{"industry": self._industry(industry)}]
        return {**raw, "units": units}

    def _industry(self, said: str | None) -> str | None:
        if said is None or said in self._pack.industries or not self._pack.industries:
            return said
        known = industry_called(said)
        if known not in self._pack.industries:
            return said
        assert known is not None
        if (said, known) in self.renamed or len(self.renamed) < MOST_NAMES:
            self.renamed[said, known] += 1
        return known

    def _wish(self, raw: object) -> Wish:
        fields = _mapping(raw, "uplift", _WISH_FIELDS)
        told = {
            name: read_optional(fields.get(name), f"uplift.{name}", _LONGEST_CELL) for name in _WISH_FIELDS
        }
        return Wish(**{**told, "industry": self._industry(told["industry"])})


@lru_cache(maxsize=4096)
def _place(county: str | None, region: str | None) -> Place | None:
    """The deepest place that county and region name together; the region alone where the county is not known."""
    if county is not None and (found := resolve(f"{region or ''}{county}") or resolve(county)) is not None:
        whole = resolve(region) if region is not None else None
        if whole is None or found.within(whole):
            return found
    return resolve(region) if region is not None else None


def _mapping(raw: object, where: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise InputError(f"{where}：应为对象，可用字段：{'、'.join(allowed)}")
    for name in raw:
        if name not in allowed:
            raise InputError(f"{where}：不认识的字段“{str(name)[:40]}”；可用：{'、'.join(allowed)}")
    return raw


def _entries(raw: object) -> list[object]:
    if raw is None:
        return []
    return raw if isinstance(raw, list) else [raw]
