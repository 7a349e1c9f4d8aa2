"""Texts in the styles of other offices: every clause has its number and its path, from any kind of file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from city_texts import MEASURES, NOTICE, PLAN, TEXTS
from written_files import Block, blocks_of, write_docx, write_html, write_pdf

from knowledge.clauses import Clause
from knowledge.normalise import folded
from knowledge.parser import parse
from knowledge.reading import read_file

WRITERS: dict[str, Callable[[Path, list[Block]], Path]] = {
    "docx": write_docx,
    "html": write_html,
    "pdf": write_pdf,
}


def found(text: str) -> dict[str, Clause]:
    return {clause.local_id: clause for clause in parse("x", text).clauses}


@pytest.mark.parametrize("style", TEXTS)
def test_every_clause_has_its_number(style: str) -> None:
    text, expected = TEXTS[style]
    assert [(clause.local_id, clause.number) for clause in parse("x", text).clauses] == expected


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("style", TEXTS)
def test_every_clause_is_found_in_a_file(style: str, kind: str, tmp_path: Path) -> None:
    text, expected = TEXTS[style]
    read = read_file(WRITERS[kind](tmp_path / f"text.{kind}", blocks_of(text)))
    again = found(read.text)
    assert [(name, clause.number) for name, clause in again.items()] == expected
    for name, clause in found(text).items():
        assert folded(read.text[again[name].start : again[name].end]) == folded(
            text[clause.start : clause.end]
        ), name


def test_paths_name_every_parent() -> None:
    clauses = found(MEASURES)
    assert clauses["art-3.2.2.2.1"].path == (
        "第一编 总则",
        "第一章 目的和范围",
        "第三条",
        "（二）",
        "2",
        "（2）干扰采样的",
    )
    assert clauses["art-5"].path == ("第一编 总则", "第二章 职责", "第二节 县级部门")
    assert clauses["art-6"].path == ("第二编 评定", "第一章 程序")
    assert found(NOTICE)["annex-2.s1.1"].path == ("附件2 工作进度安排", "一、启动阶段")
    assert found(PLAN)["t1.1"].path == ("附件1 分行业治理要求", "表1 铸造企业治理要求")


def test_a_second_paragraph_stays_in_its_article() -> None:
    clause = found(MEASURES)["art-2"]
    assert MEASURES[clause.start : clause.end].endswith("砖瓦企业。\n军事企业不适用本办法。")


def test_a_torn_mention_of_an_article_opens_none() -> None:
    text = "第一条 依照本办法\n第三十条、第三十一条的规定处理。\n第二条 乙。\n"
    assert list(found(text)) == ["art-1", "art-2"]


def test_listed_annexes_are_no_annexes() -> None:
    clauses = found(NOTICE)
    listed = clauses["annexes"]
    assert NOTICE[listed.start : listed.end].split("\n") == ["附件1：绩效提升企业名单", "附件2：工作进度安排"]
    assert clauses["annex-1.1"].cells[1:3] == (("企业名称", "鹤城市甲铸造有限公司"), ("行业", "铸造"))


def test_rows_carry_their_headers_and_merged_cells() -> None:
    assert found(PLAN)["t1.2"].cells == (
        ("序号", "2"),
        ("工序", "熔炼"),
        ("指标／A级", "使用天然气"),
        ("指标／B级", "使用煤气"),
        ("备注", ""),
    )
