"""Edges of pack files: several faulty files at once, optional rungs, coverage by clause, cases, words of citations."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pack_files import LADDER_HEAD, LADDER_ITEMS, POINTS_HEAD, POINTS_ITEMS, try_pack, write_pack
from pydantic import BaseModel, ValidationError

from scoring.errors import PackError
from scoring.rules.case_coverage import items_without_case
from scoring.rules.cite import Source
from scoring.rules.coverage import Explanation, clause_coverage, used_clauses
from scoring.rules.loader import load_pack
from scoring.rules.pack_check import reference_faults
from scoring.rules.responses import responses_for, responses_json
from scoring.rules.schema_faults import schema_faults
from scoring.rules.text_data import Response

LADDER = try_pack("ladder")
POINTS = try_pack("points")


def faults_of(folder: Path, head: dict[str, Any], *files: Any) -> list[str]:
    with pytest.raises(PackError) as caught:
        load_pack(write_pack(folder / head["id"], head, *files))
    return list(caught.value.faults)


def test_every_file_of_items_is_looked_at(tmp_path: Path) -> None:
    wrong: Any = {"not": "a list"}
    broken = [{**POINTS_ITEMS[0], "kind": "odd"}]
    found = faults_of(tmp_path, {**POINTS_HEAD, "place": 5}, wrong, broken)
    assert [fault.partition("：")[0] for fault in found] == [
        "try-points/pack.yaml",
        "try-points/items/1-rows.yaml",
        "try-points/items/2-rows.yaml 条目 1.01",
    ]


def test_what_the_text_calls_a_warning_is_cited_from_its_own_document(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path / "try-ladder", LADDER_HEAD, LADDER_ITEMS))
    assert [cite.document_id for cite in pack.industries_cites] == ["try-text"]
    assert [(one.clause_id, one.why) for one in (*pack.not_decidable, *pack.not_encoded)] == [
        ("n1", "附件缺失"),
        ("n2", "程序性"),
    ]


@pytest.mark.parametrize(
    ("optional", "faulty"), [(("B",), ()), (("B", "B-"), ()), (("A",), ("A",)), (("B-", "C"), ("C",))]
)
def test_an_optional_rung_lies_between_others(optional: tuple[str, ...], faulty: tuple[str, ...]) -> None:
    told = "不能是最高或最低一级"
    found = [fault for fault in reference_faults(replace(LADDER, optional_rungs=optional)) if told in fault]
    assert [fault.partition("“")[2][:1] for fault in found] == list(faulty)


def test_a_points_scheme_tells_all_its_faults_together() -> None:
    authority = replace(POINTS.items["1.02"], id="9", kind="authority", title="评定", points=None)
    heavier = replace(POINTS.sections[0], max=POINTS.sections[0].max + 1)
    pack = replace(
        POINTS,
        items={**{key: item for key, item in POINTS.items.items() if key != "G.01"}, "9": authority},
        sections=(heavier, *POINTS.sections[1:]),
    )
    found = [fault for fault in reference_faults(pack) if "implies" not in fault]
    assert len(found) == 3
    assert "authority" in found[0] and "合计" in found[1] and "没有任何条目" in found[2]


def test_a_fault_of_an_unforeseen_kind_is_told_as_it_is() -> None:
    class Shape(BaseModel):
        size: float

    with pytest.raises(ValidationError) as caught:
        Shape.model_validate({"size": "x"})
    (told,) = schema_faults("a.yaml", caught.value)
    assert told == f"a.yaml：size：{caught.value.errors()[0]['msg']}（实际：'x'）"


def test_an_item_counts_as_tried_whichever_case_names_it(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    for name, items in (("a", ["1.02", "1.01"]), ("b", ["G.01"])):
        cases = [{"facts": {item: {"status": "met"}}} for item in items]
        (tmp_path / "cases" / f"{name}.yaml").write_text(json.dumps(cases), encoding="utf-8")
    assert items_without_case(POINTS, tmp_path) == ("B.01",)


def test_explanations_that_are_no_longer_true() -> None:
    clauses = ["2", "5", "s4.1", "s40.1"]
    assert {"2", "5", "t2"} <= used_clauses(POINTS)

    def fault(pattern: str, *, known: list[str] = clauses, **more: Any) -> list[str]:
        told = [Explanation((pattern,), "manual", "由人工核对", **more)]
        return [one.split("：")[2] for one in clause_coverage(POINTS, known, told).faults]

    assert fault("s4.*") == []
    assert fault("s4.*", known=["2", "s40.1"]) == ["文本中没有这一条款；请改正编号或删去"]
    assert fault("t2") == ["文本中没有这一条款；请改正编号或删去"]
    assert fault("2") == ["这一条款已被规则或数据引用，说明过时了；请删去"]
    assert fault("9.9") == ["文本中没有这一条款；请改正编号或删去"]
    other = [Explanation(("s4.1", "s40.1"), "other_scheme", "别的方案用", "other")]
    used = {"other": frozenset[str]()}
    both = [
        Explanation(("s4*",), "manual", "由人工核对"),
        Explanation(("s4.*", "s40.1"), "other_scheme", "别的方案用", "other"),
    ]
    assert [one.split("：")[2] for one in clause_coverage(POINTS, clauses, other, used).faults] == [
        "方案 other 没有引用 s4.1；请改写原因",
        "方案 other 没有引用 s40.1；请改写原因",
    ]
    wide = ["2", "s4.1", "s4.2"]
    told = clause_coverage(POINTS, wide, both[1:], used).faults[0]
    assert told.endswith("方案 other 没有引用 s4.1、s4.2；请改写原因")


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ("official_part", "官方页面，只见到部分内容"),
        ("reprint_part", "转载，只见到部分内容"),
        ("report", "公开报道"),
        ("vendor", "商家页面"),
    ],
)
def test_how_far_a_page_was_seen_is_told_with_a_consequence(seen: Any, words: str) -> None:
    response = Response("A", "红色", "自主减排", "", None, Source("某网站", "example.cn", seen))
    (told,) = responses_json(responses_for(replace(LADDER, responses=(response,)), "A"), lambda cite: {})
    assert told["source"] == {"text": "某网站", "url": "example.cn", "seen": words}
