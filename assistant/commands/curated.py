"""Approved answers: list, add, review, withdraw."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli_io import parse_json, show_json
from assistant.commands.options import Json, app
from assistant.errors import InputError

curated_app = typer.Typer(help="审定答案：列出、加入、复核、撤回。", no_args_is_help=True)
app.add_typer(curated_app, name="curated")

Id = Annotated[str, typer.Argument(metavar="编号", help="lvping curated list 列出的编号")]
By = Annotated[str, typer.Option("--by", help="审定人：姓名或工号")]
Reason = Annotated[str | None, typer.Option("--reason", help="原因")]


def _desk() -> Any:
    from assistant.facade import Assistant
    from assistant.log import keep_log

    keep_log()
    return Assistant().curated


@curated_app.command("list", help="列出审定答案；条款已变的自动转入待复核。")
def list_(
    state: Annotated[str | None, typer.Option("--state", help="approved、to_review 或 withdrawn")] = None,
    json_out: Json = False,
) -> None:
    """List the approved answers after a sweep."""
    answers = _desk().listed(state)
    if json_out:
        show_json(answers)
        return
    for answer in answers:
        _show(answer)
    typer.echo(f"共 {len(answers)} 条")


@curated_app.command(help="加入审定答案，一行一条 JSON；有一条不合格则全部不加入。")
def add(
    file: Annotated[
        Path, typer.Argument(metavar="文件", help="JSONL，每行含 forms、answer、clauses、approved_by")
    ],
    json_out: Json = False,
) -> None:
    """Add the answers of a file, all or none."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as exc:
        raise InputError(f"读不了文件 {file}：{exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise InputError(f"{file}：不是 UTF-8 编码；请另存为 UTF-8") from exc
    bodies = [parse_json(line, f"第{n}行") for n, line in enumerate(lines, 1) if line.strip()]
    added = _desk().add(bodies)
    if json_out:
        show_json(added)
    else:
        typer.echo(f"加入 {len(added)} 条")


@curated_app.command(help="复核一条：按现行条款再次批准，或用 --put-aside 转入待复核。")
def review(
    answer_id: Id,
    by: By,
    put_aside: Annotated[bool, typer.Option("--put-aside", help="转入待复核，不再使用")] = False,
    reason: Reason = None,
    fields: Annotated[
        Path | None, typer.Option("--with", help="JSON 文件：要改的 forms、answer、clauses、place 等")
    ] = None,
    json_out: Json = False,
) -> None:
    """Approve an answer again on its present clauses, or put it aside."""
    from assistant.cli_io import read_json_file

    changed = read_json_file(fields) if fields is not None else {}
    if not isinstance(changed, dict):
        raise InputError(f"{fields}：应为 JSON 对象")
    body = {**changed, "by": by, "approve": not put_aside, "reason": reason}
    _told(_desk().review(answer_id, body), json_out)


@curated_app.command(help="撤回一条，不再使用。")
def withdraw(answer_id: Id, by: By, reason: Reason = None, json_out: Json = False) -> None:
    """Withdraw an answer."""
    _told(_desk().withdraw(answer_id, {"by": by, "reason": reason}), json_out)


def _told(answer: dict[str, Any], json_out: bool) -> None:
    if json_out:
        show_json(answer)
    else:
        _show(answer)


def _show(answer: dict[str, Any]) -> None:
    why = f"（{answer['reason']}）" if answer["reason"] else ""
    place = answer["place"] or "不限地区"
    typer.echo(f"{answer['id']}  {answer['state_label']}{why}  {place}\n  {answer['forms'][0]}")
