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
from scoring.report import bare_citation
from scoring.rules.loader import PACKS
from scoring.rules.responses import responses_for, responses_json

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


# --- data of the ladder texts, taken apart a second time ---


def table_rows(document: str, title: str, until: str) -> list[list[str]]:
    """The numbered rows of a table with tabs between its cells."""
    text = source(document)
    part = text[text.rindex(title) : text.rindex(until)]
    return [line.split("\t") for line in part.splitlines() if re.match(r"\d+\t", line)]


def test_each_of_the_40_industries_of_henan_stands_in_its_group_with_its_figure() -> None:
    pack = load_scheme("henan-grading-2021")
    groups: list[tuple[str, str, str]] = []
    share = ("", "")
    for row in table_rows("henan-performance-uplift-2021", "## 重点行业绩效分级提升目标表", "## 附件 2"):
        share = (row[2], row[3]) if row[2] else share
        groups.append((row[1], share[0].strip("—"), share[1].strip("≥")))
    assert len(groups) == 40
    held = [
        (member.name, "" if target.before is None else str(target.before), str(target.at_least))
        for target in pack.targets
        if target.scope == "industries"
        for member in target.members
    ]
    assert held == groups
    assert list(pack.industries) == [name for name, *_ in groups]


def test_each_of_the_18_cities_of_henan_stands_with_its_figure() -> None:
    cities = [
        (row[1], row[2].strip("≥"))
        for row in table_rows("henan-performance-uplift-2021", "### 各省辖市重点行业", "### 附件 3")
    ]
    assert len(cities) == 18
    targets = [target for target in load_scheme("henan-grading-2021").targets if target.scope == "cities"]
    assert [(member.name, str(target.at_least)) for target in targets for member in target.members] == cities


def test_the_batches_of_henan_are_the_groups_of_its_targets() -> None:
    pack = load_scheme("henan-grading-2021")
    groups = {t.name: tuple(m.name for m in t.members) for t in pack.targets if t.scope == "industries"}
    assert {batch.by: batch.industries for batch in pack.batches} == {
        "2021-08-15": groups["涉VOCs类"],
        "2021-08-30": groups["金属类"],
        "2021-09-15": groups["建材类"],
        "2021-09-30": groups["省级重点行业"],
    }


def test_the_uplift_list_has_the_columns_of_the_annex() -> None:
    header = next(
        line
        for line in source("henan-performance-uplift-2021").splitlines()
        if line.startswith("序号\t省辖市\t县")
    )
    uplift = load_scheme("henan-grading-2021").uplift_list
    assert uplift is not None
    assert list(uplift.columns) == header.split("\t")
    assert "按照" + "、".join(uplift.sort) + "排序" in source("henan-performance-uplift-2021")


def test_sanmenxia_has_the_targets_of_both_years() -> None:
    targets = load_scheme("sanmenxia-grading-2022").targets
    assert {(t.year, str(t.at_least), t.cite.document_id) for t in targets} == {
        ("2022", "20", "sanmenxia-grading-2022"),
        ("2021", "15", "henan-performance-uplift-2021"),
    }


def test_every_name_and_number_of_the_annex_of_sanmenxia_is_a_contact() -> None:
    text = source("sanmenxia-grading-2022")
    annex = text[text.rindex("全市绩效分级帮扶工作组") :]
    contacts = load_scheme("sanmenxia-grading-2022").contacts
    phones = [contact.phone for contact in contacts if contact.phone]
    assert phones == re.findall(r"\b\d{7}\b", annex)
    assert all(contact.who in annex for contact in contacts if contact.office)
    assert all(place in annex for contact in contacts for place in contact.places)
    assert {place for contact in contacts for place in contact.places} >= {
        "湖滨区", "陕州区", "渑池县", "义马市", "灵宝市", "卢氏县",
    }  # fmt: skip


def test_liaocheng_lists_its_39_industries_in_order() -> None:
    listed = re.search(r"具体包括:(.*?)共39个行业", folded("liaocheng-grading-2020"))
    assert listed is not None
    names = [_fold(name) for name in load_scheme("liaocheng-grading-2020").industries]
    assert len(names) == 39
    assert "、".join(names) == listed[1]


def test_the_control_classes_list_the_national_and_the_local_industries() -> None:
    text = folded("zhengzhou-green-performance-2019")
    names = [_fold(name) for name in load_scheme("zhengzhou-control-class-2019").industries]
    assert "、".join(names[:25]) + "等25个行业" in text
    assert names[25:27] == ["工业涂装", "工业锅炉"]
    assert "郑州市辖区内的" + "、".join(names[27:-2]) + "等行业涉气企业" in text
    assert "包含" + "、".join(names[-2:]) + "等工序" in text


DAYS = {
    "henan-grading-2021": "05-31 06-15 07-30 09-30 08-15 08-30 09-15 09-30 11-15",
    "sanmenxia-grading-2022": "06-30 07-15 09-05 09-20 11-15",
    "liaocheng-grading-2020": "08-19 08-18 08-20 08-21 08-21 08-31 12-10 12-10 08-19",
    "zhengzhou-control-class-2019": "08-10",
}


@pytest.mark.parametrize("scheme", DAYS)
def test_calendars_have_the_days_of_their_texts(scheme: str) -> None:
    pack = load_scheme(scheme)
    days = [deadline.date for deadline in pack.calendar if deadline.date]
    year = re.search(r"\d{4}$", scheme)
    assert year is not None
    assert days == [f"{year[0]}-{day}" for day in DAYS[scheme].split()]


def test_sanmenxia_repeats_every_month() -> None:
    calendar = {deadline.id: deadline for deadline in load_scheme("sanmenxia-grading-2022").calendar}
    assert [name for name, deadline in calendar.items() if deadline.date is None] == [
        "monthly-review",
        "monthly-submission",
        "monthly-result",
        "equipment-change",
    ]
    assert "20 日前" in calendar["monthly-review"].cite.quote


def test_grounds_take_away_what_their_texts_say() -> None:
    grounds = {
        scheme: {ground.id: ground.effect for ground in load_scheme(scheme).withdrawal}
        for scheme, kind in SCHEMES.items()
        if kind == "ladder"
    }
    assert grounds == {
        "henan-grading-2021": {"discipline": "withdrawn", "violations": "downgraded"},
        "sanmenxia-grading-2022": {
            "false-material-or-bribery": "lowest",
            "check-unmet": "downgraded",
            "check-serious": "lowest",
            "violations": "downgraded",
            "protected-removed": "removed",
        },
        "liaocheng-grading-2020": {
            "false-material": "lowest",
            "bribery": "lowest",
            "not-filed": "lowest",
            "violation-past-year": "barred",
            "check-adjusts": "adjusted",
            "recheck-adjusts": "adjusted",
            "measures-not-taken": "penalty",
            "protected-too-late": "removed",
        },
        "zhengzhou-control-class-2019": {"not-reported": "lowest", "untrue-data": "downgraded"},
    }


# --- what a grade means during a warning ---


@pytest.mark.parametrize(
    ("scheme", "grade", "levels"),
    [
        ("zhengzhou-control-class-2019", "A", ["橙色", "红色", "预警期间"]),
        ("zhengzhou-control-class-2019", "B", ["黄色", "橙色", "预警期间"]),
        ("zhengzhou-control-class-2019", "C", ["黄色", "橙色", "预警期间", "预警期间"]),
        ("henan-grading-2021", "A", ["预警期间", "预警期间"]),
        ("henan-grading-2021", "非引领性", []),
        ("sanmenxia-grading-2022", "引领性", ["预警期间", "预警期间"]),
        ("liaocheng-grading-2020", "D", ["预警期间", "预警期间"]),
    ],
)
def test_consequences_of_a_grade(scheme: str, grade: str, levels: list[str]) -> None:
    assert [response.level for response in responses_for(load_scheme(scheme), grade)] == levels


def test_no_grade_has_no_consequences() -> None:
    assert responses_for(load_scheme("liaocheng-grading-2020"), None) == ()


@for_every_scheme
def test_a_consequence_is_quoted_from_the_text_or_marked_as_reported(scheme: str) -> None:
    for response in load_scheme(scheme).responses:
        assert (response.cite is None) != (response.source is None)
        assert response.source is None or "报道" in response.text
        if response.cite is not None and "′" not in response.condition and "″" not in response.condition:
            assert response.cite.document_id == load_scheme(scheme).document


def test_a_consequence_is_shown_with_where_it_stands() -> None:
    pack = load_scheme("henan-grading-2021")
    cited, reported = responses_json(responses_for(pack, "A"), bare_citation)
    assert cited["condition"] == "实现清洁能源替代、建设高效废气治理工艺、全面稳定达标排放"
    assert cited["citation"]["clause_id"] == "henan-performance-uplift-2021:s3.5"
    assert cited["source"] is None
    assert reported["citation"] is None
    assert reported["source"] == {
        "text": "关于河南省2020年绩效分级管控的报道（2020年10月30日）",
        "url": "hn.cri.cn",
        "seen": "公开报道",
    }


@pytest.mark.parametrize("scheme", [scheme for scheme, kind in SCHEMES.items() if kind == "ladder"])
def test_ladders_carry_the_uniform_warning_levels_with_their_source(scheme: str) -> None:
    levels = load_scheme(scheme).warning_levels
    assert [level.level for level in levels] == ["黄色", "橙色", "红色"]
    assert [re.findall(r"\d+", level.text) for level in levels] == [
        ["200", "150", "48"],
        ["200", "48", "150", "72"],
        ["200", "72", "300", "24"],
    ]
    assert {level.source.url for level in levels} == {"arvrreview.com"}
