"""Every clause of a text is used or explained, and every rule decides some written case."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import test_pack_cases as written
import yaml

from assistant import checking
from assistant.checking import check_everything
from assistant.cli_text import show_check
from knowledge.corpus import Corpus
from scoring import Pack, PackError, assess, load_pack, load_scheme, read_request, scheme_ids
from scoring.rules.case_coverage import items_without_case
from scoring.rules.coverage import (
    COVERAGE_FILE,
    Explanation,
    clause_coverage,
    read_coverage,
    rule_cites,
    used_clauses,
)
from scoring.rules.loader import PACKS

SOUND = Path(__file__).parent / "sound_packs"
LADDER = load_pack(SOUND / "sound_ladder")
CLAUSES = ["title", "c1", "s1", "s1.1", "s1.2", "s1.2.1", "s10"]
for_every_scheme = pytest.mark.parametrize("scheme", scheme_ids())


@cache
def corpus() -> Corpus:
    return Corpus.load()


def words_of(pack: Pack) -> list[str]:
    return [clause.local_id for clause in corpus().clauses(pack.document) if clause.end > clause.start]


def explained(*patterns: str, why: Any = "not_normative", scheme: str | None = None) -> Explanation:
    return Explanation(tuple(patterns), why, "一句说明", scheme)


# --- clauses ---


@for_every_scheme
def test_every_clause_of_its_text_is_cited_or_explained(scheme: str) -> None:
    pack = load_scheme(scheme)
    used_by = {
        other: used_clauses(load_scheme(other))
        for other in scheme_ids()
        if other != scheme and load_scheme(other).document == pack.document
    }
    covered = clause_coverage(pack, words_of(pack), read_coverage(PACKS / scheme), used_by)
    assert covered.faults == ()
    assert covered.unexplained == ()
    assert covered.total == len(words_of(pack))


def test_a_clause_that_nobody_explains_is_named() -> None:
    covered = clause_coverage(LADDER, CLAUSES, [explained("title", "s1.*")])
    assert covered.by_rule == ("c1",)
    assert covered.explained["not_normative"] == ("title", "s1.1", "s1.2", "s1.2.1")
    assert covered.unexplained == ("s1", "s10")
    assert covered.faults == ()
    assert covered.total == len(CLAUSES)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("c1", "已被规则或数据引用"),
        ("s9", "没有这一条款"),
        ("s9.*", "没有这一条款"),
        ("s1.3", "没有这一条款"),
    ],
)
def test_an_explanation_that_is_out_of_date_is_a_fault(pattern: str, words: str) -> None:
    (fault,) = clause_coverage(LADDER, CLAUSES, [explained(pattern)]).faults
    assert pattern in fault
    assert words in fault
    assert "请" in fault


def test_a_prefix_whose_clauses_are_all_cited_by_now_is_a_fault() -> None:
    item = LADDER.items["装备水平"]
    cited = replace(LADDER, items={"装备水平": replace(item, cite=replace(item.cite, clause_id="s1.1"))})
    (fault,) = clause_coverage(cited, ["s1", "s1.1"], [explained("s1.*"), explained("s1")]).faults
    assert "其下的条款都已被引用" in fault


def test_a_clause_is_explained_once() -> None:
    (fault,) = clause_coverage(LADDER, CLAUSES, [explained("s1.*"), explained("s1.2")]).faults
    assert "s1.2 已在别处说明过" in fault


def test_what_belongs_to_another_scheme_must_be_used_there() -> None:
    theirs = explained("s1.1", "s1.2", why="other_scheme", scheme="other")
    used = clause_coverage(LADDER, CLAUSES, [theirs], {"other": frozenset({"s1.1", "s1.2"})})
    assert used.faults == ()
    assert used.explained["other_scheme"] == ("s1.1", "s1.2")
    (fault,) = clause_coverage(LADDER, CLAUSES, [theirs], {"other": frozenset({"s1.1"})}).faults
    assert "other 没有引用 s1.2" in fault
    assert "没有依据同一文本的方案“other”" in clause_coverage(LADDER, CLAUSES, [theirs]).faults[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("clauses: [s1]\n", "应为列表"),
        ("- {clauses: [], why: manual, note: 由人判断的}\n", "0.clauses"),
        ("- {clauses: [s1], why: because, note: 由人判断的}\n", "not_normative、manual、not_encoded"),
        ("- {clauses: [s1], why: manual}\n", "0.note"),
        ("- {clauses: [s1], why: manual, note: 由人判断的, more: 1}\n", "0.more"),
        ("- {clauses: [s1], why: other_scheme, note: 属于另一方案}\n", "scheme 只在"),
        ("- {clauses: [s1], why: manual, scheme: other, note: 由人判断的}\n", "scheme 只在"),
        ("- {clauses: [s1, clauses\n", "无法读取"),
    ],
)
def test_a_broken_file_of_explanations_is_refused_with_its_place(
    tmp_path: Path, content: str, words: str
) -> None:
    (tmp_path / COVERAGE_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(PackError, match=COVERAGE_FILE) as caught:
        read_coverage(tmp_path)
    assert words in str(caught.value)


def test_a_pack_without_explanations_explains_nothing() -> None:
    assert read_coverage(SOUND / "sound_ladder") == ()


def test_levels_of_a_row_are_cited_by_the_rule() -> None:
    pack = load_scheme("zhengzhou-green-factory")
    quotes = [cite.quote for cite in rule_cites(pack)]
    assert all(level.quote in quotes for item in pack.items.values() for level in item.stages)


# --- cases ---


def case_folder(tmp_path: Path, cases: str) -> Path:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "some.yaml").write_text(cases, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("cases", "left"),
    [
        ("[]", ["装备水平", "bribery"]),
        (
            "- {name: 一, facts: {units: [{every_aspect: A}]}, expect: {grade: [A, A]}}",
            ["装备水平", "bribery"],
        ),
        ("- {name: 装备水平, facts: {}, expect: {notes: [装备水平等]}}", ["装备水平", "bribery"]),
        ("- {name: 一, facts: {units: [{aspects: {装备水平: A}}]}, expect: {grade: [A, A]}}", ["bribery"]),
        ("- {name: 一, facts: {}, expect: {asks: [0.装备水平, events.bribery]}}", []),
        ("- {name: 一, facts: {events: {bribery: true}}, expect: {grade: [C, C]}}", ["装备水平"]),
    ],
)
def test_a_rule_that_no_case_names_is_found(tmp_path: Path, cases: str, left: list[str]) -> None:
    assert list(items_without_case(LADDER, case_folder(tmp_path, cases))) == left


@for_every_scheme
def test_every_rule_decides_a_case_that_names_it(scheme: str) -> None:
    """Some case that names the rule would not come out as expected if nothing were known of the rule."""
    pack = load_scheme(scheme)
    idle = set(pack.items)
    for case in cases_of(scheme):
        for name in [item for item in idle if named(case, item)]:
            if fails_without(pack, case, name):
                idle.remove(name)
    assert idle == set()


def cases_of(scheme: str) -> Iterator[dict[str, Any]]:
    for path in sorted((PACKS / scheme / "cases").glob("*.yaml")):
        yield from yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def named(case: dict[str, Any], item: str) -> bool:
    parts = [case.get(part) for part in ("facts", "met", "unknown", "expect")]
    return any(item in _words(part) for part in parts)


def _words(node: Any) -> set[str]:
    if isinstance(node, dict):
        return {str(key) for key in node}.union(*(_words(part) for part in node.values()))
    if isinstance(node, list):
        return set().union(*(_words(part) for part in node))
    return {str(node), str(node).partition(".")[2]}


def fails_without(pack: Pack, case: dict[str, Any], item: str) -> bool:
    """Whether the case would fail if the facts said nothing of this item."""
    if pack.kind == "points":
        facts: dict[str, Any] = written._point_facts(pack, case)
        facts = {name: fact for name, fact in facts.items() if name != item}
    else:
        facts = written._ladder_facts(pack, case["facts"])
        for unit in facts["units"]:
            unit["aspects"].pop(item, None)
        facts["events"] = {name: answer for name, answer in facts.get("events", {}).items() if name != item}
    body = {"facts": facts, "as_of": case.get("as_of"), "proof": case.get("proof")}
    result = assess(pack, read_request(pack, body, today=written.TODAY))
    return any(
        written._found(result, aspect, wanted) != written._exact(wanted)
        for aspect, wanted in case["expect"].items()
    )


def test_a_case_in_which_a_rule_decides_nothing_does_not_count() -> None:
    pack = load_scheme("liaocheng-grading-2020")
    decided = {"facts": {"units": [{"every_aspect": "A"}]}, "expect": {"grade": ["A", "A"]}}
    assert fails_without(pack, decided, "运输方式")
    idle = {
        "facts": {"units": [{"aspects": {"运输方式": "D", "装备水平": "D"}}]},
        "expect": {"grade": ["D", "D"]},
    }
    assert not fails_without(pack, idle, "运输方式")


# --- lvping check ---


def packs_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "packs"
    shutil.copytree(PACKS, copy)
    monkeypatch.setattr(checking, "PACKS", copy)
    return copy / "liaocheng-grading-2020"


def test_a_clause_without_explanation_is_a_fault_of_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (packs_with(tmp_path, monkeypatch) / COVERAGE_FILE).unlink()
    (fault,) = check_everything().faults
    assert "letterhead" in fault
    assert "liaocheng-grading-2020" in fault


def test_a_rule_without_a_case_is_a_fault_of_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(packs_with(tmp_path, monkeypatch) / "cases")
    (fault,) = check_everything().faults
    assert "没有案例：装备水平、" in fault


def test_an_unreadable_file_of_explanations_is_a_fault_of_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (packs_with(tmp_path, monkeypatch) / COVERAGE_FILE).write_text("- 1", encoding="utf-8")
    (fault,) = check_everything().faults
    assert COVERAGE_FILE in fault


def test_a_fault_of_the_text_stands_in_a_clause_that_exists() -> None:
    pack = load_scheme("liaocheng-grading-2020")
    fault = replace(pack.source_faults[0], clause_id="s3.2.99")
    (told,) = checking._absent_clauses(corpus(), replace(pack, source_faults=(fault,)))
    assert "s3.2.99" in told


def test_the_check_says_what_becomes_of_the_clauses_of_each_scheme(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = check_everything()
    show_check(report)
    shown = capsys.readouterr().out.replace("\n", "")
    for row in report.coverage:
        clauses = row.clauses
        head = (
            f"{row.scheme}：条目 {row.items}，无案例 0；条款 {clauses.total}：规则引用 {len(clauses.by_rule)}"
        )
        assert head.replace(" ", "") in shown.replace(" ", "")
    assert shown.count("未说明 0") + shown.count("未说明0") == len(scheme_ids())
