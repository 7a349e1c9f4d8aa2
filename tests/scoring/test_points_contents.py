"""A second reader of the two points schemes: the printed tables, taken apart anew, say what the packs say.

Nothing here uses the program's own reader of texts. A cell of a table in the copies begins with a tab at the start of a
line; an empty 要求类型 goes on from the row above, as merged cells do; the points of the 2019 text stand in brackets.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from scoring import FactError, Item, Pack, load_scheme, read_request

CORPUS = Path(__file__).parents[2] / "knowledge" / "corpus"
FACTORY, PERFORMANCE = "zhengzhou-green-factory", "zhengzhou-green-performance-2019"
MAY_NOT_APPLY = ("工艺适用时", "适用时", "可行时", "必要时")
USUALLY = {"almost_always", "mostly", "sometimes", "seldom"}


@dataclass(frozen=True)
class Row:
    """One row of 表2 or 表3 as printed, with merged cells filled in."""

    block: str
    block_title: str
    group: str
    requirement: str
    kind: str
    points: Decimal
    weight: str


@dataclass(frozen=True)
class Line:
    """One line with points of the 2019 text."""

    group: str
    """Block and group, `1.2`."""
    text: str
    points: tuple[Decimal, ...]


@cache
def text_of(document: str) -> str:
    return (CORPUS / document / "source.txt").read_text(encoding="utf-8")


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))


def cells_between(start: str, end: str) -> list[str]:
    text = text_of(FACTORY)
    table = text[text.index(start) : text.index(end, text.index(start))]
    return [re.sub(r"\s+", "", cell) for cell in table.split("\n\t")][1:]


def printed_rows(cells: list[str], width: int) -> Iterator[list[str]]:
    assert len(cells) % width == 0, f"{len(cells)} cells do not make rows of {width}"
    for start in range(width, len(cells), width):
        yield cells[start : start + width]


@cache
def table_2() -> tuple[Row, ...]:
    rows: list[Row] = []
    block = title = group = kind = weight = ""
    for cells in printed_rows(cells_between("表2郑州市绿色低碳工厂评价导则", "注1："), 7):
        number, first, second, requirement, own_kind, points, own_weight = cells
        block, title, weight = number or block, first or title, own_weight or weight
        group, kind = second or group, own_kind or kind
        rows.append(Row(block, title, group, requirement, kind, Decimal(points), weight))
    return tuple(rows)


@cache
def table_3() -> tuple[Row, ...]:
    cells = cells_between("表3 绿色低碳工厂加分项评价表", "附件 4")
    return tuple(
        Row("B", "加分项", number, requirement, kind, Decimal(points), weight)
        for number, requirement, kind, points, weight in printed_rows(cells, 5)
    )


@cache
def lines_2019() -> tuple[Line, ...]:
    """Lines with points between the second group of the first block and 5. 分行业细则."""
    text = text_of(PERFORMANCE)
    part = text[text.index("(2) 环保行动指标") : text.index("5. 分行业细则")]
    block, group, started = 1, 2, ""
    lines: list[Line] = []
    for raw in part.splitlines():
        said = squeezed(raw).removeprefix("-")
        if match := re.match(r"([2-5])\.", said):
            block = int(match[1])
        elif match := re.match(r"\(([1-3])\)", said):
            group = int(match[1])
        else:
            # A sentence that a page breaks goes on until its points.
            started += said
            if re.search(r"分\)。?$", started):
                points = tuple(Decimal(found) for found in re.findall(r"\((\d+)分\)", started))
                lines.append(Line(f"{block}.{group}", started, points))
                started = ""
    assert not started
    return tuple(lines)


@pytest.fixture
def factory() -> Pack:
    return load_scheme(FACTORY)


@pytest.fixture
def performance() -> Pack:
    return load_scheme(PERFORMANCE)


def rows_in_order(pack: Pack, *kinds: str) -> list[Item]:
    return [item for item in pack.items.values() if item.kind in kinds]


def test_table_2_row_by_row(factory: Pack) -> None:
    packed = rows_in_order(factory, "required", "optional")
    assert len(table_2()) == len(packed) == 91
    places: Counter[str] = Counter()
    for row, item in zip(table_2(), packed, strict=True):
        places[row.block] += 1
        assert item.id == f"{row.block}.{places[row.block]:02d}"
        assert (item.section, item.points) == (row.block, row.points), item.id
        assert squeezed(item.cite.quote) == squeezed(row.requirement), item.id
        assert item.kind == ("required" if row.kind.startswith("必选") else "optional"), (item.id, row.kind)
        assert item.gate == ("required" if row.kind.startswith("必选") else None), item.id
        assert item.group == row.group, item.id
        assert item.cite.clause_id == f"t2.{item.id}"


def test_table_3_row_by_row(factory: Pack) -> None:
    packed = rows_in_order(factory, "bonus")
    assert [row.kind for row in table_3()] == ["可选"] * 9
    for place, (row, item) in enumerate(zip(table_3(), packed, strict=True), 1):
        assert (item.id, row.group, item.cite.clause_id) == (f"B.{place:02d}", str(place), f"t3.{place}")
        assert item.points == row.points, item.id
        assert squeezed(item.cite.quote) == squeezed(row.requirement), item.id
        for stage in item.stages:
            assert squeezed(stage.quote) in squeezed(row.requirement), item.id
            assert re.search(rf"{stage.points}分$", squeezed(stage.quote)), (item.id, stage.id)


def test_blocks_and_weights_of_the_factory_tables(factory: Pack) -> None:
    sums: Counter[str] = Counter()
    for row in (*table_2(), *table_3()):
        sums[row.block] += int(row.points)
    weights = {row.block: Decimal(row.weight.rstrip("%")) / 100 for row in (*table_2(), *table_3())}
    titles = {row.block: row.block_title for row in (*table_2(), *table_3())}
    assert sums == dict.fromkeys("123456B", 100)
    assert {row.weight for row in table_3()} == {"10%"}
    for section in factory.sections:
        assert section.max == sums[section.id]
        assert section.weight == weights[section.id], section.id
        assert section.title == titles[section.id]
    assert sum(section.weight for section in factory.sections if not section.bonus) == 1


def test_table_1_and_article_3_row_by_row(factory: Pack) -> None:
    cells = cells_between("表1 绿色低碳工厂基本要求评价表", " 表2郑州市")[2:]
    groups = [cell for cell in cells if cell.startswith("基础")]
    requirements = [cell for cell in cells if cell and not cell.startswith("基础")]
    assert len(groups) == 3
    basic = list(factory.in_gate("basic"))
    assert [squeezed(item.cite.quote) for item in basic] == [squeezed(cell) for cell in requirements]
    heading = ""
    expected = []
    for cell in cells:
        heading = cell if cell in groups else heading
        if cell in requirements:
            expected.append(heading)
    assert [item.group for item in basic] == expected

    text = text_of(FACTORY)
    article = text[text.index("第三条 ") : text.index("第三章")]
    conditions = re.findall(r"^（[一二三四五六七八]）(.+?)[；。]?$", article, flags=re.MULTILINE)
    packed = list(factory.in_gate("conditions"))
    assert [squeezed(item.cite.quote) for item in packed] == [squeezed(words) for words in conditions]
    assert [item.cite.clause_id for item in packed] == [f"art-3.{place}" for place in range(1, 9)]


def test_rows_may_not_apply_where_their_own_words_say_so(factory: Pack) -> None:
    """The word stands before the whole requirement, in its type cell, or governs it; in G.07 it governs one clause."""
    found = {}
    for row, item in zip(table_2(), rows_in_order(factory, "required", "optional"), strict=True):
        said = row.requirement if "（适用时）" not in row.kind else "适用时" + row.requirement
        word = next((word for word in MAY_NOT_APPLY if word in said), None)
        if word is not None:
            found[item.id] = word
    assert found == {item.id: item.may_not_apply for item in factory.items.values() if item.may_not_apply}
    others = [item for item in factory.items.values() if item.gate in ("basic", "conditions")]
    assert [item.id for item in others if any(word in item.cite.quote for word in MAY_NOT_APPLY)] == ["G.07"]
    assert not any(word in row.requirement for row in table_3() for word in MAY_NOT_APPLY)


@pytest.mark.parametrize("scheme", [FACTORY, PERFORMANCE])
def test_every_other_row_refuses_not_applicable(scheme: str) -> None:
    pack = load_scheme(scheme)
    for item in pack.items.values():
        body = {"facts": {item.id: {"status": "not_applicable"}}}
        if item.may_not_apply is not None:
            read_request(pack, body, today=date(2026, 11, 22))
            continue
        with pytest.raises(FactError, match=rf"{re.escape(item.id)}.*不适用"):
            read_request(pack, body, today=date(2026, 11, 22))


def test_the_2019_rows_in_the_numbering_of_the_text(performance: Pack) -> None:
    packed = rows_in_order(performance, "scored")
    places: Counter[str] = Counter()
    for line, item in zip(lines_2019(), packed, strict=True):
        places[line.group] += 1
        # NFKC turns ① into 1: the printed place must be the counted one.
        assert line.text.startswith(str(places[line.group])) or not line.text[0].isdigit(), line.text
        assert item.id == f"{line.group}.{places[line.group]}"
        assert item.points == max(line.points), item.id
        levels = [level.points for level in item.choices] or [item.points]
        assert levels == list(line.points), item.id
        assert squeezed(item.cite.quote) in line.text, item.id
        assert squeezed(item.cite.quote).endswith("分)"), f"{item.id}: the quote shows its points"
        assert item.section == line.group[0]


def test_the_2019_blocks_are_the_sums_of_their_rows_and_of_the_headings(performance: Pack) -> None:
    sums: Counter[str] = Counter()
    for line in lines_2019():
        sums[line.group[0]] += int(max(line.points))
    headings = re.findall(r"([234])\. [^\n]{2}指标[（(](\d+)分[）)]", text_of(PERFORMANCE))
    assert {block: int(total) for block, total in headings} == {"2": 35, "3": 45, "4": 15}
    assert {block: sums[block] for block, _ in headings} == {block: int(total) for block, total in headings}
    assert {section.id: section.max for section in performance.sections} == sums
    assert sums["1"] == 60


def test_the_copy_of_2019_lacks_the_first_group(performance: Pack) -> None:
    assert "环保绩效指标" not in text_of(PERFORMANCE)
    assert [item.id for item in performance.items.values() if item.id.startswith("1.1")] == ["1.1"]
    assert performance.items["1.1"].points is None


def test_the_pass_line_includes_85(factory: Pack) -> None:
    assert "得分85分（含）以上的" in text_of(FACTORY)
    assert factory.pass_rule is not None
    assert factory.pass_rule.at_least == 85


@pytest.mark.parametrize("scheme", [FACTORY, PERFORMANCE])
def test_every_row_says_how_often_it_is_usually_met(scheme: str) -> None:
    assert {item.usually_met for item in load_scheme(scheme).items.values()} == USUALLY
