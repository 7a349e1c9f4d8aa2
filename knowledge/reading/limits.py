"""How large, deep and slow a file may be."""

from __future__ import annotations

import time
from dataclasses import dataclass

from knowledge.reading.errors import FileTooLargeError, ReadingTimeError

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed of one file; each bound is allowed itself."""

    size: int = 50 * _MB
    """Bytes on disk."""
    pages: int = 500
    """Pages of a PDF."""
    unpacked: int = 300 * _MB
    """Bytes of all parts of a docx or xlsx."""
    ratio: int = 200
    """How many times larger than packed a part of more than 1 MB may be."""
    parts: int = 5000
    """Parts of a docx or xlsx."""
    nesting: int = 200
    """Elements inside one another."""
    cells: int = 400_000
    """Cells of a workbook that hold something, and those of one table."""
    text: int = 20_000_000
    """Characters of the text read."""
    seconds: float = 300.0
    """Time for the whole file."""
    memory: int = 2048 * _MB
    """Address space of the process that opens a PDF, bytes."""


class Deadline:
    """Until when one file may be read."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self._until = time.monotonic() + limits.seconds

    @property
    def left(self) -> float:
        """Seconds left, 0 when there are none."""
        return max(0.0, self._until - time.monotonic())

    def check(self) -> None:
        """Raise ReadingTimeError when the time is over."""
        if not self.left:
            raise self.over()

    def over(self) -> ReadingTimeError:
        """The error that says so."""
        return ReadingTimeError(self.name, f"读了 {self.limits.seconds:g} 秒还没有读完；单个文件最多读这么久")


def check_size(name: str, size: int, limits: Limits) -> None:
    """Raise FileTooLargeError for a file of more bytes than allowed."""
    if size > limits.size:
        raise FileTooLargeError(name, f"有 {size / _MB:.1f} MB；最多读 {limits.size / _MB:g} MB")
