"""Firms counted against the shares that a text asks for, one firm at a time and in constant memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scoring.assess import AssessRequest
from scoring.errors import RequestError
from scoring.firm.units import LadderFacts
from scoring.ladder_scheme.assess_ladder import stand
from scoring.many.shares import Standing
from scoring.rules.cite import Cite
from scoring.rules.pack import Pack
from scoring.rules.text_data import Target

LeftOut = Literal["outside", "unplaced", "other_city", "no_industry", "no_city", "other_units"]
"""Why a firm is in no share (the first four), in no city's share, or counted by a part of its units."""

MOST_NAMES = 200
"""Different names kept for each reason, so that memory stays flat; the rest are counted together."""
OTHER_NAMES = "其余名称"
NO_NAME = "（没有写）"
READINGS = (
    "占比按企业数算：分母是所在地在本方案范围内、行业在名单里的企业；所在地不明、在范围外或行业不在名单里的另列，不计入占比。",
    "跨行业的企业，附件3注4要求分行填报：统计行业类别时在涉及的每一类里各计一次，按这一类自己的单元定级，企业层面的情形一并计入；"
    "统计全省和各市时只计一次，按全企业的等级。",
    "B-级算不算B级，文本没有写，两种算法都给出。",
    "附件1、附件2的占比只数A、B级，只有引领性单元的企业留在分母里；总目标把引领性企业一并计入。同时有两类单元的企业怎样计入总目标，"
    "文本没有写：两类都达到的计入“确定”，有一类可能达到的计入“可能”。",
)
"""How the counting reads what the texts leave open."""


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm ready to be counted: its units carry the names of industries as the pack writes them."""

    request: AssessRequest
    region: str | None
    """The region as it was given."""
    city: str | None
    """The city of the targets that it lies in."""
    inside: bool | None
    """Whether it lies in the place of the scheme; None where that cannot be told."""


@dataclass(frozen=True, slots=True)
class Count:
    """Firms of one place or group by their standing, with the targets that apply to them."""

    name: str
    scope: Literal["all", "cities", "industries"]
    standings: Counter[Standing]
    targets: tuple[tuple[Target, Cite], ...]
    """Each with the words that set it for this very place or group."""
    judged: bool = True
    """False where the firms are only a part of those that the target is about."""


class Tally:
    """Counts firms; what is kept does not grow with their number."""

    def __init__(self, pack: Pack, others: Sequence[Pack] = (), *, city: str | None = None) -> None:
        """Prepare to count.

        Args:
            pack: the ladder scheme whose targets are compared.
            others: schemes of cities, whose own targets stand beside those of the pack.
            city: count only the firms of this city.

        Raises:
            RequestError: the scheme has no targets, or none for the city.
        """
        self.pack = pack
        self.city = city
        self.firms = 0
        self.left_out: dict[LeftOut, Counter[str]] = {}
        self.left_out_firms: Counter[LeftOut] = Counter()
        targets = _wanted(pack)
        self._cities: dict[str, Counter[Standing]] = {name: Counter() for name in cities_of(pack)}
        if city is not None and city not in self._cities:
            allowed = "、".join(self._cities) or "没有（本方案没有按城市的目标）"
            raise RequestError(f"“{city[:40]}”没有自己的占比目标；可用：{allowed}")
        groups = [target for target in targets if target.scope == "industries"]
        self._groups: dict[str, Counter[Standing]] = {group.name: Counter() for group in groups}
        self._group_of = {member.name: group.name for group in groups for member in group.members}
        self._whole: Counter[Standing] = Counter()
        self._targets = targets
        self._of_cities = {
            other.place: tuple((target, target.cite) for target in other.targets if target.scope == "all")
            for other in others
            if other.id != pack.id and other.place in self._cities
        }

    def add(self, firm: Firm) -> None:
        """Count one firm."""
        self.firms += 1
        if not firm.inside:
            self._leave_out("unplaced" if firm.inside is None else "outside", [firm.region])
            return
        if self.city is not None and firm.city != self.city:
            self._leave_out("other_city", [firm.city or firm.region])
            return
        facts = firm.request.facts
        units = facts.units if isinstance(facts, LadderFacts) else ()
        names = list(dict.fromkeys(unit.industry for unit in units))
        strange = [name for name in names if self._group_of and name not in self._group_of]
        if len(strange) == len(names) and self._group_of:
            self._leave_out("no_industry", strange or [None])
            return
        if strange:
            self._leave_out("other_units", strange)
        standing = _standing(self.pack, firm.request)
        self._whole[standing] += 1
        if firm.city in self._cities:
            self._cities[firm.city][standing] += 1
        elif self._cities:
            self._leave_out("no_city", [firm.region])
        groups = dict.fromkeys(self._group_of[name] for name in names if name in self._group_of)
        for group in groups:
            whole = len(groups) == 1 and not strange
            part = firm.request if whole else self._part(firm.request, group)
            self._groups[group][standing if whole else _standing(self.pack, part)] += 1

    @property
    def counted(self) -> int:
        """The firms that are in a share."""
        return self._whole.total()

    def counts(self) -> tuple[Count, ...]:
        """What was counted so far: the whole place, then its cities, then the industry groups."""
        cities = [self.city] if self.city is not None else list(self._cities)
        found = []
        if self.city is None:
            every = tuple((target, target.cite) for target in self._targets if target.scope == "all")
            found.append(Count(self.pack.place, "all", self._whole, every))
        for city in cities:
            own = (*_targets_of(self._targets, city), *self._of_cities.get(city, ()))
            found.append(Count(city, "cities", self._cities[city], own))
        for group, standings in self._groups.items():
            own = tuple((target, target.cite) for target in self._targets if target.name == group)
            found.append(Count(group, "industries", standings, own, judged=self.city is None))
        return tuple(found)

    def _part(self, request: AssessRequest, group: str) -> AssessRequest:
        """The request about the units of one group alone; events of the firm stay."""
        assert isinstance(request.facts, LadderFacts)
        units = tuple(
            unit for unit in request.facts.units if self._group_of.get(unit.industry or "") == group
        )
        return replace(request, facts=replace(request.facts, units=units))

    def _leave_out(self, reason: LeftOut, names: Iterable[str | None]) -> None:
        self.left_out_firms[reason] += 1
        known = self.left_out.setdefault(reason, Counter())
        for name in names:
            told = name or NO_NAME
            known[told if told in known or len(known) < MOST_NAMES else OTHER_NAMES] += 1


def cities_of(pack: Pack) -> tuple[str, ...]:
    """The cities that have a share of their own, in the order of the text."""
    return tuple(
        member.name for target in pack.targets if target.scope == "cities" for member in target.members
    )


def _targets_of(targets: Iterable[Target], city: str) -> tuple[tuple[Target, Cite], ...]:
    """The targets that name a city, each with the line of the table that does."""
    return tuple(
        (target, member.cite)
        for target in targets
        if target.scope == "cities"
        for member in target.members
        if member.name == city
    )


def _wanted(pack: Pack) -> tuple[Target, ...]:
    if pack.targets:
        return pack.targets
    raise RequestError(
        f"方案 {pack.id} 的文本没有写 A、B 级企业占比目标，不能对照",
        "请换用文本写有占比目标的方案，例如 henan-grading-2021。",
    )


def _standing(pack: Pack, request: AssessRequest) -> Standing:
    assert isinstance(request.facts, LadderFacts)
    result = stand(pack, request.facts, as_of=request.as_of, proof=request.proof)
    return Standing(result.grade, result.leading)
