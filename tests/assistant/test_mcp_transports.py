"""The program as a client starts it: over standard input and output, and over streamable HTTP."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters

CITY = "sanmenxia-grading-2022"
COMMAND = [sys.executable, "-m", "assistant", "mcp"]
CALL = {"scheme": CITY, "facts": {"units": [{"aspects": {"运输监管": "C"}}]}}


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "LVPING_DATA_DIR": str(folder), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}


def test_a_client_works_over_standard_input_and_output(tmp_path: Path) -> None:
    started = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=_environment(tmp_path))

    async def run() -> Any:
        async with Client(started) as client:
            tools = (await client.list_tools()).tools
            result = await client.call_tool("assess", CALL)
            wrong = await client.call_tool("assess", {"scheme": CITY, "facts": {"1.01": {}}})
            return tools, result, wrong

    tools, result, wrong = anyio.run(run)
    assert len(tools) == 6
    assert result.structured_content["grade"] == {"confirmed": "D", "reachable": "C"}
    assert wrong.is_error and "1.01" in wrong.structured_content["detail"]


def test_nothing_but_the_protocol_stands_on_standard_output(tmp_path: Path) -> None:
    """The older handshake, a line that is no JSON, and a question, which opens the search and its progress bars."""
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    question = {"name": "ask", "arguments": {"question": "多少分可以推荐为绿色低碳工厂"}}
    sent = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": question},
    ]
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(tmp_path),
    )
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("".join(json.dumps(one) + "\n" for one in sent).encode() + b"no JSON\n")
    process.stdin.flush()
    lines: list[dict[str, Any]] = []
    while not any(line.get("id") == 2 for line in lines):
        line = process.stdout.readline()
        assert line, process.stderr.read() if process.stderr else b""
        lines.append(json.loads(line))
    rest, _ = process.communicate(timeout=60)
    assert [json.loads(line)["jsonrpc"] for line in rest.splitlines()] == ["2.0"] * len(rest.splitlines())
    answer = next(line for line in lines if line.get("id") == 2)["result"]
    assert "85" in answer["structuredContent"]["answer"]
    assert process.returncode == 0


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("mcp")
    process = subprocess.Popen([*COMMAND, "--http", "--port", str(port)], env=_environment(folder))
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert process.poll() is None
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.slow
def test_a_client_works_over_http(address: str) -> None:
    async def run() -> Any:
        async with Client(address) as client:
            result = await client.call_tool("assess", CALL)
            wrong = await client.call_tool("clause", {"document_id": "x", "clause_id": "y"})
            return result, wrong

    result, wrong = anyio.run(run)
    assert result.structured_content["grade"] == {"confirmed": "D", "reachable": "C"}
    assert wrong.is_error and "没有" in wrong.structured_content["detail"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:8001"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_a_page_that_rebinds_a_name_gets_nothing(address: str, headers: dict[str, str], status: int) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    accepted = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    assert httpx.post(address, content=body, headers={**accepted, **headers}).status_code == status


@pytest.mark.slow
def test_a_body_beyond_the_limit_is_refused(address: str) -> None:
    accepted = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    assert httpx.post(address, content=b"[" * 1_100_000, headers=accepted).status_code == 413


def test_an_open_address_needs_a_name(tmp_path: Path) -> None:
    ran = subprocess.run(
        [*COMMAND, "--http", "--host", "0.0.0.0"],
        env=_environment(tmp_path),
        capture_output=True,
        timeout=120,
    )
    assert ran.returncode == 2 and "--allow-host" in ran.stderr.decode()
    assert b"Traceback" not in ran.stderr
