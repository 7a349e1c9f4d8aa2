"""Changes the core in every small way, one at a time, and counts the changes that no test notices."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.mutation.mutants import Mutant, difference, mutants_of
from tests.mutation.session import Memory, Session

ROOT = Path(__file__).parents[2]
CORE = ROOT / "scoring"
RESULTS = ROOT / "build" / "mutation.json"
MEMORY = ROOT / "build" / "mutation-memory.json"
TESTS = [
    "tests/scoring",
    "--ignore=tests/scoring/test_naive_agreement.py",
    "--ignore=tests/scoring/test_question_order.py",
    "--deselect=tests/scoring/test_planning.py::test_a_plan_is_the_best_of_all_sets_of_measures",
]


def path_of(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def main(wanted: list[str]) -> None:
    paths = sorted(
        path for path in CORE.rglob("*.py") if not wanted or {path.stem, path.parent.name} & set(wanted)
    )
    mutants = [mutant for path in paths for mutant in mutants_of(path, name_of(path)) if mutant.function]
    outcomes: dict[str, str] = {}
    started = time.monotonic()

    def note(mutant: Mutant, outcome: str) -> None:
        outcomes[mutant.id] = outcome
        if len(outcomes) % 200 == 0:
            sys.stderr.write(
                f"{len(outcomes)} / {len(mutants)} {mutant.module} {dict(Counter(outcomes.values()))} {time.monotonic() - started:.0f}s\n"
            )
            save(outcomes, mutants, memory)

    memory = Memory(**(json.loads(MEMORY.read_text()) if MEMORY.exists() else {"took": {}, "killer": {}}))
    session = Session(path_of, mutants, note, memory)
    code = pytest.main(
        ["-o", "addopts=", "-p", "no:cacheprovider", "-qq", "--assert=plain", "--tb=native", *TESTS],
        plugins=[session],
    )
    if code not in (0, 5):
        sys.stderr.write(f"pytest ended with {code}\n")
        raise SystemExit(1)
    sys.stderr.write("".join(f"left out, fails without any change: {name}\n" for name in session.broken))
    sys.stderr.write(f"{session.seconds:.0f} s of processor time\n")
    save(outcomes, mutants, memory)
    for path in paths:
        own = Counter(outcomes[m.id] for m in mutants if m.module == name_of(path))
        if own:
            sys.stdout.write(
                f"{name_of(path)} {dict(own)} {100 * (own['killed'] + own['timeout']) / own.total():.1f}\n"
            )
    sys.stdout.write(f"{Counter(outcomes.values())} in {time.monotonic() - started:.0f}s\n")


def save(outcomes: dict[str, str], mutants: list[Mutant], memory: Memory) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    MEMORY.write_text(json.dumps(asdict(memory), indent=1))
    survivors = [
        [m.id, m.function, outcomes[m.id], *difference(path_of(m.module), m.number)]
        for m in mutants
        if outcomes.get(m.id) in ("survived", "no test")
    ]
    RESULTS.write_text(
        json.dumps({"outcomes": outcomes, "survivors": survivors}, ensure_ascii=False, indent=1)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
