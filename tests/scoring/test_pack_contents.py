"""The installed packs hold what the texts hold: counts, sums, weights, and quotes that stand in the source."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import naive_points
import pytest

from scoring import Pack, UnknownSchemeError, load_scheme, scheme_ids
from scoring.loader import PACKS

CORPUS = Path(__file__).parents[2] / "knowledge" / "corpus"
SCHEMES = {
    "zhengzhou-green-factory": "points",
    "zhengzhou-green-performance-2019": "points",
    "zhengzhou-control-class-2019": "ladder",
    "henan-grading-2021": "ladder",
    "sanmenxia-grading-2022": "ladder",
    "liaocheng-grading-2020": "ladder",
}
NINE = [
    "工艺装备",
    "能源类型",
    "原辅材料",
    "污染治理技术",
    "有组织排放",
    "无组织排放",
    "监测监控",
    "环境管理",
    "运输监管",
]
EIGHT = [
    "装备水平",
    "污染治理技术",
    "排放限值",
    "无组织管控",
    "监测监控水平",
    "环境管理水平",
    "运输方式",
    "运输管控",
]
for_every_scheme = pytest.mark.parametrize("scheme", SCHEMES)


def test_six_schemes_are_installed() -> None:
    assert {scheme: load_scheme(scheme).kind for scheme in scheme_ids()} == SCHEMES


def test_an_unknown_scheme_is_refused_with_the_list() -> None:
    with pytest.raises(UnknownSchemeError, match=r"没有名为.*nowhere.*henan-grading-2021"):
        load_scheme("nowhere")


@pytest.fixture
def green() -> Pack:
    return load_scheme("zhengzhou-green-factory")


def test_the_green_factory_has_91_rows_of_which_42_required(green: Pack) -> None:
    kinds = Counter(item.kind for item in green.items.values())
    assert kinds == {"required": 42, "optional": 49, "bonus": 9, "condition": 16}
    rows = [item.id for item in green.of_kind("required", "optional")]
    per_block = Counter(name.split(".")[0] for name in rows)
    assert per_block == {"1": 21, "2": 9, "3": 15, "4": 12, "5": 10, "6": 24}
    for block, count in per_block.items():
        assert [name for name in rows if name.startswith(f"{block}.")] == [
            f"{block}.{place:02d}" for place in range(1, count + 1)
        ]
    assert [item.id for item in green.of_kind("bonus")] == [f"B.0{place}" for place in range(1, 10)]


def test_the_green_factory_has_eight_basic_rows_and_eight_conditions(green: Pack) -> None:
    assert [item.id for item in green.in_gate("basic")] == [f"G.0{place}" for place in range(1, 9)]
    assert [item.id for item in green.in_gate("conditions")] == [f"C.0{place}" for place in range(1, 9)]
    assert [item.id for item in green.in_gate("required")] == [item.id for item in green.of_kind("required")]


def test_blocks_of_the_green_factory_are_100_points_and_weigh_110_percent(green: Pack) -> None:
    weights = {section.id: section.weight for section in green.sections}
    assert weights == {
        "1": Decimal("0.20"),
        "2": Decimal("0.15"),
        "3": Decimal("0.15"),
        "4": Decimal("0.10"),
        "5": Decimal("0.10"),
        "6": Decimal("0.30"),
        "B": Decimal("0.10"),
    }
    for section in green.sections:
        assert section.max == sum(item.points or 0 for item in green.in_section(section.id)) == 100
        assert section.bonus == (section.id == "B")
    assert green.pass_rule is not None
    assert green.pass_rule.at_least == 85


def test_only_rows_whose_text_allows_it_may_not_apply(green: Pack) -> None:
    allowed = {item.id: item.may_not_apply for item in green.items.values() if item.may_not_apply}
    assert allowed == {
        "1.09": "适用时",
        "1.13": "工艺适用时",
        "1.16": "适用时",
        "1.20": "必要时",
        "4.06": "适用时",
        "4.07": "适用时",
        "4.10": "适用时",
        "5.10": "可行时",
    }


def test_points_of_the_rows_stand_in_the_table(green: Pack) -> None:
    """The columns 序号 and 分值 of 表2, read straight from the source text."""
    text = source("zhengzhou-green-factory")
    table = text[text.index("表2郑州市绿色低碳工厂评价导则") : text.index("注1：绿色低碳工厂必须满足")]
    cells = [cell.strip() for cell in re.split(r"[\t\n]", table)]
    printed = [int(cell) for cell in cells if re.fullmatch(r"\d{1,2}", cell)]
    wanted: list[int] = []
    for section in green.sections:
        if not section.bonus:
            wanted += [int(section.id), *(int(item.points or 0) for item in green.in_section(section.id))]
    assert printed == wanted


def test_the_2019_scheme_has_60_35_45_and_15_points() -> None:
    pack = load_scheme("zhengzhou-green-performance-2019")
    assert {s.id: (s.max, s.weight) for s in pack.sections} == {
        "1": (60, 1), "2": (35, 1), "3": (45, 1), "4": (15, 1)
    }  # fmt: skip
    assert pack.pass_rule is None
    assert pack.undetermined_reason is not None
    assert [item.id for item in pack.of_kind("authority")] == ["1.1"]
    assert [item.id for item in pack.items.values() if item.open_formula] == [
        "2.1.1",
        "2.1.2",
        "3.1.1",
        "4.1.1",
    ]


@pytest.mark.parametrize(
    ("scheme", "aspects", "rungs"),
    [
        ("henan-grading-2021", NINE, ("A", "B", "B-", "C", "D")),
        ("sanmenxia-grading-2022", NINE, ("A", "B", "B-", "C", "D")),
        ("liaocheng-grading-2020", EIGHT, ("A", "B", "B-", "C", "D")),
        ("zhengzhou-control-class-2019", ["差异化指标"], ("A", "B", "C")),
    ],
)
def test_ladders_have_the_aspects_and_rungs_of_their_texts(
    scheme: str, aspects: list[str], rungs: tuple[str, ...]
) -> None:
    pack = load_scheme(scheme)
    assert [item.id for item in pack.of_kind("aspect")] == aspects
    assert pack.rungs == rungs
    assert pack.leading_rungs == (() if "control" in scheme else ("引领性", "非引领性"))


def test_events_have_the_effects_of_their_texts() -> None:
    effects = {
        scheme: {i.id: (i.adverse, i.effect, i.cap) for i in load_scheme(scheme).of_kind("event")}
        for scheme, kind in SCHEMES.items()
        if kind == "ladder"
    }
    lowest, late, down = (True, "lowest", None), (False, "lowest", None), (True, "downgrade", None)
    assert effects == {
        "liaocheng-grading-2020": {
            "false_material": lowest,
            "bribery": lowest,
            "filed_on_time": late,
            "violation_past_year": (True, "cap", "C"),
        },
        "sanmenxia-grading-2022": {
            "false_material": lowest,
            "bribery": lowest,
            "check_unmet": down,
            "check_serious": lowest,
            "emission_violation": down,
        },
        "henan-grading-2021": {"emission_violation": down},
        "zhengzhou-control-class-2019": {"filed_on_time": late, "false_material": down},
    }


@for_every_scheme
def test_every_row_can_be_asked_and_proved(scheme: str) -> None:
    for item in load_scheme(scheme).items.values():
        assert item.question.rstrip().endswith(("？", "。", "?", "）", "”")), item.id
        assert item.proof, item.id


@cache
def source(document: str) -> str:
    return (CORPUS / document / "source.txt").read_text(encoding="utf-8")


@cache
def folded(document: str) -> str:
    return _fold(source(document))


def _fold(text: str) -> str:
    """Without line breaks, spaces, bold marks and table rules, in one width; nothing else is forgiven."""
    return re.sub(r"[\s|*]+", "", unicodedata.normalize("NFKC", text))


def _quotes(node: Any, document: str, where: str = "") -> Iterator[tuple[str, str, str]]:
    """Each quote anywhere in the pack with its place and document."""
    if isinstance(node, dict):
        if "quote" in node:
            yield where, node.get("document", document), node["quote"]
        for key, part in node.items():
            label = str(node.get("id", key)) if key == "cites" else key
            yield from _quotes(part, document, f"{where}.{label}")
    elif isinstance(node, list):
        for index, part in enumerate(node):
            name = part.get("id", index) if isinstance(part, dict) else index
            yield from _quotes(part, document, f"{where}.{name}")


@for_every_scheme
def test_every_quote_stands_in_the_source_text(scheme: str) -> None:
    pack = naive_points.read(PACKS / scheme)
    quotes = list(_quotes(pack, pack["document"]))
    assert len(quotes) >= len(pack["rows"])
    missing = [(where, quote) for where, document, quote in quotes if _fold(quote) not in folded(document)]
    assert missing == []


@for_every_scheme
def test_every_result_names_its_edition_and_hash(scheme: str) -> None:
    pack = load_scheme(scheme)
    assert re.fullmatch(r"[0-9a-f]{64}", pack.sha256)
    assert pack.edition
    assert pack.status in ("draft", "cycle_over")
    assert pack.newer_rules, "an older text says what has moved on"
