"""Dossiers: a result sealed with its facts, and its verification."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_io import show_json
from assistant.commands.options import AsOf, Json, app, request_body
from assistant.errors import InputError

Evidence = Annotated[Path | None, typer.Option(help="放证明材料的文件夹")]


@app.command(help="生成评估档案：事实、结果、计算过程和证明材料清单，封成一个可复核的 zip。")
def dossier(
    scheme: Annotated[str, typer.Argument(help="方案编号")],
    facts: Annotated[Path, typer.Argument(help="事实文件（JSON）")],
    out: Annotated[Path, typer.Option(help="输出文件，.zip")],
    evidence: Evidence = None,
    with_evidence: Annotated[
        bool, typer.Option("--with-evidence", help="证明材料本身也放进去；不加时只放哈希值")
    ] = False,
    as_of: AsOf = None,
    json_out: Json = False,
) -> None:
    """Seal facts, result and trace in one archive."""
    from contextlib import suppress
    from datetime import date

    from assistant.canonical_json import parse_exact
    from assistant.dossier import make_dossier
    from assistant.dossier_evidence import file_sha256, read_evidence
    from assistant.ingesting.installed_texts import installed_corpus
    from assistant.trying import in_force
    from scoring.rules.citations import cited_documents

    if out.suffix.lower() != ".zip":
        raise InputError(f"输出文件“{out}”应以 .zip 结尾")
    if with_evidence and evidence is None:
        raise InputError("--with-evidence 要和 --evidence 文件夹 一起用")
    try:
        raw = facts.read_bytes()
    except OSError as exc:
        raise InputError(f"读不了文件 {facts}：{exc.strerror}；请检查路径") from exc
    body = request_body(parse_exact(raw, str(facts)), as_of, one_file=True)
    chosen = in_force(scheme, body, date.today())
    corpus = installed_corpus(only=cited_documents(chosen.pack))
    files = None if evidence is None else read_evidence(evidence)
    made = make_dossier(chosen, corpus, body, date.today(), files=files, with_evidence=with_evidence)
    # Written beside and moved into place, so that a failure leaves no half archive.
    waiting = out.with_name(out.name + ".part")
    try:
        with waiting.open("wb") as target:
            made.write(target)
        waiting.replace(out)
    except OSError as exc:
        raise InputError(f"写不了文件 {out}：{exc.strerror}；请换一个可写的位置") from exc
    finally:
        with suppress(OSError):
            waiting.unlink()
    told = {
        "out": str(out),
        "sha256": file_sha256(out),
        "scheme": scheme,
        "edition": chosen.pack.edition,
        "evidence_missing": dict(made.missing),
        "evidence_unnamed": list(made.unnamed),
        "notes": [chosen.note] if chosen.note else [],
    }
    if json_out:
        show_json(told)
    else:
        from assistant.trying_text import show_dossier

        show_dossier(told)


@app.command(help="核验评估档案：用本机的规则重新计算，说明是否一致。")
def verify(
    archive: Annotated[Path, typer.Argument(metavar="评估档案.zip", help="lvping dossier 生成的文件")],
    evidence: Evidence = None,
    json_out: Json = False,
) -> None:
    """Recompute a dossier; exit 0 when it holds, 1 when something differs, 2 when it cannot be trusted."""
    from assistant.dossier_verify import verify_dossier

    found = verify_dossier(archive, evidence=evidence)
    if json_out:
        show_json(found.as_json())
    else:
        from assistant.trying_text import show_verification

        show_verification(found)
    if not found.holds:
        raise typer.Exit(1)
