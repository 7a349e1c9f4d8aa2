"""A PDF with text as lines; the file itself is opened in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.reading.document import Reading
from knowledge.reading.errors import (
    CorruptFileError,
    EncryptedFileError,
    FileTooLargeError,
    NeedsOcrError,
    UnsafeFileError,
)
from knowledge.reading.limits import Deadline
from knowledge.reading.pdf_layout import Layout, PageView

_SHOWN_PAGES = 10


def read_pdf(path: Path, deadline: Deadline) -> Reading:
    """The lines of a PDF: paragraphs joined across lines and pages, without running heads and page numbers.

    Raises:
        EncryptedFileError: it opens with a password only.
        CorruptFileError: it is damaged or breaks off.
        FileTooLargeError: too many pages.
        NeedsOcrError: no page holds text.
        UnsafeFileError: it takes more memory than is allowed.
        ReadingTimeError: the time is over.
    """
    name = deadline.name
    pages: list[PageView] = []
    count = 0
    ended = False
    for entry in _entries(path, deadline):
        if error := entry.get("error"):
            raise _told(error, deadline)
        if "pages" in entry:
            count = entry["pages"]
            if count > deadline.limits.pages:
                raise FileTooLargeError(name, f"有 {count} 页；最多读 {deadline.limits.pages} 页")
        elif "lines" in entry:
            pages.append(PageView.of(entry))
        ended = ended or "end" in entry
    if not deadline.left:
        raise deadline.over()
    if not ended:
        raise UnsafeFileError(name, "让读取程序中途退出，没有读完；正常的 PDF 不会这样")
    if not count or len(pages) < count:
        raise CorruptFileError(name, "是 PDF，但里面没有完整的页面")
    bare = [place for place, page in enumerate(pages, 1) if not page.has_words]
    scanned = [place for place in bare if pages[place - 1].images]
    if len(bare) == count:
        told = "只有页面图片、没有文字" if scanned else "里没有文字"
        raise NeedsOcrError(name, f"的 {count} 页{told}（扫描件）；只读带文字的 PDF")
    warnings = []
    if scanned:
        listed = "、".join(map(str, scanned[:_SHOWN_PAGES])) + ("等" if len(scanned) > _SHOWN_PAGES else "")
        warnings.append(f"第 {listed} 页只有图片、没有文字，共 {len(scanned)} 页未读入，需要文字识别（OCR）")
    return Reading(Layout(pages, deadline).lines(), pages=count, warnings=tuple(warnings))


def _entries(path: Path, deadline: Deadline) -> Iterator[dict[str, Any]]:
    """What the other process writes; it is ended when the time is over or nobody wants more."""
    command = [sys.executable, "-m", "knowledge.reading.pdf_pages", str(path.resolve())]
    command += [str(deadline.limits.pages), str(deadline.limits.memory)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    timer = threading.Timer(deadline.left, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith(b"\n"):
                yield json.loads(line)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


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
