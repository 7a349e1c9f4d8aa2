"""Opening the page and the interface."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.commands.options import app


@app.command(help="打开网页和接口。")
def serve(
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=1, max=65535)] = 8000,
) -> None:
    """Open the page and the interface."""
    import logging

    import uvicorn

    from assistant.log import keep_log

    keep_log(logging.INFO)
    typer.echo(f"正在准备，随后请在浏览器打开 http://{host}:{port}")
    # Named by a string: the layer below must not import the web.
    uvicorn.run("web.app:create_app", factory=True, host=host, port=port, log_level="warning")
