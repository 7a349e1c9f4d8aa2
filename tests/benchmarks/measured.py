"""The measurements: each gives rows of the table."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.assessing import Assessor
from assistant.citing import Citer
from knowledge.corpus import Corpus
from scoring import assess, load_scheme, read_request
from tests.benchmarks import commands, requests
from tests.benchmarks.figures import Spread, both, milliseconds, over, repeated, whole_seconds
from tests.benchmarks.server import Server, encoded

_API = "/api/v1"
_TODAY = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `seconds` or `megabytes` beside `limit` says whether the bar is kept."""

    what: str
    target: str
    measured: str
    value: float | None = None
    limit: float | None = None

    @property
    def kept(self) -> str:
        """Yes, no, or nothing where there is no bar."""
        if self.value is None or self.limit is None:
            return ""
        return "yes" if self.value <= self.limit else "**no**"


def core() -> Iterator[Row]:
    """The scoring core alone, and plan documents, in this process."""
    pack = load_scheme(requests.SCHEME)
    for name, body in (("full", requests.full_factory()), ("half-known", requests.half_factory())):

        def run(body: dict[str, Any] = body) -> object:
            return assess(pack, read_request(pack, body, today=_TODAY))

        spread = repeated(run, 200, warm=5)
        yield Row(f"core alone, {name} factory", "", f"{both(spread)} ({spread.count} runs)")
    assessor = Assessor(Citer(Corpus.load()))
    for fmt, target, limit in (("docx", "≤ 1.5 s", 1.5), ("xlsx", "", None), ("pdf", "", None)):
        spread = repeated(lambda fmt=fmt: assessor.plan_document(pack, requests.plan(), fmt, _TODAY), 10)
        shown = f"p50 {spread.p50:.2f} s, slowest {max(spread.seconds):.2f} s (10 runs)"
        yield Row(f"upgrade plan as {fmt}", target, shown, max(spread.seconds), limit)


def cold() -> Iterator[Row]:
    """The command line from cold."""
    spread, processor = commands.cold_assess(10)
    shown = f"best {spread.best:.2f} s, p95 {spread.p95:.2f} s (10 runs); processor {processor:.2f} s"
    yield Row("`lvping assess` from cold, full factory", "< 1 s", shown, spread.p95, 1.0)


def index_and_start() -> Iterator[Row]:
    """Building the index, and the server from its start until /healthz answers."""
    for what, build, limit in (
        ("`lvping index`, as delivered", commands.build_index, 60.0),
        ("`lvping index`, every vector computed", commands.build_index_without_shipped, 60.0),
    ):
        with tempfile.TemporaryDirectory() as folder:
            seconds = build(Path(folder))
        yield Row(what, "≤ 60 s", f"{seconds:.1f} s", seconds, limit)
    fresh: list[tuple[float, float]] = []
    again: list[tuple[float, float]] = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            for starts in (fresh, again):
                with Server(Path(folder)) as server:
                    starts.append((server.ready_after, server.ready_processor))
    for what, starts in (("index in place", again), ("empty data folder", fresh)):
        waits = [wait for wait, _ in starts]
        spent = min(processor for _, processor in starts)
        shown = f"{whole_seconds(waits)} (3 starts); processor {spent:.1f} s"
        yield Row(f"server ready, {what}", "≤ 8 s", shown, max(waits), 8.0)


def over_http() -> Iterator[Row]:
    """A running server: questions, assessments, talks, its memory; questions also while a first start stores its index."""
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        _, shown, memory = _asked(server)
        yield Row("`POST /ask` while a first start stores its index", "", f"{shown}{_held(memory)}")
    with tempfile.TemporaryDirectory() as folder:
        commands.build_index(Path(folder))
        with Server(Path(folder)) as server:
            asked, shown, memory = _asked(server)
            yield Row("`POST /ask`, warm, index in place", "p95 ≤ 60 ms", shown, asked.p95, 0.060)
            yield from _assessed(server)
            turns = _talked(server)
            yield Row("turn of a talk", "", f"{both(turns)} ({turns.count} turns)")
            if memory is not None:
                after = server.memory() or memory
                shown = f"{memory[0]:.0f} MB (at most {memory[1]:.0f} MB); after the talks {after[0]:.0f} MB"
                yield Row("resident memory after the questions", "≤ 900 MB", shown, memory[0], 900.0)


def _asked(server: Server) -> tuple[Spread, str, tuple[float, float] | None]:
    """All questions once, what it took in words, and the memory afterwards."""
    bodies = [encoded(body) for body in requests.questions()]
    for body in bodies[:20]:
        server.post(f"{_API}/ask", body)
    before = server.processor()
    asked = over(lambda body: server.post(f"{_API}/ask", body), bodies)
    spent = milliseconds((server.processor() - before) / asked.count)
    return asked, f"{both(asked)} ({asked.count} questions); processor {spent} each", server.memory()


def _held(memory: tuple[float, float] | None) -> str:
    return "" if memory is None else f"; {memory[0]:.0f} MB resident"


def _assessed(server: Server) -> Iterator[Row]:
    path = f"{_API}/schemes/{requests.SCHEME}/assess"
    for what, firm, limit in (
        ("full factory (116 items)", requests.full_factory(), 0.010),
        ("half-known factory", requests.half_factory(), None),
    ):
        body = encoded(firm)
        repeated(lambda body=body: server.post(path, body), 10, warm=0)
        before = server.processor()
        spread = repeated(lambda body=body: server.post(path, body), 200, warm=0)
        spent = milliseconds((server.processor() - before) / spread.count)
        shown = f"{both(spread)} ({spread.count} requests); processor {spent} each"
        target = "p95 ≤ 10 ms" if limit else ""
        yield Row(f"`POST …/assess`, {what}", target, shown, spread.p95, limit)


def _talked(server: Server) -> Spread:
    seconds: list[float] = []
    for scheme, said in requests.talks():
        talk = server.ask_for(f"{_API}/conversations", {"scheme": scheme, "role": "officer"})["id"]
        path = f"{_API}/conversations/{talk}/messages"
        spread = over(lambda body, path=path: server.post(path, body), [encoded({"text": t}) for t in said])
        seconds += spread.seconds
    return Spread(tuple(seconds))
