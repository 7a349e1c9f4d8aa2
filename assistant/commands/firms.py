"""Firms that are looked after, talks handed over, results explained."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli_io import read_json_file, show_json
from assistant.commands.options import AsOf, Json, app, request_body
from assistant.errors import InputError

firms_app = typer.Typer(
    help="企业：各家现在怎样、卡在哪里、下一个日期；比较、导入导出、移交对话。", no_args_is_help=True
)
app.add_typer(firms_app, name="firms")

Id = Annotated[str, typer.Argument(metavar="编号", help="lvping firms list 列出的编号")]
Scheme = Annotated[str, typer.Argument(metavar="方案", help="方案编号")]
Out = Annotated[Path, typer.Option(help="输出文件")]


def _desk() -> Any:
    from assistant.facade import Assistant
    from assistant.log import keep_log

    keep_log()
    return Assistant()


def _told(firm: dict[str, Any], json_out: bool) -> None:
    if json_out:
        show_json(firm)
    else:
        from assistant.portfolio.telling import show_firm

        show_firm(firm)


@firms_app.command("list", help="列出企业：现在怎样、卡在哪里、下一个日期。")
def list_(
    q: Annotated[str | None, typer.Option("--q", help="名称、所在地或行业里的字")] = None,
    scheme: Annotated[str | None, typer.Option(help="只看一个方案")] = None,
    region: Annotated[str | None, typer.Option(help="只看一个地区，例如 三门峡市")] = None,
    state: Annotated[str | None, typer.Option(help="blocked、open 或 reached")] = None,
    sort: Annotated[str, typer.Option(help="changed、name、standing、blocking 或 deadline")] = "changed",
    as_of: AsOf = None,
    json_out: Json = False,
) -> None:
    """List the firms with where they stand."""
    query = {"q": q, "scheme": scheme, "region": region, "state": state, "sort": sort, "as_of": as_of}
    found = _desk().firms.listed(query)
    if json_out:
        show_json(found)
    else:
        from assistant.portfolio.telling import show_list

        show_list(found)


@firms_app.command(help="看一家企业：结果、台账、保存过的状态、关联的对话。")
def show(
    firm_id: Id,
    history: Annotated[bool, typer.Option("--history", help="台账也列出被取代和不要的")] = False,
    json_out: Json = False,
) -> None:
    """Show a firm."""
    _told(_desk().firms.one(firm_id, history=history), json_out)


@firms_app.command(help="新建一家企业。")
def add(
    name: Annotated[str, typer.Argument(metavar="名称", help="企业名称")],
    region: Annotated[str | None, typer.Option(help="所在地")] = None,
    industry: Annotated[str | None, typer.Option(help="行业")] = None,
    scheme: Annotated[
        list[str] | None, typer.Option(help="方案编号，可写多次；目标写在后面，例如 sanmenxia-grading-2022:B")
    ] = None,
    json_out: Json = False,
) -> None:
    """Make a firm."""
    schemes = [{"scheme": s.partition(":")[0], "target": s.partition(":")[2] or None} for s in scheme or []]
    body = {"name": name, "region": region, "industry": industry, "schemes": schemes}
    _told(_desk().firms.create(body), json_out)


@firms_app.command("set", help="填事实：填一次，问同一件事的其他方案会提出来请确认。")
def set_(
    firm_id: Id,
    scheme: Scheme,
    facts: Annotated[
        list[str],
        typer.Argument(
            metavar="条目=内容…", help="1.05=met、0.运输方式=B、events.bribery=false；null 表示去掉"
        ),
    ],
    json_out: Json = False,
) -> None:
    """Enter facts."""
    from assistant.set_words import read_set

    firms = _desk().firms
    changes = read_set(firms.scheme(scheme), facts)
    _told(firms.enter(firm_id, {"scheme": scheme, "facts": changes}), json_out)


@firms_app.command(help="确认或不要等待确认的事实。")
def confirm(
    firm_id: Id,
    accept: Annotated[list[int] | None, typer.Option("--accept", help="确认的台账号码，可写多次")] = None,
    reject: Annotated[list[int] | None, typer.Option("--reject", help="不要的台账号码，可写多次")] = None,
    json_out: Json = False,
) -> None:
    """Decide on what waits."""
    _told(_desk().firms.decide(firm_id, {"accept": accept or [], "reject": reject or []}), json_out)


@firms_app.command(help="保存现在的状态，以后可以比较。")
def keep(
    firm_id: Id,
    name: Annotated[str | None, typer.Option(help="名称，例如 整改前")] = None,
    json_out: Json = False,
) -> None:
    """Keep the present state."""
    _told(_desk().firms.keep(firm_id, {"name": name}), json_out)


@firms_app.command(help="删除一家企业：台账和保存过的状态一起删除，不能恢复；对话仍在。")
def remove(
    firm_id: Id,
    yes: Annotated[bool, typer.Option("--yes", help="不再问")] = False,
) -> None:
    """Take a firm out."""
    desk = _desk().firms
    name = desk.one(firm_id)["name"]
    if not yes and not typer.confirm(f"删除“{name}”？不能恢复"):
        raise typer.Exit(1)
    desk.remove(firm_id)
    typer.echo(f"已删除“{name}”")


@firms_app.command(help="比较一家企业的两个状态，或两家企业；状态写成 编号@状态号，不写 @ 是现在。")
def compare(
    scheme: Scheme,
    before: Annotated[str, typer.Argument(metavar="A", help="编号 或 编号@状态号")],
    after: Annotated[str, typer.Argument(metavar="B", help="编号 或 编号@状态号")],
    as_of: AsOf = None,
    json_out: Json = False,
) -> None:
    """Compare two sides."""
    body = {"scheme": scheme, "before": _side(before), "after": _side(after), "as_of": as_of}
    found = _desk().firms.compare(body)
    if json_out:
        show_json(found)
    else:
        from assistant.portfolio.telling import show_comparison

        show_comparison(found)


def _side(typed: str) -> dict[str, Any]:
    firm, at, number = typed.partition("@")
    if at and not (number.isascii() and number.isdecimal()):
        raise InputError(f"“{typed[:60]}”应写成 编号 或 编号@状态号，例如 …@2")
    return {"firm": firm, "state": int(number) if at else None}


@firms_app.command("import", help="从 jsonl 或 xlsx 导入企业；有一家不合格则全部不导入。")
def import_(
    file: Annotated[Path, typer.Argument(metavar="文件", help="lvping firms export 的样子")],
    json_out: Json = False,
) -> None:
    """Take firms in."""
    from assistant.portfolio.exchange import take_in

    if not file.is_file():
        raise InputError(f"没有文件 {file}；请检查路径")
    found = take_in(_desk().firms, file, file.name)
    if json_out:
        show_json(found)
    else:
        typer.echo(f"新增 {found['added']} 家，更新 {found['changed']} 家，写入事实 {found['facts']} 条")


@firms_app.command(help="把全部企业导出为 jsonl 或 xlsx。")
def export(out: Out) -> None:
    """Give firms out."""
    from assistant.portfolio.exchange import exported

    _written(exported(_desk().firms, out.suffix.lstrip(".").lower()).content, out)


@firms_app.command(help="把一次对话关联到企业；对话里确认过的事实会提出来请确认。")
def attach(
    firm_id: Id,
    conversation: Annotated[str, typer.Argument(metavar="对话编号", help="对话的编号")],
    json_out: Json = False,
) -> None:
    """Attach a talk."""
    _told(_desk().firms.attach(firm_id, {"conversation": conversation}), json_out)


@firms_app.command("hand-over", help="把一次对话连同台账封成一个 zip，交给别处继续。")
def hand_over(
    conversation: Annotated[str, typer.Argument(metavar="对话编号", help="对话的编号")], out: Out
) -> None:
    """Hand a talk over."""
    from assistant.portfolio.handing_over import hand_over as given

    _written(given(_desk().store, conversation).content, out)


@firms_app.command("take-over", help="接收移交的对话：核对哈希，编号不变，不重复。")
def take_over(
    file: Annotated[Path, typer.Argument(metavar="文件.zip", help="lvping firms hand-over 生成的文件")],
    json_out: Json = False,
) -> None:
    """Take a talk over."""
    from assistant.portfolio.handing_over import take_over as taken

    desk = _desk()
    found = taken(desk.store, file, desk.firms.packs())
    if json_out:
        show_json(found)
    else:
        typer.echo(
            f"{found['told']}：对话 {found['conversation']}，{found['messages']} 条消息，台账 {found['ledger']} 条"
        )


@app.command(help="把一个结果讲给老板、环保专员或检查人员听，数字和出处相同。")
def explain(
    scheme: Scheme,
    facts: Annotated[Path, typer.Argument(help="事实文件（JSON）；可含 measures，给了才说费用和时间")],
    depth: Annotated[str, typer.Option("--for", help="boss、officer 或 inspector")] = "boss",
    as_of: AsOf = None,
    json_out: Json = False,
) -> None:
    """Explain a result in one of three depths."""
    from assistant.portfolio.explained import explain_body

    body = request_body(read_json_file(facts), as_of)
    found = explain_body(_desk().firms, scheme, {**body, "for": depth} if isinstance(body, dict) else body)
    if json_out:
        show_json(found)
    else:
        typer.echo(found["text"], nl=False)


def _written(content: bytes, out: Path) -> None:
    try:
        out.write_bytes(content)
    except OSError as exc:
        raise InputError(f"写不了文件 {out}：{exc.strerror}；请换一个可写的位置") from exc
    typer.echo(f"已写入 {out}")
