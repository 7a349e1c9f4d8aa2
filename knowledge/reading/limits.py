"""How large, deep and slow a file may be."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from knowledge.reading.errors import FileTooLargeError, ReadingTimeError

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of one file is."""

    stage: Literal["text", "scan"]
    """``scan``: the pages that hold pictures only are being recognised."""
    done: int
    """Pages read in this stage."""
    total: int
    """Pages that this stage has to read."""


Told = Callable[[Progress], None]
"""Called behind each page; what it raises ends the reading."""


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
    merged: int = 400_000
    """Places that all merges of a workbook cover."""
    text: int = 20_000_000
    """Characters of the text read."""
    seconds: float = 300.0
    """Time for the whole file, pages that must be recognised aside."""
    scan_seconds: float = 60.0
    """Time added for each page that must be recognised."""
    memory: int = 2048 * _MB
    """Address space of the process that opens a PDF, and of the one that recognises its pages, bytes."""


class Deadline:
    """Until when one file may be read."""

    def __init__(self, name: str, limits: Limits, told: Told | None = None) -> None:
        self.name = name
        self.limits = limits
        self._told = told
        self._allowed = limits.seconds
        self._until = time.monotonic() + limits.seconds

    def extend(self, seconds: float) -> None:
        """Allow more time."""
        self._allowed += seconds
        self._until += seconds

    def tell(self, progress: Progress) -> None:
        """Say how far the reading is to whoever asked for it."""
        if self._told is not None:
            self._told(progress)

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
        return ReadingTimeError(self.name, f"读了 {self._allowed:g} 秒还没有读完；单个文件最多读这么久")


def check_size(name: str, size: int, limits: Limits) -> None:
    """Raise FileTooLargeError for a file of more bytes than allowed."""
    if size > limits.size:
        raise FileTooLargeError(name, f"有 {size / _MB:.1f} MB；最多读 {limits.size / _MB:g} MB")
