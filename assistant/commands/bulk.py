"""Many firms in one go: shares against the targets of a text, and the list of firms to be uplifted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_io import show_json
from assistant.commands.options import AsOf, Json, Jsonl, app
from assistant.errors import InputError

_LINES = (
    '请加 --jsonl，并从标准输入逐行给出企业，每行一家，例如 {"enterprise": {"region": "郑州市"}, "facts": {}}'
)


@app.command(help="统计一批企业的等级占比，与文本的目标对照。")
def targets(
    scheme: Annotated[str, typer.Argument(help="方案编号")],
    city: Annotated[str | None, typer.Option(help="只统计这个城市，例如 郑州市")] = None,
    as_of: AsOf = None,
    json_out: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Compare the shares of many firms with the targets of a text."""
    from datetime import date

    from assistant.bulk import TargetBoard
    from assistant.citing import Citer
    from assistant.cli_bulk import each_line, show_targets
    from assistant.ingesting.installed_texts import installed_corpus
    from assistant.requests import read_date
    from scoring import load_scheme, scheme_ids

    if not jsonl:
        raise InputError(_LINES)
    day = read_date(as_of, "as_of", date.today())
    packs = [load_scheme(name) for name in scheme_ids()]
    board = TargetBoard(load_scheme(scheme), packs, day, city)
    wrong = each_line(board.add, as_of)
    result = board.as_json(Citer(installed_corpus()).rules(day)) | {"wrong_lines": wrong}
    if json_out:
        show_json(result)
    else:
        show_targets(result)
    raise typer.Exit(2 if wrong else 0)


@app.command(name="uplift-list", help="按文本的表样生成绩效提升企业清单。")
def uplift_list(
    scheme: Annotated[str, typer.Argument(help="方案编号")],
    out: Annotated[Path | None, typer.Option(help="输出文件，.xlsx .csv 或 .json")] = None,
    as_of: AsOf = None,
    json_out: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Write the list of firms to be uplifted."""
    from datetime import date

    from assistant.bulk import LIST_FORMATS, UpliftList
    from assistant.cli_bulk import each_line, show_list
    from assistant.requests import read_date
    from scoring import load_scheme

    fmt = out.suffix.lstrip(".").lower() if out else "json"
    if fmt not in LIST_FORMATS:
        allowed = "、".join(f".{name}" for name in LIST_FORMATS)
        raise InputError(f"不认识的文件类型“{out}”；可用：{allowed}")
    if not jsonl:
        raise InputError(_LINES)
    made = UpliftList(load_scheme(scheme), read_date(as_of, "as_of", date.today()))
    wrong = each_line(made.add, as_of)
    result = made.as_json() | {"wrong_lines": wrong}
    if out is not None:
        whole = json.dumps(result, ensure_ascii=False, indent=2).encode()
        try:
            out.write_bytes(whole if fmt == "json" else made.as_file(fmt))
        except OSError as exc:
            raise InputError(f"写不了文件 {out}：{exc.strerror}；请换一个可写的位置") from exc
    if json_out or out is None:
        show_json(result)
    else:
        show_list(result, out)
    raise typer.Exit(2 if wrong else 0)
