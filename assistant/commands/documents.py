"""Files become texts of the corpus: reading them in, listing, confirming, removing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli_io import show_json
from assistant.commands.options import Json, app

documents_app = typer.Typer(
    help="导入的文件：列出、查看草稿、核对确认、移除。", invoke_without_command=True, no_args_is_help=False
)
app.add_typer(documents_app, name="documents")

Id = Annotated[str, typer.Argument(metavar="编号", help="lvping documents 列出的编号")]
Title = Annotated[str | None, typer.Option(help="标题")]
ShortTitle = Annotated[str | None, typer.Option("--short-title", help="简称；不填按标题截取")]
Number = Annotated[str | None, typer.Option(help="文号；没有的填 无")]
Issuer = Annotated[str | None, typer.Option(help="发文单位；没有的填 无")]
Place = Annotated[str | None, typer.Option(help="适用地区，例如 河南省洛阳市；全国性的填 全国")]
Status = Annotated[
    str | None,
    typer.Option(
        help="draft（征求意见稿）、in_force（有效）、cycle_over（周期已过）、superseded（已被取代）"
    ),
]
Remark = Annotated[str | None, typer.Option("--status-remark", help="状态说明，随引用显示")]
Issued = Annotated[str | None, typer.Option(help="印发日期，例如 2023-05-18；没有的填 无")]
From = Annotated[str | None, typer.Option("--effective-from", help="施行日期；没有的填 无")]
Until = Annotated[str | None, typer.Option("--cycle-until", help="年度周期的最后一天；没有的填 无")]
Expires = Annotated[str | None, typer.Option(help="有效期的最后一天；没有的填 无")]
Year = Annotated[str | None, typer.Option(help="年度，例如 2023；没有的填 无")]
Edition = Annotated[str | None, typer.Option(help="版本，例如 2023年印发")]
Supersedes = Annotated[
    list[str] | None,
    typer.Option(
        metavar="文件[:条款,条款][@日期]",
        help="取代哪份文件，整份或几条，从哪天起；可写多次，例如 text-0123456789ab:art-3,art-5@2023-07-01",
    ),
]
_NONE = ("无", "没有", "-")


@app.command(help="导入文件（txt、md、html、docx、xlsx、pdf）：读成草稿，人核对确认后才用于检索。")
def ingest(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="一个或多个文件")],
    yes: Annotated[bool, typer.Option("--yes", help="只有一个文件时，按下面填的内容直接确认")] = False,
    title: Title = None,
    short_title: ShortTitle = None,
    number: Number = None,
    issuer: Issuer = None,
    place: Place = None,
    status: Status = None,
    status_remark: Remark = None,
    issued: Issued = None,
    effective_from: From = None,
    cycle_until: Until = None,
    expires: Expires = None,
    year: Year = None,
    edition: Edition = None,
    supersedes: Supersedes = None,
    json_out: Json = False,
) -> None:
    """Read files into drafts; with --yes confirm the one at once."""
    from assistant.errors import InputError
    from assistant.ingesting.taking import take_all
    from assistant.ingesting.telling import show_taken

    said = _said(locals())
    if said and not yes:
        raise InputError(
            f"--{next(iter(said)).replace('_', '-')} 要和 --yes 一起用；不加 --yes 时先读成草稿，"
            "看过之后用 lvping documents confirm 确认"
        )
    if yes and len(files) > 1:
        raise InputError("--yes 一次只能确认一个文件；多个文件请先导入，再逐个 lvping documents confirm")
    desk = _desk()
    results = take_all(desk, files)
    if yes and "document" in results[0] and results[0]["document"]["state"] == "draft":
        results[0]["document"] = desk.confirm(results[0]["document"]["id"], said)
        results[0] |= {"outcome": "confirmed", "told": "已确认，可以检索"}
    if json_out:
        show_json(results)
    else:
        show_taken(results)
    if any(result["outcome"] == "refused" for result in results):
        raise typer.Exit(2)


@documents_app.callback()
def listed(context: typer.Context, json_out: Json = False) -> None:
    """List what was ingested, unless a command of this group follows."""
    if context.invoked_subcommand is None:
        _show_list(json_out)


@documents_app.command("list", help="列出导入的文件，草稿在前。")
def list_documents(json_out: Json = False) -> None:
    """List what was ingested."""
    _show_list(json_out)


@documents_app.command("show", help="看一份草稿：读出的结构、警告、从文本推测的标题、文号、地区和日期。")
def show(document_id: Id, json_out: Json = False) -> None:
    """Show a draft or an ingested text."""
    from assistant.ingesting.telling import show_document

    found = _desk().one(document_id)
    if json_out:
        show_json(found)
    else:
        show_document(found)


@documents_app.command("confirm", help="核对后确认一份草稿，确认后即可检索；对已确认的是改写说明。")
def confirm(
    document_id: Id,
    title: Title = None,
    short_title: ShortTitle = None,
    number: Number = None,
    issuer: Issuer = None,
    place: Place = None,
    status: Status = None,
    status_remark: Remark = None,
    issued: Issued = None,
    effective_from: From = None,
    cycle_until: Until = None,
    expires: Expires = None,
    year: Year = None,
    edition: Edition = None,
    supersedes: Supersedes = None,
    json_out: Json = False,
) -> None:
    """Make a draft part of the corpus."""
    from assistant.ingesting.telling import show_confirmed

    said = _said(locals())
    confirmed = _desk().confirm(document_id, said)
    if json_out:
        show_json(confirmed)
    else:
        show_confirmed(confirmed)


@documents_app.command("remove", help="移除一份草稿或已导入的文件；随程序提供的文本不能移除。")
def remove(document_id: Id, json_out: Json = False) -> None:
    """Take a draft or an ingested text away."""
    removed = _desk().remove(document_id)
    if json_out:
        show_json(removed)
    else:
        typer.echo(f"{removed['told']}：{removed['id']}")


def _desk() -> Any:
    from assistant.ingesting.desk import Documents
    from assistant.ingesting.installed_texts import installed_corpus
    from assistant.log import keep_log
    from assistant.settings import Settings

    keep_log()
    settings = Settings()
    return Documents(settings, lambda: installed_corpus(settings))


def _show_list(json_out: bool) -> None:
    from assistant.ingesting.telling import show_list

    found = _desk().listed()
    if json_out:
        show_json(found)
    else:
        show_list(found)


def _said(options: dict[str, Any]) -> dict[str, Any]:
    """The description given on the command line; 无 means that the text has none."""
    from assistant.ingesting.metadata import FIELDS

    said = {name: options[name] for name in FIELDS if options.get(name) is not None}
    whole: dict[str, Any] = {name: None if value in _NONE else value for name, value in said.items()}
    if "supersedes" in said:
        whole["supersedes"] = [_superseded(entry) for entry in said["supersedes"]]
    return whole


def _superseded(entry: str) -> dict[str, Any]:
    named, _, since = entry.partition("@")
    document_id, _, clauses = named.replace("：", ":").partition(":")
    listed = [clause.strip() for clause in clauses.replace("，", ",").split(",") if clause.strip()]
    found: dict[str, Any] = {"document_id": document_id.strip(), "clauses": listed or "all"}
    return found | ({"from": since.strip()} if since.strip() else {})
