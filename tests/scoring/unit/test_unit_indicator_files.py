"""Files of indicators and consequences: every key arrives where it belongs, every fault is told in words."""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pack_files import try_pack

from scoring.comparisons import Basis, Comparison, words_allowed
from scoring.errors import PackError
from scoring.industry.indicator import (
    Choice,
    Demand,
    Indicator,
    IndicatorAspect,
    IndicatorPack,
    IndicatorSource,
    ResponseTable,
)
from scoring.industry.indicator_check import pack_faults, scheme_faults
from scoring.industry.indicator_loader import (
    load_indicator_pack,
    load_indicator_packs,
    load_response_table,
    shipped_indicator_packs,
    shipped_response_tables,
    with_indicators,
)
from scoring.rules.cite import Cite, Source
from scoring.rules.text_data import Response

D = Decimal
LADDER = try_pack("ladder")
FILE: dict[str, Any] = {
    "schema_version": 1,
    "id": "try-kiln",
    "title": "试用窑炉指标",
    "industry": "水泥",
    "schemes": ["try-ladder", "other"],
    "edition": "2021年版",
    "status": "in_force",
    "effective": {"from": "2021-01-01", "until": "2022-12-31"},
    "completeness": "partial",
    "missing": ["运输"],
    "source": {"text": "某市网站", "url": "example.cn", "seen": "official_part", "date": "2021-02-03"},
    "notes": ["只见到一页"],
    "grades": ["A", "B", "C"],
    "all_grades": False,
    "processes": ["熟料", "粉磨"],
    "applies_when": ["熟料", "粉磨"],
    "replaces": ["old-kiln"],
    "checked": {"by": "张工", "on": "2026-01-02"},
    "aspects": [
        {"id": "limits", "names": {"try-ladder": "装备水平"}, "completeness": "complete"},
        {"id": "rest", "names": {"other": "运输"}, "completeness": "partial", "missing": ["车辆"]},
    ],
    "indicators": [
        {
            "id": "k.pm",
            "aspect": "limits",
            "title": "颗粒物",
            "question": "颗粒物是多少？",
            "kind": "number",
            "unit": "mg/m³",
            "better": "lower",
            "basis": {"oxygen": "8.5", "text": "小时均值"},
            "applies_when": ["熟料"],
            "requires": {
                "A": {"word": "优于", "value": 10, "text": "优于10", "source": "表1"},
                "B": {"none": True, "text": "不要求", "source": "表1"},
            },
            "proof": ["监测报告"],
            "notes": ["换算后"],
        },
        {
            "id": "k.range",
            "aspect": "rest",
            "title": "温度",
            "question": "温度是多少？",
            "kind": "number",
            "unit": "℃",
            "requires": {"A": {"word": "至", "value": 10, "to": "20.5", "text": "10至20.5", "source": "表1"}},
        },
        {
            "id": "k.stage",
            "aspect": "rest",
            "title": "车辆",
            "question": "车辆是国几？",
            "kind": "number",
            "unit": "国",
            "requires": {"A、B": {"word": "以上", "value": "国五", "text": "国五以上", "source": "表2"}},
        },
        {
            "id": "k.way",
            "aspect": "rest",
            "title": "方式",
            "question": "怎样运输？",
            "kind": "choice",
            "choices": [
                {"id": "rail", "title": "铁路"},
                {"id": "road", "title": "公路"},
                {"id": "none", "title": "无"},
            ],
            "requires": {"A": {"at_least": "rail", "open_for": ["road"], "text": "铁路", "source": "表2"}},
        },
        {
            "id": "k.gate",
            "aspect": "rest",
            "title": "门禁",
            "question": "有门禁吗？",
            "kind": "yes_no",
            "requires": {"A": {"is": False, "text": "没有", "source": "表2"}},
        },
    ],
}


def written(folder: Path, changes: dict[str, Any] | None = None, name: str = "try-kiln") -> Path:
    target = folder / name
    target.mkdir(parents=True)
    (target / "indicators.yaml").write_text(
        json.dumps({**FILE, **(changes or {})}, ensure_ascii=False), encoding="utf-8"
    )
    return target


def with_indicator(position: int, **changes: Any) -> dict[str, Any]:
    indicators = deepcopy(FILE["indicators"])
    indicators[position].update(changes)
    return {"indicators": indicators}


def faults(folder: Path, changes: dict[str, Any], name: str = "try-kiln") -> list[str]:
    with pytest.raises(PackError) as caught:
        load_indicator_pack(written(folder, changes, name))
    return caught.value.faults


WHOLE = (("熟料", "粉磨"),)
PACK = IndicatorPack(
    id="try-kiln",
    title="试用窑炉指标",
    industry="水泥",
    schemes=("try-ladder", "other"),
    edition="2021年版",
    status="in_force",
    effective_from="2021-01-01",
    effective_until="2022-12-31",
    completeness="partial",
    missing=("运输",),
    source=IndicatorSource("某市网站", "example.cn", "official_part", "2021-02-03"),
    grades=("A", "B", "C"),
    all_grades=False,
    processes=("熟料", "粉磨"),
    aspects=(
        IndicatorAspect("limits", {"try-ladder": "装备水平"}, "complete", ()),
        IndicatorAspect("rest", {"other": "运输"}, "partial", ("车辆",)),
    ),
    indicators=(
        Indicator(
            "k.pm",
            "limits",
            "颗粒物",
            "颗粒物是多少？",
            "number",
            {
                "A": Demand("优于10", "表1", Comparison("<", D(10), "mg/m³")),
                "B": Demand("不要求", "表1"),
            },
            "mg/m³",
            "lower",
            Basis(D("8.5"), "小时均值"),
            (*WHOLE, ("熟料",)),
            (),
            ("监测报告",),
            ("换算后",),
        ),
        Indicator(
            "k.range",
            "rest",
            "温度",
            "温度是多少？",
            "number",
            {"A": Demand("10至20.5", "表1", Comparison("range", D(10), "℃", D("20.5")))},
            "℃",
            applies_when=WHOLE,
        ),
        Indicator(
            "k.stage",
            "rest",
            "车辆",
            "车辆是国几？",
            "number",
            dict.fromkeys(("A", "B"), Demand("国五以上", "表2", Comparison(">=", D(5), "国"))),
            "国",
            applies_when=WHOLE,
        ),
        Indicator(
            "k.way",
            "rest",
            "方式",
            "怎样运输？",
            "choice",
            {"A": Demand("铁路", "表2", at_least="rail", open_for=("road",))},
            applies_when=WHOLE,
            choices=(Choice("rail", "铁路"), Choice("road", "公路"), Choice("none", "无")),
        ),
        Indicator(
            "k.gate",
            "rest",
            "门禁",
            "有门禁吗？",
            "yes_no",
            {"A": Demand("没有", "表2", answer=False)},
            applies_when=WHOLE,
        ),
    ),
    sha256="",
    notes=("只见到一页",),
    replaces=("old-kiln",),
    checked_by="张工",
    checked_on="2026-01-02",
)


def test_a_pack_is_read_whole(tmp_path: Path) -> None:
    folder = written(tmp_path)
    digest = hashlib.sha256((folder / "indicators.yaml").read_bytes()).hexdigest()
    assert load_indicator_pack(folder) == replace(PACK, sha256=digest)
    assert PACK.source.told == "某市网站，example.cn，2021-02-03，官方页面，只见到部分内容"


def test_what_a_file_may_leave_out(tmp_path: Path) -> None:
    bare = load_indicator_pack(
        written(tmp_path, {"effective": {}, "checked": None, "applies_when": [], "notes": [], "replaces": []})
    )
    assert (bare.effective_from, bare.effective_until, bare.checked_by, bare.checked_on) == (None,) * 4
    assert bare.indicators[0].applies_when == (("熟料",),)
    assert bare.indicators[1].applies_when == ()


def test_parts_of_a_pack() -> None:
    way = PACK.indicators[3]
    assert way.choice("rail") == way.choice("铁路") == Choice("rail", "铁路")
    assert way.choice("x") is None
    assert [way.rank(choice.id) for choice in way.choices] == [0, 1, 2]
    assert PACK.aspects_in("try-ladder") == {"装备水平": PACK.aspects[:1]}
    assert PACK.aspects_in("x") == {}
    assert [indicator.id for indicator in PACK.of_aspect("limits")] == ["k.pm"]
    assert PACK.indicator("k.way") is way
    assert PACK.indicator("x") is None
    twice = replace(PACK, aspects=(*PACK.aspects, replace(PACK.aspects[0], id="more")))
    assert [aspect.id for aspect in twice.aspects_in("try-ladder")["装备水平"]] == ["limits", "more"]


def test_the_folder_and_shape_of_a_pack(tmp_path: Path) -> None:
    assert faults(tmp_path / "1", {}, "other") == [
        "other/indicators.yaml：id 为“try-kiln”，应与文件夹名“other”相同"
    ]
    assert faults(tmp_path / "2", {"x": 1}) == [
        "try-kiln/indicators.yaml：x：不认识的键；请检查拼写或删去（实际：1）"
    ]
    assert faults(tmp_path / "3", {"missing": []}) == [
        "try-kiln completeness 为 partial 时须在 missing 里写明缺什么"
    ]


A_WORD = {"text": "x", "source": "表1"}


@pytest.mark.parametrize(
    ("position", "changes", "told"),
    [
        (
            0,
            {"requires": {"A": {**A_WORD, "word": "大约", "value": 10}, "B": {**A_WORD, "none": True}}},
            [
                f"try-kiln/indicators.yaml 指标 k.pm A：不认识的比较词“大约”；可用：{'、'.join(words_allowed())}",
                "try-kiln 指标 k.pm：所属方面写了 complete，但缺 A 的要求；没有要求的写 none: true",
            ],
        ),
        (
            1,
            {"requires": {"A": {**A_WORD, "word": "优于", "value": 10}}},
            [
                "try-kiln/indicators.yaml 指标 k.range A：不认识的比较词“优于”（“优于、不劣于”须写明 better: lower 或 higher）；"
                f"可用：{'、'.join(words_allowed())}"
            ],
        ),
        (
            1,
            {"requires": {"A": {**A_WORD, "word": "不劣于", "value": 10}}},
            [
                "try-kiln/indicators.yaml 指标 k.range A：不认识的比较词“不劣于”（“优于、不劣于”须写明 better: lower 或 higher）；"
                f"可用：{'、'.join(words_allowed())}"
            ],
        ),
        (
            1,
            {"requires": {"A": {**A_WORD, "word": "至", "value": 10}}},
            [
                "try-kiln/indicators.yaml 指标 k.range A：范围写成 word: 至、value（下限）和 to（上限），三者缺一不可"
            ],
        ),
        (
            1,
            {"requires": {"A": {**A_WORD, "word": "以上", "value": 10, "to": 20}}},
            [
                "try-kiln/indicators.yaml 指标 k.range A：范围写成 word: 至、value（下限）和 to（上限），三者缺一不可"
            ],
        ),
        (
            1,
            {"requires": {"A": {**A_WORD, "word": "至", "value": 10, "to": 10}}},
            ["try-kiln/indicators.yaml 指标 k.range A：范围的上限 10 应大于下限 10"],
        ),
        (
            2,
            {"requires": {"A": {**A_WORD, "word": "以上", "value": "国九"}}},
            ["try-kiln/indicators.yaml 指标 k.stage A：不认识的车辆排放阶段“国九”；可用：国一 至 国六"],
        ),
        (
            2,
            {"requires": {"A": {**A_WORD, "word": "以上", "value": 5}}},
            ["try-kiln/indicators.yaml 指标 k.stage A：车辆排放阶段的 unit 写“国”，value 写“国五”的形式"],
        ),
        (
            1,
            {"requires": {"A": {**A_WORD, "word": "以上", "value": "国五"}}},
            ["try-kiln/indicators.yaml 指标 k.range A：车辆排放阶段的 unit 写“国”，value 写“国五”的形式"],
        ),
        (
            4,
            {"requires": {"A": {**A_WORD, "is": True}, "B、A": {**A_WORD, "is": True}}},
            ["try-kiln/indicators.yaml 指标 k.gate：等级“A”的要求写了两次"],
        ),
    ],
)
def test_a_demand_that_cannot_be_read(
    tmp_path: Path, position: int, changes: dict[str, Any], told: list[str]
) -> None:
    assert faults(tmp_path, with_indicator(position, **changes)) == told


@pytest.mark.parametrize(
    ("demand", "told"),
    [
        ({"word": "以上"}, "word（比较词）和 value（数值）须一起写"),
        ({"value": 5}, "word（比较词）和 value（数值）须一起写"),
        ({}, "word 加 value、at_least、is、none 须写且只写一种"),
        ({"is": True, "none": True}, "word 加 value、at_least、is、none 须写且只写一种"),
        ({"word": "以上", "value": 5, "at_least": "x"}, "word 加 value、at_least、is、none 须写且只写一种"),
    ],
)
def test_one_demand_of_a_grade(tmp_path: Path, demand: dict[str, Any], told: str) -> None:
    (fault,) = faults(tmp_path, with_indicator(4, requires={"A": {**A_WORD, **demand}}))
    assert fault.startswith(f"try-kiln/indicators.yaml：indicators.4.requires.A：{told}")


def test_figures_of_a_demand(tmp_path: Path) -> None:
    for place, figure in enumerate(("x", "1.2.3", "-5", "")):
        (fault,) = faults(
            tmp_path / str(place),
            with_indicator(4, requires={"A": {**A_WORD, "word": "以上", "value": figure}}),
        )
        assert "应为数字（例如 10 或 0.5）或车辆排放阶段（例如 国五）" in fault
    (fault,) = faults(
        tmp_path / "no", with_indicator(4, requires={"A": {**A_WORD, "word": "以上", "value": True}})
    )
    assert "应为文字" in fault


@pytest.mark.parametrize(
    ("aspect", "told"),
    [
        ({"completeness": "partial", "missing": []}, "completeness 为 partial 时须在 missing 里写明缺什么"),
        ({"completeness": "complete", "missing": ["x"]}, "completeness 为 complete 时 missing 应为空"),
    ],
)
def test_an_aspect_says_what_it_lacks(tmp_path: Path, aspect: dict[str, Any], told: str) -> None:
    changed = [{**FILE["aspects"][0], **aspect}, FILE["aspects"][1]]
    (fault,) = faults(tmp_path, {"aspects": changed})
    assert fault.startswith(f"try-kiln/indicators.yaml：aspects.0：{told}")


# --- references inside a pack ---


def changed(position: int, **changes: Any) -> IndicatorPack:
    indicators = list(PACK.indicators)
    indicators[position] = replace(indicators[position], **changes)
    return replace(PACK, indicators=tuple(indicators))


UP, DOWN = Comparison(">=", D(5), "℃"), Comparison("<=", D(5), "℃")
PM, TEMPERATURE, STAGE, WAY, GATE = range(5)


@pytest.mark.parametrize(
    ("pack", "told"),
    [
        (PACK, []),
        (
            replace(PACK, indicators=(*PACK.indicators, PACK.indicators[1])),
            ["指标编号“k.range”重复；每个只能出现一次"],
        ),
        (replace(PACK, aspects=(*PACK.aspects, PACK.aspects[1])), ["方面编号“rest”重复；每个只能出现一次"]),
        (replace(PACK, grades=("A", "B", "B", "C")), ["等级“B”重复；每个只能出现一次"]),
        (replace(PACK, processes=("熟料", "粉磨", "熟料")), ["工序“熟料”重复；每个只能出现一次"]),
        (
            replace(PACK, schemes=("try-ladder",)),
            ["方面 rest：names 中的方案“other”不在 schemes 里；可用：try-ladder"],
        ),
        (
            replace(PACK, schemes=("try-ladder", "x")),
            ["方面 rest：names 中的方案“other”不在 schemes 里；可用：try-ladder、x"],
        ),
        (
            replace(PACK, aspects=(*PACK.aspects, IndicatorAspect("e", {}, "complete", ()))),
            ["方面 e：没有任何指标，不能写 complete"],
        ),
        (replace(PACK, aspects=(*PACK.aspects, IndicatorAspect("e", {}, "partial", ("x",)))), []),
        (
            replace(PACK, completeness="complete"),
            ["completeness 为 complete，但有的方面是 partial；请改为 partial，或补全这些方面"],
        ),
        (replace(PACK, missing=()), ["completeness 为 partial 时须在 missing 里写明缺什么"]),
        (changed(GATE, aspect="x"), ["指标 k.gate：没有方面“x”；可用：limits、rest"]),
        (
            changed(GATE, applies_when=(("熟料", "x"),)),
            ["指标 k.gate：applies_when 中的“x”不在 processes 里；可用：熟料、粉磨"],
        ),
        (
            replace(
                PACK,
                processes=(),
                indicators=(
                    replace(PACK.indicators[0], applies_when=()),
                    replace(PACK.indicators[4], applies_when=(("x",),)),
                ),
            ),
            ["指标 k.gate：applies_when 中的“x”不在 processes 里；可用：（未列出任何工序）"],
        ),
        (
            changed(GATE, demands={"S": Demand("", "", answer=True)}),
            ["指标 k.gate：requires 中的等级“S”不在 grades 里；可用：A、B、C"],
        ),
        (
            changed(GATE, demands={"C": Demand("", "", answer=True)}),
            ["指标 k.gate：“C”是最低等级，不应有要求；请删去或写 none: true"],
        ),
        (changed(GATE, demands={"C": Demand("", "")}), []),
        (
            changed(PM, demands={"A": PACK.indicators[0].demands["A"]}),
            ["指标 k.pm：所属方面写了 complete，但缺 B 的要求；没有要求的写 none: true"],
        ),
        (
            changed(PM, demands={"C": Demand("", "")}),
            ["指标 k.pm：所属方面写了 complete，但缺 A、B 的要求；没有要求的写 none: true"],
        ),
        (
            replace(
                PACK,
                completeness="complete",
                missing=(),
                aspects=PACK.aspects[:1],
                indicators=PACK.indicators[:1],
            ),
            [],
        ),
        (
            changed(GATE, demands={"A": Demand("", "", at_least="x")}),
            ["指标 k.gate：A：yes_no 类指标的要求应写 is"],
        ),
        (
            changed(TEMPERATURE, demands={"A": Demand("", "", answer=True)}),
            ["指标 k.range：A：number 类指标的要求应写 word 和 value"],
        ),
        (
            changed(WAY, demands={"A": Demand("", "", answer=True)}),
            ["指标 k.way：A：choice 类指标的要求应写 at_least"],
        ),
        (
            changed(WAY, demands={"A": Demand("", "", at_least="x", open_for=("y", "rail"))}),
            ["指标 k.way：A：没有选项“x、y”；可用：rail、road、none"],
        ),
        (changed(TEMPERATURE, unit=None), ["指标 k.range：number 类指标须有 unit（单位）"]),
        (
            changed(TEMPERATURE, unit="克拉"),
            ["指标 k.range：不认识的单位“克拉”；可用的例如 mg/m³、%、万块/年、吨、小时、国（车辆排放阶段）"],
        ),
        (
            changed(TEMPERATURE, basis=Basis(D(8))),
            ["指标 k.range：基准氧含量只用于浓度（mg/m³），单位却是“℃”"],
        ),
        (changed(PM, unit="μg/m³"), []),
        (changed(GATE, unit="个"), ["指标 k.gate：yes_no 类指标没有 unit 和 basis.oxygen"]),
        (changed(WAY, basis=Basis(D(8))), ["指标 k.way：choice 类指标没有 unit 和 basis.oxygen"]),
        (changed(PM, basis=Basis(D(21))), ["指标 k.pm：基准氧含量为 21；应在 0 到 21 之间，不含 21"]),
        (changed(PM, basis=Basis(D(-1))), ["指标 k.pm：基准氧含量为 -1；应在 0 到 21 之间，不含 21"]),
        (changed(PM, basis=Basis(D(0))), []),
        (
            changed(WAY, choices=PACK.indicators[3].choices[:1], demands={"A": Demand("", "")}),
            ["指标 k.way：choice 类指标须有两个以上的 choices（由好到差），其他类不写"],
        ),
        (changed(WAY, choices=PACK.indicators[3].choices[:2]), []),
        (
            changed(GATE, choices=PACK.indicators[3].choices),
            ["指标 k.gate：choice 类指标须有两个以上的 choices（由好到差），其他类不写"],
        ),
        (
            changed(WAY, choices=(*PACK.indicators[3].choices, Choice("rail", "又一"))),
            ["指标 k.way：选项编号“rail”重复"],
        ),
        (
            changed(TEMPERATURE, demands={"A": Demand("", "", DOWN), "B": Demand("", "", UP)}),
            ["指标 k.range：B 的要求比 A 的更严或方向不同；好的等级接受的，差的等级也必须接受"],
        ),
        (
            changed(
                TEMPERATURE, demands={"A": Demand("", "", UP), "B": Demand("", "", replace(UP, value=D(4)))}
            ),
            [],
        ),
        (changed(TEMPERATURE, demands={"A": Demand("", "", UP), "B": Demand("", "")}), []),
        (
            changed(TEMPERATURE, demands={"A": Demand("", ""), "B": Demand("", "", UP)}),
            ["指标 k.range：B 的要求比 A 的更严或方向不同；好的等级接受的，差的等级也必须接受"],
        ),
        (
            changed(
                WAY, demands={"A": Demand("", "", at_least="road"), "B": Demand("", "", at_least="rail")}
            ),
            ["指标 k.way：B 的要求比 A 的更严或方向不同；好的等级接受的，差的等级也必须接受"],
        ),
        (
            changed(
                WAY, demands={"A": Demand("", "", at_least="rail"), "B": Demand("", "", at_least="rail")}
            ),
            [],
        ),
        (
            changed(GATE, demands={"A": Demand("", "", answer=True), "B": Demand("", "", answer=False)}),
            ["指标 k.gate：B 的要求比 A 的更严或方向不同；好的等级接受的，差的等级也必须接受"],
        ),
        (changed(GATE, demands={"A": Demand("", "", answer=True), "B": Demand("", "", answer=True)}), []),
    ],
)
def test_faults_inside_a_pack(pack: IndicatorPack, told: list[str]) -> None:
    assert pack_faults(pack) == [f"try-kiln {fault}" for fault in told]


@pytest.mark.parametrize(
    ("scheme", "pack", "told"),
    [
        (LADDER, PACK, []),
        (
            replace(try_pack("points"), rungs=("A", "B", "C"), items=LADDER.items),
            PACK,
            ["方案 try-points 不是分级方案，不能使用指标包"],
        ),
        (
            LADDER,
            replace(PACK, industry="造船"),
            ["行业“造船”不在方案 try-ladder 的行业名单里；可用：铸造、水泥"],
        ),
        (replace(LADDER, industries=()), replace(PACK, industry="造船"), []),
        (
            LADDER,
            replace(PACK, grades=("A", "D")),
            ["等级 A、D 与方案 try-ladder 的 A、B、B-、C 不一致"],
        ),
        (LADDER, replace(PACK, grades=("B", "A")), ["等级 B、A 应由高到低排列"]),
        (LADDER, replace(PACK, grades=("引领性", "非引领性")), []),
        (LADDER, replace(PACK, grades=("非引领性", "引领性")), ["等级 非引领性、引领性 应由高到低排列"]),
        (
            replace(LADDER, rungs=("甲", "乙", "丙"), optional_rungs=()),
            replace(PACK, grades=("甲", "乙", "丙")),
            [],
        ),
        (
            replace(LADDER, items={**LADDER.items, "治理": replace(LADDER.items["装备水平"], id="治理")}),
            replace(PACK, aspects=(IndicatorAspect("limits", {"try-ladder": "颜色"}, "partial", ()),)),
            ["方案 try-ladder 没有“颜色”这个方面；可用：装备水平、治理"],
        ),
        (
            LADDER,
            replace(PACK, aspects=(IndicatorAspect("limits", {"try-ladder": "颜色"}, "partial", ()),)),
            ["方案 try-ladder 没有“颜色”这个方面；可用：装备水平"],
        ),
    ],
)
def test_faults_against_a_scheme(scheme: Any, pack: IndicatorPack, told: list[str]) -> None:
    assert scheme_faults(scheme, pack) == [f"try-kiln：{fault}" for fault in told]


# --- several packs ---


def test_a_scheme_takes_the_packs_that_are_made_for_it() -> None:
    old = replace(PACK, id="old-kiln", replaces=())
    other = replace(PACK, id="z", schemes=("other",))
    plain = replace(PACK, id="second", replaces=(), indicators=(replace(PACK.indicators[0], id="second.pm"),))
    table = ResponseTable(
        "t", "", "水泥", ("try-ladder",), "", "in_force", "partial", (), PACK.source, (), ""
    )
    found = with_indicators(LADDER, [old, PACK, other, plain], [table, replace(table, schemes=("other",))])
    assert [pack.id for pack in found.indicators] == ["try-kiln", "second"]
    assert found.industry_responses == (table,)
    assert with_indicators(LADDER, [old]).indicators == (old,)
    assert with_indicators(LADDER, []).industry_responses == ()


def test_packs_that_do_not_go_together() -> None:
    twin = replace(PACK, id="twin", industry="造船")
    with pytest.raises(PackError) as caught:
        with_indicators(LADDER, [PACK, twin])
    shared = ("k.pm", "k.range", "k.stage", "k.way", "k.gate")
    assert caught.value.faults == [
        "twin：行业“造船”不在方案 try-ladder 的行业名单里；可用：铸造、水泥",
        *(f"twin 指标 {name}：编号与 try-kiln 的相同；请改名，或用 replaces 写明取代关系" for name in shared),
    ]


def test_all_packs_of_a_folder(tmp_path: Path) -> None:
    written(tmp_path, {"id": "b"}, "b")
    written(tmp_path, {"id": "a"}, "a")
    assert [pack.id for pack in load_indicator_packs(tmp_path)] == ["a", "b"]
    written(tmp_path, {}, "c")
    written(tmp_path, {}, "d")
    with pytest.raises(PackError) as caught:
        load_indicator_packs(tmp_path)
    assert [fault[:2] for fault in caught.value.faults] == ["c/", "d/"]
    assert load_indicator_packs(tmp_path / "nowhere") == ()


def test_what_comes_with_the_program() -> None:
    assert [pack.id for pack in shipped_indicator_packs.__wrapped__()] == sorted(
        pack.id for pack in shipped_indicator_packs.__wrapped__()
    )
    assert len(shipped_indicator_packs.__wrapped__()) >= 2
    assert [table.industry for table in shipped_response_tables.__wrapped__()] == ["水泥"]


TABLE: dict[str, Any] = {
    "schema_version": 1,
    "id": "try-table",
    "title": "试用后果",
    "industry": "水泥",
    "schemes": ["try-ladder"],
    "edition": "2020年版",
    "status": "cycle_over",
    "completeness": "partial",
    "missing": ["停产"],
    "source": {"text": "某网站报道", "seen": "report"},
    "notes": ["转述"],
    "responses": [
        {"grade": "A", "level": "红色", "text": "自主", "cites": {"clause": "1", "quote": "自主"}},
        {
            "grade": "B",
            "level": "橙色",
            "text": "限产",
            "condition": "有车",
            "source": {"text": "某网站报道", "url": "example.cn", "seen": "report"},
        },
    ],
}


def test_a_table_of_consequences_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "try-table" / "responses.yaml"
    path.parent.mkdir()
    path.write_text(json.dumps(TABLE, ensure_ascii=False), encoding="utf-8")
    table = load_response_table(path.parent)
    assert table == ResponseTable(
        "try-table",
        "试用后果",
        "水泥",
        ("try-ladder",),
        "2020年版",
        "cycle_over",
        "partial",
        ("停产",),
        IndicatorSource("某网站报道", "", "report"),
        (
            Response("A", "红色", "自主", "", Cite("try-table", "1", "自主"), None),
            Response("B", "橙色", "限产", "有车", None, Source("某网站报道", "example.cn", "report")),
        ),
        hashlib.sha256(path.read_bytes()).hexdigest(),
        ("转述",),
    )
    assert table.source.told == "某网站报道，公开报道"
    assert table.of("A") == table.responses[:1]
    assert table.of("B", "橙色") == table.responses[1:]
    assert table.of("B", "红色") == ()
    path.write_text(json.dumps({**TABLE, "x": 1}, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_response_table(path.parent)
    assert caught.value.faults == ["try-table/responses.yaml：x：不认识的键；请检查拼写或删去（实际：1）"]
    both = {**TABLE["responses"][0], "source": TABLE["responses"][1]["source"]}
    path.write_text(json.dumps({**TABLE, "responses": [both]}, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_response_table(path.parent)
    assert "cites（文本中的出处）和 source（文本外的来源）须写且只写一个" in caught.value.faults[0]
