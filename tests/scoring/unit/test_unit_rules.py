"""Editions, coverage of a text, cases that name rows, consequences of a grade, faults of a file in words, the pack itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from pack_files import LADDER_HEAD, LADDER_ITEMS, POINTS_HEAD, POINTS_ITEMS, try_pack, write_pack
from pydantic import BaseModel, Field, ValidationError

from scoring.errors import PackError, UnknownSchemeError
from scoring.rules.case_coverage import items_without_case
from scoring.rules.citations import cited_documents
from scoring.rules.coverage import (
    ClauseCoverage,
    Explanation,
    clause_coverage,
    data_cites,
    read_coverage,
    rule_cites,
    used_clauses,
)
from scoring.rules.editions import Edition, editions, pack_folders, pack_named, scheme_in_force
from scoring.rules.loader import PACKS, load_pack, scheme_ids
from scoring.rules.pack import Cite
from scoring.rules.responses import responses_for, responses_json
from scoring.rules.schema_faults import schema_faults
from scoring.rules.schema_parts import STRICT, Day, Number

POINTS, LADDER = try_pack("points"), try_pack("ladder")


# --- the pack ---


def test_parts_of_a_pack_are_found_in_the_order_of_the_text() -> None:
    pack = replace(POINTS)
    assert [item.id for item in pack.of_kind("optional")] == ["1.01"]
    assert [item.id for item in pack.of_kind("condition", "optional")] == ["1.01", "G.01"]
    assert pack.of_kind("event") == ()
    assert [item.id for item in pack.in_section("1")] == ["1.01", "1.02"]
    assert pack.in_section("9") == ()
    assert [item.id for item in pack.in_gate("basic")] == ["G.01"]
    assert pack.in_gate("required") == ()
    weights = [pack.weight_of(item) for item in pack.items.values()]
    assert weights == [Decimal("0.75"), Decimal("0.75"), Decimal("0.1"), Decimal(0)]


def test_rungs_as_the_text_says_them() -> None:
    pack = replace(LADDER)
    assert [pack.spoken(rung) for rung in ("A", "B-", "引领性")] == ["A类", "B-类", "引领性"]
    assert pack.plain_rungs == ("A", "B", "C")


def test_documents_that_a_pack_cites() -> None:
    own = {"try-text"}
    assert cited_documents(replace(POINTS)) == own | {"annex", "other"}
    elsewhere = Cite("elsewhere", "1", "x")
    bare = replace(LADDER, responses=())
    assert cited_documents(bare) == own
    for changes in (
        {"readings": (replace(POINTS.readings[0], cite=elsewhere),)},
        {"worst_of_aspects": replace(LADDER.worst_of_aspects, cite=elsewhere)},  # type: ignore[type-var]
        {"worst_of_units": replace(LADDER.worst_of_units, cite=elsewhere)},  # type: ignore[type-var]
        {"undetermined_reason": replace(LADDER.worst_of_units, cite=elsewhere)},  # type: ignore[type-var]
        {"calendar": (replace(POINTS.calendar[0], cite=elsewhere),)},
        {"incentives": (replace(POINTS.incentives[0], cite=elsewhere),)},
        {"responses": (replace(LADDER.responses[0], cite=elsewhere),)},
        {"items": {"x": replace(LADDER.items["bribery"], cite=elsewhere)}},
    ):
        assert cited_documents(replace(bare, **changes)) == own | {"elsewhere"}, changes  # type: ignore[arg-type]


# --- faults of a file ---


class Shape(BaseModel):
    model_config = STRICT

    word: str = Field(min_length=2, max_length=3)
    count: int = 1
    sure: bool = True
    kind: Literal["a", "b", "c"] = "a"
    rows: list[str] = Field(["x"], min_length=1)
    table: dict[str, int] = {}
    number: Number = "1"
    day: Day = "2026-01-01"
    inner: Inner | None = None


class Inner(BaseModel):
    model_config = STRICT

    name: str


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ({}, "word：缺少这一项（实际：{}）"),
        ({"word": "ab", "x": 1}, "x：不认识的键；请检查拼写或删去（实际：1）"),
        ({"word": 5}, "word：应为文字（实际：5）"),
        ({"word": "a"}, "word：太短（实际：'a'）"),
        ({"word": "abcd"}, "word：太长（实际：'abcd'）"),
        ({"word": "ab", "count": []}, "count：应为整数（实际：[]）"),
        ({"word": "ab", "sure": []}, "sure：应为 true 或 false（实际：[]）"),
        ({"word": "ab", "kind": "d"}, "kind：只能是 'a'、'b'、'c' 之一（实际：'d'）"),
        ({"word": "ab", "rows": 5}, "rows：应为列表（实际：5）"),
        ({"word": "ab", "rows": []}, "rows：至少要有一项（实际：[]）"),
        ({"word": "ab", "table": 5}, "table：应为键值对（实际：5）"),
        ({"word": "ab", "inner": 5}, "inner：应为键值对（实际：5）"),
        ({"word": "ab", "inner": {"name": 5}}, "inner.name：应为文字（实际：5）"),
        ({"word": "ab", "number": "1,5"}, "number：应为数字，例如 3 或 \"0.20\"（实际：'1,5'）"),
        (
            {"word": "ab", "day": "2026-02-30"},
            "day：应为真实存在的日期，写成 2022-09-05 的形式（实际：'2026-02-30'）",
        ),
        (5, "整体：应为键值对（实际：5）"),
        ({"word": "长" * 80}, f"word：太长（实际：'{'长' * 59}）"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_words(raw: Any, fault: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Shape.model_validate(raw)
    assert schema_faults("包/文件", caught.value) == [f"包/文件：{fault}"]


def test_numbers_are_kept_as_exact_text() -> None:
    assert [Shape(word="ab", number=number).number for number in (3, "0.20", "-1.5")] == ["3", "0.20", "-1.5"]
    for number in (True, 0.5, "1e3", ""):
        with pytest.raises(ValidationError):
            Shape(word="ab", number=number)


# --- editions ---


def installed(folder: Path, slug: str, start: str | None, until: str | None = None, **head: Any) -> Path:
    effective = {"from": start, "until": until}
    edition = f"{start or '首'}版"
    name = f"try-ladder@{slug}" if slug else "try-ladder"
    return write_pack(
        folder / name, {**LADDER_HEAD, "effective": effective, "edition": edition, **head}, LADDER_ITEMS
    )


def test_editions_come_the_earliest_first(tmp_path: Path) -> None:
    installed(tmp_path, "", "2024-01-01")
    installed(tmp_path, "old", None)
    installed(tmp_path, "2023.b", "2023-01-01")
    (tmp_path / "try-ladder@empty").mkdir()
    found = editions("try-ladder", [tmp_path])
    assert [edition.slug for edition in found] == ["old", "2023.b", ""]
    assert [edition.name for edition in found] == ["try-ladder@old", "try-ladder@2023.b", "try-ladder"]
    assert all(edition.scheme == "try-ladder" for edition in found)


def test_the_same_edition_twice_is_one_and_a_different_one_is_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    for place in (one, two):
        installed(place, "", "2024-01-01")
    assert len(editions("try-ladder", [one, two])) == 1
    installed(two, "x", "2025-01-01")
    installed(one, "x", "2026-01-01")
    with pytest.raises(PackError) as caught:
        editions("try-ladder", [one, two])
    assert caught.value.faults == [
        "try-ladder@x：装了两份内容不同的规则包；请改用不同的后缀（方案@后缀）或删去一份"
    ]


def test_an_edition_under_a_wrong_name_is_refused(tmp_path: Path) -> None:
    installed(tmp_path, "", None)
    installed(tmp_path, "2023", "2023-01-01", id="other")
    with pytest.raises(PackError) as caught:
        editions("try-ladder", [tmp_path])
    assert caught.value.faults == [
        "try-ladder@2023/pack.yaml：id 为“other”；同一方案的各版本 id 应相同，应为“try-ladder”"
    ]
    bad = tmp_path / "bad"
    installed(bad, "", None)
    installed(bad, "Ä", "2023-01-01")
    with pytest.raises(PackError) as caught:
        editions("try-ladder", [bad])
    assert caught.value.faults == [
        "try-ladder@Ä：后缀“Ä”不对；应为小写字母、数字、点和连字符，例如 try-ladder@2027"
    ]


@pytest.mark.parametrize("name", ["nowhere", "../try-ladder", "try-ladder@x", "很长" * 40])
def test_a_scheme_that_is_not_there(tmp_path: Path, name: str) -> None:
    installed(tmp_path, "", None)
    write_pack(tmp_path / "a", LADDER_HEAD)
    with pytest.raises(UnknownSchemeError) as caught:
        editions(name, [tmp_path])
    assert caught.value.detail == f"没有名为“{name[:60]}”的方案；可用的方案：a、try-ladder"


def test_an_edition_that_is_edited_is_read_anew(tmp_path: Path) -> None:
    folder = installed(tmp_path, "", None)
    before = editions("try-ladder", [tmp_path])[0].pack
    assert editions("try-ladder", [tmp_path])[0].pack is before
    path = folder / "items" / "1-rows.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("装备到哪一级？", "装备现在到哪一级？"), encoding="utf-8"
    )
    assert editions("try-ladder", [tmp_path])[0].pack.items["装备水平"].question == "装备现在到哪一级？"


@pytest.mark.parametrize(
    ("day", "slug", "words"),
    [
        (
            "2022-12-31",
            "2023",
            "2022-12-31 时本方案最早的版本（2023-01-01版，自 2023-01-01 起施行）尚未施行，结果按这一版计算，仅供参考",
        ),
        ("2023-01-01", "2023", None),
        ("2023-12-31", "2023", None),
        ("2024-06-30", "2023", None),
        ("2025-01-01", "2025", None),
        ("2030-01-01", "2025", None),
    ],
)
def test_the_edition_of_a_day(tmp_path: Path, day: str, slug: str, words: str | None) -> None:
    installed(tmp_path, "", "2025-01-01")
    installed(tmp_path, "2023", "2023-01-01", "2023-12-31")
    (tmp_path / "try-ladder").rename(tmp_path / "try-ladder@2025")
    installed(tmp_path, "", "2026-01-01", "2026-06-30")
    found = scheme_in_force("try-ladder", date.fromisoformat(day), [tmp_path])
    assert found.edition.slug == slug
    assert found.pack is found.edition.pack
    told = {
        "2023": "本方案装有 3 个版本，按 {} 采用“2023-01-01版”（自 2023-01-01 起，至 2023-12-31）；其他版本："
        "2025-01-01版（自 2025-01-01 起）、2026-01-01版（自 2026-01-01 起，至 2026-06-30）",
        "2025": "本方案装有 3 个版本，按 {} 采用“2025-01-01版”（自 2025-01-01 起）；其他版本："
        "2023-01-01版（自 2023-01-01 起，至 2023-12-31）、2026-01-01版（自 2026-01-01 起，至 2026-06-30）",
    }
    assert found.note == (words or told[slug].format(day))


def test_a_single_edition_needs_no_note(tmp_path: Path) -> None:
    installed(tmp_path, "", None, "2020-12-31")
    found = scheme_in_force("try-ladder", date(2026, 1, 1), [tmp_path])
    assert (found.edition.slug, found.note) == ("", None)
    installed(tmp_path, "x", "2030-01-01")
    note = scheme_in_force("try-ladder", date(2020, 1, 1), [tmp_path]).note
    assert note is not None and "（起始日未写明，至 2020-12-31）" in note


def test_where_editions_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pack_folders(tmp_path) == (PACKS, tmp_path / "packs")
    monkeypatch.setenv("LVPING_DATA_DIR", str(tmp_path))
    assert pack_folders() == (PACKS, tmp_path / "packs")
    for unset in ("", None):
        monkeypatch.setenv("LVPING_DATA_DIR", unset) if unset is not None else monkeypatch.delenv(
            "LVPING_DATA_DIR"
        )
        assert pack_folders() == (PACKS, Path("data") / "packs")


def test_a_pack_is_named_by_scheme_edition_or_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LVPING_DATA_DIR", str(tmp_path))
    folder = installed(tmp_path / "packs", "2023", "2023-01-01")
    installed(tmp_path / "packs", "", "2024-01-01")
    assert pack_named("try-ladder").effective_from == "2024-01-01"
    assert pack_named("try-ladder@2023").effective_from == "2023-01-01"
    assert pack_named(str(folder)).effective_from == "2023-01-01"
    for name, message in (
        ("try-ladder@x", "方案 try-ladder 没有版本“x”；已装的版本：try-ladder@2023、try-ladder"),
        (
            "nowhere",
            f"没有“nowhere”：不是方案编号，也不是含 pack.yaml 的文件夹；可用的方案：{'、'.join(scheme_ids())}",
        ),
        ("try-ladder@", "没有“try-ladder@”："),
        ("X" * 90, f"没有“{'X' * 80}”："),
    ):
        with pytest.raises(UnknownSchemeError) as caught:
            pack_named(name)
        assert caught.value.detail.startswith(message)


def test_the_name_of_an_edition() -> None:
    assert Edition("a", "", LADDER).name == "a"
    assert Edition("a", "b", LADDER).name == "a@b"


# --- coverage ---


def test_every_rule_and_every_part_of_the_data_cites_its_clause() -> None:
    assert [cite.clause_id for cite in rule_cites(POINTS)] == [
        *("t2", "t2", "t2", "t2"),
        *("t2", "t3", "t1"),
        *("2", "3"),
        *("1", "6", "5"),
    ]
    assert [cite.quote for cite in rule_cites(POINTS)][1:4] == ["签订合同", "竣工", "国家级"]
    assert [cite.clause_id for cite in data_cites(POINTS)] == ["2", "7", "7", "8", "9"]
    assert [cite.clause_id for cite in rule_cites(LADDER)] == ["i1", "5", "3"]
    assert [cite.clause_id for cite in data_cites(LADDER)] == [
        *("a1", "0", "a2", "a2", "a2", "b", "p"),
        *("u", "u2", "u1", "w", "w", "c", "e", "x"),
    ]
    assert used_clauses(POINTS) == {"t2", "t1", "2", "3", "1", "6", "5", "7", "8", "9"}


CLAUSES = ("t1", "t2", "7", "s1", "s1.1", "s1.2", "s2", "8")


def test_each_clause_is_counted_once() -> None:
    explanations = [
        Explanation(("s1.*", "s1"), "manual", "由人判断"),
        Explanation(("s2",), "other_scheme", "另一方案", "other"),
    ]
    found = clause_coverage(POINTS, CLAUSES, explanations, {"other": frozenset({"s2"})})
    assert found == ClauseCoverage(
        by_rule=("t1", "t2"),
        by_data=("7", "8"),
        explained={
            "not_normative": (),
            "manual": ("s1", "s1.1", "s1.2"),
            "not_encoded": (),
            "data": (),
            "other_scheme": ("s2",),
        },
        unexplained=(),
        faults=(),
    )
    assert found.total == 8
    bare = clause_coverage(POINTS, CLAUSES, [])
    assert (bare.unexplained, bare.total) == (("s1", "s1.1", "s1.2", "s2"), 8)


@pytest.mark.parametrize(
    ("pattern", "scheme", "fault"),
    [
        ("t1", None, "t1：这一条款已被规则或数据引用，说明过时了；请删去"),
        ("s9", None, "s9：文本中没有这一条款；请改正编号或删去"),
        ("s9.*", None, "s9.*：文本中没有这一条款；请改正编号或删去"),
        ("t.*", None, "t.*：其下的条款都已被引用，说明过时了；请删去"),
        ("s2", "x", "s2：没有依据同一文本的方案“x”；可用：a、b"),
        ("s2", "a", "s2：方案 a 没有引用 s2；请改写原因"),
        ("s2", "b", None),
        ("s1.*", "a", "s1.*：方案 a 没有引用 s1.2；请改写原因"),
    ],
)
def test_an_explanation_that_no_longer_holds(pattern: str, scheme: str | None, fault: str | None) -> None:
    clauses = (*CLAUSES, "t.1")
    pack = replace(POINTS, incentives=(replace(POINTS.incentives[0], cite=Cite("try-text", "t.1", "x")),))
    used_by = {"b": frozenset({"s2"}), "a": frozenset({"s1.1"})}
    found = clause_coverage(pack, clauses, [Explanation((pattern,), "data", "说明", scheme)], used_by)
    assert found.faults == (() if fault is None else (f"try-points/coverage.yaml：{fault}",))


def test_a_clause_is_explained_once_and_without_other_schemes_that_is_said() -> None:
    twice = [Explanation(("s2",), "manual", "一"), Explanation(("s2",), "data", "二")]
    assert clause_coverage(POINTS, CLAUSES, twice).faults == (
        "try-points/coverage.yaml：s2：s2 已在别处说明过；每个条款只说明一次",
    )
    alone = [Explanation(("s2",), "other_scheme", "一", "x")]
    assert clause_coverage(POINTS, CLAUSES, alone).faults == (
        "try-points/coverage.yaml：s2：没有依据同一文本的方案“x”；可用：无",
    )


def explained(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "coverage.yaml").write_text(text, encoding="utf-8")
    return folder


def test_explanations_are_read(tmp_path: Path) -> None:
    text = "[{clauses: [s1, s2], why: manual, note: 由人来判断}, {clauses: [s3], why: other_scheme, note: 另一个方案, scheme: x}]"
    assert read_coverage(explained(tmp_path / "p", text)) == (
        Explanation(("s1", "s2"), "manual", "由人来判断"),
        Explanation(("s3",), "other_scheme", "另一个方案", "x"),
    )
    assert read_coverage(tmp_path) == ()


SHAPE = "应为列表，每项含 clauses（条款编号的列表）、why（not_normative、manual、not_encoded、data、other_scheme）和 note（一句话）；请按此改正"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{}", [f"p/coverage.yaml：整体：{SHAPE}"]),
        (
            "[{clauses: [], why: manual, note: 由人来判断}, {clauses: [s1], why: x, note: 由人来判断}]",
            [f"p/coverage.yaml：0.clauses：{SHAPE}", f"p/coverage.yaml：1.why：{SHAPE}"],
        ),
        (
            "[{clauses: [s1], why: other_scheme, note: 由人来判断}, {clauses: [s2, s3], why: data, note: 由人来判断, scheme: x}]",
            [
                "p/coverage.yaml：s1：scheme 只在 why 为 other_scheme 时写，且必须写；请补上或删去",
                "p/coverage.yaml：s2：scheme 只在 why 为 other_scheme 时写，且必须写；请补上或删去",
            ],
        ),
    ],
)
def test_explanations_of_a_wrong_shape(tmp_path: Path, text: str, faults: list[str]) -> None:
    with pytest.raises(PackError) as caught:
        read_coverage(explained(tmp_path / "p", text))
    assert caught.value.faults == faults


def test_rows_that_no_case_names(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "try-points", POINTS_HEAD, POINTS_ITEMS)
    pack = load_pack(folder)
    assert items_without_case(pack, folder) == ("1.01", "1.02", "B.01", "G.01")
    (folder / "cases").mkdir()

    def left(text: str) -> tuple[str, ...]:
        (folder / "cases" / "a.yaml").write_text(text, encoding="utf-8")
        return items_without_case(pack, folder)

    assert left("") == ("1.01", "1.02", "B.01", "G.01")
    assert left('[{facts: {"1.01": {status: met}}}]') == ("1.02", "B.01", "G.01")
    assert left('[{met: ["1.02"], unknown: [G.01]}]') == ("1.01", "B.01")
    assert left("[{expect: {rows: {B.01: [met]}, failing: {basic: [G.01]}}}]") == ("1.01", "1.02")
    assert left('[{name: "1.01", notes: [1.02]}]') == ("1.01", "1.02", "B.01", "G.01")
    assert left('[{expect: {asks: ["0.1.01", events.G.01, x.B.01]}}]') == ("1.02", "B.01")


# --- consequences ---


def test_consequences_of_a_grade() -> None:
    assert responses_for(LADDER, "A") == LADDER.responses
    assert responses_for(LADDER, "B") == LADDER.responses[1:]
    assert responses_for(LADDER, None) == ()
    assert responses_json(LADDER.responses, lambda cite: {"clause": cite.clause_id}) == [
        {
            "grade": "A",
            "level": "红色",
            "text": "自主减排",
            "condition": "稳定运行",
            "citation": {"clause": "x"},
            "source": None,
        },
        {
            "grade": "all",
            "level": "预警期间",
            "text": "禁行",
            "condition": "",
            "citation": None,
            "source": {"text": "某网站报道", "url": "example.cn/1", "seen": "公开报道"},
        },
    ]
