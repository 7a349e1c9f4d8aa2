"""Indicator packs: importing official tables, making checked drafts active, listing what there is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_io import show_json
from assistant.commands.options import Json, app
from assistant.errors import InputError

pack_app = typer.Typer(help="指标包：导入官方指标表、启用核对过的草稿、列出已有的。")
app.add_typer(pack_app, name="pack")

_LADDERS = "henan-grading-2021,sanmenxia-grading-2022,liaocheng-grading-2020"


@pack_app.command("import", help="把官方指标表（docx、xlsx）读成草稿，供人核对。")
def import_table(
    table: Annotated[Path, typer.Argument(help="指标表文件，.docx 或 .xlsx")],
    industry: Annotated[str | None, typer.Option(help="行业，例如 铸造；表的标题写明的可以不填")] = None,
    schemes: Annotated[str, typer.Option(help="用于哪些分级方案，逗号分隔")] = _LADDERS,
    replace: Annotated[bool, typer.Option("--replace", help="覆盖已有的同名草稿")] = False,
    json_out: Json = False,
) -> None:
    """Read an official table into a draft."""
    from dataclasses import asdict

    from assistant.importing.drafts import import_tables
    from assistant.importing.opening import read_table_file
    from assistant.settings import Settings
    from scoring import load_scheme

    wanted = [load_scheme(name.strip()) for name in schemes.replace("，", ",").split(",") if name.strip()]
    not_graded = [scheme.id for scheme in wanted if len(scheme.of_kind("aspect")) < 2]
    if not wanted or not_graded:
        raise InputError(
            f"--schemes：{'、'.join(not_graded) or '（空）'} 不是按方面分级的方案；可用：{_LADDERS}"
        )
    made = import_tables(
        read_table_file(table), wanted, industry, Settings().indicators_drafts, replace=replace
    )
    if json_out:
        show_json(asdict(made) | {"folder": str(made.folder)})
        return
    typer.echo(f"草稿：{made.folder}")
    typer.echo(f"行业：{made.industry}；等级：{'、'.join(made.grades)}；读出指标 {made.indicators} 项")
    for entry in made.resolved:
        typer.echo(f"按此理解：{entry.address}“{_short(entry.text)}”：{entry.meaning}")
    for unread in made.unread:
        typer.echo(f"没有读出：{unread.address}“{_short(unread.text)}”：{unread.reason}")
    for fault in made.faults:
        typer.echo(f"须改正：{fault}")
    typer.echo(
        f"请对照原表核对 {made.folder / 'indicators.yaml'}；没有读出的 {len(made.unread)} 处在 unread.yaml 里逐条处理。"
        f"核对完运行：lvping pack activate {made.pack_id} --checked-by 姓名"
    )


@pack_app.command("activate", help="启用核对过的草稿。")
def activate_draft(
    draft: Annotated[str, typer.Argument(help="草稿编号或文件夹")],
    checked_by: Annotated[str, typer.Option("--checked-by", help="核对人姓名")],
) -> None:
    """Make a checked draft active."""
    from datetime import date

    from assistant.importing.activating import activate
    from assistant.settings import Settings
    from scoring import load_scheme, scheme_ids

    schemes = [load_scheme(name) for name in scheme_ids()]
    folder = activate(draft, Settings(), schemes, checked_by, date.today())
    typer.echo(f"已启用：{folder}")


@pack_app.command("list", help="列出自带的、启用的和草稿中的指标包。")
def list_all(json_out: Json = False) -> None:
    """List the packs."""
    from dataclasses import asdict

    from assistant.importing.activating import list_packs
    from assistant.settings import Settings

    packs = list_packs(Settings())
    if json_out:
        show_json([asdict(pack) for pack in packs])
        return
    states = {"shipped": "自带", "active": "已启用", "draft": "草稿"}
    for pack in packs:
        if pack.faults:
            typer.echo(f"{states[pack.state]}  {pack.id}  有错：{'；'.join(pack.faults)}")
            continue
        extent = "完整" if pack.completeness == "complete" else "部分"
        unread = f"，未处理 {pack.unread} 处" if pack.unread else ""
        typer.echo(f"{states[pack.state]}  {pack.id}  {pack.title}（{extent}，{pack.indicators} 项{unread}）")


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else f"{one_line[:60]}……"
