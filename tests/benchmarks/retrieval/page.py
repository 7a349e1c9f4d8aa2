"""docs/retrieval.md: each measurement writes its own part, between marks, and leaves the others as they are."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "retrieval.md"
_HEAD = """# Search, measured

How well the five texts are searched, beside general retrieval; what each part of the search is worth; and how it
grows. Every table is written by the command named above it.
"""


def write_part(name: str, lines: Iterable[str], page: Path = PAGE) -> None:
    """Put the lines between the marks of this part; a part that is not there yet comes last."""
    text = page.read_text(encoding="utf-8") if page.exists() else _HEAD
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    body = "\n".join((start, *lines, end))
    if start in text and end in text:
        before, _, rest = text.partition(start)
        text = before + body + rest.partition(end)[2]
    else:
        text = f"{text.rstrip()}\n\n{body}\n"
    page.parent.mkdir(exist_ok=True)
    page.write_text(text, encoding="utf-8")


def measured_on(packages: Sequence[str]) -> str:
    """Day, machine and versions, for the line above a table."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    rough = " Other work shared the cores: times are rough." if load > (os.cpu_count() or 1) else ""
    return (
        f"Day: {date.today():%Y-%m-%d}. Python {platform.python_version()}, {os.cpu_count()} cores, load over one minute "
        f"{load:.1f}. {versions}.{rough}"
    )
