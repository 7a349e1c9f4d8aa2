"""Points, grades and plans from a file of facts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_io import read_json_file, show_json
from assistant.commands.options import AsOf, Json, Jsonl, app, request_body
from assistant.errors import InputError


@app.command(help="按方案计算得分或等级。")
def assess(
    scheme: Annotated[str, typer.Argument(help="方案编号")],
    facts: Annotated[Path | None, typer.Argument(help="事实文件（JSON）")] = None,
    as_of: AsOf = None,
    json_out: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Compute points or grade under a scheme."""
    from datetime import date

    from assistant.citing import Citer
    from assistant.ingesting.installed_texts import installed_corpus
    from assistant.trying import Trials, cited_by_all_editions, in_force

    if jsonl == (facts is not None):
        raise InputError("请给出事实文件，或用 --jsonl 从标准输入逐行读入，二者取一")
    corpus = installed_corpus(only=cited_by_all_editions(scheme))
    citer = Citer(corpus)
    trials = Trials(corpus, citer)
    if jsonl:
        from assistant.bulk_lines import LineAssessor
        from assistant.line_streams import stream

        today = date.today()
        lines = LineAssessor(lambda day: in_force(scheme, {}, day), citer, today, as_of)
        raise typer.Exit(stream(lines.answer, sys.stdin.buffer, sys.stdout.buffer))
    assert facts is not None
    body = request_body(read_json_file(facts), as_of, one_file=True)
    result = trials.assess(scheme, body)
    if json_out:
        show_json(result)
    else:
        from assistant.cli_text import show_assessment

        show_assessment(trials.edition(scheme, body).pack, result)


@app.command(help="生成提升方案。")
def plan(
    scheme: Annotated[str, typer.Argument(help="方案编号")],
    facts: Annotated[
        Path, typer.Argument(help="请求文件（JSON）：facts，可含 measures、budget、deadline 等")
    ],
    out: Annotated[Path | None, typer.Option(help="输出文件，.docx .xlsx .pdf .md 或 .json")] = None,
    as_of: AsOf = None,
    json_out: Json = False,
) -> None:
    """Write the upgrade plan."""
    import json
    from datetime import date

    from assistant.assessing import Assessor
    from assistant.citing import Citer
    from assistant.ingesting.installed_texts import installed_corpus
    from assistant.trying import in_force, noted
    from prompts import FORMATS
    from scoring.rules.citations import cited_documents

    fmt = out.suffix.lstrip(".").lower() if out else "json"
    if fmt not in (*FORMATS, "json"):
        raise InputError(
            f"不认识的文件类型“{out}”；可用：{'、'.join(f'.{name}' for name in (*FORMATS, 'json'))}"
        )
    body = request_body(read_json_file(facts), as_of)
    chosen = in_force(scheme, body, date.today())
    pack = chosen.pack
    assessor = Assessor(Citer(installed_corpus(only=cited_documents(pack))))
    result = noted(assessor.plan(pack, body, date.today()), chosen)
    if out is not None:
        whole = json.dumps(result, ensure_ascii=False, indent=2).encode()
        content = whole if fmt == "json" else assessor.plan_document(pack, body, fmt, date.today())
        try:
            out.write_bytes(content)
        except OSError as exc:
            raise InputError(f"写不了文件 {out}：{exc.strerror}；请换一个可写的位置") from exc
    if json_out or out is None:
        show_json(result)
    else:
        from assistant.cli_plan_text import show_plan

        show_plan(pack, result, out)
