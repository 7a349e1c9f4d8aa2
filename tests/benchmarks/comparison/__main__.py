"""Checks that the three agree, measures them, and writes docs/comparison.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scoring import Pack, load_scheme
from tests.benchmarks.comparison.abilities import ABILITIES, ELSEWHERE
from tests.benchmarks.comparison.engine import expressions_needed
from tests.benchmarks.comparison.firms_compared import answered, half_known, on_the_line, result_of
from tests.benchmarks.comparison.timed import Timed, by_core, by_engine, by_spreadsheet

SCHEME = "zhengzhou-green-factory"
_PAGE = Path(__file__).parents[3] / "docs" / "comparison.md"


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.comparison")
    parser.add_argument("--firms", type=int, default=2000)
    count = parser.parse_args().firms
    pack = load_scheme(SCHEME)
    complete = answered(pack, count)
    told = [*by_spreadsheet(pack, complete), *by_engine(pack, complete), *by_core(pack, complete)]
    truth = [str(result_of(pack, facts).verdict) for facts in complete]
    for timed in told:
        if timed.verdicts != truth:
            differing = sum(one != other for one, other in zip(timed.verdicts, truth, strict=True))
            sys.exit(f"{timed.what}: {differing} of {count} verdicts differ; nothing was written")
    page = "\n".join(
        (
            *_head(pack),
            *_speed(told, truth),
            *_unknown(pack, complete, truth),
            *_line(pack, complete),
            *_abilities(),
            "",
        )
    )
    _PAGE.write_text(page, encoding="utf-8")
    sys.stdout.write(page)


def _head(pack: Pack) -> Iterator[str]:
    yield "# Beside a spreadsheet and a decision engine"
    yield ""
    yield "Written by `python -m tests.benchmarks.comparison` after"
    yield '`.venv/bin/pip install -e ".[compare]"`. The same invented firms go through three ways of working in one run:'
    yield ""
    yield "- a spreadsheet: the scoring table and one line a firm in a workbook (openpyxl), evaluated with pandas as a sheet's"
    yield "  SUMPRODUCT would; a person has already read each row and written down the share of its points;"
    yield f"- a decision engine: zen-engine with a JSON model generated from the pack, {expressions_needed(pack)} expressions and a"
    yield "  decision table; it takes the facts as they are;"
    yield "- this core, with the pack itself; it takes the facts as they are."
    yield ""
    yield f"Scheme: {pack.title}, {len(pack.items)} rows and conditions. Day: {date.today():%Y-%m-%d}."
    yield f"Python {platform.python_version()}, {os.cpu_count()} cores, load over one minute {os.getloadavg()[0]:.1f}, pandas {version('pandas')},"
    yield f"openpyxl {version('openpyxl')}, zen-engine {version('zen-engine')}. One run. Wall-clock times grow with whatever else"
    yield "the machine does, processor times do not."
    yield ""


def _speed(told: Sequence[Timed], truth: Sequence[str]) -> Iterator[str]:
    counts = Counter(truth)
    yield "## Everything answered"
    yield ""
    yield f"{len(truth):,} firms with a fact for every row: {counts['pass']:,} pass, {counts['fail']:,} fail. All three give the same verdict for each."
    yield ""
    yield "| Way of working | Gives | Firms a second | Firms a processor second |"
    yield "| --- | --- | ---: | ---: |"
    for timed in told:
        yield f"| {timed.what} | {timed.gives} | {timed.by_the_clock} | {timed.by_the_processor} |"
    yield ""
    yield "A filled-in sheet is evaluated column by column, all firms at once, and gives one word a firm; filling it in is not counted."
    yield "This core works out an answer to a row once for all firms that give it."
    yield ""


def _unknown(pack: Pack, complete: Sequence[dict[str, Any]], truth: Sequence[str]) -> Iterator[str]:
    firms = half_known(complete)
    ways = {
        "spreadsheet": by_spreadsheet(pack, firms)[-1].verdicts,
        "decision engine": by_engine(pack, firms)[-1].verdicts,
        "this core": [str(result_of(pack, facts).verdict) for facts in firms],
    }
    yield "## Three answers of ten still missing"
    yield ""
    yield "The same firms, three of ten facts taken away. A verdict is overturned when the full facts say otherwise."
    yield ""
    yield "| Way of working | pass | fail | open | Overturned later |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for way, verdicts in ways.items():
        counts = Counter(verdicts)
        wrong = sum(
            now in ("pass", "fail") and now != then for now, then in zip(verdicts, truth, strict=True)
        )
        yield f"| {way} | {counts['pass']:,} | {counts['fail']:,} | {counts['undetermined']:,} | {wrong:,} |"
    yield ""
    yield "In a sheet an empty cell, and in the engine a missing fact, counts as nothing earned. Either can be taught otherwise by"
    yield "doubling every column or expression."
    yield ""


def _line(pack: Pack, complete: Sequence[dict[str, Any]]) -> Iterator[str]:
    firms = on_the_line(pack, complete)
    yield "## Exactly on the pass line"
    yield ""
    yield f"{len(firms):,} of these firms, brought to exactly 85 points by one partly met row; 85 passes."
    yield ""
    yield "| Way of working | Says pass |"
    yield "| --- | ---: |"
    ways = {"spreadsheet": by_spreadsheet(pack, firms)[-1], "decision engine": by_engine(pack, firms)[-1]}
    for way, timed in ways.items():
        yield f"| {way} | {timed.verdicts.count('pass'):,} |"
    yield f"| this core | {[str(result_of(pack, facts).verdict) for facts in firms].count('pass'):,} |"
    yield ""
    yield "Pandas adds binary fractions; rounding the sum before the comparison would mend it. The engine and this core add decimals."
    yield ""


def _abilities() -> Iterator[str]:
    yield "## What each can give"
    yield ""
    yield '"By hand": possible with columns, formulas or expressions that a person writes and keeps up for every row.'
    yield ""
    yield "| Result | Spreadsheet | Decision engine | Here |"
    yield "| --- | --- | --- | --- |"
    for row in ABILITIES:
        yield f"| {' | '.join(row)} |"
    yield ""
    yield "What the other two have and this project has not:"
    yield ""
    yield from (f"- {sentence}" for sentence in ELSEWHERE)


if __name__ == "__main__":
    main()
