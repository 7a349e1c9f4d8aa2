"""Runs the tests once as they are, then for every wrong version those that reach it, each in a fork."""

from __future__ import annotations

import functools
import gc
import os
import re
import signal
import sys
import time
import traceback
import types
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

from scoring import Pack, load_scheme, scheme_ids
from tests.mutation.mutants import Mutant, constants_source, function_source

# A test that takes longer (in seconds, while the lines it runs are noted) is left out: it would be run
# for every version that survives.
SLOWEST = 0.5
# The time (counted as above) for one mutant. Those that live to the end of it count as survivors.
MOST_TIME = 10.0
EXAMPLES = 10
WORKERS = os.cpu_count() or 1
_FAULT = 70


@dataclass
class Memory:
    """What earlier runs found, to be quicker: the time of each test, and the test that killed a mutant."""

    took: dict[str, float]
    killer: dict[str, str]


@dataclass
class _Fork:
    mutant: Mutant
    until: float
    answer: int


class Session:
    """A pytest plugin; `outcome` is called with each mutant and survived, killed, timeout or no test."""

    def __init__(
        self,
        path_of: Callable[[str], Path],
        mutants: Sequence[Mutant],
        outcome: Callable[[Mutant, str], None],
        memory: Memory,
    ):
        self._path_of, self._mutants, self._outcome, self._memory = path_of, mutants, outcome, memory
        # Loaded before anything is changed: what loads them is changed as well.
        self._packs = [load_scheme(scheme) for scheme in scheme_ids()]
        self._running: dict[int, _Fork] = {}
        self._kills: defaultdict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
        self.broken: list[str] = []
        """Tests that fail without any change; they are left out."""
        self.seconds = 0.0
        """Processor time of all forks."""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measures the tests, then runs the mutants instead of the usual loop."""
        took = self._memory.took
        reached = self._baseline([item for item in session.items if took.get(item.nodeid, 0) <= SLOWEST])
        items = [
            item for item in session.items if took[item.nodeid] <= SLOWEST and item.nodeid not in self.broken
        ]
        items.sort(key=lambda item: took[item.nodeid])
        gc.collect()
        gc.freeze()
        for mutant in self._mutants:
            names = reached(mutant)
            chosen = [item for item in items if item.nodeid in names]
            if not chosen:
                self._outcome(mutant, "no test")
                continue
            while len(self._running) >= WORKERS:
                self._reap()
            self._likeliest_first(mutant, chosen)
            time_of = list(accumulate(took[item.nodeid] for item in chosen))
            enough = bisect(time_of, MOST_TIME)
            self._fork(mutant, chosen[:enough], 10 + 2 * time_of[enough - 1])
        while self._running:
            self._reap()
        return True

    def _likeliest_first(self, mutant: Mutant, items: list[pytest.Item]) -> None:
        """What killed this mutant in an earlier run, then what killed others of its function, then unit tests, then the quick."""
        last, kills = (
            self._memory.killer.get(mutant.key),
            self._kills[mutant.module, mutant.function or mutant.constant],
        )
        items.sort(
            key=lambda item: (item.nodeid != last, -kills[item.nodeid], "/unit/" not in item.nodeid),
        )

    def _baseline(self, items: Sequence[pytest.Item]) -> Callable[[Mutant], set[str]]:
        """Runs every test once; gives the tests that run a line of a mutant."""
        folder = self._path_of("scoring").parent
        cov = coverage.Coverage(data_file=None, include=[f"{folder}/*"], config_file=False)
        cov.start()
        for item in items:
            _cap_examples(item)
            clear_caches(self._packs)
            cov.switch_context(item.nodeid)
            started = time.perf_counter()
            reports = runtestprotocol(item, nextitem=None, log=False)
            self._memory.took[item.nodeid] = time.perf_counter() - started
            if any(report.failed for report in reports):
                self.broken.append(item.nodeid)
        cov.stop()
        by_line = {path: cov.get_data().contexts_by_lineno(path) for path in cov.get_data().measured_files()}

        def reached(mutant: Mutant) -> set[str]:
            if mutant.function is None:
                return self._users(mutant, by_line)
            lines = by_line.get(str(self._path_of(mutant.module)), {})
            return {
                name for line in range(mutant.first, mutant.last + 1) for name in lines.get(line, ()) if name
            }

        return reached

    def _users(self, mutant: Mutant, by_line: dict[str, dict[int, list[str]]]) -> set[str]:
        """The tests that run a line which names the constant, or one made from it."""
        names = {name for name, _ in constants_source(self._path_of(mutant.module), mutant)}
        word = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
        return {
            test
            for path, lines in by_line.items()
            for number, text in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1)
            if word.search(text)
            for test in lines.get(number, ())
            if test
        }

    def _fork(self, mutant: Mutant, items: Sequence[pytest.Item], limit: float) -> None:
        answer, told = os.pipe()
        pid = os.fork()
        if pid == 0:
            code = _FAULT
            try:
                loads = apply(mutant, self._path_of(mutant.module))
                clear_caches(self._packs)
                killer = next((item.nodeid for item in items if _fails(item)), "") if loads else ""
                os.write(told, killer.encode())
                code = 0 if loads and not killer else 1
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        os.close(told)
        self._running[pid] = _Fork(mutant, time.monotonic() + limit, answer)

    def _reap(self) -> None:
        while True:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid in self._running:
                break
            for late, fork in self._running.items():
                if time.monotonic() > fork.until:
                    os.kill(late, signal.SIGKILL)
            time.sleep(0.002)
        fork = self._running.pop(pid)
        self.seconds += usage.ru_utime + usage.ru_stime
        with os.fdopen(fork.answer, "rb") as answer:
            killer = answer.read().decode()
        code = os.waitstatus_to_exitcode(status)
        if code == _FAULT:
            raise RuntimeError(f"{fork.mutant.id} could not be tried")
        if killer:
            self._memory.killer[fork.mutant.key] = killer
            self._kills[fork.mutant.module, fork.mutant.function or fork.mutant.constant][killer] += 1
        self._outcome(fork.mutant, {0: "survived", -signal.SIGKILL: "timeout"}.get(code, "killed"))


def _fails(item: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))


def apply(mutant: Mutant, path: Path) -> bool:
    """Makes the running program the wrong version; False where that version could not even be loaded."""
    if mutant.function is None:
        return _apply_to_constant(mutant, path)
    wrong = compile(function_source(path, mutant), str(path), "exec", dont_inherit=True)
    code = next(code for code in _codes(wrong) if code.co_qualname == mutant.function)
    owner: Any = sys.modules[mutant.module]
    *classes, name = mutant.function.split(".")
    for part in classes:
        owner = getattr(owner, part)
    found = vars(owner)[name]
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, functools.cached_property):
        found = found.func
    found = getattr(found, "__func__", found)
    found = getattr(found, "__wrapped__", found)
    assert isinstance(found, types.FunctionType), found
    found.__code__ = code
    return True


def _apply_to_constant(mutant: Mutant, path: Path) -> bool:
    """Gives the constant, and all made from it, the wrong value wherever it was imported by its name."""
    own = sys.modules[mutant.module]
    for name, statement in list(constants_source(path, mutant)):
        old = getattr(own, name)
        code = compile(statement, str(path), "exec", dont_inherit=True)
        try:
            exec(code, vars(own))
        except Exception:
            return False
        for module in _core():
            if vars(module).get(name) is old:
                setattr(module, name, getattr(own, name))
    return True


def _core() -> list[types.ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.partition(".")[0] == "scoring"]


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for part in code.co_consts:
        if isinstance(part, types.CodeType):
            yield part
            yield from _codes(part)


def clear_caches(packs: Sequence[Pack]) -> None:
    """Forgets what the core remembers, except the packs: they are many times the price of a test."""
    for pack in packs:
        for name in [
            name
            for name in vars(pack)
            if isinstance(getattr(type(pack), name, None), functools.cached_property)
        ]:
            del vars(pack)[name]
    for module in _core():
        for value in list(vars(module).values()):
            if isinstance(value, functools._lru_cache_wrapper) and value.__name__ != "load_scheme":
                value.cache_clear()


def _cap_examples(item: pytest.Item) -> None:
    """Generated examples: few, and not made smaller after a failure."""
    test = getattr(item, "obj", None)
    test = getattr(test, "__func__", test)
    own = getattr(test, "_hypothesis_internal_use_settings", None)
    if own is not None:
        test._hypothesis_internal_use_settings = settings(  # type: ignore[union-attr]
            own, max_examples=min(own.max_examples, EXAMPLES), phases=(Phase.explicit, Phase.generate)
        )
