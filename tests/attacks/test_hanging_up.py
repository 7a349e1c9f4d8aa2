"""Clients that hang up in the middle: the others are answered, no turn is half written, the model's line is closed."""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
PATIENCE = 60.0
"""Seconds after which what should have happened will not happen any more."""
QUESTION = "三门峡的绩效分级由谁初审"


class DrippingModel(ThreadingHTTPServer):
    """A model service that begins to answer and never ends; it notices when it is left."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Drips)
        self.opened = threading.Semaphore(0)
        self.left = threading.Semaphore(0)
        self.open = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Drips(BaseHTTPRequestHandler):
    server: DrippingModel

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        self.server.open += 1
        self.server.opened.release()
        delta = {"index": 0, "delta": {"role": "assistant", "content": "每"}, "finish_reason": None}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [delta]}
        try:
            while True:
                self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            self.server.open -= 1
            self.server.left.release()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Client:
    """Talks to the server over plain sockets, so that it can hang up whenever it likes."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
            return json.load(answer)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            json.dumps(body).encode(),
            {"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def talk(self) -> str:
        return str(self.post("/api/v1/conversations", {"scheme": "sanmenxia-grading-2022"})["id"])

    def hang_up(self, talk: str, text: str, *, after: bytes, sent: float = 1.0) -> bytes:
        """Ask for a stream, read until `after` has come and reset the line; with `sent` only a part of the request."""
        body = json.dumps({"text": text}).encode()
        head = (
            f"POST /api/v1/conversations/{talk}/messages HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        whole = head.encode() + body
        seen = b""
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)) as line:
            line.sendall(whole[: int(len(whole) * sent)])
            while sent == 1.0 and after not in seen:
                part = line.recv(64)
                assert part, f"the server hung up first: {seen!r}"
                seen += part
            # Closing with unread data and no lingering resets the line, as a phone that loses its network does.
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return seen

    def turns(self, talk: str) -> list[tuple[str, str]]:
        return [
            (turn["role"], turn["text"]) for turn in self.get(f"/api/v1/conversations/{talk}")["messages"]
        ]

    def once_said(self, talk: str, text: str) -> list[tuple[str, str]]:
        """The turns of a talk once this message is among them."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            turns = self.turns(talk)
            if ("user", text) in turns:
                return turns
            time.sleep(0.1)
        raise AssertionError("the turn was never written")


@pytest.fixture(scope="module")
def model() -> Iterator[DrippingModel]:
    server = DrippingModel()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def client(model: DrippingModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    data = tmp_path_factory.mktemp("server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith("LVPING_")}
    env |= {"LVPING_DATA_DIR": str(data), "LVPING_LLM_BASE_URL": model.url, "LVPING_LLM_MODEL": "m"}
    env |= {"LVPING_LLM_SECONDS": "3", "PYTHONPATH": str(Path(__file__).parents[2])}
    script = Path(__file__).with_name("lexical_server.py")
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, str(script), str(port)], env=env, cwd=data, stdout=log, stderr=log
        )
    found = Client(port)
    try:
        _wait(server, found, data / "server.log")
        yield found
        told = (data / "server.log").read_text(encoding="utf-8")
        assert "Traceback" not in told, told[-3000:]
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(server: subprocess.Popen[bytes], client: Client, log: Path) -> None:
    until = time.monotonic() + 4 * PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            client.get("/healthz")
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text()[-3000:]}")


def _is_whole(turns: list[tuple[str, str]], asked: int) -> bool:
    """Whether each message has its reply and none is there twice."""
    roles = [role for role, _ in turns]
    start = 1 if roles and roles[0] == "assistant" else 0
    return roles[start:] == ["user", "assistant"] * asked and all(text for _, text in turns)


def test_a_client_leaves_while_the_model_is_at_work(client: Client, model: DrippingModel) -> None:
    talk = client.talk()
    client.hang_up(talk, QUESTION, after=b"\r\n\r\n")
    assert model.opened.acquire(timeout=PATIENCE), "the model was not asked"
    other = client.talk()
    assert client.post(f"/api/v1/conversations/{other}/messages", {"text": "运输监管到B了"})["proposed"]
    assert client.get("/healthz")["status"] == "ok"
    assert model.left.acquire(timeout=PATIENCE), "the line to the model stayed open"
    turns = client.once_said(talk, QUESTION)
    assert _is_whole(turns, 1)
    assert "20 日前" in turns[-1][1], "the reply that nobody waited for is not there to read"


def test_a_client_leaves_in_the_middle_of_the_words(client: Client) -> None:
    talk = client.talk()
    seen = client.hang_up(talk, "运输监管到B了", after=b"event: token")
    assert b"event: done" not in seen
    assert _is_whole(client.once_said(talk, "运输监管到B了"), 1)
    said = client.post(f"/api/v1/conversations/{talk}/messages", {"text": "确认"})
    assert said["assessment"]["units"][0]["grade"]
    assert _is_whole(client.turns(talk), 2)


def test_many_leave_at_once_and_the_server_goes_on(client: Client, model: DrippingModel) -> None:
    talks = [client.talk() for _ in range(12)]

    def leave(place: int, talk: str) -> None:
        text = QUESTION if place % 3 == 0 else "环境管理只够C级"
        sent = 0.6 if place % 4 == 3 else 1.0
        client.hang_up(talk, text, after=b"\r\n\r\n", sent=sent)

    threads = [threading.Thread(target=leave, args=pair) for pair in enumerate(talks)]
    for thread in threads:
        thread.start()
    fresh = client.talk()
    assert client.post(f"/api/v1/conversations/{fresh}/messages", {"text": "运输监管到B了"})["proposed"]
    for thread in threads:
        thread.join(PATIENCE)
    for place, talk in enumerate(talks):
        if place % 4 == 3:
            assert "user" not in dict(client.turns(talk)), "half a request has become a turn"
            continue
        text = QUESTION if place % 3 == 0 else "环境管理只够C级"
        assert _is_whole(client.once_said(talk, text), 1)
    until = time.monotonic() + PATIENCE
    while model.open and time.monotonic() < until:
        time.sleep(0.1)
    assert model.open == 0, "lines to the model stayed open"
    assert client.get("/healthz")["status"] == "ok"
