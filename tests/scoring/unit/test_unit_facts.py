"""Facts of a points scheme: what is read from an entry, and what each refusal says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pack_files import try_pack

from scoring.errors import FactError, ScoringError, UnknownItemError
from scoring.firm.facts import RUNGS, Fact, read_day, read_point_facts, read_rung, read_statements

BASE = try_pack("points")
PLAIN = replace(BASE.items["1.02"], id="1.03", title="新", points=Decimal("2.50"))
PACK = replace(
    BASE,
    items={
        **BASE.items,
        "open": replace(PLAIN, id="open", title="排名", kind="scored", open_formula=True),
        "auth": replace(PLAIN, id="auth", title="指标", kind="authority", points=None),
        "choice": replace(PLAIN, id="choice", title="称号", choices=BASE.items["1.01"].choices),
        "number": replace(PLAIN, id="number", title="比率", value=BASE.items["1.01"].value),
        "nothing": replace(PLAIN, id="nothing", title="空", kind="bonus", points=None),
    },
)
RUNGS_SHOWN = "declared、document、third_party、department、onsite、online"
LONG = "很长" * 30


def read(item: str, entry: Any) -> Fact:
    (fact,) = read_statements(PACK, item, entry)
    return fact


def test_every_field_arrives_where_it_belongs() -> None:
    entry = {
        "status": "met",
        "ratio": 0.25,
        "value": "s1",
        "source": "onsite",
        "date": "2026-01-02",
        "valid_until": "2027-01-02",
        "evidence": ["f1", "f2"],
    }
    assert read("1.01", entry) == Fact(
        "1.01",
        "met",
        ratio=Decimal("0.25"),
        level="s1",
        source="onsite",
        dated=date(2026, 1, 2),
        valid_until=date(2027, 1, 2),
        evidence=("f1", "f2"),
    )


@pytest.mark.parametrize(
    ("item", "entry", "fact"),
    [
        ("1.02", {"status": "met"}, Fact("1.02", "met")),
        ("1.02", {"status": "not_met", "source": None, "date": None}, Fact("1.02", "not_met")),
        ("1.02", {"status": "unknown", "evidence": None}, Fact("1.02", "unknown")),
        ("1.01", {"status": "not_applicable"}, Fact("1.01", "not_applicable")),
        ("1.01", {"ratio": 0}, Fact("1.01", ratio=Decimal(0))),
        ("B.01", {"ratio": 1}, Fact("B.01", ratio=Decimal(1))),
        ("1.01", {"status": "not_met", "ratio": 0}, Fact("1.01", "not_met", ratio=Decimal(0))),
        ("1.01", {"points": 0}, Fact("1.01", points=Decimal(0))),
        ("1.01", {"points": 9.5}, Fact("1.01", points=Decimal("9.5"))),
        ("B.01", {"points": 5}, Fact("B.01", points=Decimal(5))),
        ("1.01", {"status": "not_met", "points": 0}, Fact("1.01", "not_met", points=Decimal(0))),
        ("open", {"points": 1}, Fact("open", points=Decimal(1))),
        ("auth", {"points": 0, "max": 9}, Fact("auth", points=Decimal(0), maximum=Decimal(9))),
        ("auth", {"points": 0.5, "max": 0.5}, Fact("auth", points=Decimal("0.5"), maximum=Decimal("0.5"))),
        ("auth", {"points": 9, "max": 9}, Fact("auth", points=Decimal(9), maximum=Decimal(9))),
        ("1.01", {"value": 1.5, "unit": "倍"}, Fact("1.01", value=Decimal("1.5"))),
        ("number", {"value": 0}, Fact("number", value=Decimal(0))),
        ("1.01", {"value": "验收"}, Fact("1.01", level="s2")),
        ("choice", {"value": "c1"}, Fact("choice", level="c1")),
        ("choice", {"value": "国家级"}, Fact("choice", level="c1")),
        ("choice", {"value": "3"}, Fact("choice", value=Decimal(3))),
        ("1.02", {"value": "3.5", "unit": "层"}, Fact("1.02", value=Decimal("3.5"))),
    ],
)
def test_what_is_said_is_read(item: str, entry: dict[str, Any], fact: Fact) -> None:
    assert read(item, entry) == fact


def test_a_list_is_one_statement_each() -> None:
    entries = [{"status": "met"}, {"status": "not_met", "source": "online"}]
    found = read_point_facts(PACK, {"1.02": entries, "G.01": {"status": "met"}})
    assert found == {
        "1.02": (Fact("1.02", "met"), Fact("1.02", "not_met", source="online")),
        "G.01": (Fact("G.01", "met"),),
    }
    assert len(read_statements(PACK, "1.02", [{"status": "met"}] * 20)) == 20


STATUSES = "met、not_met、unknown、not_applicable"
FIELDS = "status、ratio、points、max、value、unit、source、date、valid_until、evidence"


@pytest.mark.parametrize(
    ("item", "entry", "message"),
    [
        ("1.02", [], "1.02：有 0 个来源的说法；应为 1 到 20 个"),
        ("1.02", [{"status": "met"}] * 21, "1.02：有 21 个来源的说法；应为 1 到 20 个"),
        ("1.02", [{"status": "met"}, 5], '1.02[1]：应为对象，例如 {"status": "met"}，实际是 5'),
        ("1.02", LONG, f'1.02：应为对象，例如 {{"status": "met"}}，实际是 {LONG[:40]}'),
        ("1.02", {"state": 1}, f"1.02：不认识的字段“state”；可用：{FIELDS}"),
        ("1.02", {"status": LONG}, f"1.02：status 为“{LONG[:40]}”；应为 {STATUSES} 之一"),
        (
            "1.02",
            {"status": "not_applicable"},
            "1.02（照明）不能填“不适用”：只有原文写了“适用时、可行时、必要时、工艺适用时”的行可以",
        ),
        (
            "1.02",
            {"ratio": 0.5},
            "1.02（照明）不能填 ratio：只有可选项和加分项可按程度给分，这一条只有满足或不满足",
        ),
        ("1.01", {"ratio": 1.1}, "1.01：ratio 为“1.1”；应为 0 到 1 之间的数"),
        ("1.01", {"ratio": -0.1}, "1.01：ratio 为“-0.1”；应为 0 到 1 之间的数"),
        ("1.01", {"ratio": "1"}, "1.01：ratio 为“1”；应为 0 到 1 之间的数"),
        ("1.01", {"ratio": 0, "status": "unknown"}, "1.01：status 为 unknown 时不能再给 ratio 0；请二者取一"),
        (
            "1.01",
            {"ratio": 0.5, "status": "not_applicable"},
            "1.01：status 为 not_applicable 时不能再给 ratio 0.5；请二者取一",
        ),
        (
            "1.01",
            {"ratio": 0.5, "status": "not_met"},
            "1.01：status 为 not_met 时不能再给 ratio 0.5；请二者取一",
        ),
        (
            "1.02",
            {"points": 1},
            "1.02（照明）不能直接填 points：原文已写明这一条的给分，只有由评审或主管部门给分的条目可以",
        ),
        (
            "1.02",
            {"max": 1},
            "1.02（照明）不能直接填 points：原文已写明这一条的给分，只有由评审或主管部门给分的条目可以",
        ),
        ("auth", {"points": 1}, "auth：须同时给出主管部门评定的 points 和 max，且 0 ≤ points ≤ max"),
        ("auth", {"max": 1}, "auth：须同时给出主管部门评定的 points 和 max，且 0 ≤ points ≤ max"),
        (
            "auth",
            {"points": 2, "max": 1},
            "auth：须同时给出主管部门评定的 points 和 max，且 0 ≤ points ≤ max",
        ),
        (
            "auth",
            {"points": -1, "max": 1},
            "auth：须同时给出主管部门评定的 points 和 max，且 0 ≤ points ≤ max",
        ),
        (
            "auth",
            {"points": 0, "max": 0},
            "auth：须同时给出主管部门评定的 points 和 max，且 0 ≤ points ≤ max",
        ),
        (
            "auth",
            {"points": "1", "max": 2},
            "auth：须同时给出主管部门评定的 points 和 max，且 0 ≤ points ≤ max",
        ),
        (
            "auth",
            {"points": 1, "max": "2"},
            "auth：须同时给出主管部门评定的 points 和 max，且 0 ≤ points ≤ max",
        ),
        ("1.01", {"points": 1, "max": 9.5}, "1.01：不能填 max；这一条的满分是 9.5 分"),
        ("nothing", {"points": 1, "max": 9}, "nothing：不能填 max；这一条的满分是 0 分"),
        ("1.01", {"points": 9.6}, "1.01：points 为“9.6”；应为 0 到 9.5 之间的数"),
        ("1.01", {"points": -1}, "1.01：points 为“-1”；应为 0 到 9.5 之间的数"),
        ("1.01", {"points": "1"}, "1.01：points 为“1”；应为 0 到 9.5 之间的数"),
        ("nothing", {"points": 0}, "nothing：points 为“0”；应为 0 到 0 之间的数"),
        (
            "1.01",
            {"points": 0, "status": "unknown"},
            "1.01：status 为 unknown 时不能再给 points 0；请二者取一",
        ),
        (
            "1.01",
            {"points": 0.5, "status": "not_applicable"},
            "1.01：status 为 not_applicable 时不能再给 points 0.5；请二者取一",
        ),
        (
            "1.01",
            {"points": 0.5, "status": "not_met"},
            "1.01：status 为 not_met 时不能再给 points 0.5；请二者取一",
        ),
        (
            "1.01",
            {"status": "not_met", "value": "s1"},
            "1.01：status 为 not_met 时不能再给阶段或档次“s1”；请二者取一",
        ),
        ("1.01", {"points": 1, "ratio": 1}, "1.01：points 和 ratio 不能同时给；请二者取一"),
        (
            "1.02",
            [{"status": "met"}, {"status": "met", "source": "x"}],
            f"1.02[1]：source 为“x”；应为 {RUNGS_SHOWN} 之一",
        ),
        ("1.02", {"status": "met", "evidence": "f"}, "1.02：evidence 应为文件编号的列表"),
        ("1.02", {"status": "met", "evidence": ["f", 1]}, "1.02：evidence 应为文件编号的列表"),
        ("1.02", {"source": "online"}, f"1.02：没有内容；请给出 status（{STATUSES}）或 value"),
        (
            "1.02",
            {"status": "met", "date": "2026-2-1"},
            "1.02 date：日期“2026-2-1”不存在或格式不对；应为真实存在的日期，写成 2026-11-22 的形式",
        ),
        (
            "1.02",
            {"status": "met", "valid_until": 5},
            "1.02 valid_until：日期“5”不存在或格式不对；应为真实存在的日期，写成 2026-11-22 的形式",
        ),
        ("1.02", {"value": LONG}, f"1.02：value 为“{LONG[:40]}”；应为数字"),
        ("1.01", {"value": "始"}, "1.01：value 为“始”；应为数字或 s1、s2"),
        ("choice", {"value": "始"}, "choice：value 为“始”；应为数字或 c1"),
        ("1.02", {"value": -0.5}, "1.02：value 为 -0.5；不能小于 0"),
        ("1.02", {"value": 1, "unit": 5}, "1.02：unit 应为文字，例如 %"),
        ("number", {"value": 1, "unit": "吨"}, "number：单位“吨”无法换算；容积率与要求之比应以“倍”为单位"),
    ],
)
def test_a_refusal_says_where_what_and_what_is_allowed(item: str, entry: Any, message: str) -> None:
    with pytest.raises(FactError) as caught:
        read(item, entry)
    assert caught.value.detail == message


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        ({"status": "not_applicable"}, "请改为 met、not_met 或 unknown。"),
        ({"ratio": 1}, "请去掉 ratio，用 status 填 met 或 not_met。"),
        ({"points": 1}, "请改用 status。"),
        ({}, "请按提示改正这一条事实后重新提交，其他内容不用改。"),
    ],
)
def test_a_hint_says_what_to_do(entry: dict[str, Any], hint: str) -> None:
    with pytest.raises(ScoringError) as caught:
        read("1.02", entry)
    assert caught.value.hint == hint


def test_an_item_that_is_not_there() -> None:
    with pytest.raises(UnknownItemError) as caught:
        read_point_facts(BASE, {LONG: {"status": "met"}})
    assert caught.value.detail == f"方案 try-points 没有条目“{LONG[:40]}”；条目编号从 1.01 到 G.01，共 4 条"


@pytest.mark.parametrize("raw", [[], "x", None])
def test_facts_are_an_object(raw: Any) -> None:
    with pytest.raises(FactError) as caught:
        read_point_facts(BASE, raw)
    assert caught.value.detail == 'facts：应为“条目编号: 事实”的对象，例如 {"1.01": {"status": "met"}}'


def test_days_and_rungs() -> None:
    assert read_day(None, "x") is None
    assert read_day("2026-02-03", "x") == date(2026, 2, 3)
    assert [read_rung(rung, "x") for rung in RUNGS] == list(RUNGS)
    assert read_rung(None, "x") == "declared"
    with pytest.raises(FactError) as caught:
        read_rung(LONG, "这里")
    assert caught.value.detail == f"这里 为“{LONG[:40]}”；应为 {RUNGS_SHOWN} 之一"
