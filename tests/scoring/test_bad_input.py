"""Wrong facts are refused with a Chinese message that names the place and what is allowed there."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

from scoring import FactError, RequestError, ScoringError, UnknownItemError, load_scheme, read_request
from scoring.plan.plan_request import read_plan_request

TODAY = date(2026, 11, 22)
POINTS, LADDER, CONTROL = "zhengzhou-green-factory", "liaocheng-grading-2020", "zhengzhou-control-class-2019"
CHINESE = re.compile("[\u4e00-\u9fff]")

Case = tuple[Any, type[ScoringError], tuple[str, ...]]

ITEMS: list[Case] = [
    ({"9.99": {"status": "met"}}, UnknownItemError, ("9.99", POINTS, "G.01", "B.09")),
    ({"": {"status": "met"}}, UnknownItemError, ("条目",)),
    ({"1.05": {"ratio": 1.01}}, FactError, ("1.05", "1.01", "0 到 1")),
    ({"1.05": {"ratio": -0.1}}, FactError, ("1.05", "-0.1", "0 到 1")),
    ({"1.05": {"ratio": "x"}}, FactError, ("1.05", "x", "0 到 1")),
    ({"1.05": {"ratio": "0.5"}}, FactError, ("1.05", "0 到 1")),
    ({"1.05": {"ratio": True}}, FactError, ("1.05", "0 到 1")),
    ({"1.05": {"ratio": float("nan")}}, FactError, ("1.05", "nan", "0 到 1")),
    ({"1.05": {"ratio": float("inf")}}, FactError, ("1.05", "0 到 1")),
    ({"1.05": {"ratio": [0.5]}}, FactError, ("1.05", "0 到 1")),
    ({"1.05": {"ratio": {"a": 1}}}, FactError, ("1.05", "0 到 1")),
    ({"1.01": {"status": "met", "ratio": 0.5}}, FactError, ("1.01", "ratio", "可选项和加分项")),
    ({"1.01": {"ratio": 1}}, FactError, ("1.01", "ratio")),
    ({"C.01": {"ratio": 1}}, FactError, ("C.01", "ratio")),
    ({"G.01": {"ratio": 1}}, FactError, ("G.01", "ratio")),
    ({"1.05": {"status": "not_met", "ratio": 0.5}}, FactError, ("1.05", "not_met", "二者取一")),
    ({"1.05": {"status": "unknown", "ratio": 0.5}}, FactError, ("1.05", "unknown")),
    ({"4.07": {"status": "not_applicable", "ratio": 0.5}}, FactError, ("4.07", "not_applicable")),
    ({"1.01": {"status": "not_applicable"}}, FactError, ("1.01", "不适用", "适用时")),
    ({"G.07": {"status": "not_applicable"}}, FactError, ("G.07", "不适用")),
    ({"B.01": {"status": "not_applicable"}}, FactError, ("B.01", "不适用")),
    ({"1.01": {"status": "MET"}}, FactError, ("1.01", "MET", "not_applicable")),
    ({"1.01": {"status": True}}, FactError, ("1.01", "True", "met")),
    ({"1.01": {"status": 1}}, FactError, ("1.01", "met")),
    ({"1.01": {"status": ["met"]}}, FactError, ("1.01", "met")),
    ({"1.01": {"status": {}}}, FactError, ("1.01", "met")),
    ({"1.01": {}}, FactError, ("1.01", "status")),
    ({"1.01": {"status": None}}, FactError, ("1.01", "没有内容")),
    ({"1.01": "met"}, FactError, ("1.01", "对象", "met")),
    ({"1.01": None}, FactError, ("1.01", "对象")),
    ({"1.01": True}, FactError, ("1.01", "对象")),
    ({"1.01": 1}, FactError, ("1.01", "对象")),
    ({"1.01": ["met"]}, FactError, ("1.01", "对象")),
    ({"1.01": {"status": "met", "colour": "red"}}, FactError, ("1.01", "colour", "status", "evidence")),
    ({"1.01": {"status": "met", "points": 8}}, FactError, ("1.01", "points")),
    ({"1.05": {"points": 4.5}}, FactError, ("1.05", "4.5", "0 到 4")),
    ({"1.05": {"points": -1}}, FactError, ("1.05", "-1", "0 到 4")),
    ({"1.05": {"points": "4"}}, FactError, ("1.05", "0 到 4")),
    ({"1.05": {"points": True}}, FactError, ("1.05", "0 到 4")),
    ({"1.05": {"points": 2, "max": 4}}, FactError, ("1.05", "max")),
    ({"1.05": {"status": "not_met", "points": 4}}, FactError, ("1.05", "not_met", "points")),
    ({"1.05": {"ratio": 0.5, "points": 4}}, FactError, ("1.05", "ratio", "points")),
    ({"6.03": {"value": "很多"}}, FactError, ("6.03", "很多", "数字")),
    ({"6.03": {"value": True}}, FactError, ("6.03", "数字")),
    ({"6.03": {"value": float("nan")}}, FactError, ("6.03", "数字")),
    ({"6.03": {"value": float("inf")}}, FactError, ("6.03", "数字")),
    ({"6.03": {"value": [42]}}, FactError, ("6.03", "数字")),
    ({"6.03": {"value": -1, "unit": "%"}}, FactError, ("6.03", "-1", "0")),
    ({"6.03": {"value": 42, "unit": "吨"}}, FactError, ("6.03", "吨", "%")),
    ({"6.03": {"value": 42, "unit": "倍"}}, FactError, ("6.03", "倍", "%")),
    ({"6.02": {"value": 1.5, "unit": "%"}}, FactError, ("6.02", "%", "倍")),
    ({"B.02": {"value": 1000, "unit": "千瓦"}}, FactError, ("B.02", "千瓦", "千瓦时")),
    ({"6.03": {"value": 42, "unit": 5}}, FactError, ("6.03", "unit")),
    ({"6.03": {"unit": "%"}}, FactError, ("6.03", "没有内容")),
    ({"B.01": {"value": "started"}}, FactError, ("B.01", "started", "contract", "grid")),
    ({"1.01": {"status": "met", "source": "rumour"}}, FactError, ("1.01", "rumour", "declared", "online")),
    ({"1.01": {"status": "met", "source": ["onsite"]}}, FactError, ("1.01", "declared")),
    ({"1.01": {"status": "met", "source": ""}}, FactError, ("1.01", "source", "declared")),
    ({"1.01": {"status": "met", "source": False}}, FactError, ("1.01", "source", "declared")),
    ({"1.01": {"status": "met", "source": 0}}, FactError, ("1.01", "source", "declared")),
    ({"1.01": {"status": "met", "date": "2026-02-30"}}, FactError, ("1.01", "2026-02-30", "日期")),
    ({"1.01": {"status": "met", "date": "2026/02/03"}}, FactError, ("1.01", "日期", "2026-11-22")),
    ({"1.01": {"status": "met", "date": 20260203}}, FactError, ("1.01", "日期")),
    ({"1.01": {"status": "met", "valid_until": "2026-W05-1"}}, FactError, ("1.01", "2026-W05-1", "日期")),
    ({"1.01": {"status": "met", "valid_until": "永久"}}, FactError, ("1.01", "永久", "日期")),
    ({"1.01": {"status": "met", "evidence": "file-1"}}, FactError, ("1.01", "evidence", "列表")),
    ({"1.01": {"status": "met", "evidence": [1]}}, FactError, ("1.01", "evidence", "列表")),
    ({"1.01": {"status": "met", "evidence": {}}}, FactError, ("1.01", "evidence", "列表")),
    ({"1.01": {"status": "met", "evidence": False}}, FactError, ("1.01", "evidence", "列表")),
]  # fmt: skip

UNITS: list[Case] = [
    ({"units": {}}, FactError, ("units", "列表")),
    ({"units": "铸造"}, FactError, ("units", "列表")),
    ({"units": ""}, FactError, ("units", "列表")),
    ({"units": 0}, FactError, ("units", "列表")),
    ({"units": False}, FactError, ("units", "列表")),
    ({"units": [1]}, FactError, ("units[0]", "对象")),
    ({"units": [None]}, FactError, ("units[0]", "对象")),
    ({"units": [{"aspects": []}]}, FactError, ("units[0].aspects", "对象")),
    ({"units": [{"aspects": ""}]}, FactError, ("units[0].aspects", "对象")),
    ({"units": [{"aspects": "A"}]}, FactError, ("units[0].aspects", "对象")),
    ({"units": [{"aspects": {"颜色": "A"}}]}, UnknownItemError, ("units[0]", "颜色", "装备水平", "运输管控")),
    ({"units": [{}, {"aspects": {"装备水平": "S"}}]}, FactError, ("units[1].装备水平", "S", "A、B、B-、C、D")),
    ({"units": [{"aspects": {"装备水平": "a"}}]}, FactError, ("装备水平", "A、B、B-、C、D")),
    ({"units": [{"aspects": {"装备水平": 1}}]}, FactError, ("装备水平", "A、B、B-、C、D")),
    ({"units": [{"aspects": {"装备水平": True}}]}, FactError, ("装备水平", "A、B、B-、C、D")),
    ({"units": [{"aspects": {"装备水平": [["A"]]}}]}, FactError, ("装备水平", "A、B、B-、C、D")),
    ({"units": [{"aspects": {"装备水平": {}}}]}, FactError, ("装备水平", "A、B、B-、C、D")),
    ({"units": [{"aspects": {"装备水平": {"grade": "A", "x": 1}}}]}, FactError, ("装备水平", "x", "grade")),
    ({"units": [{"aspects": {"装备水平": {"grade": "A", "source": "gossip"}}}]}, FactError, ("gossip", "declared")),
    ({"units": [{"aspects": {"装备水平": {"grade": "A", "source": 0}}}]}, FactError, ("source", "declared")),
    ({"units": [{"aspects": {"装备水平": {"grade": "A", "valid_until": "2020-13-01"}}}]}, FactError, ("2020-13-01",)),
    ({"units": [{"aspects": {"装备水平": "引领性"}}]}, FactError, ("装备水平", "引领性", "A、B、B-、C、D")),
    ({"units": [{"track": "leading", "aspects": {"装备水平": "A"}}]}, FactError, ("引领性、非引领性",)),
    ({"units": [{"track": "best"}]}, FactError, ("units[0].track", "best", "leading")),
    ({"units": [{"track": []}]}, FactError, ("units[0].track", "leading")),
    ({"units": [{"name": 5}]}, FactError, ("units[0]", "name", "文字")),
    ({"units": [{"industry": ["铸造"]}]}, FactError, ("units[0]", "industry", "文字")),
    ({"units": [{"colour": "red"}]}, FactError, ("units[0]", "colour", "aspects")),
    ({"unit": []}, FactError, ("unit", "units、events")),
    ({"events": []}, FactError, ("events", "对象")),
    ({"events": ""}, FactError, ("events", "对象")),
    ({"events": "bribery"}, FactError, ("events", "对象")),
    ({"events": {"earthquake": True}}, UnknownItemError, ("earthquake", "bribery", "filed_on_time")),
    ({"events": {"bribery": "yes"}}, FactError, ("events.bribery", "yes", "true 或 false")),
    ({"events": {"bribery": 1}}, FactError, ("events.bribery", "true 或 false")),
    ({"events": {"bribery": 0}}, FactError, ("events.bribery", "true 或 false")),
]  # fmt: skip

BODIES: list[Case] = [
    ([], RequestError, ("对象", "facts")),
    (None, RequestError, ("对象", "facts")),
    ("x", RequestError, ("对象", "facts")),
    ({}, RequestError, ("facts",)),
    ({"facts": None}, RequestError, ("facts",)),
    ({"facts": []}, FactError, ("facts", "对象")),
    ({"facts": 1}, FactError, ("facts", "对象")),
    ({"facts": "x"}, FactError, ("facts", "对象")),
    ({"facts": False}, FactError, ("facts", "对象")),
    ({"facts": {}, "colour": 1}, RequestError, ("colour", "as_of")),
    ({"facts": {}, "as_of": "2026-02-30"}, FactError, ("as_of", "2026-02-30", "真实存在")),
    ({"facts": {}, "as_of": "2026-W05-1"}, FactError, ("as_of", "2026-W05-1")),
    ({"facts": {}, "as_of": "20260203"}, FactError, ("as_of", "20260203")),
    ({"facts": {}, "as_of": "昨天"}, FactError, ("as_of", "昨天")),
    ({"facts": {}, "as_of": ""}, FactError, ("as_of",)),
    ({"facts": {}, "as_of": 2026}, FactError, ("as_of", "2026")),
    ({"facts": {}, "as_of": ["2026-11-22"]}, FactError, ("as_of",)),
    ({"facts": {}, "proof": "gossip"}, RequestError, ("proof", "gossip", "declared")),
    ({"facts": {}, "proof": ["declared"]}, RequestError, ("proof", "declared")),
    ({"facts": {}, "proof": ""}, RequestError, ("proof", "declared")),
    ({"facts": {}, "proof": 0}, RequestError, ("proof", "declared")),
    ({"facts": {}, "proof": False}, RequestError, ("proof", "declared")),
]  # fmt: skip

PLANS: list[Case] = [
    ({"target": "A"}, RequestError, ("target", "A", "pass")),
    ({"target": 1}, RequestError, ("target", "pass")),
    ({"measures": {}}, RequestError, ("measures", "列表")),
    ({"measures": [1]}, RequestError, ("第1项", "对象")),
    ({"measures": [{"items": {"1.05": 1}}]}, RequestError, ("第1项", "id")),
    ({"measures": [{"id": "m"}]}, RequestError, ("第1项", "items")),
    ({"measures": [{"id": "m", "items": {}}]}, RequestError, ("items", "至少一条")),
    ({"measures": [{"id": "m", "items": {"9.99": 1}}]}, UnknownItemError, ("第1项", "9.99")),
    ({"measures": [{"id": "m", "items": {"1.05": 1.5}}]}, RequestError, ("1.05", "1.5", "不超过 1")),
    ({"measures": [{"id": "m", "items": {"1.05": 0}}]}, RequestError, ("1.05", "大于 0")),
    ({"measures": [{"id": "m", "items": {"1.05": "all"}}]}, RequestError, ("1.05", "all")),
    ({"measures": [{"id": "m", "items": {"1.01": 0.5}}]}, RequestError, ("1.01", "只能是 1")),
    ({"measures": [{"id": "m", "items": {"1.05": 1}, "cost": -1}]}, RequestError, ("cost", "-1", "不小于 0")),
    ({"measures": [{"id": "m", "items": {"1.05": 1}, "cost": "5"}]}, RequestError, ("cost", "不小于 0")),
    ({"measures": [{"id": "m", "items": {"1.05": 1}, "months": float("nan")}]}, RequestError, ("months",)),
    ({"measures": [{"id": "m", "items": {"1.05": 1}, "months": 1e6}]}, RequestError, ("months", "1000000")),
    ({"measures": [{"id": "m", "items": {"1.05": 1}, "cost": 1e30}]}, RequestError, ("cost",)),
    ({"measures": [{"id": "m", "items": {"1.05": 1}, "who": 1}]}, RequestError, ("第1项", "who", "months")),
    ({"measures": [{"id": "m", "items": {"1.05": 1}}] * 2}, RequestError, ("m", "重复")),
    ({"budget": -1}, RequestError, ("budget", "-1")),
    ({"budget": "80"}, RequestError, ("budget", "万元")),
    ({"budget": True}, RequestError, ("budget",)),
    ({"objective": "speed"}, RequestError, ("objective", "speed", "cost、months、count")),
    ({"objective": 0}, RequestError, ("objective", "cost、months、count")),
    ({"deadline": "2026-02-30"}, FactError, ("deadline", "2026-02-30")),
    ({"deadline": "2020-01-01"}, RequestError, ("deadline", "2020-01-01", "之后")),
    ({"measure": []}, RequestError, ("measure", "measures")),
]  # fmt: skip

GRADE_PLANS: list[Case] = [
    ({"target": "S"}, RequestError, ("target", "S", "A、B、B-、C、引领性")),
    ({"target": "D"}, RequestError, ("target", "D")),
    ({"measures": [{"id": "m", "items": {"颜色": "B"}}]}, UnknownItemError, ("颜色", "装备水平")),
    ({"measures": [{"id": "m", "items": {"7.装备水平": "B"}}]}, UnknownItemError, ("7.装备水平", "0 到 0")),
    ({"measures": [{"id": "m", "items": {"-1.装备水平": "B"}}]}, UnknownItemError, ("-1.装备水平",)),
    ({"measures": [{"id": "m", "items": {"装备水平": "S"}}]}, RequestError, ("装备水平", "S")),
    ({"measures": [{"id": "m", "items": {"装备水平": 1}}]}, RequestError, ("装备水平", "1")),
    ({"measures": [{"id": "m", "items": {"装备水平": "引领性"}}]}, RequestError, ("装备水平", "引领性")),
]  # fmt: skip


def _refused(read: Any, scheme: str, body: Any, error: type[ScoringError], words: tuple[str, ...]) -> None:
    with pytest.raises(error) as caught:
        read(load_scheme(scheme), body, today=TODAY)
    assert type(caught.value) is error
    message = caught.value.detail
    assert CHINESE.search(message), message
    assert CHINESE.search(caught.value.hint)
    for word in words:
        assert word in message, f"{word!r} is not in {message!r}"


def _name(case: Any) -> str | None:
    return json.dumps(case, ensure_ascii=True, default=str)[:60] if isinstance(case, dict | list) else None


@pytest.mark.parametrize(("facts", "error", "words"), ITEMS, ids=_name)
def test_a_wrong_fact_about_a_row(facts: Any, error: type[ScoringError], words: tuple[str, ...]) -> None:
    _refused(read_request, POINTS, {"facts": facts}, error, words)


@pytest.mark.parametrize(("facts", "error", "words"), UNITS, ids=_name)
def test_a_wrong_fact_about_a_unit(facts: Any, error: type[ScoringError], words: tuple[str, ...]) -> None:
    _refused(read_request, LADDER, {"facts": facts}, error, words)


@pytest.mark.parametrize("scheme", [POINTS, LADDER])
@pytest.mark.parametrize(("body", "error", "words"), BODIES, ids=_name)
def test_a_wrong_request(scheme: str, body: Any, error: type[ScoringError], words: tuple[str, ...]) -> None:
    _refused(read_request, scheme, body, error, words)


@pytest.mark.parametrize(("wish", "error", "words"), PLANS, ids=_name)
def test_a_wrong_wish_for_a_plan(wish: Any, error: type[ScoringError], words: tuple[str, ...]) -> None:
    _refused(read_plan_request, POINTS, {"facts": {}, **wish}, error, words)


@pytest.mark.parametrize(("wish", "error", "words"), GRADE_PLANS, ids=_name)
def test_a_wrong_wish_for_a_grade(wish: Any, error: type[ScoringError], words: tuple[str, ...]) -> None:
    _refused(read_plan_request, LADDER, {"facts": {"units": [{"aspects": {}}]}, **wish}, error, words)


def test_a_track_that_the_scheme_does_not_have() -> None:
    body = {"facts": {"units": [{"track": "leading"}]}}
    _refused(read_request, CONTROL, body, FactError, ("units[0].track", CONTROL, "引领性"))


def test_points_without_a_maximum_from_the_authority() -> None:
    for fact in ({"points": 5}, {"points": 50, "max": 40}, {"max": 40}, {"points": -1, "max": 40}):
        _refused(
            read_request,
            "zhengzhou-green-performance-2019",
            {"facts": {"1.1": fact}},
            FactError,
            ("1.1", "points", "max"),
        )
