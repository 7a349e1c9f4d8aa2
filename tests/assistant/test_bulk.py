"""Many firms at once: places and industries found, wrong lines told, lists that a spreadsheet takes as text."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from assistant import cli
from assistant.bulk import MOST_FACTORIES, TargetBoard, UpliftList, read_board
from assistant.errors import InputError
from assistant.firm_lines import FirmLine, FirmReader
from knowledge.corpus import Corpus
from scoring import FactError, load_scheme, scheme_ids
from scoring.many.uplift_list import list_format
from scoring.report import bare_citation

TODAY = date(2021, 9, 30)
PACK = load_scheme("henan-grading-2021")
PACKS = [load_scheme(name) for name in scheme_ids()]
ASPECTS = [item.id for item in PACK.of_kind("aspect")]


def body(region: str | None, industry: str = "铸造", grade: str = "C", **more: Any) -> dict[str, Any]:
    enterprise = {"name": "某厂", "region": region, **{k: more.pop(k) for k in ("county",) if k in more}}
    unit = {"industry": industry, "aspects": dict.fromkeys(ASPECTS, grade)}
    return {"enterprise": enterprise, "facts": {"units": [unit]}, **more}


def read(line: dict[str, Any]) -> FirmLine:
    return FirmReader(PACK, TODAY).read(line)


@pytest.mark.parametrize(
    ("region", "city", "county", "inside"),
    [
        ("灵宝", "三门峡市", "灵宝市", True),
        ("三门峡市灵宝市", "三门峡市", "灵宝市", True),
        ("郑州高新区", "郑州市", None, True),
        ("济源市", "济源市", None, True),
        ("河南", None, None, True),
        ("济南市", None, None, False),
        ("全国", None, None, None),
        ("某地", None, None, None),
        (None, None, None, None),
    ],
)
def test_a_region_leads_to_a_city_of_the_targets(
    region: str | None, city: str | None, county: str | None, inside: bool | None
) -> None:
    firm = read(body(region))
    assert (firm.city, firm.county, firm.inside) == (city, county, inside)


def test_a_county_of_its_own_is_kept_and_settles_the_city() -> None:
    assert read(body("河南省", county="巩义市")).city == "郑州市"
    firm = read(body("郑州市", county="某某产业园"))
    assert (firm.city, firm.county) == ("郑州市", "某某产业园")


def test_an_industry_counts_under_the_name_of_the_text_only_when_that_is_its_name() -> None:
    board = TargetBoard(PACK, PACKS, TODAY)
    for name in ("翻砂", "铸造行业", "水泥制品", "商砼"):
        board.add(body("郑州市", name))
    result = board.as_json(bare_citation)
    assert [(entry["said"], entry["as"]) for entry in result["renamed"]] == [
        ("翻砂", "铸造"),
        ("铸造行业", "铸造"),
    ]
    assert result["left_out"]["no_industry"]["names"] == {"水泥制品": 1, "商砼": 1}


def test_the_firm_lends_its_industry_to_units_that_have_none() -> None:
    line = {"enterprise": {"region": "郑州市", "industry": "铸造"}, "facts": {"units": [{"aspects": {}}]}}
    assert [unit.industry for unit in read(line).request.facts.units] == ["铸造"]  # type: ignore[union-attr]
    assert [unit.industry for unit in read({**line, "facts": {}}).request.facts.units] == ["铸造"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("line", "error", "told"),
    [
        ([], InputError, "JSON 对象"),
        ({"facts": {}, "x": 1}, InputError, "x"),
        ({"enterprise": {"city": "郑州市"}, "facts": {}}, InputError, "city"),
        ({"enterprise": [], "facts": {}}, InputError, "enterprise"),
        ({"facts": {"units": [{"industry": 5}]}}, FactError, "industry"),
        ({"facts": {}, "uplift": "B"}, InputError, "uplift"),
    ],
)
def test_a_wrong_body_is_told(line: Any, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        read(line)


def test_a_points_scheme_has_no_grades_to_count() -> None:
    with pytest.raises(InputError, match="计分方案"):
        FirmReader(load_scheme("zhengzhou-green-factory"), TODAY)


def test_the_board_says_shares_status_and_whose_words_set_the_target() -> None:
    board = TargetBoard(PACK, PACKS, TODAY)
    for grade in ("A", "C", "C"):
        board.add(body("灵宝", grade=grade))
    row = next(row for row in board.as_json(bare_citation)["rows"] if row["name"] == "三门峡市")
    target, later = row["targets"]
    assert (target["year"], target["at_least"], later["year"], later["at_least"]) == (
        "2021",
        15.0,
        "2022",
        20.0,
    )
    share = target["shares"][0]
    assert share["lower"] == share["upper"] == {"firms": 1, "share": 33.33}
    assert (share["status"], share["missing"]) == ("met", 0)
    assert target["citation"]["clause_id"] == "henan-performance-uplift-2021:annex-2.13"
    assert row["grades"]["confirmed"] == {"A": 1, "B": 0, "B-": 0, "C": 2, "D": 0}


def test_the_request_body_names_the_factory_that_is_wrong() -> None:
    wrong = {"factories": [body("郑州市"), body("郑州市", grade="E")]}
    with pytest.raises(InputError, match=r"^factories\[1\]：units\[0\]"):
        read_board(PACK, PACKS, wrong, TODAY)
    with pytest.raises(InputError, match=str(MOST_FACTORIES)):
        read_board(PACK, PACKS, {"factories": [{}] * (MOST_FACTORIES + 1)}, TODAY)
    with pytest.raises(InputError, match="不是列表"):
        read_board(PACK, PACKS, {}, TODAY)
    assert (
        read_board(PACK, PACKS, {"factories": [], "city": "灵宝"}, TODAY).as_json(bare_citation)["city"]
        == "三门峡市"
    )


# --- the list ---


def filled() -> UpliftList:
    made = UpliftList(PACK, TODAY)
    made.add(body("巩义市", uplift={"branch": "=1+1", "measures": "-换车", "remark": "@x"}))
    made.add(body("登封市"))
    made.add(body("登封市", grade="A"))
    return made


def test_the_columns_are_those_of_the_printed_form() -> None:
    columns = list_format(PACK).columns
    source = Corpus.load().source("henan-performance-uplift-2021")
    assert "\t".join(columns) in source
    sheet = load_workbook(io.BytesIO(filled().as_file("xlsx")))["清单"]
    assert [cell.value for cell in sheet[3]] == list(columns)


def test_the_list_is_sorted_by_the_sound_of_the_county_and_leaves_out_the_best() -> None:
    result = filled().as_json()
    assert [row["cells"]["县(市、区)"] for row in result["rows"]] == ["登封市", "巩义市"]
    assert result["firms"] == {"read": 3, "listed": 2}
    assert result["open"] == {"重点行业分支": 1, "改造措施": 1, "拟完成时间": 2}


def test_cells_of_a_workbook_are_text_and_open_ones_are_marked() -> None:
    book = load_workbook(io.BytesIO(filled().as_file("xlsx")))
    rows = list(book["清单"].iter_rows(min_row=4))
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    assert all(cell.value is None for row in rows for cell in row if cell.data_type == "n")
    assert [row[5].value for row in rows] == [None, "=1+1"]
    assert rows[0][5].fill.fgColor.rgb != rows[1][5].fill.fgColor.rgb
    assert "重点行业分支、改造措施、拟完成时间" in [cell.value for cell in book["待补与说明"]["B"]]


def test_no_cell_of_a_csv_begins_a_formula() -> None:
    content = filled().as_file("csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[2][5] == "'=1+1"
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in rows for cell in row if cell)


# --- the program ---


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, lines: list[Any], *arguments: str
) -> tuple[int, str, str]:
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    monkeypatch.setattr(sys, "argv", ["lvping", *arguments])
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True))
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told = [stream.buffer.getvalue().decode() for stream in (sys.stdout, sys.stderr)]  # type: ignore[attr-defined]
    return int(ended.value.code or 0), told[0], told[1]


def test_a_wrong_line_is_told_and_the_others_count(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    lines = [body("郑州市"), "{", body("郑州市", grade="E"), "", body("郑州市")]
    code, out, err = run(monkeypatch, capsys, lines, "targets", PACK.id, "--jsonl", "--json")
    assert code == 2
    result = json.loads(out)
    assert (result["firms"]["read"], result["wrong_lines"]) == (2, 2)
    assert "第2行没有计入" in err
    assert "第3行没有计入：units[0]" in err


def test_the_table_names_status_and_readings(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    code, out, _ = run(monkeypatch, capsys, [body("郑州市", grade="B")], "targets", PACK.id, "--jsonl")
    assert code == 0
    for words in ("读入 1 家", "郑州市", "100%", "已达到", "B-级算不算B级"):
        assert words in out


def test_the_day_of_the_command_is_the_day_of_every_line(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    line = body("郑州市", as_of="2030-01-01")
    line["facts"]["units"][0]["aspects"]["工艺装备"] = {"grade": "C", "valid_until": "2022-01-01"}
    codes = ("--jsonl", "--json", "--as-of", "2021-06-01")
    _, out, _ = run(monkeypatch, capsys, [line], "targets", PACK.id, *codes)
    assert json.loads(out)["rows"][0]["grades"]["confirmed"]["C"] == 1


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "json"])
def test_the_list_is_written(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"list.{suffix}"
    code, told, _ = run(
        monkeypatch, capsys, [body("巩义市")], "uplift-list", PACK.id, "--jsonl", "--out", str(out)
    )
    assert (code, out.stat().st_size > 100) == (0, True)
    assert "待填：拟完成时间 1 行" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("targets", PACK.id), "--jsonl"),
        (("targets", "liaocheng-grading-2020", "--jsonl"), "没有写"),
        (("targets", PACK.id, "--jsonl", "--city", "济南市"), "济南市"),
        (("uplift-list", PACK.id, "--jsonl", "--out", "list.doc"), "list.doc"),
        (("uplift-list", "sanmenxia-grading-2022", "--jsonl"), "表样"),
    ],
)
def test_a_wrong_command_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, arguments: tuple[str, ...], told: str
) -> None:
    code, _, err = run(monkeypatch, capsys, [], *arguments)
    assert (code, told in err) == (2, True)
