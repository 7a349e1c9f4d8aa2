"""Servers that start in a moment: one process opens the program, each server is a fork of it on data of its own.

The servers are the program's own behind real HTTP, on a real database and with the real client of a language model; they only search
by words alone, which opens fast. A fork knows nothing of the talks but what its database holds, so killing one is killing a server.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
PATIENCE = 240
"""Seconds until a server has to answer; a busy machine is given time."""


class Nursery:
    """The process whose forks are the servers."""

    def __init__(self) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith("LVPING_")}
        # Threads of a library would not live on in a fork.
        env |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        env["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'tests'}"
        self._process = subprocess.Popen(
            [sys.executable, __file__], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._told() == "ready"

    def ordered(self, **order: Any) -> Any:
        """What comes of an order."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._told()

    def close(self) -> None:
        """End it and all its servers."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)

    def _told(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the nursery has died"
        return json.loads(line)


@cache
def nursery() -> Nursery:
    """The one of this run."""
    found = Nursery()
    atexit.register(found.close)
    return found


@dataclass(slots=True)
class Nursling:
    """A server that can be killed and started again on its data."""

    data: Path
    env: Mapping[str, str]
    port: int = 0
    pid: int = 0

    @property
    def address(self) -> str:
        """Where it answers; the same after each start."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.port = self.port or free_port()
        self.pid = nursery().ordered(
            do="start", port=self.port, env={"LVPING_DATA_DIR": str(self.data), **self.env}
        )
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                    return
            except OSError as exc:
                if time.monotonic() > until or not nursery().ordered(do="look", pid=self.pid):
                    raise AssertionError(
                        f"no server:\n{(self.data / 'server.log').read_text()[-3000:]}"
                    ) from exc
                time.sleep(0.03)

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing is put away."""
        nursery().ordered(do="kill", pid=self.pid)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _host(orders: IO[str], told: IO[str]) -> None:
    """Follow orders until there are no more."""
    import langchain_openai  # noqa: F401  # opened before the fork, as it takes seconds
    import opened
    import uvicorn

    import assistant.facade
    from assistant.facade import Assistant
    from knowledge.retriever import Retriever
    from web.app import create_app

    searches = {opened.corpus().sha256: opened.lexical()}

    def by_words(_: object, corpus: Any, passages: Any) -> Retriever:
        return searches.setdefault(corpus.sha256, Retriever(corpus, passages, None))

    assistant.facade.make_retriever = by_words
    with tempfile.TemporaryDirectory() as folder:
        # What is loaded on first use is loaded here once; only code and texts of the program, nothing of a talk.
        trial = Assistant(opened.settings_in(Path(folder)))
        create_app(trial).state.assistant.prepare()
        trial.store.sessions.kw["bind"].dispose()
    assert threading.active_count() == 1
    children: set[int] = set()

    def started(port: int, env: dict[str, str]) -> int:
        pid = os.fork()
        if pid:
            children.add(pid)
            return pid
        log = os.open(Path(env["LVPING_DATA_DIR"]) / "server.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for old, new in ((0, nothing), (1, log), (2, log)):
            os.dup2(new, old)
        os.environ.update(env)
        app = create_app(Assistant(today=lambda: opened.TODAY))
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
        os._exit(0)

    def lives(pid: int) -> bool:
        if pid in children and os.waitpid(pid, os.WNOHANG)[0]:
            children.discard(pid)
        return pid in children

    def killed(pid: int) -> bool:
        if lives(pid):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            children.discard(pid)
        return True

    ways = {"start": started, "look": lives, "kill": killed}
    told.write('"ready"\n')
    told.flush()
    for line in orders:
        order = json.loads(line)
        told.write(json.dumps(ways[order.pop("do")](**order)) + "\n")
        told.flush()
    for pid in tuple(children):
        killed(pid)


if __name__ == "__main__":
    _host(sys.stdin, sys.stdout)
