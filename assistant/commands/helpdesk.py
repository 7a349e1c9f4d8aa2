"""The helpdesk: the inbox, one case, handing over, drafting, approving, figures, what leaves it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli_io import read_json_file, show_json
from assistant.commands.options import Json, app
from assistant.errors import InputError

helpdesk_app = typer.Typer(help="待办：答不了的和转来的问题，起草、审定、统计、导出。", no_args_is_help=True)
app.add_typer(helpdesk_app, name="helpdesk")

Id = Annotated[str, typer.Argument(metavar="编号", help="lvping helpdesk list 列出的编号")]
By = Annotated[str, typer.Option("--by", help="谁：姓名或工号")]
Version = Annotated[int, typer.Option("--version", help="看到的版本号，别人先改了就不写入")]
Reason = Annotated[str, typer.Option("--reason", help="原因")]
State = Annotated[str | None, typer.Option("--state", help="open、drafted、approved、sent_back 或 closed")]
Why = Annotated[
    str | None,
    typer.Option("--why", help="not_in_corpus、other_place、off_topic、unclear 或 handed_over"),
]
Place = Annotated[str | None, typer.Option("--place", help="地区")]


def _desk() -> Any:
    from assistant.facade import Assistant
    from assistant.log import keep_log

    keep_log()
    return Assistant().helpdesk


@helpdesk_app.command("list", help="列出待办，要求转人工的和问得多的在前。")
def list_(
    state: State = None,
    why: Why = None,
    place: Place = None,
    words: Annotated[str | None, typer.Option("--words", help="问题里有的字")] = None,
    limit: Annotated[int, typer.Option("--limit", help="最多几条，1 到 200")] = 50,
    json_out: Json = False,
) -> None:
    """List the cases of the inbox."""
    from assistant.helpdesk.bodies import read_wanted

    found = _desk().listed(read_wanted(state, why, place, None, words), limit)
    if json_out:
        show_json(found)
        return
    for case in found["cases"]:
        _show_line(case)
    typer.echo(f"共 {found['total']} 条，列出 {len(found['cases'])} 条")


@helpdesk_app.command(help="看一条：问法、草稿、条款、检查结果、经过。")
def show(case_id: Id, json_out: Json = False) -> None:
    """Show one case with the clauses beside it."""
    case = _desk().one(case_id)
    if json_out:
        show_json(case)
        return
    _show_line(case)
    typer.echo(f"第 {case['version']} 版" + (f"，{case['remark']}" if case["remark"] else ""))
    for question in case["questions"]:
        typer.echo(
            f"- {_flat(question['question'])}（{question['region'] or '没有说明地区'}，{question['at'][:10]}）"
        )
    typer.echo(f"\n{'草稿' if case['saved'] else '拟的草稿（还没有保存）'}：\n{case['draft']['answer']}")
    for clause in case["clauses"]:
        told = (
            clause.get("gone") or f"《{clause['short_title']}》{clause['number']}（{clause['status_label']}）"
        )
        typer.echo(f"〔{clause['n']}〕{told} {clause['clause_id']}\n  “{clause['quote']}”")
    for fault in case["faults"]:
        typer.echo(f"! {fault['where']}：{fault['what']}")


@helpdesk_app.command("hand-over", help="把一个问题转入待办。")
def hand_over(
    question: Annotated[str, typer.Argument(metavar="问题", help="问题")],
    region: Annotated[str | None, typer.Option("--region", help="地区")] = None,
    industry: Annotated[str | None, typer.Option("--industry", help="行业")] = None,
    json_out: Json = False,
) -> None:
    """Hand a question over."""
    body = {"question": question, "region": region, "industry": industry}
    done = _desk().reception.hand_over(body, channel="command")
    if json_out:
        show_json(done)
    else:
        typer.echo(f"{done['told']}\n编号 {done['case']}")


@helpdesk_app.command(help="保存草稿；文件里写 answer、clauses、forms、place，不给文件就保存拟的草稿。")
def draft(
    case_id: Id,
    by: By,
    version: Version,
    fields: Annotated[Path | None, typer.Option("--with", help="JSON 文件")] = None,
    json_out: Json = False,
) -> None:
    """Save a draft."""
    desk = _desk()
    written = read_json_file(fields) if fields is not None else desk.one(case_id)["draft"]
    if not isinstance(written, dict):
        raise InputError(f"{fields}：应为 JSON 对象")
    _told(desk.draft(case_id, {**written, "by": by, "version": version}), json_out)


@helpdesk_app.command(help="审定 show 显示的那一稿，进入审定答案。")
def approve(
    case_id: Id,
    by: By,
    version: Version,
    sha256: Annotated[str, typer.Option("--sha256", help="show --json 里的 draft_sha256")],
    json_out: Json = False,
) -> None:
    """Approve a draft that was seen."""
    done = _desk().approve(case_id, {"by": by, "version": version, "draft_sha256": sha256})
    _told(done, json_out)
    for form in done["unmatched"] if not json_out else []:
        typer.echo(f"! 这种问法认不出这条答案：{form}")


@helpdesk_app.command("send-back", help="退回草稿，写明原因。")
def send_back(case_id: Id, by: By, version: Version, reason: Reason, json_out: Json = False) -> None:
    """Send a draft back."""
    _told(_desk().send_back(case_id, {"by": by, "version": version, "reason": reason}), json_out)


@helpdesk_app.command(help="关闭一条，写明原因。")
def close(case_id: Id, by: By, version: Version, reason: Reason, json_out: Json = False) -> None:
    """Close a case."""
    _told(_desk().close(case_id, {"by": by, "version": version, "reason": reason}), json_out)


@helpdesk_app.command(help="重新打开一条已关闭的。")
def reopen(case_id: Id, by: By, version: Version, json_out: Json = False) -> None:
    """Open a closed case again."""
    _told(_desk().reopen(case_id, {"by": by, "version": version}), json_out)


@helpdesk_app.command("export-cases", help="把已审定、已关闭的作为评测题输出，每行一道；不给编号就是全部。")
def export_cases(
    case_id: Annotated[str | None, typer.Argument(metavar="编号", help="只要这一条")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="写入文件，不给就写到标准输出")] = None,
) -> None:
    """Write settled cases as lines of a set of evaluation questions."""
    from assistant.helpdesk.evaluation_lines import as_jsonl

    lines = _desk().evaluation(case_id)
    if out is None:
        typer.echo(as_jsonl(lines), nl=False)
        return
    _write(out, as_jsonl(lines).encode())
    typer.echo(f"{out}：{len(lines)} 道题")


@helpdesk_app.command(help="把待办存为 csv 或 xlsx 文件。")
def export(
    out: Annotated[Path, typer.Argument(metavar="文件", help="以 .csv 或 .xlsx 结尾")],
    state: State = None,
    why: Why = None,
    place: Place = None,
) -> None:
    """Write the inbox as a table."""
    from assistant.helpdesk.bodies import read_wanted

    made = _desk().export(out.suffix.lower().lstrip("."), read_wanted(state, why, place))
    _write(out, made.content)
    typer.echo(str(out))


@helpdesk_app.command("stats", help="最近问了什么、没答什么、再问了什么。")
def stats(
    days: Annotated[int, typer.Option("--days", help="最近几天")] = 30,
    within: Annotated[int, typer.Option("--within", help="几天内同一问题算再问")] = 7,
    json_out: Json = False,
) -> None:
    """Tell what was asked, refused and asked again."""
    told = _desk().statistics(days, within)
    if json_out:
        show_json(told)
        return
    typer.echo(
        f"{told['from']} 到 {told['to']}：问了 {told['asked']} 次，答了 {told['answered']} 次，没答 {told['refused']} 次"
    )
    for row in told["refused_by_reason"]:
        typer.echo(f"  {row['label']} {row['count']}")
    typer.echo(
        f"再问 {told['again']} 次：同一对话里换个说法 {told['rephrased']}，{within} 天内又问 {told['repeated']}"
    )
    for row in told["top"]:
        typer.echo(
            f"  {row['count']} 次（没答 {row['refused']}） {_flat(row['question'])} {row['region'] or ''}"
        )


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as exc:
        raise InputError(f"写不了文件 {path}：{exc.strerror}；请检查文件夹和权限") from exc


def _told(case: dict[str, Any], json_out: bool) -> None:
    if json_out:
        show_json(case)
    else:
        _show_line(case)
        typer.echo(f"第 {case['version']} 版，草稿 {case['draft_sha256']}")


def _show_line(case: dict[str, Any]) -> None:
    facts = [case["region"] or "没有说明地区", case["reason_label"], f"问过 {case['asked']} 次"]
    facts += ["要求转人工"] if case["handed_over"] else []
    typer.echo(f"{case['id']}  {case['state_label']}  {'，'.join(facts)}\n  {_flat(case['question'])}")


def _flat(text: str) -> str:
    """On one line, as a list of cases shows it; the marks that steer a terminal were never taken in."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else flat[:119] + "…"
