"""Measures, prints the table and writes it to docs/benchmark.md; never fails because something was slow."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from assistant.search_setup import passages_of
from knowledge.corpus import Corpus
from knowledge.embeddings import make_encoder
from knowledge.vector_units import shipped_vectors, units_of
from scoring import load_scheme, scheme_ids
from tests.benchmarks.measured import Row, cold, core, index_and_start, over_http

_PAGE = Path(__file__).parents[2] / "docs" / "benchmark.md"


def main() -> None:
    """Measure everything."""
    before = _load()
    rows: list[Row] = []
    for measure in (core, cold, index_and_start, over_http):
        for row in measure():
            sys.stderr.write(f"{row.what}: {row.measured}\n")
            rows.append(row)
    page = "\n".join((*_head(before, _load()), *_table(rows), ""))
    _PAGE.parent.mkdir(exist_ok=True)
    _PAGE.write_text(page, encoding="utf-8")
    sys.stdout.write(page)


def _head(before: str, after: str) -> Iterable[str]:
    passages = passages_of(Corpus.load(), [load_scheme(name) for name in scheme_ids()])
    units = units_of(passages)
    shipped = shipped_vectors(make_encoder(None).name)
    known = sum(unit.key in shipped for unit in units)
    yield "# Benchmark"
    yield ""
    yield "Measured by `make bench`, without a language model, the server in a process of its own on the same"
    yield "machine. Times are wall-clock times of one run and grow with whatever else the machine does; processor"
    yield 'times do not. "Kept" compares the wall-clock time, so it says no on a busy machine.'
    yield ""
    yield f"- Day: {date.today():%Y-%m-%d}. Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores."
    yield f"- Load average over one minute, before and after: {before}, {after}."
    yield f"- Search index: {len(passages)} passages, {len(units)} vectors, {known} of them delivered with the package."
    yield ""


def _table(rows: Iterable[Row]) -> Iterable[str]:
    yield "| What | Target | Measured | Kept |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        yield f"| {row.what} | {row.target or '–'} | {row.measured} | {row.kept or '–'} |"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"


if __name__ == "__main__":
    main()
