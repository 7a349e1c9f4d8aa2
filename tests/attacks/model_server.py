"""A local OpenAI-compatible service that says what it is told to: well, badly, slowly or not at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Says = Callable[[dict[str, Any]], str]
"""The text that answers a request."""


@dataclass
class Script:
    """How the service behaves; may be changed while it runs."""

    says: Says = lambda _: ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    """For the next requests, one each, before `status` holds again."""
    before_headers: float = 0.0
    before_first: float = 0.0
    """Seconds of silence between the headers and the first words."""
    between: float = 0.0
    drip: bool = False
    """Send nothing but comments, for ever."""
    break_off: bool = False
    piece: int = 40
    takes_json_mode: bool = True
    ways: Iterator[dict[str, Any]] = field(default_factory=lambda: iter(()))
    """For the next requests, one each: fields that stand in for those of the script."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)
    """Set when somebody has hung up before the end."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    script: Script


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        script = self.server.script
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        script.requests.append(body)
        script.paths.append(self.path)
        way = next(script.ways, None)
        try:
            self._answer(replace(script, **way) if way else script, body)
        except (BrokenPipeError, ConnectionResetError):
            script.left.set()

    def do_GET(self) -> None:
        self.server.script.paths.append(self.path)
        self.send_error(404)

    def _answer(self, script: Script, body: dict[str, Any]) -> None:
        time.sleep(script.before_headers)
        status = script.statuses.pop(0) if script.statuses else script.status
        if status == 200 and "response_format" in body and not script.takes_json_mode:
            status = 400
        if status != 200:
            self._plain(status, script.headers)
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        time.sleep(script.before_first)
        while script.drip:
            self._write(b": still here\n\n")
            time.sleep(0.05)
        text = script.says(body)
        self._chunk({"role": "assistant", "content": ""})
        for at in range(0, len(text), script.piece):
            self._chunk({"content": text[at : at + script.piece]})
            time.sleep(script.between)
            if script.break_off:
                self.connection.close()
                return
        self._chunk({}, finish="stop")
        self._write(b"data: [DONE]\n\n")

    def _plain(self, status: int, headers: dict[str, str]) -> None:
        content = json.dumps({"error": {"message": "no", "type": "x", "code": str(status)}}).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _chunk(self, delta: dict[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "scripted",
            "choices": [choice],
        }
        self._write(b"data: " + json.dumps(chunk).encode() + b"\n\n")

    def _write(self, content: bytes) -> None:
        self.wfile.write(content)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """The address of a service that follows a script."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.script = script
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        script.drip = False
        server.shutdown()
        server.server_close()


def asked_for(body: dict[str, Any]) -> dict[str, Any]:
    """The data that a request put before the model."""
    found: dict[str, Any] = json.loads(body["messages"][-1]["content"])
    return found
