"""Questions about the rules."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli_io import show_json, stream_lines
from assistant.commands.options import AsOf, Json, Jsonl, app
from assistant.errors import InputError


@app.command(help="问规定，带条款出处。")
def ask(
    question: Annotated[str | None, typer.Argument(help="问题")] = None,
    region: Annotated[str | None, typer.Option(help="所在地，例如 聊城市")] = None,
    industry: Annotated[str | None, typer.Option(help="行业，例如 铸造")] = None,
    as_of: AsOf = None,
    json_out: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Answer a question with clause citations."""
    from assistant.facade import Assistant
    from assistant.log import keep_log

    if jsonl == (question is not None):
        raise InputError("请给出一个问题，或用 --jsonl 从标准输入逐行读入，二者取一")
    keep_log()
    assistant = Assistant()
    if jsonl:
        raise typer.Exit(stream_lines(assistant.ask))
    body = {"question": question, "region": region, "industry": industry, "as_of": as_of}
    answer = assistant.ask(body)
    if json_out:
        show_json(answer)
    else:
        from assistant.cli_text import show_answer

        show_answer(answer)
