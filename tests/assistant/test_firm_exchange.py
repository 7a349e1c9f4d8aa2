"""Firms out and in, talks handed over, results explained in three depths."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import opened
import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from assistant.dossier_manifest import sealed
from assistant.errors import InputError
from assistant.explaining import DEPTHS
from assistant.facade import Assistant
from assistant.portfolio.errors import HandOverError
from assistant.portfolio.exchange import exported, take_in
from assistant.portfolio.explained import explain_body, explain_firm
from assistant.portfolio.handing_over import hand_over, take_over
from assistant.store.conversations import Turn
from assistant.store.tables import Base, LedgerRow, MessageRow
from assistant.store.talk_bundle import TABLES
from prompts.explain_contexts import EXPLANATIONS
from scoring import ScoringError

CITY, FACTORY = "sanmenxia-grading-2022", "zhengzhou-green-factory"
UNIT = {"name": "铸造车间", "industry": "铸造"}
FACTS = {"units": [{**UNIT, "aspects": {"运输监管": "C"}}], "events": {"bribery": False}}
POINTS = {
    "1.01": {"status": "not_met"},
    "6.03": {"value": 42, "unit": "%"},
    "1.05": {"status": "met", "ratio": 0.5},
}


def filled(desk: Assistant) -> None:
    desk.firms.create(
        {
            "name": "=1+1",
            "region": "灵宝市",
            "schemes": [{"scheme": CITY, "target": "B"}],
            "facts": {CITY: FACTS},
        }
    )
    desk.firms.create({"name": "乙厂", "schemes": [FACTORY], "facts": {FACTORY: POINTS}})


def kept(desk: Assistant) -> list[dict[str, Any]]:
    listed = [desk.firms.one(firm.id) for firm in desk.firms.store.listed()]
    names = ("id", "name", "region", "industry", "schemes", "facts")
    return sorted(({name: firm[name] for name in names} for firm in listed), key=lambda firm: firm["id"])


def written(folder: Path, content: bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


# --- out and in ---


@pytest.mark.parametrize("fmt", ["jsonl", "xlsx"])
def test_what_goes_out_comes_in_the_same_elsewhere_and_once(tmp_path: Path, fmt: str) -> None:
    here, there = opened.assistant_in(tmp_path / "here"), opened.assistant_in(tmp_path / "there")
    filled(here)
    path = written(tmp_path, exported(here.firms, fmt).content, f"firms.{fmt}")
    assert take_in(there.firms, path, path.name)["added"] == 2
    assert kept(there) == kept(here)
    assert take_in(there.firms, path, path.name) == {"added": 0, "changed": 2, "facts": 0}
    assert kept(there) == kept(here)


def test_no_cell_is_a_formula(desk: Assistant) -> None:
    filled(desk)
    book = load_workbook(io.BytesIO(exported(desk.firms, "xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]


def test_a_file_is_taken_whole_or_not_at_all(desk: Assistant, tmp_path: Path) -> None:
    lines = [
        {"name": "甲", "schemes": [CITY]},
        {"name": "乙", "schemes": [CITY], "facts": {CITY: {"units": 1}}},
    ]
    path = written(tmp_path, "\n".join(json.dumps(one) for one in lines).encode(), "f.jsonl")
    with pytest.raises(InputError, match="第2行"):
        take_in(desk.firms, path, path.name)
    assert desk.firms.listed({})["total"] == 0


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "没有企业"),
        (b"\xff\xfe", "UTF-8"),
        (b"{", "JSON"),
        (b'{"name": "a"}\n{"name": "a"}', "同名"),
        (b'{"name": "a", "id": "x"}', "编号"),
        (b"[1]", "对象"),
    ],
)
def test_a_wrong_file_is_told(desk: Assistant, tmp_path: Path, raw: bytes, told: str) -> None:
    path = written(tmp_path, raw, "f.jsonl")
    with pytest.raises(InputError, match=told):
        take_in(desk.firms, path, path.name)


def test_a_known_firm_is_not_doubled_under_its_name(desk: Assistant, tmp_path: Path) -> None:
    filled(desk)
    path = written(tmp_path, '{"name": "乙厂"}'.encode(), "f.jsonl")
    with pytest.raises(InputError, match="同名"):
        take_in(desk.firms, path, path.name)


def test_firms_of_one_name_come_in_where_each_has_its_own_id(desk: Assistant, tmp_path: Path) -> None:
    for _ in range(2):
        desk.firms.create({"name": "丙厂", "region": "郑州市", "schemes": [CITY]})
    path = written(tmp_path, exported(desk.firms, "jsonl").content, "firms.jsonl")
    before = kept(desk)
    assert take_in(desk.firms, path, path.name) == {"added": 0, "changed": len(before), "facts": 0}
    assert kept(desk) == before


def test_a_formula_without_a_value_is_refused(desk: Assistant, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "企业"
    sheet.append(["编号", "名称", "所在地", "行业", "方案", "目标"])
    sheet.append(["", '=HYPERLINK("http://evil.example")', "", "", CITY, ""])
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(InputError, match="公式"):
        take_in(desk.firms, tmp_path / "f.xlsx", "f.xlsx")


# --- handing over ---


def talked(desk: Assistant) -> str:
    talk = desk.store.start(CITY, "consultant", {"name": "甲厂", "industry": "铸造"})
    proposals = [
        {"id": "p1", "item": "0.运输监管", "status": None, "ratio": None, "value": "B", "quote": "到B了"},
        {"id": "p2", "item": "0.工艺装备", "status": None, "ratio": 0.25, "value": "C", "quote": "装备C"},
    ]
    desk.store.write(talk, Turn(user_text="运输到B了，装备C", reply="记下，等您确认", proposals=proposals))
    desk.store.write(talk, Turn(user_text="运输对，装备不对", reply="好", accept=["p1"], reject=["p2"]))
    return talk


def counted(desk: Assistant) -> tuple[int, int]:
    with desk.store.sessions() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(t)) or 0 for t in (MessageRow, LedgerRow)
        )  # type: ignore[return-value]


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Assistant, Assistant]:
    return opened.assistant_in(tmp_path / "here"), opened.assistant_in(tmp_path / "there")


def test_a_talk_goes_on_elsewhere_with_its_ids_and_ledger(
    pair: tuple[Assistant, Assistant], tmp_path: Path
) -> None:
    here, there = pair
    talk = talked(here)
    path = written(tmp_path, hand_over(here.store, talk).content, "talk.zip")
    assert hand_over(here.store, talk).content == path.read_bytes()
    assert take_over(there.store, path, there.firms.packs())["outcome"] == "added"
    assert there.store.load(talk) == here.store.load(talk)
    assert [entry["state"] for entry in there.store.load(talk).ledger] == ["confirmed", "rejected"]
    assert take_over(there.store, path, there.firms.packs())["outcome"] == "same"
    assert counted(there) == counted(here) == (4, 2)


def test_a_talk_that_went_on_is_continued_and_an_older_file_changes_nothing(
    pair: tuple[Assistant, Assistant], tmp_path: Path
) -> None:
    here, there = pair
    talk, packs = talked(here), here.firms.packs()
    old = written(tmp_path, hand_over(here.store, talk).content, "old.zip")
    take_over(there.store, old, packs)
    here.store.write(talk, Turn(user_text="还有什么", reply="没有了"))
    new = written(tmp_path, hand_over(here.store, talk).content, "new.zip")
    assert take_over(there.store, new, packs)["outcome"] == "continued"
    assert there.store.load(talk) == here.store.load(talk)
    assert take_over(there.store, old, packs)["outcome"] == "older"
    assert len(there.store.load(talk).messages) == 6
    there.store.write(talk, Turn(user_text="那边说的", reply="好"))
    here.store.write(talk, Turn(user_text="这边说的", reply="好"))
    last = written(tmp_path, hand_over(here.store, talk).content, "last.zip")
    before = there.store.load(talk)
    with pytest.raises(HandOverError, match="各自"):
        take_over(there.store, last, packs)
    assert there.store.load(talk) == before


def changed(content: bytes, change: Any, *, resealed: bool = True) -> bytes:
    """The file with another talk in it, sealed anew as someone would who knows the form."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {name: archive.read(name) for name in archive.namelist()}
    rows = json.loads(texts["conversation.json"])
    change(rows)
    from hashlib import sha256

    from assistant.canonical_json import canonical
    from assistant.dossier_archive import write_archive

    texts["conversation.json"] = canonical(rows)
    if resealed:
        manifest = json.loads(texts["manifest.json"])
        raw = texts["conversation.json"]
        manifest["members"]["conversation.json"] = {"sha256": sha256(raw).hexdigest(), "size": len(raw)}
        del manifest["seal"]
        texts["manifest.json"] = sealed(manifest)
    out = io.BytesIO()
    write_archive(out, texts, ())
    return out.getvalue()


def _put(table: str, column: str, value: Any) -> Any:
    return lambda rows: rows[table][0].update({column: value})


@pytest.mark.parametrize(
    "change",
    [
        _put("messages", "conversation_id", "00000000-0000-4000-8000-000000000000"),
        _put("ledger", "enterprise_id", "elsewhere"),
        _put("messages", "place", 9),
        _put("ledger", "key", "x'; DROP TABLE ledger"),
        _put("conversations", "role", "admin"),
        _put("conversations", "id", "short"),
        _put("messages", "text", 7),
        _put("messages", "created_at", "yesterday"),
        _put("talk_strands", "active", 1),
        _put("talk_strands", "scheme", "nope"),
        _put("conversations", "organisation_id", "other"),
        lambda rows: rows.pop("ledger"),
        lambda rows: rows["messages"][0].pop("text"),
        lambda rows: next(r for r in rows["ledger"] if r["state"] == "confirmed").update(
            proposal={"item": "zero.运输监管", "value": "B"}
        ),
        lambda rows: next(r for r in rows["ledger"] if r["state"] == "confirmed")["proposal"].update(
            value="Z"
        ),
    ],
)
def test_a_file_that_was_made_to_harm_is_refused(
    pair: tuple[Assistant, Assistant], tmp_path: Path, change: Any
) -> None:
    here, there = pair
    good = hand_over(here.store, talked(here)).content
    path = written(tmp_path, changed(good, change), "talk.zip")
    with pytest.raises(HandOverError):
        take_over(there.store, path, there.firms.packs())
    assert counted(there) == (0, 0)


def test_a_changed_or_foreign_file_is_refused(pair: tuple[Assistant, Assistant], tmp_path: Path) -> None:
    here, there = pair
    good = hand_over(here.store, talked(here)).content
    plain = written(tmp_path, changed(good, _put("messages", "text", "改过"), resealed=False), "a.zip")
    for path in (
        plain,
        written(tmp_path, good[:-30], "b.zip"),
        written(tmp_path, b"PK", "c.zip"),
        tmp_path / "no",
    ):
        with pytest.raises(HandOverError):
            take_over(there.store, path, there.firms.packs())
    other = written(tmp_path, here.trials.dossier(CITY, {"facts": FACTS}), "d.zip")
    with pytest.raises(HandOverError, match="不是绿评的对话"):
        take_over(there.store, other, there.firms.packs())


def test_a_row_of_somebody_else_is_not_taken_over(pair: tuple[Assistant, Assistant], tmp_path: Path) -> None:
    here, there = pair
    theirs, mine = talked(there), talked(here)
    stolen = there.store.load(theirs).messages[0]["id"]
    content = changed(hand_over(here.store, mine).content, _put("messages", "id", stolen))
    path = written(tmp_path, content, "talk.zip")
    before = there.store.load(theirs)
    with pytest.raises(HandOverError):
        take_over(there.store, path, there.firms.packs())
    assert there.store.load(theirs) == before


def test_every_table_of_talks_is_handed_over_or_named_here() -> None:
    apart = {"firm_talks"}
    of_talks = {t.name for t in Base.metadata.tables.values() if "conversation_id" in t.columns}
    helpdesk = {name for name in of_talks if name.startswith("helpdesk")}
    assert of_talks - apart - helpdesk <= {table.__tablename__ for table in TABLES}


# --- explaining ---

BODIES = {
    CITY: {"facts": FACTS, "target": "B", "enterprise": {"region": "灵宝市"}},
    FACTORY: {"facts": POINTS},
    "zhengzhou-green-performance-2019": {"facts": {}},
    "liaocheng-grading-2020": {"facts": {}},
}


@pytest.mark.parametrize("scheme", BODIES)
def test_the_three_depths_tell_the_same_numbers_with_the_same_marks(scheme: str) -> None:
    desk = opened.assistant()
    told = {depth: explain_body(desk.firms, scheme, {**BODIES[scheme], "for": depth}) for depth in DEPTHS}
    marks: dict[int, str] = {}
    for one in told.values():
        assert one["assessment"] == told["boss"]["assessment"]
        used = {int(n) for n in re.findall(r"〔(\d{1,3})〕", one["text"])}
        assert used == {citation["n"] for citation in one["citations"]}
        for citation in one["citations"]:
            assert marks.setdefault(citation["n"], citation["clause_id"]) == citation["clause_id"]
            source = opened.corpus().source(citation["document_id"])
            assert "".join(citation["quote"].split()) in "".join(source.split())
    assert told["boss"]["assessment"] == desk.assess(scheme, {"facts": BODIES[scheme]["facts"]}) | {
        "notes": told["boss"]["assessment"]["notes"]
    }


@pytest.mark.parametrize("scheme", BODIES)
def test_the_boss_gets_three_to_five_sentences_and_no_invented_price(scheme: str) -> None:
    text = explain_body(opened.assistant().firms, scheme, {**BODIES[scheme], "for": "boss"})["text"]
    said = text.split("依据：")[0].strip().splitlines()
    assert 3 <= len(said) <= 5 and all(
        line.rstrip("〔0123456789〕").endswith(("。", "？")) for line in said
    ), said
    assert "万元" not in text and "费用和时间没有数据" in text


def test_the_boss_is_told_cost_and_time_where_measures_are_given() -> None:
    desk = opened.assistant()
    aspects = [item.id for item in desk.firms.scheme(CITY).of_kind("aspect")]
    facts = {"units": [{**UNIT, "aspects": {**dict.fromkeys(aspects, "B"), "运输监管": "C"}}], "events": {}}
    measures = [{"id": "m1", "title": "换车", "items": {"运输监管": "B"}, "cost": 12.5, "months": 3}]
    body = {"facts": facts, "target": "B", "measures": measures, "for": "boss"}
    text = explain_body(desk.firms, CITY, body)["text"]
    assert "12.5万元" in text and "3个月" in text and "卡在：运输监管" in text
    assert "达不到目标" in explain_body(desk.firms, CITY, {**body, "budget": 1})["text"]


def test_the_officer_gets_proof_contacts_and_dates_and_the_inspector_every_item() -> None:
    desk = opened.assistant()
    officer = explain_body(desk.firms, CITY, {**BODIES[CITY], "for": "officer"})["text"]
    assert "运输监管" in officer and "证明：" in officer and "文本写的日期都已过去" in officer
    inspector = explain_body(desk.firms, CITY, {**BODIES[CITY], "for": "inspector"})
    for step in inspector["assessment"]["trace"]:
        assert f"| {step['item']} |" in inspector["text"]
    assert inspector["assessment"]["pack"]["sha256"] in inspector["text"]
    for reading in inspector["assessment"]["assumptions"]:
        assert reading[:12] in inspector["text"].replace("\\", "")


def test_words_of_the_firm_stay_words() -> None:
    facts = {"units": [{"name": "<b>|a|</b>\n# 标题 〔1〕", "aspects": {"运输监管": "C"}}]}
    for depth in DEPTHS:
        text = explain_body(opened.assistant().firms, CITY, {"facts": facts, "for": depth})["text"]
        assert "<b>" not in text and "\n# 标题" not in text


@pytest.mark.parametrize(
    "body", [[], {"facts": {}, "for": "child"}, {"for": "boss"}, {"facts": {}, "unheard": 1}]
)
def test_a_wrong_wish_is_refused(body: Any) -> None:
    with pytest.raises((InputError, ScoringError)):
        explain_body(opened.assistant().firms, CITY, body)


def test_a_firm_is_explained_as_it_stands(desk: Assistant) -> None:
    filled(desk)
    firm = next(one for one in kept(desk) if one["region"] == "灵宝市")
    told = explain_firm(desk.firms, firm["id"], CITY, "boss")
    assert told["target"] == "B" and told["state"] == "blocked"
    with pytest.raises(InputError, match="没有按"):
        explain_firm(desk.firms, firm["id"], FACTORY, "boss")


def test_every_explanation_has_its_template() -> None:
    root = Path(__file__).parents[2] / "prompts"
    on_disk = {f"explain/{path.name}" for path in (root / "explain").glob("*.md.j2")}
    assert on_disk == {*EXPLANATIONS, "explain/_sources.md.j2"}
