"""The core as tools for the firm's own assistant."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.commands.options import app


@app.command(help="以 MCP 工具的形式提供问答、评估、方案和条款（只读）；默认走标准输入输出，--http 走网络。")
def mcp(
    http: Annotated[bool, typer.Option("--http", help="用 streamable HTTP 提供，地址为 /mcp")] = False,
    host: Annotated[str, typer.Option(help="监听地址，只用于 --http")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口，只用于 --http", min=1, max=65535)] = 8001,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", help="还接受用哪个主机名访问，例如 lvping.example.cn；可写多次"),
    ] = None,
) -> None:
    """Serve the tools."""
    from assistant.facade import Assistant
    from assistant.log import keep_log
    from assistant.mcp_server.server import make_server
    from assistant.mcp_server.serving import http_app, serve_stdio

    keep_log()
    assistant = Assistant()
    server = make_server(assistant)
    if not http:
        # Parts are opened by the first call that needs them: the client waits for the handshake only.
        serve_stdio(server)
        return
    import uvicorn

    web = http_app(server, host, port, tuple(allow_host or ()))
    assistant.prepare()
    typer.echo(f"MCP 服务地址：http://{host}:{port}/mcp", err=True)
    uvicorn.run(web, host=host, port=port, log_level="warning", access_log=False)
