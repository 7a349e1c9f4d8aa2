"""The program's commands are registered here; options that several of them share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="绿评：环保绩效分级与绿色工厂自评助手。",
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="从标准输入逐行读请求，逐行输出结果")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="按哪一天的状态看，例如 2022-07-01")]


def request_body(raw: Any, as_of: str | None) -> Any:
    """A request body; a file may hold the facts alone."""
    body = raw if not isinstance(raw, dict) or "facts" in raw else {"facts": raw}
    return {**body, "as_of": as_of} if as_of is not None and isinstance(body, dict) else body
