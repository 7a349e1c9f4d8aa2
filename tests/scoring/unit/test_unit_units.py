"""Units and events of a firm on a ladder: what is read, and what each refusal says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pack_files import try_pack

from scoring.errors import FactError, ScoringError, UnknownItemError
from scoring.firm.units import AspectFact, EventFact, Proof, read_ladder_facts, rungs_of

BASE = try_pack("ladder")
PACK = replace(BASE, items={**BASE.items, "治理": replace(BASE.items["装备水平"], id="治理", title="治理")})
NO_LEADING = replace(PACK, leading_rungs=())
LONG = "很长" * 30
RUNGS_SHOWN = "declared、document、third_party、department、onsite、online"


def unit(**raw: Any) -> Any:
    return read_ladder_facts(PACK, {"units": [raw]}).units[0]


def aspect(entry: Any) -> tuple[AspectFact, ...]:
    return unit(aspects={"治理": entry}).aspects["治理"]


def test_a_unit_is_read_whole() -> None:
    proof = {"source": "onsite", "date": "2026-01-02", "valid_until": "2027-01-02", "evidence": ["f"]}
    found = unit(
        name="一车间",
        industry="铸造",
        site="北厂",
        aspects={"治理": {"grade": "B-", **proof}, "装备水平": None},
    )
    read = Proof("onsite", date(2026, 1, 2), date(2027, 1, 2), ("f",))
    assert (found.name, found.industry, found.leading, found.b_minus) == ("一车间", "铸造", False, True)
    assert found.aspects == {"治理": (AspectFact("B-", "B-", read),)}
    assert rungs_of(PACK, found) == ("A", "B", "B-", "C")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ({}, "第1个单元"),
        ({"industry": "水泥"}, "水泥"),
        ({"name": "窑", "industry": "水泥"}, "窑"),
        ({"name": ""}, "第1个单元"),
    ],
)
def test_a_unit_without_a_name_is_called_by_its_industry_or_place(raw: dict[str, Any], name: str) -> None:
    assert unit(**raw).name == name


def test_nothing_said_is_nothing() -> None:
    for raw in ({}, {"units": None, "events": None}, {"units": [], "events": {}}):
        found = read_ladder_facts(PACK, raw)
        assert (found.units, found.events) == ((), {})
    assert unit(aspects=None).aspects == {}
    assert PACK.aspect_ids == ("装备水平", "治理")


def test_the_leading_track_has_its_own_ladder() -> None:
    found = unit(track="leading", aspects={"治理": "引领性"})
    assert (found.leading, found.b_minus, rungs_of(PACK, found)) == (True, False, ("引领性", "非引领性"))
    assert found.aspects == {"治理": (AspectFact("引领性", "引领性"),)}
    assert unit(track="grade").leading is False


@pytest.mark.parametrize(
    ("entry", "worst", "best"),
    [
        ("B", "B", "B"),
        ({"grade": "C"}, "C", "C"),
        ({"at_least": "B"}, "B", "A"),
        ({"at_least": "A"}, "A", "A"),
        ({"at_least": "C"}, "C", "A"),
        ({"below": "A"}, "C", "B"),
        ({"below": "B"}, "C", "C"),
        ({"at_least": "B", "below": "A"}, "B", "B"),
        ({"below": "B-"}, "C", "C"),
        ({"at_least": "B-"}, "B-", "A"),
        ({"at_least": "B-", "below": "B"}, "B-", "B-"),
        ({"below": "B", "at_least": "C"}, "C", "C"),
    ],
)
def test_grades_and_spans(entry: Any, worst: str, best: str) -> None:
    assert aspect(entry) == (AspectFact(worst, best),)


def test_one_mention_of_the_optional_rung_brings_it_for_the_whole_unit() -> None:
    found = unit(aspects={"治理": {"below": "B"}, "装备水平": "B-"})
    assert found.aspects["治理"] == (AspectFact("C", "B-"),)


def test_several_statements() -> None:
    assert aspect(["B", {"at_least": "C", "source": "online"}]) == (
        AspectFact("B", "B"),
        AspectFact("C", "A", Proof("online")),
    )
    assert len(aspect(["B"] * 20)) == 20


ASPECT_FIELDS = "grade、at_least、below、source、date、valid_until、evidence"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("S", "：等级为“S”；应为 A、B、B-、C 之一"),
        (LONG, f"：等级为“{LONG[:40]}”；应为 A、B、B-、C 之一"),
        (1, "：等级为“1”；应为 A、B、B-、C 之一"),
        ({"at_least": "S"}, "：at_least为“S”；应为 A、B、B-、C 之一"),
        ({"below": 1}, "：below为“1”；应为 A、B、B-、C 之一"),
        ({"grade": "A", "at_least": "B"}, "：已给出等级 A，不能再给 at_least 或 below；请二者取一"),
        ({"grade": "A", "below": "B"}, "：已给出等级 A，不能再给 at_least 或 below；请二者取一"),
        ({"source": "online"}, "：没有等级；应为 A、B、B-、C 之一，或给出 at_least、below"),
        ({"below": "C"}, "：below 为 C；没有比它更低的等级，应为 A、B 之一"),
        ({"at_least": "B-", "below": "C"}, "：below 为 C；没有比它更低的等级，应为 A、B、B- 之一"),
        ({"at_least": "A", "below": "A"}, "：不可能既不低于 A 又低于 A；请核对"),
        ({"at_least": "A", "below": "B"}, "：不可能既不低于 A 又低于 B；请核对"),
        ({"grade": "A", "x": 1}, f"：不认识的字段“x”；可用：{ASPECT_FIELDS}"),
        ([], "：有 0 个来源的说法；应为 1 到 20 个"),
        (["A"] * 21, "：有 21 个来源的说法；应为 1 到 20 个"),
        ({"grade": "A", "source": "x"}, f"：source 为“x”；应为 {RUNGS_SHOWN} 之一"),
        ({"grade": "A", "evidence": [1]}, "：evidence 应为文件编号的列表"),
        ({"grade": "A", "evidence": "f"}, "：evidence 应为文件编号的列表"),
        (
            {"grade": "A", "date": "x"},
            " date：日期“x”不存在或格式不对；应为真实存在的日期，写成 2026-11-22 的形式",
        ),
        (
            {"grade": "A", "valid_until": "y"},
            " valid_until：日期“y”不存在或格式不对；应为真实存在的日期，写成 2026-11-22 的形式",
        ),
    ],
)
def test_a_grade_that_cannot_be_is_refused(entry: Any, message: str) -> None:
    with pytest.raises(FactError) as caught:
        aspect(entry)
    assert caught.value.detail == f"units[0].治理{message}"


UNIT_FIELDS = "name、industry、aspects、track、site、processes、indicators"
EVENTS = "bribery、check_serious、check_unmet、emission_violation、false_material、filed_on_time、violation_past_year"


@pytest.mark.parametrize(
    ("raw", "error", "message"),
    [
        ([], FactError, "facts：应为含 units 和 events 的对象"),
        ({"unit": []}, FactError, "facts：不认识的字段“unit”；可用：units、events"),
        ({LONG: []}, FactError, f"facts：不认识的字段“{LONG[:40]}”；可用：units、events"),
        ({"units": {}}, FactError, "facts.units：应为列表，每个行业或工序一项"),
        ({"events": []}, FactError, 'facts.events：应为对象，例如 {"bribery": false}'),
        ({"units": [{}, 1]}, FactError, 'units[1]：应为对象，例如 {"name": "铸造车间", "aspects": {}}'),
        ({"units": [{"x": 1}]}, FactError, f"units[0]：不认识的字段“x”；可用：{UNIT_FIELDS}"),
        (
            {"units": [{"track": LONG}]},
            FactError,
            f"units[0].track：为“{LONG[:40]}”；引领性填 leading，其余不填",
        ),
        ({"units": [{"track": "leading"}]}, FactError, "units[0].track：方案 try-ladder 没有引领性这一类"),
        ({"units": [{"aspects": []}]}, FactError, "units[0].aspects：应为“方面: 等级”的对象"),
        ({"units": [{"name": 1}]}, FactError, "units[0]：name 和 industry 应为文字"),
        ({"units": [{"industry": 1}]}, FactError, "units[0]：name 和 industry 应为文字"),
        (
            {"units": [{"aspects": {LONG: "A"}}]},
            UnknownItemError,
            f"units[0]：方案 try-ladder 没有“{LONG[:40]}”这个方面；可用：装备水平、治理",
        ),
        (
            {"events": {LONG: True}},
            UnknownItemError,
            f"events：没有“{LONG[:40]}”这个事件；可用：{EVENTS}",
        ),
        (
            {"events": {"bribery": LONG}},
            FactError,
            f"events.bribery：为“{LONG[:40]}”；应为 true 或 false，不知道就不填",
        ),
        ({"events": {"bribery": 1}}, FactError, "events.bribery：为“1”；应为 true 或 false，不知道就不填"),
        (
            {"events": {"bribery": {"answer": True, "x": 1}}},
            FactError,
            "events.bribery：不认识的字段“x”；可用：answer、source、date、valid_until、evidence",
        ),
        ({"events": {"bribery": []}}, FactError, "events.bribery：有 0 个来源的说法；应为 1 到 20 个"),
        (
            {"events": {"bribery": {"answer": True, "source": "x"}}},
            FactError,
            f"events.bribery：source 为“x”；应为 {RUNGS_SHOWN} 之一",
        ),
    ],
)
def test_a_refusal_says_where_what_and_what_is_allowed(
    raw: Any, error: type[ScoringError], message: str
) -> None:
    with pytest.raises(error) as caught:
        read_ladder_facts(NO_LEADING, raw)
    assert caught.value.detail == message


def test_events_of_this_and_of_other_schemes() -> None:
    raw = {
        "bribery": True,
        "filed_on_time": [False, {"answer": True, "source": "department", "evidence": ["f"]}],
        "check_unmet": None,
    }
    assert read_ladder_facts(PACK, {"events": raw}).events == {
        "bribery": (EventFact(True),),
        "filed_on_time": (EventFact(False), EventFact(True, Proof("department", evidence=("f",)))),
    }
