"""Every city, county and district of Henan and Shandong is known by its names; what may be several is left to asking."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.talk.firm import read_firm
from knowledge.gazetteer import HOME_PROVINCES, Place, gazetteer, short_name
from knowledge.places import find_places, namesakes, resolve

HOME = sorted(
    {
        place
        for places in gazetteer().full.values()
        for place in places
        if place.province in HOME_PROVINCES and place.level in ("prefecture", "county")
    },
    key=lambda place: place.code,
)
NAMES = Counter(place.name for place in HOME)
CITIES = {short_name(place.name) for place in HOME if place.level == "prefecture"}


def told(text: str) -> Place | None:
    mentions = find_places(text)
    return mentions[-1].place if mentions else None


def test_both_provinces_are_whole() -> None:
    assert sum(place.level == "prefecture" for place in HOME) == 17 + 16
    assert len(HOME) > 320


@pytest.mark.parametrize("place", HOME, ids=lambda place: place.code)
def test_a_division_is_known_by_its_full_name(place: Place) -> None:
    if NAMES[place.name] > 1:
        assert resolve(place.name) is None
        assert told(f"我们厂在{place.name}，做铸造") is None
    else:
        assert resolve(place.name) == place
        assert told(f"我们厂在{place.name}，做铸造") == place


@pytest.mark.parametrize("place", HOME, ids=lambda place: place.code)
def test_a_division_is_known_by_its_short_name_where_a_place_is_expected(place: Place) -> None:
    short = short_name(place.name)
    found = told(f"我们厂在{short}，做铸造")
    if place.level == "county" and short in CITIES:
        # 安阳 is the city, not the county in it.
        assert found is not None and found.level == "prefecture"
    elif NAMES[place.name] > 1:
        assert found is None
    else:
        assert found == place


@pytest.mark.parametrize("place", [p for p in HOME if len(p.chain) == 4], ids=lambda place: place.code)
def test_a_county_is_known_behind_its_city(place: Place) -> None:
    city = place.chain[1]
    for text in (f"{city}{place.name}的厂", f"{short_name(city)}{place.name}的厂"):
        assert told(text) == place, text


@pytest.mark.parametrize("name", ["鼓楼区", "市中区", "新华区"])
def test_a_name_that_may_be_several_is_no_place_of_the_firm(name: str) -> None:
    assert len(namesakes(name)) > 1
    assert "region" not in read_firm(f"我们厂在{name}，做铸造")


@pytest.mark.parametrize(
    ("text", "region"),
    [("开封鼓楼区，做铸造", "鼓楼区"), ("枣庄市中区的铸造厂", "市中区"), ("平顶山新华区", "新华区")],
)
def test_the_city_before_it_says_which(text: str, region: str) -> None:
    assert read_firm(text)["region"] == region


@pytest.mark.parametrize("text", ["在商城买的", "去红旗招待所", "新安装的除尘器", "牡丹开了", "平原上的风"])
def test_an_ordinary_word_is_no_place(text: str) -> None:
    assert told(text) is None
