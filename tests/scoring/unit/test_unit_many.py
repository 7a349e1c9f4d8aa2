"""Many firms: shares against targets, who is left out, the list of firms to uplift, remembered rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import assess, read_request
from scoring.assessment import GradeInterval, Part
from scoring.errors import FactError, RequestError, ScoringError
from scoring.firm.facts import read_statements
from scoring.many import bulk as bulk_module
from scoring.many import remembered_rows
from scoring.many.bulk import BulkAssessor
from scoring.many.shares import Share, Standing, compare, counted_rungs, counts_for, spread
from scoring.many.tally import MOST_NAMES, NO_NAME, OTHER_NAMES, Firm, Tally, cities_of
from scoring.many.uplift_list import ListedFirm, UpliftRow, Wish, in_order, list_format, uplift_rows
from scoring.points_scheme.rows import row_from
from scoring.report import as_json
from scoring.rules.pack import Cite, Pack
from scoring.rules.text_data import Member, Target

DAY = date(2026, 3, 1)
D = Decimal
BASE = try_pack("ladder")
TREATMENT = replace(BASE.items["装备水平"], id="治理", title="污染治理")
CITE = Cite("try-text", "a2", "A、B级企业")
LEADING_CITE = Cite("try-text", "a1", "A、B级和引领性企业")
EVERY = Target("2022", "all", "全省", D(50), "%", None, (), LEADING_CITE)
GROUP = Target(
    "2022", "industries", "建材", D(30), "%", None, (Member("水泥", CITE), Member("砖瓦", CITE)), CITE
)
METAL = Target("2022", "industries", "金属", D(20), "%", None, (Member("铸造", CITE),), CITE)
CITIES = Target(
    "2022",
    "cities",
    "各市",
    D(40),
    "%",
    None,
    (Member("甲市", Cite("try-text", "c1", "甲市")), Member("乙市", CITE)),
    CITE,
)
PACK = replace(
    BASE,
    items={"装备水平": BASE.items["装备水平"], "治理": TREATMENT, "bribery": BASE.items["bribery"]},
    industries=("铸造", "水泥", "砖瓦"),
    targets=(EVERY, GROUP, METAL, CITIES),
)


def grade(confirmed: str, reachable: str | None = None) -> GradeInterval:
    return GradeInterval(confirmed, reachable or confirmed)


A, B, LOW = Standing(grade("A"), None), Standing(grade("B"), None), Standing(grade("C"), None)
BM, OPEN = Standing(grade("B-"), None), Standing(grade("C", "A"), None)
LEAD = Standing(None, grade("引领性"))


# --- shares ---


def test_grades_that_a_target_counts() -> None:
    assert counted_rungs(PACK, GROUP) == (frozenset("AB"), frozenset({"A", "B", "B-"}))
    assert counted_rungs(PACK, EVERY)[0] == {"A", "B", "引领性"}
    plain = replace(PACK, optional_rungs=())
    assert counted_rungs(plain, GROUP) == (frozenset("AB"),)
    lower = replace(PACK, rungs=("A", "B", "C", "C-"), optional_rungs=("C-",))
    assert counted_rungs(lower, GROUP) == (frozenset("AB"),)
    named = replace(PACK, rungs=("A", "B", "C"), optional_rungs=("B",))
    assert counted_rungs(named, GROUP) == (frozenset("AB"),)
    words = replace(EVERY, cite=replace(LEADING_CITE, quote="A、B级、非引领性企业"))
    assert counted_rungs(PACK, words)[0] == {"A", "B", "引领性"}


def test_a_share_whole() -> None:
    standings = Counter({A: 2, OPEN: 1, LOW: 4})
    (share, _) = compare(PACK, standings, GROUP)
    assert share == Share(("A", "B"), 7, 2, 3, "reachable", 1, 0)
    assert share.per_cent(share.lower) == D(200) / 7
    assert Share(("A",), 0, 0, 0, "no_firms", 0, 0).per_cent(0) is None


@pytest.mark.parametrize(
    ("standings", "lower", "upper", "reached", "missing", "missing_at_best"),
    [
        ({A: 3, LOW: 7}, 3, 3, "met", 0, 0),
        ({A: 2, LOW: 8}, 2, 2, "not_met", 1, 1),
        ({A: 2, OPEN: 1, LOW: 7}, 2, 3, "reachable", 1, 0),
        ({LOW: 10}, 0, 0, "not_met", 3, 3),
        ({}, 0, 0, "no_firms", 0, 0),
        ({LEAD: 5, LOW: 5}, 0, 0, "not_met", 3, 3),
        ({A: 1, BM: 2, LOW: 7}, 1, 1, "not_met", 2, 2),
    ],
)
def test_a_share_against_thirty_per_cent(
    standings: dict[Standing, int], lower: int, upper: int, reached: str, missing: int, missing_at_best: int
) -> None:
    found = compare(PACK, Counter(standings), GROUP)[0]
    assert (found.lower, found.upper, found.reached) == (lower, upper, reached)
    assert (found.missing, found.missing_at_best) == (missing, missing_at_best)


def test_a_b_minus_counts_in_the_second_way() -> None:
    strict, mild = compare(PACK, Counter({BM: 3, LOW: 7}), GROUP)
    assert (strict.lower, mild.lower, mild.rungs) == (0, 3, ("A", "B", "B-"))
    assert compare(PACK, Counter({LEAD: 1}), EVERY)[0].rungs == ("A", "B", "引领性")


@pytest.mark.parametrize(
    ("standing", "rungs", "counts"),
    [
        (A, {"A"}, (True, True)),
        (OPEN, {"A"}, (False, True)),
        (LOW, {"A"}, (False, False)),
        (LEAD, {"A", "引领性"}, (True, True)),
        (LEAD, {"A"}, (False, False)),
        (Standing(grade("A"), grade("非引领性")), {"A"}, (True, True)),
        (Standing(grade("A"), grade("非引领性")), {"A", "引领性"}, (False, True)),
        (Standing(grade("C"), grade("引领性")), {"A", "引领性"}, (False, True)),
        (Standing(grade("A"), grade("引领性")), {"A", "引领性"}, (True, True)),
        (Standing(grade("C"), grade("非引领性", "引领性")), {"A", "引领性"}, (False, True)),
    ],
)
def test_whether_a_firm_counts(standing: Standing, rungs: set[str], counts: tuple[bool, bool]) -> None:
    assert counts_for(PACK, standing, frozenset(rungs)) == counts


def test_how_firms_are_spread_over_the_rungs() -> None:
    both = Standing(grade("B"), grade("非引领性", "引领性"))
    found = spread({A: 2, OPEN: 3, LEAD: 1, both: 4}, PACK.rungs, leading=False)
    assert found == {
        "confirmed": {"A": 2, "B": 4, "B-": 0, "C": 3},
        "reachable": {"A": 5, "B": 4, "B-": 0, "C": 0},
    }
    assert list(found["confirmed"]) == list(PACK.rungs)
    assert spread({A: 2, LEAD: 1, both: 4}, PACK.leading_rungs, leading=True) == {
        "confirmed": {"引领性": 1, "非引领性": 4},
        "reachable": {"引领性": 5, "非引领性": 0},
    }


# --- the tally ---


def unit(industry: str | None, held: Any = "A", **more: Any) -> dict[str, Any]:
    return {"industry": industry, "aspects": {"装备水平": held, "治理": held}, **more}


def firm(
    *units: dict[str, Any],
    city: str | None = "甲市",
    inside: bool | None = True,
    region: str | None = "某地",
    **facts: Any,
) -> Firm:
    body = {"facts": {"units": list(units), "events": {"bribery": False}, **facts}}
    return Firm(read_request(PACK, body, today=DAY), region, city, inside)


def tally(*firms: Firm, pack: Pack = PACK, **more: Any) -> Tally:
    counting = Tally(pack, **more)
    for one in firms:
        counting.add(one)
    return counting


def shown(counting: Tally) -> dict[str, dict[str, int]]:
    return {
        count.name: {s.grade.confirmed if s.grade else "引领": n for s, n in count.standings.items()}
        for count in counting.counts()
    }


def test_firms_are_counted_once_in_the_place_and_city_and_in_each_group() -> None:
    counting = tally(
        firm(unit("水泥")),
        firm(unit("水泥"), unit("铸造", "B"), city="乙市"),
        firm(unit("砖瓦", "B"), unit("水泥", "C"), city="乙市"),
    )
    assert shown(counting) == {
        "试省": {"A": 1, "B": 1, "C": 1},
        "甲市": {"A": 1},
        "乙市": {"B": 1, "C": 1},
        "建材": {"A": 2, "C": 1},
        "金属": {"B": 1},
    }
    assert (counting.firms, counting.counted, counting.left_out) == (3, 3, {})
    counts = {count.name: count for count in counting.counts()}
    assert [count.scope for count in counts.values()] == [
        "all",
        "cities",
        "cities",
        "industries",
        "industries",
    ]
    assert counts["试省"].targets == ((EVERY, LEADING_CITE),)
    assert counts["甲市"].targets == ((CITIES, Cite("try-text", "c1", "甲市")),)
    assert counts["金属"].targets == ((METAL, CITE),)
    assert all(count.judged for count in counts.values())


@pytest.mark.parametrize(
    ("one", "reason", "name", "counted"),
    [
        (firm(unit("水泥"), inside=False), "outside", "某地", 0),
        (firm(unit("水泥"), inside=None, region=None), "unplaced", NO_NAME, 0),
        (firm(unit("造船")), "no_industry", "造船", 0),
        (firm(), "no_industry", NO_NAME, 0),
        (firm(unit(None)), "no_industry", NO_NAME, 0),
        (firm(unit("水泥"), unit("造船")), "other_units", "造船", 1),
        (firm(unit("水泥"), city=None), "no_city", "某地", 1),
        (firm(unit("水泥"), city="丙市", region=None), "no_city", NO_NAME, 1),
    ],
)
def test_who_is_left_out_and_why(one: Firm, reason: Any, name: str, counted: int) -> None:
    counting = tally(one)
    assert counting.left_out == {reason: {name: 1}}
    assert counting.left_out_firms == {reason: 1}
    assert (counting.firms, counting.counted) == (1, counted)


def test_a_unit_outside_all_groups_lowers_the_firm_but_no_group() -> None:
    counting = tally(firm(unit("水泥"), unit("造船", "C")))
    assert shown(counting)["试省"] == {"C": 1}
    assert shown(counting)["建材"] == {"A": 1}


def test_an_event_of_the_firm_reaches_its_groups() -> None:
    counting = tally(firm(unit("水泥"), unit("铸造"), events={"bribery": True}))
    assert shown(counting)["建材"] == shown(counting)["金属"] == {"C": 1}


def test_one_city_alone() -> None:
    counting = tally(
        firm(unit("水泥")), firm(unit("水泥"), city="乙市"), firm(unit("水泥"), city=None), city="甲市"
    )
    assert shown(counting) == {"甲市": {"A": 1}, "建材": {"A": 1}, "金属": {}}
    assert counting.left_out == {"other_city": {"乙市": 1, "某地": 1}}
    assert [count.judged for count in counting.counts()] == [True, False, False]


def test_targets_of_a_city_by_its_own_text() -> None:
    own = replace(EVERY, name="甲市自己", at_least=D(60))
    city = replace(PACK, id="city", place="甲市", targets=(own, GROUP))
    elsewhere = replace(city, id="far", place="丁市")
    counts = {
        count.name: count for count in Tally(PACK, [city, elsewhere, replace(PACK, place="乙市")]).counts()
    }
    assert [target for target, _ in counts["甲市"].targets] == [CITIES, own]
    assert [target for target, _ in counts["乙市"].targets] == [CITIES]


def test_a_scheme_without_cities_or_groups() -> None:
    bare = replace(PACK, targets=(EVERY,))
    counting = tally(firm(unit("造船"), city=None), pack=bare)
    assert shown(counting) == {"试省": {"A": 1}}
    assert counting.left_out == {}
    assert cities_of(bare) == ()
    assert cities_of(PACK) == ("甲市", "乙市")


def test_names_that_are_left_out_are_kept_up_to_a_number() -> None:
    counting = tally(*(firm(unit("水泥"), inside=False, region=f"地{n}") for n in range(MOST_NAMES + 2)))
    names = counting.left_out["outside"]
    assert (len(names), names[OTHER_NAMES], names["地0"]) == (MOST_NAMES + 1, 2, 1)
    counting.add(firm(unit("水泥"), inside=False, region="地0"))
    assert names["地0"] == 2


@pytest.mark.parametrize(
    ("pack", "city", "message"),
    [
        (PACK, "丙" * 50, f"“{'丙' * 40}”没有自己的占比目标；可用：甲市、乙市"),
        (
            replace(PACK, targets=(EVERY,)),
            "甲市",
            "“甲市”没有自己的占比目标；可用：没有（本方案没有按城市的目标）",
        ),
        (replace(PACK, targets=()), None, "方案 try-ladder 的文本没有写 A、B 级企业占比目标，不能对照"),
    ],
)
def test_what_cannot_be_counted(pack: Pack, city: str | None, message: str) -> None:
    with pytest.raises(RequestError) as caught:
        Tally(pack, city=city)
    assert caught.value.detail == message
    if not pack.targets:
        assert caught.value.hint == "请换用文本写有占比目标的方案，例如 henan-grading-2021。"


def test_firms_add_up() -> None:
    many = [firm(unit("水泥"), events={"bribery": False}) for _ in range(3)]
    counting = tally(*many, firm(unit("水泥"), inside=False), firm(unit("水泥"), inside=False))
    assert shown(counting) == {"试省": {"A": 3}, "甲市": {"A": 3}, "乙市": {}, "建材": {"A": 3}, "金属": {}}
    assert counting.left_out_firms == {"outside": 2}
    assert spread(Counter({A: 2, Standing(grade("A"), grade("引领性")): 3}), PACK.rungs, leading=False) == {
        "confirmed": {"A": 5, "B": 0, "B-": 0, "C": 0},
        "reachable": {"A": 5, "B": 0, "B-": 0, "C": 0},
    }


def test_a_standing_is_of_the_day_and_proof_of_the_request() -> None:
    old = {"grade": "A", "source": "online", "valid_until": "2026-02-28"}
    body = {"facts": {"units": [unit("水泥", old)], "events": {"bribery": False}}}
    weak = {"facts": {"units": [unit("水泥")], "events": {"bribery": False}}, "proof": "online"}
    for one in (body, weak):
        counting = tally(Firm(read_request(PACK, one, today=DAY), "某地", "甲市", True))
        assert shown(counting)["试省"] == {"C": 1}


# --- the list of firms to uplift ---


def listed(
    *units: dict[str, Any], wishes: tuple[Wish, ...] = (), events: Any = None, **more: Any
) -> tuple[UpliftRow, ...]:
    body = {"facts": {"units": list(units), "events": {"bribery": False} if events is None else events}}
    made = {"name": "某厂", "city": "甲市", "county": "东县"} | more
    return uplift_rows(PACK, ListedFirm(request=read_request(PACK, body, today=DAY), wishes=wishes, **made))


def test_a_row_whole() -> None:
    wish = Wish("水泥", "熟料", "A", "换袋", "2026-12", "急")
    (row,) = listed(
        unit("水泥", "B", name="窑"),
        {"industry": "水泥", "name": "磨", "aspects": {"装备水平": {"below": "A"}}},
        unit("铸造", "A"),
        wishes=(wish,),
    )
    assert row == UpliftRow(
        city="甲市",
        county="东县",
        name="某厂",
        industry="水泥",
        branch="熟料",
        now="C～B（未定）",
        target="A",
        indicators=("装备水平", "治理"),
        problems="“窑”的装备水平现为B，低于A；“磨”的装备水平现为C～B，低于A；“窑”的治理现为B，低于A；尚未说明：“磨”的治理",
        measures="换袋",
        finish="2026-12",
        remark="企业还涉及：铸造；急",
    )
    assert row.cells(7)[:3] == ("7", "甲市", "东县")
    assert row.cells(7)[8] == "装备水平、治理"
    assert row.blanks() == ()


@pytest.mark.parametrize(
    ("units", "now", "target", "problems"),
    [
        ((unit("水泥", "C"),), "C", "B", "装备水平现为C，低于B；治理现为C，低于B"),
        ((unit("水泥", "B-"),), "B-", "B", "装备水平现为B-，低于B；治理现为B-，低于B"),
        ((unit("水泥", {"at_least": "B"}),), "B～A（未定）", "", "尚未说明：装备水平、治理"),
        ((unit("水泥", "引领性", track="leading"),), None, None, None),
        (
            (unit("水泥", "非引领性", track="leading"),),
            "非引领性",
            "引领性",
            "装备水平现为非引领性，低于引领性；治理现为非引领性，低于引领性",
        ),
        (
            ({"industry": "水泥", "track": "leading"},),
            "非引领性～引领性（未定）",
            "引领性",
            "尚未说明：装备水平、治理",
        ),
        ((unit("水泥", "A"),), None, None, None),
    ],
)
def test_what_a_row_says_of_the_grade(
    units: Any, now: str | None, target: str | None, problems: str | None
) -> None:
    rows = listed(*units)
    assert [(row.now, row.target, row.problems) for row in rows] == (
        [] if now is None else [(now, target, problems)]
    )


def test_what_nobody_has_given_is_blank() -> None:
    (row,) = listed(unit(None, "B"), name=None, city=None, county=None)
    assert (row.city, row.county, row.name, row.industry, row.branch) == ("",) * 5
    assert (row.measures, row.finish, row.remark) == ("",) * 3
    assert row.blanks() == (1, 2, 3, 4, 5, 10, 11)


def test_an_event_is_told_among_the_problems() -> None:
    (row,) = listed(unit("水泥", "A"), events={"bribery": True})
    assert (row.now, row.target, row.problems) == ("C", "B", "行贿：当年最高为C类")


def test_a_wish_for_every_row_and_one_for_an_industry() -> None:
    rows = listed(
        unit("水泥", "B"),
        unit("铸造", "C"),
        wishes=(Wish(None, finish="年底"), Wish("铸造", target="A")),
    )
    assert [(row.industry, row.finish, row.target) for row in rows] == [
        ("水泥", "年底", "A"),
        ("铸造", "", "A"),
    ]
    assert [row.remark for row in rows] == ["企业还涉及：铸造", "企业还涉及：水泥"]
    three = listed(unit("水泥", "B"), unit("铸造", "C"), unit("砖瓦", "C"))
    assert three[0].remark == "企业还涉及：铸造、砖瓦"


def test_a_row_is_of_the_day_and_proof_of_the_request() -> None:
    old = {"grade": "A", "source": "online", "valid_until": "2026-02-28"}
    (row,) = listed({"industry": "水泥", "aspects": {"装备水平": old, "治理": "B"}})
    assert (row.now, row.problems) == ("C～B（未定）", "治理现为B，低于A；尚未说明：装备水平")


def test_an_optional_rung_is_the_next_one_where_the_industry_has_it() -> None:
    (row,) = listed({"industry": "水泥", "aspects": {"装备水平": "B-", "治理": "C"}})
    assert (row.now, row.target) == ("C", "B-")


@pytest.mark.parametrize(
    ("units", "wish", "message"),
    [
        (
            (unit("水泥", "B"),),
            Wish("造" * 30),
            f"uplift 写了行业“{'造' * 20}”，facts.units 里没有这个行业；可用：水泥",
        ),
        ((unit(None, "B"),), Wish("造船"), "uplift 写了行业“造船”，facts.units 里没有这个行业；可用：没有"),
        (
            (unit("水泥", "B"), unit("铸造", "B")),
            Wish("造船"),
            "uplift 写了行业“造船”，facts.units 里没有这个行业；可用：水泥、铸造",
        ),
        (
            (unit("水泥", "C"),),
            Wish("水泥", target="级" * 30),
            f"绩效提升目标为“{'级' * 20}”；现状为C，目标应为 A、B、B- 之一",
        ),
        ((unit("水泥", "B"),), Wish("水泥", target="B"), "绩效提升目标为“B”；现状为B，目标应为 A 之一"),
    ],
)
def test_a_wish_that_cannot_be(units: Any, wish: Wish, message: str) -> None:
    with pytest.raises(FactError) as caught:
        listed(*units, wishes=(wish,))
    assert caught.value.detail == message


def row(**more: Any) -> UpliftRow:
    (made,) = listed(unit("水泥", "C"))
    return replace(made, **more)


def test_rows_are_put_in_order() -> None:
    ordered = [
        row(city="乙市", county="b", industry="铸造", target="A"),
        row(city="甲市", county="a"),
        row(city="甲市", county="b", industry="铸造"),
        row(city="甲市", county="b", industry="水泥", target="A"),
        row(city="甲市", county="b", industry="水泥", target="B", indicators=("装备水平",)),
        row(city="甲市", county="b", industry="水泥", target="B", indicators=("装备水平", "治理"), name="一"),
        row(city="甲市", county="b", industry="水泥", target="B", indicators=("装备水平", "治理"), name="二"),
        row(
            city="甲市",
            county="b",
            industry="水泥",
            target="B",
            indicators=("装备水平", "治理"),
            name="二",
            remark="x",
        ),
        row(city="甲市", county="b", industry="水泥", target="B", indicators=("治理",)),
        row(city="甲市", county="b", industry="水泥", target="引领性"),
        row(city="甲市", county="b", industry="水泥", target=""),
        row(city="甲市", county="b", industry="造船"),
        row(city="甲市", county="b", industry=""),
        row(city="甲市", county="", industry="铸造"),
        row(city="丁市"),
        row(city=""),
    ]
    for start in range(len(ordered)):
        mixed = ordered[start:] + ordered[:start]
        assert in_order(PACK, mixed, ("乙市", "甲市"), lambda name: name) == ordered


def test_the_form_of_the_list() -> None:
    assert list_format(PACK) is PACK.uplift_list
    with pytest.raises(RequestError) as caught:
        list_format(replace(PACK, uplift_list=None))
    assert caught.value.detail == "方案 try-ladder 的文本没有绩效提升企业清单的表样"
    assert caught.value.hint == "表样在河南省2021年方案的附件3里，方案编号 henan-grading-2021。"


# --- remembered rows ---

POINTS = try_pack("points")
BODIES: list[dict[str, Any]] = [
    {"facts": {}},
    {"facts": {"1.02": {"status": "met"}}},
    {"facts": {"1.02": {"status": "met"}, "B.01": {"ratio": 1}}},
    {"facts": {"1.02": {"status": "met"}, "B.01": {"ratio": 1.0}}, "as_of": "2026-01-01"},
    {"facts": {"1.02": {"status": "met"}}, "proof": "document"},
    {"facts": {"1.02": [{"status": "met"}, {"status": "not_met", "source": "online"}]}},
]


def test_firm_after_firm_equals_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for most in (200_000, 1):
        monkeypatch.setattr(bulk_module, "_MOST_ROWS", most)
        many = BulkAssessor(POINTS, today=DAY)
        for body in (*BODIES, *reversed(BODIES)):
            assert many.assess(body) == assess(POINTS, read_request(POINTS, body, today=DAY))


def test_a_ladder_and_further_fields() -> None:
    body = {"facts": {"units": [unit("水泥")]}, "firm": "某厂"}
    many = BulkAssessor(PACK, today=DAY, also=("firm",))
    assert many.assess(body) == assess(PACK, read_request(PACK, body, today=DAY, also=("firm",)))
    points = BulkAssessor(POINTS, today=DAY, also=("firm",))
    assert points.assess({"facts": {}, "firm": "x"}).as_of == DAY
    with pytest.raises(RequestError):
        BulkAssessor(POINTS, today=DAY).assess({"facts": {}, "firm": "x"})
    with pytest.raises(RequestError):
        BulkAssessor(PACK, today=DAY).assess(body)


def test_rows_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counting(pack: Pack, result: Any, *more: Any) -> Any:
        made.append(result.item.id)
        return row_from(pack, result, *more)

    monkeypatch.setattr(remembered_rows, "row_from", counting)
    many = BulkAssessor(POINTS, today=DAY)
    for _ in range(3):
        many.assess({"facts": {"1.02": {"status": "met"}}})
    assert Counter(made) == {"1.01": 1, "1.02": 2, "B.01": 1, "G.01": 1}
    for source in ("online", "onsite", "online"):
        many.assess({"facts": {"1.02": {"status": "met", "source": source, "date": "2026-01-01"}}})
    assert Counter(made) == {"1.01": 1, "1.02": 3, "B.01": 1, "G.01": 1}


ENTRIES: list[Any] = [
    {"ratio": 1},
    {"ratio": 1.0},
    {"ratio": True},
    {"ratio": 0},
    {"ratio": -0.0},
    {"ratio": False},
    {"ratio": 1, "source": "declared"},
    {"ratio": 1, "source": None, "evidence": None},
    {"ratio": 1, "evidence": ["a"]},
    {"ratio": 1, "evidence": "a"},
    {"ratio": 1, "source": "document"},
    {"source": "document", "ratio": 1},
    {"ratio": 1, "source": "online", "date": "2026-02-30"},
    {"ratio": 1, "source": "online", "valid_until": "2026-03-01"},
    {"ratio": 1, "source": "online", "valid_until": "2026-02-28"},
    {"ratio": 2, "source": "online"},
    {"ratio": 2, "source": "hearsay"},
    {"ratio": 1, "source": ["online"]},
    {"source": "online"},
    {"ratio": 1, "more": 1, "source": "online"},
    [{"ratio": 1}, {"ratio": 0.5, "source": "online"}],
    [{"ratio": 1, "source": "online"}],
    [],
    "met",
    None,
]


def told(assessor: Callable[[Any], Any], body: Any) -> Any:
    """The result, or the error and what it says."""
    try:
        return assessor(body)
    except ScoringError as exc:
        return type(exc), exc.detail, exc.hint


def read_one(written: bytes) -> tuple[str, object]:
    ((item_id, entry),) = json.loads(written).items()
    return item_id, entry


@pytest.mark.parametrize("most", [200_000, 1])
@pytest.mark.parametrize("proof", ["declared", "document", "online"])
def test_an_answer_is_never_taken_for_another(monkeypatch: pytest.MonkeyPatch, most: int, proof: str) -> None:
    monkeypatch.setattr(bulk_module, "_MOST_ROWS", most)
    for entries in (ENTRIES, list(reversed(ENTRIES))):
        many = BulkAssessor(POINTS, today=DAY, read=read_one)
        written = BulkAssessor(POINTS, today=DAY, read=read_one)
        for name in ("B.01", "1.02", "9.99"):
            for entry in entries:
                body: dict[str, Any] = {"facts": {"G.01": {"status": "met"}, name: entry}, "proof": proof}
                alone = told(lambda body: assess(POINTS, read_request(POINTS, body, today=DAY)), body)
                assert told(many.assess, body) == alone
                facts = [json.dumps({name: one}).encode() for name, one in body["facts"].items()]
                assert told(partial(written.assess_written, facts=facts), body) == alone


def test_the_last_written_fact_of_an_item_counts() -> None:
    many = BulkAssessor(POINTS, today=DAY, read=read_one)
    facts = [b'{"1.02": {"status": "met"}}', b'{"1.02": {"status": "not_met"}}']
    alone = assess(POINTS, read_request(POINTS, {"facts": {"1.02": {"status": "not_met"}}}, today=DAY))
    assert many.assess_written({"facts": {}}, facts) == alone


def test_further_fields_of_a_written_body_are_left_to_the_caller() -> None:
    many = BulkAssessor(POINTS, today=DAY, also=("line",), read=read_one)
    alone = assess(POINTS, read_request(POINTS, {"facts": {}}, today=DAY))
    assert many.assess_written({"facts": {}, "line": 7}, []) == alone
    with pytest.raises(ScoringError):
        many.assess_written({"facts": {}, "other": 7}, [])


@pytest.mark.parametrize("written", [False, True])
def test_ever_new_figures_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch, written: bool) -> None:
    monkeypatch.setattr(bulk_module, "_MOST_ROWS", 50)
    many = BulkAssessor(POINTS, today=DAY, read=read_one)
    held = []
    for place in range(200):
        body: dict[str, Any] = {
            "facts": {"B.01": {"ratio": place / 200, "source": "online", "evidence": [str(place)]}}
        }
        if written:
            many.assess_written({"facts": {}}, [json.dumps(body["facts"]).encode()])
        else:
            many.assess(body)
        held.append(many._maker.remembered)
    assert max(held) < 60
    assert sum(len(memory._answers) + len(memory._written) for memory in many._memories.values()) <= held[-1]
    assert len(many._maker._alike) <= held[-1]


def test_sources_and_days_that_make_no_difference_share_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []

    def counting(pack: Pack, item_id: str, entry: Any) -> Any:
        read.append(entry)
        return read_statements(pack, item_id, entry)

    monkeypatch.setattr(remembered_rows, "read_statements", counting)
    many = BulkAssessor(POINTS, today=DAY)
    for source in ("online", "onsite", "document"):
        many.assess({"facts": {"B.01": {"ratio": 0.5, "source": source, "date": "2026-01-01"}}})
    assert [entry for entry in read if "ratio" in entry] == [{"ratio": 0.5, "source": "online"}]  # type: ignore[operator]


def test_rows_are_written_once_and_results_stay_the_same() -> None:
    written: list[Part] = []

    def write(part: Part) -> Any:
        written.append(part)
        return {"item": part.item}

    many = BulkAssessor(POINTS, today=DAY, write=write)
    body = {"facts": {"1.02": {"status": "not_met"}}}
    first = many.assess(body)
    assert first == assess(POINTS, read_request(POINTS, body, today=DAY))
    assert as_json(first)["trace"] == [{"item": step.item} for step in first.trace]
    assert as_json(first)["gaps"] == [{"item": "1.02"}]
    before = len(written)
    assert many.assess(body).gaps[0].written == {"item": "1.02"}
    assert len(written) == before
