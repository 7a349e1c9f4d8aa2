"""Edges of plans: measured values after a measure, targets of every answer, the plan between two, names with a dot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import assess, read_request
from scoring.industry.indicator_loader import load_indicator_pack
from scoring.plan.changes import changed_facts
from scoring.plan.gap_sets import GapSets, gap_sets
from scoring.plan.measure_links import exclusive_pairs
from scoring.plan.measures import Measure, read_measures
from scoring.plan.pareto import pareto
from scoring.plan.plan_request import read_gaps_request
from scoring.plan.plan_search import choose
from scoring.plan.plan_wants import Wants
from scoring.plan.proposals import propose
from scoring.rules.pack import Pack

DAY = date(2026, 3, 1)
D = Decimal
POINTS = replace(try_pack("points"), undetermined_reason=None)
LADDER = try_pack("ladder")
KILN = load_indicator_pack(Path(__file__).parents[1] / "indicator_packs_sound" / "sound-kiln")
LIMITS = "有组织排放"
DOTTED = "治理.废气"
MEASURED = replace(
    LADDER,
    id="henan-grading-2021",
    items={
        LIMITS: replace(LADDER.items["装备水平"], id=LIMITS, title="有组织"),
        DOTTED: replace(LADDER.items["装备水平"], id=DOTTED, title="废气"),
    },
    rungs=("A", "B", "C", "D"),
    optional_rungs=(),
    industries=(),
    indicators=(KILN,),
)


def after(pack: Pack, facts: dict[str, Any], **goals: Any) -> dict[str, Any]:
    start = read_request(pack, {"facts": facts}, today=DAY)
    items = {key.replace("_", "."): goal for key, goal in goals.items()}
    return changed_facts(pack, start, assess(pack, start), [Measure("m", "", items)])


def test_values_measured_before_a_measure_are_forgotten_for_its_aspect() -> None:
    said = {"kiln.pm": {"value": 25, "oxygen": 18}, "kiln.vehicles": "国五"}
    facts = {"units": [{"industry": "砖瓦窑", "indicators": said, "processes": []}]}
    found = after(MEASURED, facts, **{f"0.{LIMITS}": "B"})
    assert found["units"] == [
        {
            "industry": "砖瓦窑",
            "indicators": {"kiln.vehicles": "国五"},
            "processes": [],
            "aspects": {LIMITS: {"grade": "B", "source": "declared"}},
        }
    ]
    result = assess(MEASURED, read_request(MEASURED, {"facts": found}, today=DAY))
    assert result.trace[0].because == "满足到 B"
    other = after(MEASURED, facts, **{f"0.{DOTTED}": "B"})
    assert other["units"][0]["indicators"] == said
    bare = after(MEASURED, {"units": [{"indicators": None}]}, **{f"0.{LIMITS}": "B"})["units"]
    assert bare == [{"indicators": None, "aspects": {LIMITS: {"grade": "B", "source": "declared"}}}]


def test_a_grade_that_is_held_already_is_left_as_it_was_said() -> None:
    facts = {"units": [{"aspects": {LIMITS: {"grade": "B", "source": "online"}}}]}
    assert after(MEASURED, facts, **{f"0.{LIMITS}": "B"}) == facts


def test_a_name_with_a_dot_stays_whole() -> None:
    assert after(MEASURED, {}, **{f"0.{DOTTED}": "B"})["units"][0]["aspects"].keys() == {DOTTED}
    (measure,) = read_measures(MEASURED, [{"id": "m", "items": {f"1.{DOTTED}": "B"}}], (False, False)) or ()
    assert measure.items == {f"1.{DOTTED}": "B"}
    nothing = assess(MEASURED, read_request(MEASURED, {"facts": {}}, today=DAY))
    assert [proposal.id for proposal in propose(MEASURED, nothing, "B")] == [
        f"close-0.{LIMITS}",
        f"close-0.{DOTTED}",
    ]
    assert sets(MEASURED, {}, target="B").sets[0].needs[1].title == "废气"


def test_only_optional_and_bonus_rows_are_met_in_part() -> None:
    (measure,) = read_measures(POINTS, [{"id": "m", "items": {"B.01": 0.5, "1.01": 0.5}}], ()) or ()
    assert measure.items == {"B.01": D("0.5"), "1.01": D("0.5")}


def test_pairs_stand_in_the_order_of_their_first_measure() -> None:
    assert exclusive_pairs({"a": ["c"], "b": ["c", "d"], "c": [], "d": ["a"]}) == (
        ("a", "c"),
        ("a", "d"),
        ("b", "c"),
        ("b", "d"),
    )


def sets(pack: Pack, facts: dict[str, Any], **wishes: Any) -> GapSets:
    asked = read_gaps_request(pack, {"facts": facts, **wishes}, today=DAY)
    return gap_sets(pack, asked.start, asked.target, asked.most)


@pytest.mark.parametrize(
    ("pack", "facts", "target"),
    [
        (POINTS, {}, "pass"),
        (POINTS, {item: {"status": "met"} for item in POINTS.items}, "pass"),
        (replace(POINTS, pass_rule=None), {}, "pass"),
        (replace(POINTS, pass_rule=replace(POINTS.pass_rule, at_least=D(1))), {}, "pass"),  # type: ignore[type-var]
        (LADDER, {}, "B"),
        (LADDER, {"units": [{"aspects": {"装备水平": "A"}}]}, "B"),
        (LADDER, {"units": [{"aspects": {"装备水平": "A"}}], "events": {"bribery": True}}, "A"),
        (LADDER, {"units": [{"aspects": {"装备水平": "A"}}]}, "引领性"),
    ],
)
def test_every_answer_names_its_target(pack: Pack, facts: dict[str, Any], target: str) -> None:
    assert sets(pack, facts, target=target).target == target


def test_a_target_that_is_held_is_proved_by_the_result_itself() -> None:
    pack = replace(POINTS, pass_rule=replace(POINTS.pass_rule, at_least=D(1)))  # type: ignore[type-var]
    held = sets(pack, {item: {"status": "met"} for item in pack.items})
    assert held.sets[0].after.verdict == "pass"
    assert (held.more, held.obstacle, held.blocked_by) == (False, "", ())


def test_a_scheme_without_a_line_or_a_reason() -> None:
    assert sets(replace(POINTS, pass_rule=None), {}).obstacle == "本方案没有可计算的达标线："


def test_two_obstacles_are_named_together() -> None:
    scored = replace(POINTS.items["G.01"], kind="scored", open_formula=True)
    more = replace(scored, id="G.02", title="诚信")
    found = sets(replace(POINTS, items={**POINTS.items, "G.01": scored, "G.02": more}), {})
    assert found.obstacle == "G.01 守法、G.02 诚信：不由企业的措施决定"
    down = replace(LADDER.items["bribery"], id="check_unmet", title="检查", effect="lowest")
    pack = replace(LADDER, items={**LADDER.items, "check_unmet": down})
    facts = {"units": [{"aspects": {"装备水平": "A"}}], "events": {"bribery": True, "check_unmet": True}}
    blocked = sets(pack, facts, target="B")
    assert blocked.obstacle == "行贿：当年最高为C类；检查：直接按最低等级（C）。这不是措施能改变的"
    assert blocked.blocked_by == ("bribery", "check_unmet")


def test_points_of_an_authority_are_no_requirement() -> None:
    authority = replace(POINTS.items["1.02"], id="9", kind="authority", points=None)
    pack = replace(
        POINTS,
        items={**POINTS.items, "9": authority},
        pass_rule=replace(POINTS.pass_rule, at_least=D(8)),  # type: ignore[type-var]
    )
    row = replace(pack.items["1.01"], stages=(), choices=(), open_formula=False)
    pack = replace(pack, items={**pack.items, "1.01": row})
    found = sets(pack, {})
    assert [need.key for need in found.sets[0].needs] == ["G.01", "1.01", "B.01", "1.02"]
    assert found.more is False


def test_values_that_still_stand_against_the_target_are_told() -> None:
    stubborn = replace(
        KILN,
        aspects=(
            replace(KILN.aspects[0], names={MEASURED.id: LIMITS}),
            replace(KILN.aspects[1], names={MEASURED.id: DOTTED}),
        ),
    )
    pack = replace(MEASURED, indicators=(stubborn,))
    facts = {
        "units": [
            {
                "industry": "砖瓦窑",
                "indicators": {"kiln.pm": {"value": 25, "oxygen": 18}},
                "aspects": {DOTTED: "A"},
            }
        ]
    }
    assert [need.key for need in sets(pack, facts, target="B").sets[0].needs] == [f"0.{LIMITS}"]


def wants(measures: list[Measure]) -> Wants:
    ids = frozenset(measure.id for measure in measures)
    finish = {measure.id: measure.months or D(0) for measure in measures}
    return Wants({"x": ids}, D(0), {}, None, False, ids, dict.fromkeys(ids, frozenset()), (), finish)


def made(name: str, cost: Any, months: Any) -> Measure:
    return Measure(name, "", {"x": D(1)}, D(cost), D(months))


def test_the_plan_between_takes_about_half_the_way() -> None:
    fast, slow = made("fast", 20, 2), made("slow", 1, 12)
    six, seven, eight = made("six", 9, 6), made("seven", 8, 7), made("eight", 7, 8)
    measures = [fast, slow, six, seven, eight]
    options = pareto(measures, wants(measures), "cost", (slow,))
    assert [[m.id for m in option.chosen] for option in options] == [["slow"], ["fast"], ["seven"]]
    assert options[2].labels == ("费用与工期折中",)
    below = [fast, slow, six]
    assert [[m.id for m in option.chosen] for option in pareto(below, wants(below), "cost", (slow,))] == [
        ["slow"],
        ["fast"],
        ["six"],
    ]
    above = [fast, slow, eight, made("ten", 6, 10)]
    assert [m.id for m in pareto(above, wants(above), "cost", (slow,))[2].chosen] == ["eight"]
    ends = [fast, slow]
    assert len(pareto(ends, wants(ends), "cost", (slow,))) == 2


def test_three_that_differ_need_none_between() -> None:
    few = Measure("few", "", {"x": D(1), "y": D(1)}, D(30), D(20))
    cheap = [Measure("c1", "", {"x": D(1)}, D(1), D(9)), Measure("c2", "", {"y": D(1)}, D(1), D(9))]
    fast = [Measure("f1", "", {"x": D(1)}, D(9), D(1)), Measure("f2", "", {"y": D(1)}, D(9), D(1))]
    measures = [few, *cheap, *fast]
    both = {
        name: frozenset(measure.id for measure in measures if name in measure.items) for name in ("x", "y")
    }
    asked = replace(wants(measures), must_close=both)
    best = choose(measures, asked, "cost")
    assert best is not None
    options = pareto(measures, asked, "cost", best)
    assert [(option.labels, sorted(m.id for m in option.chosen)) for option in options] == [
        (("费用最省",), ["c1", "c2"]),
        (("工期最短",), ["f1", "f2"]),
        (("措施最少",), ["few"]),
    ]


def test_the_plan_that_was_chosen_stays_the_one_for_its_wish() -> None:
    one, twin = made("one", 5, 5), made("twin", 5, 5)
    measures = [one, twin]
    assert pareto(measures, wants(measures), "cost", (twin,))[0].chosen == (twin,)
