"""What would be if: other facts, one fact at a time, another edition."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_io import read_json_file, show_json
from assistant.commands.options import AsOf, Json, app, request_body

Scheme = Annotated[str, typer.Argument(help="方案编号")]
Facts = Annotated[Path, typer.Argument(help="事实文件（JSON）")]


@app.command(help="试算：改动几条事实，结果会怎样；不保存。")
def whatif(
    scheme: Scheme,
    facts: Facts,
    change: Annotated[
        list[str],
        typer.Option(
            "--set",
            help="条目=内容，可重复：1.05=met、3.03=0.5、6.03=42%、0.运输方式=B、events.bribery=true；null 表示去掉这条事实",
        ),
    ],
    as_of: AsOf = None,
    json_out: Json = False,
) -> None:
    """Compare the result with that of changed facts."""
    from datetime import date

    from assistant.citing import Citer
    from assistant.ingesting.installed_texts import installed_corpus
    from assistant.set_words import read_set
    from assistant.trying import Trials, cited_by_all_editions, in_force

    body = request_body(read_json_file(facts), as_of, one_file=True)
    pack = in_force(scheme, body, date.today()).pack
    if isinstance(body, dict):
        body = {**body, "changes": read_set(pack, change)}
    corpus = installed_corpus(only=cited_by_all_editions(scheme))
    result = Trials(corpus, Citer(corpus)).what_if(scheme, body)
    if json_out:
        show_json(result)
    else:
        from assistant.trying_text import show_what_if

        show_what_if(pack, result)


@app.command(help="稳健程度：哪一条事实单独变化会改变结论，数值离界限多近。")
def sensitivity(scheme: Scheme, facts: Facts, as_of: AsOf = None, json_out: Json = False) -> None:
    """List the single facts that would flip the result."""
    from datetime import date

    from assistant.citing import Citer
    from assistant.ingesting.installed_texts import installed_corpus
    from assistant.trying import Trials, cited_by_all_editions, in_force

    body = request_body(read_json_file(facts), as_of, one_file=True)
    pack = in_force(scheme, body, date.today()).pack
    corpus = installed_corpus(only=cited_by_all_editions(scheme))
    result = Trials(corpus, Citer(corpus)).sensitivity(scheme, body)
    if json_out:
        show_json(result)
    else:
        from assistant.trying_text import show_sensitivity

        show_sensitivity(pack, result)


@app.command(help="比较两个版本（或两个同类方案）的规则，以及一家企业在两者之下的结果。")
def diff(
    old: Annotated[str, typer.Argument(metavar="A", help="方案、方案@后缀，或规则包文件夹")],
    new: Annotated[str, typer.Argument(metavar="B", help="方案、方案@后缀，或规则包文件夹")],
    facts: Annotated[Path | None, typer.Argument(help="事实文件（JSON），可不给")] = None,
    as_of: AsOf = None,
    json_out: Json = False,
) -> None:
    """Compare two packs, and a firm under both."""
    from assistant.citing import Citer
    from assistant.ingesting.installed_texts import installed_corpus
    from assistant.trying import Trials
    from scoring.rules.citations import cited_documents
    from scoring.rules.editions import pack_named

    before, after = pack_named(old), pack_named(new)
    body = None if facts is None else request_body(read_json_file(facts), as_of, one_file=True)
    corpus = installed_corpus(only=cited_documents(before) | cited_documents(after))
    result = Trials(corpus, Citer(corpus)).diff(before, after, body)
    if json_out:
        show_json(result)
    else:
        from assistant.trying_text import show_diff

        show_diff(before, after, result)
