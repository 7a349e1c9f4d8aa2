"""How long each of the three takes for the same firms."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring import Pack
from scoring.bulk import BulkAssessor
from tests.benchmarks.comparison import spreadsheet
from tests.benchmarks.comparison.engine import Engine
from tests.benchmarks.comparison.firms_compared import TODAY


@dataclass(frozen=True, slots=True)
class Timed:
    """What one way of working said and how long it took."""

    what: str
    gives: str
    seconds: float
    verdicts: list[str]

    @property
    def a_second(self) -> str:
        """Firms a second, to two figures."""
        rate = len(self.verdicts) / self.seconds
        return f"{float(f'{rate:.2g}'):,.0f}"


def by_spreadsheet(pack: Pack, firms: Sequence[dict[str, Any]]) -> list[Timed]:
    """The filled-in workbook read and evaluated, and evaluated alone."""
    assert pack.pass_rule is not None
    at_least = float(pack.pass_rule.at_least)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "firms.xlsx"
        spreadsheet.write(pack, firms, path)
        (table, sheet), reading = _timed(lambda: spreadsheet.read(path))
    verdicts, thinking = _timed(lambda: spreadsheet.verdicts(table, sheet, at_least))
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


def _timed(run: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = run()
    return result, time.perf_counter() - start
