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


_OF_PLANS = ("measures", "budget", "deadline", "objective")


def request_body(raw: Any, as_of: str | None, *, one_file: bool = False) -> Any:
    """A request body; a file may hold the facts alone, or, where one file serves all commands, what plans ask for."""
    body = raw if not isinstance(raw, dict) or "facts" in raw else {"facts": raw}
    if isinstance(body, dict) and one_file:
        body = {name: told for name, told in body.items() if name not in _OF_PLANS}
    return {**body, "as_of": as_of} if as_of is not None and isinstance(body, dict) else body
