"""What the strict reader keeps as text, and what it refuses with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.errors import PackError
from scoring.rules.strict_yaml import read_yaml


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "规则" / "items.yaml"
    path.parent.mkdir()
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused(path: Path) -> str:
    with pytest.raises(PackError) as caught:
        read_yaml(path)
    assert len(caught.value.faults) == 1
    return str(caught.value)


def test_numbers_with_points_and_days_stay_text(tmp_path: Path) -> None:
    text = "clause: 1.10\nday: 2022-06-24\ncount: 3\nsure: true\nnothing:\ninside: {a: [1.5, 甲]}\n"
    assert read_yaml(written(tmp_path, text)) == {
        "clause": "1.10",
        "day": "2022-06-24",
        "count": 3,
        "sure": True,
        "nothing": None,
        "inside": {"a": ["1.5", "甲"]},
    }


def test_anchors_are_filled_before_they_are_used(tmp_path: Path) -> None:
    text = "base: &base {one: [1, 2], two: {three: 四}}\ncopy: *base\n"
    inner = {"one": [1, 2], "two": {"three": "四"}}
    assert read_yaml(written(tmp_path, text)) == {"base": inner, "copy": inner}


def test_a_key_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    message = refused(written(tmp_path, "a: 1\nb:\n  c: 1\n  c: 2\n"))
    for words in ("规则/items.yaml", "第4行", "“c”重复", "只能出现一次"):
        assert words in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    message = refused(tmp_path / "规则" / "pack.yaml")
    assert "规则/pack.yaml" in message
    assert "文件不存在" in message


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: [1", b"a: {b: *nowhere}"])
def test_what_is_no_yaml_is_refused(tmp_path: Path, content: bytes) -> None:
    message = refused(written(tmp_path, content))
    for words in ("规则/items.yaml", "无法读取", "UTF-8 编码的 YAML"):
        assert words in message
