"""Where a firm is, as the documents written for it take it."""

from __future__ import annotations

from assistant.whereabouts import whereabouts


def test_a_short_name_stands_for_its_county_and_all_it_belongs_to() -> None:
    told = whereabouts("灵宝", "三门峡市")
    assert told.names[:3] == ("灵宝市", "三门峡市", "河南省") and not told.outside


def test_another_city_lies_outside_and_the_province_around_does_not() -> None:
    assert whereabouts("聊城市", "三门峡市").outside
    assert not whereabouts("河南省", "三门峡市").outside
    assert not whereabouts("灵宝市", "河南省").outside


def test_words_that_name_no_place_are_kept_as_they_are() -> None:
    assert whereabouts("城乡一体化示范区", "三门峡市").names == ("城乡一体化示范区",)
    assert whereabouts(None, "三门峡市").names == ()
