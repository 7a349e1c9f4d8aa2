"""A file is read in a process of its own, which ends in a text or in one clear error, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.corpus import PACKAGED
from knowledge.reading import Limits, read_file
from knowledge.reading.confined import read_confined
from knowledge.reading.errors import FileMissingError, LegacyFileError, ReadingTimeError, UnsafeFileError

SOURCE = PACKAGED / "sanmenxia-grading-2022" / "source.txt"


def children() -> set[str]:
    """The processes that this one has started and that still run."""
    found = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True
    )
    return {line for line in found.stdout.splitlines() if "confined" in line}


def test_it_reads_what_the_reader_reads() -> None:
    assert read_confined(SOURCE) == read_file(SOURCE)


def test_an_error_arrives_as_it_was_raised(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match=r"文件“没有\.docx”不存在"):
        read_confined(tmp_path / "x", name="没有.docx")
    old = tmp_path / "old.doc"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le") + b"\0" * 600)
    with pytest.raises(LegacyFileError, match="旧版 Word 文档") as raised:
        read_confined(old, name="规定.doc")
    assert raised.value.name == "规定.doc"
    assert "另存为" in raised.value.hint


def test_time_is_bounded_from_outside_and_nothing_goes_on(tmp_path: Path) -> None:
    held = tmp_path / "held.txt"
    held.write_text("第一条 等待。\n", encoding="utf-8")
    slow = Limits(seconds=0.01)
    with pytest.raises(ReadingTimeError, match=r"0\.01 秒"):
        read_confined(held, limits=slow)
    assert children() == set()


def test_memory_is_bounded_from_outside(tmp_path: Path) -> None:
    page = tmp_path / "deep.html"
    page.write_text(
        "<html><body><table><tr>" + "<td>格</td>" * 60_000 + "</tr></table></body></html>", "utf-8"
    )
    with pytest.raises(UnsafeFileError, match="内存"):
        read_confined(page, limits=Limits(memory=80 * 2**20))
    assert children() == set()


def test_a_reader_that_is_shot_is_told_as_unsafe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = subprocess.Popen

    def shot(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        kill = f"import os, signal; os.kill(os.getpid(), {int(signal.SIGKILL)})"
        return started([sys.executable, "-c", kill], **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", shot)
    with pytest.raises(UnsafeFileError, match="中途退出"):
        read_confined(SOURCE)


def test_keys_of_the_installation_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    from knowledge.reading import confined

    monkeypatch.setenv("LVPING_LLM_API_KEY", "secret")
    assert "secret" not in confined._environment().values()
