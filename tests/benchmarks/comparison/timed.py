"""How long each of the three takes for the same firms."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring import Pack
from scoring.many.bulk import BulkAssessor
from tests.benchmarks.comparison import spreadsheet
from tests.benchmarks.comparison.engine import Engine
from tests.benchmarks.comparison.firms_compared import TODAY


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of wall-clock time, and of processor time on all cores."""

    clock: float
    processor: float

    def __add__(self, other: Spent) -> Spent:
        """Both, one after the other."""
        return Spent(self.clock + other.clock, self.processor + other.processor)


@dataclass(frozen=True, slots=True)
class Timed:
    """What one way of working said and how long it took."""

    what: str
    gives: str
    spent: Spent
    verdicts: list[str]

    @property
    def by_the_clock(self) -> str:
        """Firms a second of wall-clock time, to two figures."""
        return _two_figures(len(self.verdicts) / self.spent.clock)

    @property
    def by_the_processor(self) -> str:
        """Firms a second of processor time, whatever else the machine does, to two figures."""
        return _two_figures(len(self.verdicts) / self.spent.processor)


def by_spreadsheet(pack: Pack, firms: Sequence[dict[str, Any]]) -> list[Timed]:
    """The filled-in workbook read and evaluated, and evaluated alone."""
    assert pack.pass_rule is not None
    at_least = float(pack.pass_rule.at_least)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "firms.xlsx"
        spreadsheet.write(pack, firms, path)
        (table, sheet), reading = _timed(lambda: spreadsheet.read(path))
    # Too short for the processor's clock: evaluated twenty times over.
    same, often = _timed(lambda: [spreadsheet.verdicts(table, sheet, at_least) for _ in range(20)])
    verdicts = same[0]
    thinking = Spent(often.clock / 20, often.processor / 20)
    return [
        Timed("spreadsheet, workbook read and evaluated", "verdict", reading + thinking, verdicts),
        Timed("spreadsheet, evaluated alone", "verdict", thinking, verdicts),
    ]


def by_engine(pack: Pack, firms: Sequence[dict[str, Any]]) -> list[Timed]:
    """The decision model, compiled once."""
    engine = Engine(pack)
    verdicts, seconds = _timed(lambda: [engine.verdict(facts) for facts in firms])
    return [Timed("decision engine", "verdict", seconds, verdicts)]


def by_core(pack: Pack, firms: Sequence[dict[str, Any]]) -> list[Timed]:
    """The core in this process, and the program from lines to lines."""
    bulk = BulkAssessor(pack, today=TODAY)
    verdicts, seconds = _timed(lambda: [str(bulk.assess({"facts": facts}).verdict) for facts in firms])
    lines = "".join(json.dumps({"facts": facts}) + "\n" for facts in firms).encode()
    command = [sys.executable, "-m", "assistant", "assess", pack.id, "--jsonl"]
    out, whole = _timed(lambda: subprocess.run(command, input=lines, capture_output=True, check=True).stdout)
    told = [json.loads(line)["verdict"] for line in out.splitlines()]
    everything = "whole result: interval, blocks, gates, gaps, questions, trace, citations"
    return [
        Timed("this core, in one process", "whole result, without JSON", seconds, verdicts),
        Timed("`lvping assess --jsonl`, start included", everything, whole, told),
    ]


def _timed(run: Callable[[], Any]) -> tuple[Any, Spent]:
    clock, before = time.perf_counter(), os.times()
    result = run()
    after = os.times()
    # The first four fields are user and system time of this process and of the programs it ran.
    return result, Spent(time.perf_counter() - clock, sum(after[:4]) - sum(before[:4]))


def _two_figures(rate: float) -> str:
    return f"{float(f'{rate:.2g}'):,.0f}"
