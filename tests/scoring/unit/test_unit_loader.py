"""Every key of a pack's files arrives where it belongs; every fault of the files is named with its place."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pack_files import LADDER_HEAD, LADDER_ITEMS, POINTS_HEAD, POINTS_ITEMS, write_pack

from scoring.errors import PackError, UnknownSchemeError
from scoring.rules import loader
from scoring.rules import pack as rules
from scoring.rules import text_data as data
from scoring.rules.cite import Source
from scoring.rules.loader import load_pack, load_scheme, scheme_ids
from scoring.rules.pack import Cite


def cite(clause: str, quote: str, document: str = "try-text") -> Cite:
    return Cite(document, clause, quote)


def faults(folder: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return caught.value.faults


def test_a_points_pack_is_read_whole(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "try-points", POINTS_HEAD, POINTS_ITEMS[:2], POINTS_ITEMS[2:])
    digest = hashlib.sha256()
    for path in ("pack.yaml", "items/1-rows.yaml", "items/2-rows.yaml"):
        digest.update((folder / path).name.encode() + (folder / path).read_bytes())
    assert load_pack(folder) == rules.Pack(
        id="try-points",
        kind="points",
        title="试算办法",
        edition="2026年版",
        status="draft",
        document="try-text",
        place="试市",
        authority="试局",
        sha256=digest.hexdigest(),
        effective_from="2026-01-01",
        cycle_until="2026-12-31",
        items={
            "1.01": rules.Item(
                id="1.01",
                kind="optional",
                title="容积率",
                cite=cite("t2", "1.2倍及以上"),
                question="容积率是多少？",
                proof=("规划许可", "测绘报告"),
                measure="加建一层",
                section="1",
                gate=None,
                group="用地",
                points=Decimal("9.5"),
                may_not_apply="可行时",
                value=rules.ValueRule(
                    "倍",
                    "容积率与要求之比",
                    (
                        rules.Band(None, False, Decimal("1.2"), False, "none"),
                        rules.Band(Decimal("1.2"), True, Decimal(2), False, "open"),
                        rules.Band(Decimal(2), True, None, False, "full"),
                    ),
                ),
                stages=(
                    rules.Level("s1", "签约", Decimal(4), "签订合同", ("签了", "签约")),
                    rules.Level("s2", "验收", Decimal("5.5"), "竣工", ()),
                ),
                choices=(rules.Level("c1", "国家级", Decimal(3), "国家级", ()),),
                open_formula=True,
                says=("容积率", "建筑密度"),
                says_unmet=("太低",),
                implies=("G.01",),
                usually_met="mostly",
            ),
            "1.02": rules.Item(
                "1.02",
                "required",
                "照明",
                cite("t2", "节能灯"),
                "用节能灯吗？",
                (),
                section="1",
                points=Decimal("0.5"),
            ),
            "B.01": rules.Item(
                "B.01",
                "bonus",
                "光伏",
                cite("t3", "光伏", "annex"),
                "有光伏吗？",
                (),
                section="B",
                points=Decimal(5),
            ),
            "G.01": rules.Item("G.01", "condition", "守法", cite("t1", "守法"), "守法吗？", (), gate="basic"),
        },
        readings=(
            rules.Reading("r1", "读法一", ("1.01", "1"), cite("2", "设施")),
            rules.Reading("r2", "读法二", (), None),
        ),
        source_faults=(
            rules.SourceFault("2", "重号", "按顺序", ("1.01",)),
            rules.SourceFault("4", "错字", "照改", (), True),
        ),
        newer_rules=(
            rules.NewerRule("新标准", "某网", "2026-02-01"),
            rules.NewerRule("另一新规", "某报"),
        ),
        calendar=(
            rules.Deadline("d1", "每年九月", "申报", "企业", cite("7", "九月"), "2026-09-05"),
            rules.Deadline("d2", "五日内", "公示", "", cite("7", "五日", "other")),
        ),
        incentives=(rules.Incentive("pass", "优先支持", cite("8", "支持")),),
        pass_rule=rules.PassRule(Decimal(85), cite("5", "85分")),
        undetermined_reason=rules.Principle("不能定论", cite("6", "另定"), True),
        gates=(rules.Gate("basic", "基本条件", cite("1", "基本")),),
        sections=(
            rules.Section("1", "设施", Decimal("0.75"), Decimal(10), cite("2", "设施")),
            rules.Section("B", "加分", Decimal("0.1"), Decimal(5), cite("3", "加分"), True),
        ),
        validity=data.Validity("有效期一年", cite("9", "有效")),
    )


def test_a_ladder_pack_is_read_whole(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path / "try-ladder", LADDER_HEAD, LADDER_ITEMS))
    assert pack == rules.Pack(
        id="try-ladder",
        kind="ladder",
        title="试行分级",
        edition="2022年版",
        status="cycle_over",
        document="try-text",
        place="试省",
        authority="试厅",
        sha256=pack.sha256,
        effective_from=None,
        cycle_until=None,
        items={
            "装备水平": rules.Item(
                "装备水平", "aspect", "装备水平", cite("i1", "装备"), "装备到哪一级？", ()
            ),
            "bribery": rules.Item(
                "bribery",
                "event",
                "行贿",
                cite("5", "行贿"),
                "有无行贿？",
                (),
                adverse=True,
                effect="cap",
                cap="C",
            ),
        },
        rungs=("A", "B", "B-", "C"),
        rung_word="类",
        optional_rungs=("B-",),
        leading_rungs=("引领性", "非引领性"),
        worst_of_aspects=rules.Principle("最低的一项定级", cite("3", "最低"), False),
        worst_of_units=rules.Principle("最低的工序定级", None, True),
        industries=("铸造", "水泥"),
        industries_cites=(cite("a1", "铸造"),),
        legal_basis=(data.Basis("某法", cite("0", "某法")),),
        targets=(
            data.Target(
                "2022",
                "industries",
                "重点行业",
                Decimal(20),
                "%",
                Decimal(15),
                (data.Member("铸造", cite("a2", "铸造行")),),
                cite("a2", "20%"),
            ),
            data.Target("2023", "all", "全部", Decimal(30), "家", None, (), cite("a2", "30家")),
        ),
        batches=(data.Batch("第一批", "2022-08-15", ("水泥",), cite("b", "8月15日")),),
        procedure=(data.Step("p1", "企业", "自评", cite("p", "自评")),),
        uplift_list=data.ListFormat(
            "提升清单",
            ("序号", "名称"),
            ("名称",),
            (data.Rule("逐家填写", cite("u1", "逐家")),),
            cite("u", "清单"),
            cite("u2", "排序"),
        ),
        withdrawal=(
            data.Ground("w1", "弄虚作假", "lowest", cite("w", "造假")),
            data.Ground("w2", "停产", None, cite("w", "停产")),
        ),
        contacts=(data.Contact("张科", "申报", "大气科", ("甲县",), "0398-1", "a@b.cn", cite("c", "张科")),),
        evidence_channels=(data.Channel("onsite", "现场核查", cite("e", "核查")),),
        responses=(
            data.Response("A", "红色", "自主减排", "稳定运行", cite("x", "自主"), None),
            data.Response(
                "all", "预警期间", "禁行", "", None, Source("某网站报道", "example.cn/1", "report")
            ),
        ),
        warning_levels=(
            data.WarningLevel("橙色", "连续两天", Source("某部门文件", "example.cn/2", "vendor")),
        ),
        not_decidable=(data.OpenPoint("n1", "附件缺失"),),
        not_encoded=(data.OpenPoint("n2", "程序性"),),
    )


def test_the_smallest_pack_has_nothing_but_its_rows(tmp_path: Path) -> None:
    kept = (
        "schema_version",
        "id",
        "kind",
        "title",
        "edition",
        "status",
        "document",
        "place",
        "authority",
        "rungs",
    )
    head = {name: LADDER_HEAD[name] for name in kept}
    pack = load_pack(write_pack(tmp_path / "try-ladder", head, LADDER_ITEMS[:1]))
    assert (pack.rung_word, pack.leading_rungs, pack.optional_rungs) == ("级", (), ())
    assert (pack.pass_rule, pack.worst_of_aspects, pack.undetermined_reason) == (None, None, None)
    assert pack.validity == data.UNSAID
    assert pack.uplift_list is None


def test_all_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    head = {**POINTS_HEAD, "colour": "red"}
    rows = [{**POINTS_ITEMS[3], "id": "G.02", "shape": 1}, "no row", {"kind": "condition"}]
    folder = write_pack(tmp_path / "all", head, rows)
    (folder / "items" / "2-rows.yaml").write_text("{}", encoding="utf-8")
    found = faults(folder)
    for start in (
        "all/pack.yaml：colour：",
        "all/items/1-rows.yaml 条目 G.02：shape：",
        "all/items/1-rows.yaml 条目 第2个：",
        "all/items/1-rows.yaml 条目 第3个：id：",
        "all/items/2-rows.yaml：应为条目的列表，实际是 dict",
    ):
        assert [fault for fault in found if fault.startswith(start)] != [], (start, found)


def test_a_number_used_twice_and_faults_of_references_are_told_together(tmp_path: Path) -> None:
    second: dict[str, Any] = {**deepcopy(POINTS_ITEMS[1]), "title": "照明二", "section": "9"}
    first = {
        **deepcopy(POINTS_ITEMS[0]),
        "value": {"unit": "%", "of": "率", "bands": [{"from": 1, "gives": "none"}]},
    }
    head = {**POINTS_HEAD, "readings": [{"id": "r", "text": "一"}, {"id": "r", "text": "二"}]}
    found = faults(write_pack(tmp_path / "twice", head, [first, *POINTS_ITEMS[1:], second]))
    for words in (
        "twice/items/1-rows.yaml 条目 1.02：编号重复；每个编号只能出现一次",
        "twice/items/1-rows.yaml 条目 1.01：区间没有覆盖整条数轴",
        "try-points 条目 1.02：没有板块“9”",
        "try-points readings：编号“r”用了 2 次",
    ):
        assert [fault for fault in found if fault.startswith(words)] != [], (words, found)


def test_the_hash_follows_the_names_and_the_contents_of_the_files(tmp_path: Path) -> None:
    one = load_pack(write_pack(tmp_path / "1" / "p", LADDER_HEAD, LADDER_ITEMS))
    same = load_pack(write_pack(tmp_path / "2" / "p", LADDER_HEAD, LADDER_ITEMS))
    other = load_pack(write_pack(tmp_path / "3" / "p", LADDER_HEAD, LADDER_ITEMS[:1], LADDER_ITEMS[1:]))
    assert one.sha256 == same.sha256 != other.sha256
    (tmp_path / "2" / "p" / "items" / "1-rows.yaml").rename(tmp_path / "2" / "p" / "items" / "2-rows.yaml")
    assert load_pack(tmp_path / "2" / "p").sha256 != one.sha256


def test_schemes_are_the_folders_with_a_pack_and_editions_are_none(tmp_path: Path) -> None:
    for name in ("b", "a", "a@2020"):
        write_pack(tmp_path / name, LADDER_HEAD)
    (tmp_path / "empty").mkdir()
    assert scheme_ids(tmp_path) == ("a", "b")


def test_a_scheme_is_found_by_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "PACKS", tmp_path)
    monkeypatch.setattr(loader, "scheme_ids", lambda: scheme_ids(tmp_path))
    write_pack(tmp_path / "try-ladder", LADDER_HEAD, LADDER_ITEMS)
    write_pack(tmp_path / "zz", LADDER_HEAD, LADDER_ITEMS)
    assert load_scheme.__wrapped__("try-ladder").id == "try-ladder"
    with pytest.raises(UnknownSchemeError) as caught:
        load_scheme.__wrapped__("nowhere")
    assert "“nowhere”" in caught.value.detail
    assert "可用的方案：try-ladder、zz" in caught.value.detail
