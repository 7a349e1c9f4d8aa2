"""Figures with their intervals, floors, and the sets they are read from."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from assistant.errors import InputError
from assistant.evaluation.figures import FIGURES, SetFigures, figures_of
from assistant.evaluation.floors import against, check_any, held, read_floors
from assistant.evaluation.intervals import Figure, mean_of, quantile_of
from assistant.evaluation.marking import Marked
from assistant.evaluation.question_lines import QuestionLine, read_sets
from assistant.evaluation.tables import LABELS, show

# --- intervals ---


@pytest.mark.parametrize(
    ("earned", "of", "lower", "upper"),
    # Wilson's interval without correction, as tables of it give it.
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_shares_have_wilson_s_interval(earned: int, of: int, lower: float, upper: float) -> None:
    figure = mean_of([1.0] * earned + [0.0] * (of - earned))
    assert (figure.value, figure.questions, figure.method) == (earned / of, of, "wilson")
    assert (figure.lower, figure.upper) == pytest.approx((lower, upper), abs=5e-5)


def test_means_of_parts_have_the_interval_of_a_bootstrap_that_is_the_same_every_time() -> None:
    marks = [0.5, 1.0, 0.0, 0.25] * 25
    figure = mean_of(marks)
    assert (figure.value, figure.method) == (0.4375, "bootstrap")
    assert mean_of(marks) == figure
    spread = 1.96 * float(np.std(marks)) / 10
    assert (figure.lower, figure.upper) == pytest.approx((0.4375 - spread, 0.4375 + spread), abs=0.01)


def test_quantiles_lie_in_their_interval() -> None:
    figure = quantile_of([float(n) for n in range(101)], 0.95)
    assert figure.value == 95
    assert 85 < figure.lower < 95 < figure.upper <= 100


@pytest.mark.parametrize("marks", [[], [1.2], [-0.5, 0.5]])
def test_no_marks_and_wrong_marks_are_refused(marks: list[float]) -> None:
    with pytest.raises(ValueError):
        mean_of(marks)


# --- figures of a set ---


def line(number: int, *tags: str, answerable: bool = True) -> dict[str, object]:
    return {
        "id": f"q-{number}",
        "question": "几号前",
        "region": None,
        "industry": None,
        "as_of": None,
        "answerable": answerable,
        "reason": None if answerable else "off_topic",
        "gold": [{"document_id": "d", "quote": "20日前"}] if answerable else [],
        "must_contain": [],
        "tags": list(tags),
    }


def earned(number: int, mark: float, *tags: str, found: bool = True) -> Marked:
    marks = {"first": mark, "citation_precision": mark / 2, "over_refusal": 0.0}
    return Marked(QuestionLine.model_validate(line(number, *tags)), marks, 0.01 * number, found)


@pytest.fixture
def some() -> SetFigures:
    off = Marked(QuestionLine.model_validate(line(4, answerable=False)), {"refusal": 1.0}, 0.04, True)
    return figures_of(
        "dev",
        [earned(1, 1, "date", "pair:a"), earned(2, 1, "pair:b"), earned(3, 0, "date", found=False), off],
    )


def test_a_set_counts_what_was_not_found_and_is_told_by_tag(some: SetFigures) -> None:
    assert (some.whole.questions, some.answerable, some.nothing_found) == (4, 3, 1)
    assert some.whole.figures["first"].value == pytest.approx(2 / 3)
    assert some.whole.figures["refusal"].questions == 1
    assert {tag: part.questions for tag, part in some.tags.items()} == {"date": 2, "pair": 2}
    assert some.tags["pair"].figures["first"].value == 1
    assert "refusal" not in some.tags["date"].figures


def test_json_rounds_and_gives_milliseconds(some: SetFigures) -> None:
    told = some.as_json()
    first = told["figures"]["first"]
    assert (first["value"], first["questions"], first["method"]) == (0.6667, 3, "wilson")
    assert told["figures"]["citation_precision"]["method"] == "bootstrap"
    assert told["latency_ms"]["p50"]["value"] == 25.0
    assert told["tags"]["date"]["questions"] == 2
    json.dumps(told)


def test_the_table_has_every_figure_its_interval_and_the_floors_that_broke(some: SetFigures) -> None:
    out = StringIO()
    show(
        [some],
        against({"dev": {"refusal": 0.9, "over_refusal": 0.0, "first": 0.99}}, [some]),
        Console(file=out),
    )
    text = out.getvalue()
    assert "能回答而什么也没检索到的 1 题" in text
    assert "66.7%" in text
    assert "20.8～93.9%" in text
    assert "1 项超出误差范围低于下限" in text
    assert "首条引文正确：66.7%（20.8～93.9%），下限 99.0%" in text
    assert set(LABELS) == set(FIGURES)


# --- floors ---


def test_a_floor_is_broken_only_beyond_the_noise() -> None:
    figure = Figure(0.8, 0.7, 0.88, 100, "wilson")
    assert held("first", figure, 0.88)
    assert not held("first", figure, 0.881)
    assert held("over_refusal", figure, 0.7)
    assert not held("over_refusal", figure, 0.699)


def test_sets_without_floors_are_told_before_anything_is_asked() -> None:
    with pytest.raises(InputError, match="题集 test 没有下限可比；有下限的题集：dev"):
        check_any({"dev": {"first": 0.5}}, ["test"])
    check_any({"dev": {"first": 0.5}}, ["test", "dev"])


def test_only_figures_with_a_floor_are_compared(some: SetFigures) -> None:
    compared = against({"dev": {"first": 0.5, "recall_at_1": 0.5}, "dev-2": {"first": 0.5}}, [some])
    assert [(one.split, one.figure, one.floor, one.holds) for one in compared] == [
        ("dev", "first", 0.5, True)
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"questions-dev": {"frist": 0.8}}', "不认识的指标“frist”"),
        ('{"questions-dev": {"first": 80}}', "应在 0 和 1 之间"),
        ('{"questions-dev": {"first": "0.8"}}', "questions-dev.first 不对"),
        ("[]", "整个文件 不对"),
        ("{", "不是正确的 JSON"),
    ],
)
def test_a_wrong_file_of_floors_is_told(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "floors.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_floors(tmp_path / "floors.json")


def test_floors_of_statements_are_left_out(tmp_path: Path) -> None:
    content = {"questions-dev": {"first": 0.8}, "utterances-dev": {"precision": 0.9}}
    (tmp_path / "floors.json").write_text(json.dumps(content), encoding="utf-8")
    assert read_floors(tmp_path / "floors.json") == {"dev": {"first": 0.8}}


# --- sets ---


def written(folder: Path, *lines: object, name: str = "questions-dev.jsonl") -> Path:
    told = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in lines)
    (folder / name).write_text("\n".join(told) + "\n", encoding="utf-8")
    return folder


def test_sets_are_read_by_name(tmp_path: Path) -> None:
    written(tmp_path, line(1), "", line(2))
    written(tmp_path, line(1), name="questions-test.jsonl")
    assert [(one.name, len(one.lines)) for one in read_sets(tmp_path)] == [("dev", 2), ("test", 1)]
    assert [one.name for one in read_sets(tmp_path, "test")] == ["test"]
    with pytest.raises(InputError, match="没有题集“tset”；可用的题集：dev、test"):
        read_sets(tmp_path, "tset")


def test_a_folder_without_sets_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有题集"):
        read_sets(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([line(1), "{"], "questions-dev.jsonl 第2行：不是正确的 JSON"),
        ([line(1), line(1)], "第2行：编号“q-1”前面已经用过"),
        ([{**line(1), "answer": "20日"}], "第1行：字段 answer 不对（不认识）"),
        ([{"id": "q-1"}], "第1行：字段 question 不对（缺少）"),
        ([{**line(1), "gold": []}], "answerable 与 gold 不符"),
        ([{**line(1), "reason": "unclear"}], "answerable 与 reason 不符"),
        (["", " "], "没有题目"),
    ],
)
def test_a_wrong_line_is_told_with_its_place(tmp_path: Path, lines: list[object], said: str) -> None:
    written(tmp_path, *lines)
    with pytest.raises(InputError, match=said):
        read_sets(tmp_path)
