"""Shares against targets: exact at the line, honest about unknowns, every firm in its place or named as left out."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from scoring import Pack, RequestError, load_scheme, read_request
from scoring.many.shares import Share, compare
from scoring.many.tally import MOST_NAMES, OTHER_NAMES, Count, Firm, Tally

TODAY = date(2021, 9, 30)
PACK = load_scheme("henan-grading-2021")
ASPECTS = [item.id for item in PACK.of_kind("aspect")]


def unit(
    industry: str | None, grade: str | None, *, unknown: int = 0, leading: bool = False
) -> dict[str, Any]:
    """A unit all of whose known aspects hold one grade."""
    known = {} if grade is None else dict.fromkeys(ASPECTS[unknown:], grade)
    made: dict[str, Any] = {"industry": industry, "aspects": known}
    return {**made, "track": "leading"} if leading else made


def firm(
    *units: dict[str, Any],
    city: str | None = "新乡市",
    inside: bool | None = True,
    pack: Pack = PACK,
    **events: bool,
) -> Firm:
    request = read_request(pack, {"facts": {"units": list(units), "events": events}}, today=TODAY)
    return Firm(request, city, city, inside)


def counted(firms: list[Firm], *, city: str | None = None, others: tuple[Pack, ...] = ()) -> dict[str, Count]:
    tally = Tally(PACK, others, city=city)
    for one in firms:
        tally.add(one)
    return {count.name: count for count in tally.counts()}


def shares(count: Count, place: int = 0) -> tuple[Share, ...]:
    return compare(PACK, count.standings, count.targets[place][0])


def test_the_line_itself_is_met_and_one_firm_less_is_not() -> None:
    # 建材类 asks for 15 %: 3 of 20 is the line.
    good, bad = firm(unit("水泥", "B")), firm(unit("水泥", "C"))
    at, below = (
        shares(counted([good] * 3 + [bad] * 17)["建材类"]),
        shares(counted([good] * 2 + [bad] * 18)["建材类"]),
    )
    assert (at[0].reached, at[0].missing) == ("met", 0)
    assert (below[0].reached, below[0].missing, below[0].missing_at_best) == ("not_met", 1, 1)


def test_an_unknown_firm_makes_a_target_reachable_and_no_more() -> None:
    firms = (
        [firm(unit("水泥", "A"))] * 2 + [firm(unit("水泥", "A", unknown=1))] + [firm(unit("水泥", "D"))] * 17
    )
    share = shares(counted(firms)["建材类"])[0]
    assert (share.lower, share.upper, share.reached) == (2, 3, "reachable")
    assert (share.missing, share.missing_at_best) == (1, 0)


def test_a_share_without_an_end_in_decimals_is_compared_exactly() -> None:
    tally = counted([firm(unit("省级重点行业", "A"))] + [firm(unit("省级重点行业", "C"))] * 2)
    share = shares(tally["省级重点行业"])[0]
    assert share.reached == "met"
    assert Fraction(share.lower, share.firms) == Fraction(1, 3)


def test_b_minus_is_given_both_ways() -> None:
    share, wider = shares(counted([firm(unit("铸造", "B-"))])["金属类"])
    assert (share.rungs, share.lower, share.upper) == (("A", "B"), 0, 0)
    assert (wider.rungs, wider.lower, wider.upper) == (("A", "B", "B-"), 1, 1)


def test_leading_firms_count_where_the_words_name_them_and_stay_in_the_base_elsewhere() -> None:
    tally = counted([firm(unit("防水建筑材料", "引领性", leading=True)), firm(unit("防水建筑材料", "C"))])
    assert [share.lower for share in shares(tally["河南省"])] == [1, 1]
    in_group = shares(tally["涉VOCs类"])[0]
    assert (in_group.firms, in_group.lower, in_group.upper) == (2, 0, 0)


def test_a_firm_on_both_tracks_is_certain_only_with_both() -> None:
    split = firm(unit("铸造", "A"), unit("防水建筑材料", "非引领性", leading=True))
    both = firm(unit("铸造", "A"), unit("防水建筑材料", "引领性", leading=True))
    share = shares(counted([split, both])["河南省"])[0]
    assert (share.lower, share.upper) == (1, 2)


def test_a_firm_of_two_groups_counts_in_each_by_its_own_units_and_once_in_its_city() -> None:
    tally = counted([firm(unit("铸造", "A"), unit("水泥", "D"))])
    assert shares(tally["金属类"])[0].lower == 1
    assert shares(tally["建材类"])[0].upper == 0
    city = shares(tally["新乡市"])[0]
    assert (city.firms, city.upper) == (1, 0)


def test_two_units_of_one_group_make_one_firm_with_the_lower_grade() -> None:
    share = shares(counted([firm(unit("铸造", "A"), unit("炭素", "C"))])["金属类"])[0]
    assert (share.firms, share.upper) == (1, 0)


def test_an_event_of_the_firm_reaches_every_group() -> None:
    tally = counted([firm(unit("铸造", "A"), unit("水泥", "B"), emission_violation=True)])
    assert shares(tally["金属类"])[0].lower == 0
    assert shares(tally["建材类"])[0].upper == 0


def test_a_unit_outside_every_group_lowers_the_city_but_no_group() -> None:
    tally = Tally(PACK)
    tally.add(firm(unit("铸造", "A"), unit("纺织", "D")))
    found = {count.name: count for count in tally.counts()}
    assert shares(found["金属类"])[0].lower == 1
    assert shares(found["新乡市"])[0].upper == 0
    assert tally.left_out["other_units"] == {"纺织": 1}


@pytest.mark.parametrize(
    ("one", "reason", "name"),
    [
        (firm(unit("铸造", "A"), city="济南市", inside=False), "outside", "济南市"),
        (firm(unit("铸造", "A"), city=None, inside=None), "unplaced", "（没有写）"),
        (firm(unit("纺织", "A")), "no_industry", "纺织"),
        (firm(), "no_industry", "（没有写）"),
    ],
)
def test_a_firm_that_is_in_no_list_is_in_no_share_and_is_named(one: Firm, reason: Any, name: str) -> None:
    tally = Tally(PACK)
    tally.add(one)
    assert (tally.firms, tally.counted) == (1, 0)
    assert tally.left_out == {reason: {name: 1}}
    assert tally.left_out_firms == {reason: 1}
    assert all(share.reached == "no_firms" for count in tally.counts() for share in shares(count))


def test_a_firm_of_the_province_without_a_city_counts_for_province_and_group() -> None:
    tally = Tally(PACK)
    tally.add(firm(unit("铸造", "A"), city=None, inside=True))
    sizes = {count.name: count.standings.total() for count in tally.counts()}
    assert (sizes["河南省"], sizes["金属类"]) == (1, 1)
    assert sum(size for name, size in sizes.items() if name.endswith("市")) == 0
    assert tally.left_out_firms == {"no_city": 1}


def test_names_of_what_is_left_out_do_not_grow_without_end() -> None:
    tally = Tally(PACK)
    for number in range(MOST_NAMES + 50):
        tally.add(firm(unit(f"行业{number}", None)))
    names = tally.left_out["no_industry"]
    assert len(names) == MOST_NAMES + 1
    assert names[OTHER_NAMES] == 50


def test_one_city_alone_judges_its_own_target_and_no_group() -> None:
    firms = [firm(unit("铸造", "A"), city="郑州市"), firm(unit("铸造", "D"), city="新乡市")]
    found = counted(firms, city="郑州市")
    assert set(found) == {"郑州市", "金属类", "建材类", "涉VOCs类", "省级重点行业"}
    assert shares(found["郑州市"])[0].lower == found["郑州市"].standings.total() == 1
    assert found["郑州市"].judged
    assert not found["金属类"].judged
    with pytest.raises(RequestError, match="郑州市"):
        Tally(PACK, city="济南市")


def test_a_city_with_a_later_text_of_its_own_has_both_targets_with_their_years() -> None:
    found = counted(
        [firm(unit("铸造", "A"), city="三门峡市")], others=(load_scheme("sanmenxia-grading-2022"),)
    )
    told = [(target.year, target.at_least, cite.document_id) for target, cite in found["三门峡市"].targets]
    assert told == [("2021", 15, "henan-performance-uplift-2021"), ("2022", 20, "sanmenxia-grading-2022")]


def test_a_text_without_targets_is_refused() -> None:
    with pytest.raises(RequestError, match="没有写"):
        Tally(load_scheme("liaocheng-grading-2020"))


def test_the_counts_are_those_of_a_plain_recount() -> None:
    rng, group_of = random.Random("recount"), _groups()
    firms, plain = [], Counter[tuple[str, str]]()
    for _ in range(300):
        city = rng.choice(("郑州市", "开封市", "济源市"))
        told = [(rng.choice(list(group_of)), rng.choice(PACK.rungs)) for _ in range(rng.choice((1, 1, 2, 3)))]
        firms.append(firm(*(unit(industry, grade) for industry, grade in told), city=city))
        worst = max((grade for _, grade in told), key=PACK.rungs.index)
        plain[city, "firms"] += 1
        plain[city, "good"] += worst in ("A", "B")
        for group in {group_of[industry] for industry, _ in told}:
            own = max((g for industry, g in told if group_of[industry] == group), key=PACK.rungs.index)
            plain[group, "firms"] += 1
            plain[group, "good"] += own in ("A", "B")
    found = counted(firms)
    for name, _ in plain:
        share = shares(found[name])[0]
        assert (share.firms, share.lower, share.upper) == (
            plain[name, "firms"],
            plain[name, "good"],
            plain[name, "good"],
        )


def test_learning_never_widens_a_share() -> None:
    rng, industries = random.Random("learning"), list(_groups())
    truths = [
        [
            (rng.choice(industries), [rng.choice(PACK.rungs[:3]) for _ in ASPECTS])
            for _ in range(rng.choice((1, 2)))
        ]
        for _ in range(40)
    ]
    before: dict[str, Share] = {}
    for known in range(len(ASPECTS) + 1):
        firms = [
            firm(*({"industry": i, "aspects": dict(zip(ASPECTS[:known], g, strict=False))} for i, g in truth))
            for truth in truths
        ]
        now = {name: shares(count)[0] for name, count in counted(firms).items()}
        for name, share in before.items():
            assert share.lower <= now[name].lower <= now[name].upper <= share.upper
        before = now
    assert all(share.lower == share.upper for share in before.values())


def _groups() -> dict[str, str]:
    return {
        member.name: target.name
        for target in PACK.targets
        if target.scope == "industries"
        for member in target.members
    }
