"""What is asked and how: the order over many firms, doubtful aspects, events that lower, remembered answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pack_files import try_pack

from scoring.assess import assess, read_request
from scoring.assessment import Assessment
from scoring.many.bulk import BulkAssessor
from scoring.points_scheme import assess_points
from scoring.points_scheme.rows import Row
from scoring.rules.pack import Pack

DAY = date(2026, 3, 1)
D = Decimal
BASE = try_pack("points")
ROW = replace(BASE.items["1.01"], stages=(), choices=(), open_formula=False)
POINTS = replace(BASE, items={**BASE.items, "1.01": ROW}, undetermined_reason=None)
LADDER_BASE = try_pack("ladder")
ASPECT = LADDER_BASE.items["装备水平"]
MET, NOT_MET = {"status": "met"}, {"status": "not_met"}


def result(pack: Pack, facts: dict[str, Any], **wishes: Any) -> Assessment:
    return assess(pack, read_request(pack, {"facts": facts, **wishes}, today=DAY))


def line(at: str) -> Pack:
    return replace(POINTS, pass_rule=replace(POINTS.pass_rule, at_least=D(at)))  # type: ignore[type-var]


# --- points ---


@pytest.mark.parametrize(
    ("pack", "facts", "needed", "score_open"),
    [
        (line("7"), {}, 7.0, True),
        (line("7"), {"1.02": MET, "B.01": {"ratio": 0.5}}, 6.375, True),
        (line("7.125"), {"1.01": MET}, 0.0, False),
        (line("7"), {"1.01": MET}, -0.125, False),
        (replace(POINTS, pass_rule=None), {"1.02": MET}, 6.825, True),
    ],
)
def test_questions_are_ordered_by_what_is_still_missing(
    monkeypatch: pytest.MonkeyPatch, pack: Pack, facts: dict[str, Any], needed: float, score_open: bool
) -> None:
    asked: list[tuple[float, bool]] = []

    def rank(rows: Sequence[Row], *, needed: float, score_open: bool) -> list[Row]:
        asked.append((needed, score_open))
        return []

    monkeypatch.setattr(assess_points, "rank", rank)
    result(pack, facts)
    ((missing, open_end),) = asked
    assert missing == pytest.approx(needed)
    assert open_end is score_open


def test_a_question_says_how_many_points_are_still_open() -> None:
    levels = (BASE.items["1.01"].choices[0], replace(BASE.items["1.01"].choices[0], id="c2", points=D(1)))
    pack = replace(line("7"), items={**POINTS.items, "1.01": replace(ROW, value=None, choices=levels)})
    (asked,) = [q for q in result(pack, {"1.01": MET}).next_questions if q.item == "1.01"]
    assert asked.why == "最多影响总分 6.375 分"


def test_a_row_that_is_met_in_part_falls_short() -> None:
    found = {gap.item: gap.shortfall for gap in result(line("7"), {"B.01": {"ratio": 0.9}}).gaps}
    assert found == {"B.01": "按程度 0.9 给分，4.5/5；少 0.5 分（折合总分 0.05 分）"}


def test_a_row_that_could_bring_nothing_is_no_gap() -> None:
    nothing = replace(POINTS.items["1.02"], points=D(0))
    pack = replace(line("7"), items={**POINTS.items, "1.02": nothing})
    assert result(pack, {"1.02": NOT_MET, "B.01": NOT_MET}).gaps[0].item == "B.01"
    assert [gap.item for gap in result(pack, {"1.02": NOT_MET}).gaps] == []


def test_stages_that_are_reached_are_named_one_by_one() -> None:
    staged = replace(BASE.items["1.01"], choices=(), open_formula=False)
    pack = replace(line("7"), items={**POINTS.items, "1.01": staged})
    (step,) = [step for step in result(pack, {"1.01": {"value": "s2"}}).trace if step.item == "1.01"]
    assert step.because == "签约、验收，还须说明容积率与要求之比是否达到要求"


# --- ladders ---


def ladder(**aspects: Any) -> Pack:
    made = {name: replace(ASPECT, id=name, title=name, **more) for name, more in aspects.items()}
    return replace(LADDER_BASE, items={**made, "bribery": LADDER_BASE.items["bribery"]})


def test_the_more_doubtful_aspect_is_asked_first() -> None:
    words = ("almost_always", "mostly", None, "seldom")
    pack = ladder(**{f"方面{place}": {"usually_met": word} for place, word in enumerate(words)})
    asked = [question.item for question in result(pack, {"units": [{}]}).next_questions]
    assert asked[:4] == ["0.方面3", "0.方面2", "0.方面1", "0.方面0"]


def test_a_unit_is_asked_about_as_a_whole() -> None:
    pack = ladder(**{f"方面{place}": {} for place in range(5)})
    found = result(pack, {"units": [{"name": "窑"}, {"name": "磨"}]}).screenings
    assert [len(one.items) for one in found] == [5, 5]
    small = ladder(**{f"方面{place}": {} for place in range(4)})
    (both,) = result(small, {"units": [{"name": "窑"}, {"name": "磨"}]}).screenings
    assert len(both.items) == 8


def test_a_firm_that_goes_down_must_hold_more_than_it_can_reach() -> None:
    pack = ladder(方面={})
    down = replace(pack.items["bribery"], effect="downgrade", cap=None)
    pack = replace(pack, items={**pack.items, "bribery": down})
    found = result(pack, {"events": {"bribery": True}})
    assert found.grade is not None
    assert (found.grade.confirmed, found.grade.reachable) == ("C", "B")
    assert found.next_questions[0].why == "方面低于A类就到不了B类；没有说清之前只能按最低等级计"


# --- many firms ---


def test_answers_that_differ_are_remembered_apart() -> None:
    many = BulkAssessor(POINTS, today=DAY)
    bodies: list[dict[str, Any]] = [
        {"1.02": MET},
        {"1.02": NOT_MET},
        {"1.02": MET, "B.01": {"ratio": 0.5}},
        {"B.01": {"ratio": 1}},
        {"B.01": {"ratio": 0.5}},
        {"1.02": {**MET, "source": "online", "valid_until": "2026-02-28"}},
        {"1.02": {**MET, "source": "online", "valid_until": "2026-03-01"}},
    ]
    for facts in (*bodies, *reversed(bodies)):
        assert many.assess({"facts": facts}) == result(POINTS, facts)
