"""Firms on a terminal."""

from __future__ import annotations

from typing import Any

import typer


def show_list(found: dict[str, Any]) -> None:
    """The list, a firm with a line for each of its schemes."""
    for firm in found["firms"]:
        about = "，".join(part for part in (firm["region"], firm["industry"]) if part)
        waiting = f"（{firm['waiting']} 条等待确认）" if firm["waiting"] else ""
        typer.echo(f"{firm['id']}  {firm['name']}{f'（{about}）' if about else ''}{waiting}")
        for one in firm["standings"]:
            _show_standing(one)
    counts = found["counts"]
    typer.echo(
        f"共 {found['total']} 家；有未满足的 {counts['blocked']}，还没说清 {counts['open']}，"
        f"已达到目标 {counts['reached']}（{found['as_of']}）"
    )


def _show_standing(one: dict[str, Any]) -> None:
    typer.echo(f"  {one['title']}：{one['headline']}")
    typer.echo(
        f"    目标 {one['target_label']}：{one['state_label']}"
        + (f"，没说清 {one['open']} 项" if one["open"] else "")
    )
    for each in one["blocking"][:5]:
        typer.echo(f"    · {each['title']}：{each['why']}")
    if len(one["blocking"]) > 5:
        typer.echo(f"    · 另有 {len(one['blocking']) - 5} 项")
    when = one["deadlines"]["next"] or one["deadlines"]["last_past"]
    if when is not None:
        typer.echo(f"    {'已过' if when['passed'] else '下一个日期'} {when['date']}：{when['what']}")


def show_firm(firm: dict[str, Any]) -> None:
    """One firm with its ledger."""
    about = "，".join(part for part in (firm["region"], firm["industry"]) if part)
    typer.echo(f"{firm['id']}  {firm['name']}{f'（{about}）' if about else ''}  第 {firm['revision']} 版")
    for one in firm["standings"]:
        _show_standing(one)
    labels = {"confirmed": "计入", "proposed": "等待确认", "rejected": "不要", "replaced": "被取代"}
    for entry in firm["ledger"]:
        note = f"（{entry['note']}）" if entry["note"] else ""
        typer.echo(
            f"  {entry['number']:>3}  {labels[entry['state']]}  {entry['scheme']}  {entry['item']} = {entry['said']}{note}"
        )
    for state in firm["states"]:
        typer.echo(f"  状态 {state['number']}：{state['name']}（{state['saved_at'][:10]}）")
    for talk in firm["talks"]:
        typer.echo(f"  对话 {talk}")


def show_comparison(found: dict[str, Any]) -> None:
    """Two sides and what differs."""
    for side in (found["before"], found["after"]):
        typer.echo(f"{side['name']}（{side['state']}）：{side['headline']}")
    facts = found["facts"]
    for word, changes in (("新增", facts["added"]), ("改动", facts["changed"]), ("去掉", facts["removed"])):
        for one in changes:
            sides = [str(one[name]) for name in ("before", "after") if name in one]
            typer.echo(f"  {word} {one['title']}（{one['item']}）：{' → '.join(sides)}")
    for one in found["difference"]["items"]:
        was, now = ((one[name] or {}).get("because", "没有") for name in ("before", "after"))
        typer.echo(f"  原因 {one['title']}：{was} → {now}")
    if found["difference"]["nothing"]:
        typer.echo("  结果没有差别")
    for note in found["notes"]:
        typer.echo(f"  {note}")
