"""Ingesting on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import typer

from assistant.ingesting.metadata import LABELS, STATUSES

_MOST_HEADINGS = 30
_REQUIRED = ("title", "place", "status")


def show_taken(results: Sequence[dict[str, Any]]) -> None:
    """What became of each file; what was refused goes to stderr."""
    for result in results:
        if result["outcome"] == "refused":
            sys.stderr.write(f"{result['told']}\n{result['hint']}\n")
            continue
        typer.echo(f"{result['file']}：{result['told']}")
        if result["outcome"] == "confirmed":
            show_confirmed(result["document"])
        elif result["document"]["state"] == "draft":
            show_document(result["document"])
        else:
            typer.echo(f"  《{result['document']['title']}》 {result['document']['id']}")


def show_list(documents: Sequence[dict[str, Any]]) -> None:
    """One line a text."""
    if not documents:
        typer.echo("还没有导入文件；用 lvping ingest 文件 导入")
    for document in documents:
        facts = [document.get("place"), document.get("status_label"), _size(document)]
        told = " · ".join(fact for fact in facts if fact)
        typer.echo(f"{document['id']}  {document['state_label']}  {document['title']}  {told}".rstrip())
        if document["fault"]:
            typer.echo(f"  {document['fault']}")


def show_document(document: dict[str, Any]) -> None:
    """Structure, warnings and guesses of a draft."""
    typer.echo(f"编号：{document['id']}（{document['state_label']}）")
    structure = document["structure"]
    counts = "，".join(f"{kind['label']} {kind['count']}" for kind in structure["kinds"])
    typer.echo(f"读出 {structure['clauses']} 条（{counts}），表格 {structure['tables']} 个")
    for heading in structure["headings"][:_MOST_HEADINGS]:
        said = (
            heading["title"]
            if heading["title"].startswith(heading["number"])
            else (f"{heading['number']} {heading['title']}")
        )
        typer.echo(f"  {'  ' * heading['depth']}{said}")
    if (more := len(structure["headings"]) - _MOST_HEADINGS) > 0:
        typer.echo(f"  ……还有 {more} 处")
    for told in (*document["warnings"], *structure["doubts"]):
        typer.echo(f"请核对：{told}")
    if document["state"] == "active":
        _show_metadata(document["metadata"] or {})
        return
    for name, guess in document["guesses"].items():
        where = f"{guess['where']}，第 {guess['line']} 行" if guess["line"] else guess["where"]
        typer.echo(
            f"推测的{LABELS[name]}：{STATUSES.get(guess['value'], guess['value'])}（{where}“{_short(guess['quote'])}”）"
        )
    for entry in document["replaced"]:
        known = f"（文件库中的 {entry['document_id']}）" if entry["document_id"] else "（文件库中没有）"
        typer.echo(f"文中说取代：{entry['name']}{known}，第 {entry['line']} 行“{_short(entry['quote'])}”")
    open_ones = "、".join(LABELS[name] for name in _REQUIRED if name not in document["guesses"])
    if open_ones:
        typer.echo(f"文本里看不出、必须填写的：{open_ones}")
    typer.echo(
        f"核对后确认：lvping documents confirm {document['id']} --title 标题 --place 地区 --status 状态"
        "（文号、日期等不写的，按推测的填）"
    )


def show_confirmed(document: dict[str, Any]) -> None:
    """The description as it now stands."""
    typer.echo(f"已确认，可以检索：{document['id']}  {document['url']}")
    _show_metadata(document["metadata"] or {})
    if document["from_text"]:
        typer.echo(
            f"按文本推测填的：{'、'.join(LABELS[name] for name in document['from_text'])}；不对请再确认一次改正"
        )


def _show_metadata(metadata: dict[str, Any]) -> None:
    for name, label in LABELS.items():
        value = metadata.get(name)
        if name == "place" and isinstance(value, dict):
            value = value["name"]
        elif name == "supersedes":
            value = "；".join(_superseded(entry) for entry in value or [])
        if value:
            typer.echo(f"  {label}：{STATUSES.get(value, value) if isinstance(value, str) else value}")


def _superseded(entry: dict[str, Any]) -> str:
    clauses = "整份" if entry["clauses"] == "all" else "、".join(entry["clauses"])
    return f"{entry['document_id']} {clauses}" + (f"，自 {entry['from']} 起" if entry.get("from") else "")


def _size(document: dict[str, Any]) -> str:
    return f"{document['clauses']} 条" if "clauses" in document else ""


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 40 else f"{one_line[:40]}……"
