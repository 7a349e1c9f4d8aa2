"""A PDF as lines; the file itself is opened, and scanned pages are recognised, in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from knowledge.reading.document import Reading
from knowledge.reading.errors import (
    CorruptFileError,
    EncryptedFileError,
    FileEmptyError,
    FileTooLargeError,
    NeedsOcrError,
    UnsafeFileError,
)
from knowledge.reading.limits import Deadline, Progress
from knowledge.reading.pdf_layout import Layout, PageView
from knowledge.reading.scans import doubts_of, is_layered, is_scanned, listed, set_alike, told_of


def read_pdf(path: Path, deadline: Deadline) -> Reading:
    """The lines of a PDF: paragraphs joined across lines and pages, without running heads and page numbers.

    Pages that are pictures are recognised; the others are read as they are.

    Raises:
        EncryptedFileError: it opens with a password only.
        CorruptFileError: it is damaged or breaks off.
        FileTooLargeError: too many pages.
        FileEmptyError: no page holds words, not even in pictures.
        NeedsOcrError: all pages are pictures and recognition is not installed.
        UnsafeFileError: it takes more memory than is allowed.
        ReadingTimeError: the time is over.
    """
    name = deadline.name
    entries: list[dict[str, Any]] = []
    count = 0
    arguments = [str(path.resolve()), str(deadline.limits.pages), str(deadline.limits.memory)]
    for entry in _entries("knowledge.reading.pdf_pages", arguments, deadline):
        if "pages" in entry:
            count = entry["pages"]
            if count > deadline.limits.pages:
                raise FileTooLargeError(name, f"有 {count} 页；最多读 {deadline.limits.pages} 页")
        elif "lines" in entry:
            entries.append(entry)
            deadline.tell(Progress("text", len(entries), count))
    if not count or len(entries) < count:
        raise CorruptFileError(name, "是 PDF，但里面没有完整的页面")
    scanned = [place for place, entry in enumerate(entries, 1) if is_scanned(entry)]
    layered = [place for place, entry in enumerate(entries, 1) if is_layered(entry)]
    doubts, warnings = [], []
    if scanned and find_spec("rapidocr") is None:
        if len(scanned) == count:
            raise NeedsOcrError(name, f"的 {count} 页只有页面图片、没有文字（扫描件），这里没有安装文字识别")
        warnings.append(f"第 {listed(scanned)} 页是扫描页，共 {len(scanned)} 页未读入：没有安装文字识别")
    elif scanned:
        for place, entry in _recognised(path, scanned, deadline):
            doubts += doubts_of(place, entry["scores"])
            entries[place - 1] = entry
        set_alike(entries, scanned)
        warnings += told_of(scanned, doubts)
    if layered:
        told = f"第 {listed(layered)} 页是图片，文字是扫描时附上的识别结果；引用前请与原件核对"
        warnings.append(told)
    if unseen := [place for place, entry in enumerate(entries, 1) if entry.get("hidden")]:
        count_unseen = sum(entry.get("hidden", 0) for entry in entries)
        warnings.append(
            f"第 {listed(unseen)} 页有 {count_unseen} 个隐藏的字（白色、极小、透明、被遮住或在页面之外）未读入；请核对来源"
        )
    pages = [PageView.of(entry) for entry in entries]
    if not any(page.has_words for page in pages):
        raise FileEmptyError(name, f"的 {count} 页里没有文字，图片里也没有认出文字；要有文字才能读")
    return Reading(
        Layout(pages, deadline).lines(),
        pages=count,
        warnings=tuple(warnings),
        scanned=tuple(scanned),
        doubts=tuple(doubts),
        page_words=tuple(page.words for page in pages),
    )


def _recognised(path: Path, scanned: list[int], deadline: Deadline) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each scanned page, from 1, and what is on it."""
    deadline.extend(deadline.limits.scan_seconds * len(scanned))
    deadline.tell(Progress("scan", 0, len(scanned)))
    listed_places = ",".join(str(place - 1) for place in scanned)
    arguments = [str(path.resolve()), listed_places, str(deadline.limits.memory)]
    done = 0
    for entry in _entries("knowledge.reading.scan_pages", arguments, deadline):
        if "lines" in entry:
            done += 1
            yield entry["scanned"] + 1, entry
            deadline.tell(Progress("scan", done, len(scanned)))
    if done < len(scanned):
        raise CorruptFileError(deadline.name, "是 PDF，但扫描页的图片不完整，无法读取")


def _entries(module: str, arguments: list[str], deadline: Deadline) -> Iterator[dict[str, Any]]:
    """What the other process writes; it is ended when the time is over or nobody wants more."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    timer = threading.Timer(deadline.left, process.kill)
    timer.start()
    ended = False
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if not line.endswith(b"\n"):
                continue
            entry = json.loads(line)
            if error := entry.get("error"):
                raise _told(error, deadline)
            ended = ended or "end" in entry
            yield entry
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    if not deadline.left:
        raise deadline.over()
    if not ended:
        raise UnsafeFileError(deadline.name, "让读取程序中途退出，没有读完；正常的 PDF 不会这样")


def _told(error: str, deadline: Deadline) -> Exception:
    name = deadline.name
    if error == "encrypted":
        return EncryptedFileError(name, "是加了密码的 PDF；只读没有打开密码的文件")
    if error == "memory":
        told = f"展开后要占用超过 {deadline.limits.memory // 2**20} MB 内存；最多给这么多（疑似压缩炸弹）"
        return UnsafeFileError(name, told)
    if error == "nesting":
        return UnsafeFileError(name, "的内部结构嵌套过深；正常的 PDF 不会这样")
    return CorruptFileError(name, "是 PDF，但已损坏或不完整，无法读取")
