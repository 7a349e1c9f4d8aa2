"""The edition in force on a day, and what differs between two editions, in rules and for a firm."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring import FactError, PackError, RequestError, UnknownSchemeError, load_scheme, scheme_ids
from scoring.rules.editions import editions, pack_folders, pack_named, scheme_in_force
from scoring.rules.loader import PACKS, load_pack
from scoring.rules.pack import Pack
from scoring.trials.edition_diff import EditionDiff, diff_editions, edition_diff_as_json

TODAY = date(2026, 11, 22)
FACTORY, CITY, PROVINCE, SHANDONG = (
    "zhengzhou-green-factory",
    "sanmenxia-grading-2022",
    "henan-grading-2021",
    "liaocheng-grading-2020",
)


def edition(folder: Path, name: str, *edits: tuple[str, str, str], of: str | None = None) -> Path:
    """A copy of a pack under another name with some words of its files replaced."""
    target = folder / name
    shutil.copytree(PACKS / (of or name.partition("@")[0]), target)
    for file, old, new in edits:
        path = target / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return target


def dated(scheme: str, start: str, until: str, name: str) -> tuple[tuple[str, str, str], ...]:
    head = (PACKS / scheme / "pack.yaml").read_text(encoding="utf-8")
    period = next(line for line in head.split("\n") if line.startswith("effective:")).partition(", text:")[0]
    title = next(line for line in head.split("\n") if line.startswith("edition:"))
    return (
        ("pack.yaml", period, f"effective: {{from: {start}, until: {until}"),
        ("pack.yaml", title, f"edition: {name}"),
    )


@pytest.fixture
def three(tmp_path: Path) -> tuple[Path, ...]:
    """2022 without a first day, 2023, and 2025 after a gap."""
    edition(tmp_path, CITY)
    edition(tmp_path, f"{CITY}@2023", *dated(CITY, '"2023-01-01"', '"2023-12-31"', "2023年"))
    edition(tmp_path, f"{CITY}@2025", *dated(CITY, '"2025-03-01"', "null", "2025年"))
    return (tmp_path,)


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        ("1999-01-01", ""),
        ("2022-12-31", ""),
        ("2023-01-01", "2023"),
        ("2023-12-31", "2023"),
        ("2024-06-01", "2023"),
        ("2025-02-28", "2023"),
        ("2025-03-01", "2025"),
        ("2099-01-01", "2025"),
    ],
)
def test_the_day_decides_which_edition_counts(three: tuple[Path, ...], day: str, slug: str) -> None:
    chosen = scheme_in_force(CITY, date.fromisoformat(day), three)
    assert chosen.edition.slug == slug
    assert chosen.note is not None and chosen.pack.edition in chosen.note


def test_of_two_that_hold_the_day_the_later_counts(tmp_path: Path) -> None:
    edition(tmp_path, CITY, *dated(CITY, "null", "null", "旧"))
    edition(tmp_path, f"{CITY}@new", *dated(CITY, '"2023-01-01"', "null", "新"))
    assert scheme_in_force(CITY, date(2023, 1, 1), (tmp_path,)).edition.slug == "new"
    assert scheme_in_force(CITY, date(2022, 12, 31), (tmp_path,)).edition.slug == ""


def test_before_the_first_edition_the_first_counts_with_a_note(tmp_path: Path) -> None:
    edition(tmp_path, CITY, *dated(CITY, '"2022-06-24"', '"2022-12-31"', "2022年"))
    early = scheme_in_force(CITY, date(2022, 6, 23), (tmp_path,))
    assert early.note is not None and "2022-06-24" in early.note and "尚未施行" in early.note
    assert scheme_in_force(CITY, date(2022, 6, 24), (tmp_path,)).note is None
    assert scheme_in_force(CITY, date(2030, 1, 1), (tmp_path,)).note is None


@pytest.mark.parametrize("scheme", scheme_ids())
def test_the_editions_that_come_with_the_program_are_the_schemes(scheme: str) -> None:
    assert [one.name for one in editions(scheme, (PACKS,))] == [scheme]
    assert scheme_in_force(scheme, TODAY, (PACKS,)).pack is load_scheme(scheme)


def test_a_further_edition_is_no_scheme_of_its_own(three: tuple[Path, ...]) -> None:
    assert scheme_ids(three[0]) == (CITY,)


def test_editions_in_the_data_folder_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LVPING_DATA_DIR", str(tmp_path))
    edition(tmp_path / "packs", f"{CITY}@2025", *dated(CITY, '"2025-03-01"', "null", "2025年"))
    assert pack_folders()[1] == tmp_path / "packs"
    assert [one.name for one in editions(CITY)] == [CITY, f"{CITY}@2025"]
    assert scheme_in_force(CITY, TODAY).edition.slug == "2025"
    assert pack_named(f"{CITY}@2025").edition == "2025年"
    assert load_scheme(CITY).edition == "2022年"


def test_an_edition_that_is_edited_is_read_anew(tmp_path: Path) -> None:
    edition(tmp_path, CITY)
    folder = edition(tmp_path, f"{CITY}@x", *dated(CITY, '"2025-03-01"', "null", "甲"))
    assert scheme_in_force(CITY, TODAY, (tmp_path,)).pack.edition == "甲"
    head = folder / "pack.yaml"
    head.write_text(
        head.read_text(encoding="utf-8").replace("edition: 甲", "edition: 乙丙"), encoding="utf-8"
    )
    assert scheme_in_force(CITY, TODAY, (tmp_path,)).pack.edition == "乙丙"


def test_an_edition_of_another_scheme_or_with_a_bad_name_is_refused(tmp_path: Path) -> None:
    edition(tmp_path, CITY)
    edition(tmp_path, f"{CITY}@x", of=PROVINCE)
    with pytest.raises(PackError, match="id 应相同"):
        editions(CITY, (tmp_path,))
    shutil.rmtree(tmp_path / f"{CITY}@x")
    edition(tmp_path, f"{CITY}@A B")
    with pytest.raises(PackError, match="后缀"):
        editions(CITY, (tmp_path,))


def test_the_same_slug_twice_is_refused_unless_it_is_the_same(tmp_path: Path) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    edition(one, CITY)
    edition(two, CITY)
    assert len(editions(CITY, (one, two))) == 1
    shutil.rmtree(two)
    edition(two, CITY, *dated(CITY, "null", "null", "别的"))
    with pytest.raises(PackError, match="两份"):
        editions(CITY, (one, two))


@pytest.mark.parametrize("name", ["nothing", "../packs", "", "sanmenxia-grading-2022@9999", "a@b@c", "*"])
def test_an_unknown_name_lists_what_there_is(name: str) -> None:
    with pytest.raises(UnknownSchemeError, match=CITY):
        pack_named(name)


def test_a_folder_names_its_pack() -> None:
    assert pack_named(str(PACKS / CITY)) == load_scheme(CITY)


# --- what differs ---


@pytest.fixture(scope="module")
def stricter(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """A factory edition with another pass line, a moved limit, one row more to gate and one row renamed."""
    folder = edition(
        tmp_path_factory.mktemp("packs"),
        f"{FACTORY}@strict",
        ("pack.yaml", 'at_least: "85"', 'at_least: "90"'),
        ("items/6-1-land-and-materials.yaml", '{below: "30", gives: not_met}', '{below: "50", gives: not_met}'),
        ("items/6-1-land-and-materials.yaml", '{from: "30", gives: met}', '{from: "50", gives: met}'),
        ("items/0-2-basic-conditions.yaml", "C.08", "C.09"),
        ("items/1-2-lighting.yaml", 'id: "1.12"\n  section: "1"\n  kind: optional', 'id: "1.12"\n  section: "1"\n  gate: required\n  kind: required'),
    )  # fmt: skip
    head = folder / "pack.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("C.08", "C.09"), encoding="utf-8")
    return load_pack(folder)


def compared(new: Pack, facts: Any = None, old: str = FACTORY) -> EditionDiff:
    return diff_editions(load_scheme(old), new, facts, today=TODAY)


def test_rules_that_differ_are_listed_with_both_sides(stricter: Pack) -> None:
    changes = {(c.kind, c.place, c.id, c.field): (c.before, c.after) for c in compared(stricter).rules}
    assert changes[("changed", "scheme", "", "at_least")] == ("85", "90")
    assert changes[("changed", "item", "1.12", "kind")] == ("可选", "必选")
    assert changes[("changed", "item", "1.12", "gate")] == (None, "required")
    limit = changes[("changed", "item", "6.03", "value")]
    assert limit[0] is not None and limit[1] is not None and "≥30%" in limit[0] and "≥50%" in limit[1]
    assert ("added", "item", "C.09", "") in changes
    assert ("removed", "item", "C.08", "") in changes
    assert len(changes) == 6


def test_both_clauses_of_a_changed_rule_are_cited(stricter: Pack) -> None:
    shown = edition_diff_as_json(compared(stricter))
    line = next(rule for rule in shown["rules"] if rule["field"] == "at_least")
    assert line["word"] == "达标分数"
    assert line["citation_before"]["clause_id"] == line["citation_after"]["clause_id"] == f"{FACTORY}:art-5"
    assert shown["same_rules"] is False


def test_a_scheme_does_not_differ_from_itself() -> None:
    for scheme in scheme_ids():
        pack = load_scheme(scheme)
        same = diff_editions(pack, pack, {"facts": {}}, today=TODAY)
        assert same.rules == ()
        assert same.firm is not None and same.firm.difference.nothing


def test_a_firm_under_both_editions_and_why_each_item_came_out_otherwise(stricter: Pack) -> None:
    facts: dict[str, Any] = {item: {"status": "met"} for item in load_scheme(FACTORY).items}
    facts["6.03"] = {"value": 42, "unit": "%"}
    facts["1.12"] = {"ratio": 0.5}
    firm = edition_diff_as_json(compared(stricter, {"facts": facts}))["firm"]
    assert (firm["before"]["verdict"], firm["after"]["verdict"]) == ("pass", "fail")
    why = {item["item"]: item["why"] for item in firm["difference"]["items"]}
    assert set(why) == {"6.03", "1.12", "C.08", "C.09"}
    assert "数值界限" in why["6.03"] and "≥50%" in why["6.03"]
    assert "类别由“可选”改为“必选”" in why["1.12"]
    assert "没有这一条" in why["C.08"] and "新增" in why["C.09"]
    left = {(fact["item"], fact["side"]) for fact in firm["left_out"]}
    assert left == {("1.12", "after"), ("C.08", "after")}


def test_a_fact_that_neither_edition_takes_is_an_error(stricter: Pack) -> None:
    with pytest.raises(FactError, match="两个版本"):
        compared(stricter, {"facts": {"9.99": {"status": "met"}}})


def test_two_ladders_with_the_same_aspects_are_compared() -> None:
    aspects = {item.id: "B" for item in load_scheme(CITY).of_kind("aspect")}
    facts = {"units": [{"name": "铸造车间", "aspects": aspects}], "events": {"bribery": True}}
    found = compared(load_scheme(CITY), {"facts": facts}, PROVINCE)
    assert {c.id for c in found.rules if c.kind == "added"} >= {"bribery", "check_serious"}
    assert found.firm is not None
    before, after = found.firm.difference.before.grade, found.firm.difference.after.grade
    assert before is not None and after is not None
    assert (before.confirmed, after.confirmed) == ("B", "D")
    assert [o.event for o in found.firm.difference.overrides_added] == ["bribery"]


def test_aspects_that_one_ladder_lacks_are_listed() -> None:
    facts = {"units": [{"aspects": {"装备水平": "A", "污染治理技术": "B"}}, {"aspects": {}}]}
    found = compared(load_scheme(CITY), {"facts": facts}, SHANDONG)
    assert found.firm is not None
    assert [(fact.item, fact.side) for fact in found.firm.left_out] == [("0.装备水平", "after")]


def test_points_and_ladder_cannot_be_compared() -> None:
    with pytest.raises(RequestError, match="同一类"):
        compared(load_scheme(CITY))


def test_a_wrong_body_is_told(stricter: Pack) -> None:
    for body in ([], {"facts": []}, {"facts": {}, "nonsense": 1}, {"facts": {}, "proof": "x"}):
        with pytest.raises((RequestError, FactError)):
            compared(stricter, body)
