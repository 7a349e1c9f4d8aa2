"""A real server in a process of its own, as `lvping serve` starts it."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

PATIENCE = 180.0
"""Seconds after which a server that does not answer is given up."""


def environment(data: Path) -> dict[str, str]:
    """The environment of a process: defaults throughout, no model, its own data folder."""
    # Compiled modules are kept, as on the machine of a user.
    left_out = "PYTHONDONTWRITEBYTECODE"
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("LVPING_") and name != left_out
    }
    return {**kept, "LVPING_DATA_DIR": str(data)}


class Server:
    """A running server; leaving the `with` block ends it."""

    def __init__(self, data: Path) -> None:
        self.port = _free_port()
        start = time.perf_counter()
        command = [sys.executable, "-m", "assistant", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(
            command, env=environment(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            self._wait(start + PATIENCE)
        except BaseException:
            self.stop()
            raise
        self.ready_after = time.perf_counter() - start
        self.ready_processor = self.processor()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process."""
        self._line.close()
        self._process.terminate()
        self._process.wait(30)

    def post(self, path: str, body: bytes) -> bytes:
        """The body of the answer to a POST.

        Raises:
            RuntimeError: the status was not a success.
        """
        self._line.request("POST", path, body, {"Content-Type": "application/json"})
        answer = self._line.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path} answered {answer.status}: {content[:300]!r}")
        return content

    def ask_for(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """A POST whose answer is needed."""
        found: dict[str, Any] = json.loads(self.post(path, encoded(body)))
        return found

    def memory(self) -> tuple[float, float] | None:
        """Resident megabytes now and at most so far; None where the system does not tell."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.is_file():
            return None
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        now, most = (int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
        return now, most

    def processor(self) -> float:
        """Seconds of processor time so far, which other work on the machine does not lengthen; 0 where not told."""
        stat = Path(f"/proc/{self._process.pid}/stat")
        if not stat.is_file():
            return 0.0
        # The name in brackets may hold blanks; user and system time are the 12th and 13th field after it.
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _wait(self, until: float) -> None:
        while time.perf_counter() < until:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with code {self._process.returncode}")
            try:
                self._line.request("GET", "/healthz")
                if self._line.getresponse().read() and self._line.sock is not None:
                    return
            except OSError:
                self._line.close()
                time.sleep(0.02)
        raise TimeoutError(f"/healthz did not answer within {PATIENCE:.0f} s")


def encoded(body: dict[str, Any]) -> bytes:
    """A body as it goes over the line."""
    return json.dumps(body, ensure_ascii=False).encode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
