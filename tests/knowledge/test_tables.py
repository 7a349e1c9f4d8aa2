"""Rows of tables carry their headers, their numbers and what merged cells hold."""

from __future__ import annotations

from collections import defaultdict

import pytest

from knowledge.clauses import Clause
from knowledge.corpus import Corpus
from knowledge.parser import parse

CORPUS = Corpus.load()
FACTORY, HENAN, SANMENXIA = (
    "zhengzhou-green-factory",
    "henan-performance-uplift-2021",
    "sanmenxia-grading-2022",
)


def rows(document_id: str, parent: str) -> list[Clause]:
    return [c for c in CORPUS.clauses(document_id) if c.kind == "row" and c.parent == parent]


def test_table_2_numbers_its_rows_by_block_and_place() -> None:
    counts = {1: 21, 2: 9, 3: 15, 4: 12, 5: 10, 6: 24}
    expected = [f"t2.{block}.{place:02d}" for block, count in counts.items() for place in range(1, count + 1)]
    assert [c.local_id for c in rows(FACTORY, "t2")] == expected
    assert len(expected) == 91


def test_points_of_each_block_of_table_2_add_to_100() -> None:
    points: dict[str, int] = defaultdict(int)
    for row in rows(FACTORY, "t2"):
        points[row.cell("序号")] += int(row.cell("分值"))
    assert points == {str(block): 100 for block in range(1, 7)}


def test_points_of_table_3_add_to_100() -> None:
    bonus = rows(FACTORY, "t3")
    assert [c.local_id for c in bonus] == [f"t3.{place}" for place in range(1, 10)]
    assert sum(int(row.cell("分值")) for row in bonus) == 100
    assert {row.cell("权重") for row in bonus} == {"10%"}


def test_weights_of_the_blocks() -> None:
    weights = {row.cell("序号"): row.cell("权重") for row in rows(FACTORY, "t2")}
    assert list(weights.values()) == ["20%", "15%", "15%", "10%", "10%", "30%"]


def test_a_merged_type_cell_takes_the_one_above() -> None:
    types = {c.number: c.cell("要求类型") for c in rows(FACTORY, "t2")}
    assert types["表2 1.02"] == types["表2 1.04"] == "必选"
    assert types["表2 1.05"] == types["表2 1.09"] == "可选"
    assert types["表2 4.06"] == "必选（适用时）"
    assert set(types.values()) == {"必选", "可选", "必选（适用时）", "可选（适用时）"}


def test_merged_indicator_cells_carry_down_and_torn_cells_join() -> None:
    row = CORPUS.clause(f"{FACTORY}:t2.1.16")
    assert row.cells[:3] == (("序号", "1"), ("一级指标", "基础设施"), ("二级指标", "设备设施"))
    assert CORPUS.clause(f"{FACTORY}:t2.6.24").cell("二级指标") == "能源低碳化"


def test_a_short_header_spreads_over_the_columns_on_its_left() -> None:
    row = CORPUS.clause(f"{FACTORY}:t1.3")
    assert row.cells == (
        ("基本要求", "基础合规性与相关方要求"),
        ("基本要求", "对利益相关方的环境要求做出承诺的，应同时满足有关承诺的要求。"),
        ("是否符合", ""),
    )
    assert len(rows(FACTORY, "t1")) == 8


def test_every_value_is_found_in_the_text_of_its_own_row_or_one_above() -> None:
    for document in CORPUS.documents:
        for clause in CORPUS.clauses(document.id):
            for _, value in clause.cells:
                assert not value or CORPUS.locate(document.id, value) is not None


def test_shares_of_annex_1_cover_their_industries_across_the_page_break() -> None:
    shares = {r.cell("重点行业"): (r.cells[2][1], r.cells[3][1]) for r in rows(HENAN, "annex-1")}
    assert len(shares) == 40
    assert shares["铸造"] == ("7.6", "≥15")
    assert shares["岩矿棉"] == ("4.1", "≥15")
    assert shares["防水建筑材料"] == shares["工业涂装"] == ("1.6", "≥20")
    assert shares["省级重点行业"] == ("—", "≥25")


def test_targets_of_the_cities() -> None:
    targets = {r.cell("省辖市"): r.cells[2][1] for r in rows(HENAN, "annex-2")}
    assert len(targets) == 18
    assert (targets["郑州市"], targets["南阳市"], targets["三门峡市"]) == ("≥25", "≥20", "≥15")


def test_blank_lines_of_a_form_take_nothing_from_above() -> None:
    blank = CORPUS.clause(f"{HENAN}:annex-3.2")
    assert [value for _, value in blank.cells if value] == ["2"]
    assert len(blank.cells) == 13


def test_contacts_are_never_carried_down() -> None:
    people = {r.cell("姓名"): r for r in rows(SANMENXIA, "annex-1")}
    assert people["胡菊霞"].cell("联系方式") == ""
    assert people["李佳蓓"].cell("区域") == ""
    assert people["史莎莎"].cell("分组") == "申报 帮扶组"
    assert people["史莎莎"].cell("区域") == "灵宝市、卢氏县"
    assert people["史莎莎"].number == "附件 第5行"


def test_a_form_pairs_labels_with_values() -> None:
    row = CORPUS.clause(f"{FACTORY}:annex-4.4")
    assert row.cells == (("所属行业", "（按统计局四位代码填写，可多填）"), ("主要产品", ""))


TORN = "一、评分\n指标\t基准\t得分\n能耗\t不高于\n行业平均\t10\n\t达到先进\t5\n\n指标\t基准\t 得分\n水耗\t达标\t5\n\n说明文字。"


def test_a_row_torn_inside_a_cell_is_one_row() -> None:
    clauses = {c.local_id: c for c in parse("x", TORN).clauses}
    table = "s1.table-1"
    assert clauses[f"{table}.1"].cells == (("指标", "能耗"), ("基准", "不高于行业平均"), ("得分", "10"))
    assert clauses[f"{table}.2"].cell("指标") == "能耗"
    assert clauses[f"{table}.3"].cell("指标") == "水耗"
    assert clauses[f"{table}.text"].kind == "item"


@pytest.mark.parametrize("source", ["一、表\n| 项 | 分 |\n|---|---|\n| 用能 | 10 |\n| 用水 | 5 |\n"])
def test_a_table_with_pipes(source: str) -> None:
    found = [c.cells for c in parse("x", source).clauses if c.kind == "row"]
    assert found == [(("项", "用能"), ("分", "10")), (("项", "用水"), ("分", "5"))]
