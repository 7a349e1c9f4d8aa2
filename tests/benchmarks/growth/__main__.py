"""Measures search at growing sizes, each in a process of its own, and writes the section "Growth" of docs/retrieval.md.

`python -m tests.benchmarks.growth [5 500 5000]`
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import milliseconds
from tests.benchmarks.growth.measured import measured
from tests.benchmarks.growth.texts import CLAUSES

_PAGE = Path(__file__).parents[3] / "docs" / "retrieval.md"
_OPEN, _CLOSE = "<!-- growth -->", "<!-- /growth -->"
_ONE = "--one"
_SIZES = ("5", "500", "5000")


def main(given: Sequence[str]) -> None:
    """One size in this process, or all of them, each in another."""
    if given and given[0] == _ONE:
        sys.stdout.write(json.dumps(measured(int(given[1])).as_json()))
        return
    before, sizes = os.getloadavg()[0], []
    for size in given or _SIZES:
        command = [sys.executable, "-m", "tests.benchmarks.growth", _ONE, size]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        sizes.append(json.loads(done.stdout.splitlines()[-1]))
        sys.stderr.write(f"{sizes[-1]}\n")
        _write("\n".join(section(sizes, (before, os.getloadavg()[0]))))


def section(sizes: Sequence[dict[str, Any]], load: tuple[float, float]) -> Iterable[str]:
    """The lines between the marks."""
    yield "## Growth"
    yield ""
    yield "Measured by `python -m tests.benchmarks.growth`: the five texts and invented ones for other cities, parts of"
    yield f"the five of about {CLAUSES} clauses with other places, numbers and terms. Questions are those of the dev set, each from"
    yield "another city. Vectors are stored in the background by one thread; for the invented texts stand-ins are stored,"
    yield "and the rate of the encoder is measured apart on passages of theirs, so that the run ends the same day."
    yield ""
    yield f"- Day: {date.today():%Y-%m-%d}. Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores."
    busy = " Other work ran beside it: the times are rough and too long." if max(load) > 1.5 else ""
    yield f"- Load average over one minute, before and after: {load[0]:.1f}, {load[1]:.1f}.{busy}"
    yield ""
    yield "| | " + " | ".join(f"{one['documents']:,} texts" for one in sizes) + " |"
    yield "| --- |" + " ---: |" * len(sizes)
    for what, shown in _ROWS:
        yield f"| {what} | " + " | ".join(shown(one) for one in sizes) + " |"


def _shown(seconds: float | None) -> str:
    return "not measured" if seconds is None else milliseconds(seconds)


def _pair(name: str) -> Any:
    return lambda one: ", ".join(map(milliseconds, one[name])) if one.get(name) else "not measured"


_ROWS: tuple[tuple[str, Any], ...] = (
    ("clauses", lambda one: f"{one['clauses']:,}"),
    ("passages", lambda one: f"{one['passages']:,}"),
    ("… that say what no other says", lambda one: f"{one['distinct']:,}"),
    ("texts cut into passages, processor time", lambda one: f"{one['prepared']:.1f} s"),
    ("lexical index, from nothing", lambda one: f"{one['lexical']:.1f} s"),
    ("… clauses a second (≥ 5,000)", lambda one: f"{one['clauses'] / one['lexical']:,.0f}"),
    (
        "… clauses a second of processor time",
        lambda one: f"{one['clauses'] / one['lexical_processor']:,.0f}",
    ),
    ("lexical index, one text more", lambda one: f"{one['added']:.2f} s"),
    ("encoder, passages a second (≥ 100)", lambda one: f"{one['encoded_per_second']:.0f}"),
    ("vectors in Chroma", lambda one: f"{one['vectors']:,}"),
    ("… stored a second (≥ 100)", lambda one: f"{one['vectors'] / one['stored']:.0f}"),
    ("… one text more, until all is whole", lambda one: f"{one['vectors_added']:.1f} s"),
    ("… opened after a restart", lambda one: f"{one['opened']:.1f} s"),
    ("search, asker's city known: p50, p95 (≤ 60 ms)", _pair("search")),
    ("search, no city known", _pair("search_anywhere")),
    ("… processor time, city known", _pair("search_processor")),
    ("… processor time, no city known", _pair("search_anywhere_processor")),
    ("search while vectors are stored", _pair("search_while_filling")),
    ("whole answer, city known", _pair("answer")),
    ("… processor time each", lambda one: _shown(one.get("answer_processor"))),
    ("resident memory, at most", lambda one: f"{one['memory']:,.0f} MB"),
)


def _write(lines: str) -> None:
    page = _PAGE.read_text("utf-8") if _PAGE.exists() else "# Retrieval\n"
    fresh = f"{_OPEN}\n{lines}\n{_CLOSE}"
    if _OPEN in page:
        page = re.sub(f"{_OPEN}.*?{_CLOSE}", lambda _: fresh, page, flags=re.DOTALL)
    else:
        page = f"{page.rstrip()}\n\n{fresh}\n"
    _PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
