"""The command line from cold: each run is a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import requests
from tests.benchmarks.figures import Spread, repeated, seconds_of
from tests.benchmarks.server import environment

_WITHOUT_SHIPPED = """
import sys
from pathlib import Path
from knowledge import vector_index
vector_index.SHIPPED = Path("no vectors here")
from assistant.cli import main
sys.argv = ["lvping", "index"]
main()
"""


def cold_assess(times: int) -> tuple[Spread, float]:
    """`lvping assess` of the full factory: wall-clock times, and processor seconds a run."""
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.json"
        facts.write_text(json.dumps(requests.full_factory()), encoding="utf-8")
        command = [sys.executable, "-m", "assistant", "assess", requests.SCHEME, str(facts), "--json"]
        _run(command, Path(folder))
        before = os.times()
        spread = repeated(lambda: _run(command, Path(folder)), times, warm=0)
        after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spread, spent / times


def build_index(data: Path) -> float:
    """`lvping index` as it is delivered."""
    return seconds_of(lambda: _run([sys.executable, "-m", "assistant", "index"], data))


def build_index_without_shipped(data: Path) -> float:
    """`lvping index` when every vector has to be computed."""
    return seconds_of(lambda: _run([sys.executable, "-c", _WITHOUT_SHIPPED], data))


def _run(command: list[str], data: Path) -> None:
    subprocess.run(command, env=environment(data), check=True, stdout=subprocess.DEVNULL)
