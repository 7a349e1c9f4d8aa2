"""The fewest requirements between a firm and its target."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_io import read_json_file, show_json
from assistant.commands.options import AsOf, Json, app, request_body


@app.command(help="列出达到目标最少要补哪些条目。")
def gaps(
    scheme: Annotated[str, typer.Argument(help="方案编号")],
    facts: Annotated[Path, typer.Argument(help="事实文件（JSON）")],
    target: Annotated[str | None, typer.Option(help="目标：pass 或等级；不填为通过或上一级")] = None,
    most: Annotated[int | None, typer.Option(help="最多列出几组，默认 5")] = None,
    as_of: AsOf = None,
    json_out: Json = False,
) -> None:
    """Show the smallest sets of requirements whose change reaches the target."""
    from datetime import date

    from assistant.assessing import Assessor
    from assistant.citing import Citer
    from assistant.ingesting.installed_texts import installed_corpus
    from assistant.trying import in_force
    from scoring.rules.citations import cited_documents

    body = request_body(read_json_file(facts), as_of, one_file=True)
    pack = in_force(scheme, body, date.today()).pack
    if isinstance(body, dict):
        told = {"target": target, "most": most}
        body = {**body, **{name: value for name, value in told.items() if value is not None}}
    found = Assessor(Citer(installed_corpus(only=cited_documents(pack)))).gaps(pack, body, date.today())
    if json_out:
        show_json(found)
    else:
        from assistant.cli_plan_text import show_gaps

        show_gaps(pack, found)
