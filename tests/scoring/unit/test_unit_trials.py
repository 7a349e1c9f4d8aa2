"""Trials: what differs between rules and between results, changed facts, single facts that flip a result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import assess, read_request
from scoring.assessment import Assessment
from scoring.errors import FactError, RequestError, ScoringError, UnknownItemError
from scoring.report import bare_citation
from scoring.rules.pack import Band, Cite, Gate, Pack, Principle, Section
from scoring.trials.comparing import compare, outcome
from scoring.trials.comparing_json import difference_as_json
from scoring.trials.edition_diff import diff_editions, edition_diff_as_json
from scoring.trials.legal_changes import legal_changes
from scoring.trials.rule_changes import RuleChange, rule_changes
from scoring.trials.sensitivity import direction, sensitivity
from scoring.trials.sensitivity_json import sensitivity_as_json
from scoring.trials.what_if import what_if, what_if_as_json

DAY = date(2026, 3, 1)
D = Decimal
BASE = try_pack("points")
ROW = replace(BASE.items["1.01"], stages=(), choices=(), open_formula=False)
POINTS = replace(
    BASE, items={**BASE.items, "1.01": ROW}, undetermined_reason=None, source_faults=(), newer_rules=()
)
LADDER_BASE = try_pack("ladder")
TREATMENT = replace(LADDER_BASE.items["装备水平"], id="治理", title="污染治理")
LADDER = replace(
    LADDER_BASE,
    items={
        "装备水平": LADDER_BASE.items["装备水平"],
        "治理": TREATMENT,
        "bribery": LADDER_BASE.items["bribery"],
    },
)
LONG = "很长" * 30


def result(pack: Pack, facts: dict[str, Any], **wishes: Any) -> Assessment:
    return assess(pack, read_request(pack, {"facts": facts, **wishes}, today=DAY))


def unit(one: Any, other: Any, **more: Any) -> dict[str, Any]:
    return {"aspects": {"装备水平": one, "治理": other}, **more}


# --- rules ---

NEW_CITE = Cite("try-text", "99", "新")


def item_changes(pack: Pack, item: str, **changes: Any) -> list[tuple[str, str | None, str | None]]:
    changed = replace(pack, items={**pack.items, item: replace(pack.items[item], **changes)})
    found = rule_changes(pack, changed)
    assert all((one.kind, one.place, one.id) == ("changed", "item", item) for one in found)
    return [(one.word, one.before, one.after) for one in found]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "required"}, ("类别", "可选", "必选")),
        ({"kind": "bonus"}, ("类别", "可选", "加分")),
        ({"kind": "condition"}, ("类别", "可选", "条件")),
        ({"kind": "scored"}, ("类别", "可选", "计分")),
        ({"kind": "authority"}, ("类别", "可选", "主管部门评定")),
        ({"points": D("8.50")}, ("分值", "9.5", "8.5")),
        ({"points": None}, ("分值", "9.5", None)),
        ({"gate": "basic"}, ("门槛", None, "basic")),
        ({"section": "B"}, ("板块", "1", "B")),
        ({"may_not_apply": None}, ("可不适用", "可行时", None)),
        ({"open_formula": False}, ("由评审给分", "是", None)),
        ({"stages": ()}, ("阶段", "签约 4 分、验收 5.5 分", None)),
        ({"choices": ()}, ("档次", "国家级 3 分", None)),
        ({"title": "建筑密度"}, ("标题", "容积率", "建筑密度")),
        ({"group": ""}, ("分组", "用地", None)),
        ({"cite": NEW_CITE}, ("原文", "1.2倍及以上", "新")),
        (
            {"value": None},
            ("数值界限", "容积率与要求之比：<1.2倍 不得分，≥1.2倍且<2倍 由评审给分，≥2倍 满分", None),
        ),
    ],
)
def test_a_changed_field_of_a_row(changes: dict[str, Any], told: tuple[str, str | None, str | None]) -> None:
    assert item_changes(BASE, "1.01", **changes) == [told]


def test_the_other_sides_of_bands() -> None:
    bands = (
        Band(None, False, D(1), True, "not_met"),
        Band(D(1), False, None, False, "met"),
        Band(None, False, None, False, "met"),
    )
    value = replace(ROW.value, bands=bands)  # type: ignore[type-var]
    ((_, _, after),) = item_changes(BASE, "1.01", value=value)
    assert after == "容积率与要求之比：≤1倍 不满足，>1倍 满足，任何数值 满足"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"adverse": False}, ("触发的回答", "是", "否")),
        ({"adverse": None}, ("触发的回答", "是", None)),
        ({"effect": "lowest"}, ("后果", "限制最高等级", "直接按最低等级")),
        ({"effect": "downgrade"}, ("后果", "限制最高等级", "降级")),
        ({"effect": None}, ("后果", "限制最高等级", None)),
        ({"cap": "B"}, ("最高等级", "C", "B")),
        ({"kind": "aspect"}, ("类别", "情形", "方面")),
    ],
)
def test_a_changed_field_of_an_event(
    changes: dict[str, Any], told: tuple[str, str | None, str | None]
) -> None:
    assert item_changes(LADDER, "bribery", **changes) == [told]


@pytest.mark.parametrize("field", ["title", "group", "cite"])
def test_mere_words_decide_nothing(field: str) -> None:
    other = {"title": "x", "group": "y", "cite": NEW_CITE}[field]
    changed = replace(BASE, items={**BASE.items, "1.01": replace(BASE.items["1.01"], **{field: other})})  # type: ignore[arg-type]
    (found,) = rule_changes(BASE, changed)
    assert not found.decides
    assert found.cite_before == BASE.items["1.01"].cite
    assert found.cite_after == changed.items["1.01"].cite


def test_rows_that_came_and_went() -> None:
    less = replace(BASE, items={key: item for key, item in BASE.items.items() if key != "1.02"})
    row = BASE.items["1.02"]
    told = "照明（类别 必选，分值 0.5，板块 1）"
    assert rule_changes(BASE, less) == (
        RuleChange("removed", "item", "1.02", "照明", "", told, None, row.cite, None),
    )
    (added,) = rule_changes(less, BASE)
    assert added == RuleChange("added", "item", "1.02", "照明", "", None, told, None, row.cite)
    assert (added.word, added.decides) == ("", True)


def test_changes_of_blocks_and_gates() -> None:
    first, bonus = BASE.sections
    other = Section("C", "新板块", D("0.05"), D(7), NEW_CITE)
    changed = replace(
        BASE,
        sections=(
            replace(first, weight=D("0.7"), max=D("10.5"), title="设备", bonus=True, cite=NEW_CITE),
            other,
        ),
        gates=(Gate("required", "必选", NEW_CITE),),
    )
    gate = BASE.gates[0]
    assert rule_changes(BASE, changed) == (
        *(
            RuleChange("changed", "section", "1", "设备", field, before, after, first.cite, NEW_CITE)
            for field, before, after in (
                ("weight", "75%", "70%"),
                ("max", "10", "10.5"),
                ("bonus", None, "是"),
                ("title", "设施", "设备"),
                ("quote", "设施", "新"),
            )
        ),
        RuleChange("added", "section", "C", "新板块", "", None, "新板块（权重 5%，满分 7）", None, NEW_CITE),
        RuleChange(
            "removed",
            "section",
            "B",
            "加分",
            "",
            "加分（权重 10%，满分 5，加分板块 是）",
            None,
            bonus.cite,
            None,
        ),
        RuleChange("added", "gate", "required", "必选", "", None, "必选", None, NEW_CITE),
        RuleChange("removed", "gate", "basic", "基本条件", "", "基本条件", None, gate.cite, None),
    )
    words = [change.word for change in rule_changes(BASE, changed)][:5]
    assert words == ["权重", "满分", "加分板块", "标题", "原文"]


@pytest.mark.parametrize(
    ("pack", "changes", "told"),
    [
        (BASE, {"edition": "2027年版"}, ("版本", "2026年版", "2027年版")),
        (BASE, {"effective_from": None}, ("施行日期", "2026-01-01", "未写明")),
        (BASE, {"cycle_until": None}, ("周期截止", "2026-12-31", "未写明")),
        (BASE, {"pass_rule": None}, ("达标分数", "85", None)),
        (BASE, {"undetermined_reason": None}, ("不能定论的原因", "不能定论", None)),
        (LADDER, {"effective_from": "2022-01-01"}, ("施行日期", "未写明", "2022-01-01")),
        (LADDER, {"cycle_until": "2022-12-31"}, ("周期截止", "未写明", "2022-12-31")),
        (LADDER, {"rungs": ("A", "B-", "C")}, ("等级", "A＞B＞B-＞C", "A＞B-＞C")),
        (LADDER, {"optional_rungs": ()}, ("可选等级", "B-", None)),
        (LADDER, {"optional_rungs": ("B", "B-")}, ("可选等级", "B-", "B、B-")),
        (LADDER, {"leading_rungs": ()}, ("引领性", "引领性＞非引领性", None)),
        (LADDER, {"worst_of_aspects": None}, ("各方面取最低", "最低的一项定级", None)),
        (
            LADDER,
            {"worst_of_units": Principle("新", NEW_CITE, False)},
            ("各单元取最低", "最低的工序定级", "新"),
        ),
    ],
)
def test_a_change_of_the_scheme_itself(
    pack: Pack, changes: dict[str, Any], told: tuple[str, str | None, str | None]
) -> None:
    (found,) = rule_changes(pack, replace(pack, **changes))
    assert (found.kind, found.place, found.id, found.title) == ("changed", "scheme", "", "方案")
    assert (found.word, found.before, found.after) == told
    (back,) = rule_changes(replace(pack, **changes), pack)
    assert (back.before, back.after) == (told[2], told[1])


def test_clauses_of_a_change_of_the_scheme() -> None:
    (found,) = rule_changes(BASE, replace(BASE, pass_rule=None))
    assert (found.cite_before, found.cite_after) == (BASE.pass_rule.cite, None)  # type: ignore[union-attr]
    (back,) = rule_changes(replace(BASE, undetermined_reason=None), BASE)
    assert (back.cite_before, back.cite_after) == (None, BASE.undetermined_reason.cite)  # type: ignore[union-attr]
    (edition,) = rule_changes(BASE, replace(BASE, edition="x"))
    assert (edition.cite_before, edition.cite_after) == (None, None)


def test_only_schemes_of_one_kind_are_compared() -> None:
    with pytest.raises(RequestError) as caught:
        rule_changes(BASE, LADDER)
    assert caught.value.detail == "try-points 是计分方案，try-ladder 是分级方案；只能比较同一类方案"


# --- results ---


def test_a_result_does_not_differ_from_itself() -> None:
    for pack, facts in ((POINTS, {"1.02": {"status": "met"}}), (LADDER, {"units": [unit("A", "B")]})):
        one = result(pack, facts)
        found = compare(one, one, LADDER.rungs)
        assert (found.nothing, found.outcome_differs, found.score_differs) == (True, False, False)


def test_what_differs_between_two_points_results() -> None:
    before = result(POINTS, {"1.02": {"status": "not_met"}, "B.01": {"status": "not_met"}})
    after = result(POINTS, {"1.02": {"status": "met"}, "G.01": {"status": "not_met"}})
    found = compare(before, after)
    assert outcome(before) == ("fail", None, None)
    assert (found.nothing, found.outcome_differs, found.score_differs) == (False, False, True)
    assert [(change.item, change.step.item) for change in found.items] == [
        ("1.02", "1.02"),
        ("B.01", "B.01"),
        ("G.01", "G.01"),
    ]
    (gate,) = found.gates
    assert (gate.id, gate.title, gate.before.value, gate.after.value) == (  # type: ignore[union-attr]
        "basic",
        "基本条件",
        "unknown",
        "not_met",
    )
    assert (gate.now_failing, gate.no_longer_failing) == (("G.01",), ())
    assert (gate.now_unknown, gate.no_longer_unknown) == ((), ("G.01",))
    assert [gap.item for gap in found.gaps_closed] == ["1.02"]
    assert [gap.item for gap in found.gaps_opened] == ["G.01"]
    assert [gap.item for gap in found.gaps_set_aside] == ["B.01"]


def test_what_differs_between_two_ladder_results() -> None:
    before = result(
        LADDER, {"units": [unit("A", "B", name="窑"), unit("B", "B")], "events": {"bribery": False}}
    )
    after = result(LADDER, {"units": [unit("A", "A", name="窑")], "events": {"bribery": True}})
    found = compare(before, after, LADDER.rungs)
    assert (found.outcome_differs, found.score_differs, found.gates) == (True, False, ())
    assert [(change.index, change.before is None, change.after is None) for change in found.units] == [
        (0, False, False),
        (1, False, True),
    ]
    assert [change.item for change in found.items] == ["0.治理", "1.装备水平", "1.治理"]
    assert [override.event for override in found.overrides_added] == ["bribery"]
    assert found.overrides_removed == ()
    assert [gap.item for gap in found.gaps_closed] == ["0.治理"]
    assert [gap.item for gap in found.gaps_set_aside] == ["1.装备水平", "1.治理"]
    back = compare(after, before, LADDER.rungs)
    assert [override.event for override in back.overrides_removed] == ["bribery"]
    assert [gap.item for gap in back.gaps_opened] == ["0.治理", "1.装备水平", "1.治理"]


def test_a_gap_that_a_deeper_one_hides_is_not_closed() -> None:
    before = result(LADDER, {"units": [unit("B", "A")]})
    after = result(LADDER, {"units": [unit("B", "C")]})
    found = compare(before, after, LADDER.rungs)
    assert (found.gaps_closed, [gap.item for gap in found.gaps_set_aside]) == ((), ["0.装备水平"])


def test_differences_as_json() -> None:
    before = result(POINTS, {"1.02": {"status": "not_met"}})
    after = result(POINTS, {"1.02": {"status": "met"}, "G.01": {"status": "met"}})
    body = difference_as_json(compare(before, after))
    assert body == {
        "nothing": False,
        "outcome_differs": False,
        "verdict": None,
        "grade": None,
        "leading": None,
        "score": {
            "before": {"lower": 0.0, "upper": 7.63, "max": 8.0},
            "after": {"lower": 0.38, "upper": 8.0, "max": 8.0},
        },
        "gates": [
            {
                "id": "basic",
                "title": "基本条件",
                "before": "unknown",
                "after": "met",
                "now_failing": [],
                "no_longer_failing": [],
                "now_unknown": [],
                "no_longer_unknown": ["G.01"],
            }
        ],
        "units": [],
        "items": [
            {
                "item": "1.02",
                "title": "照明",
                "before": {"truth": "not_met", "lower": 0.0, "upper": 0.0, "because": "填报为不满足"},
                "after": {"truth": "met", "lower": 0.5, "upper": 0.5, "because": "填报为满足"},
                "citation": bare_citation(POINTS.items["1.02"].cite),
            },
            {
                "item": "G.01",
                "title": "守法",
                "before": {"truth": "unknown", "lower": 0.0, "upper": 0.0, "because": "尚未说明"},
                "after": {"truth": "met", "lower": 0.0, "upper": 0.0, "because": "填报为满足"},
                "citation": bare_citation(POINTS.items["G.01"].cite),
            },
        ],
        "gaps_closed": list(difference_as_json(compare(after, before))["gaps_opened"]),
        "gaps_opened": [],
        "gaps_set_aside": [],
        "overrides_added": [],
        "overrides_removed": [],
    }
    assert [gap["item"] for gap in body["gaps_closed"]] == ["1.02"]
    ladder = difference_as_json(
        compare(
            result(LADDER, {"units": [unit("A", "B", name="窑")], "events": {"bribery": True}}),
            result(LADDER, {"units": [unit("A", "A", name="窑"), unit("引领性", None, track="leading")]}),
        )
    )
    assert ladder["grade"] == {
        "before": {"confirmed": "C", "reachable": "C"},
        "after": {"confirmed": "A", "reachable": "A"},
    }
    assert ladder["leading"] == {"before": None, "after": {"confirmed": "非引领性", "reachable": "引领性"}}
    assert ladder["score"] is None
    assert ladder["units"] == [
        {
            "index": 0,
            "name": "窑",
            "before": {"confirmed": "B", "reachable": "B"},
            "after": {"confirmed": "A", "reachable": "A"},
        },
        {
            "index": 1,
            "name": "第2个单元",
            "before": None,
            "after": {"confirmed": "非引领性", "reachable": "引领性"},
        },
    ]
    assert [override["event"] for override in ladder["overrides_removed"]] == ["bribery"]
    assert ladder["items"][1]["before"] is None


# --- changed facts ---


def trial(pack: Pack, facts: dict[str, Any], changes: Any, **wishes: Any) -> Any:
    return what_if(pack, read_request(pack, {"facts": facts, **wishes}, today=DAY), changes)


@pytest.mark.parametrize(
    ("item", "entry", "proof", "means"),
    [
        ("1.02", "met", "declared", {"status": "met"}),
        ("1.02", "met", "onsite", {"status": "met", "source": "onsite"}),
        ("1.01", 0.5, "declared", {"ratio": 0.5}),
        ("1.01", 1, "declared", {"ratio": 1}),
        ("1.01", 0, "declared", {"ratio": 0}),
        ("1.01", 1.5, "declared", {"value": 1.5}),
        ("B.01", 0.5, "onsite", {"ratio": 0.5, "source": "onsite"}),
        ("1.02", 3, "declared", {"value": 3}),
        ("1.01", {"ratio": 0.5, "source": "online"}, "onsite", {"ratio": 0.5, "source": "online"}),
        ("1.01", {"ratio": 0.5}, "onsite", {"ratio": 0.5, "source": "onsite"}),
        ("1.02", None, "onsite", None),
        ("1.02", [{"status": "met"}], "onsite", [{"status": "met"}]),
    ],
)
def test_short_forms_of_a_changed_row(item: str, entry: Any, proof: str, means: Any) -> None:
    found = trial(POINTS, {"1.02": {"status": "not_met"}}, {item: entry}, proof=proof)
    assert found.changes == {item: means}
    assert found.request.raw.get(item) == means
    assert found.request.proof == proof


def test_a_stage_or_points_in_short() -> None:
    pack = replace(BASE, undetermined_reason=None)
    assert trial(pack, {}, {"1.01": "s1"}).changes == {"1.01": {"value": "s1"}}
    scored = replace(BASE.items["1.02"], kind="scored", open_formula=True)
    open_pack = replace(BASE, items={**BASE.items, "1.02": scored})
    assert trial(open_pack, {}, {"1.02": 0.5}).changes == {"1.02": {"points": 0.5}}


@pytest.mark.parametrize(
    ("key", "entry", "proof", "name", "means"),
    [
        ("治理", "B", "declared", "0.治理", "B"),
        ("0.治理", "B", "onsite", "0.治理", {"grade": "B", "source": "onsite"}),
        ("0.治理", {"at_least": "B"}, "onsite", "0.治理", {"at_least": "B", "source": "onsite"}),
        (
            "0.治理",
            {"grade": "B", "source": "online"},
            "onsite",
            "0.治理",
            {"grade": "B", "source": "online"},
        ),
        ("0.治理", None, "declared", "0.治理", None),
        ("events.bribery", True, "declared", "events.bribery", True),
        ("events.bribery", True, "onsite", "events.bribery", {"answer": True, "source": "onsite"}),
        (
            "events.bribery",
            {"answer": False},
            "onsite",
            "events.bribery",
            {"answer": False, "source": "onsite"},
        ),
        ("events.bribery", None, "declared", "events.bribery", None),
    ],
)
def test_short_forms_on_a_ladder(key: str, entry: Any, proof: str, name: str, means: Any) -> None:
    facts = {"units": [unit("A", "A")], "events": {"bribery": False}}
    found = trial(LADDER, facts, {key: entry}, proof=proof)
    assert found.changes == {name: means}
    raw = found.request.raw
    where = raw["events"] if name.startswith("events") else raw["units"][0]["aspects"]
    assert where.get(name.partition(".")[2]) == means
    assert facts == {"units": [unit("A", "A")], "events": {"bribery": False}}


@pytest.mark.parametrize(
    ("pack", "changes", "error", "message"),
    [
        (
            POINTS,
            {},
            RequestError,
            'changes：应为“条目: 事实”的对象，至少一条，例如 {"1.05": {"status": "met"}}',
        ),
        (
            POINTS,
            [],
            RequestError,
            'changes：应为“条目: 事实”的对象，至少一条，例如 {"1.05": {"status": "met"}}',
        ),
        (
            POINTS,
            {str(place): "met" for place in range(501)},
            RequestError,
            "changes：共 501 条，最多 500 条；请分几次试算",
        ),
        (POINTS, {LONG: "met"}, UnknownItemError, f"changes：方案 try-points 没有条目“{LONG[:40]}”"),
        (POINTS, {5: "met"}, UnknownItemError, "changes：方案 try-points 没有条目“5”"),
        (POINTS, {"1.02": True}, FactError, '1.02：应为对象，例如 {"status": "met"}，实际是 True'),
        (LADDER, {"治理": "B", "0.治理": "A"}, RequestError, "changes：“0.治理”改了两次；每个条目只写一次"),
        (
            LADDER,
            {f"x.{LONG}": "A"},
            UnknownItemError,
            f"changes：不认识“x.{LONG[:38]}”；请写成“单元序号.方面”（如 0.运输方式）或“events.事件”（如 events.bribery）",
        ),
        (
            LADDER,
            {"0.": "A"},
            UnknownItemError,
            "changes：方案 try-ladder 没有“0”这个方面；可用：装备水平、治理",
        ),
        (LADDER, {"1.治理": "A"}, UnknownItemError, "changes：“1.治理”中的单元序号应为 0 到 0"),
        (LADDER, {"999999.治理": "A"}, UnknownItemError, "changes：“999999.治理”中的单元序号应为 0 到 0"),
        (
            LADDER,
            {f"0.{LONG}": "A"},
            UnknownItemError,
            f"changes：方案 try-ladder 没有“{LONG[:40]}”这个方面；可用：装备水平、治理",
        ),
    ],
)
def test_a_change_that_cannot_be(pack: Pack, changes: Any, error: type[ScoringError], message: str) -> None:
    with pytest.raises(error) as caught:
        trial(pack, {}, changes)
    assert caught.value.detail == message


def test_five_hundred_changes_are_read() -> None:
    with pytest.raises(UnknownItemError):
        trial(POINTS, {}, {str(place): "met" for place in range(500)})


def test_a_trial_as_json() -> None:
    found = trial(POINTS, {}, {"1.02": "met"}, as_of="2026-02-01", proof="document")
    body = what_if_as_json(found)
    assert {name: body[name] for name in ("scheme", "kind", "as_of", "proof", "changes")} == {
        "scheme": "try-points",
        "kind": "points",
        "as_of": "2026-02-01",
        "proof": "document",
        "changes": {"1.02": {"status": "met", "source": "document"}},
    }
    assert (body["before"]["score"]["lower"], body["after"]["score"]["lower"]) == (0.0, 0.38)
    assert body["difference"] == difference_as_json(found.difference)
    assert body.keys() == {
        *("scheme", "kind", "as_of", "proof", "changes"),
        *("before", "after", "difference"),
    }


# --- single facts ---


def changes_of(pack: Pack, facts: dict[str, Any], **wishes: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for change in legal_changes(pack, read_request(pack, {"facts": facts, **wishes}, today=DAY)):
        assert change.rule.id == change.item.rpartition(".")[2] or change.rule.id == change.item
        found.setdefault(change.item, []).append(change.entry)
    return found


def test_everything_that_points_allow_is_tried() -> None:
    authority = replace(BASE.items["1.02"], id="9", kind="authority")
    scored = replace(BASE.items["1.02"], id="8", open_formula=True)
    pack = replace(BASE, items={**BASE.items, "9": authority, "8": scored})
    assert changes_of(pack, {}) == {
        "1.01": [{"value": "s1"}, {"value": "s2"}, {"status": "not_met"}, {"status": "not_applicable"}],
        "1.02": [{"status": "met"}, {"status": "not_met"}],
        "B.01": [{"status": "met", "ratio": 1}, {"status": "not_met"}],
        "G.01": [{"status": "met"}, {"status": "not_met"}],
        "8": [{"points": D("0.5")}, {"status": "not_met"}],
    }
    said = changes_of(POINTS, {"1.02": {"status": "met"}, "1.01": {"ratio": 0.5}})
    assert said["1.02"] == [{"status": "not_met"}, None]
    assert said["1.01"][-1] is None
    given = {"9": {"points": 1, "max": 2}}
    assert changes_of(pack, given)["9"] == [None]
    assert changes_of(POINTS, {}, proof="onsite")["1.02"][0] == {"status": "met", "source": "onsite"}


def test_everything_that_a_ladder_allows_is_tried() -> None:
    assert changes_of(LADDER, {}) == {
        "0.装备水平": ["A", "B", "C"],
        "0.治理": ["A", "B", "C"],
        "events.bribery": [True, False],
    }
    facts = {"units": [unit("A", "B-"), unit("引领性", None, track="leading")], "events": {"bribery": True}}
    assert changes_of(LADDER, facts) == {
        "0.装备水平": ["B", "B-", "C", None],
        "0.治理": ["A", "B", "C", None],
        "1.装备水平": ["非引领性", None],
        "1.治理": ["引领性", "非引领性"],
        "events.bribery": [False, None],
    }
    proved = changes_of(LADDER, {}, proof="online")
    assert proved["0.治理"][0] == {"grade": "A", "source": "online"}
    assert proved["events.bribery"] == [
        {"answer": True, "source": "online"},
        {"answer": False, "source": "online"},
    ]


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (("fail", None, None), ("undetermined", None, None), "up"),
        (("pass", None, None), ("undetermined", None, None), "down"),
        (("undetermined", None, None), ("pass", None, None), "up"),
        (("undetermined", None, None), ("fail", None, None), "down"),
    ],
)
def test_the_way_of_a_verdict(before: Any, after: Any, way: str) -> None:
    assert direction(POINTS, before, after) == way


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (("C", "A"), ("B", "A"), "up"),
        (("C", "B"), ("C", "A"), "up"),
        (("C", "A"), ("C", "B"), "down"),
        (("B", "A"), ("C", "A"), "down"),
        (("C", "A"), ("B", "B"), "narrower"),
        (("B", "B"), ("C", "A"), "wider"),
    ],
)
def test_the_way_of_a_grade(before: tuple[str, str], after: tuple[str, str], way: str) -> None:
    from scoring.assessment import GradeInterval

    one, other = GradeInterval(*before), GradeInterval(*after)
    assert direction(LADDER, (None, one, None), (None, other, None)) == way


def test_single_facts_that_flip_a_result() -> None:
    pack = replace(POINTS, pass_rule=replace(POINTS.pass_rule, at_least=D(3)))  # type: ignore[type-var]
    facts = {"1.01": {"status": "met"}, "G.01": {"status": "met"}, "1.02": {"status": "met"}}
    found = sensitivity(pack, read_request(pack, {"facts": facts}, today=DAY))
    flips = [(flip.change.item, flip.change.entry, flip.after[0], flip.direction) for flip in found.flips]
    assert flips == [
        ("1.01", {"status": "not_met"}, "fail", "down"),
        ("1.01", None, "undetermined", "down"),
        ("G.01", {"status": "not_met"}, "fail", "down"),
        ("G.01", None, "undetermined", "down"),
    ]
    assert (found.robust, found.tried) == (False, 10)
    firm = {**facts, "G.01": {"status": "not_met"}, "1.01": {"status": "not_met"}}
    assert sensitivity(pack, read_request(pack, {"facts": firm}, today=DAY)).robust


def test_values_beside_their_limits() -> None:
    facts = {"1.01": [{"value": 1.3}, {"value": 1.5, "source": "online", "valid_until": "2026-01-01"}]}
    body = sensitivity_as_json(sensitivity(POINTS, read_request(POINTS, {"facts": facts}, today=DAY)))
    assert body["near"] == [
        {
            "item": "1.01",
            "title": "容积率",
            "of": "容积率与要求之比",
            "value": "1.3",
            "unit": "倍",
            "limit": limit,
            "comparison": "≥",
            "distance": distance,
            "distance_percent": percent,
            "percent_of_limit": of_limit,
            "within_10_percent": near,
            "gives": "open",
            "gives_below": below,
            "gives_above": above,
            "citation": bare_citation(ROW.cite),
        }
        for limit, distance, percent, of_limit, near, below, above in (
            ("1.2", "0.1", 8.33, 108.33, True, "none", "open"),
            ("2", "-0.7", 35.0, 65.0, False, "open", "full"),
        )
    ]
    assert body["pack"] == {"edition": "2026年版", "sha256": POINTS.sha256}
    assert (body["scheme"], body["kind"], body["as_of"], body["proof"]) == (
        "try-points",
        "points",
        "2026-03-01",
        "declared",
    )
    assert body["result"] == {"verdict": "fail"}


def test_flips_as_json() -> None:
    facts = {"units": [unit("A", "A")]}
    found = sensitivity(LADDER, read_request(LADDER, {"facts": facts}, today=DAY))
    body = sensitivity_as_json(found)
    assert body["result"] == {"grade": {"confirmed": "A", "reachable": "A"}, "leading": None}
    assert (body["robust"], body["tried"], body["near"]) == (False, 8, [])
    assert body["flips"][0] == {
        "item": "0.装备水平",
        "title": "装备水平",
        "from": "A",
        "to": "B",
        "before": {"grade": {"confirmed": "A", "reachable": "A"}, "leading": None},
        "after": {"grade": {"confirmed": "B", "reachable": "B"}, "leading": None},
        "direction": "down",
        "citation": bare_citation(LADDER.items["装备水平"].cite),
    }
    scored = replace(BASE.items["1.02"], open_formula=True)
    pack = replace(
        POINTS,
        items={**POINTS.items, "1.02": scored},
        pass_rule=replace(POINTS.pass_rule, at_least=D("7.8")),  # type: ignore[type-var]
    )
    points = sensitivity(pack, read_request(pack, {"facts": {"1.02": {"status": "not_met"}}}, today=DAY))
    given = [flip["to"] for flip in sensitivity_as_json(points)["flips"] if flip["item"] == "1.02"]
    assert given == [{"points": 0.5}, None]


def test_units_are_tried_up_to_fifty() -> None:
    units = [{} for _ in range(51)]
    with pytest.raises(RequestError) as caught:
        sensitivity(LADDER, read_request(LADDER, {"facts": {"units": units}}, today=DAY))
    assert caught.value.detail == "facts.units：共 51 个单元，最多试算 50 个；请分几次提交"
    assert sensitivity(LADDER, read_request(LADDER, {"facts": {"units": units[:50]}}, today=DAY)).tried == 302


# --- editions ---


def test_a_firm_under_two_editions() -> None:
    row = replace(POINTS.items["1.02"], points=D("0.25"))
    new_row = replace(POINTS.items["1.02"], id="1.03", title="计量")
    items = {key: item for key, item in POINTS.items.items() if key != "B.01"}
    new = replace(POINTS, edition="2027年版", items={**items, "1.02": row, "1.03": new_row})
    body = {"facts": {"1.02": {"status": "met"}, "B.01": {"status": "met"}}}
    found = diff_editions(POINTS, new, body, today=DAY)
    told = edition_diff_as_json(found)
    assert told["old" if "old" in told else "before"]["edition"] == "2026年版"
    assert [rule["field"] for rule in told["rules"]] == ["版本", "points", "", ""]
    firm = told["firm"]
    why = {item["item"]: item["why"] for item in firm["difference"]["items"]}
    assert why == {
        "1.02": "分值由“0.5”改为“0.25”",
        "1.03": "后一版本新增了这一条",
        "B.01": "后一版本没有这一条",
    }
    assert firm["left_out"] == [
        {
            "item": "B.01",
            "side": "after",
            "why": "方案 try-points 没有条目“B.01”；条目编号从 1.01 到 1.03，共 4 条",
        }
    ]
    assert found.firm is not None
    assert set(firm["before"]) == {"scheme", "as_of", "pack", "score", "verdict", "notes"}
    assert diff_editions(POINTS, new, today=DAY).firm is None


def test_a_fact_that_neither_edition_takes() -> None:
    with pytest.raises(FactError) as caught:
        diff_editions(POINTS, POINTS, {"facts": {"9.9": {"status": "met"}}}, today=DAY)
    assert caught.value.detail.startswith("两个版本都不能采用这条事实：")
    with pytest.raises(RequestError) as request:
        diff_editions(POINTS, POINTS, [], today=DAY)
    assert request.value.detail == "请求体应为 JSON 对象，含 facts"
