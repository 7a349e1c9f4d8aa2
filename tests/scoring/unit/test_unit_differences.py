"""Edges of differences and editions: gates and units of one side, events, citations, facts that one edition leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import assess, read_request
from scoring.assessment import Assessment, GateResult, GradeInterval, Override
from scoring.rules.pack import Cite, Pack
from scoring.trials.comparing import compare
from scoring.trials.comparing_json import difference_as_json
from scoring.trials.edition_diff import diff_editions, edition_diff_as_json
from scoring.trials.rule_changes import rule_changes
from scoring.trials.what_if import what_if, what_if_as_json
from scoring.truth import Truth

DAY = date(2026, 3, 1)
D = Decimal
BASE = try_pack("points")
ROW = replace(BASE.items["1.01"], stages=(), choices=(), open_formula=False)
POINTS = replace(
    BASE, items={**BASE.items, "1.01": ROW}, undetermined_reason=None, source_faults=(), newer_rules=()
)
LADDER_BASE = try_pack("ladder")
GAS = replace(LADDER_BASE.items["装备水平"], id="治理.废气", title="废气治理")
FLOOD = replace(LADDER_BASE.items["bribery"], id="flood", title="水淹", effect="lowest", cap=None)
LADDER = replace(
    LADDER_BASE,
    items={
        "装备水平": LADDER_BASE.items["装备水平"],
        "治理.废气": GAS,
        "bribery": LADDER_BASE.items["bribery"],
        "flood": FLOOD,
    },
    rungs=("A", "B", "C"),
    optional_rungs=(),
)
CITE = Cite("try-text", "99", "新")


def citing(cite: Cite) -> dict[str, Any]:
    return {"cited": cite.clause_id}


def result(pack: Pack, facts: dict[str, Any], **wishes: Any) -> Assessment:
    return assess(pack, read_request(pack, {"facts": facts, **wishes}, today=DAY))


def unit(one: Any, other: Any, **more: Any) -> dict[str, Any]:
    return {"aspects": {"装备水平": one, "治理.废气": other}, **more}


# --- differences ---

SAME = result(POINTS, {})


@pytest.mark.parametrize(
    "part",
    [
        {"after": replace(SAME, verdict="pass")},
        {"after": replace(SAME, score=SAME.score._replace(lower=D(1)))},  # type: ignore[union-attr]
        {"gates": compare(SAME, result(POINTS, {"G.01": {"status": "met"}})).gates},
        {"units": compare(result(LADDER, {}), result(LADDER, {"units": [{}]})).units},
        {"items": compare(SAME, result(POINTS, {"1.02": {"status": "met"}})).items},
        {"overrides_added": (Override("flood", "", CITE),)},
        {"overrides_removed": (Override("flood", "", CITE),)},
    ],
)
def test_a_single_difference_is_not_nothing(part: dict[str, Any]) -> None:
    nothing = compare(SAME, SAME)
    assert nothing.nothing
    assert not replace(nothing, **part).nothing


def gates(*standing: tuple[str, Truth, tuple[str, ...], tuple[str, ...]]) -> Assessment:
    return replace(SAME, gates=tuple(GateResult(one[0], f"门{one[0]}", *one[1:]) for one in standing))


def test_gates_of_one_side() -> None:
    was = gates(("a", Truth.NOT_MET, ("x",), ("y",)))
    now = gates(("b", Truth.NOT_MET, ("z",), ("w",)), ("c", Truth.MET, (), ()))
    body = difference_as_json(compare(was, now))["gates"]
    lists = ("now_failing", "no_longer_failing", "now_unknown", "no_longer_unknown")
    assert [[gate[name] for name in ("id", "title", "before", "after", *lists)] for gate in body] == [
        ["a", "门a", "not_met", None, [], ["x"], [], ["y"]],
        ["b", "门b", None, "not_met", ["z"], [], ["w"], []],
        ["c", "门c", None, "met", [], [], [], []],
    ]


def test_a_gate_that_stays_open_through_fewer_items_has_changed() -> None:
    was = gates(("a", Truth.UNKNOWN, (), ("x", "y")))
    found = compare(was, gates(("a", Truth.UNKNOWN, (), ("y",)))).gates
    assert [(gate.now_unknown, gate.no_longer_unknown) for gate in found] == [((), ("x",))]
    failed = gates(("a", Truth.NOT_MET, ("x",), ("y",)))
    assert [gate.now_failing for gate in compare(was, failed).gates] == [("x",)]
    assert compare(was, was).gates == ()


def test_a_gap_closed_in_a_unit_that_reaches_as_much_as_before_is_closed() -> None:
    before = result(LADDER, {"units": [unit("B", None), unit("B", "C")]})
    after = result(LADDER, {"units": [unit("A", {"below": "A"}), unit("B", "C")]})
    assert [(u.grade.confirmed, u.grade.reachable) for u in (before.units[0], after.units[0]) if u.grade] == [
        ("C", "B"),
        ("C", "B"),
    ]
    lifted = replace(after, units=(replace(after.units[0], grade=GradeInterval("B", "B")), after.units[1]))
    found = compare(before, lifted, LADDER.rungs)
    assert [gap.item for gap in found.gaps_closed] == ["0.装备水平"]


def test_citations_of_differences_are_made_by_the_caller() -> None:
    before = result(LADDER, {"units": [unit("B", "A")], "events": {"flood": True, "bribery": False}})
    after = result(LADDER, {"units": [unit("A", "B")], "events": {"flood": False, "bribery": True}})
    body = difference_as_json(compare(before, after, LADDER.rungs), citing)
    assert body["overrides_added"] == [
        {"event": "bribery", "effect": "行贿：当年最高为C类", "citation": {"cited": "5"}}
    ]
    assert [one["event"] for one in body["overrides_removed"]] == ["flood"]
    assert [one["citation"] for one in body["gaps_closed"]] == [{"cited": "i1"}]
    assert [one["citation"] for one in body["gaps_opened"]] == [{"cited": "i1"}]
    same = difference_as_json(compare(before, before, LADDER.rungs), citing)
    assert (same["overrides_added"], same["overrides_removed"]) == ([], [])


def test_citations_of_a_trial_are_made_by_the_caller() -> None:
    request = read_request(POINTS, {"facts": {"1.02": {"status": "not_met"}}}, today=DAY)
    found = what_if(POINTS, request, {"1.02": "met", "G.01": "not_met"})
    body = what_if_as_json(found, citing)
    assert body["before"]["gaps"][0]["citation"] == {"cited": "t2"}
    assert body["after"]["gaps"][0]["citation"] == {"cited": "t1"}
    assert body["difference"]["gaps_opened"][0]["citation"] == {"cited": "t1"}
    assert body["difference"]["gaps_closed"][0]["citation"] == {"cited": "t2"}


# --- editions ---


def test_clauses_of_a_rule_that_came_into_the_scheme() -> None:
    (line,) = rule_changes(replace(BASE, pass_rule=None), BASE)
    assert BASE.pass_rule is not None
    assert (line.cite_before, line.cite_after) == (None, BASE.pass_rule.cite)
    (reason,) = rule_changes(BASE, replace(BASE, undetermined_reason=None))
    assert BASE.undetermined_reason is not None
    assert (reason.cite_before, reason.cite_after) == (BASE.undetermined_reason.cite, None)


def head(pack: Pack, **more: Any) -> dict[str, Any]:
    return {
        "scheme": "try-points",
        "title": "试算办法",
        "edition": "2026年版",
        "status": "draft",
        "from": "2026-01-01",
        "until": "2026-12-31",
        "sha256": pack.sha256,
        **more,
    }


def test_two_editions_of_rules_as_json() -> None:
    row = replace(POINTS.items["1.02"], title="灯", cite=CITE)
    items = {key: item for key, item in POINTS.items.items() if key != "B.01"}
    new = replace(POINTS, edition="2027年版", sha256="f" * 64, items={**items, "1.02": row})
    found = diff_editions(POINTS, new, today=DAY)
    assert (found.old, found.new) == (POINTS, new)
    part = {"change": "changed", "place": "item", "id": "1.02", "title": "灯", "decides": False}
    cited = {"citation_before": {"cited": "t2"}, "citation_after": {"cited": "99"}}
    assert edition_diff_as_json(found, citing) == {
        "before": head(POINTS),
        "after": head(new, edition="2027年版"),
        "same_rules": False,
        "rules": [
            {
                "change": "changed",
                "place": "scheme",
                "id": "",
                "title": "方案",
                "field": "版本",
                "word": "版本",
                "decides": True,
                "before": "2026年版",
                "after": "2027年版",
                "citation_before": None,
                "citation_after": None,
            },
            {**part, "field": "title", "word": "标题", "before": "照明", "after": "灯", **cited},
            {**part, "field": "quote", "word": "原文", "before": "节能灯", "after": "新", **cited},
            {
                "change": "removed",
                "place": "item",
                "id": "B.01",
                "title": "光伏",
                "field": "",
                "word": "",
                "decides": True,
                "before": "光伏（类别 加分，分值 5，板块 B）",
                "after": None,
                "citation_before": {"cited": "t3"},
                "citation_after": None,
            },
        ],
        "firm": None,
    }
    assert edition_diff_as_json(diff_editions(POINTS, POINTS, today=DAY))["same_rules"] is True


def firm(old: Pack, new: Pack, facts: dict[str, Any]) -> dict[str, Any]:
    told = edition_diff_as_json(diff_editions(old, new, {"facts": facts}, today=DAY), citing)["firm"]
    assert isinstance(told, dict)
    return told


def test_a_firm_on_two_editions_of_a_ladder() -> None:
    without = {key: item for key, item in LADDER.items.items() if key not in ("flood", "bribery")}
    new = replace(LADDER, items=without, rungs=("A", "C"))
    facts = {
        "units": [unit("B", {"below": "A"}), unit("C", "A")],
        "events": {"flood": True, "bribery": False},
    }
    told = firm(LADDER, new, facts)
    assert [(fact["item"], fact["side"], fact["why"]) for fact in told["left_out"]] == [
        ("0.装备水平", "after", "units[0].装备水平：等级为“B”；应为 A、C 之一"),
        (
            "events.flood",
            "after",
            "events：没有“flood”这个事件；可用：bribery、check_serious、check_unmet、"
            "emission_violation、false_material、filed_on_time、violation_past_year",
        ),
    ]
    assert told["before"]["grade"] == {"confirmed": "C", "reachable": "C"}
    assert set(told["after"]) == {"scheme", "as_of", "pack", "grade", "leading", "notes"}
    assert {one["item"]: one["why"] for one in told["difference"]["items"]} == {
        "0.装备水平": "后一版本不能采用这条事实：units[0].装备水平：等级为“B”；应为 A、C 之一",
        "0.治理.废气": "规则没有变，表述或证据的计法不同",
    }
    assert all(one["rules"] == [] for one in told["difference"]["items"])
    back = firm(new, LADDER, facts)
    assert [(fact["item"], fact["side"]) for fact in back["left_out"]] == [
        ("0.装备水平", "before"),
        ("events.flood", "before"),
    ]
    assert back["difference"]["items"][0]["why"].startswith("前一版本不能采用这条事实：")
    assert back["difference"]["overrides_added"] == [
        {"event": "flood", "effect": "水淹：直接按最低等级（C）", "citation": {"cited": "5"}}
    ]


def test_a_gap_that_a_deeper_one_hides_under_the_newer_edition_is_not_closed() -> None:
    facts = {"units": [unit("B", {"below": "A"})]}
    found = diff_editions(LADDER, replace(LADDER, rungs=("B", "A", "C")), {"facts": facts}, today=DAY).firm
    assert found is not None
    assert found.difference.gaps_closed == ()
    assert [gap.item for gap in found.difference.gaps_set_aside] == ["0.装备水平"]


def test_the_rules_behind_an_item_that_came_out_otherwise() -> None:
    row = replace(POINTS.items["1.02"], points=D("0.25"), section=None, cite=CITE)
    first = replace(POINTS.sections[0], id="1.02", title="另一块")
    old = replace(POINTS, sections=(*POINTS.sections, first))
    new = replace(
        old,
        items={**old.items, "1.02": row},
        sections=(*POINTS.sections, replace(first, weight=D("0.5"))),
    )
    told = firm(old, new, {"1.02": {"status": "not_met"}, "1.01": {"status": "met"}})
    assert told["difference"]["items"] == []
    told = firm(old, new, {"1.02": {"status": "met"}})
    (item,) = told["difference"]["items"]
    assert item["why"] == "分值由“0.5”改为“0.25”；板块由“1”改为“无”"
    assert [(rule["field"], rule["citation_before"], rule["citation_after"]) for rule in item["rules"]] == [
        ("points", {"cited": "t2"}, {"cited": "99"}),
        ("section", {"cited": "t2"}, {"cited": "99"}),
    ]
    assert item["citation"] == {"cited": "99"}
    back = firm(new, old, {"1.02": {"status": "met"}})
    assert back["difference"]["items"][0]["why"] == "分值由“0.25”改为“0.5”；板块由“无”改为“1”"


def test_the_rules_behind_an_aspect() -> None:
    gas = replace(GAS, may_not_apply="可行时")
    told = firm(
        replace(LADDER, rungs=("A", "B", "C", "D")),
        replace(LADDER, items={**LADDER.items, "治理.废气": gas}),
        {"units": [unit("A", {"below": "B"})]},
    )
    (item,) = told["difference"]["items"]
    assert (item["item"], item["why"]) == ("0.治理.废气", "可不适用由“无”改为“可行时”")


def test_gaps_of_both_editions_are_cited_as_the_caller_wishes() -> None:
    less = {key: item for key, item in POINTS.items.items() if key != "1.02"}
    told = firm(
        POINTS, replace(POINTS, items=less), {"1.01": {"status": "not_met"}, "1.02": {"status": "not_met"}}
    )
    assert [one["citation"] for one in told["difference"]["gaps_set_aside"]] == [{"cited": "t2"}]
