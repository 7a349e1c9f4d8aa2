"""Readings, faults of the text and newer rules that stand beside a result, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pack_files import try_pack

from scoring.provenance import assumptions_used, standing_notes
from scoring.rules.pack import NewerRule, Pack, Reading, SourceFault

DAY = date(2026, 3, 1)
BARE = replace(try_pack("points"), status="in_force", source_faults=(), newer_rules=(), readings=())


def reading(*applies_to: str) -> Pack:
    return replace(BARE, readings=(Reading("r", "读法", applies_to, None),))


@pytest.mark.parametrize("target", ["all", "pass"])
def test_readings_of_the_whole_are_always_used(target: str) -> None:
    assert assumptions_used(reading(target), [], False) == ("读法",)


@pytest.mark.parametrize(
    ("targets", "touched", "exempt", "used"),
    [
        ((), [], False, True),
        (("1.01",), ["1.01"], False, True),
        (("1.01",), ["1.02"], False, False),
        (("1",), ["1.02"], False, True),
        (("1",), ["G.01"], False, False),
        (("basic",), ["G.01"], False, True),
        (("basic",), ["1.01"], False, False),
        (("not_applicable",), ["1.01"], True, True),
        (("not_applicable",), ["1.01"], False, False),
        (("x", "G.01"), ["1.01", "G.01"], False, True),
    ],
)
def test_a_reading_is_used_where_it_applies(
    targets: tuple[str, ...], touched: list[str], exempt: bool, used: bool
) -> None:
    assert assumptions_used(reading(*targets), touched, exempt) == (("读法",) if used else ())


def test_readings_keep_their_order() -> None:
    pack = replace(BARE, readings=(Reading("b", "乙", (), None), Reading("a", "甲", ("all",), None)))
    assert assumptions_used(pack, [], False) == ("乙", "甲")


@pytest.mark.parametrize(
    ("status", "until", "words"),
    [
        ("draft", None, "征求意见稿，尚未正式印发"),
        ("in_force", None, None),
        ("superseded", None, "已被后来的文件取代"),
        ("cycle_over", None, "年度工作周期已经结束"),
        ("cycle_over", "2026-02-28", "年度工作周期已经结束"),
        ("cycle_over", "2026-03-01", None),
        ("cycle_over", "2026-03-02", None),
        ("superseded", "2026-03-02", "已被后来的文件取代"),
        ("draft", "2026-03-02", "征求意见稿"),
    ],
)
def test_the_standing_of_an_edition_on_a_day(status: str, until: str | None, words: str | None) -> None:
    pack = replace(BARE, status=status, cycle_until=until)
    notes = standing_notes(pack, set(), DAY)
    assert len(notes) == (words is not None)
    assert words is None or words in notes[0]


def test_a_fault_of_the_text_is_told_where_it_matters() -> None:
    pack = replace(
        BARE,
        source_faults=(
            SourceFault("2", "重号。。", "按顺序。", ("1.01", "1.02")),
            SourceFault("3", "缺页", "不补", ()),
        ),
    )
    assert standing_notes(pack, {"1.02"}, DAY) == (
        "原文问题：重号；读法：按顺序。",
        "原文问题：缺页；读法：不补",
    )
    assert standing_notes(pack, {"B.01"}, DAY) == ("原文问题：缺页；读法：不补",)


def test_a_slip_of_the_pen_is_not_told() -> None:
    pack = replace(BARE, source_faults=(SourceFault("4", "错字", "照改", (), True),))
    assert standing_notes(pack, {"1.01"}, DAY) == ()


@pytest.mark.parametrize(
    ("since", "told"), [(None, True), ("2026-02-28", True), ("2026-03-01", True), ("2026-03-02", False)]
)
def test_a_newer_rule_is_told_from_its_day(since: str | None, told: bool) -> None:
    pack = replace(BARE, newer_rules=(NewerRule("加了A+级", "某报", since),))
    assert standing_notes(pack, set(), DAY) == (("更新的规则：加了A+级（来源：某报）",) if told else ())
