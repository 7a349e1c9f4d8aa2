"""Scanned pages are recognised, put in order and told; pages with text are left as they are."""

from __future__ import annotations

from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from scanned_files import write_scan
from written_files import Block, write_pdf

from knowledge.normalise import folded
from knowledge.parser import parse
from knowledge.reading import Limits, Progress, ReadDocument, errors, read_file
from knowledge.reading.grid import Cell
from knowledge.reading.scans import doubts_of, is_layered, is_scanned, listed, told_of

SCORES: list[list[object]] = [
    ["颗粒物不高于l0毫克", 0.99],
    ["一玻璃企业占比", 0.99],
    ["一、总则", 0.99],
    ["一般企业按年申报，PM2.5与O3、SO2协同", 0.99],
    ["达到8 .5万元", 0.99],
    ["模糊", 0.4049],
    ["", 0.0],
]


def page(letters: int = 0, images: int = 1, covered: float = 1.0) -> dict[str, object]:
    lines = [["字" * letters, 0.0, 0.0, 0.0, 0.0, 1.0]] if letters else []
    return {"lines": lines, "tables": [], "images": images, "covered": covered}


def test_what_counts_as_scanned() -> None:
    assert is_scanned(page())
    assert is_scanned(page(letters=39, covered=0.5))
    assert not is_scanned(page(letters=40, covered=0.5))
    assert not is_scanned(page(letters=39, covered=0.49))
    assert not is_scanned(page(images=0, covered=0.0))
    assert is_layered(page(letters=40, covered=0.8))
    assert not is_layered(page(letters=40, covered=0.79))
    assert not is_layered(page())


def test_doubtful_lines_are_told_and_never_corrected() -> None:
    doubts = doubts_of(7, SCORES)
    assert [doubt.text for doubt in doubts] == [SCORES[at][0] for at in (0, 1, 4, 5, 6)]
    assert [doubt.score for doubt in doubts[3:]] == [Decimal("0.40"), Decimal("0.00")]
    first, second = told_of([7, 8], doubts)
    assert first.startswith("第 7、8 页是扫描页，共 2 页")
    assert second.startswith(
        "第 7 页有 5 处识别存疑，未作改动：“颗粒物不高于l0毫克”（数字里夹着像数字的字母）"
    )
    assert "“模糊”（把握只有 40%）" in second
    assert told_of([], []) == []


def test_a_zero_that_may_be_a_letter() -> None:
    (doubt,) = doubts_of(1, [["夏季03达标", 0.99], ["2021-03-05、08:30、第05号、0.5%、03月、10%", 0.99]])
    assert (doubt.text, doubt.why) == ("夏季03达标", "以 0 开头的数字可能是字母 O")


def test_long_lists_are_cut() -> None:
    assert listed(list(range(1, 12))) == "1、2、3、4、5、6、7、8、9、10等"
    told = told_of([1], doubts_of(1, [["糊", 0.1]] * 7))
    assert told[1].endswith("；另有 2 处")


CELLS = [Cell(0, column, label) for column, label in enumerate(("序号", "行业", "A级要求", "B级要求"))]
CELLS += [Cell(1, 0, "1"), Cell(1, 1, "铸造", rows=2), Cell(1, 2, "颗粒物浓度不高于10毫克", columns=2)]
CELLS += [Cell(2, 0, "2"), Cell(2, 2, "使用天然气"), Cell(2, 3, "使用集中供热")]
PROSE: list[Block] = [
    "鹤城市重点行业绩效分级管理办法",
    "第一章 总则",
    "第一条 为规范全市重点行业绩效分级工作，推动企业绿色转型，根据国家有关规定，结合本市实际，制定本办法。",
    "第二条 本办法适用于本市行政区域内铸造、水泥和砖瓦企业的绩效分级申报、核查与公布。",
    "（一）企业应当在每年3月31日前申报；",
    "（二）市生态环境局自受理之日起30个工作日内完成核查。",
]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReadDocument, list[Progress]]:
    """A title page and prose as text, then a scanned page with a table."""
    folder = tmp_path_factory.mktemp("scan")
    filler: list[Block] = [
        f"第{word}条 {'企业应当建立台账并如实记录，' * 32}保存五年。" for word in "三四五六"
    ]
    source = write_pdf(folder / "mixed.pdf", [*filler, *PROSE, "附件1", "行业要求", CELLS])
    path = write_scan(folder / "scan.pdf", source, only=[1], tilt=0.8)
    steps: list[Progress] = []
    return read_file(path, progress=steps.append), steps


def test_only_the_scanned_page_is_recognised(mixed: tuple[ReadDocument, list[Progress]]) -> None:
    read, steps = mixed
    assert (read.pages, read.scanned) == (2, (2,))
    assert [(step.stage, step.done, step.total) for step in steps] == [
        ("text", 1, 2),
        ("text", 2, 2),
        ("scan", 0, 1),
        ("scan", 1, 1),
    ]
    assert read.warnings[0].startswith("第 2 页是扫描页")


def test_lines_of_a_scan_become_paragraphs(mixed: tuple[ReadDocument, list[Progress]]) -> None:
    # Which width a bracket or a comma has cannot be seen on a picture.
    width = str.maketrans("（）：；，", "():;,")
    shown = [folded(line).translate(width) for line in mixed[0].text.split("\n") if line.strip()]
    for block in PROSE[1:]:
        assert isinstance(block, str)
        wanted = folded(block).translate(width)
        best = max(SequenceMatcher(None, wanted, line, autojunk=False).ratio() for line in shown)
        assert best > 0.95, block


def test_ruled_lines_of_a_scan_make_a_table(mixed: tuple[ReadDocument, list[Progress]]) -> None:
    rows = [clause for clause in parse("x", mixed[0].text).clauses if clause.kind == "row"]
    assert [[folded(value) for _, value in row.cells] for row in rows] == [
        ["1", "铸造", "颗粒物浓度不高于10毫克", "颗粒物浓度不高于10毫克"],
        ["2", "铸造", "使用天然气", "使用集中供热"],
    ]
    assert [label for label, _ in rows[0].cells] == ["序号", "行业", "A级要求", "B级要求"]


def test_time_for_scanned_pages_is_bounded(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "one.pdf", ["第一条 甲。"])
    path = write_scan(tmp_path / "scan.pdf", source)
    with pytest.raises(errors.ReadingTimeError, match="没有读完"):
        read_file(path, limits=Limits(seconds=2.0, scan_seconds=0.0))


def test_what_a_listener_raises_ends_the_reading(tmp_path: Path) -> None:
    def stop(step: Progress) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read_file(write_pdf(tmp_path / "one.pdf", ["第一条 甲。"]), progress=stop)
