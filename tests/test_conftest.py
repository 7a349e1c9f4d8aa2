"""The guard that keeps tests on this machine works."""

from __future__ import annotations

import socket
import urllib.request

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_connections_beyond_this_machine_are_refused(host: str) -> None:
    with pytest.raises(RuntimeError, match="stay on this machine"):
        socket.create_connection((host, 80), timeout=1)


def test_urls_beyond_this_machine_are_refused() -> None:
    with pytest.raises(RuntimeError, match="stay on this machine"):
        urllib.request.urlopen("http://example.org/", timeout=1)


def test_loopback_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
