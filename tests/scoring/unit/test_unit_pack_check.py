"""What is found wrong inside a pack whose files have the right shape: one sentence a fault, nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pack_files import try_pack

from scoring.rules import text_data as data
from scoring.rules.pack import Band, Cite, Gate, Item, Pack, Reading, Section, SourceFault, ValueRule
from scoring.rules.pack_check import reference_faults
from scoring.rules.text_data_check import data_faults

POINTS, LADDER = try_pack("points"), try_pack("ladder")
CITE = Cite("try-text", "1", "基本")


def changed(pack: Pack, item: str, **changes: Any) -> Pack:
    return replace(pack, items={**pack.items, item: replace(pack.items[item], **changes)})


def added(pack: Pack, *items: Item) -> Pack:
    return replace(pack, items={**pack.items, **{item.id: item for item in items}})


def event(**changes: Any) -> Item:
    return replace(LADDER.items["bribery"], id="late", title="迟报", **changes)


def bands(*gives: str) -> ValueRule:
    return ValueRule("%", "率", tuple(Band(None, False, None, False, give) for give in gives))  # type: ignore[arg-type]


def test_sound_packs_have_no_faults() -> None:
    for pack in (POINTS, LADDER):
        assert reference_faults(pack) == []
        assert data_faults(pack) == []


@pytest.mark.parametrize(
    ("pack", "faults"),
    [
        (
            changed(POINTS, "G.01", section="9"),
            ["try-points 条目 G.01：没有板块“9”；可用：1、B"],
        ),
        (
            replace(
                changed(POINTS, "1.02", gate="required"),
                gates=(*POINTS.gates, Gate("conditions", "条件", CITE)),
            ),
            [
                "try-points 条目 1.02：没有门槛“required”；可用：basic、conditions",
                "try-points 门槛 conditions：没有任何条目",
            ],
        ),
        (
            changed(POINTS, "1.01", implies=("G.01", "8", "9")),
            [
                "try-points 条目 1.01：implies 中的“8”不是本方案的条目",
                "try-points 条目 1.01：implies 中的“9”不是本方案的条目",
            ],
        ),
        (
            changed(POINTS, "1.02", value=bands("met", "not_met", "full")),
            ["try-points 条目 1.02：区间结果“full”不适用于此类条目；可用：met、not_met"],
        ),
        (
            changed(POINTS, "B.01", value=bands("met", "none", "open", "full")),
            ["try-points 条目 B.01：区间结果“met”不适用于此类条目；可用：full、none、open"],
        ),
        (
            changed(POINTS, "1.01", value=bands("not_met")),
            ["try-points 条目 1.01：区间结果“not_met”不适用于此类条目；可用：full、none、open"],
        ),
        (changed(POINTS, "G.01", value=bands("full")), []),
        (
            changed(POINTS, "G.01", title="照明"),
            ["try-points：短标题“照明”用了 2 次；每个条目的标题应各不相同"],
        ),
        (
            replace(POINTS, readings=(Reading("r", "", ("1.01", "B", "basic", "x", "y"), None),)),
            [
                "try-points 读法 r：applies_to 中的“x”不是条目、板块、门槛、all、pass 或 not_applicable",
                "try-points 读法 r：applies_to 中的“y”不是条目、板块、门槛、all、pass 或 not_applicable",
            ],
        ),
        (replace(POINTS, readings=(Reading("r", "", ("all", "pass", "not_applicable"), None),)), []),
        (
            replace(POINTS, source_faults=(SourceFault("2", "错", "照改", ("1.01", "7")),)),
            ["try-points 文本问题 2：没有条目“7”"],
        ),
        (
            replace(POINTS, pass_rule=None, undetermined_reason=None),
            ["try-points：须有 pass（达标分数）或 verdict_reason（为何不能定论）之一"],
        ),
        (replace(POINTS, pass_rule=None), []),
        (replace(POINTS, undetermined_reason=None), []),
        (
            changed(POINTS, "1.02", points=Decimal("0.6")),
            ["try-points 板块 1：各行分值合计 10.1，应等于板块满分 10"],
        ),
        (
            replace(POINTS, sections=(*POINTS.sections, Section("C", "空", Decimal(1), Decimal(3), CITE))),
            ["try-points 板块 C：各行分值合计 0，应等于板块满分 3"],
        ),
        (replace(LADDER, rungs=("C",), optional_rungs=()), ["try-ladder：rungs 至少两级，由高到低"]),
        (replace(LADDER, rungs=("A", "C"), optional_rungs=()), []),
        (replace(LADDER, rungs=("A", "A", "B-", "C")), ["try-ladder：rungs 中“A”重复"]),
        (
            replace(LADDER, optional_rungs=("B-", "S")),
            ["try-ladder：optional_rungs 中的“S”不在 rungs 里；可用：A、B、B-、C"],
        ),
        (replace(LADDER, leading_rungs=("甲",)), ["try-ladder：leading 的 rungs 应为两级，先高后低"]),
        (
            replace(LADDER, leading_rungs=("甲", "乙", "丙")),
            ["try-ladder：leading 的 rungs 应为两级，先高后低"],
        ),
        (replace(LADDER, leading_rungs=()), []),
        (
            replace(LADDER, items={"bribery": LADDER.items["bribery"]}),
            ["try-ladder：没有任何方面（kind: aspect）"],
        ),
        (
            added(LADDER, event(adverse=None)),
            ["try-ladder 事件 late：须写明 adverse（触发的取值）和 effect（后果）"],
        ),
        (
            added(LADDER, event(effect=None)),
            ["try-ladder 事件 late：须写明 adverse（触发的取值）和 effect（后果）"],
        ),
        (
            added(LADDER, event(cap="S")),
            ["try-ladder 事件 late：cap 须为 A、B、B-、C 之一，实际为 S"],
        ),
        (added(LADDER, event(effect="lowest", cap=None)), []),
        (
            added(LADDER, event(cap="B-")),
            ["try-ladder 事件 late：cap 为 B-，有的行业没有这一级；应为 A、B、C 之一"],
        ),
        (
            replace(LADDER, optional_rungs=("A", "B-")),
            ["try-ladder：optional_rungs 中的“A”不能是最高或最低一级；每个行业都有最高和最低一级"],
        ),
    ],
)
def test_faults_of_references(pack: Pack, faults: list[str]) -> None:
    assert reference_faults(pack) == faults


@pytest.mark.parametrize("kind", ["required", "optional", "bonus", "scored"])
def test_a_row_that_brings_points_names_them(kind: Any) -> None:
    item = replace(POINTS.items["G.01"], id="n", title="新", kind=kind, gate=None)
    assert reference_faults(added(POINTS, item)) == ["try-points 条目 n：缺少 points（分值）"]


def test_conditions_bring_none() -> None:
    item = replace(POINTS.items["G.01"], id="n", title="新", kind="condition", gate=None)
    assert reference_faults(added(POINTS, item)) == []


def test_an_authority_s_own_scale_and_a_pass_line_exclude_each_other() -> None:
    item = replace(POINTS.items["G.01"], id="n", title="新", kind="authority", gate=None)
    (fault,) = reference_faults(added(POINTS, item))
    assert "条目 n" in fault and "authority" in fault and "pass" in fault


TARGET = LADDER.targets[0]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"readings": (Reading("r", "", (), None),) * 2}, [("readings", "r")]),
        ({"calendar": POINTS.calendar[:1] * 2}, [("calendar", "d1")]),
        ({"procedure": LADDER.procedure * 2}, [("procedure", "p1")]),
        ({"withdrawal": LADDER.withdrawal[:1] * 2}, [("withdrawal", "w1")]),
        ({"industries": ("铸造", "水泥", "铸造")}, [("industries", "铸造")]),
        ({"targets": (TARGET, TARGET)}, [("targets（industries）", "2022 铸造")]),
        ({"targets": (TARGET, replace(TARGET, year="2023"))}, []),
        ({"targets": (replace(TARGET, scope="cities"),) * 2}, [("targets（cities）", "2022 铸造")]),
        ({"targets": (replace(TARGET, scope="cities"), TARGET)}, []),
    ],
)
def test_names_are_used_once(changes: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    assert data_faults(replace(LADDER, **changes)) == [
        f"try-ladder {part}：编号“{name}”用了 2 次；同一部分中每个编号只能出现一次，请改名"
        for part, name in faults
    ]


MEMBER = data.Member("造船", CITE)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            {"responses": (replace(LADDER.responses[0], grade="S"),)},
            ["responses：grade 为“S”；应为 A、B、B-、C、引领性、非引领性、all 之一，请改正"],
        ),
        ({"responses": (replace(LADDER.responses[0], grade="引领性"),)}, []),
        (
            {"source_faults": (SourceFault("4", "错", "改", ("bribery",), True),)},
            ["source_faults 4：text_only 的问题与结果无关，不能再写 items；请二者取一"],
        ),
        ({"source_faults": (SourceFault("4", "错", "改", ("bribery",), False),)}, []),
        (
            {"batches": (replace(LADDER.batches[0], industries=("水泥", "造船")),)},
            ["batches 第一批：行业“造船”不在 industries 里；请改成名单中的名称"],
        ),
        (
            {"targets": (replace(TARGET, members=(*TARGET.members, MEMBER)),)},
            ["targets 重点行业：行业“造船”不在 industries 里；请改成名单中的名称"],
        ),
        ({"targets": (replace(TARGET, scope="cities", members=(MEMBER,)),)}, []),
    ],
)
def test_data_refer_to_what_the_pack_has(changes: dict[str, Any], faults: list[str]) -> None:
    assert data_faults(replace(LADDER, **changes)) == [f"try-ladder {fault}" for fault in faults]
