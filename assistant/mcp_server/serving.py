"""Both transports: standard input and output for one program, streamable HTTP for several."""

from __future__ import annotations

import ipaddress
from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette

from assistant.errors import InputError
from assistant.mcp_server.tools import LIMIT

PATH = "/mcp"
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_AROUND = 10_000
"""Bytes that the protocol may write around the arguments."""


def serve_stdio(server: Server[Any]) -> None:
    """Serve one program until it closes its end; standard output carries the protocol alone."""

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)


def http_app(server: Server[Any], host: str, port: int, allowed: tuple[str, ...] = ()) -> Starlette:
    """The application under /mcp; every request stands alone, and only named hosts are answered.

    Args:
        server: the server.
        host: the address that is listened on.
        port: its port.
        allowed: further names under which clients reach it, such as `lvping.example.cn` or `10.0.0.5:9000`.

    Raises:
        InputError: an address open to others without a name that they may use.
    """
    names = allowed_hosts(host, port, allowed)
    return server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=LIMIT + _AROUND,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection=True,
            allowed_hosts=names,
            allowed_origins=[f"{kind}://{name}" for name in names for kind in ("http", "https")],
        ),
        host=host,
    )


def allowed_hosts(host: str, port: int, allowed: tuple[str, ...]) -> list[str]:
    """The values of the Host header that are answered; others may come from a page that rebinds a name.

    Raises:
        InputError: as `http_app`.
    """
    for name in allowed:
        if not name.strip() or any(char in name for char in "/*@ ") or not name.isascii():
            raise InputError(
                f"--allow-host “{name[:60]}”不是主机名；应写成 lvping.example.cn 或 10.0.0.5:9000"
            )
    own = [name if ":" in name.rpartition("]")[2] else f"{name}:{port}" for name in allowed]
    bare = [name for name in allowed if name not in own]
    if _is_local(host):
        return [*(f"{name}:{port}" for name in _LOCAL), *own, *bare]
    if not _is_anywhere(host):
        shown = f"[{host}]" if ":" in host else host
        return [f"{shown}:{port}", *own, *bare]
    if not allowed:
        raise InputError(
            f"监听地址 {host} 对外开放；请用 --allow-host 写明客户端用哪个主机名访问，"
            f"例如 --allow-host lvping.example.cn:{port}"
        )
    return [*(f"{name}:{port}" for name in _LOCAL), *own, *bare]


def _is_local(host: str) -> bool:
    return host == "localhost" or (_address(host) is not None and ipaddress.ip_address(host).is_loopback)


def _is_anywhere(host: str) -> bool:
    address = _address(host)
    return address is not None and address.is_unspecified


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
