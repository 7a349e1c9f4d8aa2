"""Packs for unit tests: every key that a pack may have, written down once and given as files."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scoring.rules.loader import load_pack
from scoring.rules.pack import Pack

POINTS_HEAD: dict[str, Any] = {
    "schema_version": 1,
    "id": "try-points",
    "kind": "points",
    "title": "试算办法",
    "edition": "2026年版",
    "status": "draft",
    "document": "try-text",
    "place": "试市",
    "authority": "试局",
    "effective": {
        "from": "2026-01-01",
        "until": "2026-12-31",
        "text": "有效期一年",
        "cites": {"clause": "9", "quote": "有效"},
    },
    "pass": {"at_least": 85, "cites": {"clause": "5", "quote": "85分"}},
    "verdict_reason": {"text": "不能定论", "reading": True, "cites": {"clause": "6", "quote": "另定"}},
    "gates": [{"id": "basic", "title": "基本条件", "cites": {"clause": "1", "quote": "基本"}}],
    "sections": [
        {"id": "1", "title": "设施", "weight": "0.75", "max": 10, "cites": {"clause": "2", "quote": "设施"}},
        {
            "id": "B",
            "title": "加分",
            "weight": "0.1",
            "max": 5,
            "cites": {"clause": "3", "quote": "加分"},
            "bonus": True,
        },
    ],
    "readings": [
        {
            "id": "r1",
            "text": "读法一",
            "applies_to": ["1.01", "1"],
            "cites": {"clause": "2", "quote": "设施"},
        },
        {"id": "r2", "text": "读法二"},
    ],
    "source_faults": [
        {"clause": "2", "what": "重号", "reading": "按顺序", "items": ["1.01"]},
        {"clause": "4", "what": "错字", "reading": "照改", "text_only": True},
    ],
    "newer_rules": [
        {"text": "新标准", "source": "某网", "since": "2026-02-01"},
        {"text": "另一新规", "source": "某报"},
    ],
    "calendar": [
        {
            "id": "d1",
            "when": "每年九月",
            "what": "申报",
            "who": "企业",
            "date": "2026-09-05",
            "cites": {"clause": "7", "quote": "九月"},
        },
        {
            "id": "d2",
            "when": "五日内",
            "what": "公示",
            "cites": {"clause": "7", "quote": "五日", "document": "other"},
        },
    ],
    "incentives": [{"for": "pass", "text": "优先支持", "cites": {"clause": "8", "quote": "支持"}}],
}

POINTS_ITEMS: list[dict[str, Any]] = [
    {
        "id": "1.01",
        "kind": "optional",
        "title": "容积率",
        "cites": {"clause": "t2", "quote": "1.2倍及以上"},
        "question": "容积率是多少？",
        "proof": ["规划许可", "测绘报告"],
        "measure": "加建一层",
        "section": "1",
        "group": "用地",
        "points": "9.5",
        "may_not_apply": "可行时",
        "value": {
            "unit": "倍",
            "of": "容积率与要求之比",
            "bands": [
                {"below": "1.2", "gives": "none"},
                {"from": "1.2", "below": "2", "gives": "open"},
                {"from": "2", "gives": "full"},
            ],
        },
        "stages": [
            {"id": "s1", "title": "签约", "points": 4, "quote": "签订合同", "says": "签了/签约"},
            {"id": "s2", "title": "验收", "points": "5.5", "quote": "竣工"},
        ],
        "choices": [{"id": "c1", "title": "国家级", "points": 3, "quote": "国家级"}],
        "open_formula": True,
        "says": ["容积率", "建筑密度"],
        "says_unmet": ["太低"],
        "implies": ["G.01"],
        "usually_met": "mostly",
    },
    {
        "id": "1.02",
        "kind": "required",
        "title": "照明",
        "cites": {"clause": "t2", "quote": "节能灯"},
        "question": "用节能灯吗？",
        "section": "1",
        "points": "0.5",
    },
    {
        "id": "B.01",
        "kind": "bonus",
        "title": "光伏",
        "cites": {"clause": "t3", "quote": "光伏", "document": "annex"},
        "question": "有光伏吗？",
        "section": "B",
        "points": 5,
    },
    {
        "id": "G.01",
        "kind": "condition",
        "title": "守法",
        "cites": {"clause": "t1", "quote": "守法"},
        "question": "守法吗？",
        "gate": "basic",
    },
]

LADDER_HEAD: dict[str, Any] = {
    "schema_version": 1,
    "id": "try-ladder",
    "kind": "ladder",
    "title": "试行分级",
    "edition": "2022年版",
    "status": "cycle_over",
    "document": "try-text",
    "place": "试省",
    "authority": "试厅",
    "rungs": ["A", "B", "B-", "C"],
    "rung_word": "类",
    "optional_rungs": ["B-"],
    "leading": {"rungs": ["引领性", "非引领性"]},
    "worst_of_aspects": {"text": "最低的一项定级", "cites": {"clause": "3", "quote": "最低"}},
    "worst_of_units": {"text": "最低的工序定级", "reading": True},
    "industries": ["铸造", "水泥"],
    "industries_cites": [{"clause": "a1", "quote": "铸造"}],
    "legal_basis": [{"text": "某法", "cites": {"clause": "0", "quote": "某法"}}],
    "targets": [
        {
            "year": "2022",
            "scope": "industries",
            "name": "重点行业",
            "at_least": 20,
            "from": 15,
            "unit": "%",
            "members": [{"name": "铸造", "cites": {"clause": "a2", "quote": "铸造行"}}],
            "cites": {"clause": "a2", "quote": "20%"},
        },
        {
            "year": "2023",
            "scope": "all",
            "name": "全部",
            "at_least": 30,
            "unit": "家",
            "cites": {"clause": "a2", "quote": "30家"},
        },
    ],
    "batches": [
        {
            "group": "第一批",
            "by": "2022-08-15",
            "industries": ["水泥"],
            "cites": {"clause": "b", "quote": "8月15日"},
        }
    ],
    "procedure": [{"id": "p1", "who": "企业", "what": "自评", "cites": {"clause": "p", "quote": "自评"}}],
    "uplift_list": {
        "title": "提升清单",
        "columns": ["序号", "名称"],
        "sort": ["名称"],
        "rules": [{"text": "逐家填写", "cites": {"clause": "u1", "quote": "逐家"}}],
        "cites": {"clause": "u", "quote": "清单"},
        "sort_cites": {"clause": "u2", "quote": "排序"},
    },
    "withdrawal": [
        {"id": "w1", "text": "弄虚作假", "effect": "lowest", "cites": {"clause": "w", "quote": "造假"}},
        {"id": "w2", "text": "停产", "cites": {"clause": "w", "quote": "停产"}},
    ],
    "contacts": [
        {
            "who": "张科",
            "for": "申报",
            "office": "大气科",
            "places": ["甲县"],
            "phone": "0398-1",
            "mail": "a@b.cn",
            "cites": {"clause": "c", "quote": "张科"},
        }
    ],
    "evidence_channels": [{"rung": "onsite", "title": "现场核查", "cites": {"clause": "e", "quote": "核查"}}],
    "responses": [
        {
            "grade": "A",
            "level": "红色",
            "text": "自主减排",
            "condition": "稳定运行",
            "cites": {"clause": "x", "quote": "自主"},
        },
        {
            "grade": "all",
            "level": "预警期间",
            "text": "禁行",
            "source": {"text": "某网站报道", "url": "example.cn/1", "seen": "report"},
        },
    ],
    "warning_levels": [
        {
            "level": "橙色",
            "text": "连续两天",
            "source": {"text": "某部门文件", "url": "example.cn/2", "seen": "vendor"},
        }
    ],
    "not_decidable": [{"clause": "n1", "why": "附件缺失"}],
    "not_encoded": [{"clause": "n2", "why": "程序性"}],
}

LADDER_ITEMS: list[dict[str, Any]] = [
    {
        "id": "装备水平",
        "kind": "aspect",
        "title": "装备水平",
        "cites": {"clause": "i1", "quote": "装备"},
        "question": "装备到哪一级？",
    },
    {
        "id": "bribery",
        "kind": "event",
        "title": "行贿",
        "cites": {"clause": "5", "quote": "行贿"},
        "question": "有无行贿？",
        "adverse": True,
        "effect": "cap",
        "cap": "C",
    },
]


def write_pack(folder: Path, head: dict[str, Any], *files: list[dict[str, Any]]) -> Path:
    """The folder of a pack with this head and one file of items for each list."""
    (folder / "items").mkdir(parents=True)
    (folder / "pack.yaml").write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
    for number, items in enumerate(files, 1):
        path = folder / "items" / f"{number}-rows.yaml"
        path.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    return folder


@cache
def try_pack(kind: str) -> Pack:
    """The pack of POINTS_HEAD or LADDER_HEAD, loaded; `kind` is points or ladder."""
    head, items = (POINTS_HEAD, POINTS_ITEMS) if kind == "points" else (LADDER_HEAD, LADDER_ITEMS)
    with TemporaryDirectory() as folder:
        return load_pack(write_pack(Path(folder) / head["id"], head, items))
