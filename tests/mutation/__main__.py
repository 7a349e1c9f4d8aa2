"""Changes the core in every small way, one at a time, and writes docs/mutation.md: what no test notices, and why."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.mutation.mutants import Mutant, difference, mutants_of
from tests.mutation.page import Survivor, page
from tests.mutation.session import Memory, Session

ROOT = Path(__file__).parents[2]
CORE = ROOT / "scoring"
PAGE = ROOT / "docs" / "mutation.md"
RESULTS = ROOT / "build" / "mutation.json"
MEMORY = ROOT / "build" / "mutation-memory.json"
TESTS = [
    "tests/scoring",
    # Hundreds of firms at a time: too slow to be run for every change that lives so long.
    "--ignore=tests/scoring/test_naive_agreement.py",
    "--ignore=tests/scoring/test_question_order.py",
    "--deselect=tests/scoring/test_planning.py::test_a_plan_is_the_best_of_all_sets_of_measures",
]
LEAST = 90
"""The score in % below which the run fails."""


def path_of(module: str) -> Path:
    """The file of a module of the core."""
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def name_of(path: Path) -> str:
    """The full name of the module in a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def main(wanted: list[str]) -> None:
    """Run all, or the modules and folders that are named; only a run of all writes the page."""
    paths = sorted(p for p in CORE.rglob("*.py") if not wanted or {p.stem, p.parent.name} & set(wanted))
    mutants = [mutant for path in paths for mutant in mutants_of(path, name_of(path))]
    outcomes: dict[str, str] = {}
    memory = Memory(**(json.loads(MEMORY.read_text()) if MEMORY.exists() else {"took": {}, "killer": {}}))
    started = time.monotonic()

    def note(mutant: Mutant, outcome: str) -> None:
        outcomes[mutant.id] = outcome
        if len(outcomes) % 200 == 0:
            told = f"{len(outcomes)} of {len(mutants)}, {mutant.module}: {dict(Counter(outcomes.values()))}"
            sys.stderr.write(f"{told}, {time.monotonic() - started:.0f} s\n")
            _save(outcomes, memory)

    session = Session(path_of, mutants, note, memory)
    arguments = ["-o", "addopts=", "-p", "no:cacheprovider", "-qq", "--assert=plain", "--tb=native"]
    if (code := pytest.main([*arguments, *TESTS], plugins=[session])) not in (0, 5):
        raise SystemExit(f"pytest ended with {code}")
    _save(outcomes, memory)
    sys.stderr.write("".join(f"left out, fails without any change: {name}\n" for name in session.broken))
    survivors = [
        Survivor(
            m.module, m.function or m.constant or "", outcomes[m.id], *difference(path_of(m.module), m.number)
        )
        for m in mutants
        if outcomes[m.id] in ("survived", "no test")
    ]
    RESULTS.write_text(json.dumps([asdict(one) for one in survivors], ensure_ascii=False, indent=1))
    totals = Counter(mutant.module for mutant in mutants)
    text, score = page(totals, survivors, len(memory.took), session.seconds, time.monotonic() - started)
    if not wanted:
        PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    if score < LEAST or session.broken:
        raise SystemExit(1)


def _save(outcomes: dict[str, str], memory: Memory) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    MEMORY.write_text(json.dumps(asdict(memory), indent=1))
    RESULTS.with_name("mutation-outcomes.json").write_text(json.dumps(outcomes, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
