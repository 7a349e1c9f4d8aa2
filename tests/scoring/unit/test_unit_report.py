"""Results as JSON: every part, whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from pack_files import try_pack

from scoring.assess import assess, read_request
from scoring.assessment import Assessment
from scoring.report import as_json, bare_citation, part_json
from scoring.rules.pack import Cite, Pack

DAY = date(2026, 3, 1)
BASE = try_pack("points")
POINTS = replace(BASE, readings=(BASE.readings[1],), source_faults=(), newer_rules=(), status="in_force")
LADDER = replace(try_pack("ladder"), source_faults=(), newer_rules=(), status="in_force")


def result(pack: Pack, facts: dict[str, Any], **wishes: Any) -> Assessment:
    return assess(pack, read_request(pack, {"facts": facts, **wishes}, today=DAY))


def cited(document: str, clause: str, quote: str) -> dict[str, str]:
    return {"document_id": document, "clause_id": f"{document}:{clause}", "quote": quote}


def test_a_bare_citation() -> None:
    assert bare_citation(Cite("d", "s1", "原文")) == {
        "document_id": "d",
        "clause_id": "d:s1",
        "quote": "原文",
    }


def test_a_points_result_whole() -> None:
    pack = replace(POINTS, undetermined_reason=None)
    facts = {"1.01": {"status": "not_applicable"}, "1.02": {"status": "not_met"}, "B.01": {"ratio": 0.333}}
    body = as_json(result(pack, facts, proof="declared"))
    assert body == {
        "scheme": "try-points",
        "kind": "points",
        "as_of": "2026-03-01",
        "pack": {"edition": "2026年版", "sha256": BASE.sha256},
        "proof": "declared",
        "score": {"lower": 7.29, "upper": 7.29, "max": 8.0},
        "sections": [
            {"id": "1", "title": "设施", "weight": 0.75, "lower": 9.5, "upper": 9.5, "max": 10.0},
            {"id": "B", "title": "加分", "weight": 0.1, "lower": 1.67, "upper": 1.67, "max": 5.0},
        ],
        "gates": [
            {"id": "basic", "title": "基本条件", "status": "unknown", "failing": [], "unknown": ["G.01"]}
        ],
        "verdict": "fail",
        "settled": True,
        "next_questions": [],
        "screenings": [],
        "gaps": [
            {
                "item": "1.02",
                "title": "照明",
                "requirement": "节能灯",
                "shortfall": "填报为不满足；少 0.5 分（折合总分 0.375 分）",
                "decisive": False,
                "measure": "",
                "citation": cited("try-text", "t2", "节能灯"),
            },
            {
                "item": "B.01",
                "title": "光伏",
                "requirement": "光伏",
                "shortfall": "按程度 0.333 给分，1.665/5；少 3.335 分（折合总分 0.3335 分）",
                "decisive": False,
                "measure": "",
                "citation": cited("annex", "t3", "光伏"),
            },
        ],
        "assumptions": ["读法二"],
        "notes": ["按不适用计满分的条目：1.01 容积率"],
        "checks": [
            {
                "kind": "claimed_unproved",
                "items": ["1.01", "B.01"],
                "detail": "2 项只有企业自述、没有附证明材料：1.01、B.01",
            }
        ],
        "trace": [
            {
                "item": "1.01",
                "title": "容积率",
                "truth": "met",
                "lower": 9.5,
                "upper": 9.5,
                "because": "不适用（原文“可行时”），按满分计",
                "clause_id": "try-text:t2",
            },
            {
                "item": "1.02",
                "title": "照明",
                "truth": "not_met",
                "lower": 0.0,
                "upper": 0.0,
                "because": "填报为不满足",
                "clause_id": "try-text:t2",
            },
            {
                "item": "B.01",
                "title": "光伏",
                "truth": "met",
                "lower": 1.67,
                "upper": 1.67,
                "because": "按程度 0.333 给分，1.665/5",
                "clause_id": "annex:t3",
            },
            {
                "item": "G.01",
                "title": "守法",
                "truth": "unknown",
                "lower": 0.0,
                "upper": 0.0,
                "because": "尚未说明",
                "clause_id": "try-text:t1",
            },
        ],
    }


def test_questions_of_a_result() -> None:
    pack = replace(POINTS, pass_rule=replace(BASE.pass_rule, at_least=BASE.sections[0].max / 2))  # type: ignore[type-var]
    facts = {"1.01": {"status": "met", "source": "onsite"}, "1.02": {"status": "met", "source": "onsite"}}
    body = as_json(result(pack, {**facts, "B.01": {"status": "met", "source": "onsite"}}))
    assert body["settled"] is False
    question = {
        "item": "G.01",
        "question": "守法吗？",
        "why": "基本条件：有一项不满足就不能通过",
        "proof": [],
        "citation": cited("try-text", "t1", "守法"),
    }
    assert question in body["next_questions"]
    assert body["screenings"] == [
        {"items": list(screening.items), "question": screening.question, "why": screening.why}
        for screening in result(pack, {**facts, "B.01": {"status": "met", "source": "onsite"}}).screenings
    ]


def test_a_ladder_result_whole() -> None:
    facts = {
        "units": [
            {
                "name": "窑",
                "industry": "水泥",
                "aspects": {"装备水平": {"at_least": "B", "source": "onsite"}},
            },
            {
                "name": "磨",
                "track": "leading",
                "aspects": {"装备水平": {"grade": "引领性", "source": "onsite"}},
            },
        ],
        "events": {"bribery": True},
    }
    body = as_json(result(LADDER, facts))
    trace = body.pop("trace")
    assert body == {
        "scheme": "try-ladder",
        "kind": "ladder",
        "as_of": "2026-03-01",
        "pack": {"edition": "2022年版", "sha256": LADDER.sha256},
        "proof": "declared",
        "grade": {"confirmed": "C", "reachable": "C"},
        "leading": {"confirmed": "非引领性", "reachable": "非引领性"},
        "units": [
            {
                "name": "窑",
                "industry": "水泥",
                "grade": {"confirmed": "B", "reachable": "A"},
                "leading": None,
                "blocking": [],
            },
            {
                "name": "磨",
                "industry": None,
                "grade": None,
                "leading": {"confirmed": "引领性", "reachable": "引领性"},
                "blocking": [],
            },
        ],
        "overrides": [
            {"event": "bribery", "effect": "行贿：当年最高为C类", "citation": cited("try-text", "5", "行贿")}
        ],
        "consequences": [
            {
                "grade": "all",
                "level": "预警期间",
                "text": "禁行",
                "condition": "",
                "citation": None,
                "source": {"text": "某网站报道", "url": "example.cn/1", "seen": "公开报道"},
            }
        ]
        * 2,
        "settled": True,
        "next_questions": [],
        "screenings": [],
        "gaps": [],
        "assumptions": [],
        "notes": ["企业同时有分级和引领性两类单元；文本没有规定两者之间谁高谁低，因此分别给出"],
        "checks": [],
    }
    assert trace[0] == {
        "item": "0.装备水平",
        "title": "装备水平",
        "truth": "unknown",
        "lower": None,
        "upper": None,
        "because": "满足到 B 至 A",
        "grade": {"confirmed": "B", "reachable": "A"},
        "clause_id": "try-text:i1",
    }
    unsaid = as_json(result(LADDER, {"units": [{}]}))["trace"][0]
    assert "grade" not in unsaid


def test_blocking_aspects_and_gaps_of_a_ladder() -> None:
    body = as_json(result(LADDER, {"units": [{"aspects": {"装备水平": "B"}}]}))
    assert body["units"][0]["blocking"] == ["装备水平"]
    assert body["gaps"][0] == {
        "item": "0.装备水平",
        "title": "装备水平",
        "requirement": "装备水平达到A类指标要求",
        "shortfall": "现为B，低于A",
        "decisive": True,
        "measure": "",
        "citation": cited("try-text", "i1", "装备"),
    }


def test_citations_are_made_by_the_one_who_asks() -> None:
    body = as_json(
        result(LADDER, {"units": [{"aspects": {"装备水平": "B"}}], "events": {"bribery": True}}),
        lambda _: {"x": 1},
    )
    assert body["overrides"][0]["citation"] == body["gaps"][0]["citation"] == {"x": 1}
    asked = as_json(result(LADDER, {}), lambda _: {"x": 2})
    assert asked["next_questions"][0]["citation"] == {"x": 2}
    loud = as_json(result(LADDER, {"units": [{"aspects": {"装备水平": "A"}}]}), lambda _: {"x": 3})
    assert loud["consequences"][0]["citation"] == {"x": 3}


def test_parts_written_in_advance_stand_as_they_are() -> None:
    one = result(POINTS, {"1.02": {"status": "not_met"}})
    steps = tuple(replace(step, written={"written": step.item}) for step in one.trace)
    gaps = tuple(replace(gap, written={"gap": gap.item}) for gap in one.gaps)
    told = replace(one, trace=steps, gaps=gaps)
    assert told == one
    body = as_json(told)
    assert body["trace"] == [{"written": item} for item in ("1.01", "1.02", "B.01", "G.01")]
    assert body["gaps"] == [{"gap": "1.02"}]
    asked = result(LADDER, {})
    questions = tuple(replace(one, written={"ask": one.item}) for one in asked.next_questions)
    told_questions = as_json(replace(asked, next_questions=questions))["next_questions"]
    assert told_questions == [{"ask": one.item} for one in questions] != []
    assert as_json(replace(told, trace=(*steps[:3], one.trace[3])))["trace"] == as_json(one)["trace"]


def test_a_part_alone_is_what_it_is_in_the_report() -> None:
    short, asked = result(POINTS, {"1.02": {"status": "not_met"}}), result(LADDER, {})
    for one, name, parts in (
        (short, "trace", short.trace),
        (short, "gaps", short.gaps),
        (asked, "next_questions", asked.next_questions),
    ):
        assert parts
        told = as_json(one, lambda _: {"x": 1})[name]
        assert told == [part_json(part, lambda _: {"x": 1}) for part in parts]
