"""Official indicator tables become drafts, checked drafts become active packs, active packs decide."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from openpyxl import Workbook

from assistant.errors import InputError
from assistant.importing.activating import activate, list_packs
from assistant.importing.drafts import Imported, import_tables
from assistant.importing.grade_tables import grades_named
from assistant.importing.grids import Grid
from assistant.importing.opening import read_table_file
from assistant.importing.requirements import read_item, short_form, split_items
from assistant.installed import installed_scheme
from assistant.settings import Settings
from scoring import load_scheme
from scoring.industry.indicator_decision import decide_unit
from scoring.industry.indicator_loader import load_indicator_pack
from scoring.industry.indicator_readings import read_indicator_facts

HENAN, CITY = "henan-grading-2021", "liaocheng-grading-2020"
SCHEMES = [load_scheme(HENAN), load_scheme(CITY)]
DAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]

ROWS = [
    ["差异化指标", "", "A级企业", "B级企业", "C级企业", "D级企业"],
    [
        "装备水平",
        "",
        "1、采用自动化造型线；\n2、单线产能不低于6000万块/年",
        "1、采用机械化造型；2、单线产能不低于3000万块/年",
        "同B级",
        "未达到C级要求",
    ],
    [
        "排放限值",
        "熔炼工序",
        "在基准氧含量18%的条件下，PM、SO2排放浓度分别不高于10、35mg/m³",
        "PM、SO2排放浓度分别不高于：20、50mg/m3",
        "",
        "/",
    ],
    [
        "",
        "烘干工序",
        "颗粒物排放浓度不高于10mg/m³",
        "颗粒物排放浓度不高于0.02g/m³",
        "颗粒物排放浓度不高于30毫克/立方米",
        "",
    ],
    ["运输方式", "", "采用国五及以上车辆比例不低于80%，其他采用国四", "同上", "无", ""],
    ["监测监控水平", "", "数据保存12个月以上", "数据保存12个月以上", "数据保存6个月以上", ""],
]


def wide_docx(
    path: Path, rows: Sequence[Sequence[str]] = ROWS, caption: str = "表3 砖瓦窑企业绩效分级指标"
) -> Path:
    """The rows, with the labels merged both ways, B and C merged in the row of 监测监控, and a note below."""
    document = docx.Document()
    document.add_paragraph(caption)
    table = document.add_table(len(rows) + 1, len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for r in (0, 1, 4, 5):
        table.cell(r, 0).merge(table.cell(r, 1)).text = rows[r][0]
    table.cell(2, 0).merge(table.cell(3, 0)).text = rows[2][0]
    table.cell(2, 5).merge(table.cell(5, 5)).text = "未达到C级要求"
    table.cell(5, 3).merge(table.cell(5, 4)).text = "数据保存6个月以上"
    table.cell(6, 0).merge(table.cell(6, 5)).text = "注：本表自发布之日起使用"
    document.save(str(path))
    return path


def imported(path: Path, tmp_path: Path, industry: str | None = None, **how: Any) -> Imported:
    return import_tables(read_table_file(path), SCHEMES, industry, tmp_path / "indicators" / "drafts", **how)


def data_of(made: Imported, name: str = "indicators") -> Any:
    return yaml.safe_load((made.folder / f"{name}.yaml").read_text(encoding="utf-8"))


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


# --- cells ---


def test_merged_cells_of_a_word_table_stand_in_all_their_places(tmp_path: Path) -> None:
    (grid,) = read_table_file(wide_docx(tmp_path / "t.docx")).grids
    assert grid.caption == "表3 砖瓦窑企业绩效分级指标"
    assert texts(grid)[3][0] == "排放限值" and grid.rows[3][0] == grid.rows[2][0]
    assert [cell.text for cell in grid.rows[5]][3:5] == ["数据保存6个月以上"] * 2
    assert {row[5].address for row in grid.rows[2:6]} == {"表1第3行第6列"}
    assert len({cell.address for cell in grid.rows[6]}) == 1


def test_merged_cells_percents_and_formulas_of_a_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "铸造"
    sheet.append(["差异化指标", "A级企业", "B级企业"])
    sheet.append(["装备水平", 0.8, "=1+1"])
    sheet["B2"].number_format = "0%"
    sheet.append(["运输方式", 12.50, None])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B3:C3")
    hidden = book.create_sheet("草稿")
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    file = read_table_file(tmp_path / "t.xlsx")
    (grid,) = file.grids
    assert texts(grid)[1:] == [["装备水平", "80%", ""], ["装备水平", "12.5", "12.5"]]
    assert grid.rows[2][2].address == "铸造!B3"
    assert [(entry.address, "公式" in entry.reason or "隐藏" in entry.reason) for entry in file.unread] == [
        ("铸造!C2", True),
        ("草稿", True),
    ]


def test_pictures_nested_tables_and_deleted_words_are_not_taken_for_text(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "引领性指标", "要求"
    cell = table.cell(1, 1)
    cell.text = "保留"
    cell.add_table(1, 1).cell(0, 0).text = "里面"
    deleted = docx.oxml.parse_xml(
        '<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:delText>删去</w:delText></w:r></w:del>'
    )
    cell.paragraphs[0]._p.append(deleted)
    document.save(str(tmp_path / "t.docx"))
    file = read_table_file(tmp_path / "t.docx")
    assert file.grids[0].rows[1][1].text == "保留"
    assert [entry.reason for entry in file.unread] == ["单元格里有嵌套的表格，没有读入"]


# --- from cells to indicators ---


def test_a_word_table_becomes_a_draft_with_numbers_choices_and_a_list_of_what_is_open(tmp_path: Path) -> None:
    made = imported(wide_docx(tmp_path / "t.docx"), tmp_path)
    data = data_of(made)
    assert (data["industry"], data["grades"], data["status"]) == ("砖瓦窑", ["A", "B", "C", "D"], "unknown")
    assert data["completeness"] == "partial" and data["source"]["seen"] == "file"
    names = {aspect["id"]: aspect["names"] for aspect in data["aspects"]}
    assert {HENAN: "工艺装备", CITY: "装备水平"} in names.values()
    assert {HENAN: "运输监管", CITY: "运输方式"} in names.values()
    numbers = {one["title"]: one for one in data["indicators"] if one["kind"] == "number"}
    capacity = numbers["装备水平：单线产能"]
    assert capacity["unit"] == "万块/年"
    assert {g: (d["word"], d["value"]) for g, d in capacity["requires"].items()} == {
        "A": ("不低于", "6000"),
        "B": ("不低于", "3000"),
        "C": ("不低于", "3000"),
    }
    assert capacity["requires"]["A"] == {
        "word": "不低于",
        "value": "6000",
        "text": "单线产能不低于6000万块/年",
        "source": "表1第2行第3列",
    }
    assert "同B级" in capacity["requires"]["C"]["source"]
    dust = numbers["排放限值，烘干工序：颗粒物排放浓度"]
    assert {g: d["value"] for g, d in dust["requires"].items()} == {"A": "10", "B": "20", "C": "30"}
    moulding = next(one for one in data["indicators"] if one["kind"] == "choice")
    assert [choice["title"] for choice in moulding["choices"]] == [
        "采用自动化造型线",
        "采用机械化造型",
        "达不到以上各级的要求",
    ]
    assert {g: d["at_least"] for g, d in moulding["requires"].items()} == {
        "A": "as-a",
        "B": "as-b",
        "C": "as-b",
    }
    assert made.faults == ()
    assert load_indicator_pack(made.folder).id == made.pack_id


def test_everything_that_was_not_read_is_listed_with_its_place_and_reason(tmp_path: Path) -> None:
    made = imported(wide_docx(tmp_path / "t.docx"), tmp_path)
    listed = {(entry.address, entry.text): entry.reason for entry in made.unread}
    # The basis of A is named, that of B is not: the two are not the same quantity.
    assert "基准" in listed["表1第3行第4列", "PM、SO2排放浓度分别不高于：20、50mg/m3"]
    assert "空" in listed["表1第3行第5列", ""]
    assert "须由人拆开" in listed["表1第5行第3列", "采用国五及以上车辆比例不低于80%，其他采用国四"]
    assert "说明" in listed["表1第7行第1列", "注：本表自发布之日起使用"]
    assert {(e["address"], e["text"], e["reason"]) for e in data_of(made, "unread")} == {
        (e.address, e.text, e.reason) for e in made.unread
    }
    assert all(entry["acknowledged"] is False for entry in data_of(made, "unread"))
    assert {cell["text"] for cell in data_of(made, "table")} >= {
        ROWS[1][2],
        ROWS[2][2],
        "注：本表自发布之日起使用",
    }
    meanings = {entry.text: entry.meaning for entry in made.resolved}
    assert "表1第2行第4列" in meanings["同B级"]
    assert "没有要求" in meanings["无"]


def test_the_first_column_of_a_basis_is_kept_with_the_number(tmp_path: Path) -> None:
    made = imported(wide_docx(tmp_path / "t.docx"), tmp_path)
    sulphur = next(one for one in data_of(made)["indicators"] if one["title"].endswith("SO2排放浓度"))
    assert sulphur["basis"] == {"oxygen": "18"}
    assert set(sulphur["requires"]) == {"A"}


def test_a_sheet_with_process_rows_gives_indicators_that_apply_to_their_process(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "铸造绩效分级"
    for row in (
        ["差异化指标", "生产工艺", "A级", "B、C级"],
        ["污染治理技术", "热芯盒", "采用活性炭吸附", "/"],
        [None, "冷芯盒", "去除效率不低于80%", "去除效率不低于60%"],
    ):
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    made = imported(tmp_path / "t.xlsx", tmp_path)
    data = data_of(made)
    assert (data["industry"], data["grades"]) == ("铸造", ["A", "B", "C", "D"])
    assert data["processes"] == ["热芯盒", "冷芯盒"]
    by_process = {one["applies_when"][0]: one for one in data["indicators"]}
    assert by_process["热芯盒"]["requires"]["B"] == {
        "none": True,
        "text": "没有文字要求",
        "source": "铸造绩效分级!D2",
    }
    assert by_process["冷芯盒"]["requires"]["C"]["value"] == "60"
    assert made.faults == () and made.unread == ()


def test_an_empty_row_of_a_merged_label_is_no_heading(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "铸造"
    for row in (
        ["差异化指标", "A级", "B级"],
        ["装备水平", "自动化", "机械化"],
        [None] * 3,
        ["运输方式", "国六", "国五"],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.append(["二、监测", None, None])
    sheet.append(["监测监控水平", "联网", "不联网"])
    book.save(tmp_path / "t.xlsx")
    made = imported(tmp_path / "t.xlsx", tmp_path)
    assert [one["title"] for one in data_of(made)["indicators"]] == ["装备水平", "二、监测，监测监控水平"]
    assert [entry.text for entry in made.unread] == ["国六", "国五"]


def test_a_table_of_the_leading_track(tmp_path: Path) -> None:
    assert grades_named("引领性指标") == ("引领性",)
    book = Workbook()
    book.active.append(["类别", "引领性指标"])
    book.active.append(["能源类型", "使用天然气"])
    book.active.append(["排放限值", "PM不高于10mg/m³"])
    book.save(tmp_path / "t.xlsx")
    made = imported(tmp_path / "t.xlsx", tmp_path, "铸造")
    assert made.grades == ("引领性", "非引领性") and made.indicators == 2
    assert made.faults == ()


def test_a_file_of_several_industries_needs_one_named_and_lists_the_others(tmp_path: Path) -> None:
    document = docx.Document()
    for industry in ("铸造", "水泥"):
        document.add_paragraph(f"表 {industry}企业绩效分级指标")
        table = document.add_table(2, 3)
        for c, text in enumerate(["差异化指标", "A级企业", "B级企业"]):
            table.cell(0, c).text = text
        for c, text in enumerate(["装备水平", f"{industry}先进", f"{industry}一般"]):
            table.cell(1, c).text = text
    document.add_paragraph("附：名单")
    document.add_table(1, 2).cell(0, 0).text = "序号"
    document.save(str(tmp_path / "t.docx"))
    with pytest.raises(InputError, match=r"水泥、铸造.*--industry"):
        imported(tmp_path / "t.docx", tmp_path)
    made = imported(tmp_path / "t.docx", tmp_path, "水泥")
    assert data_of(made)["indicators"][0]["choices"][0]["title"] == "水泥先进"
    assert [entry.address for entry in made.unread] == ["表3", "表1"]
    with pytest.raises(InputError, match="没有行业“面包”"):
        imported(tmp_path / "t.docx", tmp_path, "面包")


def test_an_import_does_not_overwrite_what_a_person_has_mended(tmp_path: Path) -> None:
    path = wide_docx(tmp_path / "t.docx")
    made = imported(path, tmp_path)
    (made.folder / "indicators.yaml").write_text("mended", encoding="utf-8")
    with pytest.raises(InputError, match="--replace"):
        imported(path, tmp_path)
    assert (made.folder / "indicators.yaml").read_text(encoding="utf-8") == "mended"
    assert imported(path, tmp_path, replace=True).faults == ()


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("同A级", ("same", "A")),
        ("同 B- 级要求", ("same", "B-")),
        ("与A级企业相同", ("same", "A")),
        ("同上", ("above", "")),
        ("／", ("none", "")),
        ("—", ("none", "")),
        ("达不到C级要求的", ("floor", "")),
        ("未达到A、B、C级要求", ("floor", "")),
        ("同A级，并安装视频监控", None),
    ],
)
def test_short_forms(text: str, short: tuple[str, str] | None) -> None:
    assert short_form(text) == short


@pytest.mark.parametrize(
    "text",
    [
        "淘汰国三及以下车辆",
        "禁止粒径超过10mm",
        "不得使用硫分超过1.2%",
        "停止使用含硫率1%以上",
        "2021年前建成的不高于20mg/m³",
        "PM不高于10mg/m³或SO2不高于35mg/m³",
        "PM、SO2、NOx分别不高于10、35mg/m³",
        "PM不高于10ppm",
        "使用国六车辆",
        "粒度小于5mm的物料封闭储存",
        "10蒸吨以上锅炉PM不高于10mg/m³",
    ],
)
def test_a_figure_that_could_be_read_the_wrong_way_is_left_to_a_person(text: str) -> None:
    item = read_item(text)
    assert item.figures == () and item.reason


def test_requirements_are_told_apart_by_numbers_or_lines() -> None:
    assert split_items("1、采用袋式\n除尘；2、PM不高于1.5mg/m³。（3）国五") == (
        "采用袋式除尘",
        "PM不高于1.5mg/m³",
        "国五",
    )
    assert split_items("采用袋式除尘\n采用脱硫") == ("采用袋式除尘", "采用脱硫")
    assert split_items("符合GB 13271-2014；PM2.5监测") == ("符合GB 13271-2014", "PM2.5监测")


# --- files that are not what they should be ---


def broken_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 40)


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")


def damaged_docx(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")


@pytest.mark.parametrize(
    ("name", "write", "words"),
    [
        (
            "t.doc",
            lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
            "另存为 .docx",
        ),
        (
            "t.docx",
            lambda path: path.write_bytes(
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
            ),
            "密码",
        ),
        ("t.docx", lambda path: path.write_bytes(b"%PDF-1.7"), "PDF"),
        ("t.docx", lambda path: path.write_text("<html>", encoding="utf-8"), "内容与文件名不符"),
        ("t.docx", broken_zip, "已损坏"),
        ("t.xlsx", other_zip, "内容与文件名不符"),
        ("t.docx", damaged_docx, "已损坏"),
        ("t.docx", lambda path: None, "没有文件"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(
    tmp_path: Path, name: str, write: Any, words: str
) -> None:
    write(tmp_path / name)
    with pytest.raises(InputError) as caught:
        read_table_file(tmp_path / name)
    assert words in caught.value.detail


def test_a_docx_under_the_name_of_a_sheet_is_read_as_what_it_is(tmp_path: Path) -> None:
    wide_docx(tmp_path / "t.docx").rename(tmp_path / "t.xlsx")
    assert len(read_table_file(tmp_path / "t.xlsx").grids) == 1


def test_a_file_without_a_grade_table_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(1, 2).cell(0, 0).text = "序号"
    document.save(str(tmp_path / "t.docx"))
    with pytest.raises(InputError, match="没有找到带等级表头"):
        imported(tmp_path / "t.docx", tmp_path)


# --- from draft to active ---


def acknowledge(made: Imported) -> None:
    path = made.folder / "unread.yaml"
    entries = [{**entry, "acknowledged": True} for entry in data_of(made, "unread")]
    path.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")


def test_a_draft_is_not_activated_before_a_person_has_marked_all_that_is_open(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    made = imported(wide_docx(tmp_path / "t.docx"), tmp_path)
    with pytest.raises(InputError, match=rf"还有 {len(made.unread)} 处没有读懂.*acknowledged: true"):
        activate(made.pack_id, settings, SCHEMES, "张三", DAY)
    assert not settings.indicators_active.exists()
    acknowledge(made)
    with pytest.raises(InputError, match="--checked-by"):
        activate(made.pack_id, settings, SCHEMES, " ", DAY)
    folder = activate(made.pack_id, settings, SCHEMES, "张三", DAY)
    pack = load_indicator_pack(folder)
    assert (pack.checked_by, pack.checked_on) == ("张三", "2026-11-22")
    states = {(one.id, one.state): one for one in list_packs(settings)}
    assert {
        (made.pack_id, "active"),
        (made.pack_id, "draft"),
        ("brick-kiln-fired", "shipped"),
    } <= states.keys()


def test_a_draft_with_a_fault_is_not_activated_and_the_fault_is_told(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    made = imported(wide_docx(tmp_path / "t.docx"), tmp_path)
    acknowledge(made)
    path = made.folder / "indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("'6000'", "'2000'"), encoding="utf-8")
    with pytest.raises(InputError, match=r"还不能启用.*B 的要求比 A 的更严"):
        activate(made.pack_id, settings, SCHEMES, "张三", DAY)
    assert not list(settings.indicators_active.glob("*"))
    with pytest.raises(InputError, match="没有草稿"):
        activate("../t", settings, SCHEMES, "张三", DAY)


def test_an_active_pack_is_used_beside_the_shipped_ones_from_the_next_call_on(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    before = installed_scheme(HENAN, settings)
    assert [pack.id for pack in before.indicators] == ["brick-kiln-fired", "foundry-gas-electric-melting"]
    assert installed_scheme(HENAN, settings) is before
    made = imported(wide_docx(tmp_path / "t.docx"), tmp_path)
    acknowledge(made)
    activate(made.pack_id, settings, SCHEMES, "张三", DAY)
    scheme = installed_scheme(HENAN, settings)
    assert made.pack_id in [pack.id for pack in scheme.indicators]
    capacity = next(
        one.id
        for pack in scheme.indicators
        if pack.id == made.pack_id
        for one in pack.indicators
        if "产能" in one.title
    )
    said = {capacity: {"value": "0.4", "unit": "亿块/年"}}
    facts = read_indicator_facts(scheme.indicators, said, ["烧结砖"], "units[0]")
    decisions = decide_unit(
        scheme.indicators, "砖瓦窑", facts, scheme=HENAN, rungs=("A", "B", "C", "D"), as_of=DAY
    )
    assert (decisions["工艺装备"].worst, decisions["工艺装备"].best) == ("D", "B")
    assert any("4000" in one or "0.4亿块/年" in one for one in decisions["工艺装备"].because)


def test_schemes_of_points_have_no_indicators(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert installed_scheme("zhengzhou-green-factory", settings).indicators == ()


# --- the program ---


def lvping(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LVPING_")}
    return subprocess.run(
        [sys.executable, "-m", "assistant", "pack", *arguments],
        cwd=ROOT,
        env={**kept, "LVPING_DATA_DIR": str(tmp_path), "LC_ALL": "C"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_program_imports_lists_refuses_and_activates(tmp_path: Path) -> None:
    path = str(wide_docx(tmp_path / "t.docx"))
    made = lvping(tmp_path, "import", path)
    assert made.returncode == 0, made.stderr
    entries = next((tmp_path / "indicators" / "drafts").iterdir())
    unread = yaml.safe_load((entries / "unread.yaml").read_text(encoding="utf-8"))
    assert made.stdout.count("没有读出：") == len(unread) > 0
    refused = lvping(tmp_path, "activate", entries.name, "--checked-by", "张三")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "没有读懂" in refused.stderr and "Traceback" not in refused.stderr
    marked = [{**entry, "acknowledged": True} for entry in unread]
    (entries / "unread.yaml").write_text(yaml.safe_dump(marked, allow_unicode=True), encoding="utf-8")
    assert lvping(tmp_path, "activate", entries.name, "--checked-by", "张三").returncode == 0
    listed = json.loads(lvping(tmp_path, "list", "--json").stdout)
    assert {one["state"] for one in listed if one["id"] == entries.name} == {"draft", "active"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("import", "none.docx"), "没有文件"),
        (("import", "old.doc"), "另存为 .docx"),
        (("import", "none.docx", "--schemes", "zhengzhou-green-factory"), "不是按方面分级的方案"),
        (("activate", "nothing", "--checked-by", "张三"), "没有草稿"),
        (("activate", "nothing"), "缺少参数"),
        (("other",), "没有命令"),
    ],
)
def test_wrong_input_gives_one_clear_message_and_exit_2(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    given = [str(tmp_path / one) if one.endswith((".doc", ".docx")) else one for one in arguments]
    ran = lvping(tmp_path, *given)
    assert ran.returncode == 2
    assert words in ran.stderr and "Traceback" not in ran.stderr
